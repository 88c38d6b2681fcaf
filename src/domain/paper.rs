//! Papers: the contract's number before it is signed; recording 备案, mortgage 按揭, handing over 交房 afterwards; and what is
//! tried before a forfeit (rules §2, §4, §7).

use crate::domain::context::{Context, Stamp, optional, required};
use crate::domain::guard;
use crate::domain::id::UnitId;
use crate::domain::money::Fen;
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::{Mortgage, Notice, NoticeKind, Step};
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::Status;
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// The contract is written and has its number; the cashier's down payment will sign it.
    Prepare {
        /// For which unit.
        unit: UnitId,
        /// The contract's number; another takes the place of one entered before.
        contract: String,
    },
    /// The contract was recorded with the city.
    Record {
        /// Which unit's.
        unit: UnitId,
        /// The city's number, if known.
        number: String,
    },
    /// The recording was cancelled with the city.
    Unrecord {
        /// Which unit's.
        unit: UnitId,
        /// Why.
        reason: String,
    },
    /// The application for a mortgage was handed in.
    Mortgage {
        /// For which unit.
        unit: UnitId,
        /// At which bank.
        bank: String,
        /// How much, fen.
        amount: Fen,
    },
    /// The unit was handed over to its customer.
    HandOver {
        /// Which.
        unit: UnitId,
    },
    /// The customer was called, or written to by registered letter.
    Notice {
        /// About which unit.
        unit: UnitId,
        /// How.
        kind: NoticeKind,
        /// What came of it, or the letter's number.
        note: String,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A contract was prepared.
    Prepared {
        /// For which unit.
        unit: UnitId,
        /// Its number.
        contract: String,
    },
    /// The contract was recorded.
    Recorded {
        /// Which unit's.
        unit: UnitId,
        /// The city's number.
        number: Option<String>,
    },
    /// The recording was cancelled.
    Unrecorded {
        /// Which unit's.
        unit: UnitId,
        /// Why.
        reason: String,
    },
    /// A mortgage was applied for.
    MortgageApplied {
        /// For which unit.
        unit: UnitId,
        /// At which bank.
        bank: String,
        /// How much, fen.
        amount: Fen,
    },
    /// The unit was handed over.
    HandedOver {
        /// Which.
        unit: UnitId,
    },
    /// The customer was given notice.
    Noticed {
        /// About which unit.
        unit: UnitId,
        /// How.
        kind: NoticeKind,
        /// What came of it.
        note: String,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    // Rules §7 does not name notices: whoever may ask for the forfeit logs what it stands on. A planner holds units only.
    let right = if matches!(command, Command::Notice { .. }) { Right::Ask } else { Right::Paper };
    context.require(office, right)?;
    let event = match command {
        Command::Prepare { unit, contract } => prepare(office, *unit, contract)?,
        Command::Record { unit, number } => {
            let recorded = signed(office, *unit)?.0;
            if recorded {
                return Err(already(office, *unit));
            }
            Event::Recorded { unit: *unit, number: optional("number", number)? }
        }
        Command::Unrecord { unit, reason } => {
            let (recorded, handed_over) = signed(office, *unit)?;
            if !recorded || handed_over {
                return Err(already(office, *unit));
            }
            Event::Unrecorded { unit: *unit, reason: required("reason", reason)? }
        }
        Command::Mortgage { unit, bank, amount } => {
            signed(office, *unit)?;
            let claim = office.live_claim(*unit);
            let open = claim.and_then(|claim| Some(claim.deal()? - claim.paid()));
            if *amount <= Fen(0) {
                return Err(Rejection::AmountInvalid);
            }
            if let Some(balance) = open.filter(|open| amount > open) {
                return Err(Rejection::AboveBalance { amount: *amount, balance });
            }
            Event::MortgageApplied { unit: *unit, bank: required("bank", bank)?, amount: *amount }
        }
        Command::HandOver { unit } => hand_over(office, *unit)?,
        Command::Notice { unit, kind, note } => {
            guard::claimed(office, *unit, &[Status::Deposit, Status::Signed])?;
            Event::Noticed { unit: *unit, kind: *kind, note: required("note", note)? }
        }
    };
    Ok(vec![event])
}

/// A number of its own for a contract that waits for its down payment (rules §7 "contract number"). A balance may still be due.
fn prepare(office: &Office, unit: UnitId, contract: &str) -> Result<Event, Rejection> {
    let claim = office.claim(guard::claimed(office, unit, &[Status::Deposit])?);
    crate::domain::payment::licensed(office, unit)?;
    let contract = required("contract", contract)?;
    if claim.prepared.as_deref() == Some(&contract) {
        return Err(already(office, unit));
    }
    guard::contract_free(office, &contract)?;
    Ok(Event::Prepared { unit, contract })
}

/// Recorded and paid first (rules §2: recorded → paid → handed over). A contract that came in with a price list has no money
/// here; one that was signed here has, also where its deposit was taken before.
fn hand_over(office: &Office, unit: UnitId) -> Result<Event, Rejection> {
    let (recorded, handed_over) = signed(office, unit)?;
    if handed_over {
        return Err(already(office, unit));
    }
    let address = || office.unit(unit).spec.address();
    if !recorded {
        return Err(Rejection::NotRecorded { unit: address() });
    }
    let claim = office.live_claim(unit).filter(|claim| claim.is_signed_here());
    if let Some((claim, deal)) = claim.and_then(|claim| Some((claim, claim.deal()?)))
        && !claim.is_paid()
    {
        let balance = deal - claim.paid();
        return Err(Rejection::PriceDue { unit: address(), balance });
    }
    Ok(Event::HandedOver { unit })
}

/// Whether a signed contract is recorded and the unit handed over.
fn signed(office: &Office, unit: UnitId) -> Result<(bool, bool), Rejection> {
    let claim = office.claim(guard::claimed(office, unit, &[Status::Signed])?);
    match claim.step {
        Step::Signed { recorded, handed_over, .. } => Ok((recorded, handed_over)),
        _ => Ok((false, false)),
    }
}

fn already(office: &Office, unit: UnitId) -> Rejection {
    Rejection::AlreadySo { subject: office.unit(unit).spec.address() }
}

/// The unit an event is about.
pub fn unit_of(event: &Event) -> UnitId {
    match event {
        Event::Prepared { unit, .. }
        | Event::Recorded { unit, .. }
        | Event::Unrecorded { unit, .. }
        | Event::MortgageApplied { unit, .. }
        | Event::HandedOver { unit }
        | Event::Noticed { unit, .. } => *unit,
    }
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    let policy = &office.policy;
    let again = crate::domain::time::due_after(
        stamp.at,
        policy.recording_days,
        policy.deadline_time,
        policy.time_zone,
    );
    let entry = &mut office.units[unit_of(event).index()];
    entry.revision = stamp.seq;
    let Some(claim) = entry.claim.map(|id| &mut office.claims[id.index()]) else { return };
    match event {
        Event::Prepared { unit, contract } => {
            let before = claim.prepared.replace(contract.clone());
            // A number that was put right was no contract's.
            before.and_then(|before| office.contracts.remove(&before));
            office.contracts.insert(contract.clone(), *unit);
        }
        Event::Recorded { .. } | Event::Unrecorded { .. } => {
            let is = matches!(event, Event::Recorded { .. });
            if let Step::Signed { recorded, due, .. } = &mut claim.step {
                (*recorded, *due) = (is, (!is).then_some(again));
            }
        }
        Event::MortgageApplied { bank, amount, .. } => {
            claim.mortgage = Some(Mortgage { bank: bank.clone(), amount: *amount, applied: stamp.at });
        }
        Event::HandedOver { .. } => {
            if let Step::Signed { handed_over, .. } = &mut claim.step {
                *handed_over = true;
            }
        }
        Event::Noticed { kind, note, .. } => {
            claim.notices.push(Notice { kind: *kind, at: stamp.at, note: note.clone() });
        }
    }
}
