//! Rosters in: CSV, a row a shift (name, date, shift), or a row a person with a column a day.
//!
//! All faults at once, each with row, column, value and expectation; nothing is taken unless all is good.

use crate::domain::id::StaffId;
use crate::domain::money::narrow;
use crate::domain::roster::Shift;
use crate::exchange::price::text::{decode, delimiter};
use crate::exchange::price::{FAULTS_MAX, Fault};
use chrono::{Datelike, Days, NaiveDate};
use std::collections::HashSet;

/// A roster as read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RosterList {
    /// The shifts of the good cells.
    pub shifts: Vec<Shift>,
    /// Faults, at most as many as a price list names.
    pub faults: Vec<Fault>,
    /// Faults beyond those.
    pub more: usize,
}

const NAME: &[&str] = &["姓名", "name", "员工", "顾问", "staff"];
const DATE: &[&str] = &["日期", "date"];
const SHIFT: &[&str] = &["班次", "shift", "排班"];
const WORKS: &[&str] = &["班", "上班", "早", "晚", "work", "works", "on", "1", "√"];
const RESTS: &[&str] = &["休", "休息", "rest", "rests", "off", "0", "×"];
const WEEKDAYS: [&[&str]; 7] = [
    &["周一", "星期一", "mon", "monday"],
    &["周二", "星期二", "tue", "tuesday"],
    &["周三", "星期三", "wed", "wednesday"],
    &["周四", "星期四", "thu", "thursday"],
    &["周五", "星期五", "fri", "friday"],
    &["周六", "星期六", "sat", "saturday"],
    &["周日", "星期日", "周天", "sun", "sunday"],
];

/// What a reader must know of the office: its people by name, and the week that weekday columns and dates without a year mean.
pub struct Known<'a> {
    /// Finds a person.
    pub person: &'a dyn Fn(&str) -> Option<StaffId>,
    /// A day of the week meant.
    pub week: NaiveDate,
}

struct Reader<'a> {
    source: String,
    known: Known<'a>,
    list: RosterList,
    seen: HashSet<(NaiveDate, StaffId)>,
}

/// Reads a roster.
pub fn read(source: &str, bytes: &[u8], known: Known<'_>) -> RosterList {
    let text = decode(bytes);
    let mut reader =
        Reader { source: source.to_string(), known, list: RosterList::default(), seen: HashSet::new() };
    let mut csv = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut rows = csv.records().enumerate().map(|(place, row)| (place + 1, row.ok()));
    let Some((_, Some(heads))) = rows.next() else {
        reader.fault("no_rows", 0, "", "", "expected-roster-heads");
        return reader.list;
    };
    let heads: Vec<String> = heads.iter().map(|head| head.trim().to_string()).collect();
    let Some(shape) = reader.shape(&heads) else { return reader.list };
    for (row, record) in rows {
        let cells: Vec<String> = match record {
            Some(record) => record.iter().map(|cell| cell.trim().to_string()).collect(),
            None => {
                reader.fault("roster_row", row, "", "", "expected-roster-heads");
                continue;
            }
        };
        if cells.iter().any(|cell| !cell.is_empty()) {
            reader.row(row, &heads, &shape, &cells);
        }
    }
    reader.list
}

/// Where things stand.
enum Shape {
    /// Columns of name, date, shift.
    Long(usize, usize, usize),
    /// The column of names, and the day of each other column.
    Days(usize, Vec<(usize, NaiveDate)>),
}

