//! Visitors, presence, rotation.

use crate::cli::args::Visit as Verb;
use crate::cli::failure::Failure;
use crate::cli::input;
use crate::cli::json::{Ordered, VisitJson, instant};
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::domain::act::{Command, Event, Recorded};
use crate::domain::id::{StaffId, VisitId};
use crate::domain::reception::{Arrival, Closing};
use crate::domain::state::customer::Grade;
use crate::domain::state::office::Office;
use crate::domain::state::staff::{Presence, Team};
use crate::domain::state::visit::{Visit, VisitKind, VisitState};
use crate::domain::time::Instant;
use crate::domain::{assignment, duty as duties, reception};
use crate::locale::Locale;
use serde::Serialize;

/// `visit …`.
pub fn visit(setting: &Setting, verb: Verb) -> Result<Reply, Failure> {
    let mut session = Session::write(setting)?;
    let command: Command = match verb {
        Verb::Arrive { phone, name, kind, ask, size, source } => reception::Command::Arrive(Arrival {
            kind: kind.as_deref().and_then(VisitKind::parse),
            customer: input::person(
                name.as_deref(),
                &phone.into_iter().collect::<Vec<_>>(),
                &setting.salting(),
            ),
            ask: ask.map(|name| session.staff(&name)).transpose()?,
            size,
            source,
            ..Arrival::default()
        })
        .into(),
        Verb::Assign { number, to, reason } => assignment::Command::Assign {
            number,
            to: to.map(|name| session.staff(&name)).transpose()?,
            reason,
        }
        .into(),
        Verb::Finish { number, grade, outcome } => {
            let grade = grade.as_deref().and_then(Grade::parse);
            reception::Command::Finish(Closing { number, grade, outcome, ..Closing::default() }).into()
        }
        Verb::Leave { number, reason } => reception::Command::Leave { number, reason }.into(),
    };
    let events = session.act(command)?;
    let Some(id) = events.iter().rev().find_map(visit_of) else { return Ok(Reply::bytes(Vec::new())) };
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

/// `duty STATE [STAFF]`.
pub fn duty(setting: &Setting, state: &str, name: Option<&str>, reason: &str) -> Result<Reply, Failure> {
    let mut session = Session::write(setting)?;
    let staff = name.map_or_else(|| session.actor(), |name| session.staff(name))?;
    let presence = match state {
        "back" => Presence::Floor,
        "suspend" => Presence::Suspended,
        other => Presence::parse(other).unwrap_or(Presence::Floor),
    };
    match state {
        "in" => session.act(duties::Command::SignIn { staff })?,
        _ => session.act(duties::Command::Move {
            staff,
            presence,
            reason: reason.to_string(),
            minutes: None,
        })?,
    };
    #[derive(Serialize)]
    struct DutyJson<'a> {
        staff: &'a str,
        presence: &'static str,
        since: Option<String>,
        signed_in: Option<String>,
    }
    let member = session.office.member(staff);
    Ok(Reply::either(
        session.json(),
        || DutyJson {
            staff: &member.name,
            presence: member.duty.presence.code(),
            since: member.duty.since.map(instant),
            signed_in: member.duty.signed_in.map(instant),
        },
        || {
            let shown = session.locale.presence(member.duty.presence);
            session.locale.say("cli-duty", &[("name", (&member.name).into()), ("presence", shown.into())])
        },
    ))
}

/// `rotation`.
pub fn rotation(setting: &Setting, why: bool, at: Option<&str>) -> Result<Reply, Failure> {
    let mut session = Session::read(setting)?;
    if let Some(text) = at {
        session.now = session.past(text)?;
        session.office = session.office_at(session.now)?;
    }
    let (office, locale, now) = (&session.office, &session.locale, session.now);
    let order = office.rotation(Team::Site, now);
    let next = crate::domain::rotation::next(office, Team::Site, now);
    let reasons = reasons(office, &order, next, now, locale);
    #[derive(Serialize)]
    struct Rotation<'a> {
        order: Vec<&'a str>,
        next: Option<&'a str>,
        credits: Ordered,
        why: Vec<String>,
    }
    let names = || order.iter().map(|id| office.name_of(Some(*id)));
    Ok(Reply::either(
        session.json(),
        || Rotation {
            order: names().collect(),
            next: next.map(|id| office.name_of(Some(id))),
            credits: Ordered(Vec::new()),
            why: reasons.clone(),
        },
        || {
            let mut table = Table::new(&[
                (locale.text("col-place"), true),
                (locale.text("col-consultant"), false),
                (locale.text("col-state"), false),
            ]);
            for (place, id) in order.iter().enumerate() {
                let cells = [
                    (place + 1).to_string(),
                    office.name_of(Some(*id)).into(),
                    doing(office, *id, now, locale),
                ];
                table.row(cells.into());
            }
            let next = match next {
                Some(id) => locale.say("cli-next", &[("name", office.name_of(Some(id)).into())]),
                None => locale.text("cli-next-nobody").to_string(),
            };
            let why = if why { reasons.join("\n") } else { String::new() };
            format!("{}{next}\n{why}", table.text())
        },
    ))
}

/// What somebody is doing.
fn doing(office: &Office, id: StaffId, now: Instant, locale: &Locale) -> String {
    match office.receiving(id) {
        Some(visit) => locale.say("cli-receiving", &[("number", visit.number.into())]),
        None => locale.presence(office.presence(id, now)).to_string(),
    }
}

/// Why the next is next: everyone passed over, and for what.
fn reasons(
    office: &Office,
    order: &[StaffId],
    next: Option<StaffId>,
    now: Instant,
    locale: &Locale,
) -> Vec<String> {
    let passed = order.iter().take_while(|id| Some(**id) != next);
    let mut reasons: Vec<String> = passed
        .map(|id| {
            let args = [
                ("name", office.name_of(Some(*id)).into()),
                ("doing", doing(office, *id, now, locale).into()),
            ];
            locale.say("cli-passed", &args)
        })
        .collect();
    if let Some(id) = next {
        reasons.push(locale.say("cli-leads", &[("name", office.name_of(Some(id)).into())]));
    }
    reasons
}
