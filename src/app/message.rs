//! What reaches the desk from outside, and what the desk wants done outside.

use crate::app::key::Key;
use crate::app::model::Past;
use crate::domain::act::{Command, Recorded};
use crate::domain::id::{Seq, UnitId};
use crate::domain::issue;
use crate::domain::rejection::Rejection;
use crate::domain::time::{Instant, Time};

/// Something happened outside.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key.
    Key(Key),
    /// A pasted text.
    Paste(String),
    /// A click or a turn of the wheel.
    Mouse(Mouse),
    /// The terminal has another size.
    Resize(u16, u16),
    /// Store time moved on.
    Tick(Instant),
    /// New events, in order, and the store's time.
    News(Vec<Recorded>, Instant),
    /// The host's clock came into doubt, or out of it.
    Clock(Time),
    /// A command was answered.
    Answered(u64, Outcome),
    /// The last events of a unit.
    Trail(UnitId, Vec<Recorded>),
    /// The office at a past moment.
    Past(Box<Past>),
    /// There is nothing before or after.
    NoPast,
    /// The store was lost, or is back.
    Lost(Instant),
    /// A sentence from the shell, e.g. a fault of the terminal's own.
    Fault(String),
}

/// What the mouse did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mouse {
    /// A click.
    Click(u16, u16),
    /// The wheel, lines down.
    Wheel(u16, u16, i16),
}

/// How a command ended.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// Done; the last event it made.
    Done(Seq),
    /// Printed; the sentence says where it lies.
    Printed(String),
    /// Refused.
    Refused(Rejection),
    /// The store failed; the sentence says whether the outcome is known.
    Failed(String),
}

/// Something to do outside.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Send a command; the answer comes with the ticket.
    Submit(u64, Command),
    /// Issue a paper and print it into a file; the answer comes with the ticket.
    Print(u64, issue::Command),
    /// Fetch the last events of a unit.
    FetchTrail(UnitId),
    /// Rebuild the office at a moment.
    Travel(Travel),
    /// Switch the mouse.
    SetMouse(bool),
    /// Ring the terminal's bell.
    Ring,
    /// End.
    Quit,
}

/// Where to in the past.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Travel {
    /// To a moment, UTC.
    To(Instant),
    /// To the state after an event.
    Event(Seq),
}
