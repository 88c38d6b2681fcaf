//! Rosters in: CSV, a row a shift (name, date, shift), or a row a person with a column a day.
//!
//! All faults at once, each with row, column, value and expectation; nothing is taken unless all is good.

use crate::domain::id::StaffId;
use crate::domain::money::narrow;
use crate::domain::roster::Shift;
use crate::exchange::price::text::{Lines, decode, delimiter, unclosed};
use crate::exchange::price::{FAULTS_MAX, Fault, short};
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

/// What a reader must know of the office.
pub struct Known<'a> {
    /// Finds a person.
    pub person: &'a dyn Fn(&str) -> Option<StaffId>,
    /// A day of the week that weekday columns mean; a date without a year is the one nearest to it.
    pub week: NaiveDate,
    /// Whether a shift comes too late to be set.
    pub is_over: &'a dyn Fn(Shift) -> bool,
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
    if text.trim().is_empty() {
        reader.fault("empty", 0, "", "", "expected-roster-heads");
    } else if text.contains(['\0', '\u{fffd}']) {
        reader.fault("binary", 0, "", "", "expected-roster-file");
    } else {
        reader.rows(&text);
    }
    if reader.list.shifts.is_empty() && reader.list.faults.is_empty() {
        reader.fault("roster_empty", 0, "", "", "expected-roster-heads");
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
    fn rows(&mut self, text: &str) {
        let delimiter = delimiter(text);
        let open = unclosed(text.as_bytes(), delimiter);
        let mut csv = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let (mut lines, mut record) = (Lines::new(text), csv::StringRecord::new());
        let mut header: Option<(Vec<String>, Shape)> = None;
        loop {
            match csv.read_record(&mut record) {
                Ok(false) => return,
                Ok(true) => {}
                Err(_) => return self.fault("roster_row", lines.line(), "", "", "expected-roster-heads"),
            }
            let row = lines.of(record.position().map_or(0, |place| place.byte() as usize));
            let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_string()).collect();
            // A quote that never closes swallows all rows behind it.
            if let Some((_, at)) = open.filter(|(quote, _)| csv.position().byte() as usize > *quote) {
                let column =
                    header.as_ref().and_then(|(heads, _)| heads.get(at)).cloned().unwrap_or_default();
                let value = cells.get(at).map(String::as_str).unwrap_or_default();
                return self.fault("quote", row, &column, value, "price-expected-quote");
            }
            match &header {
                _ if cells.iter().all(String::is_empty) => {}
                Some((heads, shape)) => self.row(row, heads, shape, &cells),
                None => match self.shape(row, &cells) {
                    Some(shape) => header = Some((cells, shape)),
                    None => return,
                },
            }
        }
    }

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
            column: short(column),
            value: short(value),
            expected,
        });
    }

    fn shape(&mut self, row: usize, heads: &[String]) -> Option<Shape> {
        let place = |words: &[&str]| heads.iter().position(|head| is_one_of(head, words));
        let Some(name) = place(NAME) else {
            self.fault("roster_columns", row, "", &heads.join(" "), "expected-roster-heads");
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
                None => self.fault("roster_date", row, head, head, "expected-roster-day"),
            }
        }
        if days.is_empty() && self.list.faults.is_empty() {
            self.fault("roster_columns", row, "", &heads.join(" "), "expected-roster-heads");
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
        let is_headed = |place: usize| heads.get(place).is_some_and(|head| !head.is_empty());
        let stray = cells.iter().enumerate().find(|(place, cell)| !cell.is_empty() && !is_headed(*place));
        if let Some((_, stray)) = stray {
            self.fault("width", row, "", stray, "price-expected-width");
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
        let shift = Shift { day, staff, works };
        if (self.known.is_over)(shift) {
            return self.fault("roster_past", row, column, text, "expected-roster-coming");
        }
        self.list.shifts.push(shift);
    }
}

fn is_one_of(text: &str, words: &[&str]) -> bool {
    let plain = narrow(text).trim().to_lowercase();
    words.contains(&plain.as_str())
}

/// `2026-11-28`, `2026/11/28`; `11-28` or `11/28`, nearest to the week meant; or a weekday of that week.
fn day(text: &str, week: NaiveDate) -> Option<NaiveDate> {
    let plain = narrow(text).trim().to_lowercase().replace('/', "-");
    if let Ok(day) = NaiveDate::parse_from_str(&plain, "%Y-%m-%d") {
        return Some(day);
    }
    let of_year = |year: i32| NaiveDate::parse_from_str(&format!("{year}-{plain}"), "%Y-%m-%d").ok();
    let years = (week.year() - 1..=week.year() + 1).filter_map(of_year);
    // Round New Year the week's own year is the wrong one for half of its days.
    if let Some(day) = years.min_by_key(|day| (*day - week).num_days().abs()) {
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
        read("班表.csv", text.as_bytes(), Known { person: &person, week, is_over: &|_| false })
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
        assert_eq!(read_text("").faults[0].code, "empty");
        assert_eq!(read_text("日期,班次\n").faults[0].code, "roster_columns");
    }
}
