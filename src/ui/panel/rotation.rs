//! The rotation: who stands in line, who is next, who is where.

use crate::app::geometry::Focus;
use crate::app::model::Desk;
use crate::app::moves::rotation_rows;
use crate::domain::id::StaffId;
use crate::domain::state::staff::{Presence, Team};
use crate::ui::paint::Brush;
use crate::ui::panel::List;
use crate::ui::text::width;
use crate::ui::theme::Ink;

/// Draws the panel.
pub fn draw(desk: &Desk, brush: &mut Brush) {
    let people = rotation_rows(desk);
    let next = crate::domain::rotation::next(desk.view(), Team::Site, desk.moment());
    let list = List::new(desk, Focus::Rotation, 1, people.len());
    let (title, nothing) = (desk.locale.text("panel-rotation"), desk.locale.text("panel-rotation-empty"));
    list.draw(title, nothing, brush, |brush, row| draw_row(desk, brush, row, people[row], next));
}

fn draw_row(desk: &Desk, brush: &mut Brush, row: usize, id: StaffId, next: Option<StaffId>) {
    let office = desk.view();
    let area = brush.area;
    let is_next = next == Some(id);
    let presence = office.presence(id, desk.moment());
    let visit = office.receiving(id);
    let name_ink = match (is_next, visit.is_some(), presence) {
        (true, ..) => Ink::Accent,
        (_, false, Presence::Floor) => Ink::Text,
        _ => Ink::Dim,
    };
    let mark = if is_next { brush.shapes().here } else { " " };
    let style = brush.ink(Ink::Accent);
    brush.put(area.x, area.y, 1, mark, style);
    let dim = brush.ink(Ink::Dim);
    let place = if presence == Presence::Off { "  ".to_string() } else { format!("{:>2}", row + 1) };
    let x = brush.put(area.x + 1, area.y, 3, &place, dim) + 1;
    let (words, ink) = match (visit, presence) {
        (Some(visit), _) => (desk.locale.say("rotation-busy", &[("number", visit.number.into())]), Ink::Warn),
        (None, _) if is_next => (desk.locale.text("rotation-next").to_string(), Ink::Accent),
        (None, Presence::Floor) => (desk.locale.text("rotation-free").to_string(), Ink::Good),
        (None, other) => (desk.locale.presence(other).to_string(), Ink::Dim),
    };
    let since = office
        .member(id)
        .duty
        .since
        .filter(|_| visit.is_none() && !matches!(presence, Presence::Floor | Presence::Off));
    let words = match since {
        Some(since) => format!("{words} {}", desk.locale.clock(since)),
        None => words,
    };
    // The name first: it must not be lost where the row is narrow.
    let name = &office.member(id).name;
    let x = x.min(area.right());
    let style = brush.ink(name_ink);
    let x = brush.cut(x, area.y, area.right() - x, name, style) + 1;
    if x + width(&words) <= area.right() {
        let style = brush.ink(ink);
        brush.right(x, area.y, area.right(), &words, style);
    }
}
