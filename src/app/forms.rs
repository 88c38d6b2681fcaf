//! Forms opened, watched while they are filled in, and turned into one command each.

use crate::app::acts::facts;
use crate::app::form::{Field, Form, Purpose};
use crate::app::model::{Desk, Layer};
use crate::domain::act::Command;
use crate::domain::id::UnitId;
use crate::domain::money::Fen;
use crate::domain::party::{Named, plain_phone};
use crate::domain::payment::Taken;
use crate::domain::reception::{Arrival, Closing};
use crate::domain::state::claim::Claim;
use crate::domain::state::customer::Grade;
use crate::domain::state::policy::Span;
use crate::domain::state::sealed::Person;
use crate::domain::state::visit::VisitKind;
use crate::domain::{control, hold, payment, reception, waiting};

/// How money can be paid; the locale keys are `method-CODE`.
pub const METHODS: [&str; 4] = ["pos", "transfer", "cash", "cheque"];

/// A form for a purpose, filled in as far as the office knows.
pub fn open(desk: &Desk, purpose: Purpose) -> Form {
    let lines = purpose.unit().map(|unit| facts(desk, unit)).unwrap_or_default();
    let person = || vec![Field::text("customer", ""), Field::text("phone", "")];
    let reason = || Field::text("reason", "");
    let fields = match purpose {
        Purpose::Hold(_) | Purpose::Wait(_) => person(),
        Purpose::Extend(_) => vec![Field::text("length", "2h"), reason()],
        Purpose::Release(_)
        | Purpose::Refuse(_)
        | Purpose::Lock(_)
        | Purpose::Unlock(_)
        | Purpose::Leave(_) => {
            vec![reason()]
        }
        Purpose::Deposit(unit) => deposit_fields(desk, unit),
        Purpose::TopUp(unit) => money_fields(desk.view().live_claim(unit).and_then(Claim::balance)),
        Purpose::Sign(_) => {
            let mut fields = vec![Field::text("contract", "")];
            fields.extend(money_fields(None));
            fields
        }
        Purpose::ReleaseBatch => vec![Field::text("batch", "")],
        Purpose::Arrive => arrive_fields(),
        Purpose::Finish(_) => {
            let grades = Grade::ALL.iter().map(|grade| format!("grade-{grade:?}"));
            let grades = std::iter::once("grade-none".to_string()).chain(grades).collect();
            vec![Field::choice("grade", grades, 0), Field::text("outcome", "")]
        }
        Purpose::Travel => vec![Field::text("moment", &desk.locale.instant(desk.moment()))],
    };
    Form::new(purpose, lines, fields)
}

fn deposit_fields(desk: &Desk, unit: UnitId) -> Vec<Field> {
    let mut fields = Vec::new();
    if desk.view().live_claim(unit).is_none() {
        fields.extend([Field::text("customer", ""), Field::text("phone", "")]);
    }
    fields.extend(money_fields(Some(desk.view().policy.deposit_full)));
    fields
}

fn money_fields(amount: Option<Fen>) -> Vec<Field> {
    let amount = amount.map(Fen::grouped).unwrap_or_default();
    let methods = METHODS.iter().map(|method| format!("method-{method}")).collect();
    vec![Field::text("amount", &amount), Field::text("receipt", ""), Field::choice("method", methods, 0)]
}

fn arrive_fields() -> Vec<Field> {
    let kinds = VisitKind::ALL.iter().map(|kind| format!("visit-kind-{}", kind.code()));
    let kinds = std::iter::once("visit-kind-auto".to_string()).chain(kinds).collect();
    vec![
        Field::text("phone", ""),
        Field::text("name", ""),
        Field::choice("kind", kinds, 0),
        Field::text("size", "1"),
        Field::text("source", ""),
    ]
}

/// What a form says of itself while it is typed: whose customer this phone is, how much an amount is.
pub fn watch(desk: &Desk, form: &mut Form) {
    let office = desk.view();
    let phone = plain_phone(form.value("phone"));
    let known = phone.and_then(|phone| office.phones.get(&phone)).map(|id| office.customer(*id));
    for field in &mut form.fields {
        field.fault = None;
        field.remark = match field.name {
            "phone" => known.map(|customer| {
                let name = office.shown_name(desk.viewer, customer.id).unwrap_or_default();
                let owner = office.name_of(customer.owner);
                let args = [("customer", name.into()), ("owner", owner.into())];
                desk.locale.say(if owner.is_empty() { "desk-phone-pool" } else { "desk-phone-known" }, &args)
            }),
            "amount" => Fen::parse(field.value()).ok().map(|fen| format!("¥{}", fen.grouped())),
            _ => None,
        };
    }
}

