//! Calls 来电 and the appointments made in them (rules §5).

use crate::domain::id::{CallId, CustomerId, StaffId};
use crate::domain::time::Instant;

/// One call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// Its number in the project.
    pub id: CallId,
    /// When, UTC.
    pub at: Instant,
    /// Who called.
    pub customer: CustomerId,
    /// Whose call it is.
    pub consultant: StaffId,
    /// When they will come, UTC.
    pub appointment: Option<Instant>,
    /// Whether they came since.
    pub kept: bool,
    /// How they heard of the project.
    pub source: Option<String>,
    /// What was said.
    pub note: Option<String>,
}
