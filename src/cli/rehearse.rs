//! `rehearse`: an opening day on a copy, and how it went.

use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::reply::Reply;
use crate::cli::session::Setting;
use crate::cli::table::Table;
use crate::cli::verbs::Rehearse;
use crate::domain::id::CommandId;
use crate::locale::{Arg, Locale};
use crate::runtime::clock;
use crate::runtime::demo::{self, DemoFault};
use crate::runtime::rehearsal::{self, Day, Outcome, Trouble};
use crate::store;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// `rehearse`: never touches the store itself.
pub fn run(setting: &Setting, asked: &Rehearse) -> Result<Reply, Failure> {
    let copy = asked.copy.clone().unwrap_or_else(fresh);
    let url = copy.display().to_string();
    if asked.demo {
        demo::make(&url, clock::wall()).map_err(|fault| match fault {
            DemoFault::Store(fault) => fault.into(),
            DemoFault::Refused(cause) => {
                Failure::Input { code: "demo_failed", key: "cli-demo-failed", facts: vec![("cause", cause)] }
            }
        })?;
    } else {
        store::backup(&setting.url, &copy)?;
    }
    let locale = &setting.locale;
    let named = |number: u32| locale.say("rehearse-consultant", &[("number", format!("{number:02}").into())]);
    let day = Day {
        url: url.clone(),
        consultants: (1..=asked.terminals).map(named).collect(),
        cashier: locale.text("rehearse-cashier").to_string(),
        visitors: asked.visitors,
        span: Duration::from_secs(u64::from(asked.minutes) * 60) / asked.speed.max(1),
        speed: asked.speed,
    };
    let seconds = day.span.as_secs();
    let args = [("file", (&url).into()), ("seconds", Arg::from(seconds))];
    output::complain(&(locale.say("rehearse-begins", &args) + "\n"));
    let outcome = rehearsal::play_until_interrupted(&day).map_err(|trouble| match trouble {
        Trouble::Store(fault) => fault.into(),
        Trouble::Refused(rejection) => rejection.into(),
        Trouble::NothingToSell => {
            let facts = vec![("file", url.clone())];
            Failure::Input { code: "nothing_to_sell", key: "rehearse-nothing", facts }
        }
    })?;
    let reply = Reply::either(
        setting.globals.json,
        || OutcomeJson::of(&url, &outcome),
        || text(&outcome, &url, locale),
    );
    Ok(if outcome.checked.is_ok() { reply } else { reply.exiting(3) })
}

/// A place nobody has anything at.
fn fresh() -> PathBuf {
    let folder = format!("xiaokong-rehearsal-{}", CommandId::now_v7().simple());
    std::env::temp_dir().join(folder).join("rehearsal.db")
}

/// The time below which a share of the answers lies, milliseconds.
fn share(outcome: &Outcome, percent: usize) -> f64 {
    let last = outcome.latencies.len().saturating_sub(1);
    let micros = outcome.latencies.get(last * percent / 100).copied().unwrap_or_default();
    micros as f64 / 1_000.0
}

fn rate(outcome: &Outcome) -> f64 {
    let rate = outcome.latencies.len() as f64 / outcome.took.as_secs_f64().max(0.001);
    (rate * 10.0).round() / 10.0
}

#[derive(Serialize)]
struct Latency {
    p50: f64,
    p95: f64,
    p99: f64,
    max: f64,
}

#[derive(Serialize)]
struct OutcomeJson<'a> {
    copy: &'a str,
    ended_early: bool,
    visitors: u32,
    offered: usize,
    winners: usize,
    answers: usize,
    seconds: f64,
    answers_per_second: f64,
    latency_ms: Latency,
    refusals: &'a BTreeMap<&'static str, usize>,
    busy: u32,
    answers_hold: bool,
    flaw: Option<String>,
    events: u64,
    live_claims: usize,
    head: &'a str,
}

impl<'a> OutcomeJson<'a> {
    fn of(copy: &'a str, outcome: &'a Outcome) -> Self {
        Self {
            copy,
            ended_early: outcome.cut,
            visitors: outcome.visitors,
            offered: outcome.offered,
            winners: outcome.winners,
            answers: outcome.latencies.len(),
            seconds: (outcome.took.as_secs_f64() * 10.0).round() / 10.0,
            answers_per_second: rate(outcome),
            latency_ms: Latency {
                p50: share(outcome, 50),
                p95: share(outcome, 95),
                p99: share(outcome, 99),
                max: share(outcome, 100),
            },
            refusals: &outcome.refusals,
            busy: outcome.busy,
            answers_hold: outcome.checked.is_ok(),
            flaw: outcome.checked.as_ref().err().map(|flaw| format!("{flaw:?}")),
            events: outcome.verified.events,
            live_claims: outcome.verified.live_claims,
            head: &outcome.verified.head.hash,
        }
    }
}

fn text(outcome: &Outcome, url: &str, locale: &Locale) -> String {
    let said = |key: &str| locale.text(key).to_string();
    let mut text = String::new();
    if outcome.cut {
        text += &(said("rehearse-cut") + "\n");
    }
    let mut table = Table::new(&[(locale.text("rehearse-title"), false), ("", true)]);
    let mut row = |key: &str, value: String| table.row(vec![said(key), value]);
    row("rehearse-visitors", outcome.visitors.to_string());
    row("rehearse-offered", outcome.offered.to_string());
    row("rehearse-winners", outcome.winners.to_string());
    row("rehearse-answers", outcome.latencies.len().to_string());
    row("rehearse-seconds", format!("{:.1}", outcome.took.as_secs_f64()));
    row("rehearse-rate", format!("{:.1}", rate(outcome)));
    for (key, percent) in
        [("rehearse-p50", 50), ("rehearse-p95", 95), ("rehearse-p99", 99), ("rehearse-longest", 100)]
    {
        row(key, format!("{:.1}", share(outcome, percent)));
    }
    row("rehearse-busy", outcome.busy.to_string());
    let refused: usize = outcome.refusals.values().sum();
    row("rehearse-refused", refused.to_string());
    for (code, count) in &outcome.refusals {
        let key = format!("rehearse-refused-{code}");
        let other = || locale.say("rehearse-refused-other", &[("code", (*code).into())]);
        let words = if locale.has(&key) { said(&key) } else { other() };
        table.row(vec![format!("  {words}"), count.to_string()]);
    }
    text += &table.text();
    text.push('\n');
    text += &match &outcome.checked {
        Ok(_) => {
            let args = [
                ("answers", outcome.latencies.len().into()),
                ("events", outcome.verified.events.into()),
                ("claims", outcome.verified.live_claims.into()),
            ];
            locale.say("rehearse-holds", &args)
        }
        Err(flaw) => locale.say("rehearse-flaw", &[("flaw", format!("{flaw:?}").into())]),
    };
    text.push('\n');
    text + &locale.say("rehearse-copy", &[("file", url.into())])
}
