//! Customers and staff.

use crate::cli::args::Staff as StaffVerb;
use crate::cli::calls::{self, CallJson};
use crate::cli::failure::Failure;
use crate::cli::input;
use crate::cli::json::{StaffJson, VisitJson, instant};
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::cli::verbs::Customer as CustomerVerb;
use crate::domain::act::Event;
use crate::domain::id::{CustomerId, StaffId};
use crate::domain::party::{Named, plain_phone};
use crate::domain::people;
use crate::domain::rejection::Rejection;
use crate::domain::setup;
use crate::domain::state::claim::Claim;
use crate::domain::state::office::Office;
use crate::domain::state::sealed::Person;
use crate::domain::state::staff::{Role, Team};
use crate::domain::state::visit::Visit;
use crate::domain::time::Instant;
use crate::store::Reader;
use serde::Serialize;
use uuid::Uuid;

#[derive(Serialize)]
struct CustomerJson<'a> {
    customer: u32,
    name: Option<String>,
    phones: Vec<String>,
    owner: Option<&'a str>,
    grade: Option<String>,
    since: String,
    /// The owner while protected (rules §6); null in the pool.
    owner_now: Option<&'a str>,
    protected_until: Option<String>,
    kin: Vec<u32>,
}

/// Customers are numbered from 1 for people.
fn customer_json(office: &Office, viewer: Option<StaffId>, id: CustomerId, now: Instant) -> CustomerJson<'_> {
    let customer = office.customer(id);
    CustomerJson {
        customer: id.0.saturating_add(1),
        name: office.shown_name(viewer, id),
        phones: office.shown_phones(viewer, id),
        owner: customer.owner.map(|id| office.name_of(Some(id))),
        grade: customer.grade.map(|grade| format!("{grade:?}")),
        since: instant(customer.since),
        owner_now: office.owner_at(id, now).map(|id| office.name_of(Some(id))),
        protected_until: office.protected_until(id).map(instant),
        kin: office.kin_of(id).into_iter().skip(1).map(|id| id.0.saturating_add(1)).collect(),
    }
}

/// `customer …`.
pub fn customer(setting: &Setting, verb: CustomerVerb) -> Result<Reply, Failure> {
    match verb {
        CustomerVerb::List => Ok(list(&Session::read(setting)?)),
        CustomerVerb::Show { customer } => {
            let session = Session::read(setting)?;
            let id = find(&session.office, &customer)?;
            Ok(show(&session, id))
        }
        CustomerVerb::Add { name, phone } => {
            let mut session = Session::write(setting)?;
            let nobody = || Person { salt: String::new(), name: String::new(), phones: Vec::new() };
            let named = input::person(Some(&name), &phone, &setting.salting());
            let customer = named.unwrap_or_else(|| Named::Person(nobody()));
            let events = session.act(people::Command::Register { customer })?;
            let made = events.into_iter().find_map(|recorded| match recorded.event {
                Event::People(people::Event::Registered { party }) => Some(party.id()),
                _ => None,
            });
            Ok(said(&session, made.unwrap_or(CustomerId(0)), "cli-customer-added"))
        }
        CustomerVerb::Link { customer, kin } => {
            let mut session = Session::write(setting)?;
            let (customer, kin) = (find(&session.office, &customer)?, find(&session.office, &kin)?);
            session.act(people::Command::Link { customer, kin })?;
            Ok(said(&session, customer, "cli-customer-linked"))
        }
        CustomerVerb::Reassign { customer, to, reason } => {
            let mut session = Session::write(setting)?;
            let (customer, to) = (find(&session.office, &customer)?, session.staff(&to)?);
            session.act(people::Command::Reassign { customer, to, reason })?;
            Ok(said(&session, customer, "cli-customer-reassigned"))
        }
        CustomerVerb::Erase { customer } => {
            let mut session = Session::write(setting)?;
            let id = find(&session.office, &customer)?;
            session.act(people::Command::Erase { customer: id })?;
            Ok(said(&session, id, "cli-customer-erased"))
        }
    }
}

/// A customer by number or phone.
pub fn find(office: &Office, input: &str) -> Result<CustomerId, Failure> {
    let by_phone = plain_phone(input).and_then(|phone| office.phones.get(&phone).copied());
    let number = || input.trim().trim_start_matches('#').parse::<u32>().ok()?.checked_sub(1).map(CustomerId);
    let known = by_phone.or_else(number).filter(|id| id.index() < office.customers.len());
    known.ok_or_else(|| Rejection::CustomerUnknown.into())
}

