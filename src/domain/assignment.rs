//! Giving a group to a consultant: by the rules, out of order, over to a colleague, or corrected later (rules §5).
//!
//! Who the rules choose is [`rotation`](crate::domain::rotation)'s part.

use crate::domain::context::{Context, Stamp, required};
use crate::domain::id::{Seq, StaffId, VisitId};
use crate::domain::reception::{numbered, own_reception};
use crate::domain::rejection::Rejection;
use crate::domain::rotation::{self, Group, choose};
use crate::domain::state::deed::What;
use crate::domain::state::office::Office;
use crate::domain::state::staff::{Presence, Right};
use crate::domain::state::turn::{Credit, PassReason, Passed, Turn, TurnKind};
use crate::domain::state::visit::{Visit, VisitKind, VisitState};
use crate::domain::time::{Instant, minutes};
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Gives a waiting group to a consultant.
    Assign {
        /// The waiting number; `None` is who waits longest.
        number: Option<u32>,
        /// Out of order: to whom; `None` follows the rules.
        to: Option<StaffId>,
        /// Why out of order.
        reason: String,
    },
    /// Hands a reception over to the next in line, because an own customer has come.
    HandOver {
        /// The waiting number of the reception given away.
        number: u32,
    },
    /// It is established that the group was somebody else's customer (rules §5 "asking").
    Establish {
        /// The waiting number.
        number: u32,
        /// Whose customer it was.
        owner: StaffId,
        /// How it was established.
        reason: String,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A group was given to a consultant.
    Assigned {
        /// The visit.
        visit: VisitId,
        /// To whom.
        consultant: StaffId,
        /// Why out of order, if so.
        reason: Option<String>,
        /// What it does to their turn.
        turn: TurnKind,
        /// Who was passed over, and why.
        passed: Vec<Passed>,
    },
    /// A reception was handed over.
    HandedOver {
        /// The visit.
        visit: VisitId,
        /// By whom.
        from: StaffId,
        /// To whom.
        to: StaffId,
        /// What it does to the new receiver's turn.
        turn: TurnKind,
        /// Who was passed over, and why.
        passed: Vec<Passed>,
    },
    /// A reception turned out to be of somebody else's customer.
    Established {
        /// The visit.
        visit: VisitId,
        /// Whose customer it was.
        owner: StaffId,
        /// Whose next turn is void.
        voided: StaffId,
        /// How it was established.
        reason: String,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    context.require(office, Right::Visit)?;
    let event = match command {
        Command::Assign { number, to, reason } => assign(office, *number, *to, reason, context)?,
        Command::HandOver { number } => hand_over(office, *number, context)?,
        Command::Establish { number, owner, reason } => establish(office, *number, *owner, reason, context)?,
    };
    Ok(vec![event])
}

fn assign(
    office: &Office,
    number: Option<u32>,
    to: Option<StaffId>,
    reason: &str,
    context: &Context,
) -> Result<Event, Rejection> {
    let visit = match number {
        Some(number) => numbered(office, number, VisitState::Waiting, context)?,
        None => first_assignable(office, context.now).ok_or(Rejection::NobodyWaiting)?,
    };
    let choice = choose(office, Group::of(visit), context.now);
    let Some(to) = to else {
        let consultant = choice.receiver.ok_or(Rejection::NobodyEligible)?;
        return Ok(Event::Assigned {
            visit: visit.id,
            consultant,
            reason: None,
            turn: choice.turn,
            passed: choice.passed,
        });
    };
    // Who is no customer may be received by anyone; everything else out of order is the supervisor's (rules §5, §7).
    let is_free = visit.kind == VisitKind::Other || choice.receiver == Some(to);
    if !is_free {
        context.require(office, Right::Rotation)?;
    }
    available(office, to, context.now)?;
    let by_rule = choice.receiver == Some(to);
    let turn = if by_rule { choice.turn } else { out_of_order(office, visit, to, context.now) };
    Ok(Event::Assigned {
        visit: visit.id,
        consultant: to,
        reason: if is_free { None } else { Some(required("reason", reason)?) },
        turn,
        passed: if by_rule { choice.passed } else { Vec::new() },
    })
}

/// Who waits longest among those somebody can receive now; the very first where nobody can be received.
pub fn first_assignable(office: &Office, now: Instant) -> Option<&Visit> {
    let can = |visit: &&Visit| choose(office, Group::of(visit), now).receiver.is_some();
    office.waiting().find(can).or_else(|| office.waiting().next())
}

fn available(office: &Office, to: StaffId, now: Instant) -> Result<(), Rejection> {
    let name = || office.member(to).name.clone();
    if !office.member(to).may(Right::Hold) || office.presence(to, now) != Presence::Floor {
        return Err(Rejection::NotOnDuty { name: name() });
    }
    match office.receiving(to) {
        Some(busy) => Err(Rejection::AlreadyReceiving { name: name(), number: busy.number }),
        None => Ok(()),
    }
}

/// What an assignment out of order does to the receiver's turn: a new visitor spends it all the same.
fn out_of_order(office: &Office, visit: &Visit, to: StaffId, now: Instant) -> TurnKind {
    match (visit.kind, rotation::owner(office, Group::of(visit))) {
        (VisitKind::Competitor | VisitKind::Other, _) => TurnKind::Exempt,
        (_, Some(owner)) if owner != to => TurnKind::Courtesy,
        (_, Some(_)) if rotation::keeps(office, Group::of(visit)) => TurnKind::Own,
        _ if now < office.rotation_starts(now) => TurnKind::Early,
        _ => TurnKind::New,
    }
}

/// Within its time, and only while an own customer waits.
fn hand_over(office: &Office, number: u32, context: &Context) -> Result<Event, Rejection> {
    let visit = own_reception(office, number, context)?;
    let from = visit.consultant.unwrap_or(context.by);
    let limit = office.policy.handover_within.0;
    if visit.assigned.is_none_or(|at| context.now > at + minutes(limit)) {
        return Err(Rejection::HandOverTooLate { minutes: limit });
    }
    if !office.waiting().any(|waiting| waiting.asked == Some(from)) {
        return Err(Rejection::NoOwnCustomerWaits { name: office.member(from).name.clone() });
    }
    let choice = choose(office, Group::of(visit), context.now);
    let to = choice.receiver.ok_or(Rejection::NobodyEligible)?;
    // Whoever gives it away is not passed over by it.
    let passed = choice.passed.into_iter().filter(|one| one.staff != from).collect();
    Ok(Event::HandedOver { visit: visit.id, from, to, turn: choice.turn, passed })
}

/// A new visitor's reception turns out to be of a colleague's.
fn establish(
    office: &Office,
    number: u32,
    owner: StaffId,
    reason: &str,
    context: &Context,
) -> Result<Event, Rejection> {
    context.require(office, Right::Rotation)?;
    let found = numbered(office, number, VisitState::Receiving, context);
    let visit = found.or_else(|_| numbered(office, number, VisitState::Finished, context))?;
    let receiver = visit.consultant.unwrap_or(owner);
    let as_new = visit.turn.is_some_and(TurnKind::is_new_visitor);
    if receiver == owner || !as_new {
        return Err(Rejection::AlreadySo { subject: format!("#{number}") });
    }
    if !office.member(owner).may(Right::Hold) {
        return Err(Rejection::StaffUnknown { name: office.member(owner).name.clone() });
    }
    Ok(Event::Established { visit: visit.id, owner, voided: receiver, reason: required("reason", reason)? })
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    match event {
        Event::Assigned { .. } => assigned(office, event, stamp),
        Event::HandedOver { .. } => handed_over(office, event, stamp),
        Event::Established { .. } => established(office, event, stamp),
    }
}

fn assigned(office: &mut Office, event: &Event, stamp: &Stamp) {
    let Event::Assigned { visit, consultant, turn, passed, .. } = event else { return };
    let line = office.line.clone();
    let spent = receive(office, *visit, *consultant, *turn, stamp);
    pass_over(office, *visit, passed, stamp);
    let moved = passed.iter().filter(|one| one.lost).map(|one| one.staff).collect();
    office.remember(stamp.seq, stamp.at, stamp.by, What::Assigned { visit: *visit, line, moved, spent });
}

/// Somebody takes a group. Returns the make-up credit it spends.
fn receive(
    office: &mut Office,
    visit: VisitId,
    consultant: StaffId,
    turn: TurnKind,
    stamp: &Stamp,
) -> Option<Credit> {
    let entry = &mut office.visits[visit.index()];
    entry.state = VisitState::Receiving;
    entry.consultant = Some(consultant);
    entry.assigned = Some(stamp.at);
    entry.turn = Some(turn);
    entry.spends_turn = turn == TurnKind::New;
    let spent = if turn == TurnKind::MadeUp { spend_credit(office, consultant) } else { None };
    let credit = spent.map(|credit| credit.seq);
    note(office, Turn { credit, ..entry_of(visit, consultant, turn, stamp) });
    if turn == TurnKind::Courtesy {
        office.credits.push(Credit { staff: consultant, seq: stamp.seq });
    }
    spent
}

fn spend_credit(office: &mut Office, holder: StaffId) -> Option<Credit> {
    let place = office.credits.iter().position(|credit| credit.staff == holder)?;
    Some(office.credits.remove(place))
}

/// A credit comes back at its age: the oldest is spent first.
fn return_credit(office: &mut Office, credit: Credit) {
    let place = office.credits.iter().position(|other| other.seq > credit.seq);
    office.credits.insert(place.unwrap_or(office.credits.len()), credit);
}

/// Voids somebody's next turn. Kept in order of staff: whose it is counts, not when it was said.
fn void_turn(office: &mut Office, staff: StaffId) {
    office.voids.push(staff);
    office.voids.sort_unstable();
}

fn pass_over(office: &mut Office, visit: VisitId, passed: &[Passed], stamp: &Stamp) {
    for one in passed {
        let kind = match (one.reason, one.lost) {
            (PassReason::Voided, _) => TurnKind::Voided,
            (_, true) => TurnKind::Lost,
            (_, false) => TurnKind::Passed,
        };
        note(office, Turn { reason: Some(one.reason), ..entry_of(visit, one.staff, kind, stamp) });
        if one.reason == PassReason::Voided
            && let Some(place) = office.voids.iter().position(|id| *id == one.staff)
        {
            office.voids.remove(place);
        }
        if one.lost {
            office.to_tail(one.staff);
        }
    }
}

fn entry_of(visit: VisitId, staff: StaffId, kind: TurnKind, stamp: &Stamp) -> Turn {
    Turn { seq: stamp.seq, at: stamp.at, staff, kind, reason: None, visit, credit: None, undone: false }
}

/// Writes a line of the turn ledger.
fn note(office: &mut Office, turn: Turn) {
    let day = office.day(turn.at);
    office.turns.entry(day).or_default().make_mut().push(turn);
}

/// The one who gives away spends nothing, and earns nothing.
fn handed_over(office: &mut Office, event: &Event, stamp: &Stamp) {
    let Event::HandedOver { visit, from, to, turn, passed } = event else { return };
    strike(office, *visit, *from);
    note(office, entry_of(*visit, *from, TurnKind::HandedOver, stamp));
    forget(office, *visit);
    receive(office, *visit, *to, *turn, stamp);
    pass_over(office, *visit, passed, stamp);
}

/// The turn ledger from the day a visit came in. The day before is looked at too, for an office that changed its time zone.
fn turns_since(office: &mut Office, visit: VisitId) -> impl Iterator<Item = &mut Turn> {
    let day = office.visit(visit).day;
    office.turns.range_mut(day.pred_opt().unwrap_or(day)..).flat_map(|(_, turns)| turns.make_mut())
}

/// Strikes out what a reception counted for its receiver: it stays in the ledger, marked. A credit spent on it comes
/// back, one earned by it goes.
fn strike(office: &mut Office, visit: VisitId, staff: StaffId) {
    let mut struck = Vec::new();
    let own = |turn: &&mut Turn| turn.visit == visit && turn.staff == staff && !turn.undone;
    for turn in turns_since(office, visit).filter(own) {
        // Who was passed over for it before they got it was passed over all the same.
        if turn.kind.is_reception() {
            turn.undone = true;
            struck.push(*turn);
        }
    }
    for turn in struck {
        office.credits.retain(|credit| credit.seq != turn.seq);
        if let Some(seq) = turn.credit {
            return_credit(office, Credit { staff, seq });
        }
    }
}

fn established(office: &mut Office, event: &Event, stamp: &Stamp) {
    let Event::Established { visit, owner, voided, .. } = event else { return };
    strike(office, *visit, *voided);
    note(office, entry_of(*visit, *voided, TurnKind::Courtesy, stamp));
    let entry = &mut office.visits[visit.index()];
    entry.turn = Some(TurnKind::Courtesy);
    entry.spends_turn = false;
    entry.asked = Some(*owner);
    let customer = entry.customer;
    if let Some(customer) = customer {
        office.customers[customer.index()].owner = Some(*owner);
    }
    void_turn(office, *voided);
    forget(office, *visit);
}

/// An assignment that something was built on cannot be taken back any more.
fn forget(office: &mut Office, visit: VisitId) {
    office.deeds.retain(|deed| !matches!(deed.what, What::Assigned { visit: of, .. } if of == visit));
}

/// Takes an assignment back: the group waits again and everyone has their place, credit and voided turn again.
pub fn take_back(
    office: &mut Office,
    deed: Seq,
    visit: VisitId,
    line: &[StaffId],
    moved: &[StaffId],
    spent: Option<Credit>,
) {
    let entry = &mut office.visits[visit.index()];
    entry.state = VisitState::Waiting;
    (entry.consultant, entry.assigned, entry.turn, entry.spends_turn) = (None, None, None, false);
    // What was marked as shown was shown by somebody who was never to receive them.
    entry.shown.clear();
    office.credits.retain(|credit| credit.seq != deed);
    if let Some(credit) = spent {
        return_credit(office, credit);
    }
    let mut voids = Vec::new();
    for turn in turns_since(office, visit).filter(|turn| turn.seq == deed) {
        turn.undone = true;
        if turn.kind == TurnKind::Voided {
            voids.push(turn.staff);
        }
    }
    for staff in voids {
        void_turn(office, staff);
    }
    for staff in line.iter().filter(|id| moved.contains(id)) {
        put_back(&mut office.line, line, *staff);
    }
}

/// Puts somebody behind the nearest of those who stood before them and are still here.
pub fn put_back(line: &mut Vec<StaffId>, before: &[StaffId], staff: StaffId) {
    let Some(now) = line.iter().position(|id| *id == staff) else { return };
    line.remove(now);
    let ahead = before.iter().take_while(|id| **id != staff);
    let place = ahead.filter_map(|id| line.iter().position(|here| here == id)).map(|at| at + 1).max();
    // Whoever went to the tail since is not "ahead" any more: the earliest possible place is the fair one.
    let behind = before.iter().skip_while(|id| **id != staff).skip(1);
    let limit = behind.filter_map(|id| line.iter().position(|here| here == id)).min();
    let place = place.unwrap_or(0).min(limit.unwrap_or(line.len()));
    line.insert(place, staff);
}
