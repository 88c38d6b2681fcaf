//! Everything with a deadline, soonest first.

use crate::cli::failure::Failure;
use crate::cli::json::instant;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::domain::money::Fen;
use crate::domain::state::claim::Claim;
use crate::domain::state::due::{DueItem, DueKind, due_list};
use crate::domain::state::staff::Right;
use serde::Serialize;

/// The contract that waits for its down payment, where that is what is due.
fn prepared<'a>(item: &DueItem, claim: Option<&'a Claim>) -> Option<&'a str> {
    claim.filter(|_| item.kind == DueKind::Signing)?.prepared.as_deref()
}

fn what_key(item: &DueItem, claim: Option<&Claim>) -> String {
    match prepared(item, claim) {
        Some(_) => "due-signing-prepared".to_string(),
        None => format!("due-{}", item.kind.code()),
    }
}

#[derive(Serialize)]
struct DueJson<'a> {
    unit: String,
    kind: &'static str,
    due: String,
    late: bool,
    customer: Option<String>,
    consultant: Option<&'a str>,
    balance_due: Option<String>,
    /// The request that waits, by its number for `approve` and `refuse`.
    request: Option<u32>,
    change: Option<String>,
    /// A contract that waits for its down payment.
    contract_prepared: Option<String>,
}

/// `due`.
pub fn due(setting: &Setting) -> Result<Reply, Failure> {
    let session = Session::read(setting)?;
    let (office, locale) = (&session.office, &session.locale);
    let rows: Vec<(DueItem, Option<&Claim>)> =
        due_list(office).into_iter().map(|item| (item, office.live_claim(item.unit))).collect();
    let shown = |claim: Option<&Claim>| {
        claim.and_then(|claim| claim.customer).and_then(|id| office.shown_name(session.viewer, id))
    };
    let request = |item: &DueItem| {
        let waits = matches!(item.kind, DueKind::Request | DueKind::Refund);
        office.change_on(item.unit).filter(|_| waits)
    };
    let sees = |item: &DueItem| {
        let may = |right| session.viewer.is_some_and(|id| office.member(id).may(right));
        let own = office.live_claim(item.unit).is_some_and(|claim| claim.consultant == session.viewer);
        may(Right::SeeAll) || own
    };
    let asked = |item: &DueItem| {
        let address = |to| office.unit(to).spec.address();
        request(item).map(|request| locale.change(&request.change, address, sees(item)))
    };
    Ok(Reply::either(
        session.json(),
        || {
            let row = |(item, claim): &(DueItem, Option<&Claim>)| DueJson {
                unit: office.unit(item.unit).spec.address(),
                kind: item.kind.code(),
                due: instant(item.at),
                late: item.at <= session.now,
                customer: shown(*claim),
                consultant: claim.and_then(|claim| claim.consultant).map(|id| office.name_of(Some(id))),
                balance_due: claim.and_then(Claim::balance).map(Fen::plain),
                request: request(item).map(|request| request.id.number()),
                change: asked(item),
                contract_prepared: prepared(item, *claim).filter(|_| sees(item)).map(str::to_string),
            };
            rows.iter().map(row).collect::<Vec<_>>()
        },
        || {
            let mut table = Table::new(&[
                (locale.text("col-due"), false),
                (locale.text("col-what"), false),
                (locale.text("col-unit"), false),
                (locale.text("col-customer"), false),
                (locale.text("col-consultant"), false),
                (locale.text("col-balance"), true),
                ("", false),
            ]);
            for (item, claim) in &rows {
                table.row(vec![
                    locale.instant(item.at),
                    match request(item) {
                        None => locale.text(&what_key(item, *claim)).to_string(),
                        Some(request) => {
                            format!("#{} {}", request.id.number(), asked(item).unwrap_or_default())
                        }
                    },
                    office.unit(item.unit).spec.address(),
                    shown(*claim).unwrap_or_default(),
                    office.name_of(claim.and_then(|claim| claim.consultant)).to_string(),
                    claim.and_then(Claim::balance).map(Fen::grouped).unwrap_or_default(),
                    if item.at <= session.now { locale.text("cli-late").to_string() } else { String::new() },
                ]);
            }
            table.text()
        },
    ))
}