/// The customer named, if any was.
pub fn named(office: &Office, input: Option<&str>) -> Result<Option<CustomerId>, Failure> {
    input.map(|input| find(office, input)).transpose()
}

fn said<S: Reader>(session: &Session<'_, S>, id: CustomerId, key: &'static str) -> Reply {
    let customer = || customer_json(&session.office, session.viewer, id, session.now);
    Reply::either(session.json(), customer, || {
        let shown = customer();
        let owner = shown.owner_now.unwrap_or_default().to_string();
        let args = [
            ("customer", shown.customer.into()),
            ("name", shown.name.unwrap_or_default().into()),
            ("owner", owner.into()),
        ];
        session.locale.say(key, &args)
    })
}

fn list<S: Reader>(session: &Session<'_, S>) -> Reply {
    let office = &session.office;
    let all =
        || office.customers.iter().map(|known| customer_json(office, session.viewer, known.id, session.now));
    Reply::either(
        session.json(),
        || all().collect::<Vec<_>>(),
        || customers(session, office.customers.iter().map(|known| known.id)),
    )
}

/// Customers as a table.
fn customers<S: Reader>(session: &Session<'_, S>, ids: impl Iterator<Item = CustomerId>) -> String {
    let (office, locale) = (&session.office, &session.locale);
    let mut table = Table::new(&[
        (locale.text("col-number"), true),
        (locale.text("col-customer"), false),
        (locale.text("col-phones"), false),
        (locale.text("col-owner"), false),
        (locale.text("col-protected"), false),
        (locale.text("col-grade"), false),
        (locale.text("col-since"), false),
    ]);
    for id in ids {
        let row = customer_json(office, session.viewer, id, session.now);
        table.row(vec![
            row.customer.to_string(),
            row.name.unwrap_or_else(|| locale.text("cli-erased").to_string()),
            row.phones.join(" "),
            row.owner_now.unwrap_or(locale.text("cli-pool")).to_string(),
            office.protected_until(id).map(|at| locale.day(at)).unwrap_or_default(),
            row.grade.unwrap_or_default(),
            locale.instant(office.customer(id).since),
        ]);
    }
    table.text()
}

/// A customer with all that was between them and the house.
#[derive(Serialize)]
struct DossierJson<'a> {
    #[serde(flatten)]
    customer: CustomerJson<'a>,
    visits: Vec<VisitJson<'a>>,
    calls: Vec<CallJson<'a>>,
    claims: Vec<ClaimJson<'a>>,
}

#[derive(Serialize)]
struct ClaimJson<'a> {
    unit: String,
    status: &'static str,
    consultant: Option<&'a str>,
    began: String,
    ended: Option<String>,
    /// How it ended; null while it lives.
    end: Option<&'static str>,
}

fn show<S: Reader>(session: &Session<'_, S>, id: CustomerId) -> Reply {
    let (office, viewer) = (&session.office, session.viewer);
    let visits = || office.visits.iter().filter(|visit| visit.customer == Some(id));
    let calls = || office.calls.iter().filter(|call| call.customer == id);
    let claims = || office.claims.iter().filter(|claim| claim.customer == Some(id));
    let claim = |claim: &Claim| ClaimJson {
        unit: office.unit(claim.unit).spec.address(),
        status: claim.status().code(),
        consultant: claim.consultant.map(|id| office.name_of(Some(id))),
        began: instant(claim.began),
        ended: claim.ended.as_ref().map(|ended| instant(ended.at)),
        end: claim.ended.as_ref().map(|ended| ended.kind.code()),
    };
    Reply::either(
        session.json(),
        || DossierJson {
            customer: customer_json(office, viewer, id, session.now),
            visits: visits().map(|visit| VisitJson::of(office, viewer, visit)).collect(),
            calls: calls().map(|call| calls::json(office, viewer, call)).collect(),
            claims: claims().map(claim).collect(),
        },
        || {
            let mut parts = vec![customers(session, office.kin_of(id).into_iter())];
            if visits().next().is_some() {
                parts.push(visits_text(session, visits()));
            }
            if calls().next().is_some() {
                parts.push(calls::text(session, calls()));
            }
            if claims().next().is_some() {
                parts.push(claims_text(session, claims()));
            }
            parts.join("\n")
        },
    )
}

