//! Calls and the appointments made in them.

use crate::cli::failure::Failure;
use crate::cli::input;
use crate::cli::json::instant;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::cli::verbs::Call as Verb;
use crate::domain::act::Event;
use crate::domain::call as calling;
use crate::domain::id::StaffId;
use crate::domain::rejection::Rejection;
use crate::domain::state::call::Call;
use crate::domain::state::office::Office;
use crate::store::Reader;
use serde::Serialize;

/// A call as this viewer may see it.
#[derive(Serialize)]
pub struct CallJson<'a> {
    call: u32,
    at: String,
    customer: Option<String>,
    phones: Vec<String>,
    consultant: &'a str,
    appointment: Option<String>,
    kept: bool,
    source: Option<&'a str>,
    note: Option<&'a str>,
}

/// A call as this viewer may see it.
pub fn json<'a>(office: &'a Office, viewer: Option<StaffId>, call: &'a Call) -> CallJson<'a> {
    let clear = office.sees(viewer, call.customer);
    CallJson {
        call: call.id.0.saturating_add(1),
        at: instant(call.at),
        customer: office.shown_name(viewer, call.customer),
        phones: office.shown_phones(viewer, call.customer),
        consultant: office.name_of(Some(call.consultant)),
        appointment: call.appointment.map(instant),
        kept: call.kept,
        source: call.source.as_deref(),
        // What was said on the telephone is as private as who said it.
        note: call.note.as_deref().filter(|_| clear),
    }
}

/// `call …`.
pub fn call(setting: &Setting, verb: Verb) -> Result<Reply, Failure> {
    let Verb::Add { phone, name, to, appointment, source, note } = verb;
    let mut session = Session::write(setting)?;
    let phones: Vec<String> = phone.into_iter().collect();
    let customer = input::person(name.as_deref(), &phones, &setting.salting());
    let customer = customer.ok_or(Rejection::CustomerMissing)?;
    let consultant = to.map(|name| session.staff(&name)).transpose()?;
    let (zone, today) = (session.office.policy.time_zone, session.office.day(session.now));
    let appointment = appointment.map(|text| input::instant(&text, zone, Some(today))).transpose()?;
    let events = session.act(calling::Command::Log { customer, consultant, appointment, source, note })?;
    let made = events.iter().rev().find_map(|recorded| match &recorded.event {
        Event::Call(calling::Event::Logged { call, .. }) => Some(*call),
        _ => None,
    });
    let Some(made) = made else { return Ok(Reply::bytes(Vec::new())) };
    let (office, locale) = (&session.office, &session.locale);
    let call = &office.calls[made.index()];
    Ok(Reply::either(
        session.json(),
        || json(office, session.viewer, call),
        || {
            let args = [
                ("customer", locale.customer(office, session.viewer, call.customer).into()),
                ("name", office.name_of(Some(call.consultant)).into()),
            ];
            let mut said = locale.say("event-call-logged", &args);
            if let Some(at) = call.appointment {
                said += &locale.say("event-call-logged-appointment", &[("at", locale.instant(at).into())]);
            }
            said
        },
    ))
}

/// `calls`: newest last.
pub fn calls(setting: &Setting) -> Result<Reply, Failure> {
    let session = Session::read(setting)?;
    let office = &session.office;
    Ok(Reply::either(
        session.json(),
        || office.calls.iter().map(|call| json(office, session.viewer, call)).collect::<Vec<_>>(),
        || text(&session, office.calls.iter()),
    ))
}

/// Calls as a table.
pub fn text<'a, S: Reader>(session: &Session<'_, S>, calls: impl Iterator<Item = &'a Call>) -> String {
    let (office, locale) = (&session.office, &session.locale);
    let mut table = Table::new(&[
        (locale.text("col-since"), false),
        (locale.text("col-customer"), false),
        (locale.text("col-consultant"), false),
        (locale.text("col-appointment"), false),
        (locale.text("col-kept"), false),
    ]);
    for call in calls {
        let kept = if call.kept { "cli-yes" } else { "cli-no" };
        let booked = call.appointment.map(|at| locale.instant(at));
        table.row(vec![
            locale.instant(call.at),
            locale.customer(office, session.viewer, call.customer),
            office.name_of(Some(call.consultant)).to_string(),
            booked.clone().unwrap_or_default(),
            booked.map(|_| locale.text(kept).to_string()).unwrap_or_default(),
        ]);
    }
    table.text()
}
