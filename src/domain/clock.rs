//! A host whose clock stepped (design §4): nothing ends by itself until somebody in charge says that the clock is right.

use crate::domain::context::{Context, Stamp};
use crate::domain::rejection::Rejection;
use crate::domain::state::office::{Freeze, Office};
use crate::domain::state::staff::Right;
use crate::domain::time::Instant;
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// The wall clock is right as it is now: what is past its end by it ends.
    Confirm {},
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The wall clock was found elsewhere than the boot clock has it.
    Stepped {
        /// What the wall clock said, UTC.
        wall: Instant,
        /// What it would have said, UTC.
        expected: Instant,
    },
    /// Somebody in charge says that the clock is right.
    Confirmed {},
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let Command::Confirm {} = command;
    context.require(office, Right::Clock)?;
    if office.freeze.is_none() {
        return Err(Rejection::ClockSteady);
    }
    Ok(vec![Event::Confirmed {}])
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    office.freeze = match event {
        Event::Stepped { wall, expected } => {
            Some(Freeze { since: stamp.at, wall: *wall, expected: *expected })
        }
        Event::Confirmed {} => None,
    };
}
