//! Refusals several subjects share.

use crate::domain::context::Context;
use crate::domain::id::{ClaimId, UnitId};
use crate::domain::money::Fen;
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::{Claim, NoticeKind};
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::Status;
use crate::domain::time::{Instant, due_after};

/// Refuses a unit whose status is none of `needed` (rules §2).
pub fn need(office: &Office, unit: UnitId, needed: &[Status]) -> Result<(), Rejection> {
    let status = office.status(unit);
    if needed.contains(&status) {
        return Ok(());
    }
    let address = office.unit(unit).spec.address();
    Err(Rejection::WrongStatus { unit: address, status, needed: needed.to_vec() })
}

/// "Somebody has it since": names who and when (rules §3).
pub fn taken(office: &Office, claim: &Claim) -> Rejection {
    Rejection::UnitTaken {
        unit: office.unit(claim.unit).spec.address(),
        by: office.name_of(claim.consultant).to_string(),
        since: claim.began,
    }
}

/// The live claim on a unit, or a refusal that says which statuses have one.
pub fn claimed(office: &Office, unit: UnitId, needed: &[Status]) -> Result<ClaimId, Rejection> {
    need(office, unit, needed)?;
    office.unit(unit).claim.ok_or_else(|| Rejection::WrongStatus {
        unit: office.unit(unit).spec.address(),
        status: office.status(unit),
        needed: needed.to_vec(),
    })
}

/// Refuses a unit somebody asked to hold: that request is answered first (rules §3).
pub fn unasked(office: &Office, unit: UnitId) -> Result<(), Rejection> {
    let entry = office.unit(unit);
    let Some(first) = entry.requests.front() else { return Ok(()) };
    let by = office.name_of(Some(first.consultant)).to_string();
    Err(Rejection::UnitRequested { unit: entry.spec.address(), by, since: first.since })
}

/// Refuses a contract number that another contract has, signed or prepared (rules §4).
pub fn contract_free(office: &Office, contract: &str) -> Result<(), Rejection> {
    let Some(other) = office.contracts.get(contract) else { return Ok(()) };
    let unit = office.unit(*other).spec.address();
    Err(Rejection::ContractUsed { contract: contract.to_string(), unit })
}

/// No more is paid back than came in.
pub fn repayable(claim: &Claim, refund: Fen) -> Result<(), Rejection> {
    let paid = claim.paid();
    if refund < Fen(0) || refund > paid {
        return Err(Rejection::RefundDiffers { amount: refund, expected: paid });
    }
    Ok(())
}

/// Overdue by the days of the policy, and the customer called and written to (rules §4).
pub fn forfeitable(office: &Office, unit: UnitId, now: Instant) -> Result<(), Rejection> {
    let claim = office.claim(claimed(office, unit, &[Status::Deposit])?);
    let policy = &office.policy;
    let due = claim.due().ok_or_else(|| Rejection::NothingDue { unit: office.unit(unit).spec.address() })?;
    let from = due_after(due, policy.forfeit_days, policy.deadline_time, policy.time_zone);
    if now < from {
        return Err(Rejection::ForfeitEarly { unit: office.unit(unit).spec.address(), from });
    }
    for kind in NoticeKind::ALL {
        if !claim.notices.iter().any(|notice| notice.kind == *kind && notice.at >= due) {
            let notice = kind.code().to_string();
            return Err(Rejection::NoticeMissing { unit: office.unit(unit).spec.address(), notice });
        }
    }
    Ok(())
}

/// Below the floor price 底价 only the manager goes (rules §4).
pub fn above_floor(office: &Office, unit: UnitId, deal: Fen, context: &Context) -> Result<(), Rejection> {
    let floor = office.unit(unit).spec.floor_price.filter(|floor| deal < *floor);
    match floor {
        Some(_) if !context.may(office, Right::Approve) => {
            Err(Rejection::BelowFloor { unit: office.unit(unit).spec.address() })
        }
        _ => Ok(()),
    }
}
