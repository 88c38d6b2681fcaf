//! Changes on a claim: asked for, approved, refused, carried out (rules §2 overlays, §4, §7).
//!
//! The manager makes them; whoever may not asks. What pays money back waits, approved, for the cashier's refund: only the
//! receipt makes money real, also on the way out.

use crate::domain::context::{Context, Stamp, required};
use crate::domain::guard;
use crate::domain::hold::{self, Succession};
use crate::domain::id::{ClaimId, RequestId, UnitId};
use crate::domain::money::Fen;
use crate::domain::payment::{Taken, book, receipt};
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::{Claim, EndKind, Receipt, ReceiptKind, Step};
use crate::domain::state::office::Office;
use crate::domain::state::request::{Back, Change, Request, RequestState};
use crate::domain::state::staff::{Right, Role};
use crate::domain::state::unit::{Offer, Status};
use crate::domain::time::{Instant, minutes};
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Makes a change, or asks for it where the actor may not make it.
    Make {
        /// On which unit.
        unit: UnitId,
        /// Which.
        change: Change,
        /// Why.
        reason: String,
    },
    /// Approves a request.
    Approve {
        /// Which.
        request: RequestId,
    },
    /// Refuses a request: nothing has changed.
    Refuse {
        /// Which.
        request: RequestId,
        /// Why.
        reason: String,
    },
    /// Pays money back and so carries an approved cancellation or termination out.
    Refund {
        /// On which unit.
        unit: UnitId,
        /// The refund's receipt.
        taken: Taken,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A change was asked for.
    Asked {
        /// The request.
        request: RequestId,
        /// On which unit.
        unit: UnitId,
        /// For what.
        change: Change,
        /// Why.
        reason: String,
        /// When it lapses, UTC.
        until: Instant,
    },
    /// A request was approved.
    Approved {
        /// The request.
        request: RequestId,
        /// On which unit.
        unit: UnitId,
    },
    /// A request was refused.
    Refused {
        /// The request.
        request: RequestId,
        /// On which unit.
        unit: UnitId,
        /// Why.
        reason: String,
    },
    /// Nobody decided in time.
    Lapsed {
        /// The request.
        request: RequestId,
        /// On which unit.
        unit: UnitId,
    },
    /// A deposit below the minimum was allowed.
    Granted {
        /// On which unit.
        unit: UnitId,
        /// The least accepted, fen.
        amount: Fen,
        /// Why.
        reason: String,
    },
    /// A date was moved.
    Extended {
        /// On which unit.
        unit: UnitId,
        /// The new date, UTC.
        due: Instant,
        /// The old one, UTC.
        before: Instant,
        /// Why.
        reason: String,
    },
    /// A special discount was given.
    Discounted {
        /// On which unit.
        unit: UnitId,
        /// Off in all, fen.
        off: Fen,
        /// Why.
        reason: String,
    },
    /// The people on a claim changed.
    Renamed {
        /// On which unit.
        unit: UnitId,
        /// Which change.
        change: Change,
        /// Why.
        reason: String,
    },
    /// A claim moved to another unit.
    Swapped {
        /// From which unit.
        from: UnitId,
        /// To which.
        to: UnitId,
        /// The claim there.
        claim: ClaimId,
        /// Its price, fen.
        price: Fen,
        /// What became of the first unit.
        back: Back,
        /// Who in its line got the first unit.
        next: Option<Succession>,
        /// Why.
        reason: String,
    },
    /// A claim with money in it ended.
    Ended {
        /// On which unit.
        unit: UnitId,
        /// How.
        kind: EndKind,
        /// What became of the unit.
        back: Back,
        /// The refund, where there was one.
        receipt: Option<Receipt>,
        /// Who in the line got the unit.
        next: Option<Succession>,
        /// Why.
        reason: String,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::Make { unit, change, reason } => make(office, *unit, change, reason, context),
        Command::Approve { request } => approve(office, *request, context),
        Command::Refuse { request, reason } => {
            context.require(office, Right::Approve)?;
            // What is agreed and not paid back yet can be taken back too: nothing has changed so far.
            let agreed = pending(office, *request, RequestState::Approved);
            let open = agreed.or_else(|_| pending(office, *request, RequestState::Open))?;
            let reason = required("reason", reason)?;
            Ok(vec![Event::Refused { request: *request, unit: open.unit, reason }])
        }
        Command::Refund { unit, taken } => refund(office, *unit, taken, context),
    }
}

