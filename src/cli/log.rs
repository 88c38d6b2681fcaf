//! The journal as people read it.

use crate::cli::failure::Failure;
use crate::cli::json::EventJson;
use crate::cli::output;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::units::events;
use crate::domain::act::Recorded;
use crate::store::Reader;
use crate::store::bell::Bell;
use std::time::Duration;

/// Events read at once.
const PAGE: usize = 4_096;
/// How often `--follow` looks where no ring is heard.
const HEAL: Duration = Duration::from_secs(1);

/// `log`.
pub fn log(
    setting: &Setting,
    unit: Option<&str>,
    since: Option<&str>,
    follow: bool,
) -> Result<Reply, Failure> {
    let mut session = Session::read(setting)?;
    // Before the journal is read, so that nothing falls between the two.
    let mut bell = follow.then(|| Bell::of(&setting.url));
    let unit = unit.map(|input| session.unit(input)).transpose()?;
    let since = since.map(|text| session.past(text)).transpose()?;
    let wanted = |recorded: &Recorded| {
        since.is_none_or(|since| recorded.at >= since)
            && unit.is_none_or(|unit| recorded.event.units().contains(&unit))
    };
    let (mut shown, mut after) = (Vec::new(), 0);
    loop {
        let page = session.ledger.store().read(after, PAGE)?;
        after = page.last().map_or(after, |last| last.seq);
        let is_last = page.len() < PAGE;
        shown.extend(page.into_iter().filter(&wanted));
        if is_last {
            break;
        }
    }
    let (office, viewer, locale) = (&session.office, session.viewer, &session.locale);
    let Some(bell) = &mut bell else {
        return Ok(Reply::either(
            session.json(),
            || shown.iter().map(|event| EventJson::of(office, viewer, locale, event)).collect::<Vec<_>>(),
            || events(office, viewer, &shown, locale),
        ));
    };
    loop {
        if !emit(&session, &shown)? {
            return Ok(Reply::bytes(Vec::new()));
        }
        bell.wait(HEAL);
        shown = if session.ledger.store().changed()? { session.ledger.refresh()? } else { Vec::new() };
        if !shown.is_empty() {
            (session.office, session.now) = session.ledger.at_now()?;
        }
        // What came while the session was opened has been shown.
        shown.retain(|recorded| recorded.seq > after && wanted(recorded));
    }
}

/// Writes events as they come; false when nobody reads any more.
fn emit<S: Reader>(session: &Session<'_, S>, news: &[Recorded]) -> Result<bool, Failure> {
    if news.is_empty() {
        return Ok(true);
    }
    let (office, viewer, locale) = (&session.office, session.viewer, &session.locale);
    let text = if session.json() {
        let line = |event| serde_json::to_string(&EventJson::of(office, viewer, locale, event));
        news.iter().filter_map(|event| line(event).ok()).map(|line| line + "\n").collect()
    } else {
        events(office, viewer, news, locale)
    };
    output::write(text.as_bytes()).map_err(Failure::Output)
}
