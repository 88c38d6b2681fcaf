//! What the keys of reception do: assign, show, close, hand over, presence, calls, roster, and the answers to "why?".

use crate::app::action::Action;
use crate::app::form::Purpose;
use crate::app::forms;
use crate::app::geometry::Focus;
use crate::app::message::Effect;
use crate::app::model::{Desk, Item, Layer, Menu, Pick, Sheet, Tone};
use crate::app::moves;
use crate::app::voice::{refused, say, try_send};
use crate::domain::act::Command;
use crate::domain::assignment::{self, first_assignable};
use crate::domain::id::StaffId;
use crate::domain::rotation::{Group, choose};
use crate::domain::state::due::About;
use crate::domain::state::staff::{Presence, Team};
use crate::domain::state::turn::Turn;
use crate::domain::state::visit::{Visit, VisitState};
use crate::domain::{duty, reception, undo as undoing};

/// Carries out an action of reception.
pub fn act(desk: &mut Desk, action: Action) -> Vec<Effect> {
    match action {
        Action::Arrive => forms::show(desk, Purpose::Arrive),
        Action::Call => forms::show(desk, Purpose::Call),
        Action::Assign => return assign(desk),
        Action::AssignTo => {
            match chosen(desk, VisitState::Waiting).or_else(|| oldest(desk, VisitState::Waiting)) {
                Some(number) => forms::show(desk, Purpose::AssignTo(number)),
                None => say(desk, Tone::Info, desk.locale.text("desk-nobody-waits").to_string()),
            }
        }
        Action::Establish => establish(desk),
        Action::HandOver => {
            return with_reception(desk, |number| assignment::Command::HandOver { number }.into());
        }
        Action::Show => {
            let Some(unit) = desk.cursor else { return Vec::new() };
            return with_reception(desk, |number| reception::Command::Show { number, unit }.into());
        }
        Action::Finish | Action::Leave => close(desk, action),
        Action::Presence => presence_menu(desk),
        Action::Roster => match selected_person(desk) {
            Some(staff) => forms::show(desk, Purpose::Shift(staff)),
            None => say(desk, Tone::Info, desk.locale.text("desk-nobody").to_string()),
        },
        Action::Why => why(desk),
        Action::Turns => turns(desk),
        Action::Heat => desk.heat = !desk.heat,
        _ => {}
    }
    Vec::new()
}

/// Takes the last own deed back; on the visitors, the selected reception's assignment, whoever made it.
pub fn undo(desk: &mut Desk) -> Vec<Effect> {
    let command = match chosen(desk, VisitState::Receiving) {
        Some(number) => undoing::Command::TakeBack { number },
        None => undoing::Command::Undo { deed: None },
    };
    try_send(desk, command.into())
}

/// The open visit of the selected row of the visitors, or of the due list.
pub fn chosen_visit(desk: &Desk) -> Option<&Visit> {
    let office = desk.view();
    let id = match (desk.focus, desk.due_at.map(|item| item.about)) {
        (Focus::Visitors, _) => *office.open_visits.get(desk.rows[0])?,
        (Focus::Due, Some(About::Visit(visit))) => visit,
        _ => return None,
    };
    Some(office.visit(id))
}

/// Its waiting number, where it is in that state.
fn chosen(desk: &Desk, state: VisitState) -> Option<u32> {
    chosen_visit(desk).filter(|visit| visit.state == state).map(|visit| visit.number)
}

fn oldest(desk: &Desk, state: VisitState) -> Option<u32> {
    let office = desk.view();
    let open = office.open_visits.iter().map(|id| office.visit(*id));
    open.filter(|visit| visit.state == state).map(|visit| visit.number).next()
}

fn assign(desk: &mut Desk) -> Vec<Effect> {
    let number = chosen(desk, VisitState::Waiting);
    try_send(desk, assignment::Command::Assign { number, to: None, reason: String::new() }.into())
}

/// Sends a command about the selected reception, else the own one.
fn with_reception(desk: &mut Desk, command: impl Fn(u32) -> Command) -> Vec<Effect> {
    let own = desk.viewer.and_then(|viewer| desk.view().receiving(viewer)).map(|visit| visit.number);
    match chosen(desk, VisitState::Receiving).or(own) {
        Some(number) => try_send(desk, command(number)),
        None => {
            say(desk, Tone::Info, desk.locale.text("desk-nobody-received").to_string());
            Vec::new()
        }
    }
}

fn establish(desk: &mut Desk) {
    match chosen(desk, VisitState::Receiving).or_else(|| oldest(desk, VisitState::Receiving)) {
        Some(number) => forms::show(desk, Purpose::Establish(number)),
        None => say(desk, Tone::Info, desk.locale.text("desk-nobody-received").to_string()),
    }
}

/// Finishes a reception or lets a group leave: the selected one, else the own, else the only sensible one.
fn close(desk: &mut Desk, action: Action) {
    let (state, missing) = match action {
        Action::Finish => (VisitState::Receiving, "desk-nobody-received"),
        _ => (VisitState::Waiting, "desk-nobody-waits"),
    };
    let own = desk.viewer.and_then(|viewer| desk.view().receiving(viewer)).map(|visit| visit.number);
    let own = own.filter(|_| action == Action::Finish);
    match chosen(desk, state).or(own).or_else(|| oldest(desk, state)) {
        Some(number) if action == Action::Finish => forms::show(desk, Purpose::Finish(number)),
        Some(number) => forms::show(desk, Purpose::Leave(number)),
        None => say(desk, Tone::Info, desk.locale.text(missing).to_string()),
    }
}

