//! Changes on a claim: asked for, approved, refused, carried out (rules §2 overlays, §4, §7).
//!
//! The manager makes them; whoever may not asks. What pays money back waits, approved, for the cashier's refund: only the
//! receipt makes money real, also on the way out.
//!
//! In it: here, who may and who asks; [`fact`], commands and events; [`effect`], what each change does or why it cannot
//! be; [`fold`], how it changes the office. Why apart: the effect is the same whoever makes, asks for or approves it.

pub mod effect;
pub mod fact;
pub mod fold;

pub use fact::{Command, Event, units};
pub use fold::apply;

use crate::domain::change::effect::{address, effects, ended, share_of};
use crate::domain::context::{Context, required};
use crate::domain::guard;
use crate::domain::id::{RequestId, UnitId};
use crate::domain::money::Fen;
use crate::domain::payment::{Taken, receipt};
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::ReceiptKind;
use crate::domain::state::office::Office;
use crate::domain::state::request::{Back, Change, Request, RequestState};
use crate::domain::state::staff::{Right, Role};
use crate::domain::time::{Instant, minutes};

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::Make { unit, change, reason } => make(office, *unit, change, reason, context),
        Command::Approve { request, back } => approve(office, *request, *back, context),
        Command::Refuse { request, reason } => {
            context.require(office, Right::Approve)?;
            // What is agreed and not paid back yet can be taken back too: nothing has changed so far.
            let agreed = pending(office, *request, RequestState::Approved);
            let open = agreed.or_else(|_| pending(office, *request, RequestState::Open))?;
            let reason = required("reason", reason)?;
            Ok(vec![Event::Refused { request: *request, unit: open.unit, reason }])
        }
        Command::Withdraw { request, reason } => withdraw(office, *request, reason, context),
        Command::Refund { unit, taken } => refund(office, *unit, taken, context),
    }
}

/// Made at once by whoever may approve it; else asked for.
fn make(
    office: &Office,
    unit: UnitId,
    change: &Change,
    reason: &str,
    context: &Context,
) -> Result<Vec<Event>, Rejection> {
    let approves = context.may(office, Right::Approve);
    if !approves {
        // Before anything is said about the unit: a refusal names sums and people.
        context.require(office, Right::Ask)?;
    }
    let reason = required("reason", reason)?;
    let waiting = office.change_on(unit);
    if let Some(waiting) = waiting.filter(|waiting| office.stands(waiting)) {
        let (unit, by) = (address(office, unit), office.member(waiting.by).name.clone());
        return Err(Rejection::ChangePending { unit, request: waiting.id.number(), by });
    }
    // What cannot be done is refused before anybody has to decide about it.
    let effects = effects(office, unit, change, (context.by, &reason), context)?;
    // A request that can no longer be approved keeps nobody from making another; the log says that it fell.
    let fallen = waiting.map(|waiting| Event::Lapsed { request: waiting.id, unit, overtaken: true });
    let mut events: Vec<Event> = fallen.into_iter().collect();
    if within_own_limit(office, unit, change, context) && change.refund() == Fen(0) {
        events.extend(effects);
        return Ok(events);
    }
    let request = RequestId::next(office.changes.len());
    let until = context.now + minutes(office.policy.request_days.saturating_mul(24 * 60));
    events.push(Event::Asked { request, unit, change: change.clone(), reason, until });
    if approves {
        // The refund is still to be paid: until then nothing has changed but that it is agreed.
        events.push(Event::Approved { request, unit, back: None });
    }
    Ok(events)
}

/// Whether the actor may make the change without asking: the manager any, a supervisor a small discount (rules §4).
fn within_own_limit(office: &Office, unit: UnitId, change: &Change, context: &Context) -> bool {
    match change {
        _ if context.may(office, Right::Approve) => true,
        Change::Discount { off } => {
            let supervises = office.member(context.by).is(Role::Supervisor);
            let small = share_of(office, unit, *off) <= i64::from(office.policy.discount_supervisor);
            // Below the floor price only the manager goes (rules §4): there it is asked for, however small.
            let price = office.live_claim(unit).and_then(|claim| Some(claim.price? - claim.public_off()));
            let deal = price.unwrap_or_default() - *off;
            supervises && small && guard::above_floor(office, unit, deal, context).is_ok()
        }
        _ => false,
    }
}

