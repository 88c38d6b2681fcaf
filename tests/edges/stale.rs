//! Ids that do not exist, people who left, offices that are empty: refused, never a panic.

use crate::common::{House, JIA, MANAGER, RECEPTION, YI, at, known, person, taken};
use xiaokong::domain::act::{self, Command};
use xiaokong::domain::context::Context;
use xiaokong::domain::id::{BuildingId, CustomerId, StaffId, UnitId};
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::staff::{Presence, Role, Team};
use xiaokong::domain::{
    assignment, call, control, duty, hold, payment, people, reception, roster, setup, undo, waiting,
};

fn forged() -> Vec<Command> {
    let (unit, free, staff) = (UnitId(9_999), UnitId(144), StaffId(9_999));
    let reason = || "原因".to_string();
    let arrive = |customer, ask| {
        reception::Command::Arrive(reception::Arrival {
            kind: None,
            customer,
            ask,
            size: 1,
            source: reason(),
            ..Default::default()
        })
    };
    vec![
        hold::Command::Hold { unit, customer: person("王"), minutes: None }.into(),
        hold::Command::Hold { unit: UnitId(u32::MAX), customer: known(9_999), minutes: None }.into(),
        hold::Command::Hold { unit: free, customer: known(9_999), minutes: None }.into(),
        hold::Command::Extend { unit, minutes: u32::MAX, reason: reason() }.into(),
        hold::Command::Release { unit, reason: reason() }.into(),
        waiting::Command::Join { unit, customer: person("王") }.into(),
        waiting::Command::Leave { unit }.into(),
        waiting::Command::Confirm { unit }.into(),
        waiting::Command::Refuse { unit, reason: reason() }.into(),
        waiting::Command::HandOver { to: staff }.into(),
        control::Command::Lock { unit, reason: reason() }.into(),
        control::Command::Unlock { unit, reason: reason() }.into(),
        control::Command::Release { batch: "一批".into(), units: vec![unit] }.into(),
        payment::Command::Deposit { unit, customer: Some(person("王")), taken: taken("1", 50_000) }.into(),
        payment::Command::Deposit { unit: free, customer: Some(known(9_999)), taken: taken("1", 50_000) }
            .into(),
        payment::Command::TopUp { unit, taken: taken("1", 50_000) }.into(),
        payment::Command::Sign { unit, contract: "合".into(), taken: taken("1", 50_000) }.into(),
        setup::Command::SetRoles { staff, roles: vec![Role::Manager] }.into(),
        setup::Command::SetLicence {
            building: BuildingId(9_999),
            number: "1".into(),
            granted: chrono::NaiveDate::MIN,
        }
        .into(),
        people::Command::Erase { customer: CustomerId(9_999) }.into(),
        duty::Command::SignIn { staff }.into(),
        duty::Command::Move { staff, presence: Presence::Lunch, reason: reason(), minutes: None }.into(),
        assignment::Command::Assign { number: None, to: Some(staff), reason: reason() }.into(),
        reception::Command::Finish(reception::Closing {
            number: 0,
            grade: None,
            outcome: reason(),
            ..Default::default()
        })
        .into(),
        reception::Command::Leave { number: u32::MAX, reason: reason() }.into(),
        arrive(Some(known(9_999)), None).into(),
        arrive(None, Some(staff)).into(),
        undo::Command::Undo { deed: Some(u64::MAX) }.into(),
    ]
    .into_iter()
    .chain(forged_on_the_floor())
    .collect()
}

fn forged_on_the_floor() -> Vec<Command> {
    let (unit, staff, customer) = (UnitId(9_999), StaffId(9_999), CustomerId(9_999));
    let reason = || "原因".to_string();
    let logged = |customer, consultant| call::Command::Log {
        customer,
        consultant,
        appointment: None,
        source: reason(),
        note: reason(),
    };
    let shift = roster::Shift { day: chrono::NaiveDate::MAX, staff, works: true };
    let again = reception::Arrival { again: Some(u32::MAX), ..Default::default() };
    let shown = reception::Closing { number: 1, shown: vec![unit], ..Default::default() };
    vec![
        assignment::Command::Assign { number: Some(u32::MAX), to: None, reason: reason() }.into(),
        assignment::Command::HandOver { number: u32::MAX }.into(),
        assignment::Command::Establish { number: 1, owner: staff, reason: reason() }.into(),
        assignment::Command::Establish { number: u32::MAX, owner: StaffId(2), reason: reason() }.into(),
        reception::Command::Arrive(again).into(),
        reception::Command::Show { number: 1, unit }.into(),
        reception::Command::Finish(shown).into(),
        logged(known(9_999), None).into(),
        logged(person("王"), Some(staff)).into(),
        roster::Command::Set { shifts: vec![shift] }.into(),
        roster::Command::Set { shifts: Vec::new() }.into(),
        people::Command::Link { customer, kin: CustomerId(0) }.into(),
        people::Command::Link { customer: CustomerId(0), kin: customer }.into(),
        people::Command::Reassign { customer, to: StaffId(2), reason: reason() }.into(),
        people::Command::Reassign { customer: CustomerId(0), to: staff, reason: reason() }.into(),
    ]
}

#[test]
fn ids_that_do_not_exist_are_refused() {
    let house = House::new();
    for command in forged() {
        for by in house.office.staff.iter().map(|staff| staff.id).chain([StaffId(9_999)]) {
            let said = act::decide(&house.office, &command, &house.context(by));
            assert!(said.is_err(), "{command:?} was done: {said:?}");
        }
    }
    // The same commands with ids that do exist are not refused for their shape alone.
    let hold = hold::Command::Hold { unit: UnitId(144), customer: person("王"), minutes: None };
    assert!(act::decide(&house.office, &hold.into(), &house.context(JIA)).is_ok());
}

