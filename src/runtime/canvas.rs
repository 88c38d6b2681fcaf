//! What is written to the terminal: one write a frame, inside synchronized output, and nothing when nothing changed.

use crate::ui::slate::Drawn;
use crate::ui::text::sure_width;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};
use std::io::{self, Write};
use std::ops::Range;

/// How the terminal writes now: colours and modifiers.
#[derive(Clone, Copy, PartialEq, Default)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// What turns each modifier on.
const MODIFIERS: [(Modifier, u16); 7] = [
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
    fn turn(&mut self, to: Self, sheet: &mut Vec<u8>) {
        if *self == to {
            return;
        }
        let from = std::mem::replace(self, to);
        // A modifier is taken away by taking all away: the ways to end a single one are not the same everywhere.
        // Bold and dim are one switch for some terminals, so that the order in which they are said counts.
        let weight = Modifier::BOLD | Modifier::DIM;
        let is_both = |pen: Self| pen.modifier.contains(weight);
        let anew =
            to == Self::default() || !to.modifier.contains(from.modifier) || (is_both(to) && !is_both(from));
        let from = if anew { Self::default() } else { from };
        sheet.extend_from_slice(b"\x1b[");
        if anew {
            sheet.extend_from_slice(b"0;");
        }
        for (modifier, code) in MODIFIERS {
            if to.modifier.contains(modifier) && !from.modifier.contains(modifier) {
                write_numbers([code], b';', sheet);
            }
        }
        if to.fg != from.fg {
            write_color(to.fg, 30, sheet);
        }
        if to.bg != from.bg {
            write_color(to.bg, 40, sheet);
        }
        // The last semicolon makes room for the end.
        sheet.pop();
        sheet.push(b'm');
    }
}

/// Numbers, each with what ends it; the formatting of the language takes most of a frame's time otherwise.
fn write_numbers<const N: usize>(numbers: [u16; N], end: u8, sheet: &mut Vec<u8>) {
    for number in numbers {
        for place in [10_000, 1_000, 100, 10] {
            if number >= place {
                sheet.push(b'0' + (number / place % 10) as u8);
            }
        }
        sheet.extend_from_slice(&[b'0' + (number % 10) as u8, end]);
    }
}

/// A colour of the text (`base` 30) or of the ground (40).
fn write_color(color: Color, base: u16, sheet: &mut Vec<u8>) {
    let named = match color {
        Color::Reset => 9,
        Color::Rgb(r, g, b) => {
            return write_numbers([base + 8, 2, r.into(), g.into(), b.into()], b';', sheet);
        }
        Color::Indexed(index) => return write_numbers([base + 8, 5, index.into()], b';', sheet),
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
    write_numbers([base + named], b';', sheet);
}

/// Sends pictures to a terminal: of each only the cells that differ from what is there, with one write.
pub struct Canvas<W: Write> {
    out: W,
    /// What the terminal shows; `None`: not known.
    shown: Option<Buffer>,
    /// Where the cursor is, `None` while hidden; outer `None`: unknown.
    cursor: Option<Option<Position>>,
}

impl<W: Write> Canvas<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Self {
        Self { out, shown: None, cursor: None }
    }

    /// Whatever was on the screen is no longer known.
    pub fn forget(&mut self) {
        self.shown = None;
        self.cursor = None;
    }

    /// Writes bytes that belong to no frame, e.g. the bell.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.out.flush()
    }

    /// Shows a picture; nothing is written where nothing differs.
    pub fn show(&mut self, drawn: &Drawn) -> io::Result<()> {
        let whole = drawn.cells.area;
        let known = self.shown.take().filter(|shown| shown.area == whole);
        let is_known = known.is_some();
        let mut shown = known.unwrap_or_else(|| Buffer::empty(whole));
        let mut page = Page::default();
        if is_known {
            drawn.changed.iter().for_each(|area| page.write(&mut shown, drawn.cells, *area));
        } else {
            queue!(page.body, Clear(ClearType::All))?;
            page.write(&mut shown, drawn.cells, whole);
        }
        let body = self.place_cursor(page.end(), drawn.caret)?;
        if !body.is_empty() {
            let mut frame = Vec::with_capacity(body.len() + 16);
            queue!(frame, BeginSynchronizedUpdate)?;
            frame.extend_from_slice(&body);
            queue!(frame, EndSynchronizedUpdate)?;
            self.send(&frame)?;
        }
        // Only now: what a write that failed left on the screen nobody knows.
        self.shown = Some(shown);
        Ok(())
    }

    /// Ends a frame with the cursor where it is wanted.
    fn place_cursor(&mut self, mut body: Vec<u8>, wanted: Option<Position>) -> io::Result<Vec<u8>> {
        if !body.is_empty() {
            // Drawing leaves the cursor anywhere.
            self.cursor = self.cursor.filter(Option::is_none);
        }
        if self.cursor != Some(wanted) {
            match wanted {
                Some(Position { x, y }) => queue!(body, MoveTo(x, y), Show)?,
                None => queue!(body, Hide)?,
            }
            self.cursor = Some(wanted);
        }
        Ok(body)
    }
}

