//! What a change does, or why it cannot be (rules §4): the same answer for who makes it, asks for it and approves it.

use crate::domain::change::fact::Event;
use crate::domain::context::{Context, required};
use crate::domain::guard;
use crate::domain::hold::{self, Succession};
use crate::domain::id::{ClaimId, StaffId, UnitId};
use crate::domain::money::Fen;
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::{Claim, EndKind, Given, Receipt, Step};
use crate::domain::state::office::Office;
use crate::domain::state::request::{Back, Change};
use crate::domain::state::staff::Right;
use crate::domain::state::unit::Status;
use crate::domain::time::Instant;

/// What a change does that `asker` wants, or why it cannot be (rules §4). The role is not asked here.
pub fn effects(
    office: &Office,
    unit: UnitId,
    change: &Change,
    (asker, reason): (StaffId, &str),
    context: &Context,
) -> Result<Vec<Event>, Rejection> {
    let reason = reason.to_string();
    let event = match change {
        Change::BelowMinimum { amount } => {
            guard::need(office, unit, &[Status::Available, Status::Held])?;
            if *amount <= Fen(0) {
                return Err(Rejection::AmountInvalid);
            }
            // On a hold it is the holder's and ends with the hold; on a free unit it is the customer's of who asked.
            let to = Some(asker).filter(|asker| office.is_consultant(*asker));
            let to = to.filter(|_| office.live_claim(unit).is_none());
            Event::Granted { unit, amount: *amount, to, reason }
        }
        Change::Extend { due } => extend(office, unit, *due, reason, context.now)?,
        Change::Discount { off } => discount(office, unit, *off, reason)?,
        Change::Swap { to, back } => return swap(office, unit, *to, *back, reason, context),
        Change::Rename { .. } => rename(office, unit, change, reason)?,
        Change::Cancel { refund, .. } => {
            let claim = office.claim(guard::claimed(office, unit, &[Status::Deposit])?);
            guard::repayable(claim, *refund)?;
            // To keep the whole deposit is a forfeit, with its days, its call and its letter (rules §4). What came in with a
            // price list has no money here to pay back.
            if *refund == Fen(0) && claim.paid() > Fen(0) {
                return Err(Rejection::DepositKept { unit: address(office, unit), paid: claim.paid() });
            }
            return Ok(ended(office, unit, change, None, &reason, context.now));
        }
        Change::Terminate { refund, .. } => {
            let claim = office.claim(guard::claimed(office, unit, &[Status::Signed])?);
            if matches!(claim.step, Step::Signed { recorded: true, .. }) {
                return Err(Rejection::StillRecorded { unit: address(office, unit) });
            }
            guard::repayable(claim, *refund)?;
            return Ok(ended(office, unit, change, None, &reason, context.now));
        }
        Change::Forfeit { .. } => {
            guard::forfeitable(office, unit, context.now)?;
            return Ok(ended(office, unit, change, None, &reason, context.now));
        }
    };
    Ok(vec![event])
}

fn extend(
    office: &Office,
    unit: UnitId,
    due: Instant,
    reason: String,
    now: Instant,
) -> Result<Event, Rejection> {
    let claim = office.claim(guard::claimed(office, unit, &[Status::Deposit, Status::Signed])?);
    let before = claim.due().ok_or_else(|| Rejection::NothingDue { unit: address(office, unit) })?;
    // A date that has passed already would be overdue the moment it is given.
    if due <= before.max(now) {
        return Err(Rejection::LengthInvalid);
    }
    Ok(Event::Extended { unit, due, before, reason })
}

fn discount(office: &Office, unit: UnitId, off: Fen, reason: String) -> Result<Event, Rejection> {
    let claim = office.claim(guard::claimed(office, unit, &[Status::Held])?);
    let price = claim.price.ok_or_else(|| Rejection::NoPrice { unit: address(office, unit) })?;
    if off <= Fen(0) || off + claim.public_off() >= price {
        return Err(Rejection::AmountInvalid);
    }
    // Beyond the manager's limit nobody may (rules §4).
    let (share, most) = (share_of(office, unit, off), office.policy.discount_manager);
    if share > i64::from(most) {
        return Err(Rejection::DiscountLimit { share: u32::try_from(share).unwrap_or(u32::MAX), most });
    }
    Ok(Event::Discounted { unit, off, reason })
}

