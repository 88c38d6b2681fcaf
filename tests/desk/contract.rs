//! Money and contract by keys: the menu of changes, requests and their decisions, the cashier's refund.

use super::common::*;
use super::floor::Office;
use xiaokong::app::model::Layer;
use xiaokong::domain::payment;
use xiaokong::domain::state::unit::Status;

/// An office in which 3#/1/601 has a full deposit; the cursor of every desk stands on it.
fn sold() -> (Office, xiaokong::domain::id::UnitId) {
    let mut office = Office::new();
    let unit = office.house.unit("3/1/601");
    office.house.to("11-28 10:00");
    let customer = Some(phoned("张三", "13900000001"));
    office.house.must(CASHIER, payment::Command::Deposit { unit, customer, taken: taken("4312", 50_000) });
    office.cursor = Some(unit);
    (office, unit)
}

/// The key that chooses a row of the menu of changes by its words.
fn row(office: &mut Office, by: xiaokong::domain::id::StaffId, words: &str) -> String {
    let desk = office.keys("10:01", by, "M");
    let Some(Layer::Menu(menu)) = desk.layer() else { panic!("the menu is open") };
    let place = menu.items.iter().position(|item| item.label == words).expect("offered");
    format!("M {} enter", vec!["down"; place].join(" ")).replace("  ", " ")
}

#[test]
fn what_cannot_be_done_is_dimmed_with_its_reason() {
    let (mut office, _) = sold();
    let desk = office.keys("10:01", MANAGER, "M");
    let Some(Layer::Menu(menu)) = desk.layer() else { panic!("the menu is open") };
    let refused = |words: &str| {
        menu.items.iter().find(|item| item.label == words).and_then(|item| item.refused.clone())
    };
    assert_eq!(refused("退定"), None);
    assert_eq!(refused("换房"), None);
    assert!(refused("交房").is_some_and(|reason| reason.contains("签约")));
    assert!(refused("挞定").is_some());
    assert!(refused("特价").is_some(), "the deposit has fixed the price");
}

#[test]
fn a_swap_is_asked_for_shows_in_the_inbox_and_is_decided_with_y() {
    let (mut office, unit) = sold();
    let keys = row(&mut office, JIA, "换房");
    office.keys("10:02", JIA, &format!("{keys} 3 / 1 / 7 0 1 tab tab 高 一 层 enter y"));
    assert_eq!(office.house.office.changes.len(), 1);
    let desk = office.keys("10:03", YI, "I");
    let Some(Layer::Menu(menu)) = desk.layer() else { panic!("the inbox is open") };
    assert!(
        menu.items[0].label.contains("换房") && menu.items[0].refused.is_some(),
        "not a colleague's to decide"
    );
    // Enter never confirms; y does.
    office.keys("10:04", MANAGER, "I enter enter enter");
    assert_eq!(office.house.office.status(unit), Status::Deposit);
    office.keys("10:05", MANAGER, "I enter enter y");
    let to = office.house.unit("3/1/701");
    assert_eq!(office.house.office.status(unit), Status::Available);
    assert_eq!(office.house.office.status(to), Status::Deposit);
}

#[test]
fn a_refusal_needs_its_reason_and_leaves_everything_as_it_was() {
    let (mut office, unit) = sold();
    let keys = row(&mut office, JIA, "退定");
    office.keys("10:02", JIA, &format!("{keys} tab tab 贷 款 未 批 enter y"));
    let desk = office.keys("10:03", MANAGER, "I enter right enter");
    assert!(
        matches!(desk.layer(), Some(Layer::Form(form)) if form.refused.is_some()),
        "no reason, no refusal"
    );
    let before = office.house.office.claims.clone();
    office.keys("10:04", MANAGER, "I enter right tab 再 谈 谈 enter y");
    assert!(office.house.office.open_changes.is_empty());
    assert_eq!((office.house.office.status(unit), &office.house.office.claims), (Status::Deposit, &before));
}

#[test]
fn a_cancellation_ends_with_the_cashiers_receipt() {
    let (mut office, unit) = sold();
    let keys = row(&mut office, MANAGER, "退定");
    office.keys("10:02", MANAGER, &format!("{keys} tab tab 贷 款 未 批 enter y"));
    assert_eq!(office.house.office.status(unit), Status::Deposit, "agreed, not yet done");
    office.keys("10:03", CASHIER, "I enter tab 5 0 0 1 enter y");
    assert_eq!(office.house.office.status(unit), Status::Available);
    assert_eq!(office.house.office.ledger(office.house.now).cancelled, 1);
}
