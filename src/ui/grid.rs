//! The grid of a building: floors down, stairs across, one cell a unit. Writes only the cells that show.

use crate::app::geometry::Focus;
use crate::app::model::{Density, Desk};
use crate::app::moves;
use crate::domain::id::UnitId;
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::Status;
use crate::domain::time::Instant;
use crate::ui::glyph::Mark;
use crate::ui::paint::Brush;
use crate::ui::span;
use crate::ui::text::{self, width};
use crate::ui::theme::Ink;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Cells of the time left in a full cell, its space not counted.
const TIME: u16 = 5;

/// What every cell needs, looked up once a frame.
struct Pen<'a> {
    office: &'a Office,
    now: Instant,
    density: Density,
    /// Cells of a letter.
    letter: u16,
    room: u16,
    /// Whether who sits here may see prices (rules §7).
    prices: bool,
    letters: Letters<'a>,
    time: String,
}

/// The letters of the statuses, in the order of [`Status::ALL`], then recorded.
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

/// Draws the grid with its border.
pub fn draw(desk: &Desk, brush: &mut Brush) {
    if brush.area.is_empty() {
        return;
    }
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
    let below = Rect { y: inner.y + inner.height.min(1), height: inner.height.saturating_sub(1), ..inner };
    draw_lines(desk, &mut brush.within(below));
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

fn draw_lines(desk: &Desk, brush: &mut Brush) {
    let window = desk.window;
    let mut pen = Pen {
        office: desk.view(),
        now: desk.moment(),
        density: window.density,
        letter: moves::letter_width(desk),
        prices: desk.viewer.is_some_and(|id| {
            let member = desk.view().member(id);
            member.may(Right::SeeAll) || member.may(Right::Hold)
        }),
        room: desk.plan.room_width,
        letters: Letters::new(desk),
        time: String::new(),
    };
    let rows = window.rows.min(brush.area.height as usize);
    let cursor = desk.cursor.and_then(|unit| desk.plan.place(unit));
    for (row, line) in desk.plan.lines.iter().enumerate().skip(window.top).take(rows) {
        let y = brush.area.y + (row - window.top) as u16 * window.height;
        let here = cursor.is_some_and(|(line, _)| line == row);
        let style = brush.ink(if here { Ink::Accent } else { Ink::Dim });
        let end = brush.area.x + window.gutter.saturating_sub(1);
        brush.right(brush.area.x, y, end, &line.label, style);
        let shown = line.cells.iter().skip(window.left).take(window.columns);
        for (column, unit) in (window.left..).zip(shown) {
            if let Some(unit) = unit {
                let x = brush.area.x.saturating_add(moves::column_start(desk, column));
                draw_cell(desk, &mut pen, brush, (x, y), *unit);
            }
        }
    }
}

fn draw_cell(desk: &Desk, pen: &mut Pen, brush: &mut Brush, (x, y): (u16, u16), id: UnitId) {
    let cells = desk.window.cell.saturating_sub(1);
    let office = pen.office;
    let mark = Mark::of(office, id);
    let style = style(desk, pen, brush, id, mark);
    let end = x.saturating_add(cells);
    // The ground first, so that padding has the colour too.
    let rows = desk.window.height.min(2);
    brush.blank(Rect { x, y, width: cells, height: rows }, style);
    let mut at = x;
    if pen.density != Density::Tight {
        brush.put(at, y, pen.letter, pen.letters.of(mark), style);
        at += pen.letter;
    }
    at = brush.put(at, y, end.saturating_sub(at), mark.shape(brush.glyphs), style);
    let at = brush.put(at, y, end.saturating_sub(at).min(pen.room), &office.unit(id).spec.room, style);
    let shown = office.unit(id).interest;
    if desk.heat && shown > 0 && end > at + 3 {
        brush.right(at + 1, y, end, &format!("×{shown}"), style);
    }
    if pen.density == Density::Full
        && !desk.heat
        && let Some(until) = office.live_claim(id).and_then(|claim| claim.until())
    {
        pen.time.clear();
        span::write_hours(&mut pen.time, until - pen.now);
        brush.right(end.saturating_sub(TIME), y, end, &pen.time, style);
    }
    draw_overlay(pen, brush, (end, y), id);
    if rows > 1 {
        let quiet = if desk.cursor == Some(id) { style } else { brush.look.over(style, Ink::Dim) };
        draw_words(desk, pen, brush, (x, y + 1, end), id, quiet);
    }
}

/// The second row of a tall cell: whose it is or what it is like, and its price.
fn draw_words(
    desk: &Desk,
    pen: &Pen,
    brush: &mut Brush,
    (x, y, end): (u16, u16, u16),
    id: UnitId,
    style: Style,
) {
    let unit = pen.office.unit(id);
    let claim = pen.office.live_claim(id);
    let price = claim.and_then(|claim| claim.price).or(unit.spec.total).filter(|_| pen.prices);
    let price = price.map(|price| desk.locale.money_short(price)).unwrap_or_default();
    let start = brush.right(x, y, end, &price, style);
    let whose = claim.and_then(|claim| claim.consultant).map(|id| pen.office.member(id).name.as_str());
    let words = whose.or(unit.spec.layout.as_deref()).or(unit.spec.usage.as_deref()).unwrap_or_default();
    // Whole words only: half a layout would say something else.
    if width(words) < start - x + u16::from(price.is_empty()) {
        brush.put(x, y, start - x, words, style);
    }
}

/// The cell's style: its status, under what is filtered out, whose it is, and the cursor.
fn style(desk: &Desk, pen: &Pen, brush: &Brush, id: UnitId, mark: Mark) -> Style {
    let look = brush.look;
    let mut style = look.status(pen.office.status(id), mark == Mark::Recorded);
    if desk.heat {
        style = heat(brush, pen.office.unit(id).interest);
    }
    if !desk.filter.shows(id) {
        style = look.ink(Ink::Faint);
    } else if mark == Mark::Plain(Status::Held) {
        let own = pen.office.live_claim(id).and_then(|claim| claim.consultant);
        if own.is_some() && own == desk.viewer {
            style = look.over(style, Ink::Own);
        }
    }
    if desk.cursor == Some(id) {
        let ink = if desk.focus == Focus::Grid { Ink::Cursor } else { Ink::Selection };
        style = look.over(style, ink);
    }
    style
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

/// What sits on a status (rules §2 overlays), in the gap behind the cell: late, asked for, others in line.
fn draw_overlay(pen: &Pen, brush: &mut Brush, (x, y): (u16, u16), id: UnitId) {
    let unit = pen.office.unit(id);
    let (shape, ink) = if pen.office.is_overdue(id, pen.now) {
        ("!", Ink::Overdue)
    } else if !unit.requests.is_empty() || pen.office.change_on(id).is_some() {
        ("?", Ink::Mark)
    } else if !unit.line.is_empty() {
        // Raised digits: a plain one would read as part of the room's number.
        let counts = &brush.shapes().waiting;
        (counts[(unit.line.len() - 1).min(counts.len() - 1)], Ink::Mark)
    } else {
        return;
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
