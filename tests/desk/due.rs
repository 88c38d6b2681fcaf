//! Acting from a row of the due list, and the payment plan by keys.

use super::common::floor::{arrives, by_rule, calling_at, open};
use super::common::*;
use super::floor::Office;
use super::{desk_of, keys};
use xiaokong::app::entry::Shape;
use xiaokong::app::form::Purpose;
use xiaokong::app::geometry::Focus;
use xiaokong::app::message::{Effect, Message};
use xiaokong::app::model::{Desk, Layer};
use xiaokong::app::moves;
use xiaokong::app::update::update;
use xiaokong::domain::id::{StaffId, UnitId};
use xiaokong::domain::money::Fen;
use xiaokong::domain::state::customer::Grade;
use xiaokong::domain::state::due::{About, DueItem, DueKind};
use xiaokong::domain::{hold, payment};

const CLERK: StaffId = StaffId(8);

/// An office in which 3#/1/601 is signed with 3,000,000 open; the cursor of every desk stands on it.
fn signed() -> (Office, UnitId) {
    let mut office = Office::new();
    let unit = office.house.unit("3/1/601");
    office.house.to("11-28 10:00");
    let customer = Some(phoned("张三", "13900000001"));
    let deposit = payment::Command::Deposit { unit, customer, taken: taken("4312", 50_000) };
    office.house.must(CASHIER, deposit);
    let sign = payment::Command::Sign { unit, contract: "合1".into(), taken: taken("4313", 600_400) };
    office.house.must(CASHIER, sign);
    office.cursor = Some(unit);
    (office, unit)
}

/// The keys that choose a row of the menu of changes by its words.
fn row(office: &mut Office, by: StaffId, words: &str) -> String {
    let desk = office.keys("10:01", by, "M");
    let Some(Layer::Menu(menu)) = desk.layer() else { panic!("the menu is open") };
    let place = menu.items.iter().position(|item| item.label == words).expect("offered");
    format!("M {} enter", vec!["down"; place].join(" ")).replace("  ", " ")
}

fn typed(text: &str) -> String {
    let keys = text.chars().map(|letter| if letter == ' ' { "space".into() } else { letter.to_string() });
    keys.collect::<Vec<String>>().join(" ")
}

/// Moves the clock of a house as far as a desk sees it.
fn tick(desk: &mut Desk, house: &mut House, time: &str) {
    house.to(time);
    update(desk, Message::Tick(house.now));
}

fn chosen(desk: &Desk) -> Option<(DueKind, About)> {
    desk.due_at.map(|item| (item.kind, item.about))
}

fn toast(desk: &Desk) -> String {
    desk.toast.as_ref().map(|note| note.text.clone()).unwrap_or_default()
}

#[test]
fn equal_instalments_are_agreed_with_y_and_seen_before() {
    let (mut office, unit) = signed();
    let menu = row(&mut office, CLERK, "付款计划");
    let form = format!("{menu} 2 tab tab {}", typed("12-28"));
    let desk = office.keys("10:02", CLERK, &form);
    let Some(Layer::Form(open)) = desk.layer() else { panic!("the form is open") };
    assert_eq!(open.purpose, Purpose::Plan(unit, Shape::Equal));
    let said = open.fields[2].remark.clone().unwrap_or_default();
    assert!(said.contains("1,000,000") && said.contains("2027-02-28"), "{said}");
    office.keys("10:03", CLERK, &format!("{form} enter enter"));
    assert!(office.house.office.live_claim(unit).unwrap().plan().is_none(), "Enter never confirms");
    office.keys("10:04", CLERK, &format!("{form} enter y"));
    assert_eq!(office.house.office.live_claim(unit).unwrap().shares().len(), 3);
    // The clerk may not change it; the manager's form asks for the reason.
    let desk = office.keys("10:05", CLERK, "M");
    let Some(Layer::Menu(menu)) = desk.layer() else { panic!("the menu is open") };
    let entry = menu.items.iter().find(|item| item.label == "付款计划").expect("offered");
    assert!(entry.refused.is_some());
    let menu = row(&mut office, MANAGER, "付款计划");
    office.keys("10:06", MANAGER, &format!("{menu} 1 {} tab 早 付 enter y", typed("12-1")));
    assert_eq!(office.house.office.live_claim(unit).unwrap().plans.len(), 2);
}

