//! Public discounts 公开优惠 that anyone can have, and which units a price act is about (rules §4).

use crate::domain::id::{BuildingId, SchemeId};
use crate::domain::money::{Fen, narrow, percentage};
use crate::domain::state::unit::Unit;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Which units: every part that is said must fit. Nothing said means all of them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Scope {
    /// Of this building.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building: Option<BuildingId>,
    /// Of this layout 户型.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// Of this use 用途.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// Of this batch 批次.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// On these natural floors, lowest and highest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floors: Option<(i32, i32)>,
}

impl Scope {
    /// Whether a unit is one of them.
    pub fn covers(&self, unit: &Unit) -> bool {
        let says = |wanted: &Option<String>, is: &Option<Arc<str>>| {
            wanted.is_none() || wanted.as_deref() == is.as_deref()
        };
        self.building.is_none_or(|building| building == unit.building)
            && says(&self.layout, &unit.spec.layout)
            && says(&self.usage, &unit.spec.usage)
            && says(&self.batch, &unit.spec.batch)
            && self.floors.is_none_or(|(low, high)| (low..=high).contains(&unit.spec.floor))
    }
}

/// Reads floors: `5`, `5..10`, `5-10`, `-2..-1`, lowest first.
pub fn floor_range(text: &str) -> Option<(i32, i32)> {
    let plain = narrow(text).replace(['~', '–', '至'], "..");
    let plain = plain.trim();
    let read = |text: &str| text.trim().parse::<i32>().ok();
    let both = |low: &str, high: &str| Some((read(low)?, read(high)?));
    let range = match plain.split_once("..") {
        Some((low, high)) => both(low, high)?,
        None => match read(plain) {
            Some(floor) => (floor, floor),
            // A stroke between two numbers, not the sign of the first.
            None => {
                let at = plain.char_indices().skip(1).find(|(_, c)| *c == '-')?.0;
                both(&plain[..at], &plain[at + 1..])?
            }
        },
    };
    (range.0 <= range.1).then_some(range)
}

/// How much a scheme takes off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Off {
    /// A share of the list price, 0.01 %.
    Share(u32),
    /// An amount, fen.
    Amount(Fen),
}

impl Off {
    /// Reads a share or an amount: `2%`, `10000`, `1万`; `None` where it is neither.
    pub fn parse(text: &str) -> Option<Self> {
        if !narrow(text).trim().ends_with('%') {
            return Fen::parse(text).ok().map(Self::Amount);
        }
        u32::try_from(percentage(text)?).ok().map(Self::Share)
    }

    /// Off a list price, fen; parts of a fen are left out.
    pub fn of(self, price: Fen) -> Fen {
        match self {
            Self::Amount(amount) => amount,
            Self::Share(share) => {
                let off = i128::from(price.0) * i128::from(share) / 10_000;
                Fen(i64::try_from(off).unwrap_or(i64::MAX))
            }
        }
    }
}

/// A public discount.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scheme {
    /// Its number.
    pub id: SchemeId,
    /// What the manager opened.
    pub offer: Offering,
    /// Whether it is no longer given. What was given stays.
    pub closed: bool,
}

/// What a scheme offers, and under which conditions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Offering {
    /// Its name, e.g. `按时签约`.
    pub name: String,
    /// How much it takes off.
    pub off: Off,
    /// On which units.
    #[serde(default)]
    pub scope: Scope,
    /// First day it is given, in the project's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day it is given, in the project's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// What the customer must do for it, in words, e.g. `七日内一次性付款`: whoever gives it answers for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<String>,
    /// Whether it is given only alone, never beside another scheme.
    #[serde(default)]
    pub alone: bool,
}

impl Scheme {
    /// Whether it is given on a day, in the project's zone.
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        !self.closed
            && self.offer.from.is_none_or(|from| from <= day)
            && self.offer.until.is_none_or(|until| day <= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_floors() {
        let good = [
            ("5", (5, 5)),
            ("5..10", (5, 10)),
            ("５－１０", (5, 10)),
            ("-2--1", (-2, -1)),
            ("-2..-1", (-2, -1)),
        ];
        for (text, floors) in good {
            assert_eq!(floor_range(text), Some(floors), "{text}");
        }
        for text in ["", "10..5", "a", "5..", "..", "-"] {
            assert_eq!(floor_range(text), None, "{text}");
        }
    }
}
