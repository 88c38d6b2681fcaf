//! Keys, pastes and clicks, by the topmost layer: the one place where control flows.

use crate::app::action::{Action, Place};
use crate::app::acts::UNIT_ACTS;
use crate::app::form::{Form, Purpose};
use crate::app::geometry::{Focus, Panel};
use crate::app::key::{Code, Key};
use crate::app::message::{Effect, Mouse, Travel};
use crate::app::model::{Ask, Desk, Layer, Menu, Palette, Pick, Sheet, Then, Tone};
use crate::app::palette::look_up;
use crate::app::refresh::{come_back, look_again, refresh};
use crate::app::voice::{self, say, send};
use crate::app::{calls, due, forms, moves, plan_forms, print, visit_forms};
use tui_input::{Input, InputRequest};

/// A key was pressed.
pub fn press(desk: &mut Desk, key: Key) -> Vec<Effect> {
    desk.toast = None;
    let leave = key.ctrl && key.code == Code::Char('c');
    if leave || (desk.screen.is_none() && key.narrowed().code == Code::Char('q')) {
        return quit(desk);
    }
    match desk.layers.pop() {
        None => on_grid(desk, key),
        Some(Layer::Form(form)) => in_form(desk, *form, key),
        Some(Layer::Ask(ask)) => in_ask(desk, ask, key),
        Some(Layer::Menu(menu)) => in_menu(desk, menu, key),
        Some(Layer::Palette(palette)) => in_palette(desk, palette, key),
        Some(Layer::Filter(input)) => in_filter(desk, input, key),
        Some(Layer::Card(card)) => in_card(desk, card, key),
        Some(Layer::Sheet(sheet)) => {
            let last = sheet.lines.len().saturating_sub(1);
            let at = sheet.scroll.min(last);
            in_pages(desk, at, key, move |scroll| Layer::Sheet(Sheet { scroll: scroll.min(last), ..sheet }))
        }
        Some(Layer::Help { scroll }) => in_pages(desk, scroll, key, |scroll| Layer::Help { scroll }),
        Some(Layer::Messages { scroll }) => in_pages(desk, scroll, key, |scroll| Layer::Messages { scroll }),
    }
}

fn on_grid(desk: &mut Desk, key: Key) -> Vec<Effect> {
    if key.code == Code::Esc {
        if desk.past.is_some() {
            come_back(desk);
        } else if desk.filter.is_on() {
            desk.filter = Default::default();
            look_again(desk);
        } else if desk.focus != Focus::Grid {
            desk.due_from = None;
            moves::set_focus(desk, Focus::Grid);
        }
        return Vec::new();
    }
    if let Code::Char(digit @ '1'..='9') = key.narrowed().code
        && !key.ctrl
        && !key.alt
    {
        let place = digit as usize - '1' as usize;
        if let Some(building) = desk.view().order.get(place).copied() {
            moves::show_building(desk, building);
        }
        return Vec::new();
    }
    match desk.keymap.action(key) {
        Some(action) => on_row(desk, action),
        None => Vec::new(),
    }
}

/// Carries an action out on what is selected: a unit, or a row of the due list that is about none.
fn on_row(desk: &mut Desk, action: Action) -> Vec<Effect> {
    match due::act(desk, action) {
        Some(effects) => effects,
        None => call(desk, action),
    }
}

/// Carries an action out.
pub fn call(desk: &mut Desk, action: Action) -> Vec<Effect> {
    match action {
        Action::PreviousBuilding => moves::turn_building(desk, -1),
        Action::NextBuilding => moves::turn_building(desk, 1),
        Action::NextPanel => moves::turn_focus(desk, 1),
        Action::PreviousPanel => moves::turn_focus(desk, -1),
        Action::Filter => desk.layers.push(Layer::Filter(Input::new(desk.filter.text.clone()))),
        Action::StatusFilter => calls::next_status(desk),
        Action::Palette => {
            let mut palette = Palette::default();
            look_up(desk, &mut palette);
            desk.layers.push(Layer::Palette(palette));
        }
        Action::Messages => {
            let scroll = desk.messages.len().saturating_sub(desk.size.1 as usize);
            desk.layers.push(Layer::Messages { scroll });
        }
        Action::Who => calls::ask_who(desk),
        Action::Help => desk.layers.push(Layer::Help { scroll: 0 }),
        Action::Language => {
            desk.locale = crate::locale::Locale::new(desk.locale.lang.next(), desk.locale.zone);
            moves::lay_out(desk);
        }
        Action::Theme => calls::next_theme(desk),
        Action::Mouse => {
            desk.mouse = !desk.mouse;
            return vec![Effect::SetMouse(desk.mouse)];
        }
        Action::Quit => return quit(desk),
        Action::Travel => forms::show(desk, Purpose::Travel),
        Action::StepBack | Action::StepOn => return step(desk, action == Action::StepOn),
        _ if action.row().place == Place::Move => moves::go(desk, action),
        _ => return calls::act(desk, action),
    }
    Vec::new()
}

