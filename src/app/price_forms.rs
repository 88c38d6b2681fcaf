//! Prices and public discounts on the desk: the manager's menu, its forms with their preview, and what a hold can get.

use crate::app::form::{Field, Form, Purpose};
use crate::app::model::{Desk, Item, Layer, Menu, Pick};
use crate::app::visit_forms::Fault;
use crate::app::voice;
use crate::domain::act::Command;
use crate::domain::id::{BuildingId, UnitId};
use crate::domain::money::{Fen, narrow, percentage};
use crate::domain::pricing::{self, Move};
use crate::domain::scheme;
use crate::domain::state::scheme::{Off, Offering, Scheme, Scope, floor_range};
use crate::domain::state::staff::Right;
use crate::domain::state::unit::UnitSpec;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Opens the menu of prices: a change, a new public discount, and those that can be closed.
pub fn open_menu(desk: &mut Desk) {
    let permitted = match desk.context() {
        Some(context) => context.require(desk.view(), Right::Manage).err(),
        None => return,
    };
    let refused = permitted.map(|no| desk.locale.rejection(&no));
    let item =
        |label: String, purpose: Purpose| Item { label, refused: refused.clone(), pick: Pick::Form(purpose) };
    let open = desk.view().schemes.iter().filter(|scheme| !scheme.closed);
    let close = open.map(|scheme| {
        let args =
            [("scheme", (&scheme.offer.name).into()), ("off", desk.locale.off(scheme.offer.off).into())];
        item(desk.locale.say("price-menu-close", &args), Purpose::SchemeClose(scheme.id))
    });
    let mut items = vec![
        item(desk.locale.text("form-price-change").to_string(), Purpose::PriceChange(desk.building)),
        item(desk.locale.text("form-scheme-open").to_string(), Purpose::SchemeOpen),
    ];
    items.extend(close);
    let title = desk.locale.text("action-prices").to_string();
    desk.layers.push(Layer::Menu(Menu { title, items, choice: 0 }));
}

/// The public discounts a unit can get or give back, as rows of the menu of changes.
pub fn scheme_items(desk: &Desk, unit: UnitId) -> Vec<Item> {
    let office = desk.view();
    let today = office.day(desk.now);
    let entry = office.unit(unit);
    let given = |scheme: &Scheme| {
        let claim = office.live_claim(unit);
        claim.is_some_and(|claim| claim.schemes.iter().any(|given| given.scheme == scheme.id))
    };
    let row = |scheme: &Scheme| {
        let is_given = given(scheme);
        let on_offer = scheme.is_open_on(today) && scheme.offer.scope.covers(entry);
        if !is_given && !on_offer {
            return None;
        }
        let (key, command): (_, Command) = if is_given {
            ("scheme-item-withdraw", scheme::Command::Withdraw { unit, scheme: scheme.id }.into())
        } else {
            ("scheme-item-give", scheme::Command::Give { unit, scheme: scheme.id }.into())
        };
        let args =
            [("scheme", (&scheme.offer.name).into()), ("off", desk.locale.off(scheme.offer.off).into())];
        let label = desk.locale.say(key, &args);
        Some(Item { label, refused: voice::refused(desk, &command), pick: Pick::Send(Box::new(command)) })
    };
    office.schemes.iter().filter_map(row).collect()
}

/// The fields of a form about prices.
pub fn fields(desk: &Desk, purpose: Purpose) -> Vec<Field> {
    let text = |name| Field::text(name, "");
    let mut scope = vec![building(desk, purpose), text("floors")];
    scope.push(Field::choice("layout", kinds(desk, "layout-all", |spec| spec.layout.as_deref()), 0));
    scope.push(Field::choice("batch", kinds(desk, "batch-all", |spec| spec.batch.as_deref()), 0));
    match purpose {
        Purpose::PriceChange(_) => {
            let mut fields = vec![text("share")];
            fields.append(&mut scope);
            let floor_prices = vec!["floor-prices-stay".into(), "floor-prices-move".into()];
            fields.push(Field::text("round", "1000"));
            fields.push(Field::choice("floor-prices", floor_prices, 0));
            fields.extend([text("reason"), text("count")]);
            fields
        }
        Purpose::SchemeOpen => {
            let mut fields = vec![text("scheme"), text("off")];
            fields.append(&mut scope);
            fields.extend([text("from"), text("until"), text("terms")]);
            let alone = vec!["alone-no".into(), "alone-yes".into()];
            fields.push(Field::choice("alone", alone, 0));
            fields
        }
        _ => vec![text("reason")],
    }
}

/// All buildings or one; the one on the screen first for a change of prices.
fn building(desk: &Desk, purpose: Purpose) -> Field {
    let office = desk.view();
    let mut choices = vec![String::from("building-all")];
    choices.extend(office.order.iter().map(|id| office.building(*id).name.clone()));
    let here = match purpose {
        Purpose::PriceChange(Some(here)) => office.order.iter().position(|id| *id == here),
        _ => None,
    };
    Field::choice("building", choices, here.map_or(0, |place| place + 1))
}

