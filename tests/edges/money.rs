//! Money, requests and price lists where they meet.

use crate::common::{BING, CASHIER, House, JIA, MANAGER, SUPERVISOR, YI, at, person, phoned, rows, taken};
use xiaokong::domain::listing::{self, Row, preview};
use xiaokong::domain::money::Fen;
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::state::unit::{ListedStatus, Status};
use xiaokong::domain::{control, hold, payment, people, setup, waiting};

fn policy(key: &str, value: &str) -> setup::Command {
    setup::Command::SetPolicy { key: key.into(), value: value.into() }
}

fn import(rows: Vec<Row>) -> listing::Command {
    listing::Command::Import { source: "价目表.csv".into(), rows }
}

/// The row of a unit of the list.
fn row(address: &str) -> Row {
    rows().into_iter().find(|row| row.spec.address() == address).unwrap()
}

fn deposit(house: &House, unit: &str, name: Option<&str>, yuan: i64, receipt: &str) -> payment::Command {
    payment::Command::Deposit {
        unit: house.unit(unit),
        customer: name.map(person),
        taken: taken(receipt, yuan),
    }
}

#[test]
fn nobody_overtakes_a_request() {
    let mut house = House::new();
    house.must(MANAGER, policy("hold_mode", "request"));
    let unit = house.unit("3/1/603");
    let hold =
        |name: &str| hold::Command::Hold { unit, customer: phoned(name, "13800000001"), minutes: None };
    house.must(JIA, hold("王一"));
    let asked =
        Rejection::UnitRequested {
            unit: "3#/1单元/603".into(), by: "甲".into(), since: at("11-27 09:00")
        };
    assert_eq!(house.send(SUPERVISOR, hold("王一")), Err(asked.clone()));
    let theirs = deposit(&house, "3/1/603", Some("李二"), 50_000, "1");
    assert_eq!(house.send(CASHIER, theirs), Err(asked.clone()));
    let lock = control::Command::Lock { unit, reason: "样板间".into() };
    assert_eq!(house.send(MANAGER, lock), Err(asked));
    // The money of the very customer it was asked for may come at once; the request is then answered.
    let taken = taken("1", 50_000);
    house.must(
        CASHIER,
        payment::Command::Deposit { unit, customer: Some(phoned("王一", "13800000001")), taken },
    );
    let entry = house.office.unit(unit);
    assert_eq!((entry.requests.len(), entry.line.len(), house.office.status(unit)), (0, 0, Status::Deposit));
    assert_eq!(house.office.live_claim(unit).unwrap().consultant, Some(JIA));
}

#[test]
fn a_request_is_confirmed_only_on_what_is_available() {
    let mut house = House::new();
    house.must(MANAGER, policy("hold_mode", "request"));
    let unit = house.unit("3/1/603");
    for (by, name) in [(JIA, "王一"), (YI, "李二")] {
        house.must(by, hold::Command::Hold { unit, customer: person(name), minutes: None });
    }
    let listed = |status| import(vec![Row { status: Some(status), ..row("3#/1单元/603") }]);
    house.must(MANAGER, listed(ListedStatus::Locked));
    assert_eq!(house.code(SUPERVISOR, waiting::Command::Confirm { unit }), "wrong_status");
    house.must(SUPERVISOR, waiting::Command::Refuse { unit, reason: "控房".into() });
    // Sold elsewhere: who had asked stands in its line.
    house.must(MANAGER, listed(ListedStatus::Signed));
    let entry = house.office.unit(unit);
    assert_eq!((entry.requests.len(), entry.line.len()), (0, 1));
    assert_eq!(house.code(SUPERVISOR, waiting::Command::Confirm { unit }), "no_request");
}

