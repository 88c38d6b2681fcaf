//! The due list: what is late first, then what comes next.

use crate::app::due::DueKind;
use crate::app::geometry::Focus;
use crate::app::model::Desk;
use crate::ui::paint::Brush;
use crate::ui::panel::List;
use crate::ui::span;
use crate::ui::text::width;
use crate::ui::theme::Ink;

/// Cells of the time column.
const TIME: u16 = 9;
/// Cells of the kind column.
const KIND: u16 = 5;
/// From here on the consultant has a column.
const WIDE: u16 = 40;

/// Draws the panel.
pub fn draw(desk: &Desk, brush: &mut Brush) {
    let list = List::new(desk, Focus::Due, 2, desk.due.len());
    let (title, nothing) = (desk.locale.text("panel-due"), desk.locale.text("panel-due-empty"));
    list.draw(title, nothing, brush, |brush, row| draw_row(desk, brush, row));
}

fn draw_row(desk: &Desk, brush: &mut Brush, row: usize) {
    let item = desk.due[row];
    let office = desk.view();
    let Some(unit) = office.units.get(item.unit.index()) else { return };
    let (area, end) = (brush.area, brush.area.right());
    let (left, ink) = span::until(desk, item.at);
    let style = brush.ink(ink);
    let mut x =
        brush.cut(area.x, area.y, TIME.max(width(&left).min(TIME + 3)), &left, style).max(area.x + TIME) + 1;
    let kind = desk.locale.text(kind_key(item.kind));
    let dim = brush.ink(Ink::Dim);
    x = brush.put(x, area.y, end.saturating_sub(x), kind, dim).max(x + KIND - 1) + 1;
    let name = office.live_claim(item.unit).map(|claim| office.name_of(claim.consultant)).unwrap_or_default();
    let mut until = end;
    if area.width >= WIDE && !name.is_empty() {
        until =
            brush.right(end.saturating_sub(width(name).min(12)), area.y, end, name, dim).saturating_sub(1);
    }
    let text = brush.ink(Ink::Text);
    brush.cut(x, area.y, until.saturating_sub(x), &short_address(unit), text);
}

/// Building and room: the stair is left out where the row is short of room.
fn short_address(unit: &crate::domain::state::unit::Unit) -> String {
    let number = unit.spec.building.split('#').next().unwrap_or_default();
    let building = if number.len() < unit.spec.building.len() {
        format!("{number}#")
    } else {
        unit.spec.building.clone()
    };
    match &unit.spec.entrance {
        Some(entrance) => format!("{building}{entrance} {}", unit.spec.room),
        None => format!("{building} {}", unit.spec.room),
    }
}

fn kind_key(kind: DueKind) -> &'static str {
    match kind {
        DueKind::Hold => "due-hold",
        DueKind::TopUp => "due-top-up",
        DueKind::Signing => "due-signing",
        DueKind::Recording => "due-recording",
    }
}
