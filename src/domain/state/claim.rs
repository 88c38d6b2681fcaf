//! The claim 订单: the one live right on a unit, from hold to contract (rules §1, §2). Ended claims are kept for ever.

use crate::domain::id::{ClaimId, CustomerId, SchemeId, Seq, StaffId, UnitId};
use crate::domain::money::Fen;
use crate::domain::state::plan::{Plan, Share, ShareKind};
use crate::domain::state::staff::words;
use crate::domain::state::unit::Status;
use crate::domain::time::Instant;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A claim, live or ended.
#[derive(Clone, PartialEq, Debug)]
pub struct Claim {
    /// Its number; a subscription keeps it through top-up and signing.
    pub id: ClaimId,
    /// The unit it is on.
    pub unit: UnitId,
    /// For whom; `None` for a claim that came in with a price list.
    pub customer: Option<CustomerId>,
    /// By whom; `None` for a claim that came in with a price list, or whose customer belongs to nobody.
    pub consultant: Option<StaffId>,
    /// Whether it came out of the waiting line, without anybody's act.
    pub from_line: bool,
    /// When it began, UTC.
    pub began: Instant,
    /// List price frozen when it began, fen (rules §3); `None` where the list had none.
    pub price: Option<Fen>,
    /// How far it got.
    pub step: Step,
    /// Special discounts off that price, fen (rules §4).
    pub discount: Fen,
    /// Public discounts given on it (rules §4).
    pub schemes: Vec<Given>,
    /// The full deposit agreed when the first of it was taken, fen.
    pub deposit: Fen,
    /// People on the claim beside the customer: direct kin (rules §4 更名).
    pub others: Vec<CustomerId>,
    /// The number of a contract that waits for its down payment.
    pub prepared: Option<String>,
    /// The mortgage that is to pay for it.
    pub mortgage: Option<Mortgage>,
    /// Payment plans, oldest first: the last is in force.
    pub plans: Vec<Plan>,
    /// The swap that brought it here.
    pub swapped: Option<Swap>,
    /// Receipts taken back by a counter-receipt.
    pub countered: Vec<String>,
    /// Calls and letters before a forfeit.
    pub notices: Vec<Notice>,
    /// Dates that were moved, oldest first, UTC: they stay visible (rules §4).
    pub moved: Vec<Instant>,
    /// Money taken and paid back on it, oldest first.
    pub receipts: Vec<Booked>,
    /// The office day on which top-ups made its deposit full: it counts once, on that day (rules §4 足).
    pub topped_up: Option<NaiveDate>,
    /// How it ended; `None` while it lives.
    pub ended: Option<Ended>,
}

/// How far a live claim got (rules §2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Without money; frees itself at `until`.
    Held {
        /// The deadline, UTC.
        until: Instant,
    },
    /// Money taken. A balance means *partial* 临时认购.
    Subscribed {
        /// When, UTC; `None` when it came in with a price list.
        since: Option<Instant>,
        /// Still due 欠, fen; zero means full.
        balance: Fen,
        /// Top-up or signing due, UTC.
        due: Option<Instant>,
    },
    /// Contract signed.
    Signed {
        /// The contract's number; `None` when it came in with a price list.
        contract: Option<String>,
        /// When, UTC; `None` when it came in with a price list.
        since: Option<Instant>,
        /// Recorded 备案 with the city.
        recorded: bool,
        /// Handed over 交房 to the customer.
        handed_over: bool,
        /// Recording due, UTC.
        due: Option<Instant>,
    },
}

impl Claim {
    /// A claim as it begins: no money, no paper, nobody beside its customer.
    pub fn new(id: ClaimId, unit: UnitId, began: Instant, price: Option<Fen>, step: Step) -> Self {
        Self {
            id,
            unit,
            customer: None,
            consultant: None,
            from_line: false,
            began,
            price,
            discount: Fen(0),
            schemes: Vec::new(),
            deposit: Fen(0),
            others: Vec::new(),
            prepared: None,
            mortgage: None,
            plans: Vec::new(),
            swapped: None,
            countered: Vec::new(),
            notices: Vec::new(),
            moved: Vec::new(),
            step,
            receipts: Vec::new(),
            topped_up: None,
            ended: None,
        }
    }

    /// The headline status a unit with this live claim has.
    pub fn status(&self) -> Status {
        match self.step {
            Step::Held { .. } => Status::Held,
            Step::Subscribed { .. } => Status::Deposit,
            Step::Signed { .. } => Status::Signed,
        }
    }

