//! Who asks, where and when: all a decision may know of the world.

use crate::domain::id::StaffId;
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::Made;
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use crate::domain::time::Instant;

/// The circumstances of a command. `decide` and `apply` read no clock: `now` is the store's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Who acts.
    pub by: StaffId,
    /// At which terminal.
    pub terminal: String,
    /// Store time, UTC.
    pub now: Instant,
}

impl Context {
    /// Refuses whoever has not that right (rules §7).
    pub fn require(&self, office: &Office, right: Right) -> Result<(), Rejection> {
        if self.may(office, right) { Ok(()) } else { Err(Rejection::NotPermitted { right }) }
    }

    /// Whether the actor has that right.
    pub fn may(&self, office: &Office, right: Right) -> bool {
        office.staff.get(self.by.index()).is_some_and(|staff| staff.may(right))
    }
}

/// When and by whom an event being applied was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// Its position.
    pub seq: u64,
    /// Its time, UTC.
    pub at: Instant,
    /// Who; `None` when the house did it (a deadline, a line that was served).
    pub by: Option<StaffId>,
}

impl From<&Stamp> for Made {
    fn from(stamp: &Stamp) -> Self {
        Self { seq: stamp.seq, at: stamp.at, by: stamp.by }
    }
}

/// Characters a reason, a name or a note may have.
pub const TEXT_MAX: u32 = 200;

/// A text that must be given: trimmed, not empty, at most [`TEXT_MAX`] characters, no control characters.
pub fn required(field: &str, text: &str) -> Result<String, Rejection> {
    optional(field, text)?.ok_or_else(|| invalid(field))
}

/// A text that may be empty.
pub fn optional(field: &str, text: &str) -> Result<Option<String>, Rejection> {
    let text = text.trim();
    // A text of so few bytes has no more characters.
    let is_short = text.len() <= TEXT_MAX as usize || text.chars().count() <= TEXT_MAX as usize;
    let fits = is_short && !text.chars().any(char::is_control);
    if fits { Ok((!text.is_empty()).then(|| text.to_string())) } else { Err(invalid(field)) }
}

fn invalid(field: &str) -> Rejection {
    Rejection::TextInvalid { field: field.to_string(), limit: TEXT_MAX }
}
