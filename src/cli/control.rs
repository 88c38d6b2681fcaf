//! Control by the manager: who carries it, locks, batches, licences.

use crate::cli::args::{Batch, Building as BuildingVerb, Control as Verb};
use crate::cli::failure::Failure;
use crate::cli::json::UnitJson;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::cli::{input, units};
use crate::domain::act::Event;
use crate::domain::id::{BuildingId, UnitId};
use crate::domain::state::address::resolve_building;
use crate::domain::state::office::Office;
use crate::domain::state::unit::Status;
use crate::domain::{control, setup, waiting};
use crate::store::{Journal, Reader};
use serde::Serialize;

/// One of these acts.
pub fn run(setting: &Setting, verb: Verb) -> Result<Reply, Failure> {
    if let Verb::Building { verb: BuildingVerb::List } = verb {
        return buildings(&Session::read(setting)?, None);
    }
    let mut session = Session::write(setting)?;
    match verb {
        Verb::Control { name } => hand_over(session, &name),
        Verb::Lock { unit, reason } => {
            let unit = session.unit(&unit)?;
            session.act(control::Command::Lock { unit, reason })?;
            Ok(done(&session, unit, "cli-locked"))
        }
        Verb::Unlock { unit, reason } => {
            let unit = session.unit(&unit)?;
            session.act(control::Command::Unlock { unit, reason })?;
            Ok(done(&session, unit, "cli-unlocked"))
        }
        Verb::Batch { verb: Batch::Release { name, units } } => release(session, name, &units),
        Verb::Building { verb: BuildingVerb::Set { building, licence, licensed_on } } => {
            let granted = input::date(&licensed_on)?;
            let building = resolve_building(&session.office, &building)?;
            session.act(setup::Command::SetLicence { building, number: licence, granted })?;
            buildings(&session, Some(building))
        }
        Verb::Building { verb: BuildingVerb::List } => buildings(&session, None),
    }
}

fn done<S: Reader>(session: &Session<'_, S>, unit: UnitId, key: &'static str) -> Reply {
    let address = session.office.unit(unit).spec.address();
    units::after(session, unit, &session.locale.say(key, &[("unit", address.into())]))
}

fn hand_over(mut session: Session<'_, Box<dyn Journal>>, name: &str) -> Result<Reply, Failure> {
    let to = session.staff(name)?;
    session.act(waiting::Command::HandOver { to })?;
    #[derive(Serialize)]
    struct Holder<'a> {
        control: &'a str,
    }
    let name = session.office.name_of(session.office.control);
    Ok(Reply::either(
        session.json(),
        || Holder { control: name },
        || session.locale.say("cli-control", &[("name", name.into())]),
    ))
}

fn release(
    mut session: Session<'_, Box<dyn Journal>>,
    batch: String,
    named: &[String],
) -> Result<Reply, Failure> {
    let units = named.iter().map(|input| session.unit(input)).collect::<Result<Vec<_>, _>>()?;
    let events = session.act(control::Command::Release { batch: batch.clone(), units })?;
    let mut released = Vec::new();
    for recorded in &events {
        if let Event::Control(control::Event::Released { units, .. }) = &recorded.event {
            released.extend(units);
        }
    }
    Ok(Reply::either(
        session.json(),
        || released.iter().map(|id| UnitJson::of(&session.office, session.viewer, *id)).collect::<Vec<_>>(),
        || {
            let args = [("batch", (&batch).into()), ("count", released.len().into())];
            session.locale.say("cli-batch-released", &args)
        },
    ))
}

#[derive(Serialize)]
struct BuildingJson<'a> {
    building: &'a str,
    licence: Option<&'a str>,
    licensed_on: Option<String>,
    units: usize,
    available: usize,
}

fn building_json(office: &Office, id: BuildingId) -> BuildingJson<'_> {
    let building = office.building(id);
    let licence = building.licence.as_ref();
    BuildingJson {
        building: &building.name,
        licence: licence.map(|licence| licence.number.as_str()),
        licensed_on: licence.map(|licence| licence.granted.to_string()),
        units: building.units.len(),
        available: building.units.iter().filter(|id| office.status(**id) == Status::Available).count(),
    }
}

/// All buildings, or the one an act was about.
fn buildings<S: Reader>(session: &Session<'_, S>, only: Option<BuildingId>) -> Result<Reply, Failure> {
    let office = &session.office;
    if let (Some(id), true) = (only, session.json()) {
        return Ok(Reply::either(true, || building_json(office, id), String::new));
    }
    let ids = || office.order.iter().copied().filter(|id| only.is_none_or(|only| only == *id));
    Ok(Reply::either(
        session.json(),
        || ids().map(|id| building_json(office, id)).collect::<Vec<_>>(),
        || {
            let locale = &session.locale;
            let mut table = Table::new(&[
                (locale.text("col-building"), false),
                (locale.text("col-licence"), false),
                (locale.text("col-licensed-on"), false),
                (locale.text("col-units"), true),
                (locale.text("col-available"), true),
            ]);
            for row in ids().map(|id| building_json(office, id)) {
                table.row(vec![
                    row.building.to_string(),
                    row.licence.unwrap_or_default().to_string(),
                    row.licensed_on.unwrap_or_default(),
                    row.units.to_string(),
                    row.available.to_string(),
                ]);
            }
            table.text()
        },
    ))
}
