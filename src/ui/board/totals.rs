//! The day's counters and the units per status.

use crate::app::model::{Counts, Glyphs};
use crate::domain::state::unit::Status;
use crate::ui::board::{Wall, big};
use crate::ui::glyph::Mark;
use crate::ui::paint::Brush;
use crate::ui::text::{self, width};
use crate::ui::theme::Ink;
use ratatui::layout::Rect;

/// Draws the page.
pub(crate) fn draw(wall: &Wall, brush: &mut Brush, area: Rect) {
    let ledger = wall.picture.ledger;
    let counters = [
        ("board-subscribed", ledger.subscribed, Ink::Deposit),
        ("board-topped-up", ledger.topped_up, Ink::Good),
        ("board-signed", ledger.signed, Ink::Signed),
        ("board-cancelled", ledger.cancelled, Ink::Dim),
    ];
    let title = brush.ink(Ink::Title);
    brush.cut(area.x, area.y, area.width, wall.locale.text("board-today"), title);
    let share = (area.width / 4).max(1);
    let is_big = brush.glyphs == Glyphs::Unicode
        && area.height >= big::ROWS + 6
        && counters.iter().all(|(_, count, _)| big::cells(&count.to_string()) < share);
    let y = area.y + 1;
    for (place, (key, count, ink)) in counters.into_iter().enumerate() {
        let style = brush.ink(ink);
        let x = (area.x + place as u16 * share).min(area.right());
        let label = wall.locale.text(key);
        if is_big {
            brush.cut(x, y + 1, share.saturating_sub(1), label, style);
            big::put(brush, x, y + 2, &count.to_string(), style);
        } else {
            brush.cut(x, y, share.saturating_sub(1), &format!("{label} {count}"), style);
        }
    }
    let below = if is_big { y + big::ROWS + 3 } else { y + 2 };
    statuses(wall, brush, Rect { y: below, height: area.bottom().saturating_sub(below), ..area });
}

fn statuses(wall: &Wall, brush: &mut Brush, area: Rect) {
    let mut total = Counts::default();
    for block in &wall.picture.buildings {
        for (sum, count) in total.0.iter_mut().zip(block.counts.0) {
            *sum += count;
        }
    }
    let all = total.all();
    let title = brush.ink(Ink::Title);
    let heading = wall.locale.say("board-units", &[("count", all.into())]);
    brush.within(area).cut(area.x, area.y, area.width, &heading, title);
    let name_cells = Status::ALL.iter().map(|status| width(wall.locale.status(*status))).max().unwrap_or(0);
    let lead = name_cells + 10;
    let room = area.width.saturating_sub(lead + 1);
    for (y, status) in (area.y + 1..area.bottom()).zip(Status::ALL) {
        let count = total.of(*status);
        let style = brush.ink(Ink::of(*status));
        let mark = Mark::Plain(*status).shape(brush.glyphs);
        let name = text::fit(wall.locale.status(*status), name_cells, brush.glyphs);
        let line = format!("{mark} {name} {}", text::right(&count.to_string(), 6, brush.glyphs));
        brush.within(area).put(area.x, y, lead, &line, style);
        // At least one cell where there is one unit.
        let bar = (count * usize::from(room)).checked_div(all).unwrap_or(0).max(usize::from(count > 0));
        let fill = if brush.glyphs == Glyphs::Unicode { "■" } else { "#" };
        brush.within(area).put(area.x + lead, y, room, &fill.repeat(bar), style);
    }
}
