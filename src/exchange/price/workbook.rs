//! XLSX workbooks: every sheet with a header row. Cells are streamed, so a stray cell far out costs nothing.

use super::table::Table;
use super::{Cell, Kind, Place};
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use std::borrow::Cow;
use std::io::Cursor;

/// Unpacked bytes a workbook may declare.
const UNPACKED_MAX: u64 = 2 * 1024 * 1024 * 1024;
const CELLS_MAX: usize = 300;

/// Reads a workbook's bytes into the table.
pub(super) fn read(table: &mut Table<'_>, bytes: &[u8]) {
    if unpacked(bytes) > UNPACKED_MAX {
        table.list.fault("too_large", Place::default(), "", "price-expected-size");
        return;
    }
    let mut book = match Xlsx::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound) => {
            table.list.fault("not_workbook", Place::default(), "", "price-expected-format");
            return;
        }
        Err(error) => {
            table.list.fault("workbook", Place::default(), &error.to_string(), "price-expected-format");
            return;
        }
    };
    let mut used = false;
    for name in book.sheet_names() {
        let before = table.list.count();
        table.begin(&name);
        match sheet(table, &mut book, &name) {
            Ok(()) | Err(XlsxError::NotAWorksheet(_)) => {}
            Err(error) => {
                let place = Place { sheet: Some(&name), ..Place::default() };
                table.list.fault("workbook", place, &error.to_string(), "price-expected-format");
            }
        }
        used |= table.has_header() || table.list.count() > before;
    }
    if !used {
        table.list.fault("no_list", Place::default(), "", "price-expected-rows");
    }
}

fn sheet(table: &mut Table<'_>, book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<(), XlsxError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let (mut row, mut cells) = (0, Vec::new());
    while let Some(cell) = reader.next_cell_with_formula()? {
        let (at, column) = (cell.pos.0, cell.pos.1 as usize);
        if at != row {
            if table.take(&cells, row as usize + 1).is_break() {
                return Ok(());
            }
            cells.clear();
            row = at;
        }
        let found = content(&cell.value, cell.formula);
        if found.text.trim().is_empty() {
            continue;
        }
        // Beyond this no list is good; the header's check needs only to see that there are too many.
        let column = column.min(CELLS_MAX);
        while cells.len() <= column {
            cells.push(Cell { text: Cow::Borrowed(""), kind: Kind::Text });
        }
        cells[column] = found;
    }
    if table.take(&cells, row as usize + 1).is_continue() {
        table.finish();
    }
    Ok(())
}

fn content(value: &DataRef<'_>, formula: Option<String>) -> Cell<'static> {
    let (text, kind) = match value {
        DataRef::Int(number) => (number.to_string(), Kind::Number),
        DataRef::Float(number) => (number.to_string(), Kind::Number),
        DataRef::String(text) => (text.clone(), Kind::Text),
        DataRef::SharedString(text) => ((*text).to_string(), Kind::Text),
        DataRef::Bool(yes) => (yes.to_string(), Kind::Text),
        // Excel makes dates of rooms such as 1-2; the number behind the date is not what was meant.
        DataRef::DateTime(time) => (time.as_f64().to_string(), Kind::Useless("date")),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (text.clone(), Kind::Useless("date")),
        DataRef::Error(error) => (error.to_string(), Kind::Useless("formula")),
        DataRef::Empty => (String::new(), Kind::Text),
    };
    // Programs that do not reckon leave a formula's result empty or 0 until Excel has opened the file.
    match formula.filter(|formula| matches!(text.as_str(), "" | "0") && !formula.is_empty()) {
        Some(formula) => Cell { text: format!("={formula}").into(), kind: Kind::Useless("formula") },
        None => Cell { text: text.into(), kind },
    }
}

/// Whether an OLE container holds a workbook under a password, rather than an old workbook.
pub(super) fn is_encrypted(bytes: &[u8]) -> bool {
    let mark: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(mark.len()).any(|window| window == mark)
}

/// The unpacked size the archive's directory declares.
fn unpacked(bytes: &[u8]) -> u64 {
    let entries = bytes.windows(28).filter(|entry| entry.starts_with(b"PK\x01\x02"));
    entries.map(|entry| u64::from(u32::from_le_bytes([entry[24], entry[25], entry[26], entry[27]]))).sum()
}
