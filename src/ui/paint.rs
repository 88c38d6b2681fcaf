//! Writing into the buffer: clipped, by cells, without allocating. Nothing drawn through a [`Brush`] can leave its area.
//! The same strokes can be made on a [`Stamp`] instead: then nothing is drawn, and it is known what would be.

use crate::app::geometry::Area;
use crate::app::model::Glyphs;
use crate::ui::glyph::{Shapes, shapes};
use crate::ui::stamp::Stamp;
use crate::ui::text;
use crate::ui::theme::{Ink, Look};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::hash::Hash;

/// The rectangle of an area.
pub fn rect(area: Area) -> Rect {
    Rect { x: area.x, y: area.y, width: area.w, height: area.h }
}

/// What strokes are made on.
enum Ground<'a> {
    Cells(&'a mut Buffer),
    Stamp(&'a mut Stamp),
}

/// The kinds of strokes.
#[derive(Hash)]
enum Stroke {
    Text,
    Blank,
    Style,
    Fade,
    Frame,
}

/// A hand that writes inside one area.
pub struct Brush<'a> {
    ground: Ground<'a>,
    /// The colours.
    pub look: &'a Look,
    /// The shapes.
    pub glyphs: Glyphs,
    /// Where it may write.
    pub area: Rect,
}

impl<'a> Brush<'a> {
    /// A hand for an area, as far as the buffer has it.
    pub fn new(buf: &'a mut Buffer, look: &'a Look, glyphs: Glyphs, area: Rect) -> Self {
        let area = area.intersection(buf.area);
        Self { ground: Ground::Cells(buf), look, glyphs, area }
    }

    /// A hand whose strokes go into a stamp.
    pub fn on_stamp(stamp: &'a mut Stamp, look: &'a Look, glyphs: Glyphs, area: Rect) -> Self {
        Self { ground: Ground::Stamp(stamp), look, glyphs, area }
    }

