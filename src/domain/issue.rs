//! Papers handed to customers: receipt, subscription form, swap form (rules §4). Issuing one is an event, so that its number
//! is in the chain: counted without gaps per kind and year, whoever prints at the same moment.
//!
//! What a paper says is read from the office at that event, and the head it bears is that event's own. Printing the same
//! matter again keeps the number and is counted as a copy.

use crate::domain::context::{Context, Stamp, required};
use crate::domain::id::UnitId;
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::Claim;
use crate::domain::state::issued::{Matter, Paper, PaperNo};
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::Status;
use chrono::Datelike;
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// The paper of a receipt.
    Receipt {
        /// The receipt's number.
        number: String,
    },
    /// The paper of the last receipt on a unit.
    LastReceipt {
        /// Which unit.
        unit: UnitId,
    },
    /// The subscription form.
    Subscription {
        /// Of which unit.
        unit: UnitId,
    },
    /// The form of the last swap to or from a unit.
    Swap {
        /// Which unit.
        unit: UnitId,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A paper was printed for the first time and got its number.
    Issued {
        /// The number.
        no: PaperNo,
        /// What it is about.
        matter: Matter,
        /// For which unit.
        unit: UnitId,
    },
    /// It was printed once more.
    Copied {
        /// The number it has.
        no: PaperNo,
        /// What it is about.
        matter: Matter,
        /// For which unit.
        unit: UnitId,
        /// Which print this is; the original was the first.
        copy: u32,
    },
}

impl Event {
    /// The paper's number, its matter, its unit, and which print it is.
    pub fn print(&self) -> (PaperNo, &Matter, UnitId, u32) {
        match self {
            Self::Issued { no, matter, unit } => (*no, matter, *unit, 1),
            Self::Copied { no, matter, unit, copy } => (*no, matter, *unit, *copy),
        }
    }
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let is_receipt = matches!(command, Command::Receipt { .. } | Command::LastReceipt { .. });
    context.require(office, if is_receipt { Right::Receipt } else { Right::Form })?;
    let (matter, unit) = match command {
        Command::Receipt { number } => {
            let number = required("receipt", number)?;
            let unit = office.receipts.get(&number).copied();
            let unit = unit.ok_or_else(|| Rejection::ReceiptAbsent { receipt: number.clone() })?;
            (Matter::Receipt(number), unit)
        }
        Command::LastReceipt { unit } => {
            let last = office.claims_on(*unit).find_map(|claim| claim.receipts.last());
            let last = last.ok_or_else(|| Rejection::NoReceipts { unit: address(office, *unit) })?;
            (Matter::Receipt(last.number.clone()), *unit)
        }
        Command::Subscription { unit } => (subscription(office, *unit)?, *unit),
        Command::Swap { unit } => swap(office, *unit)?,
    };
    Ok(vec![match office.issued.of(&matter) {
        None => {
            let year = office.day(context.now).year();
            Event::Issued { no: office.issued.next(matter.kind(), year), matter, unit }
        }
        Some(paper) => Event::Copied { no: paper.no, copy: paper.copies.saturating_add(1), matter, unit },
    }])
}

fn address(office: &Office, unit: UnitId) -> String {
    office.unit(unit).spec.address()
}

/// The claim a paper is about, live or ended; a receipt's goes with it when it is swapped.
pub fn claim_of<'a>(office: &'a Office, matter: &Matter) -> Option<&'a Claim> {
    match matter {
        Matter::Subscription(id) | Matter::Swap(id) => office.claims.get(id.index()),
        Matter::Receipt(number) => {
            let unit = office.receipts.get(number)?;
            office.claims_on(*unit).find(|claim| claim.receipts.iter().any(|one| one.number == *number))
        }
    }
}

/// A subscription taken here: what came in with a price list has no deposit this office knows of.
fn subscription(office: &Office, unit: UnitId) -> Result<Matter, Rejection> {
    let subscribed =
        |claim: &&Claim| matches!(claim.status(), Status::Deposit | Status::Signed) && !claim.is_imported();
    let claim = office.live_claim(unit).filter(subscribed);
    let claim = claim.ok_or_else(|| Rejection::NotSubscribed { unit: address(office, unit) })?;
    Ok(Matter::Subscription(claim.id))
}

/// The last swap that brought a claim to the unit or took one away, and the unit it led to.
fn swap(office: &Office, unit: UnitId) -> Result<(Matter, UnitId), Rejection> {
    let concerns = |claim: &&Claim| {
        claim.swapped.as_ref().is_some_and(|swap| claim.unit == unit || office.claim(swap.from).unit == unit)
    };
    let claim = office.claims.iter().rev().find(concerns);
    let claim = claim.ok_or_else(|| Rejection::NotSwapped { unit: address(office, unit) })?;
    Ok((Matter::Swap(claim.id), claim.unit))
}

/// Folds one event into the office. Nothing on the unit changes by it, so its revision stays.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    match event {
        Event::Issued { no, matter, unit } => office.issued.add(Paper {
            no: *no,
            matter: matter.clone(),
            unit: *unit,
            at: stamp.at,
            by: stamp.by,
            seq: stamp.seq,
            copies: 1,
        }),
        Event::Copied { matter, copy, .. } => office.issued.copy(matter, *copy),
    }
}
