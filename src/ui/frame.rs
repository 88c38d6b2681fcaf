//! What layers are drawn on: every cell of the screen, and where the caret stands.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// A whole screen to draw on.
pub struct Frame<'a> {
    buf: &'a mut Buffer,
    caret: Option<Position>,
}

impl<'a> Frame<'a> {
    /// Draws on these cells; the caret is hidden until somebody sets it.
    pub fn new(buf: &'a mut Buffer) -> Self {
        Self { buf, caret: None }
    }

    /// The whole screen.
    pub fn area(&self) -> Rect {
        self.buf.area
    }

    /// Its cells.
    pub fn buffer_mut(&mut self) -> &mut Buffer {
        self.buf
    }

    /// Shows the terminal's own caret there.
    pub fn set_cursor_position(&mut self, at: impl Into<Position>) {
        self.caret = Some(at.into());
    }

    /// Where it stands; `None` while hidden.
    pub fn caret(&self) -> Option<Position> {
        self.caret
    }
}
