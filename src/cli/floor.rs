//! Presence, rotation, the turns of a day.

use crate::cli::failure::Failure;
use crate::cli::input;
use crate::cli::json::{Ordered, instant};
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::domain::duty as duties;
use crate::domain::id::StaffId;
use crate::domain::rotation::{Group, choose};
use crate::domain::state::floor::Attendance;
use crate::domain::state::office::Office;
use crate::domain::state::staff::{Presence, Role, Team};
use crate::domain::state::turn::Turn;
use crate::domain::time::Instant;
use crate::locale::Locale;
use serde::Serialize;
use std::path::Path;

/// `duty …` as typed.
pub struct Duty<'a> {
    /// Where to; `list` shows everyone.
    pub state: &'a str,
    /// Who; yourself if left out.
    pub staff: Option<&'a str>,
    /// Why.
    pub reason: &'a str,
    /// After which time a suspension ends.
    pub length: Option<&'a str>,
}

#[derive(Serialize)]
struct DutyJson<'a> {
    staff: &'a str,
    presence: &'static str,
    since: Option<String>,
    signed_in: Option<String>,
    until: Option<String>,
    attendance: &'static str,
}

impl<'a> DutyJson<'a> {
    fn of(office: &'a Office, id: StaffId, now: Instant) -> Self {
        let member = office.member(id);
        let presence = office.presence(id, now);
        // What was yesterday says nothing of today.
        let today = |at: &Instant| office.day(*at) == office.day(now);
        Self {
            staff: &member.name,
            presence: presence.code(),
            since: member.duty.since.filter(today).map(instant),
            signed_in: member.duty.signed_in.filter(today).map(instant),
            until: member.duty.until.filter(|_| presence == Presence::Suspended).map(instant),
            attendance: attendance_code(office.attendance(id, now)),
        }
    }
}

fn attendance_code(attendance: Attendance) -> &'static str {
    match attendance {
        Attendance::InTime => "in_time",
        Attendance::Late => "late",
        Attendance::Missing => "missing",
        Attendance::NotDue => "not_due",
    }
}

/// `duty STATE [STAFF]`.
pub fn duty(setting: &Setting, asked: &Duty) -> Result<Reply, Failure> {
    if asked.state == "list" {
        return everyone(setting);
    }
    let mut session = Session::write(setting)?;
    let staff = asked.staff.map_or_else(|| session.actor(), |name| session.staff(name))?;
    let minutes = asked.length.map(input::span).transpose()?;
    let presence = match asked.state {
        "back" => Presence::Floor,
        "suspend" => Presence::Suspended,
        other => Presence::parse(other).unwrap_or(Presence::Floor),
    };
    let reason = asked.reason.to_string();
    match asked.state {
        "in" => session.act(duties::Command::SignIn { staff })?,
        _ => session.act(duties::Command::Move { staff, presence, reason, minutes })?,
    };
    let (office, now) = (&session.office, session.now);
    Ok(Reply::either(
        session.json(),
        || DutyJson::of(office, staff, now),
        || {
            let name = &office.member(staff).name;
            let shown = session.locale.presence(office.presence(staff, now));
            session.locale.say("cli-duty", &[("name", name.into()), ("presence", shown.into())])
        },
    ))
}

