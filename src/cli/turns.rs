//! The rotation and why it is so; the turns of a day.

use crate::cli::duty::{doing, doing_since};
use crate::cli::failure::Failure;
use crate::cli::input;
use crate::cli::json::{Ordered, instant};
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::domain::id::StaffId;
use crate::domain::rejection::Rejection;
use crate::domain::rotation::{Group, choose};
use crate::domain::state::office::Office;
use crate::domain::state::staff::Team;
use crate::domain::state::turn::{Turn, TurnKind};
use crate::domain::time::Instant;
use crate::locale::Locale;
use serde::Serialize;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// `rotation`.
pub fn rotation(setting: &Setting, why: bool, at: Option<&str>, team: &str) -> Result<Reply, Failure> {
    let mut session = Session::read(setting)?;
    if let Some(text) = at {
        session.now = session.past(text)?;
        session.office = session.office_at(session.now)?;
    }
    let (office, locale, now) = (&session.office, &session.locale, session.now);
    let group = Group::first(Team::parse(team).unwrap_or(Team::Site));
    let (order, choice) = (office.rotation(group.team, now), choose(office, group, now));
    let reasons = locale.why(office, group, &choice, now);
    #[derive(Serialize)]
    struct Rotation<'a> {
        order: Vec<&'a str>,
        next: Option<&'a str>,
        credits: Ordered,
        why: &'a [String],
    }
    let credits = || {
        let owed = office.staff.iter().filter(|staff| staff.team == group.team);
        let owed = owed.map(|staff| (staff.name.clone(), office.credits_of(staff.id)));
        Ordered(owed.filter(|(_, count)| *count > 0).map(|(name, count)| (name, count.into())).collect())
    };
    Ok(Reply::either(
        session.json(),
        || Rotation {
            order: order.iter().map(|id| office.name_of(Some(*id))).collect(),
            next: choice.receiver.map(|id| office.name_of(Some(id))),
            credits: credits(),
            why: &reasons,
        },
        || {
            let next = match choice.receiver {
                Some(id) => locale.say("cli-next", &[("name", office.name_of(Some(id)).into())]),
                None => locale.text("cli-next-nobody").to_string(),
            };
            let why = if why { reasons.join("\n") } else { String::new() };
            format!("{}{next}\n{why}", line(office, &order, now, locale))
        },
    ))
}

/// The line as a table.
fn line(office: &Office, order: &[StaffId], now: Instant, locale: &Locale) -> String {
    let mut table = Table::new(&[
        (locale.text("col-place"), true),
        (locale.text("col-consultant"), false),
        (locale.text("col-state"), false),
        (locale.text("col-since"), false),
        (locale.text("col-new"), true),
        (locale.text("col-credits"), true),
    ]);
    for (place, id) in order.iter().enumerate() {
        table.row(vec![
            (place + 1).to_string(),
            office.name_of(Some(*id)).into(),
            doing(office, *id, now, locale),
            doing_since(office, *id, now).map(|at| locale.clock(at)).unwrap_or_default(),
            office.new_visitors(*id, office.day(now)).to_string(),
            office.credits_of(*id).to_string(),
        ]);
    }
    table.text()
}