#[test]
fn an_empty_office_takes_nothing_but_its_founding() {
    let office = Office::default();
    let context = Context { by: StaffId(0), terminal: String::new(), now: at("11-28 08:00") };
    for command in forged() {
        let said = act::decide(&office, &command, &context);
        assert!(matches!(said, Err(Rejection::StaffUnknown { .. })), "{command:?}: {said:?}");
    }
    let again = setup::Command::Found {
        name: "二".into(),
        practice: false,
        manager: "谁".into(),
        roles: Vec::new(),
        policy: Vec::new(),
    };
    assert_eq!(House::new().code(MANAGER, again), "already_so");
}

#[test]
fn who_left_does_nothing_and_gets_nobody() {
    let mut house = House::new();
    house.must(JIA, duty::Command::SignIn { staff: JIA });
    house.must(YI, duty::Command::SignIn { staff: YI });
    house.must(MANAGER, setup::Command::SetRoles { staff: JIA, roles: Vec::new() });
    let unit = house.unit("3/1/603");
    let hold = hold::Command::Hold { unit, customer: person("王"), minutes: None };
    assert_eq!(house.send(JIA, hold), Err(Rejection::StaffUnknown { name: "甲".into() }));
    assert_eq!(house.office.rotation(Team::Site, house.now), [YI]);
    let arrive = reception::Command::Arrive(reception::Arrival {
        kind: None,
        customer: None,
        ask: Some(JIA),
        size: 1,
        source: String::new(),
        ..Default::default()
    });
    house.must(RECEPTION, arrive);
    house.must(RECEPTION, assignment::Command::Assign { number: None, to: None, reason: String::new() });
    assert_eq!(house.office.visits[0].consultant, Some(YI));
    assert_eq!(house.code(RECEPTION, duty::Command::SignIn { staff: JIA }), "not_permitted");
    // Coming back under a name that is taken by now would make two of them.
    house.must(MANAGER, setup::Command::AddStaff { name: "甲".into(), role: Role::Consultant, team: None });
    let back = setup::Command::SetRoles { staff: JIA, roles: vec![Role::Clerk] };
    assert_eq!(house.code(MANAGER, back), "staff_exists");
    let again = setup::Command::SetRoles { staff: JIA, roles: Vec::new() };
    assert_eq!(house.code(MANAGER, again), "already_so");
}

#[test]
fn who_is_asked_for_but_has_no_customers_receives_none() {
    let mut house = House::new();
    house.must(RECEPTION, duty::Command::SignIn { staff: RECEPTION });
    house.must(YI, duty::Command::SignIn { staff: YI });
    let ask = Some(RECEPTION);
    house.must(
        RECEPTION,
        reception::Command::Arrive(reception::Arrival {
            kind: None,
            customer: None,
            ask,
            size: 1,
            source: String::new(),
            ..Default::default()
        }),
    );
    house.must(RECEPTION, assignment::Command::Assign { number: None, to: None, reason: String::new() });
    assert_eq!(house.office.visits[0].consultant, Some(YI));
}

#[test]
fn a_project_keeps_a_manager_and_nobody_keeps_a_control_they_cannot_carry() {
    let mut house = House::new();
    let roles = |roles: &[Role]| setup::Command::SetRoles { staff: MANAGER, roles: roles.to_vec() };
    assert_eq!(house.code(MANAGER, roles(&[])), "last_manager");
    assert_eq!(house.code(MANAGER, roles(&[Role::Clerk])), "last_manager");
    assert_eq!(house.code(MANAGER, roles(&[Role::Manager, Role::Manager])), "already_so");
    let supervisor = crate::common::SUPERVISOR;
    house.must(supervisor, waiting::Command::HandOver { to: supervisor });
    assert_eq!(house.office.control, Some(supervisor));
    house.must(MANAGER, setup::Command::SetRoles { staff: supervisor, roles: vec![Role::Consultant] });
    assert_eq!(house.office.control, None);
}

#[test]
fn deeds_of_one_moment_are_undone_last_first() {
    let mut house = House::new();
    house.must(JIA, duty::Command::SignIn { staff: JIA });
    let first = house.office.head;
    house.must(
        JIA,
        duty::Command::Move { staff: JIA, presence: Presence::Out, reason: String::new(), minutes: None },
    );
    assert_eq!(house.code(JIA, undo::Command::Undo { deed: Some(first) }), "undo_blocked");
    house.must(JIA, undo::Command::Undo { deed: None });
    house.must(JIA, undo::Command::Undo { deed: None });
    assert_eq!(house.office.presence(JIA, house.now), Presence::Off);
    assert!(house.office.line.is_empty());
}

#[test]
fn a_hold_that_lapsed_cannot_be_undone_under_who_was_served() {
    let mut house = House::new();
    house.must(MANAGER, setup::Command::SetPolicy { key: "undo_window".into(), value: "3h".into() });
    let unit = house.unit("3/1/603");
    house.must(JIA, hold::Command::Hold { unit, customer: person("王"), minutes: Some(30) });
    house.now += chrono::TimeDelta::minutes(31);
    // Nobody has recorded the lapse: it still came after the deed.
    assert_eq!(house.code(JIA, undo::Command::Undo { deed: None }), "undo_blocked");
}
