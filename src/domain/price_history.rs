//! The list prices a unit has had: read from its own events, whichever way a price came (rules §4).

use crate::domain::act::{Event, Recorded};
use crate::domain::id::{Seq, StaffId, UnitId};
use crate::domain::money::Fen;
use crate::domain::time::Instant;
use crate::domain::{listing, pricing};

/// A list price a unit got.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Point {
    /// The event that gave it.
    pub seq: Seq,
    /// Since when, UTC.
    pub at: Instant,
    /// By whom.
    pub by: Option<StaffId>,
    /// List total, fen; `None` where the list had none.
    pub total: Option<Fen>,
    /// Unit price, fen a m².
    pub unit_price: Option<Fen>,
    /// Where it came from.
    pub source: Source,
}

/// Where a list price came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// A price list of this name.
    List(String),
    /// A change by this share, 0.01 %, for this reason.
    Change(i32, String),
}

/// The list prices of a unit, oldest first, from its events in order. What a price list says again is no new price.
pub fn points(unit: UnitId, trail: &[Recorded]) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for recorded in trail {
        let Some((total, unit_price, source)) = price_in(unit, &recorded.event) else { continue };
        if points.last().is_some_and(|last| (last.total, last.unit_price) == (total, unit_price)) {
            continue;
        }
        let Recorded { seq, at, by, .. } = *recorded;
        points.push(Point { seq, at, by, total, unit_price, source });
    }
    points
}

fn price_in(unit: UnitId, event: &Event) -> Option<(Option<Fen>, Option<Fen>, Source)> {
    match event {
        Event::Listing(listing::Event::Listed { source, added, revised }) => {
            let added = added.iter().find(|row| row.unit == unit).map(|row| &row.spec);
            let spec = added.or_else(|| revised.iter().find(|row| row.unit == unit).map(|row| &row.spec))?;
            Some((spec.total, spec.unit_price, Source::List(source.clone())))
        }
        Event::Pricing(pricing::Event::Changed { share, reason, rows }) => {
            let row = rows.iter().find(|row| row.unit == unit)?;
            Some((Some(row.total), row.unit_price, Source::Change(*share, reason.clone())))
        }
        _ => None,
    }
}
