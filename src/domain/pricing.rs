//! A change of list prices by percentage: many units, one act, with a preview (rules §4). By the manager alone (§7).
//!
//! A claim keeps its price while it lives (rules §3): a hold's price is frozen, so only the list changes under it, and what
//! has money in it is left out altogether. A price list imported anew (`listing`) is the other way.

use crate::domain::context::{Context, Stamp, required};
use crate::domain::id::UnitId;
use crate::domain::money::Fen;
use crate::domain::rejection::Rejection;
use crate::domain::scheme::checked;
use crate::domain::state::office::Office;
use crate::domain::state::scheme::Scope;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::{Status, Unit};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The most prices may move in one act, 0.01 %.
pub const SHARE_MAX: i32 = 3_000;
/// The coarsest step prices may be rounded to, fen.
pub const ROUND_MAX: Fen = Fen::yuan(100_000);
/// Units one event carries at most.
pub const CHUNK_MAX: usize = 1_000;

/// How prices move.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Move {
    /// Of which units.
    pub scope: Scope,
    /// By how much, 0.01 %; negative is cheaper.
    pub share: i32,
    /// New totals are rounded to a multiple of this, fen, halves upwards.
    pub round: Fen,
    /// Whether floor prices 底价 move by the same share.
    pub floor_prices: bool,
}

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Moves prices.
    Change {
        /// How.
        by: Move,
        /// How many units the preview showed: no other number is changed.
        count: usize,
        /// Why.
        reason: String,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Prices moved.
    Changed {
        /// By how much, 0.01 %.
        share: i32,
        /// Why.
        reason: String,
        /// The units.
        rows: Vec<Row>,
    },
}

/// A unit whose price moved.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Row {
    /// Which.
    pub unit: UnitId,
    /// List total before, fen.
    pub before: Fen,
    /// List total now, fen.
    pub total: Fen,
    /// Unit price now, fen a m².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Fen>,
    /// Floor price now, fen, where it moved too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_price: Option<Fen>,
}

/// What a move would do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Preview {
    /// The units whose price moves, in display order.
    pub rows: Vec<Row>,
    /// Held among them: the hold keeps its price.
    pub held: usize,
    /// Left out, because money is in them.
    pub sold: usize,
    /// Left out, because they have no price.
    pub unpriced: usize,
    /// Sum of the list totals before, fen.
    pub before: Fen,
    /// Sum of the list totals then, fen.
    pub after: Fen,
}

/// What a move would do, or why it cannot be. The role is asked, so that floor prices do not leak.
pub fn preview(office: &Office, by: &Move, context: &Context) -> Result<Preview, Rejection> {
    context.require(office, Right::Manage)?;
    if by.share == 0 || by.share.abs() > SHARE_MAX {
        return Err(Rejection::ShareInvalid { most: SHARE_MAX.unsigned_abs() });
    }
    if by.round <= Fen(0) || by.round > ROUND_MAX {
        return Err(Rejection::AmountInvalid);
    }
    let scope = checked(office, &by.scope)?;
    let mut preview = Preview::default();
    for unit in office.in_order().filter(|unit| scope.covers(unit)) {
        let status = office.status(unit.id);
        let Some(before) = unit.spec.total.filter(|_| !matches!(status, Status::Deposit | Status::Signed))
        else {
            let aside = if unit.claim.is_some() { &mut preview.sold } else { &mut preview.unpriced };
            *aside += 1;
            continue;
        };
        let row = moved(unit, before, by)?;
        // Rounding may swallow a small move: what stays as it is has no place in the journal.
        if row.total != before || row.floor_price != unit.spec.floor_price.filter(|_| by.floor_prices) {
            preview.held += usize::from(status == Status::Held);
            preview.before = preview.before + before;
            preview.after = preview.after + row.total;
            preview.rows.push(row);
        }
    }
    if preview.rows.is_empty() { Err(Rejection::ScopeEmpty) } else { Ok(preview) }
}

fn moved(unit: &Unit, before: Fen, by: &Move) -> Result<Row, Rejection> {
    let address = || unit.spec.address();
    let total = shifted(before, by.share, by.round);
    let floor = unit.spec.floor_price;
    let floor_price = floor.filter(|_| by.floor_prices).map(|floor| shifted(floor, by.share, by.round));
    if total <= Fen(0) {
        return Err(Rejection::PriceGone { unit: address() });
    }
    if let Some(floor) = floor_price.or(floor).filter(|floor| total < *floor) {
        return Err(Rejection::ListBelowFloor { unit: address(), price: total, floor });
    }
    let unit_price = match unit.spec.area.filter(|area| area.0 > 0) {
        // The total is the truth; the unit price follows from it (rules §1).
        Some(area) => Some(Fen(divided(i128::from(total.0) * 100, i128::from(area.0)))),
        None => unit.spec.unit_price.map(|price| shifted(price, by.share, Fen(1))),
    };
    Ok(Row { unit: unit.id, before, total, unit_price, floor_price })
}

/// An amount moved by a share of 0.01 % and rounded to a multiple, halves upwards.
fn shifted(amount: Fen, share: i32, round: Fen) -> Fen {
    let moved = i128::from(amount.0) * (10_000 + i128::from(share));
    let steps = divided(moved, i128::from(round.0) * 10_000);
    Fen(steps.saturating_mul(round.0))
}

/// A quotient rounded to the nearest whole, halves upwards; the divisor is positive.
fn divided(of: i128, by: i128) -> i64 {
    i64::try_from((2 * of + by).div_euclid(2 * by)).unwrap_or(i64::MAX)
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let Command::Change { by, count, reason } = command;
    let preview = preview(office, by, context)?;
    let reason = required("reason", reason)?;
    if preview.rows.len() != *count {
        return Err(Rejection::CountDiffers { count: *count, now: preview.rows.len() });
    }
    let event =
        |rows: &[Row]| Event::Changed { share: by.share, reason: reason.clone(), rows: rows.to_vec() };
    Ok(preview.rows.chunks(CHUNK_MAX).map(event).collect())
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    let Event::Changed { rows, .. } = event;
    for row in rows {
        let entry = &mut office.units[row.unit.index()];
        let spec = Arc::make_mut(&mut entry.spec);
        spec.total = Some(row.total);
        spec.unit_price = row.unit_price;
        spec.floor_price = row.floor_price.or(spec.floor_price);
        entry.revision = stamp.seq;
    }
}
