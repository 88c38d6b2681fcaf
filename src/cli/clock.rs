//! The host's clock: shown, and confirmed after it stepped.

use crate::cli::failure::Failure;
use crate::cli::json::instant;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::domain::act::{self, Event};
use crate::domain::clock::Command;
use crate::domain::time::Time;
use crate::store::{Reader, StoreFault};
use serde::Serialize;

#[derive(Serialize)]
struct ClockJson {
    steady: bool,
    wall: String,
    store: String,
    expected: Option<String>,
    ahead_seconds: i64,
    since: Option<String>,
    waiting: Vec<EndJson>,
}

/// What ends as soon as the clock is confirmed.
#[derive(Serialize)]
struct EndJson {
    kind: &'static str,
    unit: Option<String>,
    until: String,
}

/// `clock`.
pub fn show(setting: &Setting) -> Result<Reply, Failure> {
    let mut session = Session::read(setting)?;
    Ok(reply(&mut session, None)?)
}

/// `clock confirm`.
pub fn confirm(setting: &Setting) -> Result<Reply, Failure> {
    let mut session = Session::write(setting)?;
    session.act(Command::Confirm {})?;
    Ok(reply(&mut session, Some("clock-confirmed"))?)
}

/// How the clock stands; `done` is what was just done about it.
fn reply<S: Reader>(session: &mut Session<'_, S>, done: Option<&str>) -> Result<Reply, StoreFault> {
    let dial = session.ledger.store().dial()?;
    // Where nothing is in doubt the wall clock may still lie behind the last event.
    let (time, wall) = (dial.time(), dial.reading.wall);
    let json = session.json();
    Ok(Reply::either(
        json,
        || ClockJson {
            steady: session.office.freeze.is_none(),
            wall: instant(wall),
            store: instant(time.now),
            expected: time.step.map(|step| instant(step.expected)),
            ahead_seconds: time.step.map_or(0, |step| step.ahead().num_seconds()),
            since: session.office.freeze.map(|freeze| instant(freeze.since)),
            waiting: waiting(session, &time),
        },
        || said(session, &time, done),
    ))
}

fn waiting<S: Reader>(session: &Session<'_, S>, time: &Time) -> Vec<EndJson> {
    let office = &session.office;
    let ends = act::endings(office, time.wall().max(office.at)).into_iter().map(|(at, event)| EndJson {
        kind: match event {
            Event::Hold(_) => "hold",
            Event::Change(_) => "request",
            _ => "waiting",
        },
        unit: event.units().first().map(|unit| office.unit(*unit).spec.address()),
        until: instant(at),
    });
    if office.freeze.is_some() { ends.collect() } else { Vec::new() }
}

fn said<S: Reader>(session: &Session<'_, S>, time: &Time, done: Option<&str>) -> String {
    let words = &session.locale;
    let mut lines = words.clock_doubt(&session.office, time);
    if lines.is_empty() {
        let args =
            [("wall", words.instant_long(time.wall()).into()), ("now", words.instant_long(time.now).into())];
        return words.say(done.unwrap_or("clock-steady"), &args);
    }
    lines.insert(0, words.text("clock-doubt").to_string());
    lines.push(words.text("clock-doubt-do").to_string());
    lines.join("\n")
}
