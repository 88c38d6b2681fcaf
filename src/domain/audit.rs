//! Money adds up (rules §11.6): what `verify` asks of the office it has rebuilt.

use crate::domain::id::UnitId;
use crate::domain::money::Fen;
use crate::domain::state::claim::{Claim, Step};
use crate::domain::state::office::Office;

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
    // Each number once: the index would hide a second one on the same unit.
    let written: usize = office.claims.iter().map(|claim| claim.receipts.len()).sum();
    if written != office.receipts.len() {
        return Err(Unsound::Total);
    }
    let days = office.ledgers.values();
    let till: i64 = days.map(|day| day.received.0 - day.refunded.0).sum();
    if Fen(till) == total { Ok(()) } else { Err(Unsound::Total) }
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
