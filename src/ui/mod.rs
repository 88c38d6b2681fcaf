//! Drawing: `view(&Desk, &Look, &mut Frame)`. A pure function of the desk; the only room with ratatui widgets.
//!
//! In it: [`theme`] (colours by role), [`glyph`] and [`text`] (shapes and cells), [`paint`] (writing into the buffer),
//! the parts of the screen, one file each, and the layers over it ([`overlay`]).
//! Not in it: where things stand (`app::geometry`, `app::plan`), what is allowed (`domain`), any sentence (`locale`).
//! Why: what the screen says can be tested without a terminal.

pub mod board;
pub mod color;
pub mod glyph;
pub mod grid;
pub mod header;
pub mod hints;
pub mod overlay;
pub mod paint;
pub mod panel;
pub mod plan;
pub mod span;
pub mod status;
pub mod tabs;
pub mod text;
pub mod theme;

use crate::app::acts;
use crate::app::model::{Desk, Link};
use paint::{Brush, rect};
use ratatui::Frame;
use ratatui::layout::Rect;
use theme::{Ink, Look};

/// Draws the whole desk.
pub fn view(desk: &Desk, look: &Look, frame: &mut Frame) {
    view_reach(desk, look, frame);
}

/// Draws the whole desk; returns how far the topmost layer scrolls, which the desk cannot know.
pub fn view_reach(desk: &Desk, look: &Look, frame: &mut Frame) -> usize {
    let whole = frame.area();
    let Some(screen) = &desk.screen else {
        let mut brush = Brush::new(frame.buffer_mut(), look, desk.glyphs, whole);
        empty(&mut brush, desk.locale.text("screen-too-small"));
        return usize::MAX;
    };
    // The core is asked once a frame what can be done.
    let acts = desk.cursor.map(|unit| acts::possible(desk, unit)).unwrap_or_default();
    let mut brush = Brush::new(frame.buffer_mut(), look, desk.glyphs, whole);
    brush.wash(look.ink(Ink::Text));
    tabs::draw(desk, &mut brush.within(rect(screen.tabs)));
    grid::draw(desk, &mut brush.within(rect(screen.grid)));
    for (kind, area) in &screen.panels {
        panel::draw(desk, *kind, &acts, &mut brush.within(rect(*area)));
    }
    status::draw(desk, &mut brush.within(rect(screen.status)));
    if matches!(desk.link, Link::Lost(_)) {
        // What stands there may be old: it must not look alive (design §7.10).
        let body = Rect { y: whole.y + 1, height: whole.height.saturating_sub(2), ..whole };
        brush.within(body).fade();
    }
    header::draw(desk, &mut brush.within(rect(screen.header)));
    hints::draw(desk, &acts, &mut brush.within(rect(screen.hints)));
    let foot = rect(screen.status).union(rect(screen.hints));
    hints::draw_toast(desk, &mut brush.within(foot));
    overlay::draw(desk, look, frame)
}

/// A sentence in the middle of an area: what is said where there is nothing to show.
pub fn empty(brush: &mut Brush, words: &str) {
    let area = brush.area;
    let style = brush.ink(Ink::Dim);
    let lines = text::wrap(words, area.width.saturating_sub(if area.width > 8 { 2 } else { 0 }));
    if lines.is_empty() {
        let mark = brush.shapes().none;
        brush.put(area.x, area.y, area.width, mark, style);
    }
    let rows = (lines.len() as u16).min(area.height);
    let top = area.y + (area.height - rows) / 2;
    for (y, line) in (top..area.bottom()).zip(lines) {
        let x = area.x + area.width.saturating_sub(text::width(line)) / 2;
        brush.put(x, y, area.width, line, style);
    }
}
