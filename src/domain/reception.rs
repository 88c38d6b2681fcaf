//! Reception in its simple form: a group arrives, is assigned to the next in line, is finished or leaves (rules §5).

use crate::domain::context::{Context, Stamp, optional, required};
use crate::domain::id::{StaffId, VisitId};
use crate::domain::party::{self, Named};
use crate::domain::rejection::Rejection;
use crate::domain::state::customer::{Grade, Party};
use crate::domain::state::deed::What;
use crate::domain::state::office::Office;
use crate::domain::state::staff::{Presence, Right, Role, Team};
use crate::domain::state::visit::{Visit, VisitKind, VisitState};
use serde::{Deserialize, Serialize};

/// The largest group.
pub const SIZE_MAX: u32 = 99;

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// A group walks in.
    Arrive {
        /// Kind; `None` lets the phone decide: returning if known, else first.
        kind: Option<VisitKind>,
        /// Name and phone, where given.
        customer: Option<Named>,
        /// The consultant asked for.
        ask: Option<StaffId>,
        /// People, 1–99.
        size: u32,
        /// How they heard of the project.
        source: String,
    },
    /// Gives a waiting group to a consultant.
    Assign {
        /// The waiting number; `None` is who waits longest.
        number: Option<u32>,
        /// Out of order: to whom; `None` follows the rules.
        to: Option<StaffId>,
        /// Why out of order.
        reason: String,
    },
    /// Closes a reception with its result.
    Finish {
        /// The waiting number.
        number: u32,
        /// Grade of the customer.
        grade: Option<Grade>,
        /// What came of it.
        outcome: String,
    },
    /// A waiting group leaves.
    Leave {
        /// The waiting number.
        number: u32,
        /// Why.
        reason: String,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A group arrived.
    Arrived {
        /// The visit.
        visit: VisitId,
        /// Its waiting number of the day.
        number: u32,
        /// Kind.
        kind: VisitKind,
        /// The customer, where known or given.
        party: Option<Party>,
        /// The consultant it belongs to or asked for.
        asked: Option<StaffId>,
        /// People.
        size: u32,
        /// Source.
        source: Option<String>,
    },
    /// A group was given to a consultant.
    Assigned {
        /// The visit.
        visit: VisitId,
        /// To whom.
        consultant: StaffId,
        /// Whether its end sends them to the tail.
        spends_turn: bool,
        /// Why out of order, if so.
        reason: Option<String>,
    },
    /// A reception was closed.
    Finished {
        /// The visit.
        visit: VisitId,
        /// Grade given.
        grade: Option<Grade>,
        /// Result.
        outcome: Option<String>,
    },
    /// A group left unreceived.
    Left {
        /// The visit.
        visit: VisitId,
        /// Why.
        reason: String,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    context.require(office, Right::Visit)?;
    let event = match command {
        Command::Arrive { kind, customer, ask, size, source } => {
            arrive(office, *kind, customer.as_ref(), *ask, *size, source, context)?
        }
        Command::Assign { number, to, reason } => assign(office, *number, *to, reason, context)?,
        Command::Finish { number, grade, outcome } => finish(office, *number, *grade, outcome, context)?,
        Command::Leave { number, reason } => {
            let visit = today(office, *number, VisitState::Waiting, context)?;
            Event::Left { visit: visit.id, reason: required("reason", reason)? }
        }
    };
    Ok(vec![event])
}

fn arrive(
    office: &Office,
    kind: Option<VisitKind>,
    customer: Option<&Named>,
    ask: Option<StaffId>,
    size: u32,
    source: &str,
    context: &Context,
) -> Result<Event, Rejection> {
    if !(1..=SIZE_MAX).contains(&size) {
        return Err(Rejection::CountInvalid { field: "size".into(), least: 1, most: SIZE_MAX });
    }
    let party = customer.map(|named| party::resolve(office, named, context)).transpose()?;
    let owner = match &party {
        Some(Party::Known(id)) => office.customer(*id).owner,
        _ => None,
    };
    let kind = kind.unwrap_or(match (ask, owner) {
        (Some(_), _) => VisitKind::Named,
        (None, Some(_)) => VisitKind::Returning,
        (None, None) => VisitKind::First,
    });
    let today = office.day(context.now);
    let number =
        office.visits.iter().rev().take_while(|visit| visit.day == today).map(|visit| visit.number).max();
    Ok(Event::Arrived {
        visit: VisitId::next(office.visits.len()),
        number: number.unwrap_or(0) + 1,
        kind,
        party,
        asked: ask.or(owner),
        size,
        source: optional("source", source)?,
    })
}

fn assign(
    office: &Office,
    number: Option<u32>,
    to: Option<StaffId>,
    reason: &str,
    context: &Context,
) -> Result<Event, Rejection> {
    let visit = match number {
        Some(number) => today(office, number, VisitState::Waiting, context)?,
        None => office.waiting().next().ok_or(Rejection::NobodyWaiting)?,
    };
    let (consultant, reason) = match to {
        None => (receiver(office, visit, context).ok_or(Rejection::NobodyEligible)?, None),
        Some(to) => {
            context.require(office, Right::Rotation)?;
            let name = office.member(to).name.clone();
            if !office.member(to).is(Role::Consultant) || office.presence(to, context.now) != Presence::Floor
            {
                return Err(Rejection::NotOnDuty { name });
            }
            if let Some(busy) = office.receiving(to) {
                return Err(Rejection::AlreadyReceiving { name, number: busy.number });
            }
            (to, Some(required("reason", reason)?))
        }
    };
    let counts = context.now >= office.rotation_starts(context.now);
    let by_order = visit.asked.is_none_or(|asked| asked != consultant);
    let spends_turn = visit.kind.spends_turn() && by_order && counts;
    Ok(Event::Assigned { visit: visit.id, consultant, spends_turn, reason })
}

/// Who receives this group by the rules: whose it is, if free; else the next in line (rules §5).
pub fn receiver(office: &Office, visit: &Visit, context: &Context) -> Option<StaffId> {
    let own = visit.asked.filter(|asked| office.is_eligible(*asked, context.now));
    own.or_else(|| office.next_in_line(Team::Site, context.now))
}

fn finish(
    office: &Office,
    number: u32,
    grade: Option<Grade>,
    outcome: &str,
    context: &Context,
) -> Result<Event, Rejection> {
    let visit = today(office, number, VisitState::Receiving, context)?;
    if visit.consultant != Some(context.by) {
        context.require(office, Right::Rotation)?;
    }
    Ok(Event::Finished { visit: visit.id, grade, outcome: optional("outcome", outcome)? })
}

/// The open visit with that waiting number, in that state. Numbers begin anew each day; the newest counts.
fn today<'a>(
    office: &'a Office,
    number: u32,
    state: VisitState,
    context: &Context,
) -> Result<&'a Visit, Rejection> {
    let day = office.day(context.now);
    let open = office.open_visits.iter().rev().map(|id| office.visit(*id));
    let mut closed = office.visits.iter().rev().take_while(|visit| visit.day == day);
    let found = open.into_iter().find(|visit| visit.number == number);
    match found.or_else(|| closed.find(|visit| visit.number == number)) {
        None => Err(Rejection::VisitUnknown { number }),
        Some(visit) if visit.state != state => {
            Err(Rejection::VisitState { number, state: visit.state.code().to_string() })
        }
        Some(visit) => Ok(visit),
    }
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    match event {
        Event::Arrived { visit, number, kind, party, asked, size, source } => {
            let customer = party.as_ref().map(|party| party::register(office, party, None, stamp.at));
            office.open_visits.push(*visit);
            office.visits.push(Visit {
                id: *visit,
                number: *number,
                day: office.day(stamp.at),
                kind: *kind,
                customer,
                asked: *asked,
                size: *size,
                source: source.clone(),
                arrived: stamp.at,
                state: VisitState::Waiting,
                consultant: None,
                assigned: None,
                closed: None,
                spends_turn: false,
                grade: None,
                outcome: None,
            });
        }
        Event::Assigned { visit, consultant, spends_turn, .. } => {
            let entry = &mut office.visits[visit.index()];
            entry.state = VisitState::Receiving;
            entry.consultant = Some(*consultant);
            entry.assigned = Some(stamp.at);
            entry.spends_turn = *spends_turn;
            office.remember(stamp.seq, stamp.at, stamp.by, What::Assigned { visit: *visit });
        }
        Event::Finished { visit, grade, outcome } => {
            finished(office, *visit, *grade, outcome.as_ref(), stamp)
        }
        Event::Left { visit, reason } => {
            close(office, *visit, VisitState::Left, Some(reason), stamp);
        }
    }
}

fn finished(office: &mut Office, id: VisitId, grade: Option<Grade>, outcome: Option<&String>, stamp: &Stamp) {
    close(office, id, VisitState::Finished, outcome, stamp);
    let visit = &mut office.visits[id.index()];
    visit.grade = grade;
    let (customer, consultant, spends) = (visit.customer, visit.consultant, visit.spends_turn);
    if let Some(customer) = customer {
        let customer = &mut office.customers[customer.index()];
        customer.grade = grade.or(customer.grade);
        // First registration wins: whoever received them first owns them (rules §6).
        customer.owner = customer.owner.or(consultant);
    }
    if let Some(place) = office.line.iter().position(|id| spends && Some(*id) == consultant) {
        let consultant = office.line.remove(place);
        office.line.push(consultant);
    }
}

fn close(office: &mut Office, id: VisitId, state: VisitState, outcome: Option<&String>, stamp: &Stamp) {
    office.open_visits.retain(|open| *open != id);
    let visit = &mut office.visits[id.index()];
    visit.state = state;
    visit.closed = Some(stamp.at);
    visit.outcome = outcome.cloned();
}
