//! Random days over every subject: requests and lines, visits and presence, imports and people who leave.

use crate::common::random::{FLOOR_ACTS, floor_act};
use crate::common::{
    BING, CASHIER, DING, Fault, House, JIA, MANAGER, RECEPTION, SUPERVISOR, YI, known, person, phoned, rows,
    taken,
};
use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::{BTreeSet, HashMap};
use xiaokong::domain::act::{self, Command, Event, Guard, Recorded};
use xiaokong::domain::context::Context;
use xiaokong::domain::id::{ClaimId, CommandId, CustomerId, StaffId, UnitId};
use xiaokong::domain::state::customer::Grade;
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::staff::{Presence, Role, Team};
use xiaokong::domain::state::unit::ListedStatus;
use xiaokong::domain::state::visit::VisitState;
use xiaokong::domain::time::Instant;
use xiaokong::domain::undo::Turn;
use xiaokong::domain::{
    assignment, control, duty, hold, listing, payment, people, reception, setup, undo, waiting,
};

pub type Verdict = Result<(), String>;

const LIMIT: usize = 2;
/// How hard the shortest failing day is looked for; not at all where the fault was put in on purpose.
pub const SHRINKS: u32 = 1_000;
/// The first home of 3#, which has a licence; the six from there on are where everybody meets.
const FIRST: u32 = 144;

#[derive(Clone, Copy, Debug)]
pub struct Step {
    by: StaffId,
    what: u8,
    unit: UnitId,
    more: u8,
    minutes: u8,
    /// What is chosen on the sales floor.
    floor: u32,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let by = prop_oneof![
        2 => prop_oneof![Just(MANAGER), Just(SUPERVISOR)],
        6 => prop_oneof![Just(JIA), Just(YI), Just(BING), Just(DING)],
        2 => Just(CASHIER),
        1 => Just(RECEPTION),
    ];
    let what = prop_oneof![5 => 0..8u8, 4 => 8..16u8, 3 => 16..30u8, 6 => 30..30 + FLOOR_ACTS];
    let minutes = prop_oneof![3 => Just(0u8), 3 => 1..5u8, 2 => 5..90u8];
    let step = (by, what, 0..6u32, any::<u8>(), minutes, any::<u32>()).prop_map(
        |(by, what, unit, more, minutes, floor)| Step {
            by,
            what,
            unit: UnitId(FIRST + unit),
            more,
            minutes,
            floor,
        },
    );
    prop::collection::vec(step, 1..70)
}

fn policy(key: &str, value: &str) -> Command {
    setup::Command::SetPolicy { key: key.into(), value: value.into() }.into()
}

/// A house where holds are short, few and soon forgotten, so that rules meet often.
fn busy() -> House {
    let mut house = House::new();
    for (key, value) in [
        ("hold_length", "60m"),
        ("hold_maximum", "3h"),
        ("hold_limit", "2"),
        ("hold_cooldown", "20m"),
        ("undo_window", "3h"),
    ] {
        house.must(MANAGER, policy(key, value));
    }
    house
}

/// What a step means and who does it; some are nonsense on purpose.
fn act_of(house: &House, step: Step) -> (StaffId, Command) {
    match step.what.checked_sub(30) {
        Some(what) => floor_act(&house.office, house.now, step.by, what, step.floor),
        None => (step.by, command(house, step)),
    }
}

