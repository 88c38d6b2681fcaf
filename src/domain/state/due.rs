//! Everything with a deadline, soonest first (rules §3–§6).
//!
//! What is due on a unit follows from the unit alone, so that the list is kept in step by the units an event touches.
//! Errands (people waiting, receptions left open, appointments) and customers come and go with the clock.

use crate::domain::id::{CallId, CustomerId, UnitId, VisitId};
use crate::domain::state::claim::{Claim, Step};
use crate::domain::state::customer::Customer;
use crate::domain::state::office::Office;
use crate::domain::state::plan::{Share, ShareKind};
use crate::domain::state::request::RequestState;
use crate::domain::state::staff::Right;
use crate::domain::state::visit::{Visit, VisitState};
use crate::domain::time::{Instant, instant_of, minutes};
use chrono::TimeDelta;
use std::collections::HashSet;

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
    /// A mortgage is to be applied for.
    Mortgage,
    /// All of the price is to come at once.
    Once,
    /// An instalment is to come.
    Instalment,
    /// The rest of the down payment is to come.
    DownPayment,
    /// The bank's loan is to come.
    Loan,
    /// Money taken back since the plan was agreed is to come again.
    MadeGood,
    /// A request to hold waits for the control holder, since then.
    HoldRequest,
    /// A request waits for the manager, until it lapses.
    Request,
    /// An approved refund waits for the cashier.
    Refund,
    /// A reception is left open.
    Reception,
    /// A group waits long.
    Waiting,
    /// A customer is expected.
    Appointment,
    /// A customer is to be called again.
    FollowUp,
    /// A customer's protection lapses.
    Protection,
}

impl DueKind {
    /// Every kind.
    pub const ALL: [DueKind; 18] = [
        Self::Hold,
        Self::TopUp,
        Self::Signing,
        Self::Recording,
        Self::Mortgage,
        Self::Once,
        Self::Instalment,
        Self::DownPayment,
        Self::Loan,
        Self::MadeGood,
        Self::HoldRequest,
        Self::Request,
        Self::Refund,
        Self::Reception,
        Self::Waiting,
        Self::Appointment,
        Self::FollowUp,
        Self::Protection,
    ];

    /// The stable name in JSON; its locale keys are `due-CODE` and, short, `panel-due-CODE`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::TopUp => "top_up",
            Self::Signing => "signing",
            Self::Recording => "recording",
            Self::Mortgage => "mortgage",
            Self::Once => "once",
            Self::Instalment => "instalment",
            Self::DownPayment => "down_payment",
            Self::Loan => "loan",
            Self::MadeGood => "made_good",
            Self::HoldRequest => "hold_request",
            Self::Request => "request",
            Self::Refund => "refund",
            Self::Reception => "reception",
            Self::Waiting => "waiting",
            Self::Appointment => "appointment",
            Self::FollowUp => "follow_up",
            Self::Protection => "protection",
        }
    }

    fn of(share: &Share) -> Self {
        match share.kind {
            ShareKind::Once => Self::Once,
            ShareKind::Instalment => Self::Instalment,
            ShareKind::DownPayment => Self::DownPayment,
            ShareKind::Loan => Self::Loan,
            ShareKind::MadeGood => Self::MadeGood,
        }
    }

    /// Whether it is a part of a payment plan.
    pub fn is_share(self) -> bool {
        matches!(self, Self::Once | Self::Instalment | Self::DownPayment | Self::Loan | Self::MadeGood)
    }
}

/// What a row is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum About {
    /// A unit and its claim.
    Unit(UnitId),
    /// A visit.
    Visit(VisitId),
    /// A call with an appointment.
    Call(CallId),
    /// A customer.
    Customer(CustomerId),
}

/// One row of the due list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct DueItem {
    /// When, UTC.
    pub at: Instant,
    /// On what.
    pub about: About,
    /// What.
    pub kind: DueKind,
}

