//! Reception: a group arrives, is shown units, is closed with a result, or leaves (rules §5). Who receives it is the part of
//! `assignment`.

use crate::domain::context::{Context, Stamp, optional, required};
use crate::domain::id::{CustomerId, StaffId, UnitId, VisitId};
use crate::domain::party::{self, Named};
use crate::domain::rejection::Rejection;
use crate::domain::state::customer::{Grade, Party};
use crate::domain::state::office::Office;
use crate::domain::state::policy::Overnight;
use crate::domain::state::staff::{Right, Team};
use crate::domain::state::turn::TurnKind;
use crate::domain::state::visit::{Visit, VisitKind, VisitState};
use crate::domain::time::{Instant, due_after, instant_of};
use chrono::{Days, NaiveTime};
use serde::{Deserialize, Serialize};

/// The largest group.
pub const SIZE_MAX: u32 = 99;
/// Units one reception can be marked as having shown.
pub const SHOWN_MAX: usize = 50;
/// The latest a next follow-up may be, days.
pub const NEXT_DAYS_MAX: u32 = 366;

/// A group walking in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Arrival {
    /// Kind; `None` lets what is known of the customer decide.
    pub kind: Option<VisitKind>,
    /// Name and phone, where given.
    pub customer: Option<Named>,
    /// The consultant asked for, or the referrer's.
    pub ask: Option<StaffId>,
    /// People, 1–99.
    pub size: u32,
    /// How they heard of the project.
    pub source: String,
    /// The team at whose stand they came in.
    pub team: Team,
    /// Why there is no phone.
    pub phoneless: String,
    /// The waiting number under which the same group was received before today.
    pub again: Option<u32>,
}

impl Default for Arrival {
    fn default() -> Self {
        Self {
            kind: None,
            customer: None,
            ask: None,
            size: 1,
            source: String::new(),
            team: Team::Site,
            phoneless: String::new(),
            again: None,
        }
    }
}

/// The result of a reception.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Closing {
    /// The waiting number.
    pub number: u32,
    /// The customer, where not recorded at the arrival.
    pub customer: Option<Named>,
    /// Grade of the customer.
    pub grade: Option<Grade>,
    /// What came of it; why no customer was recorded, where none was.
    pub outcome: String,
    /// Units shown, besides those marked during the reception.
    pub shown: Vec<UnitId>,
    /// What spoke against it.
    pub objections: String,
    /// Days until the next follow-up; `None` is by grade (policy `followup_…_days`).
    pub next_days: Option<u32>,
}

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// A group walks in.
    Arrive(Arrival),
    /// Marks a unit as shown to the group, or takes the mark away.
    Show {
        /// The waiting number.
        number: u32,
        /// The unit.
        unit: UnitId,
    },
    /// Closes a reception with its result.
    Finish(Closing),
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
        /// The team at whose stand they came in.
        #[serde(default = "site")]
        team: Team,
        /// Why there is no phone.
        #[serde(default)]
        phoneless: Option<String>,
        /// Whether the same group was received before today.
        #[serde(default)]
        again: bool,
    },
    /// A unit was shown, or was not after all.
    Shown {
        /// The visit.
        visit: VisitId,
        /// The unit.
        unit: UnitId,
        /// Whether it was.
        shown: bool,
    },
    /// A reception was closed.
    Finished {
        /// The visit.
        visit: VisitId,
        /// Grade given.
        grade: Option<Grade>,
        /// Result.
        outcome: Option<String>,
        /// The customer, where recorded only now.
        #[serde(default)]
        party: Option<Party>,
        /// All units shown.
        #[serde(default)]
        shown: Vec<UnitId>,
        /// What spoke against it.
        #[serde(default)]
        objections: Option<String>,
        /// When the customer is to be called next, UTC.
        #[serde(default)]
        next: Option<Instant>,
    },
    /// A group left unreceived.
    Left {
        /// The visit.
        visit: VisitId,
        /// Why.
        reason: String,
    },
    /// The day ended with a group still waiting (policy `queue_overnight`).
    Lapsed {
        /// The visit.
        visit: VisitId,
    },
}

fn site() -> Team {
    Team::Site
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    context.require(office, Right::Visit)?;
    let event = match command {
        Command::Arrive(arrival) => arrive(office, arrival, context)?,
        Command::Show { number, unit } => show(office, *number, *unit, context)?,
        Command::Finish(closing) => finish(office, closing, context)?,
        Command::Leave { number, reason } => {
            let visit = numbered(office, *number, VisitState::Waiting, context)?;
            Event::Left { visit: visit.id, reason: required("reason", reason)? }
        }
    };
    Ok(vec![event])
}

