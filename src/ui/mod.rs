//! Drawing: `draw(&Desk, &Look, &mut Slate)`. A pure function of the desk; the only room with ratatui widgets.
//!
//! In it: [`theme`] (colours by role), [`glyph`] and [`text`] (shapes and cells), [`paint`] (writing into the buffer),
//! [`slate`] (only what changed is drawn), the parts of the screen, one file each, and the layers over it ([`overlay`]).
//! Not in it: where things stand (`app::geometry`, `app::plan`), what is allowed (`domain`), any sentence (`locale`).
//! Why: what the screen says can be tested without a terminal.

pub mod board;
pub mod color;
pub mod frame;
pub mod glyph;
pub mod grid;
pub mod header;
pub mod hints;
pub mod overlay;
pub mod paint;
pub mod panel;
pub mod plan;
pub mod slate;
pub mod span;
pub mod stamp;
pub mod status;
pub mod tabs;
pub mod text;
pub mod theme;

use crate::app::acts;
use crate::app::model::{Desk, Link};
use paint::{Brush, rect};
use slate::{Parts, Slate, onto};
use theme::{Ink, Look};

/// Draws the whole desk into a frame of ratatui's.
pub fn view(desk: &Desk, look: &Look, frame: &mut ratatui::Frame) {
    view_reach(desk, look, frame);
}

/// The same; returns how far the topmost layer scrolls, which the desk cannot know.
pub fn view_reach(desk: &Desk, look: &Look, frame: &mut ratatui::Frame) -> usize {
    onto(frame, |slate| draw(desk, look, slate))
}

/// Draws what changed of the desk; returns how far the topmost layer scrolls.
pub fn draw(desk: &Desk, look: &Look, slate: &mut Slate) -> usize {
    slate.draw(look, desk.glyphs, |parts| name_parts(desk, parts));
    if desk.screen.is_none() || desk.layers.is_empty() {
        return usize::MAX;
    }
    slate.cover(|frame| overlay::draw(desk, look, frame))
}

/// Names the parts of the desk, layers left out.
pub fn name_parts(desk: &Desk, parts: &mut Parts) {
    let Some(screen) = &desk.screen else {
        parts.ground = Default::default();
        return parts.part(parts.whole(), |brush| empty(brush, desk.locale.text("screen-too-small")));
    };
    // The core is asked once a frame what can be done.
    let acts = desk.cursor.map(|unit| acts::possible(desk, unit)).unwrap_or_default();
    parts.part(rect(screen.header), |brush| header::draw(desk, brush));
    // What stands in the body may be old once the store is lost: it must not look alive (design §7.10).
    parts.faded = matches!(desk.link, Link::Lost(_));
    parts.part(rect(screen.tabs), |brush| tabs::draw(desk, brush));
    grid::draw(desk, rect(screen.grid), parts);
    for (kind, area) in &screen.panels {
        parts.part(rect(*area), |brush| panel::draw(desk, *kind, &acts, brush));
    }
    let is_lost = std::mem::take(&mut parts.faded);
    let (status, hints) = (rect(screen.status), rect(screen.hints));
    parts.part(status.union(hints), |brush| {
        let mut counts = brush.within(status);
        status::draw(desk, &mut counts);
        if is_lost {
            counts.fade();
        }
        hints::draw(desk, &acts, &mut brush.within(hints));
        hints::draw_toast(desk, brush);
    });
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
