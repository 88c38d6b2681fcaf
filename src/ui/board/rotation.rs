//! Who is next, very large, who could follow, and the line.

use crate::app::board::{Line, Turn};
use crate::app::model::Glyphs;
use crate::domain::state::staff::Presence;
use crate::ui::board::{Wall, big, heading, more};
use crate::ui::paint::Brush;
use crate::ui::text::{self, width};
use crate::ui::theme::Ink;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// The largest scale of the name.
const SCALE_MAX: u16 = 4;
/// Rows of the line that are kept free for it whatever the size of the name.
const ROWS_MIN: usize = 8;
/// The most a column of the line is widened.
const SPREAD_MAX: u16 = 8;
/// The highest a row of the line becomes.
const PITCH_MAX: u16 = 3;
/// From these rows on it may become that high; below that, half a screen of gaps would look like a fault.
const AIRY: u16 = 24;

/// Draws a team's pane.
pub(crate) fn draw(wall: &Wall, brush: &mut Brush, area: Rect, place: usize) {
    let Some(line) = wall.picture.lines.get(place) else { return };
    let mut text = wall.locale.text("board-next").to_string();
    if wall.picture.lines.len() > 1 {
        text = format!("{text} · {}", wall.locale.team(line.team));
    }
    heading(brush, area, &text);
    let mut y = area.y + 1;
    if let Some(gap) = wall.picture.lunch_gap.filter(|_| place == 0) {
        let facts = [("here", gap.here.into()), ("needed", gap.needed.into())];
        let alarm = wall.locale.say("board-lunch-gap", &facts);
        let style = brush.ink(Ink::Bad).add_modifier(Modifier::REVERSED);
        let alarm = text::fit(&format!(" {alarm}"), area.width, brush.glyphs);
        brush.put(area.x, y, area.width, &alarm, style);
        y += 1;
    }
    let kept = line.turns.len().min(ROWS_MIN) as u16 + 2;
    let rest = Rect { y, height: area.bottom().saturating_sub(y), ..area };
    let (name, ink) = match &line.next {
        Some(name) => (name.as_str(), Ink::Accent),
        None => (wall.locale.text("board-nobody"), Ink::Warn),
    };
    y = leader(brush, rest, kept, name, ink);
    let rest = Rect { y, height: area.bottom().saturating_sub(y), ..area };
    y = followers(wall, brush, rest, kept, line);
    let rest = Rect { y, height: area.bottom().saturating_sub(y), ..area };
    table(wall, &mut brush.within(rest), rest, line);
}

/// The name of whoever is next; returns the row below.
fn leader(brush: &mut Brush, area: Rect, kept: u16, name: &str, ink: Ink) -> u16 {
    let style = brush.ink(ink);
    let rows = area.height.saturating_sub(kept + 1);
    let scale = big::scale(name, area.width, rows, SCALE_MAX).filter(|_| brush.glyphs == Glyphs::Unicode);
    if let Some(scale) = scale {
        let x = area.x + (area.width - big::cells(name) * scale) / 2;
        big::put(brush, x, area.y, name, scale, style);
        return area.y + big::ROWS * scale + 1;
    }
    let x = area.x + area.width.saturating_sub(width(name)) / 2;
    brush.cut(x, area.y, area.right().saturating_sub(x), name, style);
    area.y + 2
}

/// The names of those who could follow, large but less so, where there is room to spare; returns the row below.
fn followers(wall: &Wall, brush: &mut Brush, area: Rect, kept: u16, line: &Line) -> u16 {
    let rows = area.height.saturating_sub(kept + 3);
    let cells = |names: &[String]| names.iter().map(|name| big::cells(name) + 4).sum::<u16>();
    let mut names = line.after.get(..2).unwrap_or(&line.after);
    while cells(names) > area.width + 4 {
        names = &names[..names.len() - 1];
    }
    let is_drawn =
        rows >= big::ROWS && brush.glyphs == Glyphs::Unicode && names.iter().all(|name| big::has(name));
    if names.is_empty() || !is_drawn {
        return area.y;
    }
    heading(brush, area, wall.locale.text("board-after"));
    let style = brush.ink(Ink::Text);
    // Each in the middle of its share.
    let share = area.width / names.len() as u16;
    for (place, name) in names.iter().enumerate() {
        let x = area.x + place as u16 * share + share.saturating_sub(big::cells(name)) / 2;
        big::put(brush, x, area.y + 1, name, 1, style);
    }
    area.y + big::ROWS + 2
}

/// The words of a turn in one column, and their colour.
type Words = fn(&Wall, &Turn) -> (Ink, String);

/// A column of the line: its cells, whether numbers stand in it, and the words of a turn.
struct Column {
    cells: u16,
    is_number: bool,
    head: String,
    words: Words,
}

