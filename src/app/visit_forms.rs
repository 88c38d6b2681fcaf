//! The forms of reception: arrival, result, out of order, calls, suspension, roster; what they say while they are typed.

use crate::app::form::{Field, Form, Purpose};
use crate::app::geometry::Focus;
use crate::app::model::Desk;
use crate::domain::act::Command;
use crate::domain::id::StaffId;
use crate::domain::money::narrow;
use crate::domain::party::{Named, plain_phone};
use crate::domain::reception::{self, Arrival, Closing, proposal, received_before};
use crate::domain::rotation::{Group, choose};
use crate::domain::state::customer::{Customer, Grade};
use crate::domain::state::policy::Span;
use crate::domain::state::sealed::Person;
use crate::domain::state::staff::{Presence, Role, Team};
use crate::domain::state::visit::{Visit, VisitKind};
use crate::domain::time::Instant;
use crate::domain::{assignment, call, duty, roster};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};

/// A wrong field and what was expected there, in words.
pub type Fault = (&'static str, String);

/// The fields of a form of reception.
pub fn fields(desk: &Desk, purpose: Purpose) -> Vec<Field> {
    let reason = || Field::text("reason", "");
    match purpose {
        Purpose::Arrive => arrival_fields(desk),
        Purpose::Finish(number) => closing_fields(desk, number),
        Purpose::AssignTo(_) => vec![people(desk, "to"), reason()],
        Purpose::Establish(_) => vec![people(desk, "owner"), reason()],
        Purpose::Call => {
            let mut fields = vec![Field::text("phone", &row_phone(desk)), Field::text("name", "")];
            fields.push(people(desk, "consultant"));
            fields.extend(["appointment", "source", "note"].map(|name| Field::text(name, "")));
            fields
        }
        Purpose::Suspend(_) => vec![reason(), Field::text("length", "")],
        Purpose::Absent(_) => vec![reason()],
        Purpose::Shift(_) => {
            let day = desk.view().day(desk.now).to_string();
            let shifts = vec!["shift-works".to_string(), "shift-rests".to_string()];
            vec![Field::text("day", &day), Field::choice("shift", shifts, 0)]
        }
        _ => Vec::new(),
    }
}

/// The phone of the customer whose row of the due list is chosen, where it may be seen in full.
fn row_phone(desk: &Desk) -> String {
    let office = desk.view();
    let item = desk.due_at.filter(|item| desk.focus == Focus::Due && item.unit().is_none());
    let customer = item.and_then(|item| item.customer(office)).filter(|id| office.sees(desk.viewer, *id));
    let phones = customer.map(|id| office.shown_phones(desk.viewer, id)).unwrap_or_default();
    phones.into_iter().next().unwrap_or_default()
}

fn arrival_fields(desk: &Desk) -> Vec<Field> {
    let kinds = VisitKind::ALL.iter().map(|kind| format!("visit-kind-{}", kind.code()));
    let kinds = std::iter::once("visit-kind-auto".to_string()).chain(kinds).collect();
    let teams = Team::ALL.iter().map(|team| format!("team-{}", team.code())).collect();
    let own = desk.viewer.map_or(Team::Site, |id| desk.view().member(id).team);
    vec![
        Field::text("phone", &row_phone(desk)),
        Field::text("name", ""),
        Field::text("phoneless", ""),
        Field::choice("kind", kinds, 0),
        people(desk, "ask"),
        Field::text("size", "1"),
        Field::text("source", ""),
        Field::choice("team", teams, Team::ALL.iter().position(|team| *team == own).unwrap_or(0)),
    ]
}

fn closing_fields(desk: &Desk, number: u32) -> Vec<Field> {
    let grades = Grade::ALL.iter().map(|grade| format!("grade-{grade:?}"));
    let grades = std::iter::once("grade-none".to_string()).chain(grades).collect();
    let mut fields = Vec::new();
    let nameless =
        open_visit(desk, number).is_some_and(|visit| visit.customer.is_none() && visit.kind.is_customer());
    if nameless {
        fields.extend([Field::text("phone", ""), Field::text("name", "")]);
    }
    fields.push(Field::choice("grade", grades, 0));
    fields.extend(["outcome", "objections", "next"].map(|name| Field::text(name, "")));
    fields
}

/// A choice of consultants, nobody first. Chosen by name: a list that changes meanwhile cannot mean somebody else.
fn people(desk: &Desk, name: &'static str) -> Field {
    let office = desk.view();
    let consultants = office.staff.iter().filter(|staff| staff.is(Role::Consultant));
    let names = consultants.map(|staff| staff.name.clone());
    Field::choice(name, std::iter::once("staff-nobody".to_string()).chain(names).collect(), 0)
}

fn person_chosen(desk: &Desk, form: &Form, name: &str) -> Option<StaffId> {
    let field = form.fields.iter().find(|field| field.name == name)?;
    let chosen = field.choices.get(field.choice).filter(|_| field.choice > 0)?;
    desk.view().find_staff(chosen).map(|staff| staff.id)
}

fn open_visit(desk: &Desk, number: u32) -> Option<&Visit> {
    let office = desk.view();
    office.open_visits.iter().map(|id| office.visit(*id)).find(|visit| visit.number == number)
}

/// What a form is about, above its fields.
pub fn facts(desk: &Desk, purpose: Purpose) -> Vec<String> {
    let office = desk.view();
    match purpose {
        Purpose::Finish(number)
        | Purpose::AssignTo(number)
        | Purpose::Establish(number)
        | Purpose::Leave(number) => {
            let Some(visit) = open_visit(desk, number).or_else(|| newest(desk, number)) else {
                return Vec::new();
            };
            let kind = desk.locale.visit_kind(visit.kind);
            let customer = visit.customer.map(|id| desk.locale.customer(office, desk.viewer, id));
            let consultant = office.name_of(visit.consultant).to_string();
            let head = desk.locale.say("visit-head", &[("number", number.into()), ("kind", kind.into())]);
            let known = [Some(head), customer, Some(consultant)];
            let known: Vec<String> = known.into_iter().flatten().filter(|text| !text.is_empty()).collect();
            let mut lines = vec![known.join(" · ")];
            if matches!(purpose, Purpose::Finish(_)) {
                lines.push(shown(desk, visit));
            }
            lines
        }
        Purpose::Suspend(staff) | Purpose::Absent(staff) | Purpose::Shift(staff) => {
            vec![office.member(staff).name.clone()]
        }
        _ => Vec::new(),
    }
}

/// Today's visit of that number, closed or not.
fn newest(desk: &Desk, number: u32) -> Option<&Visit> {
    let office = desk.view();
    let today = office.day(desk.now);
    office.visits.iter().rev().take_while(|visit| visit.day == today).find(|visit| visit.number == number)
}

fn shown(desk: &Desk, visit: &Visit) -> String {
    if visit.shown.is_empty() {
        let key = desk.keymap.label(crate::app::action::Action::Show);
        return desk.locale.say("visit-shown-none", &[("key", key.into())]);
    }
    let rooms = visit.shown.iter().map(|unit| desk.view().unit(*unit).spec.address());
    desk.locale.say("visit-shown", &[("units", desk.locale.list(rooms).into())])
}

/// What a form says under its fields while it is typed, by field.
pub fn remarks(desk: &Desk, form: &Form) -> Vec<(&'static str, String)> {
    let office = desk.view();
    let mut remarks = Vec::new();
    let phone = plain_phone(form.value("phone"));
    let known = phone.and_then(|phone| office.phones.get(&phone)).map(|id| office.customer(*id));
    if let Some(customer) = known {
        remarks.push(("phone", whose(desk, customer)));
    }
    let same: Vec<&Customer> = office.namesakes(form.value("name")).collect();
    if let (None, Some(first)) = (known, same.first()) {
        let owner = office.name_of(office.owner_at(first.id, desk.now)).to_string();
        let args = [("count", same.len().into()), ("owner", owner.clone().into())];
        let key = if owner.is_empty() { "visit-namesake-pool" } else { "visit-namesake" };
        remarks.push(("name", desk.locale.say(key, &args)));
    }
    if form.purpose == Purpose::Arrive {
        if form.value("phone").is_empty()
            && form.value("phoneless").is_empty()
            && kind_of(form).is_none_or(VisitKind::is_customer)
        {
            remarks.push(("phoneless", desk.locale.text("visit-phoneless-asked").to_string()));
        }
        remarks.push(("kind", proposed(desk, form, known)));
    }
    remarks
}

/// Whose customer it is, since when not seen, how long protected, what was said on the telephone.
fn whose(desk: &Desk, customer: &Customer) -> String {
    let (office, words) = (desk.view(), &desk.locale);
    let name = words.customer(office, desk.viewer, customer.id);
    let Some(owner) = office.owner_at(customer.id, desk.now) else {
        let args = [("customer", name.into()), ("owner", "".into())];
        return words.say("desk-phone-pool", &args);
    };
    let args = [("customer", name.into()), ("owner", office.name_of(Some(owner)).into())];
    let mut said = words.say("desk-phone-known", &args);
    if customer.owner != Some(owner) {
        said += words.text("visit-by-kin");
    }
    if let Some(visit) = office.last_visit(customer.id) {
        said += &words.say("visit-last", &[("day", words.day(visit.arrived).into())]);
    }
    if let Some(until) = office.protected_until(customer.id).filter(|until| *until > desk.now) {
        let days = (until - desk.now).num_days();
        said += &words.say("visit-protected", &[("day", words.day(until).into()), ("days", days.into())]);
    }
    if let Some(at) = office.appointment_of(customer.id, desk.now).and_then(|call| call.appointment) {
        said += &words.say("visit-booked", &[("time", words.clock(at).into())]);
    }
    said
}

fn kind_of(form: &Form) -> Option<VisitKind> {
    form.chosen("kind").checked_sub(1).and_then(|place| VisitKind::ALL.get(place)).copied()
}

fn team_of(form: &Form) -> Team {
    Team::ALL.get(form.chosen("team")).copied().unwrap_or(Team::Site)
}

/// The kind as what is known proposes it, and who would receive such a group now.
fn proposed(desk: &Desk, form: &Form, known: Option<&Customer>) -> String {
    let office = desk.view();
    let arrival =
        Arrival { kind: kind_of(form), ask: person_chosen(desk, form, "ask"), ..Arrival::default() };
    let (kind, asked) = proposal(office, &arrival, known.map(|customer| customer.id), None, desk.now);
    let again = received_before(office, known.map(|customer| customer.id), None, desk.now).is_some();
    let choice = choose(office, Group { kind, asked, team: team_of(form), again }, desk.now);
    let kind = desk.locale.visit_kind(kind);
    let result = desk.locale.result(office, &choice, desk.now);
    desk.locale.say("visit-proposed", &[("kind", kind.into()), ("result", result.into())])
}

/// The command a filled-in form of reception means.
pub fn command(desk: &mut Desk, form: &Form) -> Result<Command, Fault> {
    let reason = form.value("reason").to_string();
    let nobody = |name| (name, desk.locale.text("visit-person-expected").to_string());
    Ok(match form.purpose {
        Purpose::Arrive => reception::Command::Arrive(arrival(desk, form)?).into(),
        Purpose::Finish(number) => reception::Command::Finish(closing(desk, form, number)?).into(),
        Purpose::AssignTo(number) => {
            let to = Some(person_chosen(desk, form, "to").ok_or_else(|| nobody("to"))?);
            assignment::Command::Assign { number: Some(number), to, reason }.into()
        }
        Purpose::Establish(number) => {
            let owner = person_chosen(desk, form, "owner").ok_or_else(|| nobody("owner"))?;
            assignment::Command::Establish { number, owner, reason }.into()
        }
        Purpose::Call => logged_call(desk, form)?,
        Purpose::Suspend(staff) => {
            let minutes = length(desk, form)?;
            duty::Command::Move { staff, presence: Presence::Suspended, reason, minutes }.into()
        }
        Purpose::Absent(staff) => {
            duty::Command::Move { staff, presence: Presence::Absent, reason, minutes: None }.into()
        }
        Purpose::Shift(staff) => {
            let expected = || ("day", desk.locale.text("visit-day-expected").to_string());
            let day = day(desk, &narrow(form.value("day"))).ok_or_else(expected)?;
            let shifts = vec![roster::Shift { day, staff, works: form.chosen("shift") == 0 }];
            roster::Command::Set { shifts }.into()
        }
        _ => return Err(("reason", String::new())),
    })
}

fn length(desk: &Desk, form: &Form) -> Result<Option<u32>, Fault> {
    let text = form.value("length");
    if text.is_empty() {
        return Ok(None);
    }
    let expected = || ("length", desk.locale.text("expected-span").to_string());
    Span::parse(text).map(|span| Some(span.0)).ok_or_else(expected)
}

/// The customer typed: a name, a phone, or both.
pub fn person(desk: &mut Desk, form: &Form) -> Result<Named, Fault> {
    let name = if form.value("customer").is_empty() { form.value("name") } else { form.value("customer") };
    let phone = form.value("phone");
    if !phone.is_empty() && plain_phone(phone).is_none() {
        return Err(("phone", desk.locale.text("desk-phone-expected").to_string()));
    }
    let phones = plain_phone(phone).into_iter().collect();
    Ok(Named::Person(Person { salt: desk.salt(), name: name.to_string(), phones }))
}

/// The customer typed, where one was.
fn somebody(desk: &mut Desk, form: &Form) -> Result<Option<Named>, Fault> {
    let anonymous = form.value("phone").is_empty() && form.value("name").is_empty();
    if anonymous { Ok(None) } else { person(desk, form).map(Some) }
}

fn arrival(desk: &mut Desk, form: &Form) -> Result<Arrival, Fault> {
    let kind = kind_of(form);
    let phoneless = form.value("phoneless").to_string();
    let asks = form.value("phone").is_empty() && phoneless.is_empty();
    if asks && kind.is_none_or(VisitKind::is_customer) {
        return Err(("phoneless", desk.locale.text("visit-phoneless-expected").to_string()));
    }
    let size = narrow(form.value("size")).parse();
    let size = size.map_err(|_| ("size", desk.locale.text("expected-count").to_string()))?;
    Ok(Arrival {
        kind,
        customer: somebody(desk, form)?,
        ask: person_chosen(desk, form, "ask"),
        size,
        source: form.value("source").to_string(),
        team: team_of(form),
        phoneless,
        again: None,
    })
}

fn closing(desk: &mut Desk, form: &Form, number: u32) -> Result<Closing, Fault> {
    let next = narrow(form.value("next"));
    let next_days = match next.trim() {
        "" => None,
        days => Some(days.parse().map_err(|_| ("next", desk.locale.text("expected-count").to_string()))?),
    };
    let customer = somebody(desk, form)?;
    let outcome = form.value("outcome").to_string();
    let asked = form.fields.iter().any(|field| field.name == "phone");
    if asked && customer.is_none() && outcome.is_empty() {
        return Err(("outcome", desk.locale.text("visit-outcome-expected").to_string()));
    }
    let grade = form.chosen("grade").checked_sub(1).and_then(|place| Grade::ALL.get(place)).copied();
    let objections = form.value("objections").to_string();
    Ok(Closing { number, customer, grade, outcome, shown: Vec::new(), objections, next_days })
}

fn logged_call(desk: &mut Desk, form: &Form) -> Result<Command, Fault> {
    let missing = || ("phone", desk.locale.text("desk-phone-expected").to_string());
    let appointment = match form.value("appointment") {
        "" => None,
        text => {
            let expected = || ("appointment", desk.locale.text("visit-appointment-expected").to_string());
            Some(moment(desk, &narrow(text)).ok_or_else(expected)?)
        }
    };
    let consultant = person_chosen(desk, form, "consultant");
    let missing = missing();
    let customer = somebody(desk, form)?.ok_or(missing)?;
    let (source, note) = (form.value("source").to_string(), form.value("note").to_string());
    Ok(call::Command::Log { customer, consultant, appointment, source, note }.into())
}

/// `HH:MM` today, `MM-DD HH:MM` or `YYYY-MM-DD HH:MM`, in the project's zone.
pub fn moment(desk: &Desk, text: &str) -> Option<Instant> {
    let zone = desk.locale.zone;
    let today = desk.now.with_timezone(&zone).date_naive();
    let this_year = format!("{}-{text}", today.format("%Y"));
    let wall = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(&this_year, "%Y-%m-%d %H:%M"))
        .or_else(|_| NaiveTime::parse_from_str(text, "%H:%M").map(|time| today.and_time(time)));
    let local = wall.ok().and_then(|wall| zone.from_local_datetime(&wall).earliest());
    local.map(|moment| moment.with_timezone(&Utc))
}

/// `MM-DD` or `YYYY-MM-DD`.
fn day(desk: &Desk, text: &str) -> Option<NaiveDate> {
    let year = desk.view().day(desk.now).format("%Y").to_string();
    let full = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    full.or_else(|_| NaiveDate::parse_from_str(&format!("{year}-{text}"), "%Y-%m-%d")).ok()
}
