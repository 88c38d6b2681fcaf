//! Attendance and presence: who is in, where, since when.

use crate::cli::failure::Failure;
use crate::cli::input;
use crate::cli::json::instant;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::domain::duty as duties;
use crate::domain::id::StaffId;
use crate::domain::state::floor::Attendance;
use crate::domain::state::office::Office;
use crate::domain::state::staff::{Presence, Role, Staff};
use crate::domain::time::Instant;
use crate::locale::Locale;
use serde::Serialize;

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
    rests: bool,
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
            since: since(office, id, now).map(instant),
            signed_in: member.duty.signed_in.filter(today).map(instant),
            until: member.duty.until.filter(|_| presence == Presence::Suspended).map(instant),
            attendance: attendance_code(office.attendance(id, now)),
            rests: !office.is_rostered(id, office.day(now)),
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
    if let Some(length) = asked.length.filter(|_| asked.state != "suspend") {
        let facts = vec![("value", length.to_string())];
        return Err(Failure::Input { code: "length_invalid", key: "cli-length-unused", facts });
    }
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
    // Consultants, whether they are here or not, and whoever else has signed in.
    let shown =
        |staff: &&Staff| staff.is(Role::Consultant) || office.presence(staff.id, now) != Presence::Off;
    let people = || office.staff.iter().filter(shown).map(|staff| staff.id);
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
                let today = |at: &Instant| office.day(*at) == office.day(now);
                let signed_in = office.member(id).duty.signed_in.filter(today);
                let clock = |at: Option<Instant>| at.map(|at| locale.clock(at)).unwrap_or_default();
                let attendance = match office.attendance(id, now) {
                    Attendance::InTime => locale.text("cli-attendance-in_time"),
                    Attendance::Late => locale.text("cli-attendance-late"),
                    Attendance::Missing => locale.text("cli-attendance-missing"),
                    Attendance::NotDue if !office.is_rostered(id, office.day(now)) => {
                        locale.text("cli-attendance-rests")
                    }
                    Attendance::NotDue => "",
                };
                table.row(vec![
                    office.member(id).name.clone(),
                    doing(office, id, now, locale),
                    clock(doing_since(office, id, now)),
                    clock(signed_in),
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

/// What somebody is doing.
pub fn doing(office: &Office, id: StaffId, now: Instant, locale: &Locale) -> String {
    match office.receiving(id) {
        Some(visit) => locale.say("cli-receiving", &[("number", visit.number.into())]),
        None => locale.presence(office.presence(id, now)).to_string(),
    }
}

/// Since when somebody is where they are; what was yesterday says nothing of today, and a suspension that ended by itself
/// put them on the floor at its end.
fn since(office: &Office, id: StaffId, now: Instant) -> Option<Instant> {
    let duty = office.member(id).duty;
    let ended = duty.until.filter(|until| *until <= now);
    duty.since
        .map(|at| ended.map_or(at, |until| until.max(at)))
        .filter(|at| office.day(*at) == office.day(now))
}

/// Since when somebody is doing what [`doing`] says.
pub fn doing_since(office: &Office, id: StaffId, now: Instant) -> Option<Instant> {
    office.receiving(id).map_or_else(|| since(office, id, now), |visit| visit.assigned)
}