impl DueItem {
    /// The unit it is about.
    pub fn unit(&self) -> Option<UnitId> {
        match self.about {
            About::Unit(unit) => Some(unit),
            _ => None,
        }
    }

    /// Whose it is: who has to see to it.
    pub fn consultant(&self, office: &Office) -> Option<crate::domain::id::StaffId> {
        match self.about {
            About::Unit(unit) => office.live_claim(unit)?.consultant,
            About::Visit(visit) => office.visit(visit).consultant.or(office.visit(visit).asked),
            About::Call(call) => Some(office.calls[call.index()].consultant),
            About::Customer(customer) => office.customer(customer).owner,
        }
    }

    /// The customer it is about.
    pub fn customer(&self, office: &Office) -> Option<CustomerId> {
        match self.about {
            About::Unit(unit) => office.live_claim(unit)?.customer,
            About::Visit(visit) => office.visit(visit).customer,
            About::Call(call) => Some(office.calls[call.index()].customer),
            About::Customer(customer) => Some(customer),
        }
    }

    /// The part of the claim's payment plan it is about.
    pub fn share(&self, office: &Office) -> Option<Share> {
        let claim = self.kind.is_share().then(|| office.live_claim(self.unit()?)).flatten()?;
        claim.shares().into_iter().find(|share| share.due == Some(self.at) && Self::is_of(self.kind, share))
    }

    fn is_of(kind: DueKind, share: &Share) -> bool {
        DueKind::of(share) == kind
    }
}

/// The due list of an office at `now`.
pub fn due_list(office: &Office, now: Instant) -> Vec<DueItem> {
    let mut items: Vec<DueItem> = office.units.iter().flat_map(|unit| due_on(office, unit.id)).collect();
    items.extend(errands(office, now));
    items.extend(customers(office, now));
    items.sort_unstable();
    items
}

