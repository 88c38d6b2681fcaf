//! Store time: the one place of this room that reads a clock.

use crate::domain::time::Instant;
use chrono::{SubsecRound, Utc};

/// Where the time comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// The host's clock.
    Host,
    /// A moment given from outside: practice stores only (design §4).
    Practice(Instant),
}

impl Clock {
    /// The clock an opening asks for.
    pub fn of(now: Option<Instant>) -> Self {
        now.map_or(Self::Host, |at| Self::Practice(at.trunc_subsecs(3)))
    }

    /// The time, UTC, whole milliseconds.
    pub fn now(self) -> Instant {
        match self {
            Self::Host => Utc::now().trunc_subsecs(3),
            Self::Practice(at) => at,
        }
    }
}