/// Made at once by whoever may approve it; else asked for.
fn make(
    office: &Office,
    unit: UnitId,
    change: &Change,
    reason: &str,
    context: &Context,
) -> Result<Vec<Event>, Rejection> {
    let approves = context.may(office, Right::Approve);
    if !approves {
        // Before anything is said about the unit: a refusal names sums and people.
        context.require(office, Right::Ask)?;
    }
    let reason = required("reason", reason)?;
    if let Some(waiting) = office.change_on(unit) {
        let by = office.member(waiting.by).name.clone();
        return Err(Rejection::ChangePending {
            unit: address(office, unit),
            request: waiting.id.number(),
            by,
        });
    }
    // What cannot be done is refused before anybody has to decide about it.
    let effects = effects(office, unit, change, &reason, context)?;
    if within_own_limit(office, unit, change, context) && change.refund() == Fen(0) {
        return Ok(effects);
    }
    let request = RequestId::next(office.changes.len());
    let until = context.now + minutes(office.policy.request_days.saturating_mul(24 * 60));
    let asked = Event::Asked { request, unit, change: change.clone(), reason, until };
    let mut events = vec![asked];
    if approves {
        // The refund is still to be paid: until then nothing has changed but that it is agreed.
        events.push(Event::Approved { request, unit });
    }
    Ok(events)
}

/// Whether the actor may make the change without asking: the manager any, a supervisor a small discount (rules §4).
fn within_own_limit(office: &Office, unit: UnitId, change: &Change, context: &Context) -> bool {
    match change {
        _ if context.may(office, Right::Approve) => true,
        Change::Discount { off } => {
            let supervises = office.member(context.by).is(Role::Supervisor);
            let small = share_of(office, unit, *off) <= i64::from(office.policy.discount_supervisor);
            // Below the floor price only the manager goes (rules §4): there it is asked for, however small.
            let price = office.live_claim(unit).and_then(|claim| claim.price).unwrap_or_default();
            let floor = office.unit(unit).spec.floor_price;
            supervises && small && floor.is_none_or(|floor| price - *off >= floor)
        }
        _ => false,
    }
}

/// A discount's share of the list price, 0.01 %.
fn share_of(office: &Office, unit: UnitId, off: Fen) -> i64 {
    let price = office.live_claim(unit).and_then(|claim| claim.price);
    price.and_then(|price| off.basis_points_of(price)).unwrap_or(i64::MAX)
}

fn approve(office: &Office, request: RequestId, context: &Context) -> Result<Vec<Event>, Rejection> {
    context.require(office, Right::Approve)?;
    let open = pending(office, request, RequestState::Open)?;
    if open.by == context.by && !office.policy.self_approval {
        return Err(Rejection::OwnRequest { request: request.number() });
    }
    let unit = open.unit;
    let now = office.ground(unit);
    if !open.stands_on(now) {
        let (was, is) = (open.ground.status, now.status);
        return Err(Rejection::RequestStale { unit: address(office, unit), was, is });
    }
    let mut events = vec![Event::Approved { request, unit }];
    let effects = effects(office, unit, &open.change, &open.reason, context)?;
    if open.change.refund() == Fen(0) {
        events.extend(effects);
    }
    Ok(events)
}

/// The cashier pays back what was approved, and that ends the claim.
fn refund(office: &Office, unit: UnitId, taken: &Taken, context: &Context) -> Result<Vec<Event>, Rejection> {
    context.require(office, Right::Receipt)?;
    let agreed = office.change_on(unit).filter(|request| request.state == RequestState::Approved);
    let agreed = agreed.ok_or_else(|| Rejection::NothingToRefund { unit: address(office, unit) })?;
    if !agreed.stands_on(office.ground(unit)) {
        let (was, is) = (agreed.ground.status, office.status(unit));
        return Err(Rejection::RequestStale { unit: address(office, unit), was, is });
    }
    let expected = agreed.change.refund();
    if let Some(claim) = office.live_claim(unit) {
        guard::repayable(claim, expected)?;
    }
    if taken.amount != expected {
        return Err(Rejection::RefundDiffers { amount: taken.amount, expected });
    }
    let receipt = receipt(office, ReceiptKind::Refund, taken)?;
    Ok(ended(office, unit, &agreed.change, Some(receipt), &agreed.reason, context.now))
}

