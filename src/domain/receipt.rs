//! Receipts 收据: what the cashier took, under a number of its own, and who paid it (rules §4).

use crate::domain::context::required;
use crate::domain::id::CustomerId;
use crate::domain::money::Fen;
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::{Claim, Payer, Receipt, ReceiptKind};
use crate::domain::state::office::Office;
use serde::{Deserialize, Serialize};

/// What the cashier took.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Taken {
    /// The receipt's number.
    pub receipt: String,
    /// How much, fen.
    pub amount: Fen,
    /// How it was paid.
    pub method: String,
    /// Who paid, or is paid back; `None`: the claim's customer, and the mortgage's bank for a loan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<CustomerId>,
}

/// A receipt with a number nobody used before (rules §4), from whom it says, else from whom `claim` leads to expect.
pub fn receipt(
    office: &Office,
    kind: ReceiptKind,
    taken: &Taken,
    claim: Option<&Claim>,
) -> Result<Receipt, Rejection> {
    let number = required("receipt", &taken.receipt)?;
    if let Some(unit) = office.receipts.get(&number) {
        return Err(Rejection::ReceiptUsed { receipt: number, unit: office.unit(*unit).spec.address() });
    }
    if taken.amount <= Fen(0) {
        return Err(Rejection::AmountInvalid);
    }
    let method = required("method", &taken.method)?;
    let payer = paid_by(office, kind, taken.payer, claim)?;
    Ok(Receipt { number, kind, amount: taken.amount, method, payer })
}

/// Who paid: who was named, else for a loan the bank of the mortgage, else the claim's customer.
fn paid_by(
    office: &Office,
    kind: ReceiptKind,
    named: Option<CustomerId>,
    claim: Option<&Claim>,
) -> Result<Option<Payer>, Rejection> {
    if let Some(id) = named {
        let known = office.customers.get(id.index()).ok_or(Rejection::CustomerUnknown)?;
        return match known.person {
            Some(_) => Ok(Some(Payer::Customer(id))),
            None => Err(Rejection::CustomerErased),
        };
    }
    let bank = claim.and_then(|claim| claim.mortgage.as_ref()).map(|mortgage| mortgage.bank.clone());
    Ok(match (kind, bank) {
        (ReceiptKind::Loan, bank) => bank.map(Payer::Bank),
        _ => claim.and_then(|claim| claim.customer).map(Payer::Customer),
    })
}