/// Commands about holding and paying, and the rest of the office.
fn command(house: &House, step: Step) -> Command {
    let Step { unit, more, what, .. } = step;
    let customer = match more % 4 {
        0 => known(u32::from(more / 16)),
        1 => phoned("客", &format!("1380000{:04}", more / 16)),
        _ => person(&format!("客{}", more / 16)),
    };
    let reason = || if more % 7 == 0 { String::new() } else { "有原因".to_string() };
    let yuan = 20_000 + i64::from(more % 2) * 30_000;
    match what {
        0..=3 => {
            let minutes = (more % 3 == 0).then_some(u32::from(more) % 70);
            hold::Command::Hold { unit, customer, minutes }.into()
        }
        4 => hold::Command::Extend { unit, minutes: u32::from(more), reason: reason() }.into(),
        5 | 6 => hold::Command::Release { unit, reason: String::new() }.into(),
        7..=9 => waiting::Command::Join { unit, customer }.into(),
        10 => waiting::Command::Leave { unit }.into(),
        11 | 12 => waiting::Command::Confirm { unit }.into(),
        13 | 14 => undo::Command::Undo { deed: (more % 3 == 0).then_some(house.office.head) }.into(),
        15 => waiting::Command::Refuse { unit, reason: reason() }.into(),
        16 => waiting::Command::HandOver { to: StaffId(u32::from(more % 12)) }.into(),
        17 => control::Command::Lock { unit, reason: reason() }.into(),
        18 => control::Command::Unlock { unit, reason: reason() }.into(),
        19 => {
            let (customer, taken) =
                ((more % 3 != 0).then_some(customer), taken(&format!("D{}", more % 32), yuan));
            payment::Command::Deposit { unit, customer, taken }.into()
        }
        20 => payment::Command::TopUp { unit, taken: taken(&format!("T{}", more % 32), 30_000) }.into(),
        21 => {
            let (contract, taken) = (format!("合{}", more % 16), taken(&format!("S{}", more % 32), 900_000));
            payment::Command::Sign { unit, contract, taken }.into()
        }
        22 => policy("hold_mode", if more % 2 == 0 { "request" } else { "direct" }),
        23 => policy("line_serves", if more % 2 == 0 { "true" } else { "false" }),
        _ => elsewhere(house, step),
    }
}

/// Commands that are not about holding and paying.
fn elsewhere(house: &House, step: Step) -> Command {
    let Step { by, more, what, unit, .. } = step;
    let number = u32::from(more / 32) + 1;
    match (what, more % 6) {
        (24, _) => {
            let mut row = rows().swap_remove(unit.index());
            row.status = ListedStatus::ALL.get(usize::from(more) % 9).copied();
            listing::Command::Import { source: "again.csv".into(), rows: vec![row] }.into()
        }
        (25, _) => people::Command::Erase { customer: CustomerId(u32::from(more / 16)) }.into(),
        (26, choice) => {
            let roles = [vec![], vec![Role::Consultant], vec![Role::Supervisor, Role::Consultant]];
            let staff = StaffId(2 + u32::from(more % 4));
            setup::Command::SetRoles { staff, roles: roles[usize::from(choice) % 3].clone() }.into()
        }
        (27, 0..=3) => duty::Command::SignIn { staff: by }.into(),
        (27, _) => {
            let presence = Presence::ALL[usize::from(more) % Presence::ALL.len()];
            duty::Command::Move { staff: by, presence, reason: "有事".into(), minutes: None }.into()
        }
        (28, 0 | 1) => reception::Command::Finish(reception::Closing {
            number,
            grade: Some(Grade::B),
            outcome: String::new(),
            ..Default::default()
        })
        .into(),
        (28, 2) => reception::Command::Leave { number, reason: "不等了".into() }.into(),
        (28, _) => assignment::Command::Assign { number: None, to: None, reason: String::new() }.into(),
        _ => {
            let ask =
                (more % 5 == 0).then_some(StaffId(u32::from(more % 12))).filter(|_| house.office.head > 0);
            let customer = (more % 2 == 0).then(|| phoned("客", &format!("1390000{:04}", more / 8)));
            reception::Command::Arrive(reception::Arrival {
                kind: None,
                customer,
                ask,
                size: u32::from(more % 4),
                source: String::new(),
                ..Default::default()
            })
            .into()
        }
    }
}

