//! What holds over random days of many people, whatever they do. Each check is shown a fault it must see.

use crate::common::floor::{open, policy};
use crate::common::random::{FLOOR_ACTS, floor_act};
use crate::common::{BING, DING, Fault, House, JIA, MANAGER, RECEPTION, SUPERVISOR, YI};
use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use xiaokong::domain::act::{self, Command, Event, Recorded};
use xiaokong::domain::assignment::{self, Event as Given, first_assignable};
use xiaokong::domain::duty::Event as Duty;
use xiaokong::domain::id::{CommandId, Seq, StaffId, VisitId};
use xiaokong::domain::reception::Event as Visited;
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::rotation::{Group, choose, next};
use xiaokong::domain::state::deed::What;
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::staff::{Presence, Role, Team};
use xiaokong::domain::state::turn::{Credit, PassReason, TurnKind};
use xiaokong::domain::state::visit::{VisitKind, VisitState};
use xiaokong::domain::time::Instant;
use xiaokong::domain::undo;

type Verdict = Result<(), String>;

fn verdict(good: bool, said: impl FnOnce() -> String) -> Verdict {
    if good { Ok(()) } else { Err(said()) }
}

#[derive(Clone, Copy, Debug)]
struct Step {
    by: StaffId,
    what: u8,
    more: u32,
    minutes: u16,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let by = prop_oneof![
        1 => prop_oneof![Just(MANAGER), Just(RECEPTION), Just(SUPERVISOR)],
        2 => prop_oneof![Just(JIA), Just(YI), Just(BING), Just(DING)],
    ];
    let minutes = prop_oneof![4 => Just(0u16), 4 => 1..9u16, 2 => 10..80u16, 1 => prop_oneof![3 => 80..200u16, 1 => 600..900u16]];
    let step = (by, 0..FLOOR_ACTS, any::<u32>(), minutes).prop_map(|(by, what, more, minutes)| Step {
        by,
        what,
        more,
        minutes,
    });
    prop::collection::vec(step, 1..110)
}

/// The lines of both teams, as somebody saw them.
#[derive(Clone, PartialEq, Debug)]
struct Mark {
    head: Seq,
    now: Instant,
    lines: [Vec<StaffId>; 2],
}

/// What a check looks at: one act, what was before and what is after.
struct Seen {
    /// The office before, with what lapsed.
    before: Office,
    /// Events recorded before.
    recorded: usize,
    house: House,
    asked: Command,
    by: StaffId,
    said: Result<Vec<Event>, Rejection>,
    marks: Vec<Mark>,
    is_last: bool,
    /// The fault of recording lapses with the time of the writer.
    late: bool,
}

type Check = fn(&Seen) -> Verdict;
type Tamper = fn(&mut Seen);

fn lines(office: &Office, now: Instant) -> [Vec<StaffId>; 2] {
    [Team::Site, Team::Outreach].map(|team| office.rotation(team, now))
}

fn day(steps: &[Step], start: &House, checks: &[(&str, Check)], tamper: Tamper) -> Verdict {
    let nothing: Command = undo::Command::Undo { deed: None }.into();
    let mut seen = Seen {
        before: start.office.clone(),
        recorded: 0,
        house: start.clone(),
        asked: nothing,
        by: JIA,
        said: Ok(Vec::new()),
        marks: Vec::new(),
        is_last: false,
        late: false,
    };
    for (place, step) in steps.iter().enumerate() {
        seen.house.now += TimeDelta::minutes(i64::from(step.minutes));
        seen.before = seen.house.true_office();
        seen.recorded = seen.house.journal.len();
        (seen.by, seen.asked) = floor_act(&seen.before, seen.house.now, step.by, step.what, step.more);
        let untouched = seen.house.office.clone();
        seen.said = seen.house.send(seen.by, seen.asked.clone());
        verdict(seen.said.is_ok() || seen.house.office == untouched, || {
            format!("a refusal changed the office: {:?}", seen.asked)
        })?;
        let (head, now) = (seen.house.office.head, seen.house.now);
        seen.marks.push(Mark { head, now, lines: lines(&seen.house.office, now) });
        seen.is_last = place + 1 == steps.len();
        tamper(&mut seen);
        for (name, check) in checks {
            check(&seen).map_err(|fault| format!("{name} after {:?} by {}: {fault}", seen.asked, seen.by))?;
        }
    }
    Ok(())
}