impl Reader<'_> {
    fn fault(&mut self, code: &'static str, row: usize, column: &str, value: &str, expected: &'static str) {
        if self.list.faults.len() >= FAULTS_MAX {
            self.list.more += 1;
            return;
        }
        self.list.faults.push(Fault {
            code,
            file: self.source.clone(),
            sheet: None,
            row,
            column: column.to_string(),
            value: value.chars().take(40).collect(),
            expected,
        });
    }

    fn shape(&mut self, heads: &[String]) -> Option<Shape> {
        let place = |words: &[&str]| heads.iter().position(|head| is_one_of(head, words));
        let Some(name) = place(NAME) else {
            self.fault("roster_columns", 1, "", &heads.join(" "), "expected-roster-heads");
            return None;
        };
        if let (Some(date), Some(shift)) = (place(DATE), place(SHIFT)) {
            return Some(Shape::Long(name, date, shift));
        }
        let mut days = Vec::new();
        for (place, head) in
            heads.iter().enumerate().filter(|(place, head)| *place != name && !head.is_empty())
        {
            match day(head, self.known.week) {
                Some(day) => days.push((place, day)),
                None => self.fault("roster_date", 1, head, head, "expected-roster-day"),
            }
        }
        if days.is_empty() {
            self.fault("roster_columns", 1, "", &heads.join(" "), "expected-roster-heads");
            return None;
        }
        Some(Shape::Days(name, days))
    }

    fn row(&mut self, row: usize, heads: &[String], shape: &Shape, cells: &[String]) {
        let cell = |place: usize| cells.get(place).map(String::as_str).unwrap_or_default();
        let (Shape::Long(name, ..) | Shape::Days(name, _)) = shape;
        let person = (self.known.person)(cell(*name));
        if person.is_none() {
            self.fault("roster_person", row, &heads[*name], cell(*name), "expected-roster-person");
        }
        match shape {
            Shape::Long(_, date, shift) => match day(cell(*date), self.known.week) {
                Some(day) => self.shift(row, &heads[*shift], cell(*shift), person, day),
                None => self.fault("roster_date", row, &heads[*date], cell(*date), "expected-roster-day"),
            },
            Shape::Days(_, days) => {
                // An empty cell says nothing of that day.
                for (place, day) in days.iter().filter(|(place, _)| !cell(*place).is_empty()) {
                    self.shift(row, &heads[*place], cell(*place), person, *day);
                }
            }
        }
    }

    fn shift(&mut self, row: usize, column: &str, text: &str, person: Option<StaffId>, day: NaiveDate) {
        let works = match (is_one_of(text, WORKS), is_one_of(text, RESTS)) {
            (true, _) => true,
            (_, true) => false,
            _ => return self.fault("roster_shift", row, column, text, "expected-roster-shift"),
        };
        let Some(staff) = person else { return };
        if !self.seen.insert((day, staff)) {
            return self.fault("roster_twice", row, column, text, "expected-roster-once");
        }
        self.list.shifts.push(Shift { day, staff, works });
    }
}

fn is_one_of(text: &str, words: &[&str]) -> bool {
    let plain = narrow(text).trim().to_lowercase();
    words.contains(&plain.as_str())
}

/// `2026-11-28`, `2026/11/28`, `11-28` or `11/28` of the week's year, or a weekday of the week.
fn day(text: &str, week: NaiveDate) -> Option<NaiveDate> {
    let plain = narrow(text).trim().to_lowercase().replace('/', "-");
    let full = NaiveDate::parse_from_str(&plain, "%Y-%m-%d");
    let short = || NaiveDate::parse_from_str(&format!("{}-{plain}", week.year()), "%Y-%m-%d");
    if let Ok(day) = full.or_else(|_| short()) {
        return Some(day);
    }
    let place = WEEKDAYS.iter().position(|words| words.contains(&plain.as_str()))?;
    monday(week).checked_add_days(Days::new(place as u64))
}

/// The Monday of a day's week.
pub fn monday(day: NaiveDate) -> NaiveDate {
    let back = Days::new(u64::from(day.weekday().num_days_from_monday()));
    day.checked_sub_days(back).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> RosterList {
        let person =
            |name: &str| ["甲", "乙"].iter().position(|known| *known == name).map(|at| StaffId(at as u32));
        let week = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap_or_default();
        read("班表.csv", text.as_bytes(), Known { person: &person, week })
    }

    #[test]
    fn both_shapes_say_the_same() {
        let long = read_text("姓名,日期,班次\n甲,2026-11-28,班\n乙,11-28,休\n");
        let grid = read_text("\u{feff}姓名;周六\n甲;上班\n乙;休息\n");
        assert_eq!(long.faults, []);
        assert_eq!(long.shifts, grid.shifts);
        assert_eq!(long.shifts.len(), 2);
    }

    #[test]
    fn every_fault_is_named_at_its_place() {
        let list = read_text("姓名,11-28,大后天\n丙,班,班\n甲,也许,班\n甲,休,\n甲,班,\n");
        let told: Vec<(&str, usize, &str)> =
            list.faults.iter().map(|fault| (fault.code, fault.row, fault.value.as_str())).collect();
        let expected = [
            ("roster_date", 1, "大后天"),
            ("roster_person", 2, "丙"),
            ("roster_shift", 3, "也许"),
            ("roster_twice", 5, "班"),
        ];
        assert_eq!(told, expected);
        assert_eq!(read_text("").faults[0].code, "no_rows");
        assert_eq!(read_text("日期,班次\n").faults[0].code, "roster_columns");
    }
}
