//! The row of buildings, scrolled so that the current one shows.

use crate::app::model::Desk;
use crate::domain::id::BuildingId;
use crate::domain::state::unit::Status;
use crate::ui::paint::Brush;
use crate::ui::text::width;
use crate::ui::theme::Ink;

/// Cells kept free on each side for "there is more".
const EDGE: u16 = 2;

/// One tab as it will be written.
struct Tab {
    key: String,
    name: String,
    counts: String,
}

impl Tab {
    fn width(&self) -> u16 {
        // A space before, between and after.
        width(&self.key) + width(&self.name) + width(&self.counts) + 3
    }
}

/// Draws the row.
pub fn draw(desk: &Desk, brush: &mut Brush) {
    let order = &desk.view().order;
    let area = brush.area;
    let room = area.width.saturating_sub(2 * EDGE);
    let current = order.iter().position(|id| Some(*id) == desk.building).unwrap_or(0);
    let first = first_shown(desk, current, room);
    let end = area.right().saturating_sub(EDGE);
    let mut x = area.x + EDGE.min(area.width);
    let mut shown = first;
    for (place, id) in order.iter().enumerate().skip(first) {
        let tab = tab(desk, place, *id);
        if x + tab.width() > end && place > first {
            break;
        }
        x = draw_tab(brush, x, end, &tab, place == current);
        shown = place + 1;
    }
    let style = brush.ink(Ink::Accent);
    let [_, _, left, right] = brush.shapes().more;
    if first > 0 {
        brush.put(area.x, area.y, 1, left, style);
    }
    if shown < order.len() {
        brush.put(area.right().saturating_sub(1), area.y, 1, right, style);
    }
}

/// The first tab to show: as few as possible are skipped.
fn first_shown(desk: &Desk, current: usize, room: u16) -> usize {
    let order = &desk.view().order;
    let mut used = 0;
    for place in (0..=current.min(order.len().saturating_sub(1))).rev() {
        let Some(id) = order.get(place) else { return 0 };
        used += tab(desk, place, *id).width();
        if used > room {
            return (place + 1).min(current);
        }
    }
    0
}

fn tab(desk: &Desk, place: usize, id: BuildingId) -> Tab {
    let counts = desk.counts.get(id.index()).copied().unwrap_or_default();
    Tab {
        key: if place < 9 { (place + 1).to_string() } else { String::new() },
        name: desk.view().building(id).name.clone(),
        counts: format!(" {}/{}", counts.of(Status::Available), counts.all()),
    }
}

fn draw_tab(brush: &mut Brush, x: u16, end: u16, tab: &Tab, current: bool) -> u16 {
    let y = brush.area.y;
    let [key, name, counts] = match current {
        true => [Ink::Selection; 3],
        false => [Ink::Accent, Ink::Text, Ink::Dim],
    }
    .map(|ink| brush.ink(ink));
    let rest = |x: u16| end.saturating_sub(x);
    let mut at = brush.put(x, y, rest(x), " ", name);
    at = brush.put(at, y, rest(at), &tab.key, key);
    at = brush.put(at, y, rest(at), " ", name);
    at = brush.cut(at, y, rest(at), &tab.name, name);
    at = brush.put(at, y, rest(at), &tab.counts, counts);
    brush.put(at, y, rest(at), " ", name)
}
