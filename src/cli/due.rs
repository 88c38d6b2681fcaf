//! Everything with a deadline, soonest first.

use crate::cli::failure::Failure;
use crate::cli::json::instant;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::domain::money::Fen;
use crate::domain::state::claim::{Claim, Step};
use crate::domain::time::Instant;
use serde::Serialize;

/// What a deadline is for, with the key of its name.
const HOLD: (&str, &str) = ("hold", "cli-due-hold");
const TOP_UP: (&str, &str) = ("top_up", "cli-due-top-up");
const SIGNING: (&str, &str) = ("signing", "cli-due-signing");
const RECORDING: (&str, &str) = ("recording", "cli-due-recording");

/// The deadline of a live claim.
fn deadline(claim: &Claim) -> Option<(Instant, (&'static str, &'static str))> {
    match &claim.step {
        Step::Held { until } => Some((*until, HOLD)),
        Step::Subscribed { due, .. } => {
            due.map(|due| (due, if claim.balance().is_some() { TOP_UP } else { SIGNING }))
        }
        Step::Signed { recorded: true, .. } => None,
        Step::Signed { due, .. } => due.map(|due| (due, RECORDING)),
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
}

/// `due`.
pub fn due(setting: &Setting) -> Result<Reply, Failure> {
    let session = Session::read(setting)?;
    let (office, locale) = (&session.office, &session.locale);
    let live = office.in_order().filter_map(|unit| office.live_claim(unit.id));
    let mut rows: Vec<_> = live.filter_map(|claim| deadline(claim).map(|at| (at, claim))).collect();
    rows.sort_by_key(|((at, _), _)| *at);
    let shown = |claim: &Claim| claim.customer.and_then(|id| office.shown_name(session.viewer, id));
    Ok(Reply::either(
        session.json(),
        || {
            let row = |((at, (kind, _)), claim): &((Instant, (&'static str, &str)), &Claim)| DueJson {
                unit: office.unit(claim.unit).spec.address(),
                kind,
                due: instant(*at),
                late: *at <= session.now,
                customer: shown(claim),
                consultant: claim.consultant.map(|id| office.name_of(Some(id))),
                balance_due: claim.balance().map(Fen::plain),
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
            for ((at, (_, key)), claim) in &rows {
                table.row(vec![
                    locale.instant(*at),
                    locale.text(key).to_string(),
                    office.unit(claim.unit).spec.address(),
                    shown(claim).unwrap_or_default(),
                    office.name_of(claim.consultant).to_string(),
                    claim.balance().map(Fen::grouped).unwrap_or_default(),
                    if *at <= session.now { locale.text("cli-late").to_string() } else { String::new() },
                ]);
            }
            table.text()
        },
    ))
}
