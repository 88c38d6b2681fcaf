//! Price lists in the long form, one row a unit, as CSV (design §6).

use crate::domain::listing::Row;
use crate::domain::money::{Area, Fen, narrow};
use crate::domain::state::unit::{ListedStatus, UnitSpec};
use std::collections::HashMap;
use std::path::Path;

/// Faults kept at most; further ones are counted.
pub const FAULTS_MAX: usize = 1_000;
const BYTES_MAX: u64 = 512 * 1024 * 1024;
const ROWS_MAX: usize = 1_000_000;
const COLUMNS_MAX: usize = 256;
const TEXT_MAX: usize = 200;

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
        vec![
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
}

impl PriceList {
    fn fault(&mut self, code: &'static str, row: usize, column: &str, value: &str, expected: &'static str) {
        if self.faults.len() >= FAULTS_MAX {
            self.more += 1;
            return;
        }
        let value = value.chars().filter(|c| !c.is_control()).take(40).collect();
        let (file, column) = (self.source.clone(), column.chars().take(40).collect());
        self.faults.push(Fault { code, file, sheet: None, row, column, value, expected });
    }
}

/// Reads a price list from a file. Never fails as a whole: what is wrong is among the faults.
pub fn read_file(path: &Path, progress: &mut dyn FnMut(Progress)) -> PriceList {
    let source = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut list = PriceList { source: source.clone(), ..PriceList::default() };
    if std::fs::metadata(path).is_ok_and(|meta| meta.len() > BYTES_MAX) {
        list.fault("too-large", 0, "", "", "price-expected-size");
        return list;
    }
    match std::fs::read(path) {
        Ok(bytes) => read_bytes(&source, &bytes, progress),
        Err(error) => {
            list.fault("unreadable", 0, "", &error.to_string(), "price-expected-file");
            list
        }
    }
}

/// Reads a CSV price list from its bytes: UTF-8 or GB18030.
pub fn read_bytes(source: &str, bytes: &[u8], progress: &mut dyn FnMut(Progress)) -> PriceList {
    let mut list = PriceList { source: source.to_string(), ..PriceList::default() };
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"PK") {
        list.fault("workbook", 0, "", "", "price-expected-csv");
        return list;
    }
    let text = match std::str::from_utf8(plain) {
        Ok(text) => text.into(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(plain).0,
    };
    if text.trim().is_empty() {
        list.fault("empty", 0, "", "", "price-expected-rows");
        return list;
    }
    if text.contains(['\0', '\u{fffd}']) {
        list.fault("binary", 0, "", "", "price-expected-text");
        return list;
    }
    let head = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b'\t', b';'].into_iter().max_by_key(|d| head.bytes().filter(|b| b == d).count());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut headings: Option<Vec<(String, &'static str)>> = None;
    let mut seen = HashMap::new();
    for record in reader.records() {
        let Ok(record) = record else { break };
        let number = record.position().map_or(0, |place| place.line() as usize);
        let Some(columns) = &headings else {
            match header(&mut list, &record) {
                Some(found) => headings = Some(found),
                None => return list,
            }
            continue;
        };
        if list.rows.len() >= ROWS_MAX {
            list.fault("too-many-rows", number, "", "", "price-expected-size");
            break;
        }
        if record.len() != columns.len() {
            list.fault("width", number, "", &record.len().to_string(), "price-expected-width");
            continue;
        }
        if let Some(row) = unit(&mut list, columns, &record, number) {
            match seen.get(&row.spec.address()) {
                Some(first) => {
                    let value = format!("{} ({first})", row.spec.address());
                    list.fault("duplicate", number, "", &value, "price-expected-once");
                }
                None => {
                    seen.insert(row.spec.address(), number);
                    list.rows.push(row);
                }
            }
        }
        if list.rows.len().is_multiple_of(10_000) {
            progress(Progress { rows: list.rows.len() });
        }
    }
    list
}

fn header(list: &mut PriceList, record: &csv::StringRecord) -> Option<Vec<(String, &'static str)>> {
    if record.len() > COLUMNS_MAX {
        list.fault("too-many-columns", 1, "", &record.len().to_string(), "price-expected-columns");
        return None;
    }
    let columns: Vec<_> = record.iter().map(|text| (text.trim().to_string(), field(text))).collect();
    for (index, (heading, name)) in columns.iter().enumerate() {
        let same =
            |other: &(String, &str)| if name.is_empty() { other.0 == *heading } else { other.1 == *name };
        if columns[..index].iter().any(same) {
            list.fault("duplicate-heading", 1, heading, heading, "price-expected-heading-once");
        }
    }
    for (name, expected) in [("building", "price-expected-building"), ("room", "price-expected-room")] {
        if !columns.iter().any(|column| column.1 == name) {
            list.fault("column-missing", 1, name, "", expected);
        }
    }
    list.faults.is_empty().then_some(columns)
}

