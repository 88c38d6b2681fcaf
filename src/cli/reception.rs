//! Visitors: arrive, assign, finish, leave, and what belongs to that.

use crate::cli::failure::Failure;
use crate::cli::input;
use crate::cli::json::VisitJson;
use crate::cli::people::nth;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::cli::verbs::Visit as Verb;
use crate::domain::act::{Command, Event, Recorded};
use crate::domain::id::VisitId;
use crate::domain::reception::{Arrival, Closing};
use crate::domain::rejection::Rejection;
use crate::domain::rotation::{Group, choose};
use crate::domain::state::customer::Grade;
use crate::domain::state::office::Office;
use crate::domain::state::staff::Team;
use crate::domain::state::visit::{Visit, VisitKind, VisitState};
use crate::domain::time::Instant;
use crate::domain::{assignment, reception, undo};
use crate::store::Reader;
use serde::Serialize;

/// `visit …`.
pub fn visit(setting: &Setting, verb: Verb) -> Result<Reply, Failure> {
    if let Verb::Assign { number, dry_run: true, .. } = verb {
        return preview(setting, number);
    }
    let mut session = Session::write(setting)?;
    let undone = match verb {
        Verb::Undo { number } => {
            session.office.open_visits.iter().copied().find(|id| session.office.visit(*id).number == number)
        }
        _ => None,
    };
    let commands = order(&session, verb)?;
    let (by, mut events) = (session.actor()?, Vec::new());
    for (place, command) in commands.into_iter().enumerate() {
        events.extend(session.act_as(by, nth(setting.command_id(), place), command)?);
    }
    let Some(id) = events.iter().rev().find_map(visit_of).or(undone) else {
        return Ok(Reply::bytes(Vec::new()));
    };
    let (office, visit) = (&session.office, session.office.visit(id));
    Ok(Reply::either(
        session.json(),
        || VisitJson::of(office, session.viewer, visit),
        || {
            let key = match visit.state {
                VisitState::Waiting => "cli-visit-waiting",
                VisitState::Receiving => "cli-visit-receiving",
                VisitState::Finished => "cli-visit-finished",
                VisitState::Left => "cli-visit-left",
            };
            let owner = office.name_of(visit.asked);
            let args = [
                ("number", visit.number.into()),
                ("kind", session.locale.visit_kind(visit.kind).into()),
                ("consultant", office.name_of(visit.consultant).into()),
            ];
            let said = session.locale.say(key, &args);
            match (visit.state, owner.is_empty()) {
                (VisitState::Waiting, false) => {
                    format!(
                        "{said}\n{}",
                        session.locale.say("cli-visit-asked", &[("consultant", owner.into())])
                    )
                }
                _ => said,
            }
        },
    ))
}

/// What is asked of the core; noting several units is several acts.
fn order<S: Reader>(session: &Session<'_, S>, verb: Verb) -> Result<Vec<Command>, Failure> {
    let salting = session.setting.salting();
    let person = |name: Option<&str>, phone: Option<String>| {
        input::person(name, &phone.into_iter().collect::<Vec<_>>(), &salting)
    };
    let command = match verb {
        Verb::Arrive { phone, name, kind, ask, size, source, team, phoneless, again } => {
            let arrival = Arrival {
                kind: kind.as_deref().and_then(VisitKind::parse),
                customer: person(name.as_deref(), phone),
                ask: ask.map(|name| session.staff(&name)).transpose()?,
                size,
                source,
                team: Team::parse(&team).unwrap_or(Team::Site),
                phoneless,
                again,
            };
            reception::Command::Arrive(arrival).into()
        }
        Verb::Assign { number, to, reason, .. } => {
            let to = to.map(|name| session.staff(&name)).transpose()?;
            assignment::Command::Assign { number, to, reason }.into()
        }
        Verb::Undo { number } => undo::Command::TakeBack { number }.into(),
        Verb::HandOver { number } => assignment::Command::HandOver { number }.into(),
        Verb::Establish { number, owner, reason } => {
            assignment::Command::Establish { number, owner: session.staff(&owner)?, reason }.into()
        }
        Verb::Show { number, units } => {
            let show =
                |unit: &String| Ok(reception::Command::Show { number, unit: session.unit(unit)? }.into());
            return units.iter().map(show).collect();
        }
        Verb::Finish { number, grade, outcome, phone, name, shown, objections, next } => {
            let shown = shown.iter().map(|unit| session.unit(unit)).collect::<Result<Vec<_>, _>>()?;
            let grade = grade.as_deref().and_then(Grade::parse);
            let customer = person(name.as_deref(), phone);
            let closing = Closing { number, customer, grade, outcome, shown, objections, next_days: next };
            reception::Command::Finish(closing).into()
        }
        Verb::Leave { number, reason } => reception::Command::Leave { number, reason }.into(),
    };
    Ok(vec![command])
}