#[test]
fn a_cheap_parking_space_can_be_sold() {
    let mut house = House::new();
    let mut cheap = row("3#/1单元/603");
    cheap.spec.total = Some(Fen::yuan(80_000));
    house.must(MANAGER, import(vec![cheap]));
    let under = house.send(CASHIER, deposit(&house, "3/1/603", Some("王一"), 15_999, "1"));
    assert_eq!(under, Err(Rejection::BelowMinimum { amount: Fen::yuan(15_999), minimum: Fen::yuan(16_000) }));
    let over = deposit(&house, "3/1/603", Some("王一"), 16_001, "1");
    assert_eq!(house.code(CASHIER, over), "above_share");
    house.must(CASHIER, deposit(&house, "3/1/603", Some("王一"), 16_000, "1"));
    assert_eq!(house.office.live_claim(house.unit("3/1/603")).unwrap().balance(), None, "20 % is full here");
}

#[test]
fn money_stays_within_the_price_and_knows_when_it_is_late() {
    let mut house = House::new();
    let unit = house.unit("3/1/603");
    house.must(CASHIER, deposit(&house, "3/1/603", Some("王一"), 20_000, "1"));
    let due = house.office.live_claim(unit).unwrap().due().unwrap();
    assert_eq!(due, at("11-30 18:00"));
    // Overdue is late: one comparison for both.
    house.now = due;
    assert!(house.office.is_overdue(unit, due));
    let events = house.must(CASHIER, payment::Command::TopUp { unit, taken: taken("2", 30_000) });
    assert!(serde_json::to_string(&events).unwrap().contains("\"late\":true"));
    let price = house.office.live_claim(unit).unwrap().price.unwrap();
    let rest = price.0 / 100 - 50_000;
    let sign = |yuan| payment::Command::Sign { unit, contract: "合1".into(), taken: taken("3", yuan) };
    assert_eq!(house.code(CASHIER, sign(rest + 1)), "above_balance");
    house.must(CASHIER, sign(rest));
}

#[test]
fn an_address_means_one_unit() {
    let mut house = House::new();
    let named = |building: &str, entrance: Option<&str>, room: &str| {
        let mut row = row("3#/1单元/603");
        row.spec.building = building.into();
        row.spec.entrance = entrance.map(Into::into);
        row.spec.room = room.into();
        row
    };
    let twice = vec![named("9#", None, "101"), named("9#", None, "101")];
    assert_eq!(house.code(MANAGER, import(twice)), "unit_ambiguous");
    for (building, entrance, room) in [
        ("9#/1", None, "101"),
        ("9#", Some(" "), "101"),
        ("9#", Some("a/b"), "1"),
        ("9#", None, ""),
        ("", None, "1"),
    ] {
        assert_eq!(house.code(MANAGER, import(vec![named(building, entrance, room)])), "text_invalid");
    }
    assert_eq!(house.code(MANAGER, import(Vec::new())), "nothing_to_import");
    house.must(MANAGER, import(vec![named("9#", None, "101")]));
}

#[test]
fn what_a_price_list_does_not_say_stays() {
    let mut house = House::new();
    let mut first = row("3#/1单元/1801");
    first.spec.floor_price = Some(Fen::yuan(3_000_000));
    house.must(MANAGER, import(vec![first]));
    let unit = house.unit("3/1/1801");
    house.must(MANAGER, control::Command::Release { batch: "加推".into(), units: vec![unit] });
    let mut quiet = row("3#/1单元/1801");
    (quiet.spec.batch, quiet.status) = (None, None);
    assert_eq!(house.code(MANAGER, import(vec![quiet.clone()])), "nothing_to_import");
    quiet.spec.total = Some(Fen::yuan(4_000_000));
    assert_eq!(preview(&house.office, std::slice::from_ref(&quiet)).revised, 1);
    house.must(MANAGER, import(vec![quiet]));
    let spec = &house.office.unit(unit).spec;
    assert_eq!((spec.total, spec.floor_price), (Some(Fen::yuan(4_000_000)), Some(Fen::yuan(3_000_000))));
    assert_eq!((spec.batch.as_deref(), house.office.status(unit)), (Some("加推"), Status::Available));
}