#[test]
fn instalments_one_by_one_say_what_is_missing_and_roll_into_the_next_year() {
    let (mut office, unit) = signed();
    let menu = row(&mut office, CLERK, "付款计划");
    let first = format!("{menu} 3 {}", typed("12-28=200万"));
    let desk = office.keys("10:02", CLERK, &first);
    let Some(Layer::Form(form)) = desk.layer() else { panic!("the form is open") };
    assert!(form.fields[0].remark.as_ref().is_some_and(|said| said.contains("少 ¥1,000,000")));
    office.keys("10:03", CLERK, &format!("{first} {} enter y", typed(" 1-28=100万")));
    let shares = office.house.office.live_claim(unit).unwrap().shares();
    let days: Vec<String> =
        shares.iter().filter_map(|share| Some(office.house.office.day(share.due?).to_string())).collect();
    assert_eq!(days, ["2026-12-28", "2027-01-28"]);
}

#[test]
fn a_mortgage_by_keys_from_the_plan_to_the_keys_of_the_home() {
    let (mut office, unit) = signed();
    let menu = row(&mut office, CLERK, "付款计划");
    office.keys("10:02", CLERK, &format!("{menu} 4 工 行 tab {} enter y", typed("300万")));
    let kinds = |desk: &Desk| desk.due.iter().map(|item| item.kind).collect::<Vec<_>>();
    let desk = office.keys("10:03", CLERK, "tab tab tab");
    assert_eq!(kinds(&desk), [DueKind::Mortgage, DueKind::Recording]);
    assert_eq!(chosen(&desk), Some((DueKind::Mortgage, About::Unit(unit))));
    // The application's form knows the bank and the amount; so does the payment's.
    let menu = row(&mut office, CLERK, "按揭申请");
    office.keys("10:04", CLERK, &format!("{menu} enter y"));
    let menu = row(&mut office, CASHIER, "收房款");
    office.keys("10:05", CASHIER, &format!("{menu} tab 9 9 enter y"));
    let claim = office.house.office.live_claim(unit).unwrap();
    assert!(claim.is_paid() && claim.paid_out().is_some(), "{:?}", claim.receipts);
    let menu = row(&mut office, CLERK, "备案");
    office.keys("10:06", CLERK, &format!("{menu} enter"));
    let menu = row(&mut office, CLERK, "交房");
    let desk = office.keys("10:07", CLERK, &format!("{menu} enter y"));
    assert_eq!(kinds(&desk), []);
}

#[test]
fn the_keys_of_the_grid_act_on_the_unit_of_the_row_and_stepping_through_leaves_the_grid_alone() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let (late, other) = (house.unit("3/1/601"), house.unit("3/2/1202"));
    house.must(JIA, hold::Command::Hold { unit: late, customer: person("张三"), minutes: Some(60) });
    let mut desk = desk_of(&house, JIA);
    moves::select(&mut desk, other);
    keys(&mut desk, "tab tab tab");
    assert_eq!((desk.focus, desk.cursor), (Focus::Due, Some(late)));
    keys(&mut desk, "tab");
    assert_eq!((desk.focus, desk.cursor), (Focus::Grid, Some(other)), "only stepped through");
    keys(&mut desk, "shift-tab space");
    assert!(matches!(desk.layer(), Some(Layer::Menu(_))), "an own hold: extend or release");
    keys(&mut desk, "esc ] d");
    assert_eq!(desk.cursor, Some(late), "another building was only looked at");
    assert!(toast(&desk).contains("财务"), "an impossible key says why: {}", toast(&desk));
    keys(&mut desk, "enter");
    assert!(matches!(desk.layer(), Some(Layer::Card(card)) if card.unit == late));
    keys(&mut desk, "esc esc");
    assert_eq!((desk.focus, desk.cursor), (Focus::Grid, Some(late)), "what was acted on stays selected");
}