/// What is due on a unit: its claim's next step, what its plan asks for next, and the requests that wait on it.
pub fn due_on(office: &Office, unit: UnitId) -> Vec<DueItem> {
    let claim = office.live_claim(unit);
    let step = claim.and_then(|claim| match &claim.step {
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
    let asked = office.unit(unit).requests.front().map(|first| (first.since, DueKind::HoldRequest));
    let planned = claim.map(planned).unwrap_or_default();
    let all = step.into_iter().chain(request).chain(asked).chain(planned);
    all.map(|(at, kind)| DueItem { at, about: About::Unit(unit), kind }).collect()
}

/// What a payment plan asks for: one row for the customer's money, the oldest that has not come, and one for the bank's.
fn planned(claim: &Claim) -> Vec<(Instant, DueKind)> {
    let own = claim.next_share().and_then(|share| Some((share.due?, DueKind::of(&share))));
    let application = claim.apply_by().map(|due| (due, DueKind::Mortgage));
    // Until it is applied for, nobody waits for the bank.
    let loan = || {
        let open = |share: &Share| share.kind == ShareKind::Loan && share.open().0 > 0;
        let due = claim.shares().into_iter().find(open)?.due?;
        Some((due, DueKind::Loan))
    };
    own.into_iter().chain(application.or_else(loan)).collect()
}

/// What waits in the hall: groups that wait long, receptions left open, appointments of today and later.
pub fn errands(office: &Office, now: Instant) -> Vec<DueItem> {
    let visits = office.open_visits.iter().map(|id| office.visit(*id));
    let visits = visits.filter_map(|visit| on_visit(office, visit, now));
    let today = instant_of(office.day(now), chrono::NaiveTime::MIN, office.policy.time_zone);
    let calls = office.appointments().filter_map(|call| Some((call.appointment?, call.id)));
    let calls = calls.filter(|(at, _)| *at >= today).map(|(at, call)| DueItem {
        at,
        about: About::Call(call),
        kind: DueKind::Appointment,
    });
    visits.chain(calls).collect()
}

/// A visit is in the list once it warns: a wait from amber on, due when it turns red; a reception from a while before it
/// counts as left open. The day's deadline bounds it: nobody closes yesterday's receptions in the morning.
fn on_visit(office: &Office, visit: &Visit, now: Instant) -> Option<DueItem> {
    let policy = &office.policy;
    let (shows, at, kind) = match visit.state {
        VisitState::Waiting => {
            let after = |span: u32| visit.arrived + minutes(span);
            (after(policy.wait_amber.0), after(policy.wait_red.0), DueKind::Waiting)
        }
        VisitState::Receiving => {
            let since = visit.assigned.unwrap_or(visit.arrived);
            let closing = instant_of(office.day(since), policy.deadline_time, policy.time_zone);
            let after = since + minutes(policy.reception_span.0);
            let at = if closing > since { after.min(closing) } else { after };
            (at - minutes(policy.hold_warning.0), at, DueKind::Reception)
        }
        VisitState::Finished | VisitState::Left => return None,
    };
    (shows.min(at) <= now).then_some(DueItem { at, about: About::Visit(visit.id), kind })
}

/// Customers to be called again by the end of today, and those whose protection lapses soon.
pub fn customers(office: &Office, now: Instant) -> Vec<DueItem> {
    let item = |kind: DueKind| move |(at, id)| DueItem { at, about: About::Customer(id), kind };
    let calls = follow_ups(office, now).into_iter().map(item(DueKind::FollowUp));
    calls.chain(lapsing(office, now).into_iter().map(item(DueKind::Protection))).collect()
}

/// How long a reception may have lasted at most, days, for its follow-up to be found.
const RECEPTION_DAYS: u32 = 7;

/// Customers their owner is to call (rules §6): as the last reception said, while nobody has spoken to them since and they
/// are protected. Older visits than that are not looked at.
fn follow_ups(office: &Office, now: Instant) -> Vec<(Instant, CustomerId)> {
    let policy = &office.policy;
    let from = now - days(policy.protection_days.saturating_add(RECEPTION_DAYS));
    let recent = office.visits.iter().rev().take_while(|visit| visit.arrived >= from);
    let due = recent.filter_map(|visit| {
        let (next, closed, id) = (visit.next?, visit.closed?, visit.customer?);
        let customer = office.customer(id);
        let waits = office.followed[id.index()] <= closed && customer.person.is_some();
        let today = office.day(next) <= office.day(now);
        (waits && today && protected(office, customer).is_some_and(|until| now < until)).then_some((next, id))
    });
    due.collect()
}

fn days(count: u32) -> TimeDelta {
    TimeDelta::days(i64::from(count))
}

/// Until when a customer is protected whose owner still has customers, UTC.
fn protected(office: &Office, customer: &Customer) -> Option<Instant> {
    customer.owner.filter(|owner| office.member(*owner).may(Right::Hold))?;
    office.protected_until(customer.id)
}

/// Customers whose protection lapses within the days of the policy (rules §6); who has a claim keeps their consultant.
fn lapsing(office: &Office, now: Instant) -> Vec<(Instant, CustomerId)> {
    let (length, warning) = (days(office.policy.protection_days), days(office.policy.protection_warning));
    // Told from the last conversation alone, a day too many on either side, before the calendar is asked: it costs more.
    let (from, to) = (now - length - days(1), now + warning - length + days(1));
    let near = office.followed.iter().enumerate().filter(|(_, followed)| (from..=to).contains(*followed));
    let until = |customer: &Customer| {
        let until = protected(office, customer).filter(|_| customer.person.is_some())?;
        (now < until && until <= now + warning).then_some((until, customer.id))
    };
    let mut found: Vec<(Instant, CustomerId)> =
        near.filter_map(|(place, _)| until(&office.customers[place])).collect();
    if !found.is_empty() {
        let live = office.units.iter().filter_map(|unit| unit.claim);
        let with_claim: HashSet<CustomerId> = live.filter_map(|claim| office.claim(claim).customer).collect();
        found.retain(|(_, customer)| !with_claim.contains(customer));
    }
    found
}
