//! Rows into units: the header is found among the first rows, then each row is one unit.

use super::heading::{Column, field};
use super::unit::unit;
use super::{Cell, Place, PriceList, Progress, Rejected};
use crate::domain::money::narrow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::ControlFlow;
use std::sync::Arc;

const ROWS_MAX: usize = 1_000_000;
const COLUMNS_MAX: usize = 256;
/// Rows a title may take above the header.
pub(super) const LEAD_MAX: usize = 10;

/// The table being read: one of a CSV file, or one a sheet.
pub(super) struct Table<'a> {
    pub(super) list: PriceList,
    progress: &'a mut dyn FnMut(Progress),
    sheet: Option<String>,
    columns: Option<Vec<Column>>,
    headings: Arc<[String]>,
    lead: Vec<(usize, Vec<String>)>,
    seen: HashMap<String, usize>,
    rows: usize,
    over: bool,
}

impl<'a> Table<'a> {
    pub(super) fn new(list: PriceList, progress: &'a mut dyn FnMut(Progress)) -> Self {
        let (columns, lead, seen) = (None, Vec::new(), HashMap::new());
        let headings = Arc::from([]);
        Self { list, progress, sheet: None, columns, headings, lead, seen, rows: 0, over: false }
    }

    /// Begins a sheet. Units stay known: one given on two sheets is given twice.
    pub(super) fn begin(&mut self, sheet: &str) {
        self.sheet = Some(sheet.to_string());
        self.columns = None;
        self.lead.clear();
        self.over = false;
    }

    /// Makes room for so many rows, so that those there are not moved again and again while they become more.
    pub(super) fn make_room(&mut self, rows: usize) {
        let rows = rows.min(ROWS_MAX);
        self.list.rows.reserve(rows);
        self.seen.reserve(rows);
    }

    pub(super) fn has_header(&self) -> bool {
        self.columns.is_some()
    }

    pub(super) fn heading(&self, index: usize) -> &str {
        self.columns.as_ref().and_then(|columns| columns.get(index)).map_or("", |column| &column.heading)
    }

    fn fault(&mut self, code: &'static str, row: usize, column: &str, value: &str, expected: &'static str) {
        let place = Place { sheet: self.sheet.as_deref(), row, column };
        self.list.fault(code, place, value, expected);
    }

