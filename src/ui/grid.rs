//! The grid of a building: floors down, stairs across, one cell a unit. Draws only the cells that show, and of them only
//! those that changed.

use crate::app::geometry::Focus;
use crate::app::model::{Density, Desk};
use crate::app::moves;
use crate::domain::id::UnitId;
use crate::domain::money::Fen;
use crate::domain::state::claim::Claim;
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::{Status, Unit};
use crate::domain::time::Instant;
use crate::locale::Locale;
use crate::ui::glyph::Mark;
use crate::ui::paint::{Brush, rect};
use crate::ui::slate::Parts;
use crate::ui::span;
use crate::ui::text::{self, width};
use crate::ui::theme::Ink;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::hash::{Hash, Hasher};

/// Cells of the time left in a full cell, its space not counted.
const TIME: u16 = 5;

/// What every cell is drawn with, looked up once a frame. No desk, no office: what is not here or in its [`Face`] cannot
/// show in a cell, and so cannot be forgotten when it changes.
#[derive(Hash)]
struct Pen<'a> {
    density: Density,
    /// Cells of a letter.
    letter: u16,
    room: u16,
    /// Cells of a unit without its gap.
    cells: u16,
    /// Whether it has a second row of words.
    tall: bool,
    /// Whether how often units were shown stands in the place of their status.
    heat: bool,
    letters: Letters<'a>,
    words: Words<'a>,
}

/// What one cell shows.
#[derive(Hash)]
struct Face<'a> {
    mark: Mark,
    ground: Ground,
    cursor: Option<Ink>,
    room: &'a str,
    /// How often it was shown.
    shown: u32,
    /// Minutes left of a hold.
    left: Option<i64>,
    above: Option<Above>,
    price: Option<Fen>,
    /// Whose it is, or what it is like.
    about: &'a str,
}

/// What lies under a cell.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Ground {
    Plain,
    /// Held by whoever sits here.
    Own,
    /// Not what is looked for.
    Filtered,
}

/// What sits on a status (rules §2 overlays), in the gap behind the cell.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Above {
    Late,
    Asked,
    /// So many in line, the first not counted.
    Waiting(usize),
}

/// Words by language and zone.
struct Words<'a>(&'a Locale);

impl Hash for Words<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0.lang, self.0.zone).hash(state);
    }
}

/// The letters of the statuses, in the order of [`Status::ALL`], then recorded.
#[derive(Hash)]
struct Letters<'a>([&'a str; 7]);

impl<'a> Letters<'a> {
    fn new(desk: &'a Desk) -> Self {
        let mut letters = [""; 7];
        for status in Status::ALL {
            letters[*status as usize] = desk.locale.text(Mark::Plain(*status).letter_key());
        }
        letters[6] = desk.locale.text(Mark::Recorded.letter_key());
        Self(letters)
    }

    fn of(&self, mark: Mark) -> &'a str {
        match mark {
            Mark::Plain(status) => self.0[status as usize],
            Mark::Partial => self.0[Status::Deposit as usize],
            Mark::Recorded => self.0[6],
        }
    }
}

/// Draws the grid: what stands around the units is one part, every floor label and every unit a tile on it.
pub fn draw(desk: &Desk, area: Rect, parts: &mut Parts) {
    if area.is_empty() {
        return;
    }
    parts.part(area, |brush| draw_around(desk, brush));
    let Some(screen) = &desk.screen else { return };
    // Below the border and the headings.
    let inner = rect(screen.grid.inner());
    let below = Rect { y: inner.y + inner.height.min(1), height: inner.height.saturating_sub(1), ..inner };
    draw_lines(desk, below, parts);
}

/// Border, title, headings, and how much more there is.
fn draw_around(desk: &Desk, brush: &mut Brush) {
    let office = desk.view();
    let title = desk.building.map(|id| office.building(id).name.as_str()).unwrap_or_default();
    let title = match desk.heat {
        true => format!("{title} · {}", desk.locale.text("action-heat")),
        false => title.to_string(),
    };
    let inner = brush.frame(&title, desk.focus == Focus::Grid);
    if desk.plan.lines.is_empty() {
        let words = desk.locale.text("screen-no-units");
        return crate::ui::empty(&mut brush.within(inner), words);
    }
    draw_more(desk, brush);
    draw_headings(desk, &mut brush.within(inner));
}

/// The stairs' names over their columns; a stair scrolled half away keeps its name in sight.
fn draw_headings(desk: &Desk, brush: &mut Brush) {
    let window = desk.window;
    let style = brush.ink(Ink::Title);
    let y = brush.area.y;
    for (name, start, columns) in &desk.plan.headings {
        let from = (*start).max(window.left);
        let to = (start + columns).min(window.left + window.columns);
        if from >= to || name.is_empty() {
            continue;
        }
        let x = brush.area.x.saturating_add(moves::column_start(desk, from));
        let cells = ((to - from) as u16 * window.cell).saturating_sub(1);
        brush.cut(x, y, cells, name, style);
    }
}

