//! What changes did: the fold.

use crate::domain::change::fact::{Event, units};
use crate::domain::context::Stamp;
use crate::domain::hold;
use crate::domain::id::{RequestId, UnitId};
use crate::domain::money::Fen;
use crate::domain::payment::book;
use crate::domain::state::claim::{Claim, EndKind, Step, Swap};
use crate::domain::state::office::Office;
use crate::domain::state::request::{Back, Change, Request, RequestState};
use crate::domain::state::unit::{Granted, Offer};

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
                target: office.target_price(change),
                state: RequestState::Open,
                decided: None,
            });
            office.open_changes.push(*request);
        }
        Event::Approved { request, back, .. } => {
            if let Some(back) = back {
                let request = &mut office.changes[request.index()];
                request.change = request.change.clone().with_back(*back);
            }
            let waits = office.changes[request.index()].change.refund() > Fen(0);
            settle(office, *request, if waits { RequestState::Approved } else { RequestState::Done }, stamp);
        }
        Event::Refused { request, .. } => settle(office, *request, RequestState::Refused, stamp),
        Event::Withdrawn { request, .. } => settle(office, *request, RequestState::Withdrawn, stamp),
        Event::Lapsed { request, .. } => settle(office, *request, RequestState::Lapsed, stamp),
        Event::Granted { unit, amount, to, .. } => {
            office.units[unit.index()].granted = Some(Granted { amount: *amount, to: *to });
        }
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
    let Event::Swapped { from, to, claim: id, price, schemes, back, next, reason } = event else { return };
    let Some(old) = office.unit(*from).claim else { return };
    let mut claim = office.claim(old).clone();
    let carried = claim.paid();
    claim.swapped = Some(Swap { from: old, made: stamp.into(), carried, reason: reason.clone() });
    // The money goes with the claim: what came in counts where the claim now is.
    office.claims[old.index()].receipts.clear();
    office.claims[old.index()].topped_up = None;
    for receipt in &claim.receipts {
        office.receipts.insert(receipt.number.clone(), *to);
    }
    hold::end(office, *from, EndKind::Swapped, stamp);
    give_back(office, *from, *back, reason, stamp);
    (claim.id, claim.unit, claim.began, claim.ended) = (*id, *to, stamp.at, None);
    // A contract is written for one unit.
    claim.prepared = None;
    (claim.price, claim.discount) = (Some(*price), Fen(0));
    claim.schemes.clone_from(schemes);
    office.claims.push(claim);
    office.units[to.index()].claim = Some(*id);
    let day = office.day(stamp.at);
    office.ledgers.entry(day).or_default().swapped += 1;
    hold::succeed(office, *from, next.as_ref(), stamp);
}

fn end(office: &mut Office, event: &Event, stamp: &Stamp) {
    let Event::Ended { unit, kind, back, receipt, next, reason } = event else { return };
    if let Some((claim, receipt)) = office.unit(*unit).claim.zip(receipt.as_ref()) {
        book(office, claim, receipt, stamp);
    }
    let agreed = office.change_on(*unit).map(|request| request.id);
    hold::end(office, *unit, *kind, stamp);
    if let Some(request) = agreed {
        settle(office, request, RequestState::Done, stamp);
    }
    give_back(office, *unit, *back, reason, stamp);
    let day = office.day(stamp.at);
    let ledger = office.ledgers.entry(day).or_default();
    match kind {
        EndKind::Forfeited => ledger.forfeited += 1,
        EndKind::Terminated => ledger.terminated += 1,
        _ => ledger.cancelled += 1,
    }
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
