//! Attendance and presence in its simple form: who is in, where, and the line they stand in (rules §5).

use crate::domain::context::{Context, Stamp, required};
use crate::domain::id::StaffId;
use crate::domain::rejection::Rejection;
use crate::domain::state::deed::What;
use crate::domain::state::office::Office;
use crate::domain::state::policy::OrderBasis;
use crate::domain::state::staff::{Duty, Presence, Right};
use crate::domain::time::{Instant, MINUTES_MAX, minutes};
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Signs somebody in for the day.
    SignIn {
        /// Who.
        staff: StaffId,
    },
    /// Changes where somebody is. `Floor` is coming back, `Off` is going home.
    Move {
        /// Who.
        staff: StaffId,
        /// Where to.
        presence: Presence,
        /// Why; needed for a suspension, and where somebody is said not to be at the post.
        reason: String,
        /// Minutes after which a suspension ends by itself; `None`: when it is lifted.
        minutes: Option<u32>,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Somebody signed in.
    SignedIn {
        /// Who.
        staff: StaffId,
    },
    /// Somebody went somewhere.
    Moved {
        /// Who.
        staff: StaffId,
        /// Where to.
        presence: Presence,
        /// Why, if said.
        reason: Option<String>,
        /// When a suspension ends by itself, UTC.
        #[serde(default)]
        until: Option<Instant>,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let event = match command {
        Command::SignIn { staff } => sign_in(office, *staff, context)?,
        Command::Move { staff, presence, reason, minutes } => {
            go(office, *staff, *presence, (reason, *minutes), context)?
        }
    };
    Ok(vec![event])
}

fn sign_in(office: &Office, staff: StaffId, context: &Context) -> Result<Event, Rejection> {
    let own = staff == context.by && context.may(office, Right::OwnPresence);
    if !own {
        context.require(office, Right::SignIn)?;
    }
    let member = office.member(staff);
    if !member.may(Right::OwnPresence) {
        return Err(Rejection::NotPermitted { right: Right::OwnPresence });
    }
    match member.duty.signed_in {
        Some(since) if office.presence(staff, context.now) != Presence::Off => {
            Err(Rejection::AlreadyOnDuty { name: member.name.clone(), since })
        }
        _ => Ok(Event::SignedIn { staff }),
    }
}

fn go(
    office: &Office,
    staff: StaffId,
    presence: Presence,
    (reason, length): (&str, Option<u32>),
    context: &Context,
) -> Result<Event, Rejection> {
    let own = staff == context.by && context.may(office, Right::OwnPresence);
    let current = office.presence(staff, context.now);
    // Nobody suspends themselves, lifts their own suspension, or says of themselves that they are not at the post.
    let imposed = |presence| matches!(presence, Presence::Suspended | Presence::Absent);
    if !own || imposed(presence) || current == Presence::Suspended {
        context.require(office, Right::Rotation)?;
    }
    let name = office.member(staff).name.clone();
    if current == Presence::Off {
        return Err(Rejection::NotOnDuty { name });
    }
    if current == presence {
        return Err(Rejection::AlreadySo { subject: name });
    }
    if let (Some(visit), true) = (office.receiving(staff), presence != Presence::Floor) {
        return Err(Rejection::AlreadyReceiving { name, number: visit.number });
    }
    let reason = if imposed(presence) {
        Some(required("reason", reason)?)
    } else {
        crate::domain::context::optional("reason", reason)?
    };
    let length = length.filter(|_| presence == Presence::Suspended);
    if length.is_some_and(|length| !(1..=MINUTES_MAX).contains(&length)) {
        return Err(Rejection::LengthInvalid);
    }
    let until = length.map(|length| context.now + minutes(length));
    Ok(Event::Moved { staff, presence, reason, until })
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    match event {
        Event::SignedIn { staff } => {
            let line = new_day(office, stamp);
            let before = office.member(*staff).duty;
            // Who went home and came back was in time or late by the first time they came.
            let first = before.signed_in.filter(|at| office.day(*at) == office.day(stamp.at));
            let duty = Duty { signed_in: first.or(Some(stamp.at)), ..signed_in(before, stamp.at) };
            change(office, *staff, duty, line, stamp);
            // Whatever the role: who becomes a consultant during the day has a place by the time of signing in.
            if !office.line.contains(staff) {
                join(office, *staff, stamp);
            }
        }
        Event::Moved { staff, presence, until, .. } => {
            let line = office.line.clone();
            let before = office.member(*staff).duty;
            change(
                office,
                *staff,
                Duty { presence: *presence, since: Some(stamp.at), until: *until, ..before },
                line,
                stamp,
            );
            if *presence == Presence::Off {
                office.line.retain(|id| id != staff);
            }
        }
    }
}

/// The duty of a new day. A suspension that has not ended outlasts the night.
fn signed_in(before: Duty, at: Instant) -> Duty {
    let lasts = before.presence == Presence::Suspended && before.until.is_none_or(|until| until > at);
    Duty {
        presence: if lasts { Presence::Suspended } else { Presence::Floor },
        since: Some(at),
        signed_in: Some(at),
        until: before.until.filter(|_| lasts),
    }
}

/// Somebody takes their place in the line: at the tail, or by the list of staff while the rotation does not count yet
/// (policy `order_basis`).
fn join(office: &mut Office, staff: StaffId, stamp: &Stamp) {
    let by_list =
        office.policy.order_basis == OrderBasis::Fixed && stamp.at < office.rotation_starts(stamp.at);
    let place = office.line.iter().position(|id| by_list && *id > staff);
    office.line.insert(place.unwrap_or(office.line.len()), staff);
}

/// The line begins anew each day: who signed in on an earlier day leaves it. Returns the line as it then stands.
fn new_day(office: &mut Office, stamp: &Stamp) -> Vec<StaffId> {
    let here: Vec<StaffId> =
        office.line.iter().copied().filter(|id| office.presence(*id, stamp.at) != Presence::Off).collect();
    office.line.clone_from(&here);
    here
}

fn change(office: &mut Office, staff: StaffId, duty: Duty, line: Vec<StaffId>, stamp: &Stamp) {
    let before = std::mem::replace(&mut office.staff[staff.index()].duty, duty);
    office.remember(stamp.seq, stamp.at, stamp.by, What::Present { staff, before, line });
}