/// The field a heading means, or "" for an attribute. Units in brackets do not count.
fn field(heading: &str) -> &'static str {
    let plain = narrow(heading).to_lowercase();
    match plain.split(['(', '[']).next().unwrap_or_default().trim() {
        "楼栋" | "楼号" | "building" => "building",
        "单元" | "entrance" => "entrance",
        "房号" | "室号" | "room" => "room",
        "楼层" | "floor" => "floor",
        "销售楼层" | "sales_floor" => "sales_floor",
        "户型" | "layout" => "layout",
        "用途" | "use" => "use",
        "建筑面积" | "area" => "area",
        "套内面积" | "inner_area" => "inner_area",
        "单价" | "建面单价" | "unit_price" => "unit_price",
        "总价" | "total" => "total",
        "底价" | "floor_price" => "floor_price",
        "状态" | "status" => "status",
        "批次" | "batch" => "batch",
        _ => "",
    }
}

fn unit(
    list: &mut PriceList,
    columns: &[(String, &str)],
    record: &csv::StringRecord,
    row: usize,
) -> Option<Row> {
    let before = list.faults.len() + list.more;
    let mut spec = UnitSpec {
        building: String::new(),
        entrance: None,
        room: String::new(),
        floor: 0,
        sales_floor: None,
        layout: None,
        usage: None,
        area: None,
        inner_area: None,
        unit_price: None,
        total: None,
        floor_price: None,
        batch: None,
        attributes: Vec::new(),
    };
    let (mut status, mut floor) = (None, None);
    for ((heading, name), value) in columns.iter().zip(record.iter()) {
        let value = value.trim();
        if value.chars().any(char::is_control) || value.chars().count() > TEXT_MAX {
            list.fault("text", row, heading, value, "price-expected-short-text");
            continue;
        }
        if value.is_empty() {
            continue;
        }
        let money = |list: &mut PriceList| {
            let amount = Fen::parse(value).ok();
            if amount.is_none() {
                list.fault("money", row, heading, value, "price-expected-money");
            }
            amount
        };
        match *name {
            "unit_price" => spec.unit_price = money(list),
            "total" => spec.total = money(list),
            "floor_price" => spec.floor_price = money(list),
            "area" | "inner_area" => match Area::parse(value) {
                Ok(area) if *name == "area" => spec.area = Some(area),
                Ok(area) => spec.inner_area = Some(area),
                Err(_) => list.fault("area", row, heading, value, "price-expected-area"),
            },
            "floor" => match narrow(value).replace('−', "-").parse::<i32>() {
                Ok(number) if (-20..=300).contains(&number) => floor = Some(number),
                _ => list.fault("floor", row, heading, value, "price-expected-floor"),
            },
            "status" => match listed(value) {
                Some(found) => status = Some(found),
                None => list.fault("status", row, heading, value, "price-expected-status"),
            },
            "building" => spec.building = value.to_string(),
            "room" => spec.room = value.to_string(),
            "entrance" => spec.entrance = Some(value.to_string()),
            "sales_floor" => spec.sales_floor = Some(value.to_string()),
            "layout" => spec.layout = Some(value.to_string()),
            "use" => spec.usage = Some(value.to_string()),
            "batch" => spec.batch = Some(value.to_string()),
            _ => spec.attributes.push((heading.clone(), value.to_string())),
        }
    }
    for (name, value) in [("building", spec.building.clone()), ("room", spec.room.clone())] {
        if value.is_empty() {
            let heading =
                columns.iter().find(|column| column.1 == name).map_or("", |column| column.0.as_str());
            list.fault("blank", row, heading, "", "price-expected-value");
        }
    }
    spec.floor = floor.unwrap_or_else(|| floor_of(&spec.room));
    (list.faults.len() + list.more == before).then_some(Row { spec, status })
}

/// The floor a room number tells: 801 → 8, 1203 → 12, −1035 and B101 → −1; 0 where it tells none (`车位12`).
pub fn floor_of(room: &str) -> i32 {
    let plain = narrow(room).replace('−', "-").to_uppercase();
    let below = plain.strip_prefix(['-', 'B']);
    let digits = below.unwrap_or(&plain);
    if !(3..=5).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return 0;
    }
    // Below ground the first digit is the level, however many rooms it has.
    let cut = if below.is_some() { 1 } else { digits.len() - 2 };
    let floor = digits[..cut].parse::<i32>().unwrap_or(0);
    if below.is_some() { -floor } else { floor }
}

fn listed(value: &str) -> Option<ListedStatus> {
    Some(match value.to_lowercase().as_str() {
        "可售" | "available" => ListedStatus::Available,
        "已预订" | "定金" | "deposit" => ListedStatus::Deposit,
        "已签约" | "签约" | "signed" => ListedStatus::Signed,
        "网上联机备案" | "recorded" => ListedStatus::Recorded,
        "不可售" | "控房" | "locked" => ListedStatus::Locked,
        "未推" | "unreleased" => ListedStatus::Unreleased,
        _ => return None,
    })
}
