//! The only clock of the shell.

use crate::domain::id::CommandId;
use crate::domain::time::Instant;
use chrono::TimeDelta;

/// A moment of this machine's monotonic clock: for waiting, never for facts.
pub type Mark = std::time::Instant;

/// This moment.
pub fn mark() -> Mark {
    Mark::now()
}

/// A new command's id (rules §11.9).
pub fn fresh_id() -> CommandId {
    CommandId::now_v7()
}

/// A session's secret, from which salts of personal data are made.
pub fn fresh_secret() -> [u8; 32] {
    // The version-7 ids carry 74 random bits each; hashing four of them leaves nothing of their time part.
    let mut hasher = blake3::Hasher::new();
    for _ in 0..4 {
        hasher.update(fresh_id().as_bytes());
    }
    *hasher.finalize().as_bytes()
}

/// Store time between two times the store was heard of.
#[derive(Clone, Copy, Debug)]
pub struct StoreClock {
    heard: Instant,
    since: Mark,
    frozen: bool,
}

impl StoreClock {
    /// Starts at a store time. A practice store whose time is given from outside stands still.
    pub fn new(heard: Instant, frozen: bool) -> Self {
        Self { heard, since: mark(), frozen }
    }

    /// The store said what time it is, UTC.
    pub fn hear(&mut self, now: Instant) {
        (self.heard, self.since) = (now, mark());
    }

    /// Store time as far as we know, UTC.
    pub fn now(&self) -> Instant {
        if self.frozen {
            return self.heard;
        }
        let passed = TimeDelta::from_std(self.since.elapsed()).unwrap_or_default();
        self.heard.checked_add_signed(passed).unwrap_or(self.heard)
    }
}

/// The host's wall clock, UTC, whole seconds: for a new demo only, a store tells its own time.
pub fn wall() -> Instant {
    use chrono::SubsecRound;
    chrono::Utc::now().trunc_subsecs(0)
}
