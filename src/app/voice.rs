//! What the desk says and sends.

use crate::app::message::Effect;
use crate::app::model::{Desk, Link, MESSAGES_MAX, Note, Tone};
use crate::domain::act::Command;

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
    if matches!(desk.link, Link::Lost(_)) {
        say(desk, Tone::Bad, desk.locale.text("desk-link-lost-act").to_string());
        return Vec::new();
    }
    desk.ticket += 1;
    desk.pending.push((desk.ticket, done));
    vec![Effect::Submit(desk.ticket, command)]
}
