//! A unit that frees goes to the first in its line, however it frees (rules §3).

use super::{cancel_all, make, sold};
use crate::common::{CASHIER, DING, House, JIA, MANAGER, YI, known, person, phoned, rows, taken};
use std::collections::BTreeMap;
use xiaokong::domain::act::{Event, Guard};
use xiaokong::domain::audit::sound;
use xiaokong::domain::change::Command as Asking;
use xiaokong::domain::control;
use xiaokong::domain::id::{CustomerId, StaffId, UnitId};
use xiaokong::domain::listing::{self, Row};
use xiaokong::domain::state::request::{Back, Change};
use xiaokong::domain::state::unit::{ListedStatus, Status};
use xiaokong::domain::{hold, payment, people, undo, waiting};

fn lists(address: &str, status: ListedStatus) -> Row {
    let row = rows().into_iter().find(|row| row.spec.address() == address).expect("listed");
    Row { status: Some(status), ..row }
}

fn list(rows: Vec<Row>) -> listing::Command {
    listing::Command::Import { source: "again.csv".into(), rows }
}

fn joins(house: &mut House, who: StaffId, unit: UnitId, name: &str) {
    house.must(who, waiting::Command::Join { unit, customer: person(name) });
}

/// 3#/1/601, cancelled and kept back, with 乙 and 丁 in line.
fn kept_back() -> (House, UnitId) {
    let (mut house, unit) = sold();
    joins(&mut house, YI, unit, "李四");
    joins(&mut house, DING, unit, "王五");
    house.must(MANAGER, make(unit, cancel_all(Back::Locked)));
    house.must(CASHIER, Asking::Refund { unit, taken: taken("R1", 50_000) });
    assert_eq!((house.office.status(unit), house.office.unit(unit).line.len()), (Status::Locked, 2));
    (house, unit)
}

/// The guard rows the events make are the live claims of the office.
fn guarded(house: &House) {
    let mut rows = BTreeMap::new();
    for guard in house.journal.iter().flat_map(|recorded| recorded.event.guards()) {
        match guard {
            Guard::Claim(unit, claim) => assert_eq!(rows.insert(unit, claim), None, "two claims on {unit}"),
            Guard::Free(unit) => assert!(rows.remove(&unit).is_some(), "{unit} was free"),
        }
    }
    let live = house.office.units.iter().filter_map(|unit| Some((unit.id, unit.claim?.0)));
    assert_eq!(rows, live.collect());
    assert!(house.office.claims.iter().enumerate().all(|(place, claim)| claim.id.index() == place));
    assert_eq!((house.replayed() == house.office, sound(&house.office)), (true, Ok(())));
}

fn holder(house: &House, unit: UnitId) -> Option<StaffId> {
    house.office.live_claim(unit).and_then(|claim| claim.consultant)
}

#[test]
fn an_unlocked_unit_goes_to_the_first_in_line() {
    let (mut house, unit) = kept_back();
    house.must(MANAGER, control::Command::Unlock { unit, reason: "放出".into() });
    assert_eq!((house.office.status(unit), holder(&house, unit)), (Status::Held, Some(YI)));
    assert_eq!(house.office.unit(unit).line.len(), 1);
    guarded(&house);
    // Undone it would stand locked with somebody's hold in it.
    assert_eq!(house.code(MANAGER, undo::Command::Undo { deed: None }), "nothing_to_undo");
}

#[test]
fn an_unlocked_unit_nobody_waits_for_is_free_and_can_be_locked_again() {
    let mut house = House::new();
    let unit = house.unit("3/1/601");
    house.must(MANAGER, control::Command::Lock { unit, reason: "留用".into() });
    house.must(MANAGER, control::Command::Unlock { unit, reason: "放出".into() });
    assert_eq!(house.office.status(unit), Status::Available);
    house.must(MANAGER, undo::Command::Undo { deed: None });
    assert_eq!(house.office.status(unit), Status::Locked);
}

