//! Who is next, very large, and the line behind.

use crate::app::board::Turn;
use crate::app::model::Glyphs;
use crate::domain::state::staff::Presence;
use crate::ui::board::{Wall, big};
use crate::ui::paint::Brush;
use crate::ui::text::{self, width};
use crate::ui::theme::Ink;
use ratatui::layout::Rect;

/// Draws the page.
pub(crate) fn draw(wall: &Wall, brush: &mut Brush, area: Rect) {
    let line = &wall.picture.rotation;
    let dim = brush.ink(Ink::Dim);
    // Whoever is on the floor and free takes the next group; the office gives them in that order.
    let next = line.iter().position(|turn| turn.presence == Presence::Floor && !turn.busy);
    let heading = wall.locale.text("board-next");
    brush.cut(area.x, area.y, area.width, heading, dim);
    let mut y = area.y + 1;
    match next.and_then(|place| line.get(place)) {
        Some(turn) => y = leader(brush, area, y, &turn.name),
        None => {
            let warn = brush.ink(Ink::Warn);
            brush.cut(area.x, y, area.width, wall.locale.text("board-nobody"), warn);
            y += 2;
        }
    }
    let rows = Rect { y, height: area.bottom().saturating_sub(y), ..area };
    table(wall, brush, rows, next);
}

/// The name of whoever is next; returns the row below.
fn leader(brush: &mut Brush, area: Rect, y: u16, name: &str) -> u16 {
    let style = brush.ink(Ink::Accent);
    let fits = big::has(name) && big::cells(name) <= area.width && area.height >= big::ROWS + 6;
    if fits && brush.glyphs == Glyphs::Unicode {
        let x = area.x + (area.width - big::cells(name)) / 2;
        big::put(brush, x, y, name, style);
        return y + big::ROWS + 1;
    }
    let x = area.x + area.width.saturating_sub(width(name)) / 2;
    brush.cut(x, y, area.right().saturating_sub(x), name, style);
    y + 2
}

fn table(wall: &Wall, brush: &mut Brush, area: Rect, next: Option<usize>) {
    let line = &wall.picture.rotation;
    if area.height == 0 || line.is_empty() {
        return;
    }
    let name_cells = line.iter().map(|turn| width(&turn.name)).max().unwrap_or(0).clamp(6, 16);
    let column = (name_cells + 34).min(area.width.max(1));
    let columns = (area.width / column).max(1);
    let per_column = area.height;
    // As many as fit; the rest is told, not hidden.
    let fits = usize::from(columns) * usize::from(per_column);
    let hidden = line.len().saturating_sub(fits);
    let shown = if hidden > 0 { fits.saturating_sub(1) } else { line.len() };
    for (place, turn) in line.iter().take(shown).enumerate() {
        let x = area.x + (place as u16 / per_column) * column;
        let y = area.y + place as u16 % per_column;
        row(
            wall,
            brush,
            Rect { x, y, width: column.min(area.right() - x), height: 1 },
            place,
            turn,
            next == Some(place),
            name_cells,
        );
    }
    if hidden > 0 {
        let more = wall.locale.say("board-more", &[("count", (hidden + 1).into())]);
        let dim = brush.ink(Ink::Dim);
        let x = area.x + (columns - 1) * column;
        brush.cut(x, area.bottom() - 1, area.right() - x, &more, dim);
    }
}

fn row(wall: &Wall, brush: &mut Brush, at: Rect, place: usize, turn: &Turn, next: bool, name_cells: u16) {
    let (ink, state) = match (turn.busy, turn.presence) {
        (true, _) => (Ink::Info, wall.locale.text("board-receiving").to_string()),
        (false, presence) => {
            let ink = if presence == Presence::Floor { Ink::Good } else { Ink::Dim };
            (ink, wall.locale.text(&format!("presence-{}", presence.code())).to_string())
        }
    };
    let name_ink = if next { Ink::Accent } else { Ink::Text };
    let since = turn.since.map(|since| wall.minutes(since).1).unwrap_or_default();
    let first = wall.locale.say("board-first-visits", &[("count", turn.first_visits.into())]);
    let pieces = [
        (Ink::Dim, format!("{:>2} ", place + 1)),
        (name_ink, text::fit(&turn.name, name_cells + 1, brush.glyphs)),
        (ink, text::fit(&state, 11, brush.glyphs)),
        (Ink::Dim, text::fit(&since, 9, brush.glyphs)),
        (Ink::Text, first),
    ];
    let mut x = at.x;
    for (ink, text) in pieces {
        let style = brush.ink(ink);
        x = brush.put(x, at.y, at.right().saturating_sub(x), &text, style);
    }
}