fn columns(wall: &Wall, line: &Line) -> Vec<Column> {
    let name: Words = |_, turn| (if turn.next { Ink::Accent } else { Ink::Text }, turn.name.clone());
    let minutes: Words =
        |wall, turn| (Ink::Dim, turn.since.map(|since| wall.minutes(since).1).unwrap_or_default());
    let new: Words = |_, turn| (Ink::Text, turn.new_visitors.to_string());
    let credits: Words = |_, turn| match turn.credits {
        0 => (Ink::Dim, "0".into()),
        count => (Ink::Mark, count.to_string()),
    };
    let rows = [
        (false, "board-column-name", name),
        (false, "board-column-state", state),
        (true, "board-column-minutes", minutes),
        (true, "board-column-new", new),
        (true, "board-column-credits", credits),
    ];
    let column = |(is_number, key, words): (bool, &'static str, Words)| {
        let head = wall.locale.text(key).to_string();
        let widest = line.turns.iter().map(|turn| width(&words(wall, turn).1)).max().unwrap_or(0);
        Column { cells: widest.max(width(&head)) + 1, is_number, head, words }
    };
    rows.map(column).into()
}

/// Where somebody is, or whom they receive.
fn state(wall: &Wall, turn: &Turn) -> (Ink, String) {
    match (turn.receiving, turn.presence) {
        (Some(number), _) => (Ink::Info, wall.locale.say("board-receives", &[("number", number.into())])),
        (None, Presence::Floor) => (Ink::Good, wall.locale.presence(Presence::Floor).to_string()),
        (None, presence) => (Ink::Dim, wall.locale.presence(presence).to_string()),
    }
}

/// Cells before the first column: the mark of the next, the place, a gap.
const LEAD: u16 = 6;

fn table(wall: &Wall, brush: &mut Brush, area: Rect, line: &Line) {
    let count = line.turns.len() as u16;
    if area.height < 2 || count == 0 {
        return;
    }
    let mut columns = columns(wall, line);
    let sum = |columns: &[Column]| LEAD + columns.iter().map(|column| column.cells + 2).sum::<u16>();
    let rows = area.height - 1;
    let strips = if count > rows && area.width >= sum(&columns) * 2 { 2 } else { 1 };
    let strip = area.width / strips;
    // Whole columns only: the last ones go first.
    while columns.len() > 1 && sum(&columns) > strip {
        columns.pop();
    }
    let extra = (strip.saturating_sub(sum(&columns)) / columns.len() as u16).min(SPREAD_MAX);
    columns.iter_mut().for_each(|column| column.cells += extra);
    let pitch =
        (rows / count.div_ceil(strips)).clamp(1, if area.height >= AIRY { PITCH_MAX } else { PITCH_MAX - 1 });
    let per_strip = rows.div_ceil(pitch);
    let fits = usize::from(per_strip * strips);
    let shown = if line.turns.len() > fits { fits.saturating_sub(1) } else { line.turns.len() };
    let indent = strip.saturating_sub(sum(&columns)) / 2;
    for at in 0..strips {
        let head = Rect { x: area.x + at * strip + indent, width: strip - indent, ..area };
        draw_head(&mut brush.within(head), head, &columns);
    }
    for (place, turn) in line.turns.iter().take(shown).enumerate() {
        let (at, row) = (place as u16 / per_strip, place as u16 % per_strip);
        let x = area.x + at * strip + indent;
        let y = area.y + 1 + row * pitch;
        draw_row(wall, brush, Rect { x, y, width: strip - indent, height: 1 }, place, turn, &columns);
    }
    if shown < line.turns.len() {
        let x = area.x + (strips - 1) * strip + indent;
        more(wall, brush, Rect { x, width: strip - indent, ..area }, line.turns.len() - shown);
    }
}

fn draw_head(brush: &mut Brush, at: Rect, columns: &[Column]) {
    let style = brush.ink(Ink::Dim);
    let mut x = at.x + LEAD;
    for column in columns {
        brush.put(x, at.y, column.cells, &aligned(&column.head, column, brush.glyphs), style);
        x += column.cells + 2;
    }
}

fn draw_row(wall: &Wall, brush: &mut Brush, at: Rect, place: usize, turn: &Turn, columns: &[Column]) {
    let mark = if turn.next { brush.shapes().here } else { " " };
    let (accent, dim) = (brush.ink(Ink::Accent), brush.ink(Ink::Dim));
    let mut brush = brush.within(at);
    brush.put(at.x, at.y, 2, mark, accent);
    brush.put(at.x + 2, at.y, 3, &format!("{:>2}", place + 1), dim);
    let mut x = at.x + LEAD;
    for column in columns {
        let (ink, words) = (column.words)(wall, turn);
        let mut style = brush.ink(ink);
        if turn.next {
            style = style.add_modifier(Modifier::BOLD);
        }
        brush.put(x, at.y, column.cells, &aligned(&words, column, brush.glyphs), style);
        x += column.cells + 2;
    }
}

fn aligned(words: &str, column: &Column, glyphs: Glyphs) -> String {
    if column.is_number {
        text::right(words, column.cells, glyphs)
    } else {
        text::fit(words, column.cells, glyphs)
    }
}
