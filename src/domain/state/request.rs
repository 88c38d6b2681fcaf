//! Changes that need the manager's approval, and the requests for them (rules §2 overlays, §4, §7).

use crate::domain::id::{ClaimId, CustomerId, RequestId, StaffId, UnitId};
use crate::domain::money::Fen;
use crate::domain::state::staff::words;
use crate::domain::state::unit::Status;
use crate::domain::time::Instant;
use serde::{Deserialize, Serialize};

words! {
    /// What becomes of a unit that a way back frees: whoever approves must say (rules §2).
    Back {
        /// 可售
        Available = "available",
        /// 控房
        Locked = "locked",
    }
}

/// A change on a unit's claim that the manager approves (rules §4, §7).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A deposit below the minimum is taken.
    BelowMinimum {
        /// The least that is accepted, fen.
        amount: Fen,
    },
    /// 延期: a top-up, signing or recording date moves.
    Extend {
        /// The new date, UTC.
        due: Instant,
    },
    /// 特价: a special discount off the list price, before the deposit fixes it.
    Discount {
        /// How much off in all, fen.
        off: Fen,
    },
    /// 换房: the claim moves to another unit, the deposit with it.
    Swap {
        /// The other unit.
        to: UnitId,
        /// What becomes of this one.
        back: Back,
    },
    /// 更名: direct kin joins the claim, or one of its people leaves it.
    Rename {
        /// Who joins.
        add: Option<CustomerId>,
        /// Who leaves.
        remove: Option<CustomerId>,
        /// How they are related, in words.
        relation: String,
    },
    /// 退定: the deposit is refunded and the claim ends.
    Cancel {
        /// What becomes of the unit.
        back: Back,
        /// How much is refunded, fen.
        refund: Fen,
    },
    /// 挞定: the deposit is kept and the claim ends.
    Forfeit {
        /// What becomes of the unit.
        back: Back,
    },
    /// 退房: the contract ends after signing.
    Terminate {
        /// What becomes of the unit.
        back: Back,
        /// How much is refunded, fen.
        refund: Fen,
    },
}

impl Change {
    /// The stable name in JSON; its locale key is `change-CODE`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BelowMinimum { .. } => "below_minimum",
            Self::Extend { .. } => "extend",
            Self::Discount { .. } => "discount",
            Self::Swap { .. } => "swap",
            Self::Rename { .. } => "rename",
            Self::Cancel { .. } => "cancel",
            Self::Forfeit { .. } => "forfeit",
            Self::Terminate { .. } => "terminate",
        }
    }

    /// Whether it ends the claim.
    pub fn ends(&self) -> bool {
        matches!(self, Self::Cancel { .. } | Self::Terminate { .. } | Self::Forfeit { .. })
    }

    /// What becomes of the unit it frees; `None` where it frees none.
    pub fn back(&self) -> Option<Back> {
        match self {
            Self::Swap { back, .. }
            | Self::Cancel { back, .. }
            | Self::Terminate { back, .. }
            | Self::Forfeit { back } => Some(*back),
            _ => None,
        }
    }

    /// The same with another end for the unit it frees.
    pub fn with_back(mut self, to: Back) -> Self {
        if let Self::Swap { back, .. }
        | Self::Cancel { back, .. }
        | Self::Terminate { back, .. }
        | Self::Forfeit { back } = &mut self
        {
            *back = to;
        }
        self
    }

    /// What the cashier pays back before it is done, fen.
    pub fn refund(&self) -> Fen {
        match self {
            Self::Cancel { refund, .. } | Self::Terminate { refund, .. } => *refund,
            _ => Fen(0),
        }
    }
}

words! {
    /// How far a request got.
    RequestState {
        /// Waits for the manager.
        Open = "open",
        /// Approved; the cashier's refund makes it done.
        Approved = "approved",
        /// Refused.
        Refused = "refused",
        /// Taken back by who asked.
        Withdrawn = "withdrawn",
        /// Nobody decided in time, or what it was about is gone.
        Lapsed = "lapsed",
        /// Carried out.
        Done = "done",
    }
}

/// What of a unit a request was made on: where any of it changed since, it cannot be approved any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ground {
    /// The live claim.
    pub claim: Option<ClaimId>,
    /// The status.
    pub status: Status,
    /// Price of the claim less discounts, fen.
    pub deal: Option<Fen>,
    /// Balance due, fen.
    pub balance: Option<Fen>,
    /// Next date due, UTC.
    pub due: Option<Instant>,
    /// What came in less what was paid back, fen.
    pub paid: Fen,
}

/// A request for a change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// Its number.
    pub id: RequestId,
    /// On which unit.
    pub unit: UnitId,
    /// For what.
    pub change: Change,
    /// Why.
    pub reason: String,
    /// Who asks.
    pub by: StaffId,
    /// Since when, UTC.
    pub at: Instant,
    /// When it lapses, UTC.
    pub until: Instant,
    /// The unit as it was then.
    pub ground: Ground,
    /// List price of a swap's target then, fen.
    pub target: Option<Fen>,
    /// How far it got.
    pub state: RequestState,
    /// Who decided.
    pub decided: Option<StaffId>,
}

words! {
    /// What of a unit a request stands on.
    GroundPart {
        /// The claim itself.
        Claim = "claim",
        /// The status.
        Status = "status",
        /// The price less discounts.
        Price = "price",
        /// The balance due.
        Balance = "balance",
        /// The next date due.
        Date = "date",
        /// The money that came in.
        Paid = "paid",
    }
}

impl Request {
    /// What of the unit is no longer as it was when the request was made. Money that came in since matters only to what
    /// ends the claim: nobody has agreed what becomes of it.
    pub fn changed(&self, now: Ground) -> Vec<GroundPart> {
        let was = self.ground;
        let parts = [
            (GroundPart::Claim, was.claim != now.claim),
            (GroundPart::Status, was.status != now.status),
            (GroundPart::Price, was.deal != now.deal),
            (GroundPart::Balance, was.balance != now.balance),
            (GroundPart::Date, was.due != now.due),
            (GroundPart::Paid, self.change.ends() && was.paid != now.paid),
        ];
        parts.into_iter().filter(|(_, differs)| *differs).map(|(part, _)| part).collect()
    }

    /// Whether the unit still is what the request was made on.
    pub fn stands_on(&self, now: Ground) -> bool {
        self.changed(now).is_empty()
    }
}
