//! The rows of a price list that were not taken, as a list of their own: to be mended and imported again.

use super::{Fault, PriceList};
use std::collections::HashMap;
use std::sync::Arc;

/// A row with faults, as it stands in the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rejected {
    /// The sheet, in workbooks.
    pub sheet: Option<String>,
    /// The row as a person counts it, from 1.
    pub row: usize,
    /// The headings of its table.
    pub headings: Arc<[String]>,
    /// Its cells.
    pub cells: Vec<String>,
}

/// The rejected rows as CSV for Excel, under all their headings and a further `heading`, under which `words` says what
/// is wrong. Of that column a later import takes no notice.
pub fn rejected_csv(list: &PriceList, heading: &str, words: &dyn Fn(&Fault) -> String) -> Vec<u8> {
    let mut headings: Vec<&str> = Vec::new();
    let mut columns: HashMap<&str, usize> = HashMap::new();
    for row in &list.rejected {
        for heading in row.headings.iter().map(String::as_str) {
            columns.entry(heading).or_insert_with(|| {
                headings.push(heading);
                headings.len() - 1
            });
        }
    }
    let mut said: HashMap<(Option<&str>, usize), Vec<String>> = HashMap::new();
    for fault in &list.faults {
        said.entry((fault.sheet.as_deref(), fault.row)).or_default().push(words(fault));
    }
    // Excel takes UTF-8 for what it is only behind the mark.
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer("\u{feff}".as_bytes().to_vec());
    // Writing into memory cannot fail.
    let _ = writer.write_record(headings.iter().copied().chain([heading]));
    for row in &list.rejected {
        // Cells beyond the header have no heading: they stand behind the faults.
        let mut cells = vec![String::new(); headings.len() + 1];
        for (heading, cell) in row.headings.iter().zip(&row.cells) {
            if let Some(place) = columns.get(heading.as_str()) {
                cells[*place].clone_from(cell);
            }
        }
        cells[headings.len()] =
            said.get(&(row.sheet.as_deref(), row.row)).map(|all| all.join(" ")).unwrap_or_default();
        cells.extend(row.cells.iter().skip(row.headings.len()).cloned());
        let _ = writer.write_record(cells);
    }
    writer.into_inner().unwrap_or_default()
}
