//! What may be asked about changes, and what can have happened.

use crate::domain::hold::Succession;
use crate::domain::id::{ClaimId, RequestId, StaffId, UnitId};
use crate::domain::money::Fen;
use crate::domain::payment::Taken;
use crate::domain::state::claim::{EndKind, Given, Receipt};
use crate::domain::state::request::{Back, Change};
use crate::domain::time::Instant;
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Makes a change, or asks for it where the actor may not make it.
    Make {
        /// On which unit.
        unit: UnitId,
        /// Which.
        change: Change,
        /// Why.
        reason: String,
    },
    /// Approves a request.
    Approve {
        /// Which.
        request: RequestId,
        /// What becomes of the unit, where the approver says otherwise than was asked (rules §2).
        back: Option<Back>,
    },
    /// Refuses a request: nothing has changed.
    Refuse {
        /// Which.
        request: RequestId,
        /// Why.
        reason: String,
    },
    /// Takes an own request back before anybody decides.
    Withdraw {
        /// Which.
        request: RequestId,
        /// Why.
        reason: String,
    },
    /// Pays money back and so carries an approved cancellation or termination out.
    Refund {
        /// On which unit.
        unit: UnitId,
        /// The refund's receipt.
        taken: Taken,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A change was asked for.
    Asked {
        /// The request.
        request: RequestId,
        /// On which unit.
        unit: UnitId,
        /// For what.
        change: Change,
        /// Why.
        reason: String,
        /// When it lapses, UTC.
        until: Instant,
    },
    /// A request was approved.
    Approved {
        /// The request.
        request: RequestId,
        /// On which unit.
        unit: UnitId,
        /// What becomes of the unit, where the approver said otherwise than was asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        back: Option<Back>,
    },
    /// A request was refused.
    Refused {
        /// The request.
        request: RequestId,
        /// On which unit.
        unit: UnitId,
        /// Why.
        reason: String,
    },
    /// A request was taken back by who asked.
    Withdrawn {
        /// The request.
        request: RequestId,
        /// On which unit.
        unit: UnitId,
        /// Why.
        reason: String,
    },
    /// Nobody decided in time, or it was overtaken.
    Lapsed {
        /// The request.
        request: RequestId,
        /// On which unit.
        unit: UnitId,
        /// Whether the unit was no longer what the request was made on, when another was made.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        overtaken: bool,
    },
    /// A deposit below the minimum was allowed.
    Granted {
        /// On which unit.
        unit: UnitId,
        /// The least accepted, fen.
        amount: Fen,
        /// The consultant who asked for it: their customer alone may pay so little. `None`: whoever has the unit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<StaffId>,
        /// Why.
        reason: String,
    },
    /// A date was moved.
    Extended {
        /// On which unit.
        unit: UnitId,
        /// The new date, UTC.
        due: Instant,
        /// The old one, UTC.
        before: Instant,
        /// Why.
        reason: String,
    },
    /// A special discount was given.
    Discounted {
        /// On which unit.
        unit: UnitId,
        /// Off in all, fen.
        off: Fen,
        /// Why.
        reason: String,
    },
    /// The people on a claim changed.
    Renamed {
        /// On which unit.
        unit: UnitId,
        /// Which change.
        change: Change,
        /// Why.
        reason: String,
    },
    /// A claim moved to another unit.
    Swapped {
        /// From which unit.
        from: UnitId,
        /// To which.
        to: UnitId,
        /// The claim there.
        claim: ClaimId,
        /// Its list price, fen.
        price: Fen,
        /// Public discounts that go along.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        schemes: Vec<Given>,
        /// What became of the first unit.
        back: Back,
        /// Who in its line got the first unit.
        next: Option<Succession>,
        /// Why.
        reason: String,
    },
    /// A claim with money in it ended.
    Ended {
        /// On which unit.
        unit: UnitId,
        /// How.
        kind: EndKind,
        /// What became of the unit.
        back: Back,
        /// The refund, where there was one.
        receipt: Option<Receipt>,
        /// Who in the line got the unit.
        next: Option<Succession>,
        /// Why.
        reason: String,
    },
}

/// The units an event is about.
pub fn units(event: &Event) -> Vec<UnitId> {
    match event {
        Event::Asked { unit, .. }
        | Event::Approved { unit, .. }
        | Event::Refused { unit, .. }
        | Event::Withdrawn { unit, .. }
        | Event::Lapsed { unit, .. }
        | Event::Granted { unit, .. }
        | Event::Extended { unit, .. }
        | Event::Discounted { unit, .. }
        | Event::Renamed { unit, .. }
        | Event::Ended { unit, .. } => vec![*unit],
        Event::Swapped { from, to, .. } => vec![*from, *to],
    }
}
