//! Questions and short lists.

use crate::app::model::{Ask, Desk, Menu};
use crate::ui::frame::Frame;
use crate::ui::overlay::popup::{self, Anchor};
use crate::ui::overlay::sheet::{self, Row, widest, wrapped};
use crate::ui::text;
use crate::ui::theme::{Ink, Look};

/// Widest a question gets, cells.
const WIDEST: u16 = 72;

/// A question that only `y` answers with yes: what no does is said first, it is the default.
pub fn question(desk: &Desk, ask: &Ask, look: &Look, frame: &mut Frame) {
    let (columns, rows) = popup::room(frame.area());
    let cells = columns.min(WIDEST);
    let mut lines: Vec<Row> = Vec::new();
    for (place, line) in ask.lines.iter().enumerate() {
        lines.extend(wrapped(if place == 0 { Ink::Title } else { Ink::Text }, line, cells));
    }
    let answer = Row::new(Ink::Accent, "y ")
        .and(Ink::Warn, desk.locale.text("layer-ask-yes"))
        .and(Ink::Dim, format!("   {}", desk.locale.text("layer-ask-no")));
    // The answer must be read, whatever else does not fit.
    lines.truncate(usize::from(rows.saturating_sub(2)));
    if usize::from(rows) > lines.len() + 1 {
        lines.push(Row::blank());
    }
    lines.push(answer);
    let content = (widest(&lines).min(columns), lines.len() as u16);
    let title = desk.locale.text("layer-ask");
    let area = popup::open(frame, look, desk.glyphs, Anchor::Centre, content, title);
    let mut brush = frame.brush(look, desk.glyphs);
    sheet::draw(&mut brush, area, &lines, 0);
}

/// Cells a menu takes at most: a reason that is longer is said whole when its row is chosen.
const MENU_WIDEST: u16 = 84;

/// A choice from a short list.
pub fn menu(desk: &Desk, menu: &Menu, look: &Look, frame: &mut Frame) {
    let (columns, rows) = popup::room(frame.area());
    // Reasons stand in one column, so that the list of what can be done stays readable.
    let labels = menu.items.iter().filter(|item| item.refused.is_some()).map(|item| text::width(&item.label));
    let label = labels.max().unwrap_or(0).min(columns / 2);
    let mut lines: Vec<Row> = Vec::new();
    for (place, item) in menu.items.iter().enumerate() {
        let row = match &item.refused {
            None => Row::new(Ink::Text, item.label.as_str()),
            Some(reason) => {
                let name = text::fit(&item.label, label, desk.glyphs);
                Row::new(Ink::Faint, name).and(Ink::Faint, format!("  {reason}"))
            }
        };
        lines.push(row.chosen(place == menu.choice));
    }
    let hint = Row::new(Ink::Dim, desk.locale.text("layer-menu-hint"));
    let height = (lines.len() as u16).saturating_add(2).min(rows);
    let width = widest(&lines).max(hint.width()).min(columns).min(MENU_WIDEST);
    let area = popup::open(frame, look, desk.glyphs, Anchor::Centre, (width, height), &menu.title);
    let mut brush = frame.brush(look, desk.glyphs);
    let hinted = area.height > 3;
    let list = ratatui::layout::Rect { height: area.height - if hinted { 2 } else { 0 }, ..area };
    let scroll = sheet::following(menu.choice, lines.len(), usize::from(list.height));
    sheet::draw(&mut brush, list, &lines, scroll);
    if hinted {
        sheet::line(&mut brush, area, area.bottom() - 1, &hint);
    }
}
