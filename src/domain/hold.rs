//! Holds 保留: claims without money that free themselves at their deadline (rules §2, §3).

use crate::domain::context::{Context, Stamp, optional, required};
use crate::domain::guard;
use crate::domain::id::{ClaimId, CustomerId, StaffId, UnitId};
use crate::domain::party::{self, Named};
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::{Claim, EndKind, Ended, Step};
use crate::domain::state::customer::Party;
use crate::domain::state::deed::What;
use crate::domain::state::office::Office;
use crate::domain::state::policy::HoldMode;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::{Status, Waiter};
use crate::domain::time::{Instant, minutes};
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Holds an available unit, or asks for it (policy `hold_mode`).
    Hold {
        /// Which.
        unit: UnitId,
        /// For whom.
        customer: Named,
        /// How long, minutes; `None` is the policy's length.
        minutes: Option<u32>,
    },
    /// Makes a hold longer.
    Extend {
        /// Which.
        unit: UnitId,
        /// By how long, minutes.
        minutes: u32,
        /// Why.
        reason: String,
    },
    /// Ends a hold.
    Release {
        /// Which.
        unit: UnitId,
        /// Why; may be empty for an own hold.
        reason: String,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A unit is held.
    Placed {
        /// Which.
        unit: UnitId,
        /// The claim this makes.
        claim: ClaimId,
        /// For whom.
        party: Party,
        /// Until when, UTC.
        until: Instant,
    },
    /// A hold was asked for and waits for the control holder.
    Requested {
        /// Which.
        unit: UnitId,
        /// For whom.
        party: Party,
        /// How long, minutes.
        minutes: u32,
    },
    /// A hold was made longer.
    Extended {
        /// Which.
        unit: UnitId,
        /// Until when now, UTC.
        until: Instant,
        /// Until when before, UTC.
        before: Instant,
        /// Why.
        reason: String,
    },
    /// A hold was released.
    Released {
        /// Which.
        unit: UnitId,
        /// Why, if said.
        reason: Option<String>,
    },
    /// A hold's deadline passed.
    Expired {
        /// Which.
        unit: UnitId,
    },
    /// The first in the waiting line got the freed unit.
    Served {
        /// Which.
        unit: UnitId,
        /// The claim this makes.
        claim: ClaimId,
        /// Who stood first.
        waiter: Waiter,
        /// Until when, UTC.
        until: Instant,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::Hold { unit, customer, minutes } => hold(office, *unit, customer, *minutes, context),
        Command::Extend { unit, minutes, reason } => extend(office, *unit, *minutes, reason, context),
        Command::Release { unit, reason } => release(office, *unit, reason, context),
    }
}

fn hold(
    office: &Office,
    unit: UnitId,
    customer: &Named,
    length: Option<u32>,
    context: &Context,
) -> Result<Vec<Event>, Rejection> {
    context.require(office, Right::Hold)?;
    let entry = office.unit(unit);
    if let Some(claim) = office.live_claim(unit) {
        return Err(guard::taken(office, claim));
    }
    guard::need(office, unit, &[Status::Available])?;
    let length = allowed_length(office, length, context)?;
    allowed_now(office, unit, context)?;
    let may_confirm = context.may(office, Right::HoldOfOthers);
    let asks = office.policy.hold_mode == HoldMode::Request && !may_confirm;
    if entry.requests.iter().any(|request| request.consultant == context.by) {
        return Err(Rejection::AlreadyInLine { unit: entry.spec.address() });
    }
    if !asks {
        guard::unasked(office, unit)?;
    }
    let party = party::resolve(office, customer, context)?;
    if asks {
        room_in(entry.requests.len(), || entry.spec.address())?;
        return Ok(vec![Event::Requested { unit, party, minutes: length }]);
    }
    let until = context.now + minutes(length);
    Ok(vec![Event::Placed { unit, claim: ClaimId::next(office.claims.len()), party, until }])
}

/// Entries a waiting line or the requests on a unit may have.
pub const LINE_MAX: usize = 50;

/// Refuses one more where the line is full.
pub fn room_in(length: usize, address: impl Fn() -> String) -> Result<(), Rejection> {
    if length < LINE_MAX {
        Ok(())
    } else {
        Err(Rejection::LineFull { unit: address(), limit: LINE_MAX as u32 })
    }
}

/// The length of a new hold: the default unless shorter; supervisors up to the hard maximum (rules §3).
pub fn allowed_length(office: &Office, length: Option<u32>, context: &Context) -> Result<u32, Rejection> {
    let policy = &office.policy;
    let default = policy.hold_length.0.min(policy.hold_maximum.0);
    let length = length.unwrap_or(default);
    let most = if context.may(office, Right::HoldOfOthers) { policy.hold_maximum.0 } else { default };
    match length {
        0 => Err(Rejection::LengthInvalid),
        _ if length > most => Err(Rejection::HoldMaximum { minutes: most }),
        _ => Ok(length),
    }
}

