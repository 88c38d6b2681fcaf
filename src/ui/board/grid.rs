//! The public grid: buildings side by side and one below another as they fit, in as many sheets as that takes.
//!
//! A piece is a building, or the part of a building that fits a screen; headings and floor labels are repeated on
//! every piece.

use crate::app::board::{Block, Picture};
use crate::domain::state::unit::Status;
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
/// Widest a room is drawn, cells, its mark apart.
const ROOM: u16 = 8;

/// A part of one building and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Piece {
    block: usize,
    lines: Range<usize>,
    columns: Range<usize>,
    at: Rect,
}

/// Cells of floor label and of one column.
fn measures(block: &Block) -> (u16, u16) {
    let label = block.lines.iter().map(|(label, _)| width(label)).max().unwrap_or(0) + 1;
    let rooms = block.lines.iter().flat_map(|(_, cells)| cells.iter().flatten());
    let room = rooms.map(|(room, _)| width(room)).max().unwrap_or(0).min(ROOM);
    (label, room + 3)
}

/// The sheets of the grid for an area, each with its pieces placed.
pub(crate) fn sheets(picture: &Picture, area: Rect) -> Vec<Vec<Piece>> {
    let mut sheets: Vec<Vec<Piece>> = Vec::new();
    if area.width < 12 || area.height < HEAD + 2 {
        return sheets;
    }
    let (mut x, mut y, mut tallest) = (0, 0, 0);
    for (place, block) in picture.buildings.iter().enumerate() {
        for (lines, columns, w, h) in parts(block, area) {
            if x > 0 && x + w > area.width {
                (x, y, tallest) = (0, y + tallest + 1, 0);
            }
            if sheets.is_empty() || y + h > area.height {
                sheets.push(Vec::new());
                (x, y, tallest) = (0, 0, 0);
            }
            let at = Rect { x, y, width: w, height: h };
            if let Some(sheet) = sheets.last_mut() {
                sheet.push(Piece { block: place, lines, columns, at });
            }
            x += w + GAP;
            tallest = tallest.max(h);
        }
    }
    sheets
}

/// A building cut into parts that fit, with their size.
fn parts(block: &Block, area: Rect) -> Vec<(Range<usize>, Range<usize>, u16, u16)> {
    let (label, cell) = measures(block);
    let columns = block.lines.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let across = usize::from(area.width.saturating_sub(label) / cell).max(1);
    let down = usize::from(area.height - HEAD).max(1);
    let mut parts = Vec::new();
    for first_line in (0..block.lines.len()).step_by(down) {
        let lines = first_line..(first_line + down).min(block.lines.len());
        for first in (0..columns).step_by(across) {
            let cut = first..(first + across).min(columns);
            let w = label + cut.len() as u16 * cell;
            let head = width(&title(block)).min(area.width);
            parts.push((lines.clone(), cut, w.max(head).min(area.width), lines.len() as u16 + HEAD));
        }
    }
    parts
}

/// Name and counters of a building, without colour.
fn title(block: &Block) -> String {
    let counts = Status::ALL.iter().map(|status| block.counts.of(*status)).filter(|count| *count > 0);
    let counts: String = counts.map(|count| format!("  x{count}")).collect();
    format!("{}{counts}", block.name)
}

/// Draws one sheet.
pub(crate) fn draw(wall: &Wall, brush: &mut Brush, area: Rect, sheet: usize) {
    let sheets = sheets(wall.picture, area);
    for piece in sheets.get(sheet).into_iter().flatten() {
        let at = Rect { x: area.x + piece.at.x, y: area.y + piece.at.y, ..piece.at };
        let block = &wall.picture.buildings[piece.block];
        draw_piece(&mut brush.within(at), at, block, piece);
    }
}

fn draw_piece(brush: &mut Brush, at: Rect, block: &Block, piece: &Piece) {
    let (label, cell) = measures(block);
    let (title, dim) = (brush.ink(Ink::Title), brush.ink(Ink::Dim));
    let mut x = brush.cut(at.x, at.y, at.width, &block.name, title);
    for status in Status::ALL {
        let count = block.counts.of(*status);
        if count > 0 {
            let style = brush.ink(Ink::of(*status));
            let text = format!("  {}{count}", Mark::Plain(*status).shape(brush.glyphs));
            x = brush.put(x, at.y, at.right().saturating_sub(x), &text, style);
        }
    }
    for (name, first, columns) in &block.headings {
        let (start, end) = ((*first).max(piece.columns.start), (first + columns).min(piece.columns.end));
        if start < end {
            let x = at.x + label + (start - piece.columns.start) as u16 * cell;
            brush.cut(x, at.y + 1, ((end - start) as u16 * cell).saturating_sub(1), name, dim);
        }
    }
    for (y, (floor, cells)) in (at.y + HEAD..at.bottom()).zip(&block.lines[piece.lines.clone()]) {
        brush.put(at.x, y, label, &text::right(floor, label - 1, brush.glyphs), dim);
        for (place, column) in piece.columns.clone().enumerate() {
            let Some(Some((room, status))) = cells.get(column) else { continue };
            let style = brush.ink(Ink::of(*status));
            let x = at.x + label + place as u16 * cell;
            let mark = Mark::Plain(*status).shape(brush.glyphs);
            let text = format!("{mark} {}", text::fit(room, cell - 3, brush.glyphs));
            brush.put(x, y, cell - 1, &text, style);
        }
    }
}
