//! Everything with a deadline, soonest first.

use crate::cli::failure::Failure;
use crate::cli::json::instant;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::domain::money::Fen;
use crate::domain::state::claim::Claim;
use crate::domain::state::due::{DueItem, due_list};
use serde::Serialize;

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
    // A deadline belongs to a live claim.
    let claim_of = |item: &DueItem| office.live_claim(item.unit).map(|claim| (*item, claim));
    let rows: Vec<(DueItem, &Claim)> = due_list(office).iter().filter_map(claim_of).collect();
    let shown = |claim: &Claim| claim.customer.and_then(|id| office.shown_name(session.viewer, id));
    Ok(Reply::either(
        session.json(),
        || {
            let row = |(item, claim): &(DueItem, &Claim)| DueJson {
                unit: office.unit(claim.unit).spec.address(),
                kind: item.kind.code(),
                due: instant(item.at),
                late: item.at <= session.now,
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
            for (item, claim) in &rows {
                table.row(vec![
                    locale.instant(item.at),
                    locale.text(&format!("due-{}", item.kind.code())).to_string(),
                    office.unit(claim.unit).spec.address(),
                    shown(claim).unwrap_or_default(),
                    office.name_of(claim.consultant).to_string(),
                    claim.balance().map(Fen::grouped).unwrap_or_default(),
                    if item.at <= session.now { locale.text("cli-late").to_string() } else { String::new() },
                ]);
            }
            table.text()
        },
    ))
}
