//! Price lists in the long form, one row a unit (design §6): here what a list and a fault are, in `text` the
//! reading of CSV, in `workbook` of XLSX, in `heading` what a column means, in `table` the finding of the header,
//! in `unit` one row's meaning. No words for people and no store: faults are facts, the locale makes the sentences.

mod heading;
mod rejected;
mod table;
pub(in crate::exchange) mod text;
mod unit;
mod workbook;

pub use rejected::{Rejected, rejected_csv};
pub use unit::floor_of;

use crate::domain::listing::Row;
use std::io::{ErrorKind, Read};
use std::path::Path;
use table::Table;

/// Faults kept at most; further ones are counted.
pub const FAULTS_MAX: usize = 1_000;
const BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Every code a fault may have; its sentence has the key `price-CODE`.
pub const CODES: &[&str] = &[
    "area",
    "binary",
    "blank",
    "broken",
    "column_missing",
    "crosstab",
    "date",
    "directory",
    "duplicate",
    "duplicate_heading",
    "empty",
    "encrypted",
    "floor",
    "formula",
    "money",
    "no_list",
    "no_permission",
    "no_rows",
    "not_found",
    "not_workbook",
    "old_workbook",
    "quote",
    "roster_columns",
    "roster_date",
    "roster_empty",
    "roster_past",
    "roster_person",
    "roster_row",
    "roster_shift",
    "roster_twice",
    "status",
    "stroke",
    "text",
    "too_large",
    "too_many_columns",
    "too_many_rows",
    "unreadable",
    "width",
    "workbook",
];

/// How far reading has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Data rows read.
    pub rows: usize,
}

/// What is wrong at one place of a price list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The kind; its sentence has the key `price-CODE`.
    pub code: &'static str,
    /// The file's name.
    pub file: String,
    /// The sheet, in workbooks.
    pub sheet: Option<String>,
    /// The row as a person counts it, from 1; 0 where no row is meant.
    pub row: usize,
    /// The column's heading, or empty.
    pub column: String,
    /// The value found, shortened.
    pub value: String,
    /// The locale key of what was expected.
    pub expected: &'static str,
}

impl Fault {
    /// The kind.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The arguments of its sentence; `expected` is itself a locale key.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let place = match &self.sheet {
            Some(sheet) => format!("{} [{sheet}]", self.file),
            None => self.file.clone(),
        };
        vec![
            ("place", place),
            ("file", self.file.clone()),
            ("sheet", self.sheet.clone().unwrap_or_default()),
            ("row", self.row.to_string()),
            ("column", self.column.clone()),
            ("value", self.value.clone()),
            ("expected", self.expected.to_string()),
        ]
    }
}

/// A price list as read: the good rows and all faults.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PriceList {
    /// The file's name.
    pub source: String,
    /// Good rows.
    pub rows: Vec<Row>,
    /// Faults, at most [`FAULTS_MAX`]; the list is whole only if there are none.
    pub faults: Vec<Fault>,
    /// Faults beyond those.
    pub more: usize,
    /// Rows with faults, as they stand in the file.
    pub rejected: Vec<Rejected>,
    /// How many of the faults lie in those rows.
    row_faults: usize,
}

impl PriceList {
    /// A list of nothing but faults, e.g. of a roster: told the same way.
    pub fn faulty(source: String, faults: Vec<Fault>, more: usize) -> Self {
        Self { source, faults, more, ..Self::default() }
    }

    /// Whether the good rows can be taken without the bad ones: some are good, and nothing is wrong but single rows.
    pub fn partial(&self) -> bool {
        !self.rows.is_empty() && self.row_faults == self.count()
    }

    fn fault(&mut self, code: &'static str, place: Place<'_>, value: &str, expected: &'static str) {
        debug_assert!(CODES.contains(&code), "{code}");
        if self.faults.len() >= FAULTS_MAX {
            self.more += 1;
            return;
        }
        self.faults.push(Fault {
            code,
            file: self.source.clone(),
            sheet: place.sheet.map(short),
            row: place.row,
            column: short(place.column),
            value: short(value),
            expected,
        });
    }

    fn count(&self) -> usize {
        self.faults.len() + self.more
    }
}

/// A text of the file as a fault shows it: it must not steer the terminal.
pub(in crate::exchange) fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// Where a fault is; the default is the whole file.
#[derive(Clone, Copy, Default)]
struct Place<'a> {
    sheet: Option<&'a str>,
    row: usize,
    column: &'a str,
}

/// A cell as found.
#[derive(Clone)]
struct Cell<'a> {
    text: std::borrow::Cow<'a, str>,
    kind: Kind,
}

/// What a cell holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Text, exact as it stands.
    Text,
    /// A workbook's number: a binary fraction.
    Number,
    /// What no field can mean, by the code of its fault.
    Useless(&'static str),
}

/// Reads a price list from a file. Never fails as a whole: what is wrong is among the faults.
pub fn read_file(path: &Path, progress: &mut dyn FnMut(Progress)) -> PriceList {
    match file_bytes(path) {
        Ok((source, bytes)) => read_bytes(&source, &bytes, progress),
        Err(list) => *list,
    }
}

/// A file's name and bytes; a list of one fault where it cannot be read or is too large.
pub fn file_bytes(path: &Path) -> Result<(String, Vec<u8>), Box<PriceList>> {
    let source = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut bytes = Vec::new();
    // A pipe tells no size beforehand.
    let read = std::fs::File::open(path).and_then(|file| file.take(BYTES_MAX + 1).read_to_end(&mut bytes));
    let mut list = PriceList { source: source.clone(), ..PriceList::default() };
    match read {
        Ok(length) if length as u64 > BYTES_MAX => {
            list.fault("too_large", Place::default(), "", "price-expected-size");
        }
        Ok(_) => return Ok((source, bytes)),
        Err(error) => {
            let code = match error.kind() {
                ErrorKind::NotFound => "not_found",
                ErrorKind::PermissionDenied => "no_permission",
                ErrorKind::IsADirectory => "directory",
                _ => "unreadable",
            };
            list.source = path.display().to_string();
            list.fault(code, Place::default(), &error.to_string(), "price-expected-file");
        }
    }
    Err(Box::new(list))
}

/// Reads a price list from its bytes: an XLSX workbook, or CSV in UTF-8, UTF-16 or GB18030.
pub fn read_bytes(source: &str, bytes: &[u8], progress: &mut dyn FnMut(Progress)) -> PriceList {
    let list = PriceList { source: source.to_string(), ..PriceList::default() };
    let mut table = Table::new(list, progress);
    let name = source.to_lowercase();
    if bytes.starts_with(b"PK\x03\x04") {
        workbook::read(&mut table, bytes);
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        let code = if workbook::is_encrypted(bytes) { "encrypted" } else { "old_workbook" };
        table.list.fault(code, Place::default(), "", "price-expected-format");
    } else if !bytes.is_empty() && [".xlsx", ".xlsm"].iter().any(|end| name.ends_with(end)) {
        table.list.fault("not_workbook", Place::default(), "", "price-expected-format");
    } else {
        text::read(&mut table, bytes);
    }
    let mut list = table.list;
    if list.rows.is_empty() && list.count() == 0 {
        list.fault("no_rows", Place::default(), "", "price-expected-rows");
    }
    list
}