fn arrive(office: &Office, arrival: &Arrival, context: &Context) -> Result<Event, Rejection> {
    if !(1..=SIZE_MAX).contains(&arrival.size) {
        return Err(Rejection::CountInvalid { field: "size".into(), least: 1, most: SIZE_MAX });
    }
    let party = arrival.customer.as_ref().map(|named| party::resolve(office, named, context)).transpose()?;
    let known = match &party {
        Some(Party::Known(id)) => Some(*id),
        _ => None,
    };
    let earlier = arrival.again.map(|number| received_today(office, number, context)).transpose()?;
    let (kind, asked) = proposal(office, arrival, known, earlier, context.now);
    let phoneless = optional("reason", &arrival.phoneless)?;
    let has_phone = match (&arrival.customer, known) {
        (Some(Named::Person(person)), _) if !person.phones.is_empty() => true,
        (_, known) => known.is_some_and(|id| {
            office.customer(id).person.as_ref().is_some_and(|person| !person.phones.is_empty())
        }),
    };
    if office.policy.visit_reasons && kind.is_customer() && !has_phone && phoneless.is_none() {
        return Err(Rejection::TextInvalid {
            field: "phoneless".into(),
            limit: crate::domain::context::TEXT_MAX,
        });
    }
    Ok(Event::Arrived {
        visit: VisitId::next(office.visits.len()),
        number: next_number(office, context.now),
        kind,
        party: party.or_else(|| earlier.and_then(|visit| visit.customer).map(Party::Known)),
        asked,
        size: arrival.size,
        source: optional("source", &arrival.source)?,
        team: arrival.team,
        phoneless: phoneless.filter(|_| !has_phone),
        again: received_before(office, known, earlier, context.now).is_some(),
    })
}

/// The next waiting number: from 1 each day, past whatever still waits from before.
fn next_number(office: &Office, now: Instant) -> u32 {
    let day = office.day(now);
    let today = office.visits.iter().rev().take_while(|visit| visit.day == day);
    let open = office.open_visits.iter().map(|id| office.visit(*id));
    today.chain(open).map(|visit| visit.number).max().unwrap_or(0) + 1
}

/// Kind and consultant as what is known of the group proposes them (rules §5, table of kinds): shown while the phone is
/// typed, and taken where the person at the desk says nothing else.
pub fn proposal(
    office: &Office,
    arrival: &Arrival,
    known: Option<CustomerId>,
    earlier: Option<&Visit>,
    now: Instant,
) -> (VisitKind, Option<StaffId>) {
    let owner = known.and_then(|id| office.owner_at(id, now));
    let booked = known.and_then(|id| office.appointment_of(id, now)).map(|call| call.consultant);
    let before = received_before(office, known, earlier, now);
    let asked = arrival.ask.or(before).or(owner).or(booked);
    let kind = arrival.kind.unwrap_or(match (arrival.ask, before.or(owner), booked) {
        (Some(_), ..) => VisitKind::Named,
        (None, _, Some(_)) => VisitKind::Appointment,
        (None, Some(_), None) => VisitKind::Returning,
        (None, None, None) => VisitKind::First,
    });
    (kind, asked.filter(|_| kind.is_customer()))
}

/// Who received the same group before today, where they still receive anybody.
pub fn received_before(
    office: &Office,
    known: Option<CustomerId>,
    earlier: Option<&Visit>,
    now: Instant,
) -> Option<StaffId> {
    let day = office.day(now);
    let today = office.visits.iter().rev().take_while(|visit| visit.day == day);
    let mut same = today.filter(|visit| known.is_some() && visit.customer == known);
    let found =
        earlier.and_then(|visit| visit.consultant).or_else(|| same.find_map(|visit| visit.consultant));
    found.filter(|id| office.member(*id).may(Right::Hold))
}

fn received_today<'a>(office: &'a Office, number: u32, context: &Context) -> Result<&'a Visit, Rejection> {
    numbered(office, number, VisitState::Finished, context)
}

fn show(office: &Office, number: u32, unit: UnitId, context: &Context) -> Result<Event, Rejection> {
    let visit = own_reception(office, number, context)?;
    let shown = !visit.shown.contains(&unit);
    if shown && visit.shown.len() >= SHOWN_MAX {
        return Err(too_many_shown());
    }
    Ok(Event::Shown { visit: visit.id, unit, shown })
}

