//! Groups that wait and groups that were called: numbers and minutes, nobody's name but the consultant's.

use crate::app::model::Glyphs;
use crate::domain::time::Instant;
use crate::ui::board::{Wall, big, heading, more};
use crate::ui::paint::Brush;
use crate::ui::text::{self, width};
use crate::ui::theme::Ink;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The largest scale of a waiting number.
const SCALE_MAX: u16 = 3;
/// From these rows on all stands one below another, in large letters.
const TALL: u16 = 44;
/// Below these rows there is no gap after a heading.
const LOW: u16 = 6;
/// From these cells on two lists stand side by side.
const WIDE: u16 = 60;
/// Cells of a waiting number with its minutes at least, and the gap after it.
const TILE: u16 = 12;
/// Cells of a waiting group as a line of text.
const SLOT: u16 = 15;

/// Draws the pane.
pub(crate) fn draw(wall: &Wall, brush: &mut Brush, area: Rect) {
    let [waiting_at, called_at, due_at] = divide(wall, area);
    waiting(wall, &mut brush.within(waiting_at), waiting_at);
    called(wall, &mut brush.within(called_at), called_at);
    appointments(wall, &mut brush.within(due_at), due_at);
}

/// The places of those waiting, those called, and the appointments.
fn divide(wall: &Wall, area: Rect) -> [Rect; 3] {
    let due_rows = (wall.picture.appointments.len().max(1) as u16 + 1).min(area.height / 4 + 1);
    if area.width >= WIDE && area.height < TALL {
        let half = area.width / 2;
        let left = Rect { width: half.saturating_sub(2), ..area };
        let right = Rect { x: area.x + half, width: area.width - half, ..area };
        let [called, due] = cut(right, right.height.saturating_sub(due_rows + 1));
        return [left, called, due];
    }
    if area.height >= TALL {
        let [rest, due] = cut(area, area.height.saturating_sub(due_rows + 1));
        let [waiting, called] = cut(rest, rest.height.saturating_sub(big::ROWS * 4 + 6));
        return [waiting, called, due];
    }
    let [rest, due] = cut(area, area.height.saturating_sub(due_rows + 1));
    let [waiting, called] = cut(rest, rest.height.div_ceil(2));
    [waiting, called, due]
}

/// The first rows of an area, and the rest below a gap.
fn cut(area: Rect, rows: u16) -> [Rect; 2] {
    let rows = rows.min(area.height);
    let below = (area.y + rows + 1).min(area.bottom());
    [Rect { height: rows, ..area }, Rect { y: below, height: area.bottom() - below, ..area }]
}

/// How grave a wait is, by the project's policy.
fn gravity(wall: &Wall, minutes: i64) -> Ink {
    let (amber, red) = wall.picture.patience;
    match minutes {
        _ if minutes >= i64::from(red) => Ink::Bad,
        _ if minutes >= i64::from(amber) => Ink::Warn,
        _ => Ink::Text,
    }
}

/// How waiting numbers stand as large tiles.
struct Tiles {
    scale: u16,
    cells: u16,
    rows: u16,
    across: u16,
    down: u16,
}

impl Tiles {
    fn new(scale: u16, digits: u16, area: Rect) -> Self {
        let cells = (digits * 8 * scale).max(TILE) + 4;
        let rows = big::ROWS * scale + 2;
        Self { scale, cells, rows, across: (area.width + 4) / cells, down: (area.height + 1) / rows }
    }

    fn count(&self) -> usize {
        usize::from(self.across * self.down)
    }

    /// The largest tiles all groups fit into; else small ones, their last row given to lines of text.
    fn fitting(count: usize, digits: u16, area: Rect) -> Self {
        let sizes = (1..=SCALE_MAX).rev().map(|scale| Self::new(scale, digits, area));
        let small = Self::new(1, digits, area);
        let fallback = Self { down: small.down.saturating_sub(1), ..small };
        sizes.into_iter().find(|tiles| tiles.count() >= count).unwrap_or(fallback)
    }
}

fn waiting(wall: &Wall, brush: &mut Brush, area: Rect) {
    let groups = &wall.picture.waiting;
    heading(brush, area, &wall.locale.say("board-waiting", &[("count", groups.len().into())]));
    if groups.is_empty() {
        let dim = brush.ink(Ink::Dim);
        brush.cut(area.x, area.y + 2, area.width, wall.locale.text("board-nobody-waits"), dim);
        return;
    }
    let rest = below(area, if area.height < LOW { 1 } else { 2 });
    let digits = groups.iter().map(|(number, _)| number.to_string().len()).max().unwrap_or(1) as u16;
    let tiles = Tiles::fitting(groups.len(), digits, rest);
    let large = if brush.glyphs == Glyphs::Unicode { tiles.count().min(groups.len()) } else { 0 };
    for (place, group) in groups.iter().take(large).enumerate() {
        let (row, column) = (place as u16 / tiles.across, place as u16 % tiles.across);
        let (x, y) = (rest.x + column * tiles.cells, rest.y + row * tiles.rows);
        let at = Rect { x, y, width: tiles.cells - 4, height: tiles.rows - 1 };
        tile(wall, brush, at, tiles.scale, *group);
    }
    let used = if large > 0 { tiles.down * tiles.rows } else { 0 };
    lines(wall, brush, below(rest, used), &groups[large..]);
}

