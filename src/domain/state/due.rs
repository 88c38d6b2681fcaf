//! Everything with a deadline, soonest first.

use crate::domain::id::UnitId;
use crate::domain::state::claim::Step;
use crate::domain::state::office::Office;
use crate::domain::time::Instant;

/// What is due.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DueKind {
    /// A hold ends.
    Hold,
    /// A balance is to be topped up.
    TopUp,
    /// A contract is to be signed.
    Signing,
    /// A contract is to be recorded.
    Recording,
}

impl DueKind {
    /// The stable name in JSON; its locale key is `due-CODE`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::TopUp => "top_up",
            Self::Signing => "signing",
            Self::Recording => "recording",
        }
    }
}

/// One row of the due list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct DueItem {
    /// When, UTC.
    pub at: Instant,
    /// On which unit.
    pub unit: UnitId,
    /// What.
    pub kind: DueKind,
}

/// The due list of an office.
pub fn due_list(office: &Office) -> Vec<DueItem> {
    let mut items: Vec<DueItem> = office.units.iter().filter_map(|unit| due_on(office, unit.id)).collect();
    items.sort_unstable();
    items
}

/// What is due on a unit.
pub fn due_on(office: &Office, unit: UnitId) -> Option<DueItem> {
    let claim = office.live_claim(unit)?;
    let (at, kind) = match &claim.step {
        Step::Held { until } => (*until, DueKind::Hold),
        Step::Subscribed { due: Some(due), .. } if claim.balance().is_some() => (*due, DueKind::TopUp),
        Step::Subscribed { due: Some(due), .. } => (*due, DueKind::Signing),
        Step::Signed { due: Some(due), recorded: false, .. } => (*due, DueKind::Recording),
        _ => return None,
    };
    Some(DueItem { at, unit, kind })
}