/// Rules §11.1, recounted from the guards alone.
fn one_claim(journal: &[Recorded], office: &Office) -> Verdict {
    let mut live: HashMap<UnitId, u32> = HashMap::new();
    for recorded in journal {
        for guard in recorded.event.guards() {
            let good = match guard {
                Guard::Claim(unit, claim) => live.insert(unit, claim).is_none(),
                Guard::Free(unit) => live.remove(&unit).is_some(),
            };
            if !good {
                return Err(format!("{recorded:?}: {guard:?} does not fit"));
            }
        }
    }
    let office: HashMap<UnitId, u32> =
        office.units.iter().filter_map(|unit| unit.claim.map(|claim| (unit.id, claim.0))).collect();
    if office == live { Ok(()) } else { Err(format!("the office has {office:?}, the guards {live:?}")) }
}

/// Rules §3: nothing but the waiting line gives more live holds than the limit. Recounted from events; roles change in
/// these days, so it counts for whoever is a consultant at that moment.
fn within_limit(journal: &[Recorded]) -> Verdict {
    let mut office = Office::default();
    let mut holders: HashMap<UnitId, StaffId> = HashMap::new();
    let mut makers: HashMap<ClaimId, StaffId> = HashMap::new();
    for recorded in journal {
        let taken = match &recorded.event {
            Event::Hold(hold::Event::Placed { unit, claim, .. }) => recorded.by.map(|by| (*unit, *claim, by)),
            Event::Waiting(waiting::Event::Confirmed { unit, claim, consultant, .. }) => {
                Some((*unit, *claim, *consultant))
            }
            Event::Undo(undo::Event::Undone {
                unit: Some(unit), claim: Some(Turn::Revives(claim)), ..
            }) => makers.get(claim).map(|by| (*unit, *claim, *by)),
            _ => None,
        };
        if let Some((unit, claim, by)) = taken {
            let held = holders.values().filter(|holder| **holder == by).count();
            if held >= LIMIT && office.is_consultant(by) {
                return Err(format!("{recorded:?}: {by} held {held} already"));
            }
            holders.insert(unit, by);
            makers.insert(claim, by);
        }
        match &recorded.event {
            Event::Hold(hold::Event::Served { unit, claim, waiter, .. }) => {
                holders.insert(*unit, waiter.consultant);
                makers.insert(*claim, waiter.consultant);
            }
            Event::Hold(hold::Event::Released { unit, .. } | hold::Event::Expired { unit })
            | Event::Payment(payment::Event::Deposited { unit, .. })
            | Event::Undo(undo::Event::Undone { unit: Some(unit), claim: Some(Turn::Ends(_)), .. }) => {
                holders.remove(unit);
            }
            _ => {}
        }
        act::apply(&mut office, recorded);
    }
    Ok(())
}

/// Rules §5, §11.7: a consultant receives one group at a time, and stands in the line once, and only who is here.
fn reception_is_sound(house: &House) -> Verdict {
    let office = &house.office;
    let receiving = office.visits.iter().filter(|visit| visit.state == VisitState::Receiving);
    let consultants: Vec<StaffId> = receiving.filter_map(|visit| visit.consultant).collect();
    let line = office.rotation(Team::Site, house.now);
    let once = |ids: &[StaffId]| ids.iter().collect::<BTreeSet<_>>().len() == ids.len();
    let here =
        line.iter().all(|id| office.is_consultant(*id) && office.presence(*id, house.now) != Presence::Off);
    let open: Vec<_> =
        office.visits.iter().filter(|visit| visit.closed.is_none()).map(|visit| visit.id).collect();
    match (once(&consultants) && once(&line) && here, open == office.open_visits) {
        (true, true) => Ok(()),
        (false, _) => Err(format!("receiving {consultants:?}, line {line:?}")),
        (_, false) => Err(format!("open {open:?}, noted {:?}", office.open_visits)),
    }
}

