//! What the desk says and sends.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::model::{Desk, Link, MESSAGES_MAX, Note, Tone};
use crate::domain::act::{self, Command, units_of};
use crate::domain::id::StaffId;
use crate::domain::rotation::{self, Group};
use crate::domain::{assignment, hold, reception};

/// Says something: shows it, and keeps it among the messages.
pub fn say(desk: &mut Desk, tone: Tone, text: String) {
    let note = Note { at: desk.now, tone, text };
    if desk.messages.len() >= MESSAGES_MAX {
        desk.messages.pop_front();
    }
    desk.messages.push_back(note.clone());
    desk.toast = Some(note);
}

/// Sends a command; `done` is what to say when it is done.
pub fn send(desk: &mut Desk, command: Command, done: String) -> Vec<Effect> {
    hand_on(desk, done, |ticket| Effect::Submit(ticket, command))
}

/// Hands something on that is answered by its ticket.
pub fn hand_on(desk: &mut Desk, done: String, effect: impl FnOnce(u64) -> Effect) -> Vec<Effect> {
    if matches!(desk.link, Link::Lost(_)) {
        say(desk, Tone::Bad, desk.locale.text("desk-link-lost-act").to_string());
        return Vec::new();
    }
    desk.ticket += 1;
    desk.pending.push((desk.ticket, done));
    vec![effect(desk.ticket)]
}

/// The refusal the core has for a command now, in words.
pub fn refused(desk: &Desk, command: &Command) -> Option<String> {
    let Some(context) = desk.context() else { return Some(desk.locale.text("desk-nobody").to_string()) };
    act::decide(desk.view(), command, &context).err().map(|rejection| desk.locale.rejection(&rejection))
}

/// Sends a command that the core would take now; says why where it would not.
pub fn try_send(desk: &mut Desk, command: Command) -> Vec<Effect> {
    if let Some(reason) = refused(desk, &command) {
        say(desk, Tone::Bad, reason);
        return Vec::new();
    }
    let done = done(desk, &command);
    send(desk, command, done)
}

/// What to say when a command is done.
pub fn done(desk: &Desk, command: &Command) -> String {
    let unit = units_of(command).first().map(|unit| desk.view().unit(*unit).spec.address());
    let unit = unit.unwrap_or_default();
    let key = match command {
        Command::Hold(hold::Command::Hold { .. }) => "done-hold",
        Command::Hold(hold::Command::Extend { .. }) => "done-extend",
        Command::Hold(hold::Command::Release { .. }) => "done-release",
        Command::Assignment(assignment::Command::Assign { number, to, .. }) => {
            return assigned_words(desk, *number, *to);
        }
        Command::Reception(reception::Command::Show { .. }) => "done-show",
        Command::Reception(reception::Command::Finish(_)) => return desk.locale.text("done").to_string(),
        Command::Undo(_) => return desk.locale.text("done-undo").to_string(),
        _ if unit.is_empty() => return desk.locale.text("done").to_string(),
        _ => "done-unit",
    };
    let undo = desk.keymap.label(Action::Undo);
    desk.locale.say(key, &[("unit", unit.into()), ("undo", undo.into())])
}

/// Who receives whom, in words, for the group an assignment is about.
fn assigned_words(desk: &Desk, number: Option<u32>, to: Option<StaffId>) -> String {
    let office = desk.view();
    let visit = match number {
        Some(number) => office.waiting().find(|visit| visit.number == number),
        None => assignment::first_assignable(office, desk.now),
    };
    let Some(visit) = visit else { return desk.locale.text("done").to_string() };
    let receiver = to.or_else(|| rotation::choose(office, Group::of(visit), desk.now).receiver);
    let name = office.name_of(receiver).to_string();
    let args = [("number", visit.number.into()), ("consultant", name.into())];
    desk.locale.say("done-assign", &args)
}