/// All, and then each one the units have, in order.
fn kinds(desk: &Desk, all: &str, of: impl Fn(&UnitSpec) -> Option<&str>) -> Vec<String> {
    let known: BTreeSet<&str> = desk.view().units.iter().filter_map(|unit| of(&unit.spec)).collect();
    std::iter::once(all.to_string()).chain(known.into_iter().map(str::to_string)).collect()
}

fn scope(desk: &Desk, form: &Form) -> Result<Scope, Fault> {
    let kind = |name| {
        let field = form.fields.iter().find(|field| field.name == name)?;
        field.choices.get(field.choice).filter(|_| field.choice > 0).cloned()
    };
    let building = form.chosen("building").checked_sub(1);
    let building = building.and_then(|place| desk.view().order.get(place).copied());
    let expected = || ("floors", desk.locale.text("expected-floors").to_string());
    let floors = Some(form.value("floors")).filter(|text| !text.is_empty());
    let floors = floors.map(|text| floor_range(text).ok_or_else(expected)).transpose()?;
    Ok(Scope { building, layout: kind("layout"), usage: None, batch: kind("batch"), floors })
}

fn share(desk: &Desk, form: &Form) -> Result<i32, Fault> {
    percentage(form.value("share")).ok_or_else(|| ("share", desk.locale.text("expected-percent").to_string()))
}

fn movement(desk: &Desk, form: &Form) -> Result<Move, Fault> {
    let money = || ("round", desk.locale.text("expected-money").to_string());
    let round = Fen::parse(form.value("round")).map_err(|_| money())?;
    let floor_prices = form.chosen("floor-prices") == 1;
    Ok(Move { scope: scope(desk, form)?, share: share(desk, form)?, round, floor_prices })
}

/// What a change of prices would do, under the number that confirms it.
pub fn remark(desk: &Desk, form: &Form) -> Option<(&'static str, String)> {
    let (Purpose::PriceChange(_), Ok(by), Some(context)) =
        (form.purpose, movement(desk, form), desk.context())
    else {
        return None;
    };
    let said = match pricing::preview(desk.view(), &by, &context) {
        Err(no) => desk.locale.rejection(&no),
        Ok(preview) => {
            let args = [
                ("count", preview.rows.len().into()),
                ("before", preview.before.grouped().into()),
                ("after", preview.after.grouped().into()),
                ("held", preview.held.into()),
                ("sold", preview.sold.into()),
                ("unpriced", preview.unpriced.into()),
            ];
            desk.locale.say("price-preview", &args)
        }
    };
    Some(("count", said))
}

/// What a form about prices is about, above its fields.
pub fn facts(desk: &Desk, purpose: Purpose) -> Vec<String> {
    let Purpose::SchemeClose(id) = purpose else { return Vec::new() };
    let Some(scheme) = desk.view().schemes.get(id.index()) else { return Vec::new() };
    let office = desk.view();
    let scope = desk.locale.scope(&scheme.offer.scope, |id: BuildingId| office.building(id).name.clone());
    let mut lines = vec![format!("{} · {}", scheme.offer.name, desk.locale.off(scheme.offer.off)), scope];
    lines.extend(scheme.offer.terms.clone());
    lines
}

/// The command a filled-in form about prices means.
pub fn command(desk: &Desk, form: &Form) -> Result<Command, Fault> {
    let reason = form.value("reason").to_string();
    Ok(match form.purpose {
        Purpose::SchemeClose(scheme) => scheme::Command::Close { scheme, reason }.into(),
        Purpose::SchemeOpen => scheme::Command::Open { offer: offer(desk, form)? }.into(),
        _ => {
            let by = movement(desk, form)?;
            let typed = narrow(form.value("count")).trim().parse();
            let count = typed.map_err(|_| ("count", desk.locale.text("price-count-expected").to_string()))?;
            pricing::Command::Change { by, count, reason }.into()
        }
    })
}

fn offer(desk: &Desk, form: &Form) -> Result<Offering, Fault> {
    let day = |name: &'static str| match form.value(name) {
        "" => Ok(None),
        typed => {
            let read = NaiveDate::parse_from_str(narrow(typed).trim(), "%Y-%m-%d");
            read.map(Some).map_err(|_| (name, desk.locale.text("expected-day").to_string()))
        }
    };
    Ok(Offering {
        name: form.value("scheme").to_string(),
        off: Off::parse(form.value("off"))
            .ok_or_else(|| ("off", desk.locale.text("expected-off").to_string()))?,
        scope: scope(desk, form)?,
        from: day("from")?,
        until: day("until")?,
        terms: Some(form.value("terms").to_string()),
        alone: form.chosen("alone") == 1,
    })
}
