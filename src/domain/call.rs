//! Calls 来电: whose call it was, and the appointment made in it (rules §5, §6).

use crate::domain::context::{Context, Stamp, optional};
use crate::domain::id::{CallId, StaffId};
use crate::domain::party::{self, Named};
use crate::domain::rejection::Rejection;
use crate::domain::state::call::Call;
use crate::domain::state::customer::Party;
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use crate::domain::time::{Instant, minutes};
use serde::{Deserialize, Serialize};

/// The furthest an appointment may lie ahead, minutes.
pub const AHEAD_MAX: u32 = 90 * 24 * 60;

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Logs a call.
    Log {
        /// Who called.
        customer: Named,
        /// Whose call it is; `None`: the owner's where there is one, else the actor's.
        consultant: Option<StaffId>,
        /// When they will come, UTC; within 90 days.
        appointment: Option<Instant>,
        /// How they heard of the project.
        source: String,
        /// What was said.
        note: String,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A call was logged.
    Logged {
        /// The call.
        call: CallId,
        /// Who called.
        party: Party,
        /// Whose call it is.
        consultant: StaffId,
        /// When they will come, UTC.
        appointment: Option<Instant>,
        /// Source.
        source: Option<String>,
        /// Note.
        note: Option<String>,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let Command::Log { customer, consultant, appointment, source, note } = command;
    context.require(office, Right::Visit)?;
    let party = party::resolve(office, customer, context)?;
    let owner = match &party {
        Party::Known(id) => office.owner_at(*id, context.now),
        Party::New(..) => None,
    };
    // A caller who belongs to somebody is theirs, whoever picks up the telephone.
    let consultant = owner.or(*consultant).unwrap_or(context.by);
    let member = office.member(consultant);
    if !member.may(Right::Hold) {
        return Err(Rejection::NoConsultant { name: member.name.clone() });
    }
    if let Some(at) = appointment
        && (*at <= context.now || *at > context.now + minutes(AHEAD_MAX))
    {
        return Err(Rejection::AppointmentInvalid { at: *at });
    }
    Ok(vec![Event::Logged {
        call: CallId::next(office.calls.len()),
        party,
        consultant,
        appointment: *appointment,
        source: optional("source", source)?,
        note: optional("note", note)?,
    }])
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    let Event::Logged { call, party, consultant, appointment, source, note } = event;
    // First registration wins, by call as by visit (rules §6).
    let customer = party::register(office, party, Some(*consultant), stamp.at);
    let is_free = office.owner_at(customer, stamp.at).is_none();
    if is_free {
        office.customers[customer.index()].owner = Some(*consultant);
    }
    office.followed[customer.index()] = stamp.at;
    if appointment.is_some() {
        // A new appointment replaces the old one.
        let calls = &office.calls;
        office.expected.retain(|id| calls[id.index()].customer != customer);
        office.expected.push(*call);
    }
    office.calls.push(Call {
        id: *call,
        at: stamp.at,
        customer,
        consultant: *consultant,
        appointment: *appointment,
        kept: false,
        source: source.clone(),
        note: note.clone(),
    });
}
