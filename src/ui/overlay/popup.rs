//! The box a layer stands in: sized to its content and to the screen.

use crate::app::model::Glyphs;
use crate::ui::frame::Frame;
use crate::ui::paint::Brush;
use crate::ui::text::width;
use crate::ui::theme::{Ink, Look};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

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
    clear(frame.buffer_mut(), area);
    Brush::new(frame.buffer_mut(), look, glyphs, area).wash(look.ink(Ink::Text));
    if w < 5 || h < 3 {
        // No room for a border: the content matters more.
        return area;
    }
    let inner = Brush::new(frame.buffer_mut(), look, glyphs, area).frame(title, true);
    let pad = if inner.width > 2 * PAD { PAD } else { 0 };
    Rect { x: inner.x + pad, width: inner.width - 2 * pad, ..inner }
}

/// Empties an area. A wide character that its left edge would cut is blanked first: else the terminal still draws
/// its right half over the border (ratatui #2526); what its right edge cuts is blanked too.
pub fn clear(buf: &mut Buffer, area: Rect) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        if area.x > buf.area.x && width(buf[(area.x - 1, y)].symbol()) > 1 {
            buf[(area.x - 1, y)].set_symbol(" ");
        }
        if area.right() < buf.area.right()
            && !area.is_empty()
            && width(buf[(area.right() - 1, y)].symbol()) > 1
        {
            buf[(area.right(), y)].set_symbol(" ");
        }
    }
    Clear.render(area, buf);
}
