//! The payment plan on the desk: which kind, its form, and what the core would make of it while it is typed.

use crate::app::entry::Shape;
use crate::app::form::{Field, Form, Purpose};
use crate::app::model::{Desk, Item, Layer, Menu, Pick};
use crate::app::visit_forms::Fault;
use crate::domain::act::{self, Command};
use crate::domain::id::UnitId;
use crate::domain::money::{Fen, narrow};
use crate::domain::plan::{self, Dated, Event, Terms};
use crate::domain::rejection::Fault as Kind;
use crate::domain::state::claim::Claim;
use crate::domain::state::plan::Part;
use chrono::{Datelike, Months, NaiveDate};

/// Rows of a plan in the question before it is sent.
const PREVIEW: usize = 6;

/// The entry of the menu of changes that leads to the kinds of plan.
pub fn entry(desk: &Desk, unit: UnitId) -> Item {
    let label = desk.locale.text("form-change-plan").to_string();
    Item { label, refused: refusal(desk, unit), pick: Pick::Plan(unit) }
}

/// Opens the choice of a kind.
pub fn open_menu(desk: &mut Desk, unit: UnitId) {
    let refused = refusal(desk, unit);
    let item = |shape: Shape| {
        let purpose = Purpose::Plan(unit, shape);
        let label = desk.locale.text(&format!("form-{}", purpose.code())).to_string();
        Item { label, refused: refused.clone(), pick: Pick::Form(purpose) }
    };
    let items = Shape::ALL.map(item).to_vec();
    let title = desk.view().unit(unit).spec.address();
    desk.layers.push(Layer::Menu(Menu { title, items, choice: 0 }));
}

/// Why no plan can be agreed now; what is still to be typed is no reason.
fn refusal(desk: &Desk, unit: UnitId) -> Option<String> {
    let Some(context) = desk.context() else { return Some(desk.locale.text("desk-nobody").to_string()) };
    let today = desk.view().day(desk.now);
    let on = today.checked_add_months(Months::new(plan::MONTHS_MAX - 1)).unwrap_or(today);
    let sample = plan::Command::Set { unit, terms: Terms::Once { on }, reason: "?".into() };
    let no = act::decide(desk.view(), &sample.into(), &context).err()?;
    (no.fault() != Kind::Input).then(|| desk.locale.rejection(&no))
}

/// The fields of a kind; a plan that takes another's place needs a reason.
pub fn fields(desk: &Desk, unit: UnitId, shape: Shape) -> Vec<Field> {
    let text = |name| Field::text(name, "");
    let mut fields = match shape {
        Shape::Once => vec![text("plan-on")],
        Shape::Equal => vec![Field::text("parts", "3"), Field::text("every", "1"), text("plan-from")],
        Shape::Parts => vec![text("plan-parts")],
        Shape::Mortgage => ["bank", "amount", "plan-down", "plan-paid-by"].map(text).to_vec(),
    };
    if desk.view().live_claim(unit).and_then(Claim::plan).is_some() {
        fields.push(text("reason"));
    }
    fields
}

/// What is still open, above the fields.
pub fn open_line(desk: &Desk, unit: UnitId) -> String {
    let open = desk.view().live_claim(unit).map(Claim::open).unwrap_or_default();
    desk.locale.say("form-plan-open", &[("amount", open.grouped().into())])
}

/// The command a filled-in form means.
pub fn command(desk: &Desk, form: &Form, unit: UnitId, shape: Shape) -> Result<Command, Fault> {
    let on = |name: &'static str| day(desk, form.value(name), None).ok_or_else(|| day_expected(desk, name));
    let terms = match shape {
        Shape::Once => Terms::Once { on: on("plan-on")? },
        Shape::Equal => Terms::Equal {
            count: count(desk, form, "parts")?,
            every: count(desk, form, "every")?,
            from: on("plan-from")?,
        },
        Shape::Parts => Terms::Parts { parts: dated(desk, form, "plan-parts")? },
        Shape::Mortgage => {
            let amount = Fen::parse(form.value("amount"));
            let amount = amount.map_err(|_| ("amount", desk.locale.text("expected-money").to_string()))?;
            let paid_out_by = match form.value("plan-paid-by") {
                "" => None,
                _ => Some(on("plan-paid-by")?),
            };
            let bank = form.value("bank").to_string();
            Terms::Mortgage { bank, amount, down: dated(desk, form, "plan-down")?, paid_out_by }
        }
    };
    Ok(plan::Command::Set { unit, terms, reason: form.value("reason").to_string() }.into())
}

/// What a form says of itself while it is typed: the parts as they would be, what is missing to the open amount.
pub fn remarks(desk: &Desk, form: &Form, unit: UnitId, shape: Shape) -> Vec<(&'static str, String)> {
    match shape {
        Shape::Once => Vec::new(),
        Shape::Equal => each(desk, form, unit).map(|said| ("plan-from", said)).into_iter().collect(),
        Shape::Parts => vec![("plan-parts", gap(desk, form, unit, "plan-parts"))],
        Shape::Mortgage => vec![("plan-down", gap(desk, form, unit, "plan-down"))],
    }
}