fn pending(office: &Office, id: RequestId, state: RequestState) -> Result<&Request, Rejection> {
    let request = office.changes.get(id.index()).ok_or(Rejection::RequestUnknown { request: id.number() })?;
    if request.state == state {
        Ok(request)
    } else {
        Err(Rejection::RequestDecided { request: id.number(), state: request.state.code().to_string() })
    }
}

/// What a change does, or why it cannot be (rules §4). The role is not asked here.
fn effects(
    office: &Office,
    unit: UnitId,
    change: &Change,
    reason: &str,
    context: &Context,
) -> Result<Vec<Event>, Rejection> {
    let reason = reason.to_string();
    let event = match change {
        Change::BelowMinimum { amount } => {
            guard::need(office, unit, &[Status::Available, Status::Held])?;
            if *amount <= Fen(0) {
                return Err(Rejection::AmountInvalid);
            }
            Event::Granted { unit, amount: *amount, reason }
        }
        Change::Extend { due } => extend(office, unit, *due, reason, context.now)?,
        Change::Discount { off } => discount(office, unit, *off, reason)?,
        Change::Swap { to, back } => return swap(office, unit, *to, *back, reason, context),
        Change::Rename { .. } => rename(office, unit, change, reason)?,
        Change::Cancel { refund, .. } => {
            let claim = office.claim(guard::claimed(office, unit, &[Status::Deposit])?);
            guard::repayable(claim, *refund)?;
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
    if off <= Fen(0) || off >= price {
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
    let maximum = crate::domain::payment::most_of(price);
    if claim.deposit > maximum {
        return Err(Rejection::AboveShare { amount: claim.deposit, maximum });
    }
    // The reason that every change needs is what allows a cheaper unit; the policy keeps that to the manager.
    let dearer = claim.deal().is_none_or(|deal| price > deal);
    if !dearer && office.policy.swap_dearer && !context.may(office, Right::Approve) {
        return Err(Rejection::SwapCheaper { unit: target.spec.address(), price });
    }
    let claim = ClaimId::next(office.claims.len());
    let next = succession(office, from, back, ClaimId::next(office.claims.len() + 1), context.now);
    Ok(vec![Event::Swapped { from, to, claim, price, back, next, reason }])
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
fn ended(
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

fn address(office: &Office, unit: UnitId) -> String {
    office.unit(unit).spec.address()
}

/// Requests that wait for the manager.
fn undecided(office: &Office) -> impl Iterator<Item = &Request> {
    let open = office.open_changes.iter().map(|id| &office.changes[id.index()]);
    open.filter(|request| request.state == RequestState::Open)
}

/// Requests nobody decided by `now`, each with its own time.
pub fn lapses(office: &Office, now: Instant) -> Vec<(Instant, Event)> {
    let due = undecided(office).filter(|request| request.until <= now);
    due.map(|request| (request.until, Event::Lapsed { request: request.id, unit: request.unit })).collect()
}

/// When the next request lapses, UTC.
pub fn next_lapse(office: &Office) -> Option<Instant> {
    undecided(office).map(|request| request.until).min()
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    match event {
        Event::Asked { request, unit, change, reason, until } => {
            office.changes.push(Request {
                id: *request,
                unit: *unit,
                change: change.clone(),
                reason: reason.clone(),
                by: stamp.by.unwrap_or(crate::domain::id::StaffId(0)),
                at: stamp.at,
                until: *until,
                ground: office.ground(*unit),
                state: RequestState::Open,
                decided: None,
            });
            office.open_changes.push(*request);
        }
        Event::Approved { request, .. } => {
            let waits = office.changes[request.index()].change.refund() > Fen(0);
            settle(office, *request, if waits { RequestState::Approved } else { RequestState::Done }, stamp);
        }
        Event::Refused { request, .. } => settle(office, *request, RequestState::Refused, stamp),
        Event::Lapsed { request, .. } => settle(office, *request, RequestState::Lapsed, stamp),
        Event::Granted { unit, amount, .. } => office.units[unit.index()].granted = Some(*amount),
        Event::Extended { unit, due, before, .. } => with_claim(office, *unit, |claim| {
            claim.moved.push(*before);
            if let Step::Subscribed { due: date, .. } | Step::Signed { due: date, .. } = &mut claim.step {
                *date = Some(*due);
            }
        }),
        Event::Discounted { unit, off, .. } => with_claim(office, *unit, |claim| claim.discount = *off),
        Event::Renamed { unit, change, .. } => with_claim(office, *unit, |claim| renamed(claim, change)),
        Event::Swapped { .. } => swapped(office, event, stamp),
        Event::Ended { .. } => end(office, event, stamp),
    }
    for unit in units(event) {
        office.units[unit.index()].revision = stamp.seq;
    }
}

/// The units an event is about.
pub fn units(event: &Event) -> Vec<UnitId> {
    match event {
        Event::Asked { unit, .. }
        | Event::Approved { unit, .. }
        | Event::Refused { unit, .. }
        | Event::Lapsed { unit, .. }
        | Event::Granted { unit, .. }
        | Event::Extended { unit, .. }
        | Event::Discounted { unit, .. }
        | Event::Renamed { unit, .. }
        | Event::Ended { unit, .. } => vec![*unit],
        Event::Swapped { from, to, .. } => vec![*from, *to],
    }
}

fn settle(office: &mut Office, id: RequestId, state: RequestState, stamp: &Stamp) {
    let request = &mut office.changes[id.index()];
    request.state = state;
    request.decided = stamp.by.or(request.decided);
    if state != RequestState::Approved {
        office.open_changes.retain(|open| *open != id);
    }
}

fn with_claim(office: &mut Office, unit: UnitId, change: impl FnOnce(&mut Claim)) {
    if let Some(id) = office.unit(unit).claim {
        change(&mut office.claims[id.index()]);
    }
}

fn renamed(claim: &mut Claim, change: &Change) {
    let Change::Rename { add, remove, .. } = change else { return };
    claim.others.extend(add);
    claim.others.retain(|id| Some(*id) != *remove);
    // Nobody leaves a claim that came in with a price list: it stays one, and has no customer.
    if remove.is_some() && claim.customer == *remove && !claim.others.is_empty() {
        claim.customer = Some(claim.others.remove(0));
    }
}

fn swapped(office: &mut Office, event: &Event, stamp: &Stamp) {
    let Event::Swapped { from, to, claim: id, price, back, next, reason } = event else { return };
    let Some(old) = office.unit(*from).claim else { return };
    let mut claim = office.claim(old).clone();
    // The money goes with the claim: what came in counts where the claim now is.
    office.claims[old.index()].receipts.clear();
    for receipt in &claim.receipts {
        office.receipts.insert(receipt.number.clone(), *to);
    }
    hold::end(office, *from, EndKind::Swapped, stamp);
    give_back(office, *from, *back, reason, stamp);
    (claim.id, claim.unit, claim.began, claim.ended) = (*id, *to, stamp.at, None);
    (claim.price, claim.discount) = (Some(*price), Fen(0));
    office.claims.push(claim);
    office.units[to.index()].claim = Some(*id);
    let day = office.day(stamp.at);
    office.ledgers.entry(day).or_default().swapped += 1;
    hold::succeed(office, *from, next.as_ref(), stamp);
}

fn end(office: &mut Office, event: &Event, stamp: &Stamp) {
    let Event::Ended { unit, kind, back, receipt, next, reason } = event else { return };
    if let Some(receipt) = receipt {
        book(office, *unit, receipt, stamp);
    }
    let agreed = office.change_on(*unit).map(|request| request.id);
    hold::end(office, *unit, *kind, stamp);
    if let Some(request) = agreed {
        settle(office, request, RequestState::Done, stamp);
    }
    give_back(office, *unit, *back, reason, stamp);
    let day = office.day(stamp.at);
    office.ledgers.entry(day).or_default().cancelled += 1;
    hold::succeed(office, *unit, next.as_ref(), stamp);
}

fn give_back(office: &mut Office, unit: UnitId, back: Back, reason: &str, stamp: &Stamp) {
    let entry = &mut office.units[unit.index()];
    entry.granted = None;
    entry.offer = match back {
        Back::Available => Offer::Open,
        Back::Locked => Offer::Locked { reason: reason.to_string(), by: stamp.by, since: stamp.at },
    };
}