fn swap(
    office: &Office,
    from: UnitId,
    to: UnitId,
    back: Back,
    reason: String,
    context: &Context,
) -> Result<Vec<Event>, Rejection> {
    let claim = office.claim(guard::claimed(office, from, &[Status::Deposit])?);
    if let Some(other) = office.live_claim(to) {
        return Err(guard::taken(office, other));
    }
    guard::need(office, to, &[Status::Available])?;
    guard::unasked(office, to)?;
    crate::domain::payment::licensed(office, to)?;
    let target = office.unit(to);
    let price = target.spec.total.ok_or_else(|| Rejection::NoPrice { unit: target.spec.address() })?;
    let schemes = carried(office, claim, to, price);
    let deal = price - Fen(schemes.iter().map(|given| given.off.0).sum());
    let maximum = crate::domain::payment::most_of(deal);
    if claim.deposit > maximum {
        return Err(Rejection::AboveShare { amount: claim.deposit, maximum });
    }
    // The reason that every change needs is what allows a cheaper unit; the policy keeps that to the manager.
    let dearer = claim.deal().is_none_or(|before| deal > before);
    if !dearer && office.policy.swap_dearer && !context.may(office, Right::Approve) {
        return Err(Rejection::SwapCheaper { unit: target.spec.address(), price });
    }
    let claim = ClaimId::next(office.claims.len());
    let next = succession(office, from, back, ClaimId::next(office.claims.len() + 1), context.now);
    Ok(vec![Event::Swapped { from, to, claim, price, schemes, back, next, reason }])
}

/// The public discounts that go along to another unit: those that are for it too, by its price.
fn carried(office: &Office, claim: &Claim, to: UnitId, price: Fen) -> Vec<Given> {
    let known = claim.schemes.iter().map(|given| &office.schemes[given.scheme.index()]);
    let fitting = known.filter(|scheme| scheme.offer.scope.covers(office.unit(to)));
    fitting.map(|scheme| Given { scheme: scheme.id, off: scheme.offer.off.of(price) }).collect()
}

fn rename(office: &Office, unit: UnitId, change: &Change, reason: String) -> Result<Event, Rejection> {
    let Change::Rename { add, remove, relation } = change else { return Err(Rejection::CustomerMissing) };
    let claim = office.claim(guard::claimed(office, unit, &[Status::Deposit, Status::Signed])?);
    let recorded = matches!(claim.step, Step::Signed { recorded: true, .. });
    if recorded && !office.policy.rename_recorded {
        return Err(Rejection::StillRecorded { unit: address(office, unit) });
    }
    required("relation", relation)?;
    let on = |id: &crate::domain::id::CustomerId| claim.people().any(|known| known == *id);
    let unknown = [add, remove].into_iter().flatten().any(|id| id.index() >= office.customers.len());
    let leaves_somebody = claim.people().count() + usize::from(add.is_some()) > usize::from(remove.is_some());
    match (add, remove) {
        (None, None) => Err(Rejection::CustomerMissing),
        _ if unknown => Err(Rejection::CustomerUnknown),
        (Some(add), _) if office.customer(*add).person.is_none() => Err(Rejection::CustomerErased),
        (Some(add), _) if on(add) => Err(Rejection::AlreadySo { subject: address(office, unit) }),
        (_, Some(remove)) if !on(remove) => Err(Rejection::CustomerDiffers { unit: address(office, unit) }),
        _ if !leaves_somebody => Err(Rejection::CustomerMissing),
        _ => Ok(Event::Renamed { unit, change: change.clone(), reason }),
    }
}

/// The end of a claim with money in it, and who gets the unit then.
pub fn ended(
    office: &Office,
    unit: UnitId,
    change: &Change,
    receipt: Option<Receipt>,
    reason: &str,
    now: Instant,
) -> Vec<Event> {
    let (kind, back) = match change {
        Change::Terminate { back, .. } => (EndKind::Terminated, *back),
        Change::Forfeit { back } => (EndKind::Forfeited, *back),
        Change::Cancel { back, .. } => (EndKind::Cancelled, *back),
        _ => return Vec::new(),
    };
    let next = succession(office, unit, back, ClaimId::next(office.claims.len()), now);
    vec![Event::Ended { unit, kind, back, receipt, next, reason: reason.to_string() }]
}

/// The first in line gets a unit that goes back on sale (rules §3).
fn succession(office: &Office, unit: UnitId, back: Back, claim: ClaimId, now: Instant) -> Option<Succession> {
    let first = office.unit(unit).line.front().filter(|_| back == Back::Available);
    hold::succession(office, first, claim, now)
}

/// The address of a unit, canonical.
pub fn address(office: &Office, unit: UnitId) -> String {
    office.unit(unit).spec.address()
}

/// A discount's share of the list price, 0.01 %.
pub fn share_of(office: &Office, unit: UnitId, off: Fen) -> i64 {
    let price = office.live_claim(unit).and_then(|claim| claim.price);
    price.and_then(|price| off.basis_points_of(price)).unwrap_or(i64::MAX)
}
