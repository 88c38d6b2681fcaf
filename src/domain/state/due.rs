//! Everything with a deadline, soonest first.

use crate::domain::id::UnitId;
use crate::domain::state::claim::Step;
use crate::domain::state::office::Office;
use crate::domain::state::request::RequestState;
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
    /// A request waits for the manager, until it lapses.
    Request,
    /// An approved refund waits for the cashier.
    Refund,
}

impl DueKind {
    /// The stable name in JSON; its locale key is `due-CODE`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::TopUp => "top_up",
            Self::Signing => "signing",
            Self::Recording => "recording",
            Self::Request => "request",
            Self::Refund => "refund",
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
    let mut items: Vec<DueItem> = office.units.iter().flat_map(|unit| due_on(office, unit.id)).collect();
    items.sort_unstable();
    items
}

/// What is due on a unit: its claim's next step, and the request that waits on it.
pub fn due_on(office: &Office, unit: UnitId) -> Vec<DueItem> {
    let step = office.live_claim(unit).and_then(|claim| match &claim.step {
        Step::Held { until } => Some((*until, DueKind::Hold)),
        Step::Subscribed { due: Some(due), .. } if claim.balance().is_some() => Some((*due, DueKind::TopUp)),
        Step::Subscribed { due: Some(due), .. } => Some((*due, DueKind::Signing)),
        Step::Signed { due: Some(due), recorded: false, .. } => Some((*due, DueKind::Recording)),
        _ => None,
    });
    let request = office.change_on(unit).map(|request| match request.state {
        RequestState::Approved => (request.until, DueKind::Refund),
        _ => (request.until, DueKind::Request),
    });
    step.into_iter().chain(request).map(|(at, kind)| DueItem { at, unit, kind }).collect()
}
