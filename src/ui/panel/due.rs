//! The due list: what is late first, then what comes next.

use crate::app::geometry::Focus;
use crate::app::model::Desk;
use crate::domain::state::due::{About, DueItem, DueKind};
use crate::ui::paint::Brush;
use crate::ui::panel::List;
use crate::ui::span;
use crate::ui::text::width;
use crate::ui::theme::Ink;

/// From here on the consultant has a column.
const WIDE: u16 = 34;
/// Cells of that column at most.
const NAME: u16 = 10;

/// Cells of the columns, the same for every row.
struct Columns {
    time: u16,
    kind: u16,
}

impl Columns {
    fn new(desk: &Desk) -> Self {
        let days = desk.locale.say("span-days", &[("days", 99_u32.into())]);
        let late = desk.locale.say("span-late", &[("span", days.into())]);
        let left = desk.locale.say("span-left", &[("span", "00:00".into())]);
        let keys = DueKind::ALL.into_iter().map(kind_key).chain([PREPARED.to_string()]);
        let kind = keys.map(|key| width(desk.locale.text(&key))).max();
        Self { time: width(&late).max(width(&left)), kind: kind.unwrap_or(0) }
    }
}

/// Draws the panel.
pub fn draw(desk: &Desk, brush: &mut Brush) {
    let list = List::new(desk, Focus::Due, 2, desk.due.len());
    let (title, nothing) = (desk.locale.text("panel-due"), desk.locale.text("panel-due-empty"));
    let columns = Columns::new(desk);
    list.draw(title, nothing, brush, |brush, row| draw_row(desk, brush, &columns, row));
}

fn draw_row(desk: &Desk, brush: &mut Brush, columns: &Columns, row: usize) {
    let item = desk.due[row];
    let office = desk.view();
    let (area, end) = (brush.area, brush.area.right());
    let (left, ink) = span::until(desk, item.at);
    let style = brush.ink(ink);
    brush.cut(area.x, area.y, columns.time, &left, style);
    let mut x = area.x + columns.time + 1;
    let dim = brush.ink(Ink::Dim);
    let claim = item.unit().and_then(|unit| office.live_claim(unit));
    let is_prepared = item.kind == DueKind::Signing && claim.is_some_and(|claim| claim.prepared.is_some());
    let key = if is_prepared { PREPARED.to_string() } else { kind_key(item.kind) };
    brush.put(x, area.y, columns.kind, desk.locale.text(&key), dim);
    x += columns.kind + 1;
    let name = office.name_of(item.consultant(office));
    let from = end.saturating_sub(width(name).min(NAME));
    // What the row is about comes first; whose it is only where both can be read.
    let mut room = end.saturating_sub(x);
    let beside = from.saturating_sub(x + 1);
    let can_name = area.width >= WIDE && !name.is_empty();
    let short = can_name.then(|| about(desk, &item, beside, true)).filter(|words| width(words) <= beside);
    if short.is_some() {
        brush.right(from, area.y, end, name, dim);
        room = beside;
    }
    let text = brush.ink(Ink::Text);
    let words = short.unwrap_or_else(|| about(desk, &item, room, false));
    brush.cut(x, area.y, room, &words, text);
}

/// What a row is about, as it fits: a unit, a visit, a customer; `named` where the consultant stands beside it.
fn about(desk: &Desk, item: &DueItem, room: u16, named: bool) -> String {
    let office = desk.view();
    match item.about {
        About::Unit(unit) => {
            let unit = office.unit(unit);
            let full = short_address(unit, true);
            if width(&full) <= room { full } else { short_address(unit, false) }
        }
        About::Visit(visit) => {
            let visit = office.visit(visit);
            let full = desk.locale.due_visit(office, visit, named);
            let number = || desk.locale.say("due-visit-short", &[("number", visit.number.into())]);
            if width(&full) <= room { full } else { number() }
        }
        About::Call(_) | About::Customer(_) => {
            let customer = item.customer(office);
            customer.map(|id| desk.locale.customer(office, desk.viewer, id)).unwrap_or_default()
        }
    }
}

/// Building and room: the stair is left out where the row is short of room.
fn short_address(unit: &crate::domain::state::unit::Unit, with_stair: bool) -> String {
    let number = unit.spec.building.split('#').next().unwrap_or_default();
    let building = if number.len() < unit.spec.building.len() {
        format!("{number}#")
    } else {
        unit.spec.building.to_string()
    };
    match unit.spec.entrance.as_ref().filter(|_| with_stair) {
        Some(entrance) => format!("{building}{entrance} {}", unit.spec.room),
        None => format!("{building} {}", unit.spec.room),
    }
}

/// What a signing is called whose contract waits for the down payment.
const PREPARED: &str = "panel-due-prepared";

fn kind_key(kind: DueKind) -> String {
    format!("panel-due-{}", kind.code())
}