/// A number in large digits, its minutes in the middle below.
fn tile(wall: &Wall, brush: &mut Brush, at: Rect, scale: u16, (number, since): (u32, Instant)) {
    let (minutes, said) = wall.minutes(since);
    let style = brush.ink(gravity(wall, minutes));
    let number = number.to_string();
    let middle = |cells: u16| at.x + at.width.saturating_sub(cells) / 2;
    big::put(brush, middle(big::cells(&number) * scale), at.y, &number, scale, style);
    brush.cut(middle(width(&said)), at.bottom() - 1, at.width, &said, style);
}

/// Groups as lines of text, in as many columns as fit.
fn lines(wall: &Wall, brush: &mut Brush, area: Rect, groups: &[(u32, Instant)]) {
    let across = (area.width / SLOT).max(1);
    let fits = usize::from(across * area.height);
    let shown = if groups.len() > fits { usize::from(across * area.height.saturating_sub(1)) } else { fits };
    for (place, (number, since)) in groups.iter().take(shown).enumerate() {
        let (row, column) = (place as u16 / across, place as u16 % across);
        let (minutes, said) = wall.minutes(*since);
        let style = brush.ink(gravity(wall, minutes));
        let text = format!("{} {said}", text::right(&number.to_string(), 4, brush.glyphs));
        let cells = SLOT.min(area.width).saturating_sub(1);
        brush.cut(area.x + column * SLOT, area.y + row, cells, &text, style);
    }
    if shown < groups.len() && area.height > 0 {
        more(wall, brush, area, groups.len() - shown);
    }
}

fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

fn called(wall: &Wall, brush: &mut Brush, area: Rect) {
    let calls = &wall.picture.called;
    let count = wall.locale.say("board-called", &[("count", wall.picture.receiving.into())]);
    heading(brush, area, &count);
    if calls.is_empty() {
        let dim = brush.ink(Ink::Dim);
        brush.cut(area.x, area.y + 2, area.width, wall.locale.text("board-nobody-called"), dim);
        return;
    }
    let rest = below(area, if area.height < LOW { 1 } else { 2 });
    let digits = calls.iter().map(|call| call.number.to_string().len()).max().unwrap_or(1) as u16;
    let names = calls.iter().map(|call| big::cells(&call.consultant)).max().unwrap_or(0);
    let is_big = brush.glyphs == Glyphs::Unicode
        && calls.iter().all(|call| big::has(&call.consultant))
        && digits * 8 + names + 13 <= rest.width
        && calls.len() as u16 * (big::ROWS + 1) <= rest.height + 1;
    let (accent, text, dim) = (brush.ink(Ink::Accent), brush.ink(Ink::Text), brush.ink(Ink::Dim));
    let name_cells = calls.iter().map(|call| width(&call.consultant)).max().unwrap_or(0);
    let pitch = if is_big { big::ROWS + 1 } else { (rest.height / calls.len() as u16).clamp(1, 2) };
    for (place, call) in calls.iter().enumerate() {
        let y = rest.y + place as u16 * pitch;
        let (number, clock) = (call.number.to_string(), wall.locale.clock(call.at));
        let called = if place == 0 { accent } else { text };
        if is_big {
            let x = rest.x + (digits * 8).saturating_sub(big::cells(&number));
            big::put(brush, x, y, &number, 1, called);
            big::put(brush, rest.x + digits * 8 + 4, y, &call.consultant, 1, called);
            brush.put(rest.x + digits * 8 + names + 8, y + big::ROWS / 2, 5, &clock, dim);
            continue;
        }
        let row = Rect { y, height: 1, ..rest };
        let number = text::right(&number, digits, brush.glyphs);
        let number = wall.locale.say("board-number", &[("number", number.into())]);
        let words = [
            (number.clone(), width(&number) + 2, called),
            (call.consultant.clone(), name_cells + 2, called),
            (clock, 5, dim),
        ];
        put_words(brush, row, &words);
    }
}

/// Writes words in columns, as far as they fit whole.
fn put_words(brush: &mut Brush, row: Rect, words: &[(String, u16, Style)]) {
    let mut brush = brush.within(row);
    let mut x = row.x;
    for (word, cells, style) in words {
        if x > row.x && x + width(word) > row.right() {
            break;
        }
        brush.cut(x, row.y, *cells, word, *style);
        x += cells;
    }
}

fn appointments(wall: &Wall, brush: &mut Brush, area: Rect) {
    let due = &wall.picture.appointments;
    heading(brush, area, &wall.locale.say("board-appointments", &[("count", due.len().into())]));
    let rest = below(area, 1);
    let (text, dim) = (brush.ink(Ink::Text), brush.ink(Ink::Dim));
    if due.is_empty() {
        brush.cut(rest.x, rest.y, rest.width, wall.locale.text("board-no-appointments"), dim);
        return;
    }
    let fits = usize::from(rest.height);
    let shown = if due.len() > fits { fits.saturating_sub(1) } else { fits };
    let name_cells = due.iter().map(|(_, name)| width(name)).max().unwrap_or(0);
    for (y, (at, name)) in (rest.y..rest.bottom()).zip(due.iter().take(shown)) {
        let left = (*at - wall.picture.now).num_minutes();
        let (key, ink) = if left >= 0 { ("board-in", Ink::Dim) } else { ("board-late", Ink::Warn) };
        let said = wall.locale.say(key, &[("count", left.abs().into())]);
        let words = [
            (wall.locale.clock(*at), 8, text),
            (name.clone(), name_cells + 3, text),
            (said.clone(), width(&said), brush.ink(ink)),
        ];
        put_words(brush, Rect { y, height: 1, ..rest }, &words);
    }
    if shown < due.len() && rest.height > 0 {
        more(wall, brush, rest, due.len() - shown);
    }
}