/// The selected person of the rotation, else whoever sits here.
fn selected_person(desk: &Desk) -> Option<StaffId> {
    let rows = moves::rotation_rows(desk);
    rows.get(desk.rows[1]).copied().filter(|_| desk.focus == Focus::Rotation).or(desk.viewer)
}

/// Presence: own, or of the selected person in the rotation.
fn presence_menu(desk: &mut Desk) {
    let Some(staff) = selected_person(desk) else { return };
    let here = desk.view().presence(staff, desk.now);
    let choices: &[Presence] = match here {
        Presence::Off => &[],
        _ => &[
            Presence::Floor,
            Presence::Lunch,
            Presence::Break,
            Presence::Business,
            Presence::Out,
            Presence::Leave,
            Presence::Absent,
            Presence::Suspended,
            Presence::Off,
        ],
    };
    let mut items = Vec::new();
    if here == Presence::Off {
        let command = duty::Command::SignIn { staff }.into();
        items.push(duty_item(desk, desk.locale.text("desk-sign-in").to_string(), command));
    }
    for presence in choices.iter().filter(|presence| **presence != here) {
        items.push(presence_item(desk, staff, *presence));
    }
    let title = format!("{} · {}", desk.view().member(staff).name, desk.locale.presence(here));
    desk.layers.push(Layer::Menu(Menu { title, items, choice: 0 }));
}

fn presence_item(desk: &Desk, staff: StaffId, presence: Presence) -> Item {
    let label = desk.locale.presence(presence).to_string();
    // What needs a reason asks for it in a form; whether it is allowed is asked of the core with one made up.
    let form = match presence {
        Presence::Suspended => Some(Purpose::Suspend(staff)),
        Presence::Absent => Some(Purpose::Absent(staff)),
        _ => None,
    };
    let reason = if form.is_some() { "?".to_string() } else { String::new() };
    let item = duty_item(desk, label, duty::Command::Move { staff, presence, reason, minutes: None }.into());
    match form {
        Some(purpose) => Item { pick: Pick::Form(purpose), ..item },
        None => item,
    }
}

fn duty_item(desk: &Desk, label: String, command: Command) -> Item {
    Item { label, refused: refused(desk, &command), pick: Pick::Send(Box::new(command)) }
}

/// The group the question "who is next?" is about: the selected or longest waiting one, else a first visit.
pub fn asked_group(desk: &Desk) -> (Option<u32>, Group) {
    let office = desk.view();
    let selected = chosen_visit(desk).filter(|visit| visit.state == VisitState::Waiting);
    match selected.or_else(|| first_assignable(office, desk.moment())) {
        Some(visit) => (Some(visit.number), Group::of(visit)),
        None => {
            let team = desk.viewer.map_or(Team::Site, |id| office.member(id).team);
            (None, Group::first(team))
        }
    }
}

/// Opens the answer: who would receive the group, and why.
fn why(desk: &mut Desk) {
    let (office, now) = (desk.view(), desk.moment());
    let (number, group) = asked_group(desk);
    let choice = choose(office, group, now);
    let kind = desk.locale.visit_kind(group.kind);
    let head = match number {
        Some(number) => desk.locale.say("visit-head", &[("number", number.into()), ("kind", kind.into())]),
        None => desk.locale.text("why-first").to_string(),
    };
    let mut lines = vec![(true, head)];
    lines.extend(desk.locale.why(office, group, &choice, now).into_iter().map(|line| (false, line)));
    let title = desk.locale.text("why-title").to_string();
    desk.layers.push(Layer::Sheet(Sheet { title, lines, scroll: 0 }));
}

/// Opens the turn ledger of the day: of the selected person, else of everyone.
fn turns(desk: &mut Desk) {
    let (office, words) = (desk.view(), &desk.locale);
    let day = office.day(desk.moment());
    let one = selected_person(desk).filter(|_| desk.focus == Focus::Rotation);
    let mut people = moves::rotation_rows(desk);
    people.retain(|id| one.is_none_or(|only| only == *id));
    let mut lines = Vec::new();
    for id in people {
        let own: Vec<&Turn> = office.turns_of(day).iter().filter(|turn| turn.staff == id).collect();
        if own.is_empty() && one.is_none() {
            continue;
        }
        let args = [
            ("name", office.name_of(Some(id)).into()),
            ("new", office.new_visitors(id, day).into()),
            ("credits", office.credits_of(id).into()),
        ];
        lines.push((true, words.say("turns-head", &args)));
        lines.extend(own.iter().map(|turn| (false, words.turn_line(office, turn))));
        if own.is_empty() {
            lines.push((false, words.text("turns-none").to_string()));
        }
    }
    if lines.is_empty() {
        lines.push((false, words.text("turns-none").to_string()));
    }
    let title = words.say("turns-title", &[("day", day.format("%m-%d").to_string().into())]);
    desk.layers.push(Layer::Sheet(Sheet { title, lines, scroll: 0 }));
}
