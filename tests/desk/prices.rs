//! Prices and public discounts by keys.

use super::common::*;
use super::floor::Office;
use xiaokong::app::model::{Layer, Menu};
use xiaokong::domain::hold;
use xiaokong::domain::money::Fen;

fn menu(desk: &xiaokong::app::model::Desk) -> &Menu {
    let Some(Layer::Menu(menu)) = desk.layer() else { panic!("a menu is open") };
    menu
}

#[test]
fn a_change_of_prices_shows_its_preview_and_wants_the_number_of_units_and_y() {
    let mut office = Office::new();
    office.cursor = Some(office.house.unit("3/1/601"));
    let before = office.house.office.unit(office.house.unit("3/1/601")).spec.total;
    let desk = office.keys("10:00", SUPERVISOR, "P");
    assert!(menu(&desk).items.iter().all(|item| item.refused.is_some()), "the manager's alone");
    // -2 %, of the building on the screen, floors 5 to 6.
    let typed = "P enter - 2 tab tab 5 . . 6";
    let desk = office.keys("10:01", MANAGER, typed);
    let Some(Layer::Form(form)) = desk.layer() else { panic!("the form is open") };
    let count = form.fields.iter().find(|field| field.name == "count").and_then(|field| field.remark.clone());
    assert!(count.as_ref().is_some_and(|said| said.starts_with("16 套")), "{count:?}");
    let to_reason = "tab tab tab tab tab 清 盘 tab";
    let desk = office.keys("10:02", MANAGER, &format!("{typed} {to_reason} 1 5 enter"));
    assert!(matches!(desk.layer(), Some(Layer::Form(form)) if form.refused.is_some()), "the wrong number");
    office.keys("10:03", MANAGER, &format!("{typed} {to_reason} 1 6 enter enter enter"));
    let total = |office: &Office| office.house.office.unit(office.house.unit("3/1/601")).spec.total;
    assert_eq!(total(&office), before, "Enter never confirms");
    office.keys("10:04", MANAGER, &format!("{typed} {to_reason} 1 6 enter y"));
    assert_eq!(total(&office), Some(Fen::yuan(3_577_000)));
    let other = office.house.office.unit(office.house.unit("1/1/601")).spec.total;
    assert_eq!(other, before, "the other building stays");
}

#[test]
fn a_public_discount_is_opened_by_the_manager_and_given_by_the_consultant() {
    let mut office = Office::new();
    office.house.to("11-28 10:00");
    let unit = office.house.unit("3/1/601");
    office.cursor = Some(unit);
    office.keys("10:00", MANAGER, "P down enter 按 时 签 约 tab 1 % enter y");
    assert_eq!(office.house.office.schemes.len(), 1);
    let offered = |desk: &xiaokong::app::model::Desk| {
        let found = menu(desk).items.iter().find(|item| item.label.contains("按时签约"));
        found.map(|item| (item.label.clone(), item.refused.is_some()))
    };
    let desk = office.keys("10:01", JIA, "M");
    assert_eq!(offered(&desk), Some(("享受「按时签约」 1%".to_string(), true)), "nobody holds it yet");
    office.house.must(JIA, hold::Command::Hold { unit, customer: person("张三"), minutes: None });
    let desk = office.keys("10:02", JIA, "M");
    assert_eq!(offered(&desk), Some(("享受「按时签约」 1%".to_string(), false)));
    office.keys("10:02", JIA, "M enter");
    let list = office.house.office.unit(unit).spec.total.unwrap();
    let deal = office.house.office.live_claim(unit).and_then(|claim| claim.deal());
    assert_eq!(deal, Some(Fen(list.0 - list.0 / 100)));
    let desk = office.keys("10:03", JIA, "M");
    assert_eq!(offered(&desk), Some(("撤下「按时签约」 1%".to_string(), false)));
    office.keys("10:04", MANAGER, "P down down enter 到 期 enter y");
    assert!(office.house.office.schemes[0].closed);
    assert_eq!(office.house.office.live_claim(unit).and_then(|claim| claim.deal()), deal, "given is given");
}
