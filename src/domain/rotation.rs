//! Who receives the next group, and why (rules §5). Asked by `decide` and by every screen: the same answer for both.

use crate::domain::id::StaffId;
use crate::domain::state::office::Office;
use crate::domain::state::policy::{OwnerBusy, Passing, Policy};
use crate::domain::state::staff::{Presence, Right, Team};
use crate::domain::state::turn::{PassReason, Passed, TurnKind};
use crate::domain::state::visit::{Visit, VisitKind};
use crate::domain::time::Instant;

/// What of a visit decides who receives it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its kind.
    pub kind: VisitKind,
    /// The consultant it belongs to or asked for.
    pub asked: Option<StaffId>,
    /// The team at whose stand it came in.
    pub team: Team,
    /// Whether it was received before on the same day: no turn at all.
    pub again: bool,
}

impl Group {
    /// A first visit of a team: the group the line is about.
    pub fn first(team: Team) -> Self {
        Self { kind: VisitKind::First, asked: None, team, again: false }
    }

    /// The group of a visit.
    pub fn of(visit: &Visit) -> Self {
        Self { kind: visit.kind, asked: visit.asked, team: visit.team, again: visit.again }
    }
}

/// The rules' answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// Who receives; `None`: the group waits.
    pub receiver: Option<StaffId>,
    /// What it does to the receiver's turn.
    pub turn: TurnKind,
    /// Whom the group belongs to, where somebody else helps or it waits for them.
    pub owner: Option<StaffId>,
    /// Who stood before the receiver, and why they were passed over.
    pub passed: Vec<Passed>,
}

/// Who receives a group at `now` (rules §5, table of kinds).
pub fn choose(office: &Office, group: Group, now: Instant) -> Choice {
    match (owner(office, group), group.kind) {
        (_, VisitKind::Competitor | VisitKind::Other) => plain(office, group.team, now, TurnKind::Exempt),
        (Some(owner), _) if office.is_eligible(owner, now) => {
            let turn = match (keeps(office, group), now < office.rotation_starts(now)) {
                (true, _) => TurnKind::Own,
                (false, true) => TurnKind::Early,
                (false, false) => TurnKind::New,
            };
            Choice { receiver: Some(owner), turn, owner: None, passed: Vec::new() }
        }
        (Some(owner), _) => for_absent(office, group, owner, now),
        (None, _) if now < office.rotation_starts(now) => plain(office, group.team, now, TurnKind::Early),
        (None, _) => by_turn(office, group.team, now),
    }
}

/// Whom a group belongs to. Who left, or whose role has no customers any more, is nobody to wait or to help for.
pub fn owner(office: &Office, group: Group) -> Option<StaffId> {
    group.asked.filter(|id| office.member(*id).may(Right::Hold))
}

/// Whether receiving it keeps its consultant's place (rules §5, table of kinds).
pub fn keeps(office: &Office, group: Group) -> bool {
    group.again || (group.kind != VisitKind::Channel && office.policy.returning_keeps)
}

/// Who receives the next first visit of a team, credits and voided turns counted.
pub fn next(office: &Office, team: Team, now: Instant) -> Option<StaffId> {
    choose(office, Group::first(team), now).receiver
}

/// The owner cannot: a colleague helps 义务接待, or the group waits for them by policy.
fn for_absent(office: &Office, group: Group, owner: StaffId, now: Instant) -> Choice {
    let busy = office.presence(owner, now) == Presence::Floor;
    if busy && office.policy.owner_busy == OwnerBusy::Wait {
        return Choice { receiver: None, turn: TurnKind::Own, owner: Some(owner), passed: Vec::new() };
    }
    Choice { owner: Some(owner), ..plain(office, group.team, now, TurnKind::Courtesy) }
}

/// The first in line who is free; nobody gains or loses a place by it.
fn plain(office: &Office, team: Team, now: Instant, turn: TurnKind) -> Choice {
    let receiver = office.rotation(team, now).into_iter().find(|id| office.is_eligible(*id, now));
    Choice { receiver, turn, owner: None, passed: Vec::new() }
}

/// The turn itself: credits first, oldest first; then the line, with who is passed over.
fn by_turn(office: &Office, team: Team, now: Instant) -> Choice {
    let is_voided = |id: StaffId| office.voids.contains(&id);
    let line = office.rotation(team, now);
    // Only who stands in this line: a credit outlives a change of role or team.
    let may_spend = |id: &StaffId| line.contains(id) && !is_voided(*id) && office.is_eligible(*id, now);
    let credit = office.credits.iter().map(|credit| credit.staff).find(may_spend);
    if let Some(holder) = credit {
        return Choice { receiver: Some(holder), turn: TurnKind::MadeUp, owner: None, passed: Vec::new() };
    }
    let mut passed = Vec::new();
    for id in line.into_iter().filter(|id| !office.is_spending(*id)) {
        let reason = match PassReason::of(office.presence(id, now)) {
            Some(reason) => reason,
            None if office.receiving(id).is_some() => PassReason::Returning,
            None if is_voided(id) => PassReason::Voided,
            None => return Choice { receiver: Some(id), turn: TurnKind::New, owner: None, passed },
        };
        // Policy says what an own customer costs; who helps out, or makes up a turn, keeps the place by the rules.
        let by_rule = office.receiving(id).is_some_and(|visit| visit.turn != Some(TurnKind::Own));
        passed.push(Passed { staff: id, reason, lost: !by_rule && loses(&office.policy, reason) });
    }
    // Nobody else is here: a voided turn waits rather than a visitor.
    let only = passed.iter().position(|one| one.reason == PassReason::Voided);
    let receiver = only.map(|place| passed[place].staff);
    passed.truncate(only.unwrap_or(0));
    Choice { receiver, turn: TurnKind::New, owner: None, passed }
}

/// Whether a reason loses the turn: the policy table of rules §5.
fn loses(policy: &Policy, reason: PassReason) -> bool {
    let rule = match reason {
        PassReason::Returning => policy.passed_returning,
        PassReason::Lunch => policy.passed_lunch,
        PassReason::Business => policy.passed_business,
        PassReason::Break => policy.passed_break,
        PassReason::Out => policy.passed_out,
        PassReason::Leave => policy.passed_leave,
        PassReason::Absent => policy.passed_absent,
        PassReason::Suspended => policy.passed_suspended,
        PassReason::Voided => Passing::Lost,
    };
    rule == Passing::Lost
}