/// Equal parts as the core would make them.
fn each(desk: &Desk, form: &Form, unit: UnitId) -> Option<String> {
    let Command::Plan(plan::Command::Set { terms, .. }) = command(desk, form, unit, Shape::Equal).ok()?
    else {
        return None;
    };
    let asked = plan::Command::Set { unit, terms, reason: "?".into() };
    let events = act::decide(desk.view(), &asked.into(), &desk.context()?).ok()?;
    let Some(act::Event::Plan(Event::Agreed { parts, .. })) = events.first() else { return None };
    let (first, last) = (parts.first()?, parts.last()?);
    let args = [
        ("each", first.amount.grouped().into()),
        ("last", last.amount.grouped().into()),
        ("due", last.due.map(|due| desk.locale.date(due)).unwrap_or_default().into()),
    ];
    Some(desk.locale.say("plan-each", &args))
}

/// How far the parts typed are from what is open, less a loan; how to type them while there are none.
fn gap(desk: &Desk, form: &Form, unit: UnitId, name: &'static str) -> String {
    let parts = dated(desk, form, name).unwrap_or_default();
    let loan = Fen::parse(form.value("amount")).unwrap_or_default();
    let open = desk.view().live_claim(unit).map(Claim::open).unwrap_or_default() - loan;
    if parts.is_empty() && name == "plan-down" {
        let rest = open.max(Fen(0)).grouped();
        return desk.locale.say("plan-down-example", &[("rest", rest.into())]);
    }
    if parts.is_empty() {
        return desk.locale.text("plan-parts-example").to_string();
    }
    let sum = Fen(parts.iter().fold(0, |sum: i64, part| sum.saturating_add(part.amount.0)));
    let (key, gap) = match sum.cmp(&open) {
        std::cmp::Ordering::Greater => ("plan-gap-above", sum - open),
        std::cmp::Ordering::Less => ("plan-gap-below", open - sum),
        std::cmp::Ordering::Equal => ("plan-gap-none", Fen(0)),
    };
    desk.locale.say(key, &[("sum", sum.grouped().into()), ("gap", gap.grouped().into())])
}

/// The parts a plan would have, for the question before it is sent: the first ones and the last.
pub fn preview(desk: &Desk, command: &Command) -> Vec<String> {
    let agreed = desk.context().and_then(|context| act::decide(desk.view(), command, &context).ok());
    let Some(act::Event::Plan(Event::Agreed { parts, .. })) = agreed.as_ref().and_then(|all| all.first())
    else {
        return Vec::new();
    };
    let words = &desk.locale;
    let cells = parts.iter().map(|part| part.amount.grouped().len()).max().unwrap_or(0);
    let line = |part: &Part| {
        let due = part.due.map(|due| words.date(due));
        let due = due.unwrap_or_else(|| words.text("layer-fact-share-undated").to_string());
        let bank = if part.loan { words.text("share-loan") } else { "" };
        format!("{due} {:>cells$} {bank}", part.amount.grouped()).trim_end().to_string()
    };
    let mut lines: Vec<String> = parts.iter().map(line).collect();
    if lines.len() > PREVIEW {
        lines.splice(PREVIEW - 2..lines.len() - 1, ["…".to_string()]);
    }
    lines
}

fn count(desk: &Desk, form: &Form, name: &'static str) -> Result<u32, Fault> {
    narrow(form.value(name)).parse().map_err(|_| (name, desk.locale.text("expected-count").to_string()))
}

fn day_expected(desk: &Desk, name: &'static str) -> Fault {
    (name, desk.locale.text("plan-date-expected").to_string())
}

/// `12-28=500000 1-28=500000`: a day without its year is the next one after the day before it.
fn dated(desk: &Desk, form: &Form, name: &'static str) -> Result<Vec<Dated>, Fault> {
    let expected = || (name, desk.locale.text("plan-parts-expected").to_string());
    let typed = narrow(form.value(name));
    let mut parts: Vec<Dated> = Vec::new();
    for text in typed.split([' ', ';', '/']).filter(|text| !text.is_empty()) {
        let (on, amount) = text.split_once('=').ok_or_else(expected)?;
        let on = day(desk, on, parts.last().map(|part| part.on)).ok_or_else(expected)?;
        parts.push(Dated { on, amount: Fen::parse(amount).map_err(|_| expected())? });
    }
    Ok(parts)
}

/// `YYYY-MM-DD`, or `MM-DD` for the next such day: today or later, or after `last`.
fn day(desk: &Desk, text: &str, last: Option<NaiveDate>) -> Option<NaiveDate> {
    let text = narrow(text);
    if let Ok(full) = NaiveDate::parse_from_str(&text, "%Y-%m-%d") {
        return Some(full);
    }
    let today = desk.view().day(desk.now);
    let from = last.unwrap_or(today);
    let of_year = |year: i32| NaiveDate::parse_from_str(&format!("{year}-{text}"), "%Y-%m-%d").ok();
    (from.year()..=from.year() + 1).filter_map(of_year).find(|day| *day >= from)
}
