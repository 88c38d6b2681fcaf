//! Papers for customers: what they say, how they look, how they reach a file.
//!
//! In it: [`facts`], what a paper says, read from the office as of its own event; [`template`], the look, from templates the
//! office may replace; [`capitals`], amounts in words as a bank wants them; [`file`], a new file whole or not at all.
//! Not in it: whether a paper may be printed and its number (`domain::issue`), the store.
//! Why a trial first: [`trial`] prints the paper that would be issued, so that a broken template costs no number.

pub mod capitals;
pub mod facts;
pub mod file;
pub mod template;

use crate::domain::act::{self, Command, Event, Recorded};
use crate::domain::context::Context;
use crate::domain::id::CommandId;
use crate::domain::issue;
use crate::domain::state::office::Office;
use crate::locale::Locale;
use crate::press::facts::{Facts, Mark};
use crate::press::template::{Form, Press, TemplateFault};

/// Prints the paper of an event; `office` is the one after that very event. Whose names are full is the printer's right.
pub fn print(
    press: &Press,
    form: Form,
    locale: &Locale,
    office: &Office,
    recorded: &Recorded,
    mark: Mark<'_>,
) -> Result<String, TemplateFault> {
    let Event::Issue(event) = &recorded.event else { return Ok(String::new()) };
    let facts = Facts::of(office, locale, recorded, event, mark);
    press.render(event.print().0.kind, form, facts)
}

/// Prints the paper a command would issue now, into nothing. What the core refuses is left to the core.
pub fn trial(
    press: &Press,
    form: Form,
    locale: &Locale,
    office: &Office,
    command: &issue::Command,
    context: &Context,
) -> Result<(), TemplateFault> {
    let Ok(events) = act::decide(office, &Command::Issue(command.clone()), context) else { return Ok(()) };
    let mut office = office.clone();
    for event in events {
        let recorded = Recorded {
            seq: office.head + 1,
            at: context.now.max(office.at),
            by: Some(context.by),
            terminal: context.terminal.clone(),
            command: CommandId::nil(),
            event,
        };
        act::apply(&mut office, &recorded);
        let mark = Mark { seq: recorded.seq, hash: &"0".repeat(64) };
        print(press, form, locale, &office, &recorded, mark)?;
    }
    Ok(())
}
