//! Deeds that can be undone for a short while, with what undoing needs to know.

use crate::domain::id::{ClaimId, Seq, StaffId, UnitId, VisitId};
use crate::domain::state::staff::Duty;
use crate::domain::state::turn::Credit;
use crate::domain::state::unit::{Offer, Waiter};
use crate::domain::time::Instant;

/// Deeds remembered at most; older ones can no longer be undone.
pub const DEEDS_MAX: usize = 4_096;

/// One deed of one person.
#[derive(Clone, PartialEq, Debug)]
pub struct Deed {
    /// The event it was.
    pub seq: Seq,
    /// When, UTC.
    pub at: Instant,
    /// Whose.
    pub by: StaffId,
    /// What.
    pub what: What,
}

/// What was done, and what stood before.
#[derive(Clone, PartialEq, Debug)]
pub enum What {
    /// A hold was placed.
    Held {
        /// The claim it made.
        claim: ClaimId,
    },
    /// An own or another's hold was released.
    Released {
        /// The claim it ended.
        claim: ClaimId,
        /// The consultant's cool-down on the unit before.
        cooldown: Option<Instant>,
    },
    /// Somebody joined a waiting line.
    Joined {
        /// The unit.
        unit: UnitId,
        /// Who.
        waiter: Waiter,
    },
    /// Somebody left a waiting line.
    Left {
        /// The unit.
        unit: UnitId,
        /// The place in the line, from 0.
        place: usize,
        /// Who.
        waiter: Waiter,
    },
    /// A unit was locked or unlocked.
    Offered {
        /// The unit.
        unit: UnitId,
        /// What it was before.
        before: Offer,
    },
    /// A visit was given to a consultant.
    Assigned {
        /// The visit.
        visit: VisitId,
        /// The line as it stood.
        line: Vec<StaffId>,
        /// Who lost their place by it.
        moved: Vec<StaffId>,
        /// The make-up credit it spent.
        spent: Option<Credit>,
    },
    /// A presence changed.
    Present {
        /// Whose.
        staff: StaffId,
        /// What it was before.
        before: Duty,
        /// The line as it stood.
        line: Vec<StaffId>,
    },
}
