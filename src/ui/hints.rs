//! The bottom row: what the keys do here and now. Whole hints only; `? 按键` is always there.

use crate::app::action::Action;
use crate::app::geometry::Focus;
use crate::app::key::Key;
use crate::app::model::{Desk, Layer};
use crate::domain::state::due::About;
use crate::domain::state::visit::VisitState;
use crate::ui::paint::Brush;
use crate::ui::text::{self, width};
use crate::ui::theme::Ink;
use ratatui::layout::Rect;

/// Cells between two hints.
const GAP: u16 = 2;

/// A key and what it does.
pub struct Hint {
    /// The key.
    pub key: String,
    /// What it does.
    pub word: String,
}

impl Hint {
    fn width(&self) -> u16 {
        width(&self.key) + 1 + width(&self.word)
    }
}

/// The key of an action as people call it: `空格`, `Enter`, `d`.
pub fn key_label(desk: &Desk, action: Action) -> String {
    desk.keymap.keys(action).first().map(|key| key_word(desk, *key)).unwrap_or_default()
}

/// A key as people call it.
pub fn key_word(desk: &Desk, key: Key) -> String {
    let label = key.to_string();
    let named = format!("key-{label}");
    if label.len() > 1 && desk.locale.has(&named) { desk.locale.text(&named).to_string() } else { label }
}

/// The hint of an action.
pub fn hint(desk: &Desk, action: Action) -> Hint {
    let word = desk.locale.text(&format!("action-{}", action.row().name)).to_string();
    Hint { key: key_label(desk, action), word }
}

/// Draws the row; `acts` can be done on the selected unit.
pub fn draw(desk: &Desk, acts: &[Action], brush: &mut Brush) {
    let help = Hint { key: key_label(desk, Action::Help), word: desk.locale.text("hint-keys").to_string() };
    let area = brush.area;
    let end = area.right().saturating_sub(1);
    let start = end.saturating_sub(help.width());
    let hints = hints(desk, acts);
    let mut x = area.x + 1;
    for hint in &hints {
        if x + hint.width() + GAP > start {
            break;
        }
        x = draw_hint(brush, x, end, hint) + GAP;
    }
    draw_hint(brush, start.max(area.x), area.right(), &help);
}

fn draw_hint(brush: &mut Brush, x: u16, end: u16, hint: &Hint) -> u16 {
    let y = brush.area.y;
    let (key, word) = (brush.ink(Ink::Accent), brush.ink(Ink::Dim));
    let x = brush.put(x, y, end.saturating_sub(x), &hint.key, key);
    let x = brush.put(x, y, end.saturating_sub(x), " ", word);
    brush.cut(x, y, end.saturating_sub(x), &hint.word, word)
}

fn hints(desk: &Desk, acts: &[Action]) -> Vec<Hint> {
    if let Some(layer) = desk.layer() {
        return layer_keys(layer).iter().map(|(key, word)| fixed(desk, key, word)).collect();
    }
    if desk.past.is_some() {
        let mut hints: Vec<Hint> =
            [Action::StepBack, Action::StepOn, Action::Travel].map(|action| hint(desk, action)).into();
        hints.insert(0, fixed(desk, "key-esc", "hint-present"));
        return hints;
    }
    let mut actions = match desk.focus {
        Focus::Grid => acts.to_vec(),
        Focus::Visitors => {
            vec![
                Action::Assign,
                Action::Finish,
                Action::Why,
                Action::AssignTo,
                Action::Leave,
                Action::HandOver,
            ]
        }
        Focus::Rotation => vec![Action::Presence, Action::Turns, Action::Roster, Action::Why],
        Focus::Due => on_due(desk, acts),
    };
    let general = [
        Action::Card,
        Action::Arrive,
        Action::Assign,
        Action::Filter,
        Action::Undo,
        Action::NextPanel,
        Action::Palette,
        Action::Quit,
    ];
    for action in general {
        if !actions.contains(&action) && (desk.cursor.is_some() || action != Action::Card) {
            actions.push(action);
        }
    }
    actions.into_iter().map(|action| hint(desk, action)).collect()
}

/// What can be done from a row of the due list.
fn on_due(desk: &Desk, acts: &[Action]) -> Vec<Action> {
    match desk.due_at.map(|item| item.about) {
        Some(About::Unit(_)) => std::iter::once(Action::Card).chain(acts.iter().copied()).collect(),
        Some(About::Visit(visit)) if desk.view().visit(visit).state == VisitState::Waiting => {
            vec![Action::Card, Action::Assign, Action::AssignTo, Action::Leave, Action::Why]
        }
        Some(About::Visit(_)) => vec![Action::Card, Action::Finish, Action::HandOver],
        Some(About::Call(_)) => vec![Action::Card, Action::Arrive, Action::Call],
        Some(About::Customer(_)) => vec![Action::Card, Action::Call],
        None => Vec::new(),
    }
}

/// The keys of a layer: fixed, like those of every form.
fn layer_keys(layer: &Layer) -> &'static [(&'static str, &'static str)] {
    match layer {
        Layer::Card(_) | Layer::Menu(_) => {
            &[("key-up-down", "hint-choose"), ("key-enter", "hint-do"), ("key-esc", "hint-back")]
        }
        Layer::Form(_) => &[
            ("key-tab", "hint-next-field"),
            ("key-enter", "hint-submit"),
            ("key-left-right", "hint-choose"),
            ("key-esc", "hint-back"),
        ],
        Layer::Ask(_) => &[("key-y", "hint-yes"), ("key-esc", "hint-no")],
        Layer::Help { .. } | Layer::Messages { .. } | Layer::Sheet(_) => {
            &[("key-up-down", "hint-scroll"), ("key-esc", "hint-back")]
        }
        Layer::Palette(_) => {
            &[("key-up-down", "hint-choose"), ("key-enter", "hint-do"), ("key-esc", "hint-back")]
        }
        Layer::Filter(_) => &[("key-enter", "hint-keep"), ("key-esc", "hint-clear")],
    }
}

fn fixed(desk: &Desk, key: &str, word: &str) -> Hint {
    Hint { key: desk.locale.text(key).to_string(), word: desk.locale.text(word).to_string() }
}

/// Draws the note over the hints, and over the status row too where one row is not enough; the help key stays.
pub fn draw_toast(desk: &Desk, brush: &mut Brush) {
    let Some(note) = &desk.toast else { return };
    let area = brush.area;
    let help = width(&key_label(desk, Action::Help)) + width(desk.locale.text("hint-keys")) + 3;
    let room = area.width.saturating_sub(help + 2).max(area.width.min(4));
    let style = brush.ink(Ink::toned(note.tone));
    let mut lines = text::wrap(&note.text, room);
    if lines.len() > 1 {
        lines = text::wrap(&note.text, area.width.saturating_sub(2));
    }
    let bottom = area.bottom().saturating_sub(1);
    let two = lines.len() > 1 && area.height > 1;
    let ground = brush.ink(Ink::Text);
    if two {
        brush.blank(Rect { y: bottom - 1, height: 1, ..area }, ground);
        brush.put(area.x + 1, bottom - 1, area.width, lines[0], style);
    }
    let rest = if two { note.text[lines[0].len()..].trim_start() } else { note.text.as_str() };
    brush.blank(Rect { y: bottom, height: 1, width: room + 2, ..area }, ground);
    brush.cut(area.x + 1, bottom, room, rest, style);
}
