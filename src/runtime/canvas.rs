//! What is written to the terminal: one write a frame, inside synchronized output, and nothing when nothing changed.

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// Bytes of the frame being made.
#[derive(Clone, Default)]
struct Sheet(Rc<RefCell<Vec<u8>>>);

impl Write for Sheet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A backend that gathers a frame and sends it with one write.
pub struct Canvas<W: Write> {
    inner: CrosstermBackend<Sheet>,
    sheet: Sheet,
    out: W,
    size: Size,
    /// Where the cursor is, `None` while hidden; outer `None`: unknown.
    cursor: Option<Option<Position>>,
    wanted: Option<Position>,
}

impl<W: Write> Canvas<W> {
    /// Writes to `out`, whose screen has that size.
    pub fn new(out: W, (width, height): (u16, u16)) -> Self {
        let sheet = Sheet::default();
        let inner = CrosstermBackend::new(sheet.clone());
        Self { inner, sheet, out, size: Size { width, height }, cursor: None, wanted: None }
    }

    /// The terminal has another size.
    pub fn resize(&mut self, (width, height): (u16, u16)) {
        self.size = Size { width, height };
    }

    /// Whatever was on the screen is no longer known.
    pub fn forget(&mut self) {
        self.cursor = None;
    }

    /// Writes bytes that belong to no frame, e.g. the bell.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.out.flush()
    }
}

impl<W: Write> Backend for Canvas<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        // Drawing leaves the cursor anywhere.
        self.cursor = self.cursor.filter(Option::is_none);
        self.inner.draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wanted = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        // Never asked of the terminal: its answer would arrive among the keys.
        Ok(self.wanted.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.wanted = Some(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.inner.clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.cursor != Some(self.wanted) {
            match self.wanted {
                Some(Position { x, y }) => queue!(self.sheet, MoveTo(x, y), Show)?,
                None => queue!(self.sheet, Hide)?,
            }
            self.cursor = Some(self.wanted);
        }
        let body = self.sheet.0.take();
        if body.is_empty() {
            return Ok(());
        }
        let mut frame = Vec::with_capacity(body.len() + 16);
        queue!(frame, BeginSynchronizedUpdate)?;
        frame.extend_from_slice(&body);
        queue!(frame, EndSynchronizedUpdate)?;
        self.send(&frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::Terminal;

    #[derive(Clone, Default)]
    struct Log(Rc<RefCell<Vec<Vec<u8>>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().push(bytes.to_vec());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn paint(terminal: &mut Terminal<Canvas<Log>>, text: &str, cursor: Option<(u16, u16)>) {
        let draw = |frame: &mut ratatui::Frame| {
            frame.buffer_mut().set_string(0, 0, text, ratatui::style::Style::new());
            if let Some(cursor) = cursor {
                frame.set_cursor_position(cursor);
            }
        };
        terminal.draw(draw).expect("a frame");
    }

    #[test]
    fn a_frame_is_one_write_and_an_unchanged_one_is_none() {
        let log = Log::default();
        let mut terminal = Terminal::new(Canvas::new(log.clone(), (20, 3))).expect("a terminal");
        let writes = || log.0.borrow().len();
        paint(&mut terminal, "5/1/801", None);
        assert_eq!(writes(), 1);
        let first = String::from_utf8_lossy(&log.0.borrow()[0]).into_owned();
        assert!(first.starts_with("\x1b[?2026h") && first.ends_with("\x1b[?2026l"), "{first:?}");
        assert!(first.contains("5/1/801"));
        paint(&mut terminal, "5/1/801", None);
        assert_eq!(writes(), 1, "nothing changed, nothing written");
        paint(&mut terminal, "5/1/802", None);
        assert_eq!(writes(), 2);
        assert!(log.0.borrow()[1].len() <= 80, "{:?}", log.0.borrow()[1]);
        paint(&mut terminal, "5/1/802", Some((3, 0)));
        paint(&mut terminal, "5/1/802", Some((3, 0)));
        assert_eq!(writes(), 3, "a cursor that stays is not written again");
        paint(&mut terminal, "5/1/803", Some((3, 0)));
        let last = String::from_utf8_lossy(&log.0.borrow()[3]).into_owned();
        assert!(last.contains("\x1b[1;4H\x1b[?25h"), "the caret goes back after drawing: {last:?}");
    }
}
