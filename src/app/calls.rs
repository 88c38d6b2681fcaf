//! What the acting keys do: at once where it is harmless, by a form where something must be typed.

use crate::app::action::Action;
use crate::app::acts::refusal;
use crate::app::form::Purpose;
use crate::app::geometry::Focus;
use crate::app::keys::open_form;
use crate::app::message::Effect;
use crate::app::model::{Card, Desk, Item, Layer, Menu, Pick, ThemeName, Tone};
use crate::app::moves;
use crate::app::update::{look_again, say, send};
use crate::domain::act::{self, Command, units_of};
use crate::domain::id::{StaffId, UnitId};
use crate::domain::state::claim::Claim;
use crate::domain::state::staff::Presence;
use crate::domain::state::unit::Status;
use crate::domain::state::visit::VisitState;
use crate::domain::{duty, hold, reception, undo, waiting};

/// Carries out an action on the selected unit, the visitors or the duty.
pub fn act(desk: &mut Desk, action: Action) -> Vec<Effect> {
    if desk.past.is_some() {
        say(desk, Tone::Info, desk.locale.text("desk-past-read-only").to_string());
        return Vec::new();
    }
    if desk.viewer.is_none() {
        return crate::app::keys::call(desk, Action::Who);
    }
    match action {
        Action::Arrive => open_form(desk, Purpose::Arrive),
        Action::ReleaseBatch => open_form(desk, Purpose::ReleaseBatch),
        Action::Assign => return assign(desk),
        Action::Finish | Action::Leave => return close(desk, action),
        Action::Presence => presence_menu(desk),
        Action::Undo => return try_send(desk, undo::Command::Undo { deed: None }.into()),
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
        Action::Sign => Purpose::Sign(unit),
        Action::Extend => Purpose::Extend(unit),
        Action::Wait => Purpose::Wait(unit),
        Action::Refuse => Purpose::Refuse(unit),
        Action::Lock => Purpose::Lock(unit),
        Action::Unlock => Purpose::Unlock(unit),
        _ => return Vec::new(),
    };
    open_form(desk, purpose);
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

/// The refusal the core has for a command now, in words.
pub fn refused(desk: &Desk, command: &Command) -> Option<String> {
    let Some(context) = desk.context() else { return Some(desk.locale.text("desk-nobody").to_string()) };
    act::decide(desk.view(), command, &context).err().map(|rejection| desk.locale.rejection(&rejection))
}

/// Sends a command that the core would take now; says why where it would not.
fn try_send(desk: &mut Desk, command: Command) -> Vec<Effect> {
    if let Some(reason) = refused(desk, &command) {
        say(desk, Tone::Bad, reason);
        return Vec::new();
    }
    let done = done(desk, &command);
    send(desk, command, done)
}

/// What to say when a command is done.
pub fn done(desk: &Desk, command: &Command) -> String {
    let unit = units_of(command).first().map(|unit| desk.view().unit(*unit).spec.address());
    let unit = unit.unwrap_or_default();
    let key = match command {
        Command::Hold(hold::Command::Hold { .. }) => "done-hold",
        Command::Hold(hold::Command::Extend { .. }) => "done-extend",
        Command::Hold(hold::Command::Release { .. }) => "done-release",
        Command::Reception(reception::Command::Assign { .. }) => return assigned_words(desk),
        Command::Undo(_) => return desk.locale.text("done-undo").to_string(),
        _ if unit.is_empty() => return desk.locale.text("done").to_string(),
        _ => "done-unit",
    };
    let undo = desk.keymap.label(Action::Undo);
    desk.locale.say(key, &[("unit", unit.into()), ("undo", undo.into())])
}

fn assigned_words(desk: &Desk) -> String {
    let chosen = chosen_visit(desk, VisitState::Waiting);
    let visit = chosen.and_then(|number| desk.view().waiting().find(|visit| visit.number == number));
    let visit = visit.or_else(|| desk.view().waiting().next());
    let receiver =
        visit.zip(desk.context()).and_then(|(v, context)| reception::receiver(desk.view(), v, &context));
    let name = desk.view().name_of(receiver).to_string();
    let number = visit.map_or(0, |visit| visit.number);
    desk.locale.say("done-assign", &[("number", number.into()), ("consultant", name.into())])
}

/// The waiting number of the selected visitor row, where it is in that state.
fn chosen_visit(desk: &Desk, state: VisitState) -> Option<u32> {
    let row = (desk.focus == Focus::Visitors).then_some(desk.rows[0])?;
    let visit = desk.view().visit(*desk.view().open_visits.get(row)?);
    (visit.state == state).then_some(visit.number)
}

fn assign(desk: &mut Desk) -> Vec<Effect> {
    let number = chosen_visit(desk, VisitState::Waiting);
    try_send(desk, reception::Command::Assign { number, to: None, reason: String::new() }.into())
}

/// Finishes a reception or lets a group leave: the selected one, else the own, else the only sensible one.
fn close(desk: &mut Desk, action: Action) -> Vec<Effect> {
    let (state, missing) = match action {
        Action::Finish => (VisitState::Receiving, "desk-nobody-received"),
        _ => (VisitState::Waiting, "desk-nobody-waits"),
    };
    let office = desk.view();
    let own = desk.viewer.and_then(|viewer| office.receiving(viewer)).filter(|_| action == Action::Finish);
    let open = office.open_visits.iter().map(|id| office.visit(*id));
    let oldest = open.filter(|visit| visit.state == state).map(|visit| visit.number).next();
    match chosen_visit(desk, state).or(own.map(|visit| visit.number)).or(oldest) {
        Some(number) if action == Action::Finish => open_form(desk, Purpose::Finish(number)),
        Some(number) => open_form(desk, Purpose::Leave(number)),
        None => say(desk, Tone::Info, desk.locale.text(missing).to_string()),
    }
    Vec::new()
}

/// Presence: own, or of the selected person in the rotation.
fn presence_menu(desk: &mut Desk) {
    let rows = moves::rotation_rows(desk);
    let selected = rows.get(desk.rows[1]).copied().filter(|_| desk.focus == Focus::Rotation);
    let Some(staff) = selected.or(desk.viewer) else { return };
    let here = desk.view().presence(staff, desk.now);
    let choices: &[Presence] = match here {
        Presence::Off => &[],
        _ => &[Presence::Floor, Presence::Lunch, Presence::Business, Presence::Out, Presence::Off],
    };
    let mut items = Vec::new();
    if here == Presence::Off {
        let command = duty::Command::SignIn { staff }.into();
        items.push(duty_item(desk, desk.locale.text("desk-sign-in").to_string(), command));
    }
    for presence in choices.iter().filter(|presence| **presence != here) {
        let command = duty::Command::Move { staff, presence: *presence, reason: String::new() }.into();
        items.push(duty_item(desk, desk.locale.presence(*presence).to_string(), command));
    }
    let title = menu_title(desk, staff, here);
    desk.layers.push(Layer::Menu(Menu { title, items, choice: 0 }));
}

fn menu_title(desk: &Desk, staff: StaffId, here: Presence) -> String {
    format!("{} · {}", desk.view().member(staff).name, desk.locale.presence(here))
}

fn duty_item(desk: &Desk, label: String, command: Command) -> Item {
    Item { label, refused: refused(desk, &command), pick: Pick::Send(Box::new(command)) }
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
    let window = desk.window;
    let (Some(line), Some(across)) = (y.checked_sub(grid.y + 1), x.checked_sub(grid.x + window.gutter))
    else {
        return;
    };
    let column = window.left + (across / window.cell.max(1)) as usize;
    if let Some(unit) = desk.plan.at(window.top + line as usize, column) {
        desk.cursor = Some(unit);
        moves::fit_window(desk);
    }
}
