//! Sales control 销控 by the manager: releasing batches, locking and unlocking units (rules §2, §3).

use crate::domain::context::{Context, Stamp, required};
use crate::domain::guard;
use crate::domain::hold::{self, Succession};
use crate::domain::id::{ClaimId, UnitId};
use crate::domain::rejection::Rejection;
use crate::domain::state::deed::What;
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::{Offer, Status};
use crate::domain::time::Instant;
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Keeps a unit back 控房.
    Lock {
        /// Which.
        unit: UnitId,
        /// Why.
        reason: String,
    },
    /// Offers a locked unit again.
    Unlock {
        /// Which.
        unit: UnitId,
        /// Why.
        reason: String,
    },
    /// Releases a batch 推盘: the named unreleased units, or all that bear its name.
    Release {
        /// The batch.
        batch: String,
        /// Units that join the batch as it is released; empty: those the price list put into it.
        units: Vec<UnitId>,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A unit was locked.
    Locked {
        /// Which.
        unit: UnitId,
        /// Why.
        reason: String,
    },
    /// A unit was unlocked.
    Unlocked {
        /// Which.
        unit: UnitId,
        /// Why.
        reason: String,
        /// Who in its line got it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<Succession>,
    },
    /// A batch was released.
    Released {
        /// The batch.
        batch: String,
        /// Its units.
        units: Vec<UnitId>,
        /// Who in their lines got some of them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        next: Vec<(UnitId, Succession)>,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    context.require(office, Right::Manage)?;
    let event = match command {
        Command::Lock { unit, reason } => {
            if let Some(claim) = office.live_claim(*unit) {
                return Err(guard::taken(office, claim));
            }
            guard::need(office, *unit, &[Status::Available])?;
            guard::unasked(office, *unit)?;
            Event::Locked { unit: *unit, reason: required("reason", reason)? }
        }
        Command::Unlock { unit, reason } => {
            guard::need(office, *unit, &[Status::Locked])?;
            let next = successor(office, *unit, office.claims.len(), context.now);
            Event::Unlocked { unit: *unit, reason: required("reason", reason)?, next }
        }
        Command::Release { batch, units } => release(office, &required("batch", batch)?, units, context.now)?,
    };
    Ok(vec![event])
}

/// The first in line gets a unit that frees, also when it was locked or unreleased in between (rules §3).
fn successor(office: &Office, unit: UnitId, claims: usize, now: Instant) -> Option<Succession> {
    hold::succession(office, office.unit(unit).line.front(), ClaimId::next(claims), now)
}

fn release(office: &Office, batch: &str, units: &[UnitId], now: Instant) -> Result<Event, Rejection> {
    for unit in units {
        guard::need(office, *unit, &[Status::Unreleased])?;
    }
    let mut units = units.to_vec();
    if units.is_empty() {
        let in_batch = office.in_order().filter(|unit| unit.spec.batch.as_deref() == Some(batch));
        units = in_batch.filter(|unit| unit.offer == Offer::Unreleased).map(|unit| unit.id).collect();
    }
    units.sort_unstable();
    units.dedup();
    if units.is_empty() {
        return Err(Rejection::BatchEmpty { batch: batch.to_string() });
    }
    let mut next = Vec::new();
    for unit in &units {
        let got = successor(office, *unit, office.claims.len() + next.len(), now);
        next.extend(got.map(|got| (*unit, got)));
    }
    Ok(Event::Released { batch: batch.to_string(), units, next })
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    match event {
        Event::Locked { unit, reason } => {
            let offer = Offer::Locked { reason: reason.clone(), by: stamp.by, since: stamp.at };
            offer_unit(office, *unit, offer, stamp);
        }
        Event::Unlocked { unit, next: None, .. } => offer_unit(office, *unit, Offer::Open, stamp),
        Event::Unlocked { unit, next, .. } => {
            // Somebody has it now: there is nothing to undo, they are asked to release it.
            office.units[unit.index()].offer = Offer::Open;
            hold::succeed(office, *unit, next.as_ref(), stamp);
        }
        Event::Released { batch, units, next } => {
            for unit in units {
                let entry = &mut office.units[unit.index()];
                entry.offer = Offer::Open;
                entry.revision = stamp.seq;
                if entry.spec.batch.as_deref() != Some(batch) {
                    std::sync::Arc::make_mut(&mut entry.spec).batch = Some(batch.as_str().into());
                }
            }
            for (unit, next) in next {
                hold::succeed(office, *unit, Some(next), stamp);
            }
        }
    }
}

fn offer_unit(office: &mut Office, unit: UnitId, offer: Offer, stamp: &Stamp) {
    let entry = &mut office.units[unit.index()];
    let before = std::mem::replace(&mut entry.offer, offer);
    entry.revision = stamp.seq;
    office.remember(stamp.seq, stamp.at, stamp.by, What::Offered { unit, before });
}
