//! Acting from a row of the due list with the keys of the grid: on a unit they act as there; a row about people has its own.

use crate::app::action::{Action, Place};
use crate::app::geometry::Focus;
use crate::app::message::Effect;
use crate::app::model::{Desk, Layer, Sheet, Tone};
use crate::app::moves;
use crate::app::voice::say;
use crate::domain::id::{CustomerId, VisitId};
use crate::domain::rejection::Rejection;
use crate::domain::state::due::About;
use crate::domain::state::visit::VisitState;
use crate::domain::time::Instant;

/// What an action does on the chosen row of the due list; `None` where it does what it does everywhere.
pub fn act(desk: &mut Desk, action: Action) -> Option<Vec<Effect>> {
    if desk.focus != Focus::Due || matches!(action, Action::NextPanel | Action::PreviousPanel) {
        return None;
    }
    desk.due_from = None;
    let on_unit = action.row().place == Place::Unit && action != Action::ReleaseBatch;
    match (desk.due_at.map(|item| item.about), action) {
        (Some(About::Unit(unit)), _) => {
            // Another building may show meanwhile: what is acted on is what is chosen here.
            if on_unit && desk.cursor != Some(unit) {
                moves::select(desk, unit);
            }
            return None;
        }
        (None, _) if on_unit => say(desk, Tone::Info, desk.locale.text("due-none-chosen").to_string()),
        (Some(About::Visit(visit)), Action::Card) => to_visitors(desk, visit),
        (Some(About::Call(call)), Action::Card) => {
            let call = &desk.view().calls[call.index()];
            let (customer, at) = (call.customer, call.appointment);
            customer_sheet(desk, customer, at);
        }
        (Some(About::Customer(customer)), Action::Card) => customer_sheet(desk, customer, None),
        (Some(about), _) if on_unit => {
            let key = if matches!(about, About::Visit(_)) { "due-is-visit" } else { "due-is-customer" };
            let [assign, finish, card] =
                [Action::Assign, Action::Finish, Action::Card].map(|action| key_word(desk, action));
            let args = [("assign", assign.into()), ("finish", finish.into()), ("card", card.into())];
            say(desk, Tone::Bad, desk.locale.say(key, &args));
        }
        (Some(About::Visit(visit)), _) => return misplaced(desk, visit, action),
        _ => return None,
    }
    Some(Vec::new())
}

/// A key as people call it: `回车` rather than `enter`.
fn key_word(desk: &Desk, action: Action) -> String {
    let label = desk.keymap.label(action);
    let named = format!("key-{label}");
    if label.len() > 1 && desk.locale.has(&named) { desk.locale.text(&named).to_string() } else { label }
}

/// Says why a key of reception does not fit a visit as it is: it must not fall to another group instead.
fn misplaced(desk: &mut Desk, visit: VisitId, action: Action) -> Option<Vec<Effect>> {
    let needed = match action {
        Action::Assign | Action::AssignTo | Action::Leave => VisitState::Waiting,
        Action::Finish | Action::HandOver | Action::Establish | Action::Show => VisitState::Receiving,
        _ => return None,
    };
    let visit = desk.view().visit(visit);
    if visit.state == needed {
        return None;
    }
    let no = Rejection::VisitState { number: visit.number, state: visit.state.code().to_string() };
    say(desk, Tone::Bad, desk.locale.rejection(&no));
    Some(Vec::new())
}

/// Goes to the visit among the visitors.
fn to_visitors(desk: &mut Desk, visit: VisitId) {
    if let Some(row) = desk.view().open_visits.iter().position(|id| *id == visit) {
        desk.rows[0] = row;
        moves::set_focus(desk, Focus::Visitors);
    }
}

/// Opens what is known of a customer, as whoever sits here may see it.
fn customer_sheet(desk: &mut Desk, id: CustomerId, appointment: Option<Instant>) {
    let (office, words) = (desk.view(), &desk.locale);
    let mut lines = vec![(true, words.customer(office, desk.viewer, id))];
    let mut line = |key: &str, value: String| {
        if !value.is_empty() {
            lines.push((false, words.say(key, &[("value", value.into())])));
        }
    };
    line("due-customer-phone", office.shown_phones(desk.viewer, id).join(" "));
    line("due-customer-owner", office.name_of(office.owner_at(id, desk.moment())).to_string());
    let grade = office.customer(id).grade;
    line("due-customer-grade", grade.map(|grade| words.grade(grade).to_string()).unwrap_or_default());
    let protected = office.protected_until(id);
    line("due-customer-protected", protected.map(|at| words.instant(at)).unwrap_or_default());
    line("due-customer-booked", appointment.map(|at| words.instant(at)).unwrap_or_default());
    let last = office.last_visit(id).map(|visit| visit.arrived);
    line("due-customer-visited", last.map(|at| words.instant(at)).unwrap_or_default());
    let title = words.text("due-customer-title").to_string();
    desk.layers.push(Layer::Sheet(Sheet { title, lines, scroll: 0 }));
}