    /// The same hand in a part of its area.
    pub fn within(&mut self, area: Rect) -> Brush<'_> {
        let area = area.intersection(self.area);
        let ground = match &mut self.ground {
            Ground::Cells(buf) => Ground::Cells(buf),
            Ground::Stamp(stamp) => Ground::Stamp(stamp),
        };
        Brush { ground, look: self.look, glyphs: self.glyphs, area }
    }

    /// The cells a stroke is made on; none where it goes into a stamp, with all that makes it.
    fn cells(&mut self, stroke: impl Hash) -> Option<&mut Buffer> {
        match &mut self.ground {
            Ground::Cells(buf) => Some(buf),
            Ground::Stamp(stamp) => {
                stroke.hash(*stamp);
                None
            }
        }
    }

    /// The shapes of the set in use.
    pub fn shapes(&self) -> &'static Shapes {
        shapes(self.glyphs)
    }

    /// The style of a role.
    pub fn ink(&self, ink: Ink) -> Style {
        self.look.ink(ink)
    }

    /// Writes as much of a text as fits into `cells`, whole characters only; returns the column after it.
    pub fn put(&mut self, x: u16, y: u16, cells: u16, text: &str, style: Style) -> u16 {
        let end = x.saturating_add(cells).min(self.area.right());
        let mut x = x;
        if y < self.area.top() || y >= self.area.bottom() || x < self.area.left() {
            return x;
        }
        if x >= end {
            return x;
        }
        let mut buf = self.cells((Stroke::Text, x, y, end, text, style));
        if text.is_ascii() {
            // One byte, one cell: the common case on the grid.
            let mut shown = (0..text.len()).filter(|at| !text.as_bytes()[*at].is_ascii_control());
            let Some(buf) = buf else { return x + (shown.count().min(usize::from(end - x))) as u16 };
            let start = buf.index_of(x, y);
            let cells = &mut buf.content[start..start + usize::from(end - x)];
            for (cell, at) in cells.iter_mut().zip(&mut shown) {
                cell.set_symbol(&text[at..=at]).set_style(style);
                x += 1;
            }
            return x;
        }
        for (symbol, wide) in text::symbols(text) {
            if wide == 0 || symbol.contains(char::is_control) {
                continue;
            }
            if x + wide > end {
                break;
            }
            if let Some(buf) = &mut buf {
                buf[(x, y)].set_symbol(symbol).set_style(style);
                for hidden in x + 1..x + wide {
                    // Nothing is drawn there, but a reader of the buffer finds the same ground.
                    buf[(hidden, y)].set_symbol(" ").set_style(style);
                }
            }
            x += wide;
        }
        x
    }

    /// Writes a text of at most `cells`, its start and an ellipsis where it is longer.
    pub fn cut(&mut self, x: u16, y: u16, cells: u16, text: &str, style: Style) -> u16 {
        let cells = cells.min(self.area.right().saturating_sub(x));
        let text = text::cut(text, cells, self.glyphs);
        self.put(x, y, cells, &text, style)
    }

    /// Writes a text that ends before column `end`, not beginning before `x`; returns where it begins.
    pub fn right(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let end = end.min(self.area.right());
        let cells = end.saturating_sub(x);
        let text = text::cut(text, cells, self.glyphs);
        let start = end.saturating_sub(text::width(&text)).max(x);
        self.put(start, y, end - start.min(end), &text, style);
        start
    }

    /// Clears a part of the area and gives it a style.
    pub fn blank(&mut self, area: Rect, style: Style) {
        let area = area.intersection(self.area);
        if area.is_empty() {
            return;
        }
        let Some(buf) = self.cells((Stroke::Blank, area, style)) else { return };
        let mut blank = Cell::EMPTY;
        blank.set_style(style);
        for y in area.top()..area.bottom() {
            let start = buf.index_of(area.left(), y);
            buf.content[start..start + usize::from(area.width)].fill(blank.clone());
        }
    }

    /// Lays a style over part of a row.
    pub fn over(&mut self, x: u16, y: u16, cells: u16, style: Style) {
        self.style(Rect { x, y, width: cells, height: 1 }, style);
    }

    /// Lays a style over the whole area.
    pub fn wash(&mut self, style: Style) {
        self.style(self.area, style);
    }

    fn style(&mut self, area: Rect, style: Style) {
        let area = area.intersection(self.area);
        if let Some(buf) = self.cells((Stroke::Style, area, style)) {
            buf.set_style(area, style);
        }
    }

    /// Takes colour and weight from everything in the area, the letters stay.
    pub fn fade(&mut self) {
        let (area, faint) = (self.area, Style::reset().patch(self.ink(Ink::Faint)));
        let Some(buf) = self.cells((Stroke::Fade, area, faint)) else { return };
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                buf[(x, y)].set_style(faint);
            }
        }
    }

    /// A border with a title; returns the area inside.
    pub fn frame(&mut self, title: &str, focused: bool) -> Rect {
        let area = self.area;
        if area.width < 2 || area.height < 2 {
            return Rect { width: 0, height: 0, ..area };
        }
        let style = self.ink(if focused { Ink::BorderFocus } else { Ink::Border });
        let (left, right, top, bottom) = (area.left(), area.right() - 1, area.top(), area.bottom() - 1);
        let set = self.shapes();
        if let Some(buf) = self.cells((Stroke::Frame, area, style, set)) {
            let mut put = |x: u16, y: u16, symbol: &str| {
                buf[(x, y)].set_symbol(symbol).set_style(style);
            };
            for x in left + 1..right {
                put(x, top, set.across);
                put(x, bottom, set.across);
            }
            for y in top + 1..bottom {
                put(left, y, set.down);
                put(right, y, set.down);
            }
            let corners = [(left, top), (right, top), (left, bottom), (right, bottom)];
            corners.into_iter().zip(set.corners).for_each(|((x, y), corner)| put(x, y, corner));
        }
        if !title.is_empty() && area.width >= 7 {
            let ink = self.ink(if focused { Ink::Accent } else { Ink::Title });
            self.put(left + 2, top, 1, " ", style);
            let end = self.cut(left + 3, top, area.width - 6, title, ink);
            self.put(end, top, 1, " ", style);
        }
        Rect { x: left + 1, y: top + 1, width: area.width - 2, height: area.height - 2 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::ThemeName;
    use crate::ui::theme::Depth;

    #[test]
    fn nothing_leaves_the_area_and_no_character_is_halved() {
        let look = Look::new(ThemeName::Night, Depth::True);
        let mut buf = Buffer::empty(Rect::new(0, 0, 10, 3));
        let mut brush = Brush::new(&mut buf, &look, Glyphs::Unicode, Rect::new(2, 1, 5, 1));
        let style = Style::default();
        assert_eq!(brush.put(2, 1, 9, "住宅楼", style), 6);
        assert_eq!(brush.put(6, 1, 9, "楼", style), 6);
        assert_eq!(brush.put(2, 0, 9, "above", style), 2);
        assert_eq!(brush.put(0, 1, 9, "left", style), 0);
        assert_eq!(brush.right(2, 1, 20, "1,234", style), 2);
        let row: String = (0..10).map(|x| buf[(x, 1)].symbol()).collect();
        assert_eq!(row, "  1,234   ");
        assert!((0..10).all(|x| buf[(x, 0)].symbol() == " " && buf[(x, 2)].symbol() == " "));
    }
}