fn draw_lines(desk: &Desk, area: Rect, parts: &mut Parts) {
    let window = desk.window;
    let pen = Pen {
        density: window.density,
        letter: moves::letter_width(desk),
        room: desk.plan.room_width,
        cells: window.cell.saturating_sub(1),
        tall: window.height > 1,
        heat: desk.heat,
        letters: Letters::new(desk),
        words: Words(&desk.locale),
    };
    let (eye, kit) = (Eye::new(desk), parts.kit(pen));
    let rows = window.rows.min(area.height as usize);
    let cursor = desk.cursor.and_then(|unit| desk.plan.place(unit));
    for (row, line) in desk.plan.lines.iter().enumerate().skip(window.top).take(rows) {
        let y = area.y + (row - window.top) as u16 * window.height;
        let here = cursor.is_some_and(|(line, _)| line == row);
        let label = Rect { y, width: window.gutter, height: 1, ..area }.intersection(area);
        parts.tile(label, &kit, &(line.label.as_str(), here), draw_label);
        let shown = line.cells.iter().skip(window.left).take(window.columns);
        for (column, unit) in (window.left..).zip(shown) {
            if let Some(unit) = unit {
                let x = area.x.saturating_add(moves::column_start(desk, column));
                let cell = Rect { x, y, width: window.cell, height: window.height.min(2) }.intersection(area);
                parts.tile(cell, &kit, &eye.face(*unit), draw_cell);
            }
        }
    }
}

fn draw_label(brush: &mut Brush, _: &Pen, (label, here): &(&str, bool)) {
    let style = brush.ink(if *here { Ink::Accent } else { Ink::Dim });
    let area = brush.area;
    brush.right(area.x, area.y, area.right().saturating_sub(1), label, style);
}

/// Looks at units as whoever sits here may see them.
struct Eye<'a> {
    desk: &'a Desk,
    office: &'a Office,
    now: Instant,
    /// Whether prices may be seen (rules §7).
    prices: bool,
    /// Whether there is a second row of words.
    tall: bool,
    /// Whether there is room for the time left.
    full: bool,
}

impl<'a> Eye<'a> {
    fn new(desk: &'a Desk) -> Self {
        let (office, window) = (desk.view(), &desk.window);
        let may = |id| office.member(id).may(Right::SeeAll) || office.member(id).may(Right::Hold);
        Self {
            desk,
            office,
            now: desk.moment(),
            prices: desk.viewer.is_some_and(may),
            tall: window.height > 1,
            full: window.density == Density::Full,
        }
    }

    fn face(&self, id: UnitId) -> Face<'a> {
        let (desk, office) = (self.desk, self.office);
        let unit = office.unit(id);
        let claim = office.live_claim(id);
        let mark = Mark::seen(office.status(id), claim);
        let own = claim.is_some_and(|claim| claim.consultant.is_some() && claim.consultant == desk.viewer);
        let ground = match desk.filter.shows(id) {
            false => Ground::Filtered,
            true if own && mark == Mark::Plain(Status::Held) => Ground::Own,
            true => Ground::Plain,
        };
        let over = if desk.focus == Focus::Grid { Ink::Cursor } else { Ink::Selection };
        let until = claim.and_then(|claim| claim.until()).filter(|_| self.full && !desk.heat);
        let price = claim.and_then(|claim| claim.price).or(unit.spec.total);
        let whose = claim.and_then(|claim| claim.consultant).map(|id| office.member(id).name.as_str());
        let about = whose.or(unit.spec.layout.as_deref()).or(unit.spec.usage.as_deref());
        Face {
            mark,
            ground,
            cursor: Some(over).filter(|_| desk.cursor == Some(id)),
            room: &unit.spec.room,
            shown: if desk.heat { unit.interest } else { 0 },
            left: until.map(|until| span::minutes_up(until - self.now)),
            above: self.above(unit, claim),
            price: price.filter(|_| self.tall && self.prices),
            about: about.filter(|_| self.tall).unwrap_or_default(),
        }
    }

    fn above(&self, unit: &Unit, claim: Option<&Claim>) -> Option<Above> {
        if claim.is_some_and(|claim| claim.is_late(self.now)) {
            Some(Above::Late)
        } else if !unit.requests.is_empty() || self.office.change_on(unit.id).is_some() {
            Some(Above::Asked)
        } else {
            unit.line.len().checked_sub(1).map(Above::Waiting)
        }
    }
}