#[test]
fn the_chosen_row_is_the_thing_and_never_its_place() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let units = ["3/1/601", "3/1/701", "3/1/801"].map(|room| house.unit(room));
    for (unit, minutes) in units.into_iter().zip([60, 90, 120]) {
        house.must(JIA, hold::Command::Hold { unit, customer: person("张三"), minutes: Some(minutes) });
    }
    let mut desk = desk_of(&house, MANAGER);
    keys(&mut desk, "shift-tab down");
    assert_eq!(desk.cursor, Some(units[1]));
    let from = house.journal.len();
    house.must(JIA, hold::Command::Release { unit: units[0], reason: String::new() });
    house.must(
        SUPERVISOR,
        hold::Command::Extend { unit: units[1], minutes: 600, reason: "客户在路上".into() },
    );
    update(&mut desk, Message::News(house.journal[from..].to_vec(), house.now));
    // It stands elsewhere, with another date, and is still the chosen one.
    assert_eq!(chosen(&desk), Some((DueKind::Hold, About::Unit(units[1]))));
    assert_eq!((desk.rows[2], desk.cursor), (1, Some(units[1])));
    let from = house.journal.len();
    house.must(JIA, hold::Command::Release { unit: units[1], reason: String::new() });
    update(&mut desk, Message::News(house.journal[from..].to_vec(), house.now));
    assert_eq!(chosen(&desk), None, "never another's row");
    keys(&mut desk, "d");
    assert!(desk.layers.is_empty() && toast(&desk).contains("没有选中"), "{}", toast(&desk));
    keys(&mut desk, "up");
    assert_eq!(chosen(&desk), Some((DueKind::Hold, About::Unit(units[2]))));
}

#[test]
fn a_visits_row_is_acted_on_with_the_keys_of_reception() {
    let mut house = open();
    let waits = arrives(&mut house, calling_at("赵一", "13800000001"));
    let second = arrives(&mut house, calling_at("钱二", "13800000002"));
    let mut desk = desk_of(&house, SUPERVISOR);
    assert!(desk.due.is_empty(), "nobody waits long yet");
    tick(&mut desk, &mut house, "11-28 10:06");
    let visits: Vec<DueItem> = desk.due.clone();
    assert_eq!(visits.iter().map(|item| item.kind).collect::<Vec<_>>(), [DueKind::Waiting; 2]);
    keys(&mut desk, "shift-tab down");
    keys(&mut desk, "space");
    assert!(toast(&desk).contains("来访") && desk.layers.is_empty(), "{}", toast(&desk));
    keys(&mut desk, "f");
    assert!(toast(&desk).contains(&second.to_string()) && desk.layers.is_empty(), "{}", toast(&desk));
    let effects = keys(&mut desk, "n");
    let sent = format!("{effects:?}");
    assert!(sent.contains(&format!("number: Some({second})")), "{sent}");
    keys(&mut desk, "enter");
    assert_eq!((desk.focus, desk.rows[0]), (Focus::Visitors, 1));
    // Received and left open: the row is about the reception now, and `f` finishes that one.
    let from = house.journal.len();
    house.must(SUPERVISOR, by_rule(Some(second)));
    house.must(SUPERVISOR, by_rule(Some(waits)));
    update(&mut desk, Message::News(house.journal[from..].to_vec(), house.now));
    tick(&mut desk, &mut house, "11-28 12:10");
    keys(&mut desk, "tab tab");
    assert_eq!(desk.due.len(), 2);
    let Some((DueKind::Reception, About::Visit(id))) = chosen(&desk) else { panic!("{:?}", desk.due_at) };
    let number = house.office.visit(id).number;
    keys(&mut desk, "n");
    assert!(toast(&desk).contains(&number.to_string()) && desk.layers.is_empty(), "{}", toast(&desk));
    keys(&mut desk, "f");
    assert!(matches!(desk.layer(), Some(Layer::Form(form)) if form.purpose == Purpose::Finish(number)));
}