fn too_many_shown() -> Rejection {
    Rejection::CountInvalid { field: "shown".into(), least: 0, most: SHOWN_MAX as u32 }
}

fn finish(office: &Office, closing: &Closing, context: &Context) -> Result<Event, Rejection> {
    let visit = own_reception(office, closing.number, context)?;
    let party = match (&closing.customer, visit.customer) {
        (Some(named), None) => Some(party::resolve(office, named, context)?),
        _ => None,
    };
    let outcome = optional("outcome", &closing.outcome)?;
    let nameless = visit.customer.is_none() && party.is_none() && visit.kind.is_customer();
    if office.policy.visit_reasons && nameless && outcome.is_none() {
        return Err(Rejection::TextInvalid {
            field: "outcome".into(),
            limit: crate::domain::context::TEXT_MAX,
        });
    }
    let mut shown = visit.shown.clone();
    for unit in &closing.shown {
        if !shown.contains(unit) {
            shown.push(*unit);
        }
    }
    if shown.len() > SHOWN_MAX {
        return Err(too_many_shown());
    }
    let days = closing.next_days.or_else(|| closing.grade.and_then(|grade| followup_days(office, grade)));
    if days.is_some_and(|days| !(1..=NEXT_DAYS_MAX).contains(&days)) {
        return Err(Rejection::CountInvalid { field: "next".into(), least: 1, most: NEXT_DAYS_MAX });
    }
    let policy = &office.policy;
    let next = days.map(|days| due_after(context.now, days, policy.deadline_time, policy.time_zone));
    Ok(Event::Finished {
        visit: visit.id,
        grade: closing.grade,
        outcome,
        party,
        shown,
        objections: optional("objections", &closing.objections)?,
        next,
    })
}

/// Days until a customer of that grade is to be called (rules §6); `None` for invalid ones.
fn followup_days(office: &Office, grade: Grade) -> Option<u32> {
    match grade {
        Grade::A => Some(office.policy.followup_a_days.max(1)),
        Grade::B => Some(office.policy.followup_b_days.max(1)),
        Grade::C => Some(office.policy.followup_c_days.max(1)),
        Grade::D => None,
    }
}

/// A reception the actor may close or add to: their own, or any for whoever has the rotation in hand.
pub fn own_reception<'a>(office: &'a Office, number: u32, context: &Context) -> Result<&'a Visit, Rejection> {
    let visit = numbered(office, number, VisitState::Receiving, context)?;
    if visit.consultant != Some(context.by) {
        context.require(office, Right::Rotation)?;
    }
    Ok(visit)
}

/// The visit with that waiting number, in that state. Numbers begin anew each day: open ones count first, then those that
/// came today, then those of an earlier day that were closed today.
pub fn numbered<'a>(
    office: &'a Office,
    number: u32,
    state: VisitState,
    context: &Context,
) -> Result<&'a Visit, Rejection> {
    let day = office.day(context.now);
    let open = office.open_visits.iter().rev().map(|id| office.visit(*id));
    let mut today = office.visits.iter().rev().take_while(|visit| visit.day == day);
    let of_the_night = |visit: &&Visit| {
        visit.number == number && visit.state == state && visit.closed.is_some_and(|at| office.day(at) == day)
    };
    let found = open.into_iter().find(|visit| visit.number == number);
    let found = found.or_else(|| today.find(|visit| visit.number == number));
    match found.or_else(|| office.visits.iter().rev().find(of_the_night)) {
        None => Err(Rejection::VisitUnknown { number }),
        Some(visit) if visit.state != state => {
            Err(Rejection::VisitState { number, state: visit.state.code().to_string() })
        }
        Some(visit) => Ok(visit),
    }
}

/// When a waiting group lapses: the midnight after its day; `None` where policy keeps the queue.
pub fn lapse_of(office: &Office, visit: &Visit) -> Option<Instant> {
    let clears = office.policy.queue_overnight == Overnight::Clear && visit.state == VisitState::Waiting;
    let midnight = visit.day.checked_add_days(Days::new(1)).filter(|_| clears)?;
    Some(instant_of(midnight, NaiveTime::MIN, office.policy.time_zone))
}

