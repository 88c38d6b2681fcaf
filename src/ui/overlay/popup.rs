//! The box a layer stands in: sized to its content and to the screen.

use crate::app::model::Glyphs;
use crate::ui::frame::Frame;
use crate::ui::text::width;
use crate::ui::theme::{Ink, Look};
use ratatui::layout::Rect;

/// Cells between border and content, left and right.
const PAD: u16 = 1;

/// Where a box stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// In the middle.
    Centre,
    /// In the middle, in the upper third: what is typed into does not jump as its list grows.
    Upper,
}

/// The cells a box may give its content on that screen.
pub fn room(screen: Rect) -> (u16, u16) {
    (screen.width.saturating_sub(2 + 2 * PAD).max(1), screen.height.saturating_sub(2).max(1))
}

/// Clears and frames a box for `columns` × `rows` of content; returns the area for the content.
pub fn open(
    frame: &mut Frame,
    look: &Look,
    glyphs: Glyphs,
    anchor: Anchor,
    content: (u16, u16),
    title: &str,
) -> Rect {
    let screen = frame.area();
    let least = width(title).saturating_add(6);
    let wanted = content.0.saturating_add(2 + 2 * PAD).max(least);
    let (w, h) = (wanted.min(screen.width), content.1.saturating_add(2).min(screen.height));
    let x = screen.x + (screen.width - w) / 2;
    let y = match anchor {
        Anchor::Centre => screen.y + (screen.height - h) / 2,
        Anchor::Upper => screen.y + ((screen.height - h) / 2).min(screen.height / 6),
    };
    let area = Rect { x, y, width: w, height: h };
    frame.clear(area);
    let mut brush = frame.brush(look, glyphs);
    let mut brush = brush.within(area);
    brush.wash(look.ink(Ink::Text));
    if w < 5 || h < 3 {
        // No room for a border: the content matters more.
        return area;
    }
    let inner = brush.frame(title, true);
    let pad = if inner.width > 2 * PAD { PAD } else { 0 };
    Rect { x: inner.x + pad, width: inner.width - 2 * pad, ..inner }
}
