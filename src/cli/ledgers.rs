//! The day's ledger 售足签退换: its counters and its till (rules §4).

use crate::cli::failure::Failure;
use crate::cli::input;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::domain::state::day::Ledger;
use crate::domain::state::staff::Right;
use crate::locale::Locale;
use chrono::NaiveDate;
use serde::Serialize;

/// `ledger`.
pub fn ledger(setting: &Setting, date: Option<&str>) -> Result<Reply, Failure> {
    let session = Session::read(setting)?;
    let (office, locale) = (&session.office, &session.locale);
    let day = date.map(input::date).transpose()?.unwrap_or_else(|| office.day(session.now));
    let of: Ledger = office.ledgers.get(&day).copied().unwrap_or_default();
    let sees = session.viewer.is_some_and(|id| office.member(id).may(Right::SeeAll));
    #[derive(Serialize)]
    struct LedgerJson {
        date: String,
        subscribed: u32,
        topped_up: u32,
        signed: u32,
        cancelled: u32,
        swapped: u32,
        forfeited: u32,
        terminated: u32,
        received: Option<String>,
        refunded: Option<String>,
    }
    Ok(Reply::either(
        session.json(),
        || LedgerJson {
            date: day.to_string(),
            subscribed: of.subscribed,
            topped_up: of.topped_up,
            signed: of.signed,
            cancelled: of.cancelled,
            swapped: of.swapped,
            forfeited: of.forfeited,
            terminated: of.terminated,
            received: sees.then(|| of.received.plain()),
            refunded: sees.then(|| of.refunded.plain()),
        },
        || said(locale, day, &of, sees),
    ))
}

/// A day's counters in words, and its till for whoever may see money.
pub fn said(locale: &Locale, day: NaiveDate, of: &Ledger, sees: bool) -> String {
    let args = [
        ("day", day.to_string().into()),
        ("subscribed", of.subscribed.into()),
        ("topped", of.topped_up.into()),
        ("signed", of.signed.into()),
        ("cancelled", of.cancelled.into()),
        ("swapped", of.swapped.into()),
    ];
    let mut said = locale.say("cli-ledger", &args);
    let ways_back = [("cli-ledger-forfeited", of.forfeited), ("cli-ledger-terminated", of.terminated)];
    for (key, count) in ways_back.into_iter().filter(|(_, count)| *count > 0) {
        said += &locale.say(key, &[("count", count.into())]);
    }
    if sees {
        let args = [("received", of.received.grouped().into()), ("refunded", of.refunded.grouped().into())];
        said += &format!("\n{}", locale.say("cli-ledger-till", &args));
    }
    said
}