/// `visit assign --dry-run`: who would receive, and why.
fn preview(setting: &Setting, number: Option<u32>) -> Result<Reply, Failure> {
    let session = Session::read(setting)?;
    let office = &session.office;
    let found = match number {
        Some(number) => office.waiting().find(|visit| visit.number == number),
        None => assignment::first_assignable(office, session.now),
    };
    let Some(visit) = found else {
        return Err(not_waiting(office, number, session.now).into());
    };
    let group = Group::of(visit);
    let choice = choose(office, group, session.now);
    let why = session.locale.why(office, group, &choice, session.now);
    #[derive(Serialize)]
    struct Preview<'a> {
        number: u32,
        consultant: Option<&'a str>,
        turn: &'static str,
        why: &'a [String],
    }
    Ok(Reply::either(
        session.json(),
        || Preview {
            number: visit.number,
            consultant: choice.receiver.map(|id| office.name_of(Some(id))),
            turn: choice.turn.code(),
            why: &why,
        },
        || why.join("\n"),
    ))
}

/// Why there is no such group to be received: the same refusal as of the act itself.
fn not_waiting(office: &Office, number: Option<u32>, now: Instant) -> Rejection {
    let Some(number) = number else { return Rejection::NobodyWaiting };
    let day = office.day(now);
    let known = office.visits.iter().rev().find(|visit| visit.number == number && visit.day == day);
    let open = office.open_visits.iter().map(|id| office.visit(*id)).find(|visit| visit.number == number);
    match open.or(known) {
        Some(visit) => Rejection::VisitState { number, state: visit.state.code().to_string() },
        None => Rejection::VisitUnknown { number },
    }
}

fn visit_of(recorded: &Recorded) -> Option<VisitId> {
    match &recorded.event {
        Event::Reception(
            reception::Event::Arrived { visit, .. }
            | reception::Event::Shown { visit, .. }
            | reception::Event::Finished { visit, .. }
            | reception::Event::Left { visit, .. },
        )
        | Event::Assignment(
            assignment::Event::Assigned { visit, .. }
            | assignment::Event::HandedOver { visit, .. }
            | assignment::Event::Established { visit, .. },
        ) => Some(*visit),
        _ => None,
    }
}

/// `visits`: today's, and whatever is still open.
pub fn visits(setting: &Setting) -> Result<Reply, Failure> {
    let session = Session::read(setting)?;
    let (office, locale) = (&session.office, &session.locale);
    let today = office.day(session.now);
    let open = |visit: &Visit| matches!(visit.state, VisitState::Waiting | VisitState::Receiving);
    let listed = || office.visits.iter().filter(move |visit| visit.day == today || open(visit));
    Ok(Reply::either(
        session.json(),
        || listed().map(|visit| VisitJson::of(office, session.viewer, visit)).collect::<Vec<_>>(),
        || {
            let mut table = Table::new(&[
                (locale.text("col-number"), true),
                (locale.text("col-kind"), false),
                (locale.text("col-state"), false),
                (locale.text("col-consultant"), false),
                (locale.text("col-since"), false),
                (locale.text("col-size"), true),
                (locale.text("col-customer"), false),
            ]);
            for visit in listed() {
                let customer = visit.customer.and_then(|id| office.shown_name(session.viewer, id));
                table.row(vec![
                    visit.number.to_string(),
                    locale.visit_kind(visit.kind).to_string(),
                    locale.visit_state(visit.state).to_string(),
                    office.name_of(visit.consultant).to_string(),
                    locale.instant(visit.arrived),
                    visit.size.to_string(),
                    customer.unwrap_or_default(),
                ]);
            }
            table.text()
        },
    ))
}
