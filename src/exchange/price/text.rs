//! CSV: its letters, its delimiter, its records.

use super::heading::field;
use super::table::{LEAD_MAX, Table};
use super::{Cell, Kind, Place};
use encoding_rs::{BIG5, Encoding, GB18030};
use std::borrow::Cow;

/// Enough bytes to tell the encoding by.
const SAMPLE: usize = 1024 * 1024;

/// Reads a CSV file's bytes into the table.
pub(super) fn read(table: &mut Table<'_>, bytes: &[u8]) {
    let text = decode(bytes);
    if text.trim().is_empty() {
        table.list.fault("empty", Place::default(), "", "price-expected-rows");
        return;
    }
    if text.contains('\0') || text.contains('\u{fffd}') {
        table.list.fault("binary", Place::default(), "", "price-expected-format");
        return;
    }
    let delimiter = delimiter(&text);
    records(table, &text, delimiter);
}

/// The delimiter under which a line near the top names the most fields; else the one the first divided line has most.
pub(in crate::exchange) fn delimiter(text: &str) -> u8 {
    let top: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(LEAD_MAX).collect();
    let known = |line: &str, with: char| {
        line.split(with).filter(|cell| !field(cell.trim().trim_matches('"')).is_empty()).count()
    };
    let divided = top.iter().find(|line| line.contains([';', '\t', ','])).copied().unwrap_or_default();
    let score = |with: char| {
        (top.iter().map(|line| known(line, with)).max().unwrap_or(0), divided.matches(with).count())
    };
    let best = [';', '\t', ','].into_iter().max_by_key(|with| score(*with));
    best.and_then(|with| u8::try_from(with).ok()).unwrap_or(b',')
}

fn records(table: &mut Table<'_>, text: &str, delimiter: u8) {
    let open = unclosed(text.as_bytes(), delimiter);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut lines = Lines::new(text);
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                let place = Place { row: lines.line, ..Place::default() };
                table.list.fault("broken", place, &error.to_string(), "price-expected-format");
                return;
            }
        }
        let start = record.position().map_or(0, |place| place.byte() as usize);
        let row = lines.of(start);
        if let Some((_, field)) = open.filter(|(quote, _)| reader.position().byte() as usize > *quote) {
            table.finish();
            let column = table.heading(field).to_string();
            let place = Place { sheet: None, row, column: &column };
            let value = record.get(field).unwrap_or_default();
            table.list.fault("quote", place, value, "price-expected-quote");
            return;
        }
        if table.list.rows.len() == 1 {
            table.make_room(text.len() / (record.as_slice().len() + record.len()));
        }
        let cells: Vec<_> = record.iter().map(|text| cell(text)).collect();
        if table.take(&cells, row).is_break() {
            return;
        }
    }
    table.finish();
}

/// A cell of text. Excel's `="0801"`, which keeps a number a text, is that text; any other formula tells no value.
fn cell(text: &str) -> Cell<'_> {
    let plain = text.trim();
    let kept = plain.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    match kept.filter(|kept| !kept.contains('"')) {
        Some(kept) => Cell { text: Cow::Borrowed(kept), kind: Kind::Text },
        None if plain.starts_with('=') => Cell { text: Cow::Borrowed(text), kind: Kind::Useless("formula") },
        None => Cell { text: Cow::Borrowed(text), kind: Kind::Text },
    }
}

/// Counts lines by itself: the reader's own count lags behind on CRLF and blank lines.
pub(in crate::exchange) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    pub(in crate::exchange) fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line reached.
    pub(in crate::exchange) fn line(&self) -> usize {
        self.line
    }

    /// The line at or after a byte; asked in rising order.
    pub(in crate::exchange) fn of(&mut self, start: usize) -> usize {
        while let Some(&byte) = self.bytes.get(self.at) {
            let end = byte == b'\n' || (byte == b'\r' && self.bytes.get(self.at + 1) != Some(&b'\n'));
            if self.at >= start && byte != b'\n' && byte != b'\r' {
                break;
            }
            self.line += usize::from(end);
            self.at += 1;
        }
        self.line
    }
}

/// Where a quote opens that never closes: its byte and its field's index. The reader takes all after it for one field.
pub(in crate::exchange) fn unclosed(bytes: &[u8], delimiter: u8) -> Option<(usize, usize)> {
    if !bytes.contains(&b'"') {
        return None;
    }
    let (mut field, mut fresh, mut at) = (0, true, 0);
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b'"' && fresh {
            let start = at;
            at += 1;
            loop {
                match (bytes.get(at), bytes.get(at + 1)) {
                    (None, _) => return Some((start, field)),
                    (Some(b'"'), Some(b'"')) => at += 2,
                    (Some(b'"'), _) => break,
                    _ => at += 1,
                }
            }
            fresh = false;
        } else if byte == delimiter {
            (field, fresh) = (field + 1, true);
        } else if byte == b'\n' || byte == b'\r' {
            (field, fresh) = (0, true);
        } else {
            fresh = false;
        }
        at += 1;
    }
    None
}

pub(in crate::exchange) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(SAMPLE)], bytes.len() <= SAMPLE);
    let guess = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Deny);
    // GB18030 holds all of GBK; a guess at a foreign alphabet is a guess gone wrong.
    let encoding = if guess == BIG5 { BIG5 } else { GB18030 };
    encoding.decode_without_bom_handling(bytes).0
}
