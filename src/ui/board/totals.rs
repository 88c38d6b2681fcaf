//! The day's four counters, its visits by kind, and the units by status.

use crate::app::model::{Counts, Glyphs};
use crate::domain::state::unit::Status;
use crate::ui::board::{Wall, big, heading};
use crate::ui::glyph::Mark;
use crate::ui::paint::Brush;
use crate::ui::text::width;
use crate::ui::theme::Ink;
use ratatui::layout::Rect;

/// The largest scale of a counter.
const SCALE_MAX: u16 = 3;
/// From these cells on the two lists stand side by side.
const WIDE: u16 = 60;
/// The highest a line becomes.
const PITCH_MAX: u16 = 4;
/// Lines of the longer list, heading included.
const LINES: u16 = 9;

/// Draws the pane.
pub(crate) fn draw(wall: &Wall, brush: &mut Brush, area: Rect) {
    heading(brush, area, wall.locale.text("board-today"));
    let rest = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let y = counters(wall, brush, rest);
    let rest = Rect { y, height: area.bottom().saturating_sub(y), ..area };
    let (visits, units) = (visits(wall), units(wall, brush.glyphs));
    if area.width >= WIDE {
        let half = area.width / 2;
        let left = Rect { width: half.saturating_sub(2), ..rest };
        let right = Rect { x: area.x + half, width: area.width - half, ..rest };
        list(&mut brush.within(left), left, &visits);
        list(&mut brush.within(right), right, &units);
    } else {
        // The units come first: they say more of the project than a day's visits.
        let rows = (units.lines.len() as u16 + 1).min(rest.height);
        let top = Rect { height: rows, ..rest };
        list(&mut brush.within(top), top, &units);
        let y = (top.bottom() + 1).min(rest.bottom());
        let below = Rect { y, height: rest.bottom() - y, ..rest };
        list(&mut brush.within(below), below, &visits);
    }
}

/// The four counters; returns the row below.
fn counters(wall: &Wall, brush: &mut Brush, area: Rect) -> u16 {
    let ledger = wall.picture.ledger;
    let counters = [
        ("board-subscribed", ledger.subscribed, Ink::Deposit),
        ("board-topped-up", ledger.topped_up, Ink::Good),
        ("board-signed", ledger.signed, Ink::Signed),
        ("board-cancelled", ledger.cancelled, Ink::Dim),
    ];
    let share = (area.width / 4).max(1);
    let digits = counters.iter().map(|(_, count, _)| count.to_string()).max_by_key(String::len);
    let rows = area.height.saturating_sub(LINES + 2);
    let scale = big::scale(&digits.unwrap_or_default(), share.saturating_sub(4), rows, SCALE_MAX);
    let scale = scale.filter(|_| brush.glyphs == Glyphs::Unicode);
    for (place, (key, count, ink)) in counters.into_iter().enumerate() {
        let ground = brush.ink(Ink::Text).bg;
        let mut style = brush.ink(ink);
        style.bg = ground;
        let x = (area.x + place as u16 * share).min(area.right());
        let label = wall.locale.text(key);
        match scale {
            Some(scale) => {
                brush.cut(x, area.y, share.saturating_sub(1), label, style);
                big::put(brush, x, area.y + 1, &count.to_string(), scale, style);
            }
            None => {
                brush.cut(x, area.y, share.saturating_sub(1), &format!("{label} {count}"), style);
            }
        }
    }
    area.y + scale.map_or(2, |scale| big::ROWS * scale + 2)
}

/// A list with bars.
struct Listed {
    heading: String,
    lines: Vec<(Ink, String, usize)>,
}

fn visits(wall: &Wall) -> Listed {
    let of = |(kind, count): &(_, usize)| (Ink::Info, wall.locale.visit_kind(*kind).to_string(), *count);
    let count: usize = wall.picture.visits.iter().map(|(_, count)| count).sum();
    Listed {
        heading: wall.locale.say("board-visits", &[("count", count.into())]),
        lines: wall.picture.visits.iter().map(of).collect(),
    }
}

fn units(wall: &Wall, glyphs: Glyphs) -> Listed {
    let mut total = Counts::default();
    for block in &wall.picture.buildings {
        for (sum, count) in total.0.iter_mut().zip(block.counts.0) {
            *sum += count;
        }
    }
    let of = |status: &Status| {
        let mark = Mark::Plain(*status).shape(glyphs);
        (Ink::of(*status), format!("{mark} {}", wall.locale.status(*status)), total.of(*status))
    };
    Listed {
        heading: wall.locale.say("board-units", &[("count", total.all().into())]),
        lines: Status::ALL.iter().map(of).collect(),
    }
}

fn list(brush: &mut Brush, area: Rect, listed: &Listed) {
    heading(brush, area, &listed.heading);
    let rows = area.height.saturating_sub(1);
    let pitch = (rows / (LINES - 1)).clamp(1, PITCH_MAX);
    let name_cells = listed.lines.iter().map(|(_, name, _)| width(name)).max().unwrap_or(0) + 2;
    let lead = name_cells + 6;
    let room = area.width.saturating_sub(lead + 1);
    let most = listed.lines.iter().map(|(_, _, count)| *count).max().unwrap_or(0).max(1);
    for (place, (ink, name, count)) in listed.lines.iter().enumerate() {
        let y = area.y + 1 + place as u16 * pitch;
        let mut style = brush.ink(*ink);
        style.bg = brush.ink(Ink::Text).bg;
        brush.cut(area.x, y, name_cells, name, style);
        brush.right(area.x + name_cells, y, area.x + lead - 1, &count.to_string(), style);
        // At least one cell where there is one.
        let bar = (count * usize::from(room) / most).max(usize::from(*count > 0));
        let fill = if brush.glyphs == Glyphs::Unicode { "■" } else { "#" };
        brush.put(area.x + lead, y, room, &fill.repeat(bar), style);
    }
}
