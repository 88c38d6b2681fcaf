//! The roster: shown by the week, set by the day, read from a file.

use crate::cli::failure::Failure;
use crate::cli::input;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::cli::verbs::Roster as Verb;
use crate::domain::context::{Context, Stamp};
use crate::domain::rejection::Rejection;
use crate::domain::roster::{Command, Shift, apply, decide};
use crate::domain::state::staff::Role;
use crate::exchange::price::{PriceList, file_bytes};
use crate::exchange::roster::{Known, monday, read};
use crate::store::Reader;
use chrono::{Days, NaiveDate};
use serde::Serialize;
use std::path::Path;

/// `roster …`.
pub fn roster(setting: &Setting, verb: Verb) -> Result<Reply, Failure> {
    match verb {
        Verb::Show { week } => {
            let session = Session::read(setting)?;
            let day = week.as_deref().map(input::date).transpose()?;
            let day = day.unwrap_or_else(|| session.office.day(session.now));
            Ok(week_of(&session, day))
        }
        Verb::Set { staff, date, shift } => {
            let mut session = Session::write(setting)?;
            let (staff, day) = (session.staff(&staff)?, input::date(&date)?);
            session.act(Command::Set { shifts: vec![Shift { day, staff, works: shift == "work" }] })?;
            Ok(week_of(&session, day))
        }
        Verb::Import { file, week, dry_run } => import(setting, &file, week.as_deref(), dry_run),
    }
}

fn import(setting: &Setting, file: &Path, week: Option<&str>, dry_run: bool) -> Result<Reply, Failure> {
    let mut session = Session::write(setting)?;
    let week = week.map(input::date).transpose()?.unwrap_or_else(|| session.office.day(session.now));
    let (source, bytes) = file_bytes(file).map_err(Failure::File)?;
    let office = &session.office;
    let person = |name: &str| office.find_staff(name).map(|staff| staff.id);
    let today = office.day(session.now);
    let stands = |shift: Shift| {
        office.roster.get(&shift.day).and_then(|day| day.get(&shift.staff)) == Some(&shift.works)
    };
    let is_over = |shift: Shift| shift.day < today && !stands(shift);
    let list = read(&source, &bytes, Known { person: &person, week, is_over: &is_over });
    if !list.faults.is_empty() {
        return Err(Failure::File(Box::new(PriceList::faulty(source, list.faults, list.more))));
    }
    let day = list.shifts.iter().map(|shift| shift.day).min().unwrap_or(week);
    // The core takes no past day, not even as it stands: this week's file must come in again for the days to come.
    let (over, shifts): (Vec<Shift>, Vec<Shift>) =
        list.shifts.into_iter().partition(|shift| shift.day < today);
    if let (Some(over), true) = (over.first(), shifts.is_empty()) {
        return Err(Rejection::AlreadySo { subject: over.day.to_string() }.into());
    }
    let command = Command::Set { shifts };
    if dry_run {
        trial(&mut session, command)?;
    } else {
        session.act(command)?;
    }
    Ok(week_of(&session, day))
}

/// Makes the office of this session the one that would be; the store learns nothing of it.
fn trial<S: Reader>(session: &mut Session<'_, S>, command: Command) -> Result<(), Failure> {
    let by = session.viewer.ok_or(Failure::Nobody)?;
    let context = Context { by, terminal: session.setting.terminal(), now: session.now };
    let stamp = Stamp { seq: session.office.head, at: session.now, by: Some(by) };
    for event in decide(&session.office, &command, &context)? {
        apply(&mut session.office, &event, &stamp);
    }
    Ok(())
}

/// The week a day lies in, a row a person.
fn week_of<S: Reader>(session: &Session<'_, S>, day: NaiveDate) -> Reply {
    let (office, locale) = (&session.office, &session.locale);
    let first = monday(day);
    let days: Vec<NaiveDate> = (0..7).filter_map(|place| first.checked_add_days(Days::new(place))).collect();
    let people = || office.staff.iter().filter(|staff| staff.is(Role::Consultant));
    let said = |day: &NaiveDate, id| office.roster.get(day).and_then(|day| day.get(&id)).copied();
    #[derive(Serialize)]
    struct DayJson<'a> {
        staff: &'a str,
        date: String,
        works: bool,
    }
    Reply::either(
        session.json(),
        || {
            let shifts = people().flat_map(|staff| days.iter().map(move |day| (staff, day)));
            let known = shifts.filter_map(|(staff, day)| Some((staff, day, said(day, staff.id)?)));
            let json =
                known.map(|(staff, day, works)| DayJson { staff: &staff.name, date: day.to_string(), works });
            json.collect::<Vec<_>>()
        },
        || {
            let heads: Vec<String> = days.iter().map(|day| day.format("%m-%d").to_string()).collect();
            let mut columns = vec![(locale.text("col-consultant"), false)];
            columns.extend(heads.iter().map(|head| (head.as_str(), false)));
            let mut table = Table::new(&columns);
            for staff in people() {
                let cells = days.iter().map(|day| match said(day, staff.id) {
                    Some(true) => locale.text("cli-shift-works").to_string(),
                    Some(false) => locale.text("cli-shift-rests").to_string(),
                    None => "–".to_string(),
                });
                table.row(std::iter::once(staff.name.clone()).chain(cells).collect());
            }
            table.text()
        },
    )
}
