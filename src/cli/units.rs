//! Units as a list and one by one.

use crate::cli::args::Filter;
use crate::cli::failure::Failure;
use crate::cli::json::{EventJson, ReceiptJson, UnitHistoryJson, UnitJson};
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::domain::act::Recorded;
use crate::domain::id::{StaffId, UnitId};
use crate::domain::money::Fen;
use crate::domain::state::address::resolve_building;
use crate::domain::state::claim::{Booked, Claim};
use crate::domain::state::office::Office;
use crate::domain::state::unit::{Offer, Status, own};
use crate::locale::Locale;
use crate::store::Reader;

/// Events a unit's history shows at most.
pub const HISTORY: usize = 1_000;

/// `units`, and `at TIME units`.
pub fn list(setting: &Setting, filter: &Filter, time: Option<&str>) -> Result<Reply, Failure> {
    let mut session = Session::read(setting)?;
    if let Some(text) = time {
        let at = session.past(text)?;
        let mut past = session.office_at(at)?;
        // What somebody may see is decided by what they may do today.
        past.staff.clone_from(&session.office.staff);
        session.office = past;
    }
    let office = &session.office;
    let status = filter.status.as_deref().and_then(Status::parse);
    let building = filter.building.as_deref().map(|name| resolve_building(office, name)).transpose()?;
    let units: Vec<UnitId> = office
        .in_order()
        .filter(|unit| building.is_none_or(|building| building == unit.building))
        .map(|unit| unit.id)
        .filter(|id| status.is_none_or(|status| status == office.status(*id)))
        .collect();
    let reply = Reply::either(
        session.json(),
        || units.iter().map(|id| UnitJson::of(office, session.viewer, *id)).collect::<Vec<_>>(),
        || table(office, session.viewer, &units, &session.locale),
    );
    Ok(match session.viewer {
        None => reply.noting(session.locale.text("cli-public-view").to_string()),
        Some(_) => reply,
    })
}

fn table(office: &Office, viewer: Option<StaffId>, units: &[UnitId], locale: &Locale) -> String {
    let mut table = Table::new(&[
        (locale.text("col-unit"), false),
        (locale.text("col-layout"), false),
        (locale.text("col-area"), true),
        (locale.text("col-total"), true),
        (locale.text("col-status"), false),
        (locale.text("col-customer"), false),
        (locale.text("col-consultant"), false),
        (locale.text("col-deadline"), false),
        (locale.text("col-waiting"), true),
    ]);
    for id in units {
        let unit = office.unit(*id);
        let claim = office.live_claim(*id);
        let deadline = claim.and_then(|claim| claim.until().or_else(|| claim.due()));
        let customer = claim.and_then(|claim| claim.customer).and_then(|id| office.shown_name(viewer, id));
        table.row(vec![
            unit.spec.address(),
            unit.spec.layout.as_deref().unwrap_or_default().to_string(),
            unit.spec.area.map(|area| area.plain()).unwrap_or_default(),
            unit.spec.total.map(|total| total.grouped()).unwrap_or_default(),
            status(office, *id, locale),
            customer.unwrap_or_default(),
            office.name_of(claim.and_then(|claim| claim.consultant)).to_string(),
            deadline.map(|at| locale.instant(at)).unwrap_or_default(),
            Some(unit.line.len())
                .filter(|count| *count > 0)
                .map(|count| count.to_string())
                .unwrap_or_default(),
        ]);
    }
    table.text()
}

/// A status in words; a recorded contract says so.
fn status(office: &Office, id: UnitId, locale: &Locale) -> String {
    let recorded = office.status(id) == Status::Signed && office.is_recorded(id);
    if recorded {
        locale.text("status-recorded").to_string()
    } else {
        locale.status(office.status(id)).to_string()
    }
}

/// `unit U`.
pub fn one(setting: &Setting, input: &str) -> Result<Reply, Failure> {
    let mut session = Session::read(setting)?;
    let id = session.unit(input)?;
    let trail = session.ledger.store().trail(id, HISTORY)?;
    let (office, viewer, locale) = (&session.office, session.viewer, &session.locale);
    Ok(Reply::either(
        session.json(),
        || UnitHistoryJson {
            unit: UnitJson::of(office, viewer, id),
            history: trail.iter().map(|event| EventJson::of(office, viewer, locale, event)).collect(),
            receipts: receipts(office, viewer, id)
                .iter()
                .map(|receipt| ReceiptJson::of(office, viewer, locale, receipt))
                .collect(),
        },
        || format!("{}\n{}", card(office, viewer, id, locale), events(office, viewer, &trail, locale)),
    ))
}

