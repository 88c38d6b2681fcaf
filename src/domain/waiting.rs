//! Lines before a unit: the waiting line 候补, requests to hold, and who confirms them (rules §3).

use crate::domain::context::{Context, Stamp, required};
use crate::domain::guard;
use crate::domain::hold::{LINE_MAX, allowed_length, place, room_in, within_limit};
use crate::domain::id::{ClaimId, CustomerId, StaffId, UnitId};
use crate::domain::party::{self, Named};
use crate::domain::rejection::Rejection;
use crate::domain::state::customer::Party;
use crate::domain::state::deed::What;
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::{Status, Waiter};
use crate::domain::time::{Instant, minutes};
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Joins the waiting line of a claimed unit.
    Join {
        /// Which.
        unit: UnitId,
        /// For whom.
        customer: Named,
    },
    /// Leaves the waiting line, or takes an own request back.
    Leave {
        /// Which.
        unit: UnitId,
    },
    /// Confirms the first request: it becomes a hold.
    Confirm {
        /// Which.
        unit: UnitId,
    },
    /// Refuses the first request.
    Refuse {
        /// Which.
        unit: UnitId,
        /// Why.
        reason: String,
    },
    /// Hands the control 销控 over, or takes it.
    HandOver {
        /// To whom.
        to: StaffId,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Somebody stands in the waiting line.
    Joined {
        /// Which.
        unit: UnitId,
        /// For whom.
        party: Party,
    },
    /// Somebody left the waiting line.
    Left {
        /// Which.
        unit: UnitId,
        /// The place, from 0.
        place: u32,
    },
    /// Somebody took a request back.
    Withdrawn {
        /// Which.
        unit: UnitId,
        /// The place among the requests, from 0.
        place: u32,
    },
    /// The first request was confirmed.
    Confirmed {
        /// Which.
        unit: UnitId,
        /// The claim this makes.
        claim: ClaimId,
        /// Whose request.
        consultant: StaffId,
        /// For whom.
        customer: CustomerId,
        /// Until when, UTC.
        until: Instant,
    },
    /// The first request was refused.
    Refused {
        /// Which.
        unit: UnitId,
        /// Whose request.
        consultant: StaffId,
        /// Why.
        reason: String,
    },
    /// The control went to somebody.
    HandedOver {
        /// To whom.
        to: StaffId,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let event = match command {
        Command::Join { unit, customer } => join(office, *unit, customer, context)?,
        Command::Leave { unit } => leave(office, *unit, context)?,
        Command::Confirm { unit } => {
            let first = first_request(office, *unit, context)?;
            guard::need(office, *unit, &[Status::Available])?;
            let asker = Context { by: first.consultant, ..context.clone() };
            let length = allowed_length(office, Some(first.minutes), &asker)?;
            within_limit(office, first.consultant)?;
            Event::Confirmed {
                unit: *unit,
                claim: ClaimId::next(office.claims.len()),
                consultant: first.consultant,
                customer: first.customer,
                until: context.now + minutes(length),
            }
        }
        Command::Refuse { unit, reason } => {
            let consultant = first_request(office, *unit, context)?.consultant;
            Event::Refused { unit: *unit, consultant, reason: required("reason", reason)? }
        }
        Command::HandOver { to } => hand_over(office, *to, context)?,
    };
    Ok(vec![event])
}

fn join(office: &Office, unit: UnitId, customer: &Named, context: &Context) -> Result<Event, Rejection> {
    context.require(office, Right::Hold)?;
    guard::need(office, unit, &[Status::Held, Status::Deposit, Status::Signed])?;
    let entry = office.unit(unit);
    let party = party::resolve(office, customer, context)?;
    let in_line = entry.line.iter().any(|waiter| waiter.customer == party.id());
    let has_it = office.live_claim(unit).is_some_and(|claim| claim.customer == Some(party.id()));
    if in_line || has_it {
        return Err(Rejection::AlreadyInLine { unit: entry.spec.address() });
    }
    room_in(entry.line.len(), || entry.spec.address())?;
    Ok(Event::Joined { unit, party })
}

fn leave(office: &Office, unit: UnitId, context: &Context) -> Result<Event, Rejection> {
    context.require(office, Right::Hold)?;
    let entry = office.unit(unit);
    let own = |waiter: &Waiter| waiter.consultant == context.by;
    let place_of = |place: usize| u32::try_from(place).unwrap_or(LINE_MAX as u32);
    if let Some(place) = entry.line.iter().rposition(own) {
        return Ok(Event::Left { unit, place: place_of(place) });
    }
    if let Some(place) = entry.requests.iter().rposition(own) {
        return Ok(Event::Withdrawn { unit, place: place_of(place) });
    }
    Err(Rejection::NotInLine { unit: entry.spec.address() })
}

/// The first request on a unit, for whoever may answer it: the control holder, or any supervisor while nobody holds it.
fn first_request<'a>(office: &'a Office, unit: UnitId, context: &Context) -> Result<&'a Waiter, Rejection> {
    context.require(office, Right::HoldOfOthers)?;
    let holds_control = office.control.is_none_or(|holder| holder == context.by);
    if !holds_control && !context.may(office, Right::Manage) {
        return Err(Rejection::NotOwn {
            unit: office.unit(unit).spec.address(),
            by: office.name_of(office.control).to_string(),
        });
    }
    let entry = office.unit(unit);
    entry.requests.front().ok_or_else(|| Rejection::NoRequest { unit: entry.spec.address() })
}

fn hand_over(office: &Office, to: StaffId, context: &Context) -> Result<Event, Rejection> {
    context.require(office, Right::HoldOfOthers)?;
    let receiver = office.member(to);
    let is_holder = office.control.is_none_or(|holder| holder == context.by);
    if (!is_holder && !context.may(office, Right::Manage)) || !receiver.may(Right::HoldOfOthers) {
        return Err(Rejection::NotPermitted { right: Right::HoldOfOthers });
    }
    if office.control == Some(to) {
        return Err(Rejection::AlreadySo { subject: receiver.name.clone() });
    }
    Ok(Event::HandedOver { to })
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    match event {
        Event::Joined { unit, party } => {
            let customer = party::register(office, party, stamp.by, stamp.at);
            let minutes = office.policy.hold_length.0;
            let entry = touch(office, *unit, stamp);
            let Some(consultant) = stamp.by else { return };
            let waiter = Waiter { customer, consultant, since: stamp.at, minutes };
            entry.line.push_back(waiter.clone());
            office.remember(stamp.seq, stamp.at, stamp.by, What::Joined { unit: *unit, waiter });
        }
        Event::Left { unit, place } => {
            let place = *place as usize;
            let gone = touch(office, *unit, stamp).line.remove(place);
            if let Some(waiter) = gone {
                office.remember(stamp.seq, stamp.at, stamp.by, What::Left { unit: *unit, place, waiter });
            }
        }
        Event::Withdrawn { unit, place } => {
            touch(office, *unit, stamp).requests.remove(*place as usize);
        }
        Event::Confirmed { unit, claim, consultant, customer, until } => {
            touch(office, *unit, stamp).requests.pop_front();
            place(office, *unit, *claim, Some(*customer), Some(*consultant), *until, stamp);
        }
        Event::Refused { unit, .. } => {
            touch(office, *unit, stamp).requests.pop_front();
        }
        Event::HandedOver { to } => office.control = Some(*to),
    }
}

fn touch<'a>(
    office: &'a mut Office,
    unit: UnitId,
    stamp: &Stamp,
) -> &'a mut crate::domain::state::unit::Unit {
    let entry = &mut office.units[unit.index()];
    entry.revision = stamp.seq;
    entry
}