fn step(desk: &mut Desk, on: bool) -> Vec<Effect> {
    let head = desk.view().head;
    let target = if on { head + 1 } else { head.saturating_sub(1) };
    if target == 0 || (on && desk.past.is_none()) {
        return Vec::new();
    }
    if target >= desk.office.head && on {
        come_back(desk);
        return Vec::new();
    }
    vec![Effect::Travel(Travel::Event(target))]
}

fn quit(desk: &mut Desk) -> Vec<Effect> {
    let typing = desk.layers.iter().any(|layer| matches!(layer, Layer::Form(form) if form.touched));
    if !typing || desk.screen.is_none() {
        return vec![Effect::Quit];
    }
    let lines = vec![desk.locale.text("desk-quit-form").to_string()];
    desk.layers.push(Layer::Ask(Ask { lines, then: Then::Quit }));
    Vec::new()
}

fn in_form(desk: &mut Desk, mut form: Form, key: Key) -> Vec<Effect> {
    let last = form.fields.len().saturating_sub(1);
    let is_choice = form.fields.get(form.at).is_some_and(|field| !field.choices.is_empty());
    match key.code {
        Code::Esc => return Vec::new(),
        Code::Enter => return submit(desk, form),
        Code::Tab | Code::Down => form.at = if form.at == last { 0 } else { form.at + 1 },
        Code::BackTab | Code::Up => form.at = form.at.checked_sub(1).unwrap_or(last),
        Code::Left | Code::Right | Code::Char(' ') if is_choice => {
            if let Some(field) = form.fields.get_mut(form.at) {
                let count = field.choices.len();
                let step = if key.code == Code::Left { count - 1 } else { 1 };
                field.choice = (field.choice + step) % count;
                form.touched = true;
            }
            forms::watch(desk, &mut form);
        }
        _ => {
            if let Some(field) = form.fields.get_mut(form.at).filter(|_| !is_choice) {
                form.touched |= edit(&mut field.input, key);
            }
            form.refused = None;
            forms::watch(desk, &mut form);
        }
    }
    desk.layers.push(Layer::Form(Box::new(form)));
    Vec::new()
}

/// Edits a line; true when its text changed.
fn edit(input: &mut Input, key: Key) -> bool {
    let request = match key.code {
        Code::Char('u') if key.ctrl => InputRequest::DeleteLine,
        Code::Char('w') if key.ctrl => InputRequest::DeletePrevWord,
        Code::Char('a') if key.ctrl => InputRequest::GoToStart,
        Code::Char('e') if key.ctrl => InputRequest::GoToEnd,
        Code::Char(letter) if !key.ctrl && !key.alt && input.value().len() < 400 => {
            InputRequest::InsertChar(letter)
        }
        Code::Backspace => InputRequest::DeletePrevChar,
        Code::Delete => InputRequest::DeleteNextChar,
        Code::Left => InputRequest::GoToPrevChar,
        Code::Right => InputRequest::GoToNextChar,
        Code::Home => InputRequest::GoToStart,
        Code::End => InputRequest::GoToEnd,
        _ => return false,
    };
    input.handle(request).is_some_and(|change| change.value)
}

fn submit(desk: &mut Desk, mut form: Form) -> Vec<Effect> {
    if form.purpose == Purpose::Travel {
        return depart(desk, form);
    }
    let command = match forms::command(desk, &form) {
        Ok(command) => command,
        Err((name, fault)) => {
            if let Some(place) = form.fields.iter().position(|field| field.name == name) {
                form.at = place;
                form.fields[place].fault = Some(fault);
            }
            desk.layers.push(Layer::Form(Box::new(form)));
            return Vec::new();
        }
    };
    if let Some(refused) = voice::refused(desk, &command) {
        form.refused = Some(refused);
        desk.layers.push(Layer::Form(Box::new(form)));
        return Vec::new();
    }
    if !forms::takes_money(form.purpose) {
        let done = voice::done(desk, &command);
        return send(desk, command, done);
    }
    let mut lines = vec![desk.locale.text(&format!("form-{}", form.purpose.code())).to_string()];
    lines.extend(form.facts.clone());
    for field in form.fields.iter().filter(|field| field.choices.is_empty() && !field.value().is_empty()) {
        lines.push(format!("{} {}", desk.locale.text(&format!("field-{}", field.name)), field.value()));
    }
    lines.extend(plan_forms::preview(desk, &command));
    // The form stays underneath: anything but yes goes back to it. What it was refused for before is gone.
    form.refused = None;
    desk.layers.push(Layer::Form(Box::new(form)));
    desk.layers.push(Layer::Ask(Ask { lines, then: Then::Send(Box::new(command)) }));
    Vec::new()
}

