//! The public grid: buildings side by side and one below another as they fit, in as many sheets as that takes.
//!
//! A piece is a building, or the part of a building that fits a screen; headings and floor labels are repeated on
//! every piece. Pieces stand in shelves, shelves in sheets; what room is left makes the cells wider and higher.

use crate::app::board::{Block, Picture};
use crate::domain::state::unit::Status;
use crate::locale::Locale;
use crate::ui::board::Wall;
use crate::ui::glyph::Mark;
use crate::ui::paint::Brush;
use crate::ui::text::{self, width};
use crate::ui::theme::Ink;
use ratatui::layout::Rect;
use std::ops::Range;

/// Rows of a piece above its lines: name with counters, headings of entrances.
const HEAD: u16 = 2;
/// Cells between pieces.
const GAP: u16 = 3;
/// Cells between two entrances.
const STAIR: u16 = 2;
/// Widest a room is drawn, cells, its mark apart.
const ROOM: u16 = 8;
/// Widest a cell becomes where there is plenty of room.
const CELL_MAX: u16 = 18;
/// Rows of a line where there is plenty of room: room, name of the status, a gap; where there is less, room and gap.
const PITCH_MAX: u16 = 3;

/// A part of one building and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Piece {
    block: usize,
    lines: Range<usize>,
    columns: Range<usize>,
    /// Cells of a unit, its gap included.
    cell: u16,
    at: Rect,
}

/// Pieces shown at once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Sheet {
    /// Rows of a line.
    pitch: u16,
    shelves: Vec<Vec<Piece>>,
}

/// Cells of floor label and of one column at least.
fn measures(block: &Block) -> (u16, u16) {
    let label = block.lines.iter().map(|(label, _)| width(label)).max().unwrap_or(0) + 1;
    let rooms = block.lines.iter().flat_map(|(_, cells)| cells.iter().flatten());
    let room = rooms.map(|(room, _)| width(room)).max().unwrap_or(0).min(ROOM);
    (label, room + 3)
}

/// Entrances that begin within these columns, the first one apart.
fn stairs(block: &Block, columns: Range<usize>) -> u16 {
    block.headings.iter().filter(|(_, first, _)| *first > columns.start && *first < columns.end).count()
        as u16
}

/// Cells of a piece whose units take so many.
fn breadth(block: &Block, columns: &Range<usize>, cell: u16) -> u16 {
    let (label, _) = measures(block);
    label + columns.len() as u16 * cell + stairs(block, columns.clone()) * STAIR
}

/// The sheets of the grid for an area, each with its pieces placed.
pub(crate) fn sheets(picture: &Picture, area: Rect) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    if area.width < 12 || area.height < HEAD + 2 {
        return sheets;
    }
    let (mut x, mut y, mut tallest) = (0, 0, 0);
    for (place, block) in picture.buildings.iter().enumerate() {
        for piece in parts(place, block, area) {
            let (w, h) = (piece.at.width, piece.at.height);
            let is_new_shelf = x > 0 && x + w > area.width;
            if is_new_shelf {
                (x, y, tallest) = (0, y + tallest + 1, 0);
            }
            let is_new_sheet = sheets.is_empty() || y + h > area.height;
            if is_new_sheet {
                sheets.push(Sheet { pitch: 1, shelves: vec![Vec::new()] });
                (x, y, tallest) = (0, 0, 0);
            }
            let Some(sheet) = sheets.last_mut() else { continue };
            if is_new_shelf && !is_new_sheet {
                sheet.shelves.push(Vec::new());
            }
            if let Some(shelf) = sheet.shelves.last_mut() {
                shelf.push(piece);
            }
            x += w + GAP;
            tallest = tallest.max(h);
        }
    }
    for sheet in &mut sheets {
        stretch(picture, sheet, area);
    }
    sheets
}

/// A building cut into parts of about the same size that fit.
fn parts(place: usize, block: &Block, area: Rect) -> Vec<Piece> {
    let (label, cell) = measures(block);
    let columns = block.lines.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let free = area.width.saturating_sub(label + stairs(block, 0..columns) * STAIR);
    let across = even(columns, usize::from(free / cell));
    let down = even(block.lines.len(), usize::from(area.height - HEAD));
    let mut parts = Vec::new();
    for first_line in (0..block.lines.len()).step_by(down) {
        let lines = first_line..(first_line + down).min(block.lines.len());
        for first in (0..columns).step_by(across) {
            let cut = first..(first + across).min(columns);
            let w = breadth(block, &cut, cell).max(title(block)).min(area.width);
            let at = Rect { width: w, height: lines.len() as u16 + HEAD, ..Rect::ZERO };
            parts.push(Piece { block: place, lines: lines.clone(), columns: cut, cell, at });
        }
    }
    parts
}