#[test]
fn a_customers_row_shows_no_more_than_one_may_see() {
    let mut house = open();
    let ahead = house.now + chrono::TimeDelta::hours(30);
    let call = xiaokong::domain::call::Command::Log {
        customer: phoned("孙三", "13800000003"),
        consultant: None,
        appointment: Some(ahead),
        source: String::new(),
        note: String::new(),
    };
    house.must(YI, call);
    for (viewer, seen, hidden) in [(YI, "13800000003", "*"), (JIA, "孙*", "孙三")] {
        let mut desk = desk_of(&house, viewer);
        keys(&mut desk, "shift-tab enter");
        let Some(Layer::Sheet(sheet)) = desk.layer() else { panic!("the customer is shown") };
        let text: String = sheet.lines.iter().map(|(_, line)| format!("{line}\n")).collect();
        assert!(text.contains(seen) && !text.contains(hidden) && text.contains("乙"), "{text}");
        keys(&mut desk, "esc r");
        assert!(desk.layers.is_empty() && toast(&desk).contains("客户"), "{}", toast(&desk));
    }
}

#[test]
fn who_is_to_be_called_is_called_from_the_row() {
    let mut office = Office::new();
    office.house = open();
    let number = arrives(&mut office.house, calling_at("赵一", "13800000001"));
    office.house.must(RECEPTION, by_rule(Some(number)));
    let closing = xiaokong::domain::reception::Closing { number, ..Default::default() };
    let closing = xiaokong::domain::reception::Closing { grade: Some(Grade::A), ..closing };
    office.house.must(JIA, xiaokong::domain::reception::Command::Finish(closing));
    let mut house = office.house.clone();
    house.to("11-29 09:00");
    // A colleague sees neither the number nor whom to dial.
    for (viewer, phone) in [(YI, ""), (JIA, "13800000001")] {
        let mut desk = desk_of(&house, viewer);
        keys(&mut desk, "shift-tab V");
        assert_eq!(chosen(&desk).map(|(kind, _)| kind), Some(DueKind::FollowUp));
        let Some(Layer::Form(form)) = desk.layer() else { panic!("the form is open") };
        assert_eq!(form.value("phone"), phone);
    }
    let mut desk = desk_of(&house, JIA);
    let effects = keys(&mut desk, "shift-tab V enter");
    let Some(Effect::Submit(_, call)) =
        effects.into_iter().find(|effect| matches!(effect, Effect::Submit(..)))
    else {
        panic!("the call is logged")
    };
    let from = house.journal.len();
    house.must(JIA, call);
    update(&mut desk, Message::News(house.journal[from..].to_vec(), house.now));
    tick(&mut desk, &mut house, "11-29 09:01");
    assert!(desk.due.is_empty() && chosen(&desk).is_none(), "{:?}", desk.due);
}

#[test]
fn money_of_a_plan_is_not_on_a_colleagues_card() {
    let (mut office, unit) = signed();
    let menu = row(&mut office, CLERK, "付款计划");
    office.keys("10:02", CLERK, &format!("{menu} 1 {} enter y", typed("12-28")));
    let claim = office.house.office.live_claim(unit).unwrap();
    assert_eq!(claim.open(), Fen::yuan(3_000_000));
    let sees = |who| office.house.office.sees_money(Some(who), claim.unit);
    assert!(sees(CLERK) && !sees(JIA) && !office.house.office.sees_money(None, claim.unit));
}