/// The office with every lapse recorded, as the next writer leaves it. `late` is the fault of recording them too late.
fn lapsed(office: &Office, later: Instant, late: bool) -> Office {
    let mut office = office.clone();
    for (at, event) in act::lapses(&office.clone(), later) {
        // Policy may end a queue whose midnight is long over: no event is before the one before it.
        let (seq, at) = (office.head + 1, if late { later } else { at.max(office.at) });
        let recorded =
            Recorded { seq, at, by: None, terminal: String::new(), command: CommandId::nil(), event };
        act::apply(&mut office, &recorded);
    }
    office
}

/// What is seen before lapses are recorded is what is recorded; and a command gets the same answer either way.
fn settles(house: &House, step: Step, late: bool) -> Verdict {
    let later = house.now.max(house.office.at) + TimeDelta::minutes(i64::from(step.more));
    let recorded = lapsed(&house.office, later, late);
    let mut seen = act::settled(&house.office, later).unwrap_or_else(|| house.office.clone());
    let (by, asked) = act_of(house, step);
    let context = Context { by, terminal: String::new(), now: later };
    for command in [asked, undo::Command::Undo { deed: None }.into()] {
        let (early, after) =
            (act::decide(&seen, &command, &context), act::decide(&recorded, &command, &context));
        if early != after {
            return Err(format!("{command:?}: {early:?} unrecorded, {after:?} recorded"));
        }
    }
    (seen.head, seen.at) = (recorded.head, recorded.at);
    if seen == recorded { Ok(()) } else { Err(format!("settled at {later} differs from recorded")) }
}

/// What a check looks at after each step.
pub type Check = fn(&House, Step) -> Verdict;

/// Runs random days. `tamper` is the fault put in on purpose, after each act.
pub fn days(check: Check, fault: Fault, tamper: fn(&mut House), shrinks: u32) -> Verdict {
    let config =
        Config { cases: 96, failure_persistence: None, max_shrink_iters: shrinks, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&steps(), |steps| {
        let mut house = busy();
        house.fault = fault;
        for step in steps {
            house.now += TimeDelta::minutes(i64::from(step.minutes));
            let (by, asked) = act_of(&house, step);
            let before = house.office.clone();
            let said = house.send(by, asked);
            if said.is_err() && house.office != before {
                return Err(TestCaseError::fail("a refusal changed the office"));
            }
            tamper(&mut house);
            check(&house, step).map_err(TestCaseError::fail)?;
        }
        Ok(())
    });
    outcome.map_err(|fault| fault.to_string())
}

#[track_caller]
fn holds_and_bites(check: Check, fault: Fault, tamper: fn(&mut House)) {
    if let Err(found) = days(check, Fault::None, |_| {}, SHRINKS) {
        panic!("{found}");
    }
    assert!(days(check, fault, tamper, 0).is_err(), "the check does not see the fault");
}

#[test]
fn one_live_claim_on_a_unit() {
    holds_and_bites(|house, _| one_claim(&house.journal, &house.office), Fault::PlacesTwice, |_| {});
}

#[test]
fn the_replay_is_the_office() {
    let check: Check = |house, _| match house.replayed() == house.office {
        true => Ok(()),
        false => Err("the replay differs".into()),
    };
    holds_and_bites(check, Fault::None, |house| {
        house.office.deadlines.pop_last();
    });
}

#[test]
fn holds_stay_within_the_limit() {
    holds_and_bites(|house, _| within_limit(&house.journal), Fault::PlacesTwice, |_| {});
}

#[test]
fn receptions_and_line_are_sound() {
    holds_and_bites(
        |house, _| reception_is_sound(house),
        Fault::None,
        |house| house.office.open_visits.clear(),
    );
}

#[test]
fn what_is_seen_is_what_is_recorded() {
    if let Err(found) = days(|house, step| settles(house, step, false), Fault::None, |_| {}, SHRINKS) {
        panic!("{found}");
    }
    let late = days(|house, step| settles(house, step, true), Fault::None, |_| {}, 0);
    assert!(late.is_err(), "the check does not see lapses recorded late");
}
