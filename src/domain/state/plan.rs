//! The payment plan 付款计划 of a contract: what is due when (rules §4). What has come is never kept here: it is read off
//! the receipts of the claim, so that the two cannot disagree.

use crate::domain::id::StaffId;
use crate::domain::money::Fen;
use crate::domain::state::staff::words;
use crate::domain::time::Instant;
use serde::{Deserialize, Serialize};

words! {
    /// How the rest of a price is paid.
    PlanKind {
        /// 一次性付款
        Once = "once",
        /// 分期
        Parts = "parts",
        /// 按揭: the rest of the down payment, then the bank's loan.
        Mortgage = "mortgage",
    }
}

words! {
    /// What one part of a plan is.
    ShareKind {
        /// 一次性
        Once = "once",
        /// 分期
        Instalment = "instalment",
        /// 首付: what is left of the down payment.
        DownPayment = "down_payment",
        /// 放款: the bank pays it.
        Loan = "loan",
        /// 补缴: had come when the plan was agreed, and was taken back since.
        MadeGood = "made_good",
    }
}

/// One part as it was agreed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part {
    /// When, UTC; `None` for a loan whose day the bank has not said.
    pub due: Option<Instant>,
    /// How much, fen.
    pub amount: Fen,
    /// Whether the bank pays it.
    #[serde(default)]
    pub loan: bool,
}

/// A plan as it was agreed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// Which.
    pub kind: PlanKind,
    /// The bank of a mortgage.
    pub bank: Option<String>,
    /// Its parts, soonest first; a loan last.
    pub parts: Vec<Part>,
    /// The application for a mortgage is due, UTC.
    pub apply_by: Option<Instant>,
    /// When agreed, UTC.
    pub since: Instant,
    /// By whom.
    pub by: Option<StaffId>,
    /// Why it took the place of the one before.
    pub reason: Option<String>,
    /// Receipts the claim had then: a loan paid out before is no part of this one.
    pub receipts: usize,
}

/// One part with what has come of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Share {
    /// Its number, from 1; 0 for what has to be made good.
    pub number: u32,
    /// What it is.
    pub kind: ShareKind,
    /// When due, UTC.
    pub due: Option<Instant>,
    /// How much in all, fen.
    pub amount: Fen,
    /// How much has come, fen.
    pub come: Fen,
}

impl Share {
    /// Still to come, fen.
    pub fn open(&self) -> Fen {
        self.amount - self.come
    }

    /// Whether some of it should have come by `now`.
    pub fn is_late(&self, now: Instant) -> bool {
        self.open() > Fen(0) && self.due.is_some_and(|due| due <= now)
    }
}

impl Plan {
    /// The bank's part, where there is one.
    pub fn loan(&self) -> Option<&Part> {
        self.parts.iter().find(|part| part.loan)
    }

    /// The parts with what has come of each, for a claim that has `open` still to come and `loans` taken from the bank.
    ///
    /// The open parts always sum to `open`. Money fills the parts in order, the bank's its own part first.
    pub fn shares(&self, open: Fen, loans: Fen) -> Vec<Share> {
        let agreed = Fen(self.parts.iter().map(|part| part.amount.0).sum());
        let mut shares: Vec<Share> = Vec::with_capacity(self.parts.len() + 1);
        if open > agreed {
            // Due at once: it had been paid already.
            let (amount, due) = (open - agreed, Some(self.since));
            shares.push(Share { number: 0, kind: ShareKind::MadeGood, due, amount, come: Fen(0) });
        }
        let come = (agreed - open).max(Fen(0));
        let of_bank = self.loan().map_or(Fen(0), |part| part.amount.min(loans).min(come).max(Fen(0)));
        let mut left = come - of_bank;
        for (number, part) in (1..).zip(&self.parts) {
            let bank = if part.loan { of_bank } else { Fen(0) };
            let taken = left.min(part.amount - bank);
            left = left - taken;
            let (due, amount, come) = (part.due, part.amount, bank + taken);
            shares.push(Share { number, kind: self.kind_of(part), due, amount, come });
        }
        shares
    }

    fn kind_of(&self, part: &Part) -> ShareKind {
        match self.kind {
            _ if part.loan => ShareKind::Loan,
            PlanKind::Once => ShareKind::Once,
            PlanKind::Parts => ShareKind::Instalment,
            PlanKind::Mortgage => ShareKind::DownPayment,
        }
    }
}