#[test]
fn an_unlocking_of_an_older_journal_is_read_as_it_was() {
    let (mut house, unit) = kept_back();
    let text = format!(r#"{{"control":{{"unlocked":{{"unit":{},"reason":"放出"}}}}}}"#, unit.0);
    let event: Event = serde_json::from_str(&text).expect("still read");
    assert_eq!(serde_json::to_string(&event).expect("written"), text, "and written the same");
    let recorded =
        xiaokong::domain::act::Recorded { event, seq: house.office.head + 1, ..house.journal[0].clone() };
    xiaokong::domain::act::apply(&mut house.office, &recorded);
    assert_eq!((house.office.status(unit), house.office.unit(unit).line.len()), (Status::Available, 2));
}

#[test]
fn a_batch_and_a_list_that_free_units_serve_their_lines() {
    for way in ["batch", "list"] {
        let (mut house, unit) = kept_back();
        let other = house.unit("3/1/602");
        let address = |unit| house.office.unit(unit).spec.address();
        let (here, there) = (address(unit), address(other));
        if way == "batch" {
            house.must(MANAGER, list(vec![lists(&here, ListedStatus::Unreleased)]));
            house.must(MANAGER, list(vec![lists(&there, ListedStatus::Unreleased)]));
            let units = vec![unit, other];
            house.must(MANAGER, control::Command::Release { batch: "三批次".into(), units });
        } else {
            // Claims are numbered in the order they are folded, whatever the order of the rows.
            let mut new = lists("3#/1单元/603", ListedStatus::Signed);
            new.spec.room = "699".into();
            let rows = vec![lists(&here, ListedStatus::Available), lists(&there, ListedStatus::Signed), new];
            house.must(MANAGER, list(rows));
            assert_eq!(house.office.status(house.unit("3/1/699")), Status::Signed);
        }
        assert_eq!((house.office.status(unit), holder(&house, unit)), (Status::Held, Some(YI)), "{way}");
        guarded(&house);
    }
}

#[test]
fn nobody_is_served_where_the_office_wants_it_so() {
    let (mut house, unit) = kept_back();
    crate::common::floor::policy(&mut house, "line_serves", "false");
    house.must(MANAGER, control::Command::Unlock { unit, reason: "放出".into() });
    assert_eq!((house.office.status(unit), house.office.unit(unit).line.len()), (Status::Available, 2));
    // Whoever holds it now leaves the line as it is.
    house.must(JIA, hold::Command::Hold { unit, customer: phoned("赵六", "13800000009"), minutes: None });
    guarded(&house);
}

#[test]
fn a_deposit_on_a_hold_out_of_the_line_names_its_customer() {
    let (mut house, unit) = kept_back();
    house.must(MANAGER, control::Command::Unlock { unit, reason: "放出".into() });
    let takes = |customer| payment::Command::Deposit { unit, customer, taken: taken("D9", 50_000) };
    assert_eq!(house.code(CASHIER, takes(None)), "customer_unsaid");
    assert_eq!(house.code(CASHIER, takes(Some(person("张三")))), "customer_differs");
    assert_eq!(house.code(CASHIER, takes(Some(known(0)))), "customer_differs");
    house.must(CASHIER, takes(Some(person("李四"))));
    let customer = house.office.live_claim(unit).and_then(|claim| claim.customer).expect("somebody");
    assert_eq!(house.office.shown_name(Some(MANAGER), customer).as_deref(), Some("李四"));
    let to = house.unit("3/1/701");
    house.must(MANAGER, make(unit, Change::Swap { to, back: Back::Available }));
    assert_eq!(holder(&house, unit), Some(DING));
    guarded(&house);
}

#[test]
fn an_erased_customers_hold_takes_its_deposit_as_it_is_shown() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    house.must(JIA, hold::Command::Hold { unit, customer: person("张三"), minutes: None });
    house.must(MANAGER, people::Command::Erase { customer: CustomerId(0) });
    let customer = Some(known(0));
    house.must(CASHIER, payment::Command::Deposit { unit, customer, taken: taken("D1", 50_000) });
    assert_eq!(house.office.status(unit), Status::Deposit);
}