    /// Takes one row; a break says that reading on is of no use.
    pub(super) fn take(&mut self, cells: &[Cell<'_>], row: usize) -> ControlFlow<()> {
        let filled = cells.iter().rposition(|cell| !cell.text.trim().is_empty()).map_or(0, |last| last + 1);
        if self.over {
            return ControlFlow::Break(());
        }
        if self.columns.is_none() {
            return self.lead(cells, filled, row);
        }
        self.body(cells, filled, row)
    }

    fn lead(&mut self, cells: &[Cell<'_>], filled: usize, row: usize) -> ControlFlow<()> {
        if filled == 0 {
            return ControlFlow::Continue(());
        }
        let texts: Vec<String> = cells[..filled].iter().map(|cell| cell.text.trim().to_string()).collect();
        let known: Vec<_> = texts.iter().map(|text| field(text)).filter(|name| !name.is_empty()).collect();
        let named = known.iter().any(|name| matches!(*name, "building" | "room"));
        if named && known.len() > 1 && !crosstab_heading(&texts) {
            self.header(texts, row);
            return self.go_on();
        }
        self.lead.push((row, texts));
        if self.lead.len() >= LEAD_MAX {
            self.finish();
        }
        self.go_on()
    }

    fn go_on(&self) -> ControlFlow<()> {
        if self.over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Ends the table: says why there is no header, if there is none.
    pub(super) fn finish(&mut self) {
        if self.columns.is_some() || self.over {
            return;
        }
        self.over = true;
        let lead = std::mem::take(&mut self.lead);
        let cross = lead.iter().find(|(_, texts)| crosstab_heading(texts) || crosstab_row(texts));
        if let Some((row, _)) = cross {
            self.fault("crosstab", *row, "", "", "price-expected-long");
        } else if self.sheet.is_none()
            && let Some((row, texts)) = lead.into_iter().next()
        {
            self.header(texts, row);
        }
    }

    fn header(&mut self, texts: Vec<String>, row: usize) {
        let before = self.list.count();
        let found = texts.join(", ");
        if texts.len() > COLUMNS_MAX {
            self.fault("too_many_columns", row, "", &texts.len().to_string(), "price-expected-columns");
            self.over = true;
            return;
        }
        let columns: Vec<Column> = texts.iter().map(|text| Column::new(text)).collect();
        for (index, Column { heading, field: name, .. }) in columns.iter().enumerate() {
            let same = |other: &Column| match *name {
                "" => other.heading == *heading,
                name => other.field == name,
            };
            if !heading.is_empty() && columns[..index].iter().any(same) {
                self.fault("duplicate_heading", row, heading, heading, "price-expected-heading-once");
            }
        }
        for (name, expected) in [("building", "price-expected-building"), ("room", "price-expected-room")] {
            if !columns.iter().any(|column| column.field == name) {
                self.fault("column_missing", row, name, &found, expected);
            }
        }
        self.over = self.list.count() > before;
        self.headings = texts.into();
        self.columns = Some(columns);
    }

    fn body(&mut self, cells: &[Cell<'_>], filled: usize, row: usize) -> ControlFlow<()> {
        if filled == 0 {
            return ControlFlow::Continue(());
        }
        self.rows += 1;
        if self.rows > ROWS_MAX {
            self.fault("too_many_rows", row, "", "", "price-expected-size");
            return ControlFlow::Break(());
        }
        if self.rows.is_multiple_of(10_000) {
            (self.progress)(Progress { rows: self.rows });
        }
        let before = self.list.count();
        let mut columns = self.columns.take().unwrap_or_default();
        // A workbook leaves blank cells out; in text a short row is a row cut off.
        if filled > columns.len() || (self.sheet.is_none() && cells.len() < columns.len()) {
            self.fault("width", row, "", &cells.len().to_string(), "price-expected-width");
        } else if let Some(found) = unit(&mut self.list, self.sheet.as_deref(), &mut columns, cells, row) {
            match self.seen.entry(found.spec.address()) {
                Entry::Occupied(first) => {
                    let value = format!("{} ({})", first.key(), first.get());
                    self.fault("duplicate", row, "", &value, "price-expected-once");
                }
                Entry::Vacant(new) => {
                    new.insert(row);
                    self.list.rows.push(found);
                }
            }
        }
        self.columns = Some(columns);
        self.reject(before, &cells[..filled], row);
        ControlFlow::Continue(())
    }

    /// Keeps a row that brought faults as it stands.
    fn reject(&mut self, before: usize, cells: &[Cell<'_>], row: usize) {
        let faults = self.list.count() - before;
        if faults > 0 {
            self.list.row_faults += faults;
            let cells = cells.iter().map(|cell| cell.text.to_string()).collect();
            let (sheet, headings) = (self.sheet.clone(), Arc::clone(&self.headings));
            self.list.rejected.push(Rejected { sheet, row, headings, cells });
        }
    }
}

/// A header that counts rooms instead of naming fields: `楼层,01,02,03`.
fn crosstab_heading(texts: &[String]) -> bool {
    let fields: Vec<_> = texts.iter().map(|text| field(text)).collect();
    let numbers = texts.iter().filter(|text| number(text).is_some()).count();
    fields.contains(&"floor") && !fields.contains(&"room") && numbers > 1
}

/// A row that begins with a floor and goes on with that floor's rooms: `8层,801,802`.
fn crosstab_row(texts: &[String]) -> bool {
    let Some(floor) = texts.first().and_then(|text| number(text)) else { return false };
    floor != 0 && texts[1..].iter().filter(|text| super::floor_of(text) == floor).count() > 1
}

fn number(text: &str) -> Option<i32> {
    narrow(text).trim_end_matches(['层', '楼', '室', 'F', 'f']).trim().parse().ok()
}
