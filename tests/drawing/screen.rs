//! A screen that stays beside one that is drawn from nothing, as cells and as a terminal shows them.

use crate::Names;
use std::cell::RefCell;
use std::io::{self, Write};
use std::num::NonZero;
use std::rc::Rc;
use xiaokong::app::board::{Pager, picture};
use xiaokong::app::model::Desk;
use xiaokong::runtime::canvas::Canvas;
use xiaokong::ui::board;
use xiaokong::ui::overlay;
use xiaokong::ui::slate::{Drawn, Slate};
use xiaokong::ui::theme::{Depth, Look};

/// Rows and columns, none of which is nothing.
fn sides((columns, rows): (u16, u16)) -> (NonZero<u16>, NonZero<u16>) {
    let side = |count| NonZero::new(count).expect("a screen has cells");
    (side(rows), side(columns))
}

/// A terminal that takes bytes.
#[derive(Clone)]
struct Terminal(Rc<RefCell<vt100::Parser>>);

impl Terminal {
    fn new(size: (u16, u16)) -> Self {
        let (rows, columns) = sides(size);
        Self(Rc::new(RefCell::new(vt100::Parser::new(rows, columns, 0))))
    }
}

impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().process(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The first cell in which two terminals differ.
fn difference(one: &Terminal, other: &Terminal) -> Option<String> {
    let (one, other) = (one.0.borrow(), other.0.borrow());
    let (one, other) = (one.screen(), other.screen());
    let (rows, columns) = other.size();
    let seen = |screen: &vt100::Screen, y, x| {
        let cell = screen.cell(y, x)?;
        let text = if cell.has_contents() { cell.contents().to_string() } else { " ".to_string() };
        let marks = [cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse()];
        // Where nothing is written only the ground shows, and behind a wide character not even that.
        let is_bare = text == " " && !cell.underline() && !cell.inverse();
        let ink = (!is_bare).then(|| (text, cell.fgcolor(), marks));
        (!cell.is_wide_continuation()).then(|| (ink, cell.bgcolor()))
    };
    for y in 0..rows.get() {
        for x in 0..columns.get() {
            let (a, b) = (seen(one, y, x), seen(other, y, x));
            if a != b {
                return Some(format!("terminal, row {y}, column {x}: {a:?} stands, {b:?} is drawn whole"));
            }
        }
    }
    let caret = |screen: &vt100::Screen| (!screen.hide_cursor()).then(|| screen.cursor_position());
    let (a, b) = (caret(one), caret(other));
    (a != b).then(|| format!("caret {a:?} stands, {b:?} is drawn whole"))
}

fn same_cells(kept: &Drawn, fresh: &Drawn) -> Result<(), String> {
    for (place, (a, b)) in kept.cells.content.iter().zip(&fresh.cells.content).enumerate() {
        if a != b {
            let at = kept.cells.pos_of(place);
            return Err(format!("{at:?}: {a:?} stands, {b:?} is drawn whole"));
        }
    }
    let same = (kept.cells.area, kept.caret) == (fresh.cells.area, fresh.caret);
    if same {
        Ok(())
    } else {
        Err(format!("caret {:?} stands, {:?} is drawn whole", kept.caret, fresh.caret))
    }
}

/// A desk's screen.
pub struct Screen {
    names: Names,
    slate: Slate,
    canvas: Canvas<Terminal>,
    terminal: Terminal,
    size: (u16, u16),
    /// The fault of not telling the terminal what changed.
    pub misses: bool,
}

impl Screen {
    pub fn new(names: Names) -> Self {
        let terminal = Terminal::new((1, 1));
        let canvas = Canvas::new(terminal.clone());
        Self { names, slate: Slate::default(), canvas, terminal, size: (1, 1), misses: false }
    }

    /// As `ui::draw` does it, with parts named by whom the test wants.
    fn draw(&self, desk: &Desk, slate: &mut Slate) -> usize {
        let look = Look::new(desk.theme, Depth::True);
        slate.draw(&look, desk.glyphs, |parts| (self.names)(desk, parts));
        if desk.screen.is_none() || desk.layers.is_empty() {
            return usize::MAX;
        }
        slate.cover(|frame| overlay::draw(desk, &look, frame))
    }

    /// Draws what changed, and all of it anew beside it.
    pub fn compare(&mut self, desk: &Desk) -> Result<(), String> {
        let size = (desk.size.0.max(1), desk.size.1.max(1));
        if self.size != size {
            self.size = size;
            let (rows, columns) = sides(size);
            self.terminal.0.borrow_mut().screen_mut().set_size(rows, columns);
        }
        let mut slate = std::mem::take(&mut self.slate);
        slate.resize(size);
        let reach = self.draw(desk, &mut slate);
        self.slate = slate;
        let mut fresh = Slate::new(size);
        let whole = self.draw(desk, &mut fresh);
        let (kept, drawn) = (self.slate.drawn(), fresh.drawn());
        same_cells(&kept, &drawn)?;
        if reach != whole {
            return Err(format!("{reach} stands, {whole} is drawn whole"));
        }
        if !self.misses {
            self.canvas.show(&kept).expect("it takes everything");
        }
        let beside = Terminal::new(size);
        Canvas::new(beside.clone()).show(&drawn).expect("it takes everything");
        match difference(&self.terminal, &beside) {
            Some(what) => Err(what),
            None => Ok(()),
        }
    }
}

/// The wall over the same office.
#[derive(Default)]
pub struct Wall {
    slate: Slate,
    pager: Pager,
    turns: usize,
}

impl Wall {
    pub fn compare(&mut self, desk: &Desk) -> Result<(), String> {
        let look = Look::new(desk.theme, Depth::True);
        let style = board::Style { locale: &desk.locale, look: &look, glyphs: desk.glyphs };
        let size = (desk.size.0.max(1), desk.size.1.max(1));
        let shown = picture(desk.view(), desk.moment(), desk.link);
        self.turns += 1;
        if self.turns.is_multiple_of(3) {
            self.pager.turn(board::pages(&shown, size).len());
        }
        self.slate.resize(size);
        let mut fresh = Slate::new(size);
        for slate in [&mut self.slate, &mut fresh] {
            if self.turns % 19 == 7 {
                let since = desk.now - chrono::TimeDelta::minutes(1);
                board::draw_awaiting(since, desk.now, "no store", &self.pager, style, slate);
            } else {
                board::draw(&shown, &self.pager, style, slate);
            }
        }
        same_cells(&self.slate.drawn(), &fresh.drawn())
    }
}
