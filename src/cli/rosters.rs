//! The roster: shown by the week, set by the day, read from a file.

use crate::cli::failure::Failure;
use crate::cli::input;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::cli::verbs::Roster as Verb;
use crate::domain::roster::{Command, Shift};
use crate::domain::state::staff::Role;
use crate::exchange::price::PriceList;
use crate::exchange::roster::{Known, monday, read};
use crate::store::Reader;
use chrono::{Days, NaiveDate};
use serde::Serialize;
use std::path::Path;

/// Bytes a roster may have.
const BYTES_MAX: u64 = 4 * 1024 * 1024;

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
    let source = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let unreadable = |cause: String| Failure::Input {
        code: "file_unreadable",
        key: "cli-file-unreadable",
        facts: vec![("file", file.display().to_string()), ("cause", cause)],
    };
    let size = std::fs::metadata(file).map_err(|error| unreadable(error.to_string()))?.len();
    if size > BYTES_MAX {
        return Err(unreadable(format!("> {BYTES_MAX} B")));
    }
    let bytes = std::fs::read(file).map_err(|error| unreadable(error.to_string()))?;
    let office = &session.office;
    let person = |name: &str| office.find_staff(name).map(|staff| staff.id);
    let list = read(&source, &bytes, Known { person: &person, week });
    if !list.faults.is_empty() {
        return Err(Failure::File(Box::new(PriceList::faulty(source, list.faults, list.more))));
    }
    let day = list.shifts.iter().map(|shift| shift.day).min().unwrap_or(week);
    if !dry_run {
        session.act(Command::Set { shifts: list.shifts })?;
    }
    Ok(week_of(&session, day))
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
