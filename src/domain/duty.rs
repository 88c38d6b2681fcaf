//! Attendance and presence in its simple form: who is in, where, and the line they stand in (rules §5).

use crate::domain::context::{Context, Stamp, required};
use crate::domain::id::StaffId;
use crate::domain::rejection::Rejection;
use crate::domain::state::deed::What;
use crate::domain::state::office::Office;
use crate::domain::state::staff::{Duty, Presence, Right, Role};
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
        /// Why; needed for a suspension.
        reason: String,
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
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let event = match command {
        Command::SignIn { staff } => sign_in(office, *staff, context)?,
        Command::Move { staff, presence, reason } => go(office, *staff, *presence, reason, context)?,
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
    reason: &str,
    context: &Context,
) -> Result<Event, Rejection> {
    let own = staff == context.by && context.may(office, Right::OwnPresence);
    let current = office.presence(staff, context.now);
    let suspension = presence == Presence::Suspended || current == Presence::Suspended;
    if !own || suspension {
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
    let reason = match presence {
        Presence::Suspended => Some(required("reason", reason)?),
        _ => crate::domain::context::optional("reason", reason)?,
    };
    Ok(Event::Moved { staff, presence, reason })
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    match event {
        Event::SignedIn { staff } => {
            let line = new_day(office, stamp);
            let duty = Duty { presence: Presence::Floor, since: Some(stamp.at), signed_in: Some(stamp.at) };
            change(office, *staff, duty, line, stamp);
            if office.member(*staff).is(Role::Consultant) && !office.line.contains(staff) {
                office.line.push(*staff);
            }
        }
        Event::Moved { staff, presence, .. } => {
            let line = office.line.clone();
            let before = office.member(*staff).duty;
            change(
                office,
                *staff,
                Duty { presence: *presence, since: Some(stamp.at), ..before },
                line,
                stamp,
            );
            if *presence == Presence::Off {
                office.line.retain(|id| id != staff);
            }
        }
    }
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
