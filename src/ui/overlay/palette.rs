//! The command palette: a word is typed, actions that match are listed with their keys.

use crate::app::geometry::Area;
use crate::app::model::{Desk, Palette};
use crate::ui::frame::Frame;
use crate::ui::overlay::help::{about, label};
use crate::ui::overlay::popup::{self, Anchor};
use crate::ui::overlay::sheet::{self, Row};
use crate::ui::overlay::typed;
use crate::ui::text;
use crate::ui::theme::{Ink, Look};
use ratatui::layout::Rect;

/// Cells and rows of content, where the screen has them.
const SIZE: (u16, u16) = (76, 18);

/// Draws the palette.
pub fn draw(desk: &Desk, palette: &Palette, look: &Look, frame: &mut Frame) {
    let (columns, rows) = popup::room(frame.area());
    let content = (SIZE.0.min(columns), SIZE.1.min(rows));
    let title = desk.locale.text("layer-palette");
    let area = popup::open(frame, look, desk.glyphs, Anchor::Upper, content, title);
    let mut brush = frame.brush(look, desk.glyphs);
    let accent = brush.ink(Ink::Accent);
    let start = brush.put(area.x, area.y, area.width.min(2), ": ", accent);
    let gap = u16::from(area.height > 5);
    let list = Rect {
        y: (area.y + 1 + gap).min(area.bottom()),
        height: area.height.saturating_sub(1 + gap),
        ..area
    };
    let mut lines: Vec<Row> = Vec::new();
    for (place, action) in palette.found.iter().enumerate() {
        let name = text::fit(&label(desk, *action), 14, desk.glyphs);
        let key = text::fit(&desk.keymap.label(*action), 10, desk.glyphs);
        let row = Row::new(Ink::Text, name).and(Ink::Accent, key).and(Ink::Dim, about(desk, *action));
        lines.push(row.chosen(place == palette.choice));
    }
    if lines.is_empty() {
        lines.push(Row::new(Ink::Dim, desk.locale.text("layer-palette-none")));
    }
    let scroll = sheet::following(palette.choice, lines.len(), usize::from(list.height));
    sheet::draw(&mut brush, list, &lines, scroll);
    let input = Area { x: start, y: area.y, w: area.right().saturating_sub(start), h: area.height.min(1) };
    typed(&palette.input, input, true, desk, look, frame);
}
