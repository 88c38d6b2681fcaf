//! Money adds up per unit, per day and in total, and papers are numbered without gaps (rules §4, §11.6): what `verify` asks of
//! the office it has rebuilt.

use crate::domain::id::{Seq, UnitId};
use crate::domain::money::Fen;
use crate::domain::state::claim::{Claim, EndKind, ReceiptKind, Step};
use crate::domain::state::day::Ledger;
use crate::domain::state::issued::PaperKind;
use crate::domain::state::office::Office;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A sum that does not come out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unsound {
    /// What was paid and what is due are not the deposit agreed.
    Deposit(UnitId),
    /// A unit owes money back beyond what came in.
    Negative(UnitId),
    /// The days' tills and the units' receipts differ.
    Total,
    /// A day's till or one of its counters is not what receipts and claims say of that day.
    Day(NaiveDate),
    /// A receipt counts on no unit, or on another one than the index says.
    Receipt(UnitId),
    /// A paper's number does not follow the one before it; where it was issued.
    Paper(Seq),
}

/// Checks every sum; the first that does not come out.
pub fn sound(office: &Office) -> Result<(), Unsound> {
    let mut total = Fen(0);
    for claim in &office.claims {
        total = total + claim.paid();
        if claim.paid() < Fen(0) {
            return Err(Unsound::Negative(claim.unit));
        }
        subscription(claim)?;
        for receipt in &claim.receipts {
            if office.receipts.get(&receipt.number) != Some(&claim.unit) {
                return Err(Unsound::Receipt(claim.unit));
            }
        }
    }
    numbered(office)?;
    // Each number once: the index would hide a second one on the same unit.
    let written: usize = office.claims.iter().map(|claim| claim.receipts.len()).sum();
    if written != office.receipts.len() {
        return Err(Unsound::Total);
    }
    let days = office.ledgers.values();
    let till: i64 = days.map(|day| day.received.0 - day.refunded.0).sum();
    if Fen(till) != total {
        return Err(Unsound::Total);
    }
    let proven = days_of(office);
    let days: BTreeSet<NaiveDate> = office.ledgers.keys().chain(proven.keys()).copied().collect();
    let of = |ledgers: &BTreeMap<NaiveDate, Ledger>, day| ledgers.get(&day).copied().unwrap_or_default();
    let differs = |day: &NaiveDate| of(&office.ledgers, *day) != of(&proven, *day);
    days.into_iter().find(differs).map_or(Ok(()), |day| Err(Unsound::Day(day)))
}

/// Every day's till and counters, from the receipts and the claims alone.
fn days_of(office: &Office) -> BTreeMap<NaiveDate, Ledger> {
    let mut days: BTreeMap<NaiveDate, Ledger> = BTreeMap::new();
    for claim in &office.claims {
        for booked in &claim.receipts {
            let till = days.entry(booked.day).or_default();
            let signed = booked.signed();
            let side = if signed < Fen(0) { &mut till.refunded } else { &mut till.received };
            *side = *side + booked.amount;
        }
        let first = |kind| claim.receipts.iter().find(|booked| booked.kind == kind).map(|booked| booked.day);
        if let Some(day) = first(ReceiptKind::Deposit) {
            days.entry(day).or_default().subscribed += 1;
        }
        if let Some(day) = claim.topped_up {
            days.entry(day).or_default().topped_up += 1;
        }
        if let Some(day) = first(ReceiptKind::DownPayment) {
            days.entry(day).or_default().signed += 1;
        }
        if let Some(ended) = &claim.ended {
            let day = days.entry(ended.day).or_default();
            match ended.kind {
                EndKind::Cancelled => day.cancelled += 1,
                EndKind::Forfeited => day.forfeited += 1,
                EndKind::Terminated => day.terminated += 1,
                EndKind::Swapped => day.swapped += 1,
                EndKind::Expired | EndKind::Released | EndKind::Undone => {}
            }
        }
    }
    days
}

/// Per kind and year papers count 1, 2, 3 … in the order they were issued.
fn numbered(office: &Office) -> Result<(), Unsound> {
    let mut last: BTreeMap<(PaperKind, i32), u32> = BTreeMap::new();
    for paper in office.issued.papers() {
        let number = last.entry((paper.no.kind, paper.no.year)).or_default();
        *number += 1;
        if paper.no.number != *number {
            return Err(Unsound::Paper(paper.seq));
        }
    }
    Ok(())
}

/// Balance and paid make the deposit; what came in with a price list has neither.
fn subscription(claim: &Claim) -> Result<(), Unsound> {
    match claim.step {
        Step::Subscribed { balance, .. } if !claim.is_imported() && claim.ended.is_none() => {
            let comes_out = claim.paid() + balance == claim.deposit;
            if comes_out { Ok(()) } else { Err(Unsound::Deposit(claim.unit)) }
        }
        _ => Ok(()),
    }
}
