//! The payment plan 付款计划 of a contract: once, in parts, or with a mortgage (rules §4). The paper side agrees it after
//! signing; changing what was agreed is the manager's, with a reason.

use crate::domain::context::{Context, Stamp, optional, required};
use crate::domain::guard;
use crate::domain::id::UnitId;
use crate::domain::money::Fen;
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::{Claim, Step};
use crate::domain::state::office::Office;
use crate::domain::state::plan::{Part, Plan, PlanKind};
use crate::domain::state::staff::Right;
use crate::domain::state::unit::Status;
use crate::domain::time::{Instant, due_after, instant_of};
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Parts a plan has at most.
pub const PARTS_MAX: u32 = 60;
/// Months between two equal parts at most.
pub const EVERY_MAX: u32 = 12;
/// How far ahead the last part lies at most, months.
pub const MONTHS_MAX: u32 = 120;

/// A day and an amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dated {
    /// Which day of the office.
    pub on: NaiveDate,
    /// How much, fen.
    pub amount: Fen,
}

/// How the rest of the price is to be paid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Terms {
    /// All at once.
    Once {
        /// By which day.
        on: NaiveDate,
    },
    /// In parts as named.
    Parts {
        /// Days and amounts, soonest first; together all that is open.
        parts: Vec<Dated>,
    },
    /// In equal parts; the last takes what does not divide.
    Equal {
        /// How many.
        count: u32,
        /// How many months apart.
        every: u32,
        /// The day of the first.
        from: NaiveDate,
    },
    /// The bank pays a loan, the customer the rest.
    Mortgage {
        /// The bank.
        bank: String,
        /// The loan, fen.
        amount: Fen,
        /// What is left of the down payment; where nothing is said, due with the application.
        down: Vec<Dated>,
        /// When the bank is to pay, if it said so.
        paid_out_by: Option<NaiveDate>,
    },
}

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Agrees a plan, or another in its place.
    Set {
        /// For which unit's contract.
        unit: UnitId,
        /// How.
        terms: Terms,
        /// Why; must be given where a plan is changed.
        reason: String,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A plan was agreed.
    Agreed {
        /// For which unit's contract.
        unit: UnitId,
        /// Which.
        kind: PlanKind,
        /// The bank of a mortgage.
        bank: Option<String>,
        /// Its parts.
        parts: Vec<Part>,
        /// The application for a mortgage is due, UTC.
        apply_by: Option<Instant>,
        /// Whether it takes the place of another.
        again: bool,
        /// Why.
        reason: Option<String>,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let Command::Set { unit, terms, reason } = command;
    context.require(office, Right::Paper)?;
    let claim = office.claim(guard::claimed(office, *unit, &[Status::Signed])?);
    let address = || office.unit(*unit).spec.address();
    if claim.deal().is_none() {
        return Err(Rejection::NoPrice { unit: address() });
    }
    let open = claim.open();
    if open == Fen(0) {
        return Err(Rejection::NothingOpen { unit: address() });
    }
    let before = claim.plan();
    if before.is_some() {
        context.require(office, Right::Approve)?;
    }
    let (kind, bank, parts, apply_by) = Agreement { office, claim, open, now: context.now }.of(terms)?;
    if before.is_some_and(|old| (old.kind, &old.bank, &old.parts) == (kind, &bank, &parts)) {
        return Err(Rejection::AlreadySo { subject: address() });
    }
    let again = before.is_some();
    let reason = if again { Some(required("reason", reason)?) } else { optional("reason", reason)? };
    Ok(vec![Event::Agreed { unit: *unit, kind, bank, parts, apply_by, again, reason }])
}

type Agreed = (PlanKind, Option<String>, Vec<Part>, Option<Instant>);

/// What a plan is worked out from.
struct Agreement<'a> {
    office: &'a Office,
    claim: &'a Claim,
    /// Still to come, fen.
    open: Fen,
    now: Instant,
}