/// `duty list`: everyone who stands in a line or should.
fn everyone(setting: &Setting) -> Result<Reply, Failure> {
    let session = Session::read(setting)?;
    let (office, locale, now) = (&session.office, &session.locale, session.now);
    let people = || office.staff.iter().filter(|staff| staff.is(Role::Consultant)).map(|staff| staff.id);
    Ok(Reply::either(
        session.json(),
        || people().map(|id| DutyJson::of(office, id, now)).collect::<Vec<_>>(),
        || {
            let mut table = Table::new(&[
                (locale.text("col-consultant"), false),
                (locale.text("col-state"), false),
                (locale.text("col-since"), false),
                (locale.text("col-signed-in"), false),
                (locale.text("col-attendance"), false),
            ]);
            for id in people() {
                let duty = office.member(id).duty;
                let today = |at: &Instant| office.day(*at) == office.day(now);
                let clock =
                    |at: Option<Instant>| at.filter(today).map(|at| locale.clock(at)).unwrap_or_default();
                let attendance = match office.attendance(id, now) {
                    _ if !office.is_rostered(id, office.day(now)) => locale.text("cli-attendance-rests"),
                    Attendance::InTime => locale.text("cli-attendance-in_time"),
                    Attendance::Late => locale.text("cli-attendance-late"),
                    Attendance::Missing => locale.text("cli-attendance-missing"),
                    Attendance::NotDue => "",
                };
                table.row(vec![
                    office.member(id).name.clone(),
                    doing(office, id, now, locale),
                    clock(duty.since),
                    clock(duty.signed_in),
                    attendance.to_string(),
                ]);
            }
            let alarm = office.lunch_gap(now).map(|gap| {
                let args = [("here", gap.here.into()), ("needed", gap.needed.into())];
                locale.say("rotation-lunch", &args)
            });
            format!("{}{}", table.text(), alarm.unwrap_or_default())
        },
    ))
}

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
        let since = match office.receiving(*id) {
            Some(visit) => visit.assigned,
            None => office.member(*id).duty.since,
        };
        table.row(vec![
            (place + 1).to_string(),
            office.name_of(Some(*id)).into(),
            doing(office, *id, now, locale),
            since.map(|at| locale.clock(at)).unwrap_or_default(),
            office.new_visitors(*id, office.day(now)).to_string(),
            office.credits_of(*id).to_string(),
        ]);
    }
    table.text()
}

/// What somebody is doing.
fn doing(office: &Office, id: StaffId, now: Instant, locale: &Locale) -> String {
    match office.receiving(id) {
        Some(visit) => locale.say("cli-receiving", &[("number", visit.number.into())]),
        None => locale.presence(office.presence(id, now)).to_string(),
    }
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
    let only = staff.map(|name| session.staff(name)).transpose()?;
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
            let mut said = String::new();
            for staff in office.staff.iter().filter(|staff| turns.iter().any(|turn| turn.staff == staff.id)) {
                let args = [
                    ("name", (&staff.name).into()),
                    ("new", office.new_visitors(staff.id, day).into()),
                    ("credits", office.credits_of(staff.id).into()),
                ];
                said += &format!("{}\n", locale.say("turns-head", &args));
                for turn in turns.iter().filter(|turn| turn.staff == staff.id) {
                    said += &format!("  {}\n", locale.turn_line(office, turn));
                }
            }
            if said.is_empty() { locale.text("cli-turns-none").to_string() } else { said }
        },
    ))
}

/// The turns as a new CSV file that a spreadsheet opens: UTF-8 with its mark.
fn write_csv(path: &Path, office: &Office, turns: &[&Turn]) -> Result<(), Failure> {
    use std::io::Write;
    let failed = |error: &dyn std::fmt::Display| Failure::Input {
        code: "file_unwritable",
        key: "cli-file-unwritable",
        facts: vec![("file", path.display().to_string()), ("cause", error.to_string())],
    };
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(|error| failed(&error))?;
    file.write_all("\u{feff}".as_bytes()).map_err(|error| failed(&error))?;
    let mut csv = csv::Writer::from_writer(file);
    let heads = ["at", "consultant", "turn", "visit", "reason", "undone"];
    csv.write_record(heads).map_err(|error| failed(&error))?;
    for turn in turns {
        let zone = office.policy.time_zone;
        let row = [
            turn.at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string(),
            office.name_of(Some(turn.staff)).to_string(),
            turn.kind.code().to_string(),
            office.visit(turn.visit).number.to_string(),
            turn.reason.map(|reason| reason.code()).unwrap_or_default().to_string(),
            turn.undone.to_string(),
        ];
        csv.write_record(row).map_err(|error| failed(&error))?;
    }
    csv.flush().map_err(|error| failed(&error))
}