/// The bytes of a frame while it is made.
#[derive(Default)]
struct Page {
    body: Vec<u8>,
    pen: Pen,
    /// Where the next character would stand; `None`: terminals may not agree.
    here: Option<(u16, u16)>,
}

impl Page {
    /// Writes what differs in an area, and takes it over.
    fn write(&mut self, shown: &mut Buffer, next: &Buffer, area: Rect) {
        let (whole, from) = (next.area, usize::from(area.x));
        for y in area.top()..area.bottom() {
            let row = next.index_of(whole.x, y);
            let row = row..row + usize::from(whole.width);
            let columns = from..from + usize::from(area.width);
            self.write_row(y, &mut shown.content[row.clone()], &next.content[row], columns);
        }
    }

    /// The same in these columns of a row. A wide character that hangs over their edge is written whole.
    fn write_row(&mut self, y: u16, shown: &mut [Cell], next: &[Cell], columns: Range<usize>) {
        let begun = columns.start.checked_sub(1).filter(|before| cells(&next[*before]) > 1);
        let mut at = begun.unwrap_or(columns.start);
        // Cells up to here are written whether they differ or not.
        let mut forced = 0;
        while at < columns.end.max(forced).min(next.len()) {
            let cell = &next[at];
            let is_same = is_same(&shown[at], cell);
            let wide = cells(cell);
            let end = (at + wide).min(next.len());
            if !is_same || at < forced {
                // What is left of a wide character that is cut has a colour of the terminal's own choice.
                forced = forced.max(end - 1 + cells(&shown[end - 1]));
                self.put((at as u16, y), cell);
                if wide > 1 && cell.symbol().contains('\u{FE0F}') {
                    // Some terminals leave the second cell of these as it was.
                    for hidden in at + 1..end {
                        if shown[hidden].symbol() != next[hidden].symbol() {
                            self.put((hidden as u16, y), &next[hidden]);
                        }
                    }
                }
            }
            if !is_same || wide > 1 {
                shown[at..end].clone_from_slice(&next[at..end]);
            }
            at = end;
        }
    }

    fn put(&mut self, (x, y): (u16, u16), cell: &Cell) {
        if self.here != Some((x, y)) {
            self.body.extend_from_slice(b"\x1b[");
            write_numbers([y + 1], b';', &mut self.body);
            write_numbers([x + 1], b'H', &mut self.body);
        }
        self.pen.turn(Pen::of(cell), &mut self.body);
        self.body.extend_from_slice(cell.symbol().as_bytes());
        // Where terminals may not agree how wide it is, the next cell says where it stands.
        self.here = sure_width(cell.symbol()).map(|cells| (x + cells, y));
    }

    /// All of it, the pen as it is everywhere else.
    fn end(mut self) -> Vec<u8> {
        self.pen.turn(Pen::default(), &mut self.body);
        self.body
    }
}

/// Cells a character takes.
fn cells(cell: &Cell) -> usize {
    let symbol = cell.symbol();
    if symbol.len() == 1 {
        return 1;
    }
    usize::from(sure_width(symbol).unwrap_or_else(|| cell.cell_width()).max(1))
}

/// Whether two cells show the same. Most differ in their style, if at all, and have short symbols: this is asked for every
/// cell that may have changed.
fn is_same(one: &Cell, other: &Cell) -> bool {
    if Pen::of(one) != Pen::of(other) {
        return false;
    }
    let (one, other) = (one.symbol().as_bytes(), other.symbol().as_bytes());
    match (one, other) {
        ([a], [b]) => a == b,
        ([a, b, c], [x, y, z]) => (a, b, c) == (x, y, z),
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::{Glyphs, ThemeName};
    use crate::ui::slate::Slate;
    use crate::ui::theme::{Depth, Look};
    use ratatui::style::Style;
    use std::cell::RefCell;
    use std::rc::Rc;

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

    fn paint((slate, canvas): &mut (Slate, Canvas<Log>), text: &str, cursor: Option<(u16, u16)>) {
        let look = Look::new(ThemeName::Mono, Depth::None);
        slate.draw(&look, Glyphs::Unicode, |parts| {
            parts.part(parts.whole(), |brush| {
                brush.put(0, 0, 20, text, Style::new());
            });
        });
        if let Some(cursor) = cursor {
            slate.cover(|frame| frame.set_cursor_position(cursor));
        }
        canvas.show(&slate.drawn()).expect("a frame");
    }

    #[test]
    fn a_pen_says_only_what_changes() {
        let mut pen = Pen::default();
        let mut said = |fg, bg, modifier| {
            let mut sheet = Vec::new();
            pen.turn(Pen { fg, bg, modifier }, &mut sheet);
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
        let mut terminal = (Slate::new((20, 3)), Canvas::new(log.clone()));
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