impl Agreement<'_> {
    fn of(&self, terms: &Terms) -> Result<Agreed, Rejection> {
        Ok(match terms {
            Terms::Once { on } => {
                let all = [Dated { on: *on, amount: self.open }];
                (PlanKind::Once, None, self.parts(&all, self.open)?, None)
            }
            Terms::Parts { parts } => (PlanKind::Parts, None, self.parts(parts, self.open)?, None),
            Terms::Equal { count, every, from } => {
                let parts = self.equal(*count, *every, *from)?;
                (PlanKind::Parts, None, self.parts(&parts, self.open)?, None)
            }
            Terms::Mortgage { bank, amount, down, paid_out_by } => {
                self.mortgage(bank, *amount, down, *paid_out_by)?
            }
        })
    }

    fn mortgage(
        &self,
        bank: &str,
        amount: Fen,
        down: &[Dated],
        paid_out_by: Option<NaiveDate>,
    ) -> Result<Agreed, Rejection> {
        let bank = required("bank", bank)?;
        if amount <= Fen(0) {
            return Err(Rejection::AmountInvalid);
        }
        if amount > self.open {
            return Err(Rejection::AboveBalance { amount, balance: self.open });
        }
        let rest = self.open - amount;
        let apply_by = self.apply_by();
        let mut parts = match down {
            [] if rest == Fen(0) => Vec::new(),
            [] => {
                let due = if apply_by > self.now { apply_by } else { self.in_days(self.now, 1) };
                vec![Part { due: Some(due), amount: rest, loan: false }]
            }
            named => self.parts(named, rest)?,
        };
        let last = parts.last().and_then(|part| part.due).unwrap_or(self.now);
        let due = paid_out_by.map(|day| self.day_after(day, last, true)).transpose()?;
        parts.push(Part { due, amount, loan: true });
        Ok((PlanKind::Mortgage, Some(bank), parts, Some(apply_by)))
    }

    /// The application is due some days after signing (rules §4); of a plan agreed in another's place, after that.
    fn apply_by(&self) -> Instant {
        let signed = match self.claim.step {
            Step::Signed { since, .. } if self.claim.plan().is_none() => since,
            _ => None,
        };
        self.in_days(signed.unwrap_or(self.now), 0)
    }

    /// The days of the policy after a moment, at least `least`.
    fn in_days(&self, from: Instant, least: u32) -> Instant {
        let policy = &self.office.policy;
        due_after(from, policy.mortgage_days.max(least), policy.deadline_time, policy.time_zone)
    }

    fn equal(&self, count: u32, every: u32, from: NaiveDate) -> Result<Vec<Dated>, Rejection> {
        counted("parts", count, PARTS_MAX)?;
        counted("every", every, EVERY_MAX)?;
        let each = self.open.0 / i64::from(count);
        // Whole yuan where there are any: the last part takes the rest.
        let each = Fen(if each >= 100 { each - each % 100 } else { each });
        let last = self.open - Fen(each.0 * i64::from(count - 1));
        let dated = |place: u32| {
            let on = from.checked_add_months(Months::new(place * every)).unwrap_or(NaiveDate::MAX);
            Dated { on, amount: if place + 1 == count { last } else { each } }
        };
        Ok((0..count).map(dated).collect())
    }

    /// The parts of a plan that sum to `whole`, each after the one before.
    fn parts(&self, dated: &[Dated], whole: Fen) -> Result<Vec<Part>, Rejection> {
        counted("parts", u32::try_from(dated.len()).unwrap_or(u32::MAX), PARTS_MAX)?;
        if dated.iter().any(|part| part.amount <= Fen(0)) {
            return Err(Rejection::AmountInvalid);
        }
        let sum = Fen(dated.iter().fold(0, |sum: i64, part| sum.saturating_add(part.amount.0)));
        if sum != whole {
            return Err(Rejection::PlanDiffers { amount: sum, balance: whole });
        }
        let mut last = self.now;
        let mut parts = Vec::with_capacity(dated.len() + 1);
        for Dated { on, amount } in dated {
            last = self.day_after(*on, last, false)?;
            parts.push(Part { due: Some(last), amount: *amount, loan: false });
        }
        Ok(parts)
    }

    /// A day as a deadline, after `last` (or at it), ahead and not too far.
    fn day_after(&self, on: NaiveDate, last: Instant, or_at: bool) -> Result<Instant, Rejection> {
        let policy = &self.office.policy;
        let today = self.office.day(self.now);
        let far = today.checked_add_months(Months::new(MONTHS_MAX)).unwrap_or(NaiveDate::MAX);
        let at = instant_of(on.min(far), policy.deadline_time, policy.time_zone);
        let fits = |at: Instant| at > last || (or_at && at == last && at > self.now);
        if on <= far && fits(at) {
            return Ok(at);
        }
        let day = self.office.day(last);
        let same = fits(instant_of(day, policy.deadline_time, policy.time_zone));
        let from = if same { day } else { day.succ_opt().unwrap_or(day) };
        Err(Rejection::PlanDate { on, from, until: far })
    }
}

fn counted(field: &str, count: u32, most: u32) -> Result<(), Rejection> {
    if (1..=most).contains(&count) {
        return Ok(());
    }
    Err(Rejection::CountInvalid { field: field.to_string(), least: 1, most })
}

/// The unit an event is about.
pub fn unit_of(event: &Event) -> UnitId {
    let Event::Agreed { unit, .. } = event;
    *unit
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    let Event::Agreed { unit, kind, bank, parts, apply_by, reason, .. } = event;
    let entry = &mut office.units[unit.index()];
    entry.revision = stamp.seq;
    let Some(claim) = entry.claim.map(|id| &mut office.claims[id.index()]) else { return };
    claim.plans.push(Plan {
        kind: *kind,
        bank: bank.clone(),
        parts: parts.clone(),
        apply_by: *apply_by,
        since: stamp.at,
        by: stamp.by,
        reason: reason.clone(),
        receipts: claim.receipts.len(),
    });
}