/// The limits that bind a consultant: live holds and cool-down (rules §3).
pub fn allowed_now(office: &Office, unit: UnitId, context: &Context) -> Result<(), Rejection> {
    if !office.is_consultant(context.by) {
        return Ok(());
    }
    if let Some(ended) = office.cooldowns.get(&(unit, context.by)) {
        let until = *ended + minutes(office.policy.hold_cooldown.0);
        if context.now < until {
            return Err(Rejection::HoldCooldown { unit: office.unit(unit).spec.address(), until });
        }
    }
    within_limit(office, context.by)
}

/// Refuses one more live hold to a consultant who has the most allowed (rules §3).
pub fn within_limit(office: &Office, consultant: StaffId) -> Result<(), Rejection> {
    let limit = office.policy.hold_limit;
    let holds = office.holds_of(consultant);
    if !office.is_consultant(consultant) || (holds.len() as u32) < limit {
        return Ok(());
    }
    let units = holds.iter().map(|unit| office.unit(*unit).spec.address()).collect();
    Err(Rejection::HoldLimit { limit, units })
}

fn extend(
    office: &Office,
    unit: UnitId,
    length: u32,
    reason: &str,
    context: &Context,
) -> Result<Vec<Event>, Rejection> {
    let claim = office.claim(guard::claimed(office, unit, &[Status::Held])?);
    context.require(office, Right::HoldOfOthers)?;
    if length == 0 {
        return Err(Rejection::LengthInvalid);
    }
    let before = claim.until().unwrap_or(claim.began);
    let until = before + minutes(length);
    let longest = office.policy.hold_maximum.0;
    if until > claim.began + minutes(longest) {
        return Err(Rejection::HoldMaximum { minutes: longest });
    }
    Ok(vec![Event::Extended { unit, until, before, reason: required("reason", reason)? }])
}

fn release(office: &Office, unit: UnitId, reason: &str, context: &Context) -> Result<Vec<Event>, Rejection> {
    let claim = office.claim(guard::claimed(office, unit, &[Status::Held])?);
    context.require(office, Right::Hold)?;
    if claim.consultant != Some(context.by) && !context.may(office, Right::HoldOfOthers) {
        let by = office.name_of(claim.consultant).to_string();
        return Err(Rejection::NotOwn { unit: office.unit(unit).spec.address(), by });
    }
    let mut events = vec![Event::Released { unit, reason: optional("reason", reason)? }];
    let next = ClaimId::next(office.claims.len());
    events.extend(serve(office, office.unit(unit).line.front(), unit, next, context.now));
    Ok(events)
}

/// The first in the waiting line gets the freed unit, with the normal length (rules §3, policy `line_serves`).
fn serve(
    office: &Office,
    first: Option<&Waiter>,
    unit: UnitId,
    claim: ClaimId,
    at: Instant,
) -> Option<Event> {
    let Succession { claim, waiter, until } = succession(office, first, claim, at)?;
    Some(Event::Served { unit, claim, waiter, until })
}

/// The hold with which the first in a waiting line gets a freed unit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Succession {
    /// The claim it makes.
    pub claim: ClaimId,
    /// Who.
    pub waiter: Waiter,
    /// The deadline, UTC.
    pub until: Instant,
}

/// Who gets a unit freed at `at`, with the normal length (policy `line_serves`).
pub fn succession(
    office: &Office,
    first: Option<&Waiter>,
    claim: ClaimId,
    at: Instant,
) -> Option<Succession> {
    let length = office.policy.hold_length.0.min(office.policy.hold_maximum.0).max(1);
    let waiter = first.filter(|_| office.policy.line_serves)?.clone();
    Some(Succession { claim, waiter, until: at + minutes(length) })
}

/// Gives a freed unit to whom the line gives it.
pub fn succeed(office: &mut Office, unit: UnitId, next: Option<&Succession>, stamp: &Stamp) {
    let Some(Succession { claim, waiter, until }) = next else { return };
    office.units[unit.index()].line.pop_front();
    place(office, unit, *claim, Some(waiter.customer), Some(waiter.consultant), *until, stamp);
    office.claims[claim.index()].from_line = true;
}