fn visits_text<'a, S: Reader>(session: &Session<'_, S>, visits: impl Iterator<Item = &'a Visit>) -> String {
    let (office, locale) = (&session.office, &session.locale);
    let heads = ["col-visit", "col-kind", "col-state", "col-consultant", "col-grade"];
    let heads: Vec<(&str, bool)> = heads.iter().map(|key| (locale.text(key), false)).collect();
    let mut table = Table::new(&heads);
    for visit in visits {
        table.row(vec![
            locale.instant(visit.arrived),
            locale.visit_kind(visit.kind).to_string(),
            locale.visit_state(visit.state).to_string(),
            office.name_of(visit.consultant).to_string(),
            visit.grade.map(|grade| format!("{grade:?}")).unwrap_or_default(),
        ]);
    }
    table.text()
}

fn claims_text<'a, S: Reader>(session: &Session<'_, S>, claims: impl Iterator<Item = &'a Claim>) -> String {
    let (office, locale) = (&session.office, &session.locale);
    let heads = ["col-unit", "col-status", "col-consultant", "col-since", "col-ended"];
    let heads: Vec<(&str, bool)> = heads.iter().map(|key| (locale.text(key), false)).collect();
    let mut table = Table::new(&heads);
    for claim in claims {
        table.row(vec![
            office.unit(claim.unit).spec.address(),
            locale.status(claim.status()).to_string(),
            office.name_of(claim.consultant).to_string(),
            locale.instant(claim.began),
            claim.ended.as_ref().map(|ended| locale.instant(ended.at)).unwrap_or_default(),
        ]);
    }
    table.text()
}

/// `staff …`.
pub fn staff(setting: &Setting, verb: StaffVerb) -> Result<Reply, Failure> {
    match verb {
        StaffVerb::List => Ok(staff_list(&Session::read(setting)?)),
        StaffVerb::Add { name, role, team } => {
            let mut session = Session::write(setting)?;
            let by = session.actor()?;
            let team = team.as_deref().and_then(Team::parse);
            for (place, role) in role.iter().filter_map(|role| Role::parse(role)).enumerate() {
                let command = setup::Command::AddStaff { name: name.clone(), role, team };
                session.act_as(by, nth(setting.command_id(), place), command.into())?;
            }
            staff_said(&session, &name)
        }
        StaffVerb::Role { name, role, .. } => {
            let mut session = Session::write(setting)?;
            let staff = session.staff(&name)?;
            let roles = role.iter().filter_map(|role| Role::parse(role)).collect();
            session.act(setup::Command::SetRoles { staff, roles })?;
            staff_said(&session, &name)
        }
    }
}

/// The ids of the parts of one act: the chosen one first, the others follow from it.
pub fn nth(id: Uuid, place: usize) -> Uuid {
    if place == 0 {
        return id;
    }
    let mut hash = blake3::Hasher::new();
    hash.update(id.as_bytes());
    hash.update(&(place as u64).to_le_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize().as_bytes()[..16]);
    uuid::Builder::from_bytes(bytes).with_version(uuid::Version::SortRand).into_uuid()
}

fn staff_said<S: Reader>(session: &Session<'_, S>, name: &str) -> Result<Reply, Failure> {
    let found = session.office.staff.iter().rev().find(|staff| staff.name == name.trim());
    let member = found.ok_or_else(|| Rejection::StaffUnknown { name: name.to_string() })?;
    Ok(Reply::either(
        session.json(),
        || StaffJson::of(member),
        || {
            let roles: Vec<&str> = member.roles.iter().map(|role| session.locale.role(*role)).collect();
            let key = if member.active { "cli-staff-set" } else { "cli-staff-gone" };
            session.locale.say(key, &[("name", (&member.name).into()), ("roles", roles.join(", ").into())])
        },
    ))
}

fn staff_list<S: Reader>(session: &Session<'_, S>) -> Reply {
    let (office, locale) = (&session.office, &session.locale);
    Reply::either(
        session.json(),
        || office.staff.iter().map(StaffJson::of).collect::<Vec<_>>(),
        || {
            let mut table = Table::new(&[
                (locale.text("col-name"), false),
                (locale.text("col-roles"), false),
                (locale.text("col-team"), false),
                (locale.text("col-active"), false),
            ]);
            for member in &office.staff {
                let roles: Vec<&str> = member.roles.iter().map(|role| session.locale.role(*role)).collect();
                let active = if member.active { "cli-yes" } else { "cli-no" };
                table.row(vec![
                    member.name.clone(),
                    roles.join(", "),
                    locale.team(member.team).to_string(),
                    locale.text(active).to_string(),
                ]);
            }
            table.text()
        },
    )
}
