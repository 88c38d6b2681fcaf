//! Money adds up, and papers are numbered without gaps (rules §4, §11.6): what `verify` asks of the office it has rebuilt.

use crate::domain::id::{Seq, UnitId};
use crate::domain::money::Fen;
use crate::domain::state::claim::{Claim, Step};
use crate::domain::state::issued::PaperKind;
use crate::domain::state::office::Office;
use std::collections::BTreeMap;

/// A sum that does not come out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unsound {
    /// What was paid and what is due are not the deposit agreed.
    Deposit(UnitId),
    /// A unit owes money back beyond what came in.
    Negative(UnitId),
    /// The days' tills and the units' receipts differ.
    Total,
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
    if Fen(till) == total { Ok(()) } else { Err(Unsound::Total) }
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
