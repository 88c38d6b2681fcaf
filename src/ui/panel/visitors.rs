//! Visitors: the groups waiting and being received, oldest first.

use crate::app::geometry::Focus;
use crate::app::model::Desk;
use crate::domain::state::visit::{Visit, VisitState};
use crate::ui::paint::Brush;
use crate::ui::panel::List;
use crate::ui::span;
use crate::ui::theme::Ink;

/// Draws the panel.
pub fn draw(desk: &Desk, brush: &mut Brush) {
    let visits = &desk.view().open_visits;
    let list = List::new(desk, Focus::Visitors, 0, visits.len());
    let (title, nothing) = (desk.locale.text("panel-visitors"), desk.locale.text("panel-visitors-empty"));
    list.draw(title, nothing, brush, |brush, row| draw_row(desk, brush, desk.view().visit(visits[row])));
}

fn draw_row(desk: &Desk, brush: &mut Brush, visit: &Visit) {
    let office = desk.view();
    let (area, end) = (brush.area, brush.area.right());
    let number = brush.ink(Ink::Title);
    let x = brush.put(area.x, area.y, 5, &format!("{:>3} ", visit.number), number);
    let dim = brush.ink(Ink::Dim);
    let mut x = brush.put(x, area.y, end.saturating_sub(x), desk.locale.visit_kind(visit.kind), dim) + 1;
    if visit.size > 1 {
        let size = desk.locale.say("visitor-size", &[("count", visit.size.into())]);
        x = brush.put(x, area.y, end.saturating_sub(x), &size, dim) + 1;
    }
    let waiting = visit.state == VisitState::Waiting;
    let since = if waiting { visit.arrived } else { visit.assigned.unwrap_or(visit.arrived) };
    let minutes = span::minutes_since(desk, since);
    let policy = &office.policy;
    let ink = match minutes {
        _ if !waiting => Ink::Dim,
        late if late >= i64::from(policy.wait_red.0) => Ink::Bad,
        late if late >= i64::from(policy.wait_amber.0) => Ink::Warn,
        _ => Ink::Good,
    };
    let words = desk.locale.say("visitor-minutes", &[("minutes", minutes.into())]);
    let style = brush.ink(ink);
    let until = brush.right(x.min(end), area.y, end, &words, style).saturating_sub(1);
    let (who, ink) = match (waiting, visit.consultant, visit.asked) {
        (false, Some(_), _) => (office.name_of(visit.consultant).to_string(), Ink::Text),
        (_, _, Some(_)) => {
            (desk.locale.say("visitor-asks", &[("name", office.name_of(visit.asked).into())]), Ink::Mark)
        }
        _ => (desk.locale.text("visitor-waiting").to_string(), Ink::Text),
    };
    let style = brush.ink(ink);
    brush.cut(x, area.y, until.saturating_sub(x), &who, style);
}
