//! What the acting keys do: at once where it is harmless, by a form where something must be typed.

use crate::app::action::{Action, Place};
use crate::app::acts::{prepares, refusal};
use crate::app::form::Purpose;
use crate::app::message::Effect;
use crate::app::model::{Card, Desk, Item, Layer, Menu, Pick, ThemeName, Tone};
use crate::app::moves;
use crate::app::refresh::look_again;
use crate::app::voice::{say, try_send};
use crate::app::{change_forms, clock, floor, forms, price_forms};
use crate::domain::id::UnitId;
use crate::domain::state::claim::Claim;
use crate::domain::state::unit::Status;
use crate::domain::{hold, waiting};

/// Carries out an action on the selected unit, the visitors or the duty.
pub fn act(desk: &mut Desk, action: Action) -> Vec<Effect> {
    if desk.past.is_some() {
        say(desk, Tone::Info, desk.locale.text("desk-past-read-only").to_string());
        return Vec::new();
    }
    if desk.viewer.is_none() {
        ask_who(desk);
        return Vec::new();
    }
    match action {
        Action::ReleaseBatch => forms::show(desk, Purpose::ReleaseBatch),
        Action::Undo => return floor::undo(desk),
        Action::Prices => price_forms::open_menu(desk),
        Action::Inbox => change_forms::open_inbox(desk),
        Action::Clock => clock::open(desk),
        action if action.row().place == Place::Reception => return floor::act(desk, action),
        _ => {
            let Some(unit) = desk.cursor else { return Vec::new() };
            return act_on(desk, action, unit);
        }
    }
    Vec::new()
}

fn act_on(desk: &mut Desk, action: Action, unit: UnitId) -> Vec<Effect> {
    if action == Action::Card {
        desk.layers.push(Layer::Card(Card { unit, scroll: 0, choice: 0 }));
        return vec![Effect::FetchTrail(unit)];
    }
    if action == Action::Changes {
        change_forms::open_menu(desk, unit);
        return Vec::new();
    }
    let own = desk.view().live_claim(unit).filter(|claim| claim.consultant == desk.viewer);
    if action == Action::Hold && own.and_then(Claim::until).is_some() {
        own_hold_menu(desk, unit);
        return Vec::new();
    }
    if let Some(reason) = refusal(desk, action, unit) {
        say(desk, Tone::Bad, reason);
        return Vec::new();
    }
    let is_own = desk.view().live_claim(unit).and_then(|claim| claim.consultant) == desk.viewer;
    let purpose = match action {
        Action::Release if is_own => {
            return try_send(desk, hold::Command::Release { unit, reason: String::new() }.into());
        }
        Action::LeaveLine => return try_send(desk, waiting::Command::Leave { unit }.into()),
        Action::Confirm => return try_send(desk, waiting::Command::Confirm { unit }.into()),
        Action::Hold => Purpose::Hold(unit),
        Action::Release => Purpose::Release(unit),
        Action::Deposit => Purpose::Deposit(unit),
        Action::TopUp => Purpose::TopUp(unit),
        Action::Sign if prepares(desk) => Purpose::Prepare(unit),
        Action::Sign => Purpose::Sign(unit),
        Action::Extend => Purpose::Extend(unit),
        Action::Wait => Purpose::Wait(unit),
        Action::Refuse => Purpose::Refuse(unit),
        Action::Lock => Purpose::Lock(unit),
        Action::Unlock => Purpose::Unlock(unit),
        _ => return Vec::new(),
    };
    forms::show(desk, purpose);
    Vec::new()
}

/// Space on an own hold: extend or release.
fn own_hold_menu(desk: &mut Desk, unit: UnitId) {
    let item = |action: Action| Item {
        label: desk.locale.text(&format!("action-{}", action.row().name)).to_string(),
        refused: refusal(desk, action, unit),
        pick: Pick::Call(action),
    };
    let items = vec![item(Action::Extend), item(Action::Release)];
    let title = desk.view().unit(unit).spec.address();
    desk.layers.push(Layer::Menu(Menu { title, items, choice: 0 }));
}

/// The next status filter, then none.
pub fn next_status(desk: &mut Desk) {
    let place = desk.filter.status.and_then(|status| Status::ALL.iter().position(|known| *known == status));
    desk.filter.status = match place {
        None => Status::ALL.first().copied(),
        Some(place) => Status::ALL.get(place + 1).copied(),
    };
    look_again(desk);
    if desk.filter.status.is_some() {
        first_match(desk);
    }
}

/// Selects the first unit that matches, in this building if it has one.
pub fn first_match(desk: &mut Desk) {
    let shown = |unit: &UnitId| desk.filter.found.is_some() && desk.filter.shows(*unit);
    if desk.cursor.as_ref().is_some_and(shown) {
        return;
    }
    let here = desk.plan.lines.iter().flat_map(|line| line.cells.iter().flatten().copied()).find(shown);
    let found = here.or_else(|| desk.view().in_order().map(|unit| unit.id).find(shown));
    if let Some(unit) = found {
        moves::select(desk, unit);
    }
}

/// The next theme.
pub fn next_theme(desk: &mut Desk) {
    let place = ThemeName::ALL.iter().position(|theme| *theme == desk.theme).unwrap_or(0);
    desk.theme = ThemeName::ALL[(place + 1) % ThemeName::ALL.len()];
    let name = desk.locale.text(&format!("theme-{}", desk.theme.code())).to_string();
    say(desk, Tone::Info, name);
}

/// A click on the grid selects the unit under it.
pub fn click_grid(desk: &mut Desk, x: u16, y: u16) {
    let Some(grid) = desk.screen.as_ref().map(|screen| screen.grid.inner()) else { return };
    let under = x.checked_sub(grid.x).zip(y.checked_sub(grid.y));
    if let Some(unit) = under.and_then(|(x, y)| moves::unit_under(desk, x, y)) {
        desk.cursor = Some(unit);
        moves::fit_window(desk);
    }
}

/// Who sits here: a start form, until PINs come.
fn who_menu(desk: &Desk) -> Menu {
    let items = desk.office.staff.iter().filter(|staff| staff.active).map(|staff| {
        let roles: Vec<&str> = staff.roles.iter().map(|role| desk.locale.role(*role)).collect();
        let label = format!("{}  {}", staff.name, roles.join(" "));
        Item { label, refused: None, pick: Pick::Be(staff.id) }
    });
    Menu { title: desk.locale.text("desk-who").to_string(), items: items.collect(), choice: 0 }
}

/// Asks who sits here.
pub fn ask_who(desk: &mut Desk) {
    let menu = who_menu(desk);
    desk.layers.push(Layer::Menu(menu));
}