/// The command a filled-in form means, or the field that is wrong and what was expected there, in words.
pub fn command(desk: &mut Desk, form: &Form) -> Result<Command, (&'static str, String)> {
    let reason = form.value("reason").to_string();
    Ok(match form.purpose {
        Purpose::Hold(unit) => {
            hold::Command::Hold { unit, customer: person(desk, form)?, minutes: None }.into()
        }
        Purpose::Wait(unit) => waiting::Command::Join { unit, customer: person(desk, form)? }.into(),
        Purpose::Extend(unit) => {
            let expected = || ("length", desk.locale.text("expected-span").to_string());
            let span = Span::parse(form.value("length")).ok_or_else(expected)?;
            hold::Command::Extend { unit, minutes: span.0, reason }.into()
        }
        Purpose::Release(unit) => hold::Command::Release { unit, reason }.into(),
        Purpose::Refuse(unit) => waiting::Command::Refuse { unit, reason }.into(),
        Purpose::Lock(unit) => control::Command::Lock { unit, reason }.into(),
        Purpose::Unlock(unit) => control::Command::Unlock { unit, reason }.into(),
        Purpose::Deposit(unit) => {
            let wanted = form.fields.iter().any(|field| field.name == "customer");
            let customer = wanted.then(|| person(desk, form)).transpose()?;
            payment::Command::Deposit { unit, customer, taken: taken(desk, form)? }.into()
        }
        Purpose::TopUp(unit) => payment::Command::TopUp { unit, taken: taken(desk, form)? }.into(),
        Purpose::Sign(unit) => {
            let contract = form.value("contract").to_string();
            payment::Command::Sign { unit, contract, taken: taken(desk, form)? }.into()
        }
        Purpose::ReleaseBatch => {
            control::Command::Release { batch: form.value("batch").to_string(), units: Vec::new() }.into()
        }
        Purpose::Arrive => arrive(desk, form)?,
        Purpose::Finish(number) => {
            let grade = form.chosen("grade").checked_sub(1).and_then(|place| Grade::ALL.get(place)).copied();
            let outcome = form.value("outcome").to_string();
            reception::Command::Finish(Closing { number, grade, outcome, ..Closing::default() }).into()
        }
        Purpose::Leave(number) => reception::Command::Leave { number, reason }.into(),
        Purpose::Travel => return Err(("moment", desk.locale.text("desk-moment-expected").to_string())),
    })
}

/// The customer typed: a name, a phone, or both.
fn person(desk: &mut Desk, form: &Form) -> Result<Named, (&'static str, String)> {
    let name = if form.value("customer").is_empty() { form.value("name") } else { form.value("customer") };
    let phone = form.value("phone");
    if !phone.is_empty() && plain_phone(phone).is_none() {
        return Err(("phone", desk.locale.text("desk-phone-expected").to_string()));
    }
    let phones = plain_phone(phone).into_iter().collect();
    Ok(Named::Person(Person { salt: desk.salt(), name: name.to_string(), phones }))
}

fn taken(desk: &Desk, form: &Form) -> Result<Taken, (&'static str, String)> {
    let amount = Fen::parse(form.value("amount"));
    let amount = amount.map_err(|_| ("amount", desk.locale.text("expected-money").to_string()))?;
    let method = METHODS[form.chosen("method").min(METHODS.len() - 1)].to_string();
    Ok(Taken { receipt: form.value("receipt").to_string(), amount, method })
}

fn arrive(desk: &mut Desk, form: &Form) -> Result<Command, (&'static str, String)> {
    let size = crate::domain::money::narrow(form.value("size")).parse();
    let size = size.map_err(|_| ("size", desk.locale.text("expected-count").to_string()))?;
    let anonymous = form.value("phone").is_empty() && form.value("name").is_empty();
    let customer = if anonymous { None } else { Some(person(desk, form)?) };
    let kind = form.chosen("kind").checked_sub(1).and_then(|place| VisitKind::ALL.get(place)).copied();
    let source = form.value("source").to_string();
    Ok(reception::Command::Arrive(Arrival { kind, customer, size, source, ..Arrival::default() }).into())
}

/// Whether a form's command takes money and therefore asks once more.
pub fn takes_money(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Deposit(_) | Purpose::TopUp(_) | Purpose::Sign(_) | Purpose::ReleaseBatch)
}

/// Opens a form.
pub fn show(desk: &mut Desk, purpose: Purpose) {
    let form = open(desk, purpose);
    desk.layers.push(Layer::Form(Box::new(form)));
}
