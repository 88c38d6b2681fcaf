//! Visitors: the groups waiting and being received, appointments due, and who receives the next one.

use crate::app::floor::asked_group;
use crate::app::geometry::Focus;
use crate::app::model::Desk;
use crate::domain::rotation::choose;
use crate::domain::state::call::Call;
use crate::domain::state::visit::{Visit, VisitState};
use crate::ui::paint::Brush;
use crate::ui::panel::List;
use crate::ui::span;
use crate::ui::text;
use crate::ui::theme::Ink;
use ratatui::layout::Rect;

/// Rows of the answer at most, its rule not counted.
const ANSWER: usize = 3;

/// Draws the panel.
pub fn draw(desk: &Desk, brush: &mut Brush) {
    let office = desk.view();
    let visits = &office.open_visits;
    let booked = office.appointments_due(desk.moment());
    let list = List::new(desk, Focus::Visitors, 0, visits.len() + booked.len());
    let (title, nothing) = (desk.locale.text("panel-visitors"), desk.locale.text("panel-visitors-empty"));
    let foot = answer_rows(desk, brush.area);
    list.draw_above(title, nothing, brush, foot, |brush, row| match visits.get(row) {
        Some(visit) => draw_row(desk, brush, office.visit(*visit)),
        None => draw_booked(desk, brush, booked[row - visits.len()]),
    });
    draw_answer(desk, brush, foot);
}

/// Who would receive the next group, in words: known before the key is pressed.
fn answer(desk: &Desk) -> Option<String> {
    let (number, group) = asked_group(desk);
    let number = number?;
    let office = desk.view();
    let result = desk.locale.result(office, &choose(office, group, desk.moment()), desk.moment());
    Some(desk.locale.say("visitor-answer", &[("number", number.into()), ("result", result.into())]))
}

fn answer_rows(desk: &Desk, area: Rect) -> u16 {
    let fits = area.height >= 10 && desk.past.is_none();
    let said = answer(desk).filter(|_| fits);
    let lines = said.map_or(0, |said| text::wrap(&said, area.width.saturating_sub(4).max(2)).len());
    if lines == 0 { 0 } else { lines.min(ANSWER) as u16 + 1 }
}

fn draw_answer(desk: &Desk, brush: &mut Brush, rows: u16) {
    let (Some(said), 1..) = (answer(desk), rows) else { return };
    let area = brush.area;
    let (x, cells) = (area.x + 2, area.width.saturating_sub(4));
    let mut y = area.bottom().saturating_sub(1 + rows);
    let rule = brush.shapes().across.repeat(usize::from(cells));
    let (border, ink) = (brush.ink(Ink::Border), brush.ink(Ink::Info));
    brush.put(x, y, cells, &rule, border);
    for line in text::wrap(&said, cells.max(2)).into_iter().take(ANSWER) {
        y += 1;
        brush.put(x, y, cells, line, ink);
    }
}

fn draw_booked(desk: &Desk, brush: &mut Brush, call: &Call) {
    let office = desk.view();
    let (area, end) = (brush.area, brush.area.right());
    let at = call.appointment.unwrap_or(call.at);
    let words = desk.locale.say("visitor-booked", &[("time", desk.locale.clock(at).into())]);
    let ink = if at < desk.moment() { Ink::Warn } else { Ink::Info };
    let style = brush.ink(ink);
    let x = brush.put(area.x + 1, area.y, end.saturating_sub(area.x + 1), &words, style) + 1;
    let style = brush.ink(Ink::Text);
    let who = office.name_of(Some(call.consultant));
    let from = brush.right(x.min(end), area.y, end, who, style);
    let customer = desk.locale.customer(office, desk.viewer, call.customer);
    let style = brush.ink(Ink::Dim);
    brush.cut(x, area.y, from.saturating_sub(x + 1), &customer, style);
}

fn draw_row(desk: &Desk, brush: &mut Brush, visit: &Visit) {
    let office = desk.view();
    let (area, end) = (brush.area, brush.area.right());
    let number = brush.ink(Ink::Title);
    let x = brush.put(area.x, area.y, 5, &format!("{:>3} ", visit.number), number);
    let waiting = visit.state == VisitState::Waiting;
    let since = if waiting { visit.arrived } else { visit.assigned.unwrap_or(visit.arrived) };
    let minutes = span::minutes_since(desk, since);
    let policy = &office.policy;
    let minutes_ink = match minutes {
        _ if !waiting => Ink::Dim,
        late if late >= i64::from(policy.wait_red.0) => Ink::Bad,
        late if late >= i64::from(policy.wait_amber.0) => Ink::Warn,
        _ => Ink::Good,
    };
    let words = desk.locale.say("visitor-minutes", &[("minutes", minutes.into())]);
    let (who, ink) = match (waiting, visit.consultant, visit.asked) {
        (false, Some(_), _) => (office.name_of(visit.consultant).to_string(), Ink::Text),
        (_, _, Some(_)) => {
            (desk.locale.say("visitor-asks", &[("name", office.name_of(visit.asked).into())]), Ink::Mark)
        }
        _ => (desk.locale.text("visitor-waiting").to_string(), Ink::Text),
    };
    // Minutes and whose it is first; how many they are only where there is room.
    let minutes_style = brush.ink(minutes_ink);
    let until = brush.right(x.min(end), area.y, end, &words, minutes_style).saturating_sub(1);
    let dim = brush.ink(Ink::Dim);
    let kind = desk.locale.visit_kind(visit.kind);
    let mut x = brush.cut(x, area.y, until.saturating_sub(x), kind, dim) + 1;
    let size = desk.locale.say("visitor-size", &[("count", visit.size.into())]);
    if visit.size > 1 && x + text::width(&size) + 1 + text::width(&who) <= until {
        x = brush.put(x, area.y, until.saturating_sub(x), &size, dim) + 1;
    }
    let style = brush.ink(ink);
    brush.cut(x, area.y, until.saturating_sub(x), &who, style);
}