#[test]
fn an_unreleased_unit_leaves_by_its_batch_alone() {
    let mut house = House::new();
    let unit = house.unit("3/1/1801");
    let lock = control::Command::Lock { unit, reason: "样板间".into() };
    assert_eq!(house.code(MANAGER, lock), "wrong_status");
    let batch = |batch: &str| control::Command::Release { batch: batch.into(), units: Vec::new() };
    assert_eq!(house.code(SUPERVISOR, batch("二批次")), "not_permitted");
    house.must(MANAGER, batch("二批次"));
    assert_eq!(house.office.status(unit), Status::Available);
    assert_eq!(house.code(MANAGER, batch("二批次")), "batch_empty");
}

#[test]
fn an_erased_customer_cannot_be_used_again() {
    let mut house = House::new();
    house.must(JIA, people::Command::Register { customer: phoned("周七", "13800000007") });
    let customer = house.office.customers[0].id;
    house.must(MANAGER, people::Command::Erase { customer });
    let unit = house.unit("3/1/603");
    let known = xiaokong::domain::party::Named::Known(customer);
    let hold = hold::Command::Hold { unit, customer: known, minutes: None };
    assert_eq!(house.code(BING, hold), "customer_erased");
    // The phone is free again: it is a new customer.
    house.must(YI, people::Command::Register { customer: phoned("周七", "13800000007") });
    assert_eq!(house.office.customers.len(), 2);
}

#[test]
fn the_line_serves_in_order_and_in_its_own_time() {
    let mut house = House::new();
    house.must(MANAGER, policy("hold_length", "60m"));
    let unit = house.unit("3/1/603");
    house.must(JIA, hold::Command::Hold { unit, customer: person("王一"), minutes: None });
    house.must(YI, waiting::Command::Join { unit, customer: person("李二") });
    house.must(BING, waiting::Command::Join { unit, customer: person("赵三") });
    // Three hours later both turns are over, each at its own minute, though nobody acted.
    house.now = at("11-27 12:30");
    assert_eq!(house.true_office().status(unit), Status::Available);
    house.must(SUPERVISOR, hold::Command::Hold { unit, customer: person("钱四"), minutes: None });
    let told: Vec<String> = house.journal[house.journal.len() - 6..]
        .iter()
        .map(|r| format!("{} {}", r.event.kind(), (r.at - at("11-27 09:00")).num_minutes()))
        .collect();
    let expected = [
        "hold.expired 60",
        "hold.served 60",
        "hold.expired 120",
        "hold.served 120",
        "hold.expired 180",
        "hold.placed 210",
    ];
    assert_eq!(told, expected);
}

#[test]
fn neither_confirming_nor_undoing_goes_past_the_limit() {
    let mut house = House::new();
    house.must(MANAGER, policy("hold_limit", "1"));
    let (one, two) = (house.unit("3/1/603"), house.unit("3/1/604"));
    let hold = |unit| hold::Command::Hold { unit, customer: person("王一"), minutes: None };
    house.must(JIA, hold(one));
    house.must(JIA, hold::Command::Release { unit: one, reason: String::new() });
    let release = house.office.head;
    house.must(JIA, hold(two));
    let undo = xiaokong::domain::undo::Command::Undo { deed: Some(release) };
    assert_eq!(house.code(JIA, undo.clone()), "hold_limit", "the release would give back a second hold");
    house.must(JIA, hold::Command::Release { unit: two, reason: String::new() });
    house.must(JIA, undo);
    // Two requests wait; the second is one too many once the first is confirmed.
    house.must(MANAGER, policy("hold_mode", "request"));
    let (one, two) = (house.unit("3/2/603"), house.unit("3/2/604"));
    for unit in [one, two] {
        house.must(YI, hold::Command::Hold { unit, customer: person("李二"), minutes: None });
    }
    house.must(SUPERVISOR, waiting::Command::Confirm { unit: one });
    assert_eq!(house.code(SUPERVISOR, waiting::Command::Confirm { unit: two }), "hold_limit");
}