    /// When a hold frees itself, UTC; `None` with money in it.
    pub fn until(&self) -> Option<Instant> {
        match self.step {
            Step::Held { until } => Some(until),
            _ => None,
        }
    }

    /// The next paper or money due, UTC.
    pub fn due(&self) -> Option<Instant> {
        match self.step {
            Step::Held { .. } => None,
            Step::Subscribed { due, .. } | Step::Signed { due, .. } => due,
        }
    }

    /// Balance due 欠, fen, where there is one.
    pub fn balance(&self) -> Option<Fen> {
        match self.step {
            Step::Subscribed { balance, .. } if balance > Fen(0) => Some(balance),
            _ => None,
        }
    }

    /// The price less discounts, fen; `None` where the list had none.
    pub fn deal(&self) -> Option<Fen> {
        self.price.map(|price| price - self.off())
    }

    /// Off the list price in all, fen: public discounts and special ones.
    pub fn off(&self) -> Fen {
        self.discount + self.public_off()
    }

    /// Public discounts in all, fen.
    pub fn public_off(&self) -> Fen {
        Fen(self.schemes.iter().map(|given| given.off.0).sum())
    }

    /// Money taken less money paid back, fen.
    pub fn paid(&self) -> Fen {
        Fen(self.receipts.iter().map(|receipt| receipt.signed().0).sum())
    }

    /// Whether money came in on the balance by a top-up that stands.
    pub fn has_top_up(&self) -> bool {
        let stands = |receipt: &&Booked| !self.countered.contains(&receipt.number);
        self.receipts.iter().filter(stands).any(|receipt| receipt.kind == ReceiptKind::TopUp)
    }

    /// Whether all of the price has come in 款清.
    pub fn is_paid(&self) -> bool {
        self.deal().is_some_and(|deal| self.paid() >= deal)
    }

    /// Still to come of the price, fen; nothing where the list had none.
    pub fn open(&self) -> Fen {
        self.deal().map_or(Fen(0), |deal| (deal - self.paid()).max(Fen(0)))
    }

    /// The payment plan in force.
    pub fn plan(&self) -> Option<&Plan> {
        self.plans.last()
    }

    /// The parts of the plan with what has come of each; none without a plan.
    pub fn shares(&self) -> Vec<Share> {
        let Some(plan) = self.plan() else { return Vec::new() };
        let loans = self.loans(plan.receipts).map(|receipt| receipt.amount.0).sum();
        plan.shares(self.open(), Fen(loans))
    }

    /// What the bank paid and was not taken back, from that receipt on.
    fn loans(&self, from: usize) -> impl Iterator<Item = &Booked> {
        let of_bank = |receipt: &&Booked| {
            receipt.kind == ReceiptKind::Loan && !self.countered.contains(&receipt.number)
        };
        self.receipts.iter().skip(from).filter(of_bank)
    }

    /// When the application for the plan's mortgage is due, UTC; `None` once it is handed in, or without a mortgage.
    pub fn apply_by(&self) -> Option<Instant> {
        let plan = self.plan()?;
        // Another bank than the one applied to before is applied to anew.
        let applied = self.mortgage.as_ref().is_some_and(|mortgage| {
            mortgage.applied >= plan.since || Some(&mortgage.bank) == plan.bank.as_ref()
        });
        plan.apply_by.filter(|_| !applied)
    }

    /// When the bank's loan had come in full, UTC: the day of the receipt that made it whole.
    pub fn paid_out(&self) -> Option<Instant> {
        let (from, amount) = match self.plan().and_then(|plan| Some((plan.receipts, plan.loan()?.amount))) {
            Some(planned) => planned,
            None => (0, self.mortgage.as_ref()?.amount),
        };
        let mut come = Fen(0);
        let whole = self.loans(from).find(|receipt| {
            come = come + receipt.amount;
            come >= amount
        });
        whole.map(|receipt| receipt.made.at)
    }

    /// The part of the plan that is to be paid next by the customer.
    pub fn next_share(&self) -> Option<Share> {
        let own = |share: &Share| share.kind != ShareKind::Loan && share.open() > Fen(0);
        self.shares().into_iter().find(own)
    }