/// Everything that lapsed by `now` and is not recorded yet, in order of time, each with its own time (design §2).
///
/// A deadline is read, not swept: the next writer records what this returns, and every view shows the office with it.
pub fn lapses(office: &Office, now: Instant) -> Vec<(Instant, Event)> {
    let mut events = Vec::new();
    let mut due: std::collections::BTreeSet<(Instant, UnitId)> =
        office.deadlines.iter().take_while(|(at, _)| *at <= now).copied().collect();
    let mut served: std::collections::HashMap<UnitId, usize> = std::collections::HashMap::new();
    let mut next_claim = office.claims.len();
    while let Some((at, unit)) = due.pop_first() {
        events.push((at, Event::Expired { unit }));
        let place = served.entry(unit).or_default();
        let first = office.unit(unit).line.get(*place);
        let Some(event) = serve(office, first, unit, ClaimId::next(next_claim), at) else { continue };
        *place += 1;
        next_claim += 1;
        if let Event::Served { until, .. } = &event
            && *until <= now
        {
            due.insert((*until, unit));
        }
        events.push((at, event));
    }
    events
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    match event {
        Event::Placed { unit, claim, party, until } => {
            let customer = party::register(office, party, stamp.by, stamp.at);
            place(office, *unit, *claim, Some(customer), stamp.by, *until, stamp);
            office.remember(stamp.seq, stamp.at, stamp.by, What::Held { claim: *claim });
        }
        Event::Requested { unit, party, minutes } => {
            let customer = party::register(office, party, stamp.by, stamp.at);
            let entry = &mut office.units[unit.index()];
            entry.revision = stamp.seq;
            if let Some(consultant) = stamp.by {
                entry.requests.push_back(Waiter { customer, consultant, since: stamp.at, minutes: *minutes });
            }
        }
        Event::Extended { unit, until, before, .. } => {
            office.deadlines.remove(&(*before, *unit));
            office.deadlines.insert((*until, *unit));
            let entry = &mut office.units[unit.index()];
            entry.revision = stamp.seq;
            if let Some(claim) = entry.claim {
                office.claims[claim.index()].step = Step::Held { until: *until };
            }
        }
        Event::Released { unit, .. } => {
            if let Some((claim, cooldown)) = end(office, *unit, EndKind::Released, stamp) {
                office.remember(stamp.seq, stamp.at, stamp.by, What::Released { claim, cooldown });
            }
        }
        Event::Expired { unit } => {
            end(office, *unit, EndKind::Expired, stamp);
        }
        Event::Served { unit, claim, waiter, until } => {
            let next = Succession { claim: *claim, waiter: waiter.clone(), until: *until };
            succeed(office, *unit, Some(&next), stamp);
        }
    }
}

/// Puts a new hold on a unit; requests that are left line up behind it (rules §3).
pub fn place(
    office: &mut Office,
    unit: UnitId,
    claim: ClaimId,
    customer: Option<CustomerId>,
    consultant: Option<StaffId>,
    until: Instant,
    stamp: &Stamp,
) {
    let entry = &mut office.units[unit.index()];
    entry.claim = Some(claim);
    entry.revision = stamp.seq;
    let requests = std::mem::take(&mut entry.requests);
    entry.line.extend(requests.into_iter().filter(|request| Some(request.customer) != customer));
    let price = entry.spec.total;
    office.deadlines.insert((until, unit));
    let began = Claim::new(claim, unit, stamp.at, price, Step::Held { until });
    office.claims.push(Claim { customer, consultant, ..began });
}

/// Ends the live hold on a unit and starts its cool-down; returns the claim and the cool-down that stood before.
pub fn end(
    office: &mut Office,
    unit: UnitId,
    kind: EndKind,
    stamp: &Stamp,
) -> Option<(ClaimId, Option<Instant>)> {
    let day = office.day(stamp.at);
    let entry = &mut office.units[unit.index()];
    let id = entry.claim.take()?;
    entry.revision = stamp.seq;
    let claim = &mut office.claims[id.index()];
    office.ended[unit.index()].push(id);
    claim.ended = Some(Ended { kind, at: stamp.at, day, by: stamp.by });
    if let Some(until) = claim.until() {
        office.deadlines.remove(&(until, unit));
    }
    if let Some(contract) = &claim.prepared {
        // Never signed: the number is free again.
        office.contracts.remove(contract);
    }
    if matches!(kind, EndKind::Expired | EndKind::Released) {
        // A deposit below the minimum was allowed to whoever had it then, not to the next.
        entry.granted = None;
    }
    let cooldown = match (kind, claim.consultant) {
        (EndKind::Expired | EndKind::Released, Some(consultant)) => {
            office.cooldowns.make_mut().insert((unit, consultant), stamp.at)
        }
        _ => None,
    };
    Some((id, cooldown))
}