/// Groups that still waited when their day ended, by `now`, each with its own time.
pub fn lapses(office: &Office, now: Instant) -> Vec<(Instant, Event)> {
    let due = |visit: &Visit| lapse_of(office, visit).filter(|at| *at <= now);
    office.waiting().filter_map(|visit| Some((due(visit)?, Event::Lapsed { visit: visit.id }))).collect()
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    match event {
        Event::Arrived { .. } => arrived(office, event, stamp),
        Event::Shown { visit, unit, shown } => {
            let list = &mut office.visits[visit.index()].shown;
            list.retain(|known| known != unit);
            if *shown {
                list.push(*unit);
            }
        }
        Event::Finished { .. } => finished(office, event, stamp),
        Event::Left { visit, reason } => {
            close(office, *visit, VisitState::Left, Some(reason), stamp);
        }
        Event::Lapsed { visit } => close(office, *visit, VisitState::Left, None, stamp),
    }
}

fn arrived(office: &mut Office, event: &Event, stamp: &Stamp) {
    let Event::Arrived { visit, number, kind, party, asked, size, source, team, phoneless, again } = event
    else {
        return;
    };
    let customer = party.as_ref().map(|party| party::register(office, party, None, stamp.at));
    if let Some(customer) = customer {
        keep_appointment(office, customer, stamp.at);
    }
    office.open_visits.push(*visit);
    office.visits.push(Visit {
        id: *visit,
        number: *number,
        day: office.day(stamp.at),
        kind: *kind,
        customer,
        asked: *asked,
        again: *again,
        size: *size,
        source: source.clone(),
        arrived: stamp.at,
        state: VisitState::Waiting,
        team: *team,
        phoneless: phoneless.clone(),
        consultant: None,
        assigned: None,
        closed: None,
        turn: None,
        spends_turn: false,
        shown: Vec::new(),
        objections: None,
        next: None,
        grade: None,
        outcome: None,
    });
}

/// Waiting groups of a party whose owner changed belong to the new one, unless they asked for somebody.
pub fn reowned(office: &mut Office, customer: CustomerId, before: Option<StaffId>, at: Instant) {
    let kin = office.kin_of(customer);
    let concerned = |visit: &&Visit| {
        let was_theirs = visit.asked.is_none()
            || (visit.asked == before && !matches!(visit.kind, VisitKind::Named | VisitKind::Referral));
        was_theirs && visit.kind.is_customer()
    };
    let theirs = |visit: &Visit| Some((visit.id, visit.customer.filter(|known| kin.contains(known))?));
    let waiting: Vec<(VisitId, CustomerId)> = office.waiting().filter(concerned).filter_map(theirs).collect();
    for (visit, known) in waiting {
        if let Some(owner) = office.owner_at(known, at) {
            office.visits[visit.index()].asked = Some(owner);
        }
    }
}

/// Who comes on the day of an appointment has kept it.
fn keep_appointment(office: &mut Office, customer: CustomerId, at: Instant) {
    let Some(call) = office.appointment_of(customer, at).map(|call| call.id) else { return };
    office.calls[call.index()].kept = true;
    office.expected.retain(|id| *id != call);
}

fn finished(office: &mut Office, event: &Event, stamp: &Stamp) {
    let Event::Finished { visit: id, grade, outcome, party, shown, objections, next } = event else { return };
    close(office, *id, VisitState::Finished, outcome.as_ref(), stamp);
    let registered = party.as_ref().map(|party| party::register(office, party, None, stamp.at));
    for unit in shown {
        office.units[unit.index()].interest += 1;
    }
    let visit = &mut office.visits[id.index()];
    visit.customer = visit.customer.or(registered);
    visit.grade = *grade;
    visit.shown.clone_from(shown);
    visit.objections.clone_from(objections);
    visit.next = *next;
    let (customer, consultant, spends, is_customer) =
        (visit.customer, visit.consultant, visit.spends_turn, visit.kind.is_customer());
    // First registration wins: whoever received them first owns them. A colleague who helped did it for whoever was
    // asked for (rules §6).
    let owner = if visit.turn == Some(TurnKind::Courtesy) { visit.asked } else { consultant };
    if let Some(customer) = customer {
        let is_free = is_customer && office.owner_at(customer, stamp.at).is_none();
        office.followed[customer.index()] = stamp.at;
        let customer = &mut office.customers[customer.index()];
        customer.grade = grade.or(customer.grade);
        if is_free {
            customer.owner = owner.or(customer.owner);
        }
    }
    if let (Some(consultant), true) = (consultant, spends) {
        office.to_tail(consultant);
    }
}

fn close(office: &mut Office, id: VisitId, state: VisitState, outcome: Option<&String>, stamp: &Stamp) {
    office.open_visits.retain(|open| *open != id);
    let visit = &mut office.visits[id.index()];
    visit.state = state;
    visit.closed = Some(stamp.at);
    visit.outcome = outcome.cloned();
}
