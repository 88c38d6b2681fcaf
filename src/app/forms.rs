//! Forms opened, watched while they are filled in, and turned into one command each.

use crate::app::acts::facts;
use crate::app::change_forms;
use crate::app::entry::Entry;
use crate::app::form::{Field, Form, Purpose};
use crate::app::model::{Desk, Layer};
use crate::app::money_fields::{money_fields, payer_remark, taken};
use crate::app::plan_forms;
use crate::app::price_forms;
use crate::app::visit_forms::{self, person};
use crate::domain::act::Command;
use crate::domain::id::UnitId;
use crate::domain::money::Fen;
use crate::domain::party::Named;
use crate::domain::state::claim::Claim;
use crate::domain::state::policy::Span;
use crate::domain::{change, control, hold, paper, payment, reception, waiting};

/// A form for a purpose, filled in as far as the office knows.
pub fn open(desk: &Desk, purpose: Purpose) -> Form {
    let unit_facts = purpose.unit().map(|unit| facts(desk, unit));
    let mut lines = unit_facts.unwrap_or_else(|| match purpose {
        Purpose::Decide(request) | Purpose::Withdraw(request) => change_forms::decision_facts(desk, request),
        Purpose::SchemeClose(_) => price_forms::facts(desk, purpose),
        _ => visit_forms::facts(desk, purpose),
    });
    if let Purpose::Plan(unit, _) = purpose {
        lines.push(plan_forms::open_line(desk, unit));
    }
    let person = || vec![Field::text("customer", ""), Field::text("phone", "")];
    let reason = || Field::text("reason", "");
    let fields = match purpose {
        Purpose::Hold(_) | Purpose::Wait(_) => person(),
        Purpose::Extend(_) => vec![Field::text("length", "2h"), reason()],
        Purpose::Release(_)
        | Purpose::Refuse(_)
        | Purpose::Lock(_)
        | Purpose::Unlock(_)
        | Purpose::Leave(_)
        | Purpose::Withdraw(_) => {
            vec![reason()]
        }
        Purpose::Deposit(unit) => deposit_fields(desk, unit),
        Purpose::TopUp(unit) => money_fields(desk.view().live_claim(unit).and_then(Claim::balance)),
        Purpose::Sign(unit) => {
            let mut fields = vec![Field::text("contract", &prepared(desk, unit))];
            fields.extend(money_fields(None));
            fields
        }
        Purpose::Prepare(unit) => vec![Field::text("contract", &prepared(desk, unit))],
        Purpose::ReleaseBatch => vec![Field::text("batch", "")],
        Purpose::Travel => vec![Field::text("moment", &desk.locale.instant(desk.moment()))],
        Purpose::Change(unit, entry) => change_forms::fields(desk, unit, entry),
        Purpose::Plan(unit, shape) => plan_forms::fields(desk, unit, shape),
        Purpose::Decide(request) => change_forms::decision_fields(desk, request),
        Purpose::PriceChange(_) | Purpose::SchemeOpen | Purpose::SchemeClose(_) => {
            price_forms::fields(desk, purpose)
        }
        _ => visit_forms::fields(desk, purpose),
    };
    let shown = match purpose {
        Purpose::Deposit(unit) => desk.view().live_claim(unit).and_then(|claim| claim.customer),
        _ => None,
    };
    Form { shown, ..Form::new(purpose, lines, fields) }
}

/// The contract number that was prepared, or nothing.
fn prepared(desk: &Desk, unit: UnitId) -> String {
    desk.view().live_claim(unit).and_then(|claim| claim.prepared.clone()).unwrap_or_default()
}

fn deposit_fields(desk: &Desk, unit: UnitId) -> Vec<Field> {
    let mut fields = Vec::new();
    if desk.view().live_claim(unit).is_none() {
        fields.extend([Field::text("customer", ""), Field::text("phone", "")]);
    }
    fields.extend(money_fields(Some(desk.view().policy.deposit_full)));
    fields
}

/// What a form says of itself while it is typed: whose customer this phone is, how much an amount is.
pub fn watch(desk: &Desk, form: &mut Form) {
    let mut remarks = match form.purpose {
        Purpose::Plan(unit, shape) => plan_forms::remarks(desk, form, unit, shape),
        _ => visit_forms::remarks(desk, form),
    };
    remarks.extend(price_forms::remark(desk, form));
    let may_be_loan = matches!(form.purpose, Purpose::Change(_, Entry::Pay));
    for field in &mut form.fields {
        field.fault = None;
        field.remark = match field.name {
            "amount" => Fen::parse(field.value()).ok().map(|fen| format!("¥{}", fen.grouped())),
            "paid-by" | "paid-to" => payer_remark(desk, field.value(), may_be_loan),
            name => remarks.iter().find(|(of, _)| *of == name).map(|(_, remark)| remark.clone()),
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
            let customer = customer.or(form.shown.map(Named::Known));
            payment::Command::Deposit { unit, customer, taken: taken(desk, form)? }.into()
        }
        Purpose::TopUp(unit) => payment::Command::TopUp { unit, taken: taken(desk, form)? }.into(),
        Purpose::Sign(unit) => {
            let contract = form.value("contract").to_string();
            payment::Command::Sign { unit, contract, taken: taken(desk, form)? }.into()
        }
        Purpose::Prepare(unit) => {
            paper::Command::Prepare { unit, contract: form.value("contract").to_string() }.into()
        }
        Purpose::Withdraw(request) => change::Command::Withdraw { request, reason }.into(),
        Purpose::ReleaseBatch => {
            control::Command::Release { batch: form.value("batch").to_string(), units: Vec::new() }.into()
        }
        Purpose::Leave(number) => reception::Command::Leave { number, reason }.into(),
        Purpose::Arrive
        | Purpose::Finish(_)
        | Purpose::AssignTo(_)
        | Purpose::Establish(_)
        | Purpose::Call
        | Purpose::Suspend(_)
        | Purpose::Absent(_)
        | Purpose::Shift(_) => visit_forms::command(desk, form)?,
        Purpose::Change(unit, entry) => change_forms::command(desk, form, unit, entry)?,
        Purpose::Plan(unit, shape) => plan_forms::command(desk, form, unit, shape)?,
        Purpose::Decide(request) => change_forms::decision(form, request),
        Purpose::PriceChange(_) | Purpose::SchemeOpen | Purpose::SchemeClose(_) => {
            price_forms::command(desk, form)?
        }
        Purpose::Travel => return Err(("moment", desk.locale.text("desk-moment-expected").to_string())),
    })
}

/// Whether a form's command takes money and therefore asks once more.
pub fn takes_money(purpose: Purpose) -> bool {
    if let Purpose::Change(_, entry) = purpose {
        return change_forms::asks_again(entry);
    }
    matches!(
        purpose,
        Purpose::Deposit(_)
            | Purpose::TopUp(_)
            | Purpose::Sign(_)
            | Purpose::ReleaseBatch
            | Purpose::PriceChange(_)
            | Purpose::SchemeOpen
            | Purpose::SchemeClose(_)
            | Purpose::Decide(_)
            | Purpose::Plan(..)
    )
}

/// Opens a form.
pub fn show(desk: &mut Desk, purpose: Purpose) {
    let mut form = open(desk, purpose);
    // What it says of itself stands there from the start, so that nothing jumps at the first key.
    watch(desk, &mut form);
    desk.layers.push(Layer::Form(Box::new(form)));
}
