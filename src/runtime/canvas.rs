//! What is written to the terminal: one write a frame, inside synchronized output, and nothing when nothing changed.

use crate::ui::text::sure_width;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
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

/// How the terminal writes now: colours and modifiers.
#[derive(Clone, Copy, PartialEq, Default)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// What turns each modifier on.
const MODIFIERS: [(Modifier, u8); 7] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

impl Pen {
    fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Becomes another with one short sequence: what stays the same is not said again.
    fn turn(&mut self, to: Self, sheet: &mut Vec<u8>) -> io::Result<()> {
        if *self == to {
            return Ok(());
        }
        let from = std::mem::replace(self, to);
        // A modifier is taken away by taking all away: the ways to end a single one are not the same everywhere.
        let anew = to == Self::default() || !to.modifier.contains(from.modifier);
        let from = if anew { Self::default() } else { from };
        sheet.extend_from_slice(b"\x1b[");
        if anew {
            sheet.extend_from_slice(b"0;");
        }
        for (modifier, code) in MODIFIERS {
            if to.modifier.contains(modifier) && !from.modifier.contains(modifier) {
                write!(sheet, "{code};")?;
            }
        }
        if to.fg != from.fg {
            write_color(to.fg, 30, sheet)?;
        }
        if to.bg != from.bg {
            write_color(to.bg, 40, sheet)?;
        }
        // The last semicolon makes room for the end.
        sheet.pop();
        sheet.push(b'm');
        Ok(())
    }
}

/// A colour of the text (`base` 30) or of the ground (40).
fn write_color(color: Color, base: u8, sheet: &mut Vec<u8>) -> io::Result<()> {
    let named = match color {
        Color::Reset => return write!(sheet, "{};", base + 9),
        Color::Rgb(r, g, b) => return write!(sheet, "{};2;{r};{g};{b};", base + 8),
        Color::Indexed(index) => return write!(sheet, "{};5;{index};", base + 8),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
    };
    write!(sheet, "{};", base + named)
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
        let mut sheet = self.sheet.0.borrow_mut();
        let (mut pen, mut here) = (Pen::default(), None);
        for (x, y, cell) in content {
            if here != Some((x, y)) {
                queue!(sheet, MoveTo(x, y))?;
            }
            pen.turn(Pen::of(cell), &mut sheet)?;
            sheet.extend_from_slice(cell.symbol().as_bytes());
            // Where terminals may not agree how wide it is, the next cell says where it stands.
            here = sure_width(cell.symbol()).map(|cells| (x + cells, y));
        }
        pen.turn(Pen::default(), &mut sheet)
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
    fn a_pen_says_only_what_changes() {
        let mut pen = Pen::default();
        let mut said = |fg, bg, modifier| {
            let mut sheet = Vec::new();
            pen.turn(Pen { fg, bg, modifier }, &mut sheet).expect("memory");
            String::from_utf8(sheet).expect("text")
        };
        let (bold, both) = (Modifier::BOLD, Modifier::BOLD | Modifier::REVERSED);
        assert_eq!(said(Color::Reset, Color::Reset, Modifier::empty()), "");
        assert_eq!(said(Color::Red, Color::Rgb(1, 2, 3), bold), "\x1b[1;31;48;2;1;2;3m");
        assert_eq!(said(Color::White, Color::Rgb(1, 2, 3), both), "\x1b[7;97m");
        assert_eq!(said(Color::White, Color::Indexed(7), bold), "\x1b[0;1;97;48;5;7m");
        assert_eq!(said(Color::Reset, Color::Indexed(7), bold), "\x1b[39m");
        assert_eq!(said(Color::Reset, Color::Reset, Modifier::empty()), "\x1b[0m");
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
