//! Turns of the rotation 轮排: what a reception does to its consultant's place, who was passed over and why (rules §5).

use crate::domain::id::{Seq, StaffId, VisitId};
use crate::domain::state::staff::{Presence, words};
use crate::domain::time::Instant;
use serde::{Deserialize, Serialize};

words! {
    /// One kind of entry in the turn ledger of a consultant (rules §5).
    TurnKind {
        /// 新客: spends the turn; to the tail when the visit ends.
        New = "new",
        /// 早到: before the rotation counts; spends nothing.
        Early = "early",
        /// 自客: own, named, referred or by appointment; the place is kept.
        Own = "own",
        /// 义务接待: for an absent colleague; the place is kept, one credit earned.
        Courtesy = "courtesy",
        /// 补接: a make-up credit was spent; the place is kept.
        MadeUp = "made_up",
        /// 免轮: competitor, press, vendor; the place is kept.
        Exempt = "exempt",
        /// 让过: passed over, the place is kept.
        Passed = "passed",
        /// 轮空: passed over, to the tail.
        Lost = "lost",
        /// 罚轮: a voided turn was due; to the tail.
        Voided = "voided",
        /// 移交: gave the group to a colleague; nothing spent.
        HandedOver = "handed_over",
    }
}

impl TurnKind {
    /// Whether it counts as a new visitor received.
    pub fn is_new_visitor(self) -> bool {
        matches!(self, Self::New | Self::Early | Self::MadeUp)
    }

    /// Whether it stands for a reception; the others say why somebody did not receive.
    pub fn is_reception(self) -> bool {
        !matches!(self, Self::Passed | Self::Lost | Self::Voided | Self::HandedOver)
    }
}

words! {
    /// Why somebody was passed over (rules §5, policy table `passed_…`).
    PassReason {
        /// With a reception that keeps the place.
        Returning = "returning",
        /// At lunch.
        Lunch = "lunch",
        /// Out on the office's business.
        Business = "business",
        /// On a short break.
        Break = "break",
        /// On a private errand.
        Out = "out",
        /// On leave.
        Leave = "leave",
        /// Signed in, but not at the post.
        Absent = "absent",
        /// Suspended by the supervisor.
        Suspended = "suspended",
        /// The turn was voided.
        Voided = "voided",
    }
}

impl PassReason {
    /// The reason a presence gives; `None` on the floor and before signing in.
    pub fn of(presence: Presence) -> Option<Self> {
        match presence {
            Presence::Floor | Presence::Off => None,
            Presence::Lunch => Some(Self::Lunch),
            Presence::Business => Some(Self::Business),
            Presence::Break => Some(Self::Break),
            Presence::Out => Some(Self::Out),
            Presence::Leave => Some(Self::Leave),
            Presence::Absent => Some(Self::Absent),
            Presence::Suspended => Some(Self::Suspended),
        }
    }
}

/// Somebody who stood before the receiver and was not chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Passed {
    /// Who.
    pub staff: StaffId,
    /// Why.
    pub reason: PassReason,
    /// Whether the turn is lost: to the tail.
    pub lost: bool,
}

/// A make-up credit: a reception owed to somebody, spent before the normal order, oldest first (rules §5).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Credit {
    /// Whose.
    pub staff: StaffId,
    /// Earned by which event.
    pub seq: Seq,
}

/// One entry of the turn ledger.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Turn {
    /// The event that made it.
    pub seq: Seq,
    /// When, UTC.
    pub at: Instant,
    /// Whose.
    pub staff: StaffId,
    /// What.
    pub kind: TurnKind,
    /// Why passed over, where they were.
    pub reason: Option<PassReason>,
    /// Over which visit.
    pub visit: VisitId,
    /// The make-up credit it spent, named by the event that earned it.
    pub credit: Option<Seq>,
    /// Whether the assignment was undone: it counts for nothing and stays visible.
    pub undone: bool,
}