/// Events as lines: when, who, what.
pub fn events(office: &Office, viewer: Option<StaffId>, trail: &[Recorded], locale: &Locale) -> String {
    let mut lines = String::new();
    for recorded in trail {
        let who = recorded.by.map_or("-", |id| office.name_of(Some(id)));
        let what = locale.event(office, viewer, recorded);
        lines.push_str(&format!(
            "{:>6}  {}  {who}  {what}\n",
            recorded.seq,
            locale.instant_long(recorded.at)
        ));
    }
    lines
}

/// A unit's card: what there is to say, line by line.
pub fn card(office: &Office, viewer: Option<StaffId>, id: UnitId, locale: &Locale) -> String {
    let unit = office.unit(id);
    let (spec, claim) = (&unit.spec, office.live_claim(id));
    let mut table = Table::new(&[(locale.text("col-unit"), false), (&spec.address(), false)]);
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            table.row(vec![locale.text(key).to_string(), value]);
        }
    };
    line("col-status", Some(status(office, id, locale)));
    line("col-customer", claim.and_then(|c| c.customer).and_then(|who| office.shown_name(viewer, who)));
    line("col-consultant", claim.map(|claim| office.name_of(claim.consultant).to_string()));
    line("col-until", claim.and_then(Claim::until).map(|at| locale.instant(at)));
    let money = claim.filter(|_| office.sees_money(viewer, id));
    line("col-balance", money.and_then(Claim::balance).map(|fen| fen.grouped()));
    line("col-due", claim.and_then(Claim::due).map(|at| locale.instant(at)));
    line("card-prepared", money.and_then(|claim| claim.prepared.clone()));
    line("cli-plan", money.and_then(Claim::plan).map(|plan| locale.planned(plan)));
    for receipt in receipts(office, viewer, id) {
        let payer = receipt.payer.as_ref().map(|payer| locale.payer(office, viewer, payer));
        let parts = [
            Some(receipt.number.clone()),
            Some(locale.receipt_kind(receipt.kind).to_string()),
            Some(receipt.amount.grouped()),
            Some(locale.method(&receipt.method)),
            payer,
        ];
        line("col-receipt", Some(parts.into_iter().flatten().collect::<Vec<_>>().join("  ")));
    }
    line("col-waiting", Some(unit.line.len()).filter(|n| *n > 0).map(|n| n.to_string()));
    line("col-requests", Some(unit.requests.len()).filter(|n| *n > 0).map(|n| n.to_string()));
    // Why a unit is kept back is for the staff, never for the public view (rules §10).
    if let (Offer::Locked { reason, .. }, Some(_)) = (&unit.offer, viewer) {
        line("col-reason", Some(reason.clone()));
    }
    line("col-layout", own(&spec.layout));
    line("col-use", own(&spec.usage));
    line("col-area", spec.area.map(|area| area.plain()));
    line("col-inner-area", spec.inner_area.map(|area| area.plain()));
    line("col-unit-price", spec.unit_price.map(|fen| fen.grouped()));
    line("col-total", spec.total.map(|fen| fen.grouped()));
    line("col-batch", own(&spec.batch));
    let off = money.map(Claim::off).filter(|off| *off > Fen(0));
    line("col-discounts", off.map(|off| format!("-{}", off.grouped())));
    line("col-deal", off.and(money).and_then(Claim::deal).map(|fen| fen.grouped()));
    table.text()
}

/// The money on a unit's live claim, as far as the viewer may see it (rules §7).
fn receipts(office: &Office, viewer: Option<StaffId>, id: UnitId) -> &[Booked] {
    let claim = office.live_claim(id).filter(|_| office.sees_money(viewer, id));
    claim.map_or(&[], |claim| &claim.receipts)
}

/// What every act on a unit answers with: the unit afterwards.
pub fn after<S: Reader>(session: &Session<'_, S>, id: UnitId, said: &str) -> Reply {
    Reply::either(
        session.json(),
        || UnitJson::of(&session.office, session.viewer, id),
        || format!("{said}\n{}", card(&session.office, session.viewer, id, &session.locale)),
    )
}