/// Reads `HH:MM`, `MM-DD HH:MM` or `YYYY-MM-DD HH:MM` in the project's zone and goes there.
fn depart(desk: &mut Desk, mut form: Form) -> Vec<Effect> {
    let text = crate::domain::money::narrow(form.value("moment"));
    match visit_forms::moment(desk, &text).filter(|moment| *moment <= desk.now) {
        Some(moment) => vec![Effect::Travel(Travel::To(moment))],
        None => {
            form.fields[0].fault = Some(desk.locale.text("desk-moment-expected").to_string());
            desk.layers.push(Layer::Form(Box::new(form)));
            Vec::new()
        }
    }
}

fn in_ask(desk: &mut Desk, ask: Ask, key: Key) -> Vec<Effect> {
    if !matches!(key.narrowed().code, Code::Char('y' | 'Y')) {
        return Vec::new();
    }
    match ask.then {
        Then::Quit => vec![Effect::Quit],
        Then::Send(command) => {
            desk.layers.pop();
            let done = voice::done(desk, &command);
            send(desk, *command, done)
        }
    }
}

fn in_menu(desk: &mut Desk, mut menu: Menu, key: Key) -> Vec<Effect> {
    let last = menu.items.len().saturating_sub(1);
    match key.narrowed().code {
        Code::Esc | Code::Char('q') => return Vec::new(),
        Code::Up | Code::Char('k') => menu.choice = menu.choice.checked_sub(1).unwrap_or(last),
        Code::Down | Code::Char('j') | Code::Tab => {
            menu.choice = if menu.choice >= last { 0 } else { menu.choice + 1 }
        }
        Code::Char(digit @ '1'..='9') if (digit as usize - '1' as usize) <= last => {
            menu.choice = digit as usize - '1' as usize;
            return pick(desk, menu);
        }
        Code::Enter | Code::Char(' ') => return pick(desk, menu),
        _ => {}
    }
    desk.layers.push(Layer::Menu(menu));
    Vec::new()
}

fn pick(desk: &mut Desk, menu: Menu) -> Vec<Effect> {
    let Some(item) = menu.items.get(menu.choice) else { return Vec::new() };
    if let Some(reason) = item.refused.clone() {
        desk.layers.push(Layer::Menu(menu));
        say(desk, Tone::Bad, reason);
        return Vec::new();
    }
    match item.pick.clone() {
        Pick::Send(command) => {
            let done = voice::done(desk, &command);
            send(desk, *command, done)
        }
        Pick::Call(action) => call(desk, action),
        Pick::Print(command) => print::start(desk, command),
        Pick::Form(purpose) => {
            forms::show(desk, purpose);
            Vec::new()
        }
        Pick::Building(building) => {
            moves::show_building(desk, building);
            Vec::new()
        }
        Pick::Plan(unit) => {
            plan_forms::open_menu(desk, unit);
            Vec::new()
        }
        Pick::Be(staff) => {
            desk.viewer = Some(staff);
            refresh(desk);
            Vec::new()
        }
    }
}

fn in_palette(desk: &mut Desk, mut palette: Palette, key: Key) -> Vec<Effect> {
    match key.code {
        Code::Esc => return Vec::new(),
        Code::Up => palette.choice = palette.choice.saturating_sub(1),
        Code::Down | Code::Tab => {
            palette.choice = (palette.choice + 1).min(palette.found.len().saturating_sub(1))
        }
        Code::Enter => {
            return palette
                .found
                .get(palette.choice)
                .copied()
                .map(|action| on_row(desk, action))
                .unwrap_or_default();
        }
        _ => {
            if edit(&mut palette.input, key) {
                palette.choice = 0;
                look_up(desk, &mut palette);
            }
        }
    }
    desk.layers.push(Layer::Palette(palette));
    Vec::new()
}