fn days(cases: u32, checks: &[(&str, Check)], tamper: Tamper, is_clean: bool) -> Verdict {
    let mut start = open();
    policy(&mut start, "undo_window", "3h");
    let max_shrink_iters = if is_clean { 2_000 } else { 0 };
    let config = Config { cases, failure_persistence: None, max_shrink_iters, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let run = |steps: Vec<Step>| day(&steps, &start, checks, tamper).map_err(TestCaseError::fail);
    runner.run(&steps(), run).map_err(|fault| fault.to_string())
}

/// Rules §11.7, recounted from the events alone: a group is received once at a time, by somebody, or leaves with a reason.
fn each_group_once(seen: &Seen) -> Verdict {
    let mut states: BTreeMap<VisitId, (VisitState, Option<StaffId>)> = BTreeMap::new();
    let mut given: BTreeMap<Seq, VisitId> = BTreeMap::new();
    for Recorded { seq, event, .. } in &seen.house.journal {
        let (visit, needs, then) = match event {
            Event::Reception(Visited::Arrived { visit, .. }) => (visit, None, (VisitState::Waiting, None)),
            Event::Assignment(Given::Assigned { visit, consultant, .. }) => {
                given.insert(*seq, *visit);
                (visit, Some((VisitState::Waiting, None)), (VisitState::Receiving, Some(*consultant)))
            }
            Event::Assignment(Given::HandedOver { visit, from, to, .. }) => {
                (visit, Some((VisitState::Receiving, Some(*from))), (VisitState::Receiving, Some(*to)))
            }
            Event::Reception(Visited::Finished { visit, .. }) => {
                let Some((VisitState::Receiving, who @ Some(_))) = states.get(visit).copied() else {
                    return Err(format!("event {seq} finishes what nobody receives"));
                };
                (visit, Some((VisitState::Receiving, who)), (VisitState::Finished, who))
            }
            Event::Reception(Visited::Left { visit, reason }) => {
                verdict(!reason.is_empty(), || format!("event {seq}: left without a reason"))?;
                (visit, Some((VisitState::Waiting, None)), (VisitState::Left, None))
            }
            Event::Reception(Visited::Lapsed { visit }) => {
                (visit, Some((VisitState::Waiting, None)), (VisitState::Left, None))
            }
            Event::Undo(undo::Event::Undone { deed, .. }) if given.contains_key(deed) => {
                let visit = &given[deed];
                (visit, states.get(visit).copied(), (VisitState::Waiting, None))
            }
            _ => continue,
        };
        let was = states.insert(*visit, then);
        verdict(was == needs, || format!("event {seq}: {visit} was {was:?}, not {needs:?}"))?;
    }
    let told: BTreeMap<_, _> =
        seen.house.office.visits.iter().map(|visit| (visit.id, (visit.state, visit.consultant))).collect();
    verdict(told == states, || format!("the office says {told:?}, the journal {states:?}"))
}

fn line_is_who_is_here(seen: &Seen) -> Verdict {
    let (office, now) = (&seen.house.office, seen.house.now);
    for team in [Team::Site, Team::Outreach] {
        let mut line = office.rotation(team, now);
        line.sort_unstable();
        let here = office.staff.iter().filter(|member| {
            member.is(Role::Consultant)
                && member.team == team
                && office.presence(member.id, now) != Presence::Off
        });
        let here: Vec<StaffId> = here.map(|member| member.id).collect();
        verdict(line == here, || format!("{line:?} stand, {here:?} are here"))?;
    }
    Ok(())
}

fn one_reception_each(seen: &Seen) -> Verdict {
    let open = seen.house.office.visits.iter().filter(|visit| visit.state == VisitState::Receiving);
    let who: Vec<StaffId> = open.filter_map(|visit| visit.consultant).collect();
    let each: BTreeSet<&StaffId> = who.iter().collect();
    verdict(each.len() == who.len(), || format!("receiving: {who:?}"))
}

/// What a reception did to the credits.
#[derive(Clone, Copy)]
enum Effect {
    Earned(Credit),
    Spent(Credit),
}

/// Credits recounted from the events alone.
#[derive(Default)]
struct Purse {
    credits: Vec<Credit>,
    effects: BTreeMap<VisitId, Effect>,
    given: BTreeMap<Seq, VisitId>,
}

impl Purse {
    fn receive(&mut self, seq: Seq, visit: VisitId, staff: StaffId, turn: TurnKind) -> Verdict {
        match turn {
            TurnKind::Courtesy => {
                let credit = Credit { staff, seq };
                self.credits.push(credit);
                self.effects.insert(visit, Effect::Earned(credit));
            }
            TurnKind::MadeUp => {
                let place = self.credits.iter().position(|credit| credit.staff == staff);
                let place = place.ok_or(format!("event {seq}: {staff} spends a credit they do not have"))?;
                self.effects.insert(visit, Effect::Spent(self.credits.remove(place)));
            }
            _ => {}
        }
        Ok(())
    }

    fn give_back(&mut self, visit: VisitId) {
        match self.effects.remove(&visit) {
            Some(Effect::Earned(credit)) => self.credits.retain(|other| *other != credit),
            Some(Effect::Spent(credit)) => {
                self.credits.push(credit);
                self.credits.sort_by_key(|credit| credit.seq);
            }
            None => {}
        }
    }
}

fn credits_add_up(seen: &Seen) -> Verdict {
    let mut purse = Purse::default();
    for Recorded { seq, event, .. } in &seen.house.journal {
        match event {
            Event::Assignment(Given::Assigned { visit, consultant, turn, .. }) => {
                purse.given.insert(*seq, *visit);
                purse.receive(*seq, *visit, *consultant, *turn)?;
            }
            Event::Assignment(Given::HandedOver { visit, to, turn, .. }) => {
                purse.give_back(*visit);
                purse.receive(*seq, *visit, *to, *turn)?;
            }
            Event::Assignment(Given::Established { visit, .. }) => purse.give_back(*visit),
            Event::Undo(undo::Event::Undone { deed, .. }) => {
                if let Some(visit) = purse.given.get(deed).copied() {
                    purse.give_back(visit);
                }
            }
            _ => {}
        }
    }
    let told = &seen.house.office.credits;
    verdict(*told == purse.credits, || format!("the office has {told:?}, the journal {:?}", purse.credits))
}

/// Voided turns recounted: one for each ruling, gone when somebody was passed over for it.
fn voids_add_up(seen: &Seen) -> Verdict {
    let mut voids: Vec<StaffId> = Vec::new();
    let mut taken: BTreeMap<Seq, Vec<StaffId>> = BTreeMap::new();
    for Recorded { seq, event, .. } in &seen.house.journal {
        match event {
            Event::Assignment(Given::Established { voided, .. }) => voids.push(*voided),
            Event::Assignment(Given::Assigned { passed, .. } | Given::HandedOver { passed, .. }) => {
                for one in passed.iter().filter(|one| one.reason == PassReason::Voided) {
                    let place = voids.iter().position(|id| *id == one.staff);
                    voids.remove(place.ok_or(format!("event {seq}: no void of {}", one.staff))?);
                    taken.entry(*seq).or_default().push(one.staff);
                }
            }
            Event::Undo(undo::Event::Undone { deed, .. }) => {
                voids.extend(taken.remove(deed).unwrap_or_default());
            }
            _ => {}
        }
    }
    voids.sort_unstable();
    verdict(voids == seen.house.office.voids, || format!("{voids:?}, {:?}", seen.house.office.voids))
}

/// The office without the trail an act and its undoing leave.
fn without_trail(office: &Office) -> Office {
    let mut office = office.clone();
    (office.head, office.at) = (0, Instant::default());
    office.deeds.clear();
    for turns in office.turns.values_mut() {
        turns.make_mut().retain(|turn| !turn.undone);
    }
    office.turns.retain(|_, turns| !turns.is_empty());
    office
}

/// Rules §5 "undo": everyone has place, credit and voided turn again, and the group waits.
fn undo_restores(seen: &Seen) -> Verdict {
    let is_assignment = matches!(seen.asked, Command::Assignment(assignment::Command::Assign { .. }));
    if !is_assignment || seen.said.is_err() {
        return Ok(());
    }
    let (office, now) = (seen.house.office.clone(), seen.house.now);
    let mut twin = House { office, journal: Vec::new(), now, fault: Fault::None };
    let deed = Some(twin.office.head);
    twin.send(seen.by, undo::Command::Undo { deed }).map_err(|refused| format!("{refused:?}"))?;
    let (then, before) = (without_trail(&twin.office), without_trail(&seen.before));
    let told = || {
        let what = |office: &Office| format!("{:?} {:?} {:?}", office.line, office.credits, office.voids);
        format!("before {}, after {}", what(&before), what(&then))
    };
    verdict(then == before, told)
}

/// Rules §5 "why next": the line at any past minute can be rebuilt from the log.
fn replay_is_the_same(seen: &Seen) -> Verdict {
    if !seen.is_last {
        return Ok(());
    }
    let mut office = Office::default();
    let mut marks = seen.marks.iter().peekable();
    for recorded in &seen.house.journal {
        act::apply(&mut office, recorded);
        while marks.peek().is_some_and(|mark| mark.head <= office.head) {
            let Some(mark) = marks.next() else { break };
            if mark.head == office.head {
                let lines = lines(&office, mark.now);
                verdict(lines == mark.lines, || format!("{mark:?} was seen, {lines:?} is rebuilt"))?;
            }
        }
    }
    verdict(office == seen.house.office, || "the replay is another office".into())
}

/// What the desk shows beforehand is what is decided.
fn shown_is_decided(seen: &Seen) -> Verdict {
    let (office, now) = (&seen.before, seen.house.now);
    let shown = |visit: VisitId| choose(office, Group::of(office.visit(visit)), now);
    let decided = seen.said.as_deref().map(|events| events.first());
    match (&seen.asked, decided) {
        (
            Command::Assignment(assignment::Command::Assign { number, to: None, .. }),
            Ok(Some(Event::Assignment(Given::Assigned { visit, consultant, turn, passed, .. }))),
        ) => {
            let choice = shown(*visit);
            let same = choice.receiver == Some(*consultant)
                && choice.turn == *turn
                && choice.passed == *passed
                && (number.is_some() || first_assignable(office, now).map(|first| first.id) == Some(*visit));
            verdict(same, || format!("shown {choice:?}, decided {consultant} {turn:?} {passed:?}"))?;
            let group = Group::of(office.visit(*visit));
            let is_first = Group { kind: VisitKind::First, ..group } == Group::first(Team::Site)
                && group.kind != VisitKind::Competitor
                && group.kind != VisitKind::Other;
            verdict(!is_first || next(office, Team::Site, now) == Some(*consultant), || "not the next".into())
        }
        (
            Command::Assignment(assignment::Command::HandOver { .. }),
            Ok(Some(Event::Assignment(Given::HandedOver { visit, to, turn, .. }))),
        ) => {
            let choice = shown(*visit);
            verdict((choice.receiver, choice.turn) == (Some(*to), *turn), || format!("shown {choice:?}"))
        }
        (Command::Assignment(assignment::Command::Assign { to: None, number: None, .. }), Err(refused)) => {
            let mut waiting = office.waiting().map(|visit| shown(visit.id));
            let nobody = waiting.all(|choice| choice.receiver.is_none());
            verdict(nobody || refused.code() != "nobody_eligible", || "somebody could be received".into())
        }
        _ => Ok(()),
    }
}

/// Rules §11.7: nobody's place changes unless the act or the ledger names them.
fn places_change_with_a_reason(seen: &Seen) -> Verdict {
    let mut named: BTreeSet<StaffId> = BTreeSet::new();
    for recorded in &seen.house.journal[seen.recorded..] {
        match &recorded.event {
            Event::Reception(Visited::Finished { visit, .. }) => {
                let visit = seen.before.visit(*visit);
                named.extend(visit.consultant.filter(|_| visit.turn == Some(TurnKind::New)));
            }
            Event::Assignment(Given::Assigned { passed, .. } | Given::HandedOver { passed, .. }) => {
                named.extend(passed.iter().filter(|one| one.lost).map(|one| one.staff));
            }
            Event::Duty(Duty::SignedIn { staff } | Duty::Moved { staff, .. }) => {
                named.insert(*staff);
            }
            Event::Undo(undo::Event::Undone { deed, .. }) => {
                let turns = seen
                    .house
                    .office
                    .turns
                    .values()
                    .flat_map(|turns| turns.iter())
                    .filter(|turn| turn.seq == *deed);
                let lost = turns.filter(|turn| matches!(turn.kind, TurnKind::Lost | TurnKind::Voided));
                named.extend(lost.map(|turn| turn.staff));
                let presence = seen.before.deeds.iter().find(|known| known.seq == *deed);
                if let Some(What::Present { staff, .. }) = presence.map(|deed| &deed.what) {
                    named.insert(*staff);
                }
            }
            _ => {}
        }
    }
    let (before, after) = (&seen.before.line, &seen.house.office.line);
    let rest = |line: &[StaffId], other: &[StaffId]| -> Vec<StaffId> {
        line.iter().copied().filter(|id| other.contains(id) && !named.contains(id)).collect()
    };
    let (was, is) = (rest(before, after), rest(after, before));
    verdict(was == is, || format!("{before:?} became {after:?}, and only {named:?} are named"))
}

/// What is seen before lapses are recorded is what is recorded, and gets the same answers.
fn lapses_are_what_is_seen(seen: &Seen) -> Verdict {
    let later = seen.house.now + TimeDelta::hours(15);
    let mut recorded = seen.house.office.clone();
    for (at, event) in act::lapses(&seen.house.office, later) {
        let (seq, at) = (recorded.head + 1, if seen.late { later } else { at.max(recorded.at) });
        let (terminal, command) = (String::new(), CommandId::nil());
        act::apply(&mut recorded, &Recorded { seq, at, by: None, terminal, command, event });
    }
    let mut settled = act::settled(&seen.house.office, later).unwrap_or_else(|| seen.house.office.clone());
    let context = xiaokong::domain::context::Context { by: seen.by, terminal: String::new(), now: later };
    let said =
        [&settled, &recorded].map(|office| format!("{:?}", act::decide(office, &seen.asked, &context)));
    verdict(said[0] == said[1], || format!("{said:?}"))?;
    (settled.head, settled.at) = (recorded.head, recorded.at);
    verdict(settled == recorded, || "the settled office is another".into())
}

/// Every check with a fault it must see.
const CHECKS: [(&str, Check, Tamper); 10] = [
    ("each group once", each_group_once, |seen| {
        let again = seen.house.journal.iter().rev().find(|recorded| recorded.event.subject() == "assignment");
        seen.house.journal.extend(again.cloned());
    }),
    ("the line", line_is_who_is_here, |seen| {
        seen.house.office.line.pop();
    }),
    ("one reception each", one_reception_each, |seen| {
        let busy = seen.house.office.visits.iter().find(|visit| visit.state == VisitState::Receiving);
        let copy = busy.cloned();
        seen.house.office.visits.extend(copy);
    }),
    ("credits", credits_add_up, |seen| {
        seen.house.office.credits.pop();
    }),
    ("voids", voids_add_up, |seen| {
        seen.house.office.voids.pop();
    }),
    ("undo", undo_restores, |seen| {
        for deed in &mut seen.house.office.deeds {
            if let What::Assigned { moved, .. } = &mut deed.what {
                moved.clear();
            }
        }
    }),
    ("replay", replay_is_the_same, |seen| {
        for mark in &mut seen.marks {
            mark.lines[0].reverse();
        }
    }),
    ("shown", shown_is_decided, |seen| seen.before.line.reverse()),
    ("places", places_change_with_a_reason, |seen| seen.house.office.line.reverse()),
    ("lapses", lapses_are_what_is_seen, |seen| seen.late = true),
];

#[test]
fn random_days_keep_the_rules() {
    let checks: Vec<(&str, Check)> = CHECKS.iter().map(|(name, check, _)| (*name, *check)).collect();
    if let Err(found) = days(160, &checks, |_| {}, true) {
        panic!("{found}");
    }
}

#[test]
fn every_check_sees_its_fault() {
    for (name, check, tamper) in CHECKS {
        assert!(days(160, &[(name, check)], tamper, false).is_err(), "{name} does not see its fault");
    }
}

/// The days are worth their name: every kind of event and of turn occurs in them, and most acts are accepted.
#[test]
fn random_days_are_full() {
    use std::sync::Mutex;
    static SEEN: Mutex<BTreeMap<String, u32>> = Mutex::new(BTreeMap::new());
    let count: Check = |seen| {
        let mut counts = SEEN.lock().map_err(|_| "poisoned")?;
        for recorded in &seen.house.journal[seen.recorded..] {
            *counts.entry(recorded.event.kind()).or_default() += 1;
        }
        if seen.is_last {
            for turn in seen.house.office.turns.values().flat_map(|turns| turns.iter()) {
                *counts.entry(format!("turn {}", turn.kind.code())).or_default() += 1;
            }
        }
        *counts.entry(if seen.said.is_ok() { "yes" } else { "no" }.into()).or_default() += 1;
        Ok(())
    };
    assert_eq!(days(160, &[("count", count)], |_| {}, true), Ok(()));
    let counts = SEEN.lock().unwrap();
    println!("{counts:#?}");
    let kinds = [
        "assignment.assigned",
        "assignment.handed_over",
        "assignment.established",
        "reception.shown",
        "reception.finished",
        "reception.left",
        "reception.lapsed",
        "call.logged",
        "roster.set",
        "people.linked",
        "people.reassigned",
        "people.erased",
        "undo.undone",
        "setup.roles_set",
        "setup.policy_set",
    ];
    let turns = TurnKind::ALL.iter().map(|kind| format!("turn {}", kind.code()));
    for kind in kinds.iter().map(|kind| kind.to_string()).chain(turns) {
        assert!(counts.get(&kind).is_some_and(|count| *count >= 5), "{kind}: {:?}", counts.get(&kind));
    }
    assert!(counts["yes"] > counts["no"], "{} yes, {} no", counts["yes"], counts["no"]);
}