    /// Whether money or paper on it is late at `now`.
    pub fn is_late(&self, now: Instant) -> bool {
        let dated = self.due().into_iter().chain(self.apply_by()).any(|due| due <= now);
        dated || self.shares().iter().any(|share| share.is_late(now))
    }

    /// Everyone on the claim, the customer first.
    pub fn people(&self) -> impl Iterator<Item = CustomerId> {
        self.customer.into_iter().chain(self.others.iter().copied())
    }

    /// Whether its contract was signed in this office: one of a price list has no date.
    pub fn is_signed_here(&self) -> bool {
        matches!(self.step, Step::Signed { since: Some(_), .. })
    }

    /// Whether it came in with a price list rather than from this office.
    pub fn is_imported(&self) -> bool {
        self.customer.is_none()
    }
}

/// A public discount given on a claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Given {
    /// Which scheme.
    pub scheme: SchemeId,
    /// What it takes off, fen.
    pub off: Fen,
}

words! {
    /// What a receipt is for.
    ReceiptKind {
        /// 定金
        Deposit = "deposit",
        /// 补足
        TopUp = "top_up",
        /// 首付
        DownPayment = "down_payment",
        /// 分期
        Instalment = "instalment",
        /// 放款
        Loan = "loan",
        /// 退款: paid back.
        Refund = "refund",
        /// 冲红: takes a wrong receipt back.
        Counter = "counter",
    }
}

/// Money taken by the cashier 收据.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// Unique in the project.
    pub number: String,
    /// What for.
    pub kind: ReceiptKind,
    /// How much, fen, positive.
    pub amount: Fen,
    /// How it was paid, e.g. `POS`, `转账`.
    pub method: String,
    /// Who paid, or was paid back; `None` in journals from before it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<Payer>,
}

/// When and by whom something on a claim was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Made {
    /// The event's position.
    pub seq: Seq,
    /// Its time, UTC.
    pub at: Instant,
    /// Who.
    pub by: Option<StaffId>,
}

/// Who paid. A person only by number: their name must not lie in the chain (rules §6).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    /// A customer.
    Customer(CustomerId),
    /// The bank of the mortgage.
    Bank(String),
}

/// A receipt as the office has it: with what the event itself bears, so that its payload does not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Booked {
    /// The receipt.
    pub receipt: Receipt,
    /// The office day whose till it counts in.
    pub day: NaiveDate,
    /// When and by whom it was booked.
    pub made: Made,
}

impl std::ops::Deref for Booked {
    type Target = Receipt;
    fn deref(&self) -> &Receipt {
        &self.receipt
    }
}

impl Receipt {
    /// What it adds to the till, fen: refunds and counter-receipts take away.
    pub fn signed(&self) -> Fen {
        match self.kind {
            ReceiptKind::Refund | ReceiptKind::Counter => Fen(-self.amount.0),
            _ => self.amount,
        }
    }
}

/// A swap 换房 as the claim it made remembers it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Swap {
    /// The claim it was before.
    pub from: ClaimId,
    /// When, and who approved it.
    pub made: Made,
    /// Money that went with it, fen.
    pub carried: Fen,
    /// Why.
    pub reason: String,
}

/// A mortgage 按揭.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mortgage {
    /// The bank.
    pub bank: String,
    /// How much, fen.
    pub amount: Fen,
    /// When the application was handed in, UTC.
    pub applied: Instant,
}

words! {
    /// What must have been tried before a deposit is forfeited (rules §4).
    NoticeKind {
        /// 电话
        Call = "call",
        /// 挂号信
        Letter = "letter",
    }
}

/// One try to reach the customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// How.
    pub kind: NoticeKind,
    /// When, UTC.
    pub at: Instant,
    /// What came of it, or the letter's number.
    pub note: String,
}

words! {
    /// How a claim ended.
    EndKind {
        /// The hold's deadline passed.
        Expired = "expired",
        /// Released by the holder or a supervisor.
        Released = "released",
        /// Undone by its maker.
        Undone = "undone",
        /// 退定
        Cancelled = "cancelled",
        /// 挞定
        Forfeited = "forfeited",
        /// 退房
        Terminated = "terminated",
        /// 换房
        Swapped = "swapped",
    }
}

/// The end of a claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ended {
    /// How.
    pub kind: EndKind,
    /// When, UTC.
    pub at: Instant,
    /// The office day it counts on.
    pub day: NaiveDate,
    /// By whom; `None` when the deadline did it.
    pub by: Option<StaffId>,
}
