//! Sentences for what the core and the store say.

use crate::domain::act::Recorded;
use crate::domain::id::StaffId;
use crate::domain::rejection::Rejection;
use crate::domain::state::office::Office;
use crate::domain::state::unit::Status;
use crate::locale::{Arg, Locale};

impl Locale {
    /// A refusal in words: what happened, to what, what was expected, what to do.
    pub fn rejection(&self, rejection: &Rejection) -> String {
        rejection.code().to_string()
    }

    /// A fault known by its code and facts, e.g. family `store`, code `disk_full` → key `store-disk_full`.
    pub fn coded(&self, family: &str, code: &str, facts: &[(&'static str, String)]) -> String {
        let args: Vec<(&str, Arg)> = facts.iter().map(|(name, value)| (*name, Arg::from(value))).collect();
        self.say(&format!("{family}-{code}"), &args)
    }

    /// An event in words, as this viewer may see it.
    pub fn event(&self, _office: &Office, _viewer: Option<StaffId>, recorded: &Recorded) -> String {
        recorded.event.kind()
    }

    /// A status' name.
    pub fn status(&self, status: Status) -> &str {
        match status {
            Status::Unreleased => self.text("status-unreleased"),
            Status::Locked => self.text("status-locked"),
            Status::Available => self.text("status-available"),
            Status::Held => self.text("status-held"),
            Status::Deposit => self.text("status-deposit"),
            Status::Signed => self.text("status-signed"),
        }
    }
}
