//! The command line (design §5): every act of the desk as a command, for scripts, imports and care.
//!
//! In it: [`args`], what may be typed; [`session`], who asks of which store; one file per family of commands; [`reply`],
//! [`table`] and [`json`], the result as text or as one JSON value; [`output`], how it leaves; [`failure`] and [`usage`], every way of
//! ending otherwise than 0; [`faults`], those of a price list.
//! Not in it: rules (the core decides), SQL, screens ([`screen`] only opens them).
//! Why: scripts rely on verbs, keys, key order, codes and exit codes; they are all said here.

pub mod args;
mod calls;
mod care;
mod claims;
mod clock;
mod contract_verbs;
mod contracts;
mod control;
mod due;
mod duty;
pub mod failure;
mod faults;
mod help;
mod import;
mod input;
mod json;
mod ledgers;
mod log;
mod output;
pub mod paper_verbs;
mod papers;
mod people;
mod plans;
mod price_verbs;
mod prices;
mod reception;
mod rehearse;
mod reply;
mod rosters;
mod screen;
mod session;
mod setup;
mod table;
mod turns;
mod units;
mod usage;
mod verbs;

use crate::cli::args::{Args, Verb};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::session::Setting;
use crate::locale::Locale;
use clap::CommandFactory;
use std::process::ExitCode;

/// Parses, runs, prints; the exit code is the contract of design §5.
pub fn run() -> ExitCode {
    let args = match usage::parse() {
        Ok(args) => args,
        Err(code) => return code,
    };
    let setting = match Setting::new(&args) {
        Ok(setting) => setting,
        Err((failure, locale)) => return failure::finish(&failure, args.globals.json, &locale),
    };
    let done = dispatch(&setting, args.verb.unwrap_or(Verb::Desk)).and_then(Reply::print);
    done.unwrap_or_else(|failure| failure::finish(&failure, setting.globals.json, &setting.locale))
}

fn dispatch(setting: &Setting, verb: Verb) -> Result<Reply, Failure> {
    match verb {
        Verb::Desk => screen::desk(setting),
        Verb::Board => screen::board(setting),
        Verb::Demo { dir } => screen::demo(setting, dir),
        Verb::Rehearse(asked) => rehearse::run(setting, &asked),
        Verb::Init { project, practice } => setup::init(setting, &project, practice),
        Verb::Import(asked) => import::import(setting, &asked),
        Verb::Units(filter) => units::list(setting, &filter, None),
        Verb::At { time, what: args::Past::Units(filter) } => units::list(setting, &filter, Some(&time)),
        Verb::Unit { unit } => units::one(setting, &unit),
        Verb::Claim(verb) => claims::run(setting, verb),
        Verb::Contract(verb) => contracts::run(setting, verb),
        Verb::Ledger { date } => ledgers::ledger(setting, date.as_deref()),
        Verb::Price { verb } => prices::price(setting, verb),
        Verb::Scheme { verb } => prices::scheme(setting, verb),
        Verb::Paper { verb } => papers::run(setting, verb),
        Verb::Control(verb) => control::run(setting, verb),
        Verb::Visit { verb } => reception::visit(setting, verb),
        Verb::Visits => reception::visits(setting),
        Verb::Duty { state, staff, reason, length } => {
            let (staff, length) = (staff.as_deref(), length.as_deref());
            duty::duty(setting, &duty::Duty { state: &state, staff, reason: &reason, length })
        }
        Verb::Rotation { why, at, team } => turns::rotation(setting, why, at.as_deref(), &team),
        Verb::Turns { date, staff, out } => {
            turns::turns(setting, date.as_deref(), staff.as_deref(), out.as_deref())
        }
        Verb::Call { verb } => calls::call(setting, verb),
        Verb::Calls => calls::calls(setting),
        Verb::Roster { verb } => rosters::roster(setting, verb),
        Verb::Customer { verb } => people::customer(setting, verb),
        Verb::Staff { verb } => people::staff(setting, verb),
        Verb::Policy { verb } => setup::policy(setting, verb),
        Verb::Stage { name } => setup::stage(setting, &name),
        Verb::Undo => claims::undo(setting),
        Verb::Due { kind, late } => due::due(setting, kind.as_deref(), late),
        Verb::Log { unit, since, follow } => log::log(setting, unit.as_deref(), since.as_deref(), follow),
        Verb::Verify { head } => care::verify(setting, head.as_deref()),
        Verb::Backup { file } => care::backup(setting, &file),
        Verb::Restore { file } => care::restore(setting, &file),
        Verb::Doctor => care::doctor(setting),
        Verb::Clock(verbs::Clock { verb: None }) => clock::show(setting),
        Verb::Clock(verbs::Clock { verb: Some(verbs::ClockVerb::Confirm) }) => clock::confirm(setting),
        Verb::Completions { shell } => {
            let mut bytes = Vec::new();
            let mut command = help::in_words(Args::command(), &setting.locale);
            clap_complete::generate(shell, &mut command, "xiaokong", &mut bytes);
            Ok(Reply::bytes(bytes))
        }
        Verb::Man => Ok(man(&setting.locale)),
    }
}

fn man(locale: &Locale) -> Reply {
    let mut bytes = Vec::new();
    // Writing into memory cannot fail.
    let _ = clap_mangen::Man::new(help::in_words(Args::command(), locale)).render(&mut bytes);
    Reply::bytes(bytes)
}