fn in_filter(desk: &mut Desk, mut input: Input, key: Key) -> Vec<Effect> {
    match key.code {
        Code::Esc => {
            desk.filter.text.clear();
            look_again(desk);
            return Vec::new();
        }
        Code::Enter => {
            calls::first_match(desk);
            return Vec::new();
        }
        _ => {
            if edit(&mut input, key) {
                desk.filter.text = input.value().to_string();
                look_again(desk);
            }
        }
    }
    desk.layers.push(Layer::Filter(input));
    Vec::new()
}

fn in_card(desk: &mut Desk, mut card: crate::app::model::Card, key: Key) -> Vec<Effect> {
    let last = UNIT_ACTS.len() - 1;
    match key.code {
        Code::Esc => return Vec::new(),
        Code::Enter => return call(desk, UNIT_ACTS[card.choice.min(last)]),
        Code::Up => card.choice = card.choice.checked_sub(1).unwrap_or(last),
        Code::Down => card.choice = if card.choice >= last { 0 } else { card.choice + 1 },
        Code::PageUp | Code::Char('k') => card.scroll = card.scroll.saturating_sub(1),
        Code::PageDown | Code::Char('j') => card.scroll = (card.scroll + 1).min(MOST_LINES),
        _ => match desk.keymap.action(key) {
            Some(Action::Quit) => return Vec::new(),
            Some(action) if action.row().place == Place::Move => {}
            Some(action) => return call(desk, action),
            None => {}
        },
    }
    desk.layers.push(Layer::Card(card));
    Vec::new()
}

fn in_pages(desk: &mut Desk, scroll: usize, key: Key, layer: impl FnOnce(usize) -> Layer) -> Vec<Effect> {
    let page = (desk.size.1 as usize).saturating_sub(4).max(1);
    let scroll = match key.narrowed().code {
        Code::Esc | Code::Enter | Code::Char('q' | '?') | Code::F(1) => return Vec::new(),
        Code::Up | Code::Char('k') => scroll.saturating_sub(1),
        Code::Down | Code::Char('j') => scroll.saturating_add(1).min(MOST_LINES),
        Code::PageUp => scroll.saturating_sub(page),
        Code::PageDown | Code::Char(' ') => scroll.saturating_add(page).min(MOST_LINES),
        Code::Home | Code::Char('g') => 0,
        _ => scroll,
    };
    desk.layers.push(layer(scroll));
    Vec::new()
}

/// What was drawn scrolls as far as row `last`: keys pressed past the end do not have to be pressed back.
pub fn reach(desk: &mut Desk, last: usize) {
    let scroll = match desk.layers.last_mut() {
        Some(Layer::Help { scroll } | Layer::Messages { scroll }) => scroll,
        Some(Layer::Sheet(sheet)) => &mut sheet.scroll,
        Some(Layer::Card(card)) => &mut card.scroll,
        _ => return,
    };
    *scroll = last.min(*scroll);
}

/// Lines a paged layer can have at most; the drawing stops at its own last line.
const MOST_LINES: usize = 600;

/// A text was pasted: it goes where the caret is, never to shortcuts.
pub fn paste(desk: &mut Desk, text: &str) -> Vec<Effect> {
    let clean = text.chars().filter(|letter| !letter.is_control()).take(400);
    let typing = matches!(desk.layers.last(), Some(Layer::Form(_) | Layer::Palette(_) | Layer::Filter(_)));
    if !typing {
        return Vec::new();
    }
    clean.flat_map(|letter| press(desk, Key::plain(Code::Char(letter)))).collect()
}

/// A click selects, a turn of the wheel moves; never more than a key could do.
pub fn point(desk: &mut Desk, mouse: Mouse) -> Vec<Effect> {
    let Some(screen) = desk.screen.clone().filter(|_| desk.layers.is_empty()) else {
        return Vec::new();
    };
    match mouse {
        Mouse::Wheel(_, _, lines) => {
            moves::go(desk, if lines > 0 { Action::Down } else { Action::Up });
        }
        Mouse::Click(x, y) if screen.grid.contains(x, y) => {
            desk.due_from = None;
            moves::set_focus(desk, Focus::Grid);
            calls::click_grid(desk, x, y);
        }
        Mouse::Click(x, y) => {
            let panel = screen.panels.iter().find(|(_, area)| area.contains(x, y)).map(|(panel, _)| *panel);
            let focus = match panel {
                Some(Panel::Visitors) => Focus::Visitors,
                Some(Panel::Rotation) => Focus::Rotation,
                Some(Panel::Due) => Focus::Due,
                Some(Panel::Card) | None => Focus::Grid,
            };
            moves::set_focus(desk, focus);
        }
    }
    Vec::new()
}