/// The size of parts when a whole is cut into as few as possible, none larger than `most`, all about the same.
fn even(whole: usize, most: usize) -> usize {
    let count = whole.div_ceil(most.max(1)).max(1);
    whole.div_ceil(count).max(1)
}

/// Cells of a building's name with its shortest counters.
fn title(block: &Block) -> u16 {
    let counts = block.counts.0.iter().filter(|count| **count > 0);
    width(&block.name) + counts.map(|count| 3 + count.to_string().len() as u16).sum::<u16>()
}

/// Makes lines higher and cells wider as far as the area allows, and puts the pieces in their places.
fn stretch(picture: &Picture, sheet: &mut Sheet, area: Rect) {
    let tall = |pitch: u16| -> u16 {
        let shelf = |shelf: &Vec<Piece>| shelf.iter().map(|piece| rows(piece, pitch)).max().unwrap_or(0);
        sheet.shelves.iter().map(shelf).sum::<u16>() + sheet.shelves.len() as u16 - 1
    };
    sheet.pitch = (1..=PITCH_MAX).rev().find(|pitch| tall(*pitch) <= area.height).unwrap_or(1);
    let mut widest = 0;
    for shelf in &mut sheet.shelves {
        let used: u16 = shelf.iter().map(|piece| piece.at.width + GAP).sum::<u16>().saturating_sub(GAP);
        let columns = shelf.iter().map(|piece| piece.columns.len() as u16).sum::<u16>().max(1);
        let extra = area.width.saturating_sub(used) / columns;
        for piece in shelf.iter_mut() {
            piece.cell = (piece.cell + extra).min(CELL_MAX.max(piece.cell));
            let block = &picture.buildings[piece.block];
            let wanted = breadth(block, &piece.columns, piece.cell).max(title(block));
            piece.at.width = wanted.min(area.width);
        }
        widest = widest.max(shelf.iter().map(|piece| piece.at.width + GAP).sum::<u16>() - GAP);
    }
    let left = area.width.saturating_sub(widest) / 2;
    let mut y = 0;
    for shelf in &mut sheet.shelves {
        let (mut x, mut tallest) = (left, 0);
        for piece in shelf.iter_mut() {
            let height = rows(piece, sheet.pitch);
            piece.at = Rect { x, y, height, ..piece.at };
            x += piece.at.width + GAP;
            tallest = tallest.max(height);
        }
        y += tallest + 1;
    }
}

/// Rows of a piece whose lines take so many each; the last one needs no gap below.
fn rows(piece: &Piece, pitch: u16) -> u16 {
    let gap = u16::from(pitch > 1);
    (HEAD + piece.lines.len() as u16 * pitch).saturating_sub(gap)
}

/// Which sheets of the new picture show something else than in the old one.
pub(crate) fn changed(old: &Picture, new: &Picture, area: Rect) -> Vec<bool> {
    let (before, after) = (sheets(old, area), sheets(new, area));
    let differs = |(place, sheet): (usize, &Sheet)| {
        before.get(place).is_none_or(|before| before != sheet) || speaks_anew(old, new, sheet)
    };
    after.iter().enumerate().map(differs).collect()
}

/// Whether the pieces of a sheet, laid out alike in both, say something else.
fn speaks_anew(old: &Picture, new: &Picture, sheet: &Sheet) -> bool {
    sheet.shelves.iter().flatten().any(|piece| {
        let (old, new) = (&old.buildings[piece.block], &new.buildings[piece.block]);
        let lines = [old, new].map(|block| block.lines.get(piece.lines.clone()));
        lines[0] != lines[1] || (&old.name, old.counts) != (&new.name, new.counts)
    })
}

/// Draws one sheet.
pub(crate) fn draw(wall: &Wall, brush: &mut Brush, area: Rect, sheet: usize) {
    let sheets = sheets(wall.picture, area);
    let Some(sheet) = sheets.get(sheet) else { return };
    for piece in sheet.shelves.iter().flatten() {
        let at = Rect { x: area.x + piece.at.x, y: area.y + piece.at.y, ..piece.at };
        let block = &wall.picture.buildings[piece.block];
        draw_head(wall.locale, &mut brush.within(at), at, block);
        draw_lines(wall.locale, &mut brush.within(at), at, block, piece, sheet.pitch);
    }
}

