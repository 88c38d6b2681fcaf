//! What layers are drawn on: boxes over the screen, and the caret.

use crate::app::model::Glyphs;
use crate::ui::paint::Brush;
use crate::ui::text::width;
use crate::ui::theme::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

/// A screen to lay boxes on. Nothing is drawn outside of them, so that it is known what they cover.
pub struct Frame<'a> {
    buf: &'a mut Buffer,
    boxes: Vec<Rect>,
    caret: Option<Position>,
}

impl<'a> Frame<'a> {
    /// Lays boxes on these cells; the caret is hidden until somebody sets it.
    pub fn new(buf: &'a mut Buffer) -> Self {
        Self { buf, boxes: Vec::new(), caret: None }
    }

    /// The whole screen.
    pub fn area(&self) -> Rect {
        self.buf.area
    }

    /// Empties an area for a box. What is drawn from now on is drawn there.
    pub fn clear(&mut self, area: Rect) {
        clear(self.buf, area);
        // A character that the box would cut is blanked beside it.
        let x = area.x.saturating_sub(1);
        let beside = Rect { x, width: area.right().saturating_add(1) - x, ..area };
        self.boxes.push(beside.intersection(self.buf.area));
    }

    /// A hand for the box emptied last, the cells beside it included.
    pub fn brush<'b>(&'b mut self, look: &'b Look, glyphs: Glyphs) -> Brush<'b> {
        let area = self.boxes.last().copied().unwrap_or_default();
        Brush::new(self.buf, look, glyphs, area)
    }

    /// Shows the terminal's own caret there.
    pub fn set_cursor_position(&mut self, at: impl Into<Position>) {
        self.caret = Some(at.into());
    }

    /// Where it stands; `None` while hidden.
    pub fn caret(&self) -> Option<Position> {
        self.caret
    }

    /// All that was drawn on.
    pub fn boxes(&self) -> &[Rect] {
        &self.boxes
    }
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