/// One unit, in an area of its own with the gap behind it.
fn draw_cell(brush: &mut Brush, pen: &Pen, face: &Face) {
    let Rect { x, y, .. } = brush.area;
    let style = style(brush, pen, face);
    let end = x.saturating_add(pen.cells);
    // The ground first, so that padding has the colour too.
    let ground = Rect { width: pen.cells, ..brush.area };
    brush.blank(ground, style);
    let mut at = x;
    if pen.density != Density::Tight {
        brush.put(at, y, pen.letter, pen.letters.of(face.mark), style);
        at += pen.letter;
    }
    at = brush.put(at, y, end.saturating_sub(at), face.mark.shape(brush.glyphs), style);
    let at = brush.put(at, y, end.saturating_sub(at).min(pen.room), face.room, style);
    if face.shown > 0 && end > at + 3 {
        brush.right(at + 1, y, end, &format!("×{}", face.shown), style);
    }
    if let Some(minutes) = face.left {
        let mut time = String::new();
        span::write_minutes(&mut time, minutes);
        brush.right(end.saturating_sub(TIME), y, end, &time, style);
    }
    draw_above(brush, (end, y), face);
    if pen.tall {
        let quiet = if face.cursor.is_some() { style } else { brush.look.over(style, Ink::Dim) };
        draw_words(brush, pen, face, (x, y + 1, end), quiet);
    }
}

/// The second row of a tall cell: whose it is or what it is like, and its price.
fn draw_words(brush: &mut Brush, pen: &Pen, face: &Face, (x, y, end): (u16, u16, u16), style: Style) {
    let price = face.price.map(|price| pen.words.0.money_short(price)).unwrap_or_default();
    let start = brush.right(x, y, end, &price, style);
    // Whole words only: half a layout would say something else.
    if width(face.about) < start - x + u16::from(price.is_empty()) {
        brush.put(x, y, start - x, face.about, style);
    }
}

/// The cell's style: its status, under what is filtered out, whose it is, and the cursor.
fn style(brush: &Brush, pen: &Pen, face: &Face) -> Style {
    let look = brush.look;
    let plain = match pen.heat {
        true => heat(brush, face.shown),
        false => look.ink(face.mark.ink()),
    };
    let style = match face.ground {
        Ground::Plain => plain,
        Ground::Own => look.over(plain, Ink::Own),
        Ground::Filtered => look.ink(Ink::Faint),
    };
    face.cursor.map_or(style, |ink| look.over(style, ink))
}

/// How often a unit was shown: the more, the stronger.
fn heat(brush: &Brush, shown: u32) -> Style {
    brush.ink(match shown {
        0 => Ink::Faint,
        1 => Ink::Text,
        2 | 3 => Ink::Info,
        4..=7 => Ink::Mark,
        _ => Ink::Accent,
    })
}

/// What sits on the status.
fn draw_above(brush: &mut Brush, (x, y): (u16, u16), face: &Face) {
    let (shape, ink) = match face.above {
        None => return,
        Some(Above::Late) => ("!", Ink::Overdue),
        Some(Above::Asked) => ("?", Ink::Mark),
        Some(Above::Waiting(more)) => {
            // Raised digits: a plain one would read as part of the room's number.
            let counts = &brush.shapes().waiting;
            (counts[more.min(counts.len() - 1)], Ink::Mark)
        }
    };
    brush.put(x, y, 1, shape, brush.ink(ink));
}

/// On the border: how much more there is in each direction.
fn draw_more(desk: &Desk, brush: &mut Brush) {
    let (window, plan, area) = (desk.window, &desk.plan, brush.area);
    let below = plan.lines.len().saturating_sub(window.top + window.rows);
    let right = plan.columns.saturating_sub(window.left + window.columns);
    let [up, down, before, after] = brush.shapes().more;
    let style = brush.ink(Ink::Accent);
    let note = |shape: &str, count: usize| match count {
        0 => String::new(),
        count => format!(" {shape}{count} "),
    };
    let (top, bottom) = (area.top(), area.bottom().saturating_sub(1));
    let end = area.right().saturating_sub(2);
    // The title keeps its place: the count above it shows only where there is room.
    let above = note(up, window.top);
    let title = desk.building.map(|id| width(&desk.view().building(id).name)).unwrap_or(0) + 5;
    if !above.is_empty() && area.width > title + text::width(&above) + 2 {
        brush.right(area.x + title, top, end, &above, style);
    }
    let foot = format!("{}{}{}", note(before, window.left), note(after, right), note(down, below));
    if !foot.is_empty() && area.width > width(&foot) + 3 {
        brush.right(area.x + 1, bottom, end, &foot, style);
    }
}
