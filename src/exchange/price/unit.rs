//! One row's meaning: texts into a unit, each bad value a fault at its place.

use super::heading::Column;
use super::{Cell, Kind, Place, PriceList};
use crate::domain::listing::Row;
use crate::domain::money::{Area, Fen, NumberFault, narrow};
use crate::domain::state::unit::{ListedStatus, UnitSpec};
use std::borrow::Cow;
use std::sync::Arc;

const TEXT_MAX: usize = 200;

/// The unit of one row, or `None` where a value is bad.
pub(super) fn unit(
    list: &mut PriceList,
    sheet: Option<&str>,
    columns: &mut [Column],
    cells: &[Cell<'_>],
    row: usize,
) -> Option<Row> {
    let before = list.count();
    let mut draft = Draft { spec: blank(), status: None, floor: None };
    for (column, cell) in columns.iter_mut().zip(cells) {
        let value = trimmed(&cell.text);
        if value.is_empty() || column.field == "faults" {
            continue;
        }
        let fault = if let (Kind::Useless(code), false) = (cell.kind, column.field.is_empty()) {
            Err((code, "price-expected-plain"))
        } else if value.chars().any(char::is_control) || is_long(value) {
            Err(("text", "price-expected-short-text"))
        } else {
            draft.set(column, value, cell.kind == Kind::Number)
        };
        if let Err((code, expected)) = fault {
            list.fault(code, Place { sheet, row, column: &column.heading }, value, expected);
        }
    }
    for (name, empty) in [("building", draft.spec.building.is_empty()), ("room", draft.spec.room.is_empty())]
    {
        if empty && list.count() == before {
            let named = columns.iter().find(|column| column.field == name);
            let column = named.map_or("", |column| &column.heading);
            list.fault("blank", Place { sheet, row, column }, "", "price-expected-value");
        }
    }
    let Draft { mut spec, status, floor } = draft;
    spec.floor = floor.unwrap_or_else(|| floor_of(&spec.room));
    (list.count() == before).then_some(Row { spec, status })
}

struct Draft {
    spec: UnitSpec,
    status: Option<ListedStatus>,
    floor: Option<i32>,
}

impl Draft {
    /// Sets one field; what is wrong is a fault's code and what was expected.
    fn set(
        &mut self,
        column: &mut Column,
        value: &str,
        number: bool,
    ) -> Result<(), (&'static str, &'static str)> {
        let (name, in_ten_thousands) = (column.field, column.in_ten_thousands);
        let amount = || amount(in_ten_thousands, value, number);
        let money = || amount().map_err(|_| ("money", "price-expected-money"));
        let area = || Area::parse(&exact(value, number, 2)).map_err(|_| ("area", "price-expected-area"));
        let mut text = || column.share(value);
        let spec = &mut self.spec;
        // The stroke separates the parts of an address.
        if matches!(name, "building" | "entrance" | "room") && value.contains('/') {
            return Err(("stroke", "price-expected-no-stroke"));
        }
        match name {
            "unit_price" => spec.unit_price = Some(money()?),
            "total" => spec.total = Some(money()?),
            "floor_price" => spec.floor_price = Some(money()?),
            "area" => spec.area = Some(area()?),
            "inner_area" => spec.inner_area = Some(area()?),
            "floor" => match narrow(value).replace('−', "-").parse::<i32>() {
                Ok(floor) if (-20..=300).contains(&floor) => self.floor = Some(floor),
                _ => return Err(("floor", "price-expected-floor")),
            },
            "status" => self.status = Some(listed(value).ok_or(("status", "price-expected-status"))?),
            "building" => spec.building = text(),
            "room" => spec.room = text(),
            "entrance" => spec.entrance = Some(text()),
            "sales_floor" => spec.sales_floor = Some(text()),
            "layout" => spec.layout = Some(text()),
            "use" => spec.usage = Some(text()),
            "batch" => spec.batch = Some(text()),
            _ => {
                let text = text();
                spec.attributes.push((Arc::clone(&column.heading), text));
            }
        }
        Ok(())
    }
}

fn amount(in_ten_thousands: bool, value: &str, number: bool) -> Result<Fen, NumberFault> {
    if in_ten_thousands && !value.ends_with(['万', '元', 'w', 'W']) {
        return Fen::parse(&format!("{}万", exact(value, number, 6)));
    }
    Fen::parse(&exact(value, number, 2))
}

/// A workbook's numbers are binary fractions: 3003491.0399999998 was typed as 3003491.04.
fn exact(value: &str, number: bool, decimals: usize) -> Cow<'_, str> {
    match number.then(|| value.parse::<f64>()) {
        Some(Ok(float)) => format!("{float:.decimals$}").into(),
        _ => value.into(),
    }
}

/// As [`str::trim`], at once where both ends are plainly no blanks.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

fn is_long(text: &str) -> bool {
    text.len() > TEXT_MAX && text.chars().count() > TEXT_MAX
}

fn blank() -> UnitSpec {
    let none: Arc<str> = "".into();
    UnitSpec {
        building: Arc::clone(&none),
        entrance: None,
        room: none,
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
    }
}

/// The floor a room number tells: 801 → 8, 1203 → 12, −1035 and B101 → −1; 0 where it tells none (`车位12`).
pub fn floor_of(room: &str) -> i32 {
    let plain = narrow(room);
    let below = plain.strip_prefix(['-', '−', 'B', 'b']);
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