/// A building's name, and its counters: with the names of the statuses where they fit, else with their marks.
fn draw_head(locale: &Locale, brush: &mut Brush, at: Rect, block: &Block) {
    let style = brush.ink(Ink::Title);
    let mut x = brush.cut(at.x, at.y, at.width, &block.name, style);
    let counted = Status::ALL.iter().filter(|status| block.counts.of(**status) > 0);
    let long = |status: &Status| {
        let mark = Mark::Plain(*status).shape(brush.glyphs);
        format!("{mark} {} {}", locale.status(*status), block.counts.of(*status))
    };
    let words: Vec<(Status, String)> = counted.clone().map(|status| (*status, long(status))).collect();
    let needed: u16 = words.iter().map(|(_, text)| width(text) + 3).sum();
    let is_long = x + needed <= at.right();
    for (status, long) in words {
        let short = format!("{}{}", Mark::Plain(status).shape(brush.glyphs), block.counts.of(status));
        let (text, gap) = if is_long { (long, 3) } else { (short, 2) };
        let style = brush.ink(Ink::of(status));
        x = brush.put(x + gap, at.y, at.right().saturating_sub(x + gap), &text, style);
    }
}

fn draw_lines(locale: &Locale, brush: &mut Brush, at: Rect, block: &Block, piece: &Piece, pitch: u16) {
    let (label, _) = measures(block);
    let dim = brush.ink(Ink::Dim);
    let height = if pitch == PITCH_MAX { 2 } else { 1 };
    let saying = saying(locale, block, piece, height);
    let word = |status: Status| match saying {
        Saying::Letter => (saying, locale.status_letter(status).to_string()),
        _ => (saying, locale.status(status).to_string()),
    };
    let column_x = |column: usize| {
        let place = (column - piece.columns.start) as u16;
        at.x + label + place * piece.cell + stairs(block, piece.columns.start..column + 1) * STAIR
    };
    for (name, first, columns) in &block.headings {
        let (start, end) = ((*first).max(piece.columns.start), (first + columns).min(piece.columns.end));
        if start < end {
            let cells = ((end - start) as u16 * piece.cell).saturating_sub(1);
            brush.cut(column_x(start), at.y + 1, cells, name, dim);
        }
    }
    for (place, (floor, cells)) in block.lines[piece.lines.clone()].iter().enumerate() {
        let y = at.y + HEAD + place as u16 * pitch;
        brush.put(at.x, y, label, &text::right(floor, label - 1, brush.glyphs), dim);
        for column in piece.columns.clone() {
            if let Some(Some((room, status))) = cells.get(column) {
                let unit = Rect { x: column_x(column), y, width: piece.cell - 1, height };
                draw_unit(brush, unit, room, *status, &word);
            }
        }
    }
}

/// How a unit says what its mark means: in every cell of a piece alike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Saying {
    Below,
    Beside,
    Letter,
    Mark,
}

/// The longest way of saying a status that fits every unit of a piece.
fn saying(locale: &Locale, block: &Block, piece: &Piece, height: u16) -> Saying {
    let names = Status::ALL.iter().map(|status| width(locale.status(*status))).max().unwrap_or(0);
    let letters = Status::ALL.iter().map(|status| width(locale.status_letter(*status))).max().unwrap_or(0);
    // Mark, room, and a space after each; `piece.cell` has a gap of its own.
    let beside = measures(block).1 + 2;
    match piece.cell - 1 {
        cells if height > 1 && cells >= names + 2 => Saying::Below,
        cells if height == 1 && cells >= beside + names => Saying::Beside,
        cells if cells >= beside - 1 + letters => Saying::Letter,
        _ => Saying::Mark,
    }
}

/// A unit: mark and room; below them or beside them what the mark means.
fn draw_unit(
    brush: &mut Brush,
    at: Rect,
    room: &str,
    status: Status,
    word: &impl Fn(Status) -> (Saying, String),
) {
    let style = brush.ink(Ink::of(status));
    let mark = Mark::Plain(status).shape(brush.glyphs);
    let room = text::cut(room, at.width.saturating_sub(2), brush.glyphs);
    let lines = [format!("{mark} {room}"), String::new()];
    for (y, line) in (at.top()..at.bottom()).zip(lines) {
        brush.put(at.x, y, at.width, &text::fit(&line, at.width, brush.glyphs), style);
    }
    match word(status) {
        (Saying::Below, word) => brush.put(at.x + 2, at.y + 1, at.width.saturating_sub(2), &word, style),
        (Saying::Mark, _) => at.x,
        (Saying::Beside | Saying::Letter, word) => {
            brush.right(at.x, at.y, at.right().saturating_sub(1), &word, style)
        }
    };
}
