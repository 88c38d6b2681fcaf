//! A home as a price list brings it in, and people for it: shared by the tests that draw an office and by the benches.

use xiaokong::domain::money::{Area, Fen};
use xiaokong::domain::party::Named;
use xiaokong::domain::state::sealed::Person;
use xiaokong::domain::state::unit::UnitSpec;

/// A home of this area (0.01 m²); the higher the dearer.
pub fn home(building: &str, entrance: Option<String>, floor: i32, room: String, area: i64) -> UnitSpec {
    let unit_price = 2_350_000 + i64::from(floor) * 5_000;
    UnitSpec {
        building: building.into(),
        entrance: entrance.map(Into::into),
        room: room.into(),
        floor,
        sales_floor: None,
        layout: Some("三室两厅".into()),
        usage: Some("住宅".into()),
        area: Some(Area(area)),
        inner_area: Some(Area(area * 8 / 10)),
        unit_price: Some(Fen(unit_price)),
        total: Some(Fen(unit_price * area / 100)),
        floor_price: None,
        batch: Some("首批".into()),
        attributes: Vec::new(),
    }
}

/// A customer nobody knew before.
pub fn person(name: &str) -> Named {
    Named::Person(Person { salt: "0".repeat(32), name: name.into(), phones: Vec::new() })
}