/// `turns`.
pub fn turns(
    setting: &Setting,
    date: Option<&str>,
    staff: Option<&str>,
    out: Option<&Path>,
) -> Result<Reply, Failure> {
    let session = Session::read(setting)?;
    let (office, locale) = (&session.office, &session.locale);
    let day = date.map(input::date).transpose()?.unwrap_or_else(|| office.day(session.now));
    // Who has left has turns all the same.
    let known =
        |name: &str| office.staff.iter().rev().find(|staff| staff.name == name.trim()).map(|staff| staff.id);
    let only = match staff {
        Some(name) => Some(known(name).ok_or_else(|| Rejection::StaffUnknown { name: name.to_string() })?),
        None => None,
    };
    let turns: Vec<&Turn> =
        office.turns_of(day).iter().filter(|turn| only.is_none_or(|id| id == turn.staff)).collect();
    if let Some(path) = out {
        write_csv(path, office, &turns)?;
    }
    #[derive(Serialize)]
    struct TurnJson<'a> {
        at: String,
        consultant: &'a str,
        turn: &'static str,
        visit: u32,
        reason: Option<&'static str>,
        undone: bool,
    }
    let json = |turn: &&Turn| TurnJson {
        at: instant(turn.at),
        consultant: office.name_of(Some(turn.staff)),
        turn: turn.kind.code(),
        visit: office.visit(turn.visit).number,
        reason: turn.reason.map(|reason| reason.code()),
        undone: turn.undone,
    };
    Ok(Reply::either(
        session.json(),
        || turns.iter().map(json).collect::<Vec<_>>(),
        || {
            let mut said = counts(office, &turns, locale);
            for staff in office.staff.iter().filter(|staff| turns.iter().any(|turn| turn.staff == staff.id)) {
                said += &format!("\n{}\n", staff.name);
                for turn in turns.iter().filter(|turn| turn.staff == staff.id) {
                    said += &format!("  {}\n", locale.turn_line(office, turn));
                }
            }
            if turns.is_empty() { locale.text("cli-turns-none").to_string() } else { said }
        },
    ))
}

/// How often each consultant did what; what was taken back counts for nothing.
fn counts(office: &Office, turns: &[&Turn], locale: &Locale) -> String {
    let counted = |kind: TurnKind| turns.iter().filter(move |turn| turn.kind == kind && !turn.undone);
    let kinds: Vec<TurnKind> =
        TurnKind::ALL.iter().copied().filter(|kind| counted(*kind).next().is_some()).collect();
    let mut heads = vec![(locale.text("col-consultant"), false)];
    heads.extend(kinds.iter().map(|kind| (locale.turn_kind(*kind), true)));
    let mut table = Table::new(&heads);
    for staff in office.staff.iter().filter(|staff| turns.iter().any(|turn| turn.staff == staff.id)) {
        let count = |kind: &TurnKind| counted(*kind).filter(|turn| turn.staff == staff.id).count();
        let counts = kinds.iter().map(|kind| count(kind).to_string());
        table.row(std::iter::once(staff.name.clone()).chain(counts).collect());
    }
    table.text()
}

/// The turns as a new CSV file that a spreadsheet opens: UTF-8 with its mark. What could not be written whole is not left
/// behind.
fn write_csv(path: &Path, office: &Office, turns: &[&Turn]) -> Result<(), Failure> {
    let failed = |cause: String| {
        let facts = vec![("file", path.display().to_string()), ("cause", cause)];
        Failure::Input { code: "file_unwritable", key: "cli-file-unwritable", facts }
    };
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(|error| {
        let facts = vec![("file", path.display().to_string())];
        match error.kind() {
            ErrorKind::AlreadyExists => Failure::Input { code: "file_exists", key: "cli-file-exists", facts },
            _ => failed(error.to_string()),
        }
    })?;
    rows(file, office, turns).map_err(|error| {
        // It is this command's own file, made a moment ago; the fault is said either way.
        let _ = std::fs::remove_file(path);
        failed(error.to_string())
    })
}

fn rows(mut file: File, office: &Office, turns: &[&Turn]) -> Result<(), csv::Error> {
    file.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::Writer::from_writer(file);
    csv.write_record(["at", "consultant", "turn", "visit", "reason", "undone"])?;
    for turn in turns {
        let at = turn.at.with_timezone(&office.policy.time_zone);
        csv.write_record([
            at.format("%Y-%m-%d %H:%M").to_string(),
            office.name_of(Some(turn.staff)).to_string(),
            turn.kind.code().to_string(),
            office.visit(turn.visit).number.to_string(),
            turn.reason.map(|reason| reason.code()).unwrap_or_default().to_string(),
            turn.undone.to_string(),
        ])?;
    }
    Ok(csv.flush()?)
}
