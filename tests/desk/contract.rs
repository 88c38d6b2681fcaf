//! Money and contract by keys: the menu of changes, requests and their decisions, the cashier's refund.

use super::common::*;
use super::floor::Office;
use xiaokong::app::message::{Effect, Message, Outcome};
use xiaokong::app::model::Layer;
use xiaokong::app::update::update;
use xiaokong::domain::act::Command;
use xiaokong::domain::state::unit::Status;
use xiaokong::domain::{issue, payment};

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

#[test]
fn papers_stand_in_the_menu_and_are_asked_for_by_the_one_who_may() {
    let (mut office, unit) = sold();
    let desk = office.keys("10:01", JIA, "M");
    let Some(Layer::Menu(menu)) = desk.layer() else { panic!("the menu is open") };
    let item = |words: &str| menu.items.iter().find(|item| item.label == words).expect("offered");
    assert!(item("打印认购书").refused.as_ref().is_some_and(|reason| reason.contains("财务")));
    let desk = office.keys("10:01", CASHIER, "M");
    let Some(Layer::Menu(menu)) = desk.layer() else { panic!("the menu is open") };
    let item = |words: &str| menu.items.iter().find(|item| item.label == words).expect("offered");
    assert_eq!((&item("打印收据").refused, &item("打印认购书").refused), (&None, &None));
    assert!(item("打印换房单").refused.as_ref().is_some_and(|reason| reason.contains("没有换过房")));
    let printed = |effects: Vec<Effect>| {
        effects.into_iter().find_map(|effect| match effect {
            Effect::Print(_, command) => Some(command),
            _ => None,
        })
    };
    let keys = row(&mut office, CASHIER, "打印收据");
    let mut desk = crate::desk_of(&office.house, CASHIER);
    desk.cursor = Some(unit);
    assert_eq!(printed(crate::keys(&mut desk, &keys)), Some(issue::Command::LastReceipt { unit }));
    // Of several receipts it is asked which, the newest first.
    let sign = payment::Command::Sign { unit, contract: "HT1".into(), taken: taken("4313", 600_000) };
    office.house.must(CASHIER, sign);
    let mut desk = crate::desk_of(&office.house, CASHIER);
    desk.cursor = Some(unit);
    let keys = keys_of(&desk, "打印收据");
    assert_eq!(printed(crate::keys(&mut desk, &keys)), None);
    let Some(Layer::Menu(menu)) = desk.layer() else { panic!("the receipts are shown") };
    assert!(menu.items[0].label.contains("4313") && menu.items[1].label.contains("4312"), "{:?}", menu.items);
    let asked = printed(crate::keys(&mut desk, "down enter"));
    assert_eq!(asked, Some(issue::Command::Receipt { number: "4312".into() }));
    // The answer says where the paper lies.
    let said = "已打印收据 SJ-2026-0001.html，在 /papers".to_string();
    let ticket = desk.ticket;
    update(&mut desk, Message::Answered(ticket, Outcome::Printed(said.clone())));
    assert_eq!(desk.toast.as_ref().map(|note| note.text.clone()), Some(said));
    assert!(desk.pending.is_empty());
}

/// The keys that choose a row of a desk's menu of changes.
fn keys_of(desk: &xiaokong::app::model::Desk, words: &str) -> String {
    let mut desk = desk.clone();
    crate::keys(&mut desk, "M");
    let Some(Layer::Menu(menu)) = desk.layer() else { panic!("the menu is open") };
    let place = menu.items.iter().position(|item| item.label == words).expect("offered");
    format!("M {} enter", vec!["down"; place].join(" ")).replace("  ", " ")
}

#[test]
fn a_form_takes_who_pays_by_phone() {
    let (mut office, unit) = sold();
    let register =
        |phone: &str| xiaokong::domain::people::Command::Register { customer: phoned("李四", phone) };
    office.house.must(JIA, register("13800000002"));
    let mut desk = crate::desk_of(&office.house, CASHIER);
    desk.cursor = Some(unit);
    let digits = |number: &str| number.chars().map(|c| c.to_string()).collect::<Vec<_>>().join(" ");
    let keys = format!("s H T 1 tab {} tab 7 tab tab {}", digits("600000"), digits("13800000002"));
    crate::keys(&mut desk, &keys);
    let Some(Layer::Form(form)) = desk.layer() else { panic!("the form is open") };
    let field = form.fields.iter().find(|field| field.name == "paid-by").expect("asked");
    assert_eq!(field.remark.as_deref(), Some("李四"), "who that is shows before anything is sent");
    let sent = crate::keys(&mut desk, "enter y").into_iter().find_map(|effect| match effect {
        Effect::Submit(_, Command::Payment(payment::Command::Sign { taken, .. })) => Some(taken.payer),
        _ => None,
    });
    assert_eq!(sent, Some(office.house.office.phones.get("13800000002").copied()));
    // A phone nobody has is said at its field, and nothing is sent.
    let mut desk = crate::desk_of(&office.house, CASHIER);
    desk.cursor = Some(unit);
    let keys = format!("s H T 1 tab 6 tab 7 tab tab {} enter", digits("13700000000"));
    assert!(crate::keys(&mut desk, &keys).iter().all(|effect| !matches!(effect, Effect::Submit(..))));
    let Some(Layer::Form(form)) = desk.layer() else { panic!("the form is still open") };
    assert!(form.fields[form.at].name == "paid-by" && form.fields[form.at].fault.is_some());
}

#[test]
fn whoever_approves_says_what_becomes_of_the_unit() {
    let (mut office, unit) = sold();
    let keys = row(&mut office, JIA, "退定");
    office.keys("10:02", JIA, &format!("{keys} tab tab 贷 款 未 批 enter y"));
    // It was asked for with the unit back on sale; the manager keeps it.
    office.keys("10:03", MANAGER, "I enter tab tab right enter y");
    office.keys("10:04", CASHIER, "I enter tab 5 0 0 1 enter y");
    assert_eq!(office.house.office.status(unit), Status::Locked);
}