fn approve(
    office: &Office,
    request: RequestId,
    back: Option<Back>,
    context: &Context,
) -> Result<Vec<Event>, Rejection> {
    context.require(office, Right::Approve)?;
    let open = pending(office, request, RequestState::Open)?;
    if open.by == context.by && !office.policy.self_approval {
        return Err(Rejection::OwnRequest { request: request.number() });
    }
    let unit = open.unit;
    still_stands(office, open)?;
    if let (Change::Swap { to, .. }, Some(was)) = (&open.change, open.target)
        && let Some(is) = office.target_price(&open.change).filter(|is| *is != was)
    {
        return Err(Rejection::SwapRepriced { unit: address(office, *to), was, is });
    }
    // Whoever approves says what becomes of the unit (rules §2): as asked, or otherwise.
    let back = back.filter(|back| open.change.back().is_some_and(|asked| asked != *back));
    let change = back.map_or_else(|| open.change.clone(), |back| open.change.clone().with_back(back));
    let mut events = vec![Event::Approved { request, unit, back }];
    let effects = effects(office, unit, &change, (open.by, &open.reason), context)?;
    if open.change.refund() == Fen(0) {
        events.extend(effects);
    }
    Ok(events)
}

/// Refuses a request whose unit has changed since, and says what of it.
fn still_stands(office: &Office, request: &Request) -> Result<(), Rejection> {
    let now = office.ground(request.unit);
    let changed: Vec<String> = request.changed(now).iter().map(|part| part.code().to_string()).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let (was, is) = (request.ground.status, now.status);
    Err(Rejection::RequestStale { unit: address(office, request.unit), was, is, changed })
}

/// Whoever asked takes it back, as long as nobody has decided; what is agreed, the manager takes back.
fn withdraw(
    office: &Office,
    request: RequestId,
    reason: &str,
    context: &Context,
) -> Result<Vec<Event>, Rejection> {
    context.require(office, Right::Ask)?;
    let open = pending(office, request, RequestState::Open)?;
    if open.by != context.by {
        let by = office.member(open.by).name.clone();
        return Err(Rejection::NotOwnRequest { request: request.number(), by });
    }
    Ok(vec![Event::Withdrawn { request, unit: open.unit, reason: required("reason", reason)? }])
}

/// The cashier pays back what was approved, and that ends the claim.
fn refund(office: &Office, unit: UnitId, taken: &Taken, context: &Context) -> Result<Vec<Event>, Rejection> {
    context.require(office, Right::Receipt)?;
    let agreed = office.change_on(unit).filter(|request| request.state == RequestState::Approved);
    let agreed = agreed.ok_or_else(|| Rejection::NothingToRefund { unit: address(office, unit) })?;
    still_stands(office, agreed)?;
    let expected = agreed.change.refund();
    if let Some(claim) = office.live_claim(unit) {
        guard::repayable(claim, expected)?;
    }
    if taken.amount != expected {
        return Err(Rejection::RefundDiffers { amount: taken.amount, expected });
    }
    let receipt = receipt(office, ReceiptKind::Refund, taken, office.live_claim(unit))?;
    Ok(ended(office, unit, &agreed.change, Some(receipt), &agreed.reason, context.now))
}

fn pending(office: &Office, id: RequestId, state: RequestState) -> Result<&Request, Rejection> {
    let request = office.changes.get(id.index()).ok_or(Rejection::RequestUnknown { request: id.number() })?;
    if request.state == state {
        Ok(request)
    } else {
        Err(Rejection::RequestDecided { request: id.number(), state: request.state.code().to_string() })
    }
}

/// Requests that wait for the manager.
fn undecided(office: &Office) -> impl Iterator<Item = &Request> {
    let open = office.open_changes.iter().map(|id| &office.changes[id.index()]);
    open.filter(|request| request.state == RequestState::Open)
}

/// Requests nobody decided by `now`, each with its own time.
pub fn lapses(office: &Office, now: Instant) -> Vec<(Instant, Event)> {
    let due = undecided(office).filter(|request| request.until <= now);
    let lapsed =
        |request: &Request| Event::Lapsed { request: request.id, unit: request.unit, overtaken: false };
    due.map(|request| (request.until, lapsed(request))).collect()
}

/// When the next request lapses, UTC.
pub fn next_lapse(office: &Office) -> Option<Instant> {
    undecided(office).map(|request| request.until).min()
}
