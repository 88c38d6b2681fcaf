//! Scenarios 8–12 of rules §12 by keys, each on what people see and on what the journal holds; and requests between desks.

use super::common::*;
use super::hall::{CLERK, Hall};
use xiaokong::app::acts::{UNIT_ACTS, refusal};
use xiaokong::app::model::Layer;
use xiaokong::domain::act::{Command, Event};
use xiaokong::domain::id::{StaffId, UnitId};
use xiaokong::domain::money::Fen;
use xiaokong::domain::state::claim::Claim;
use xiaokong::domain::state::request::{Back, Change};
use xiaokong::domain::state::unit::Status;
use xiaokong::domain::{change, control, paper, payment};

/// A word as it is typed, key by key.
fn typed(word: &str) -> String {
    word.chars().map(String::from).collect::<Vec<_>>().join(" ")
}

/// The cashier's form for a unit nobody holds, filled in and sent as far as the question.
fn deposit_of(name: &str, yuan: &str, receipt: &str) -> String {
    let money = format!("ctrl-u {} tab {} enter", typed(yuan), typed(receipt));
    format!("d {} tab tab {money}", typed(name))
}

/// The keys to an entry of the menu of changes, as it stands for somebody now.
fn entry(hall: &mut Hall, who: StaffId, words: &str) -> String {
    hall.press(who, "M");
    let Some(Layer::Menu(menu)) = hall.desk(who).layer() else { panic!("the menu is open") };
    let place = menu.items.iter().position(|item| item.label == words).expect("offered");
    assert_eq!(menu.items[place].refused, None, "{words}");
    hall.press(who, "esc");
    ["M"].into_iter().chain(std::iter::repeat_n("down", place)).chain(["enter"]).collect::<Vec<_>>().join(" ")
}

fn claim(hall: &Hall) -> &Claim {
    hall.house.office.live_claim(hall.unit).expect("claimed")
}

fn receipts(claim: &Claim) -> Vec<(&str, String, i64)> {
    let of = claim.receipts.iter();
    of.map(|one| (one.number.as_str(), one.day.format("%m-%d").to_string(), one.amount.0 / 100)).collect()
}

/// The unit's place in the grid, on everybody's screen.
#[track_caller]
fn everybody_sees(hall: &Hall, words: &[&str]) {
    for who in [MANAGER, SUPERVISOR, JIA, YI, CASHIER, CLERK] {
        hall.sees(who, words);
    }
}

#[test]
fn scenario_8_a_partial_deposit_and_its_top_up() {
    let mut hall = Hall::open("3/1/603");
    hall.press(CASHIER, &deposit_of("张三", "20000", "0004312"));
    hall.sees(CASHIER, &["请确认", "3#/1单元/603", "客户 张三", "金额 20000", "收据号 0004312"]);
    // Enter goes back to the form; only y takes money.
    hall.press(CASHIER, "enter");
    assert_eq!((hall.news(), hall.house.office.status(hall.unit)), (vec![], Status::Available));
    hall.press(CASHIER, "enter y");
    assert_eq!(hall.news(), ["payment.deposited"]);
    let first = claim(&hall).id;
    assert_eq!(receipts(claim(&hall)), [("0004312", "11-28".into(), 20_000)]);
    assert_eq!(
        (claim(&hall).balance(), claim(&hall).due()),
        (Some(Fen::yuan(30_000)), Some(at("12-01 18:00")))
    );
    everybody_sees(&hall, &["售 1 足 0 签 0 退 0", "定◇603", "补足期限 12-01 18:00"]);
    hall.card(MANAGER, &["临时认购", "欠款（元） 30,000", "11-28 定金 20,000 刷卡 0004312", "还有 3 天"]);

    hall.at("12-01 11:00");
    everybody_sees(&hall, &["售 0 足 0 签 0 退 0"]);
    // What is due stands in the form.
    hall.press(CASHIER, &format!("b tab {} enter", typed("0004340")));
    hall.sees(CASHIER, &["金额 30,000", "收据号 0004340"]);
    hall.press(CASHIER, "y");
    assert_eq!(hall.news(), ["payment.topped_up"]);
    let after = claim(&hall);
    assert_eq!((after.id, after.balance(), after.due()), (first, None, Some(at("12-05 18:00"))));
    let both = [("0004312", "11-28".to_string(), 20_000), ("0004340", "12-01".to_string(), 30_000)];
    assert_eq!(receipts(after), both);
    everybody_sees(&hall, &["售 0 足 1 签 0 退 0", "定◆603", "签约期限 12-05 18:00"]);
    hall.card(MANAGER, &["12-01 补足 30,000 刷卡 0004340", "签约期限 12-05 18:00"]);
}

#[test]
fn scenario_9_below_the_minimum_then_with_the_managers_leave() {
    let mut hall = Hall::open("3/1/603");
    hall.press(CASHIER, &deposit_of("张三", "5000", "0004313"));
    // The form says why and stays as it was filled in.
    hall.sees(CASHIER, &["5,000", "20,000", "0004313"]);
    assert!(matches!(hall.desk(CASHIER).layer(), Some(Layer::Form(form)) if form.refused.is_some()));
    assert_eq!((hall.news(), hall.house.office.status(hall.unit)), (vec![], Status::Available));
    // Past the desk, as from a terminal that is behind: the core itself refuses, and nothing is written.
    let money = payment::Command::Deposit {
        unit: hall.unit,
        customer: Some(person("张三")),
        taken: taken("0004313", 5_000),
    };
    assert_eq!(hall.house.code(CASHIER, money), "below_minimum");
    assert_eq!(hall.news(), Vec::<String>::new());

    let keys = entry(&mut hall, MANAGER, "准许低于最低定金");
    hall.press(MANAGER, &format!("{keys} {} enter", typed("5000")));
    assert!(hall.news().is_empty(), "not without a reason");
    hall.press(MANAGER, &format!("tab {} enter", typed("老客户")));
    assert_eq!(hall.news(), ["change.granted"]);
    hall.card(SUPERVISOR, &["准许定金 5,000", "老客户"]);
    // The cashier's form still stands as it was filled in.
    hall.press(CASHIER, "enter");
    hall.sees(CASHIER, &["请确认", "金额 5000"]);
    assert!(!hall.screen(CASHIER).contains("请销"), "what it was refused for is gone");
    hall.press(CASHIER, "y");
    assert_eq!(hall.news(), ["payment.deposited"]);
    assert_eq!(claim(&hall).balance(), Some(Fen::yuan(45_000)));
    everybody_sees(&hall, &["售 1 足 0 签 0 退 0", "定◇603"]);
    hall.card(MANAGER, &["欠款（元） 45,000", "0004313"]);
}

#[test]
fn scenario_10_no_licence() {
    let mut hall = Hall::open("1/1/603");
    let reason = "1# 尚无预售证";
    for status in [Status::Available, Status::Held] {
        // Said on the card before anybody presses the key.
        hall.press(CASHIER, "enter down");
        hall.sees(CASHIER, &["d 收定金", reason]);
        hall.press(CASHIER, "esc d");
        hall.sees(CASHIER, &[reason]);
        assert!(hall.desk(CASHIER).layer().is_none(), "no form to fill in for nothing");
        let money = payment::Command::Deposit {
            unit: hall.unit,
            customer: Some(person("张三")),
            taken: taken("0004314", 50_000),
        };
        assert_eq!(hall.house.code(CASHIER, money), "no_licence");
        assert!(hall.news().is_empty());
        if status == Status::Available {
            hall.press(JIA, &format!("space {} enter", typed("张三")));
            assert_eq!(
                (hall.news(), hall.house.office.status(hall.unit)),
                (vec!["hold.placed".into()], Status::Held)
            );
        }
    }
    everybody_sees(&hall, &["售 0", "留◐603"]);
}

#[test]
fn scenario_11_overdue_keeps_the_unit_and_both_dates_show() {
    let mut hall = Hall::open("3/1/603");
    hall.press(CASHIER, &deposit_of("张三", "20000", "0004312"));
    hall.press(CASHIER, "y");
    hall.news();
    hall.at("12-01 18:00");
    assert_eq!(hall.house.true_office().status(hall.unit), Status::Deposit);
    everybody_sees(&hall, &["定"]);
    hall.card(MANAGER, &["临时认购", "逾期", "补足期限 12-01 18:00", "欠款（元） 30,000"]);
    hall.at("12-02 09:00");
    assert_eq!(hall.house.true_office().status(hall.unit), Status::Deposit);
    assert!(hall.news().is_empty(), "nothing frees itself");

    let keys = entry(&mut hall, MANAGER, "延期");
    hall.press(MANAGER, &format!("{keys} enter"));
    assert!(hall.news().is_empty(), "not without a reason");
    hall.sees(MANAGER, &["12-03 18:00"]);
    hall.press(MANAGER, &format!("tab {} enter", typed("客户出差")));
    assert_eq!(hall.news(), ["change.extended"]);
    assert_eq!(
        (claim(&hall).due(), &claim(&hall).moved),
        (Some(at("12-03 18:00")), &vec![at("12-01 18:00")])
    );
    everybody_sees(&hall, &["12-03 18:00", "12-01 18:00"]);
    for who in [MANAGER, JIA, CASHIER] {
        hall.card(who, &["补足期限 12-03 18:00", "12-01 18:00"]);
    }
    hall.card(MANAGER, &["客户出差"]);
    // A late top-up is accepted and marked late.
    hall.at("12-04 10:00");
    hall.press(CASHIER, &format!("b tab {} enter y", typed("0004340")));
    assert!(matches!(
        hall.house.journal.last().map(|last| &last.event),
        Some(Event::Payment(payment::Event::ToppedUp { late: true, balance: Fen(0), .. }))
    ));
}

/// 3#/2/902 with a full deposit; every desk stands on it.
fn sold_902() -> (Hall, UnitId) {
    let mut hall = Hall::open("3/2/902");
    let to = hall.house.unit("3/2/1202");
    hall.press(CASHIER, &deposit_of("张三", "50000", "0004312"));
    hall.press(CASHIER, "y");
    hall.news();
    (hall, to)
}

#[test]
fn scenario_12_a_swap_in_one_step() {
    let (mut hall, to) = sold_902();
    let keys = entry(&mut hall, MANAGER, "换房");
    hall.press(MANAGER, &format!("{keys} {} tab tab {} enter", typed("3/2/1202"), typed("要高层")));
    hall.sees(MANAGER, &["请确认", "3/2/1202", "要高层"]);
    hall.press(MANAGER, "y");
    assert_eq!(hall.news(), ["change.swapped"], "one event, no moment between");
    let office = &hall.house.office;
    assert_eq!((office.status(hall.unit), office.status(to)), (Status::Available, Status::Deposit));
    let moved = office.live_claim(to).expect("there now");
    assert_eq!(receipts(moved), [("0004312", "11-28".into(), 50_000)]);
    assert_eq!(moved.price, office.unit(to).spec.total);
    everybody_sees(&hall, &["售○902", "定◆1202"]);
    hall.card(MANAGER, &["可售", "要高层"]);
}

#[test]
fn scenario_12_a_refused_swap_leaves_both_as_they_were() {
    let (mut hall, to) = sold_902();
    let (claims, units) = (hall.house.office.claims.clone(), hall.house.office.units.clone());
    let keys = entry(&mut hall, JIA, "换房");
    hall.press(JIA, &format!("{keys} {} tab tab {} enter y", typed("3/2/1202"), typed("要高层")));
    assert_eq!(hall.news(), ["change.asked"]);
    everybody_sees(&hall, &["换房"]);
    hall.press(MANAGER, "I");
    hall.sees(MANAGER, &["#1 3#/2单元/902 换房 3#/2单元/1202 · 甲"]);
    hall.press(MANAGER, &format!("enter right tab {} enter y", typed("暂不换")));
    assert_eq!(hall.news(), ["change.refused"]);
    assert_eq!(hall.house.office.claims, claims);
    let shape =
        |unit: &xiaokong::domain::state::unit::Unit| (unit.claim, unit.offer.clone(), unit.line.len());
    assert!(units.iter().map(shape).eq(hall.house.office.units.iter().map(shape)));
    assert_eq!(hall.house.office.status(to), Status::Available);
    everybody_sees(&hall, &["定◆902", "售○1202"]);
    hall.card(JIA, &["驳回", "暂不换"]);
    hall.card(MANAGER, &["换房", "暂不换"]);
}

#[test]
fn a_request_goes_from_desk_to_desk_and_back() {
    let mut hall = Hall::open("3/1/603");
    hall.press(JIA, &format!("space {} enter", typed("张三")));
    assert_eq!(hall.news(), ["hold.placed"]);
    let asks = |hall: &mut Hall| {
        let keys = entry(hall, JIA, "特价");
        hall.press(JIA, &format!("{keys} {} tab {} enter y", typed("60000"), typed("一次付清")));
        assert_eq!(hall.news(), ["change.asked"]);
    };
    asks(&mut hall);
    // Everyone sees that something waits; what it is worth, only who may.
    hall.sees(MANAGER, &["特价 ¥60,000 · 甲"]);
    hall.sees(YI, &["特价 · 甲"]);
    assert!(!hall.screen(YI).contains("60,000"));
    // Taken back by who asked; the manager's inbox is empty again.
    hall.press(JIA, "I enter");
    hall.sees(JIA, &["撤回申请", "特价 ¥60,000"]);
    hall.press(JIA, "enter");
    assert!(hall.news().is_empty(), "not without a reason");
    hall.press(JIA, &format!("{} enter", typed("先谈价")));
    assert_eq!(hall.news(), ["change.withdrawn"]);
    hall.press(MANAGER, "I");
    hall.sees(MANAGER, &["没有待审批的申请"]);

    asks(&mut hall);
    hall.press(MANAGER, &format!("I enter right tab {} enter y", typed("太多")));
    assert_eq!(hall.news(), ["change.refused"]);
    hall.card(JIA, &["太多"]);
    assert!(!hall.screen(JIA).contains("特价 ¥60,000 · 甲"), "it waits no more");

    asks(&mut hall);
    hall.press(MANAGER, "I enter enter y");
    assert_eq!(hall.news(), ["change.approved", "change.discounted"]);
    for who in [JIA, MANAGER] {
        hall.sees(who, &["3,590,400"]);
        hall.card(who, &["3,590,400", "一次付清"]);
    }
}

#[test]
fn a_contract_is_prepared_at_one_desk_and_signed_at_another() {
    let mut hall = Hall::open("3/1/603");
    hall.press(CASHIER, &deposit_of("张三", "50000", "0004312"));
    hall.press(CASHIER, "y");
    hall.news();
    hall.press(CLERK, &format!("s {} enter", typed("HT-18")));
    assert_eq!(hall.news(), ["paper.prepared"]);
    hall.sees(MANAGER, &["已备合同 HT-18", "已备 3#1单元 603"]);
    hall.card(CASHIER, &["已备合同 HT-18", "签约期限 12-05 18:00"]);
    // The number stands in the cashier's form.
    hall.press(CASHIER, &format!("s tab {} tab {} enter", typed("600000"), typed("0004400")));
    hall.sees(CASHIER, &["请确认", "合同号 HT-18", "金额 600000", "收据号 0004400"]);
    hall.press(CASHIER, "y");
    assert_eq!(hall.news(), ["payment.signed"]);
    everybody_sees(&hall, &["签 1", "签●603"]);
    hall.card(MANAGER, &["合同号 HT-18", "首付 600,000"]);
}

/// The hold that was shown ended while the form was open: the money is not the next in line's.
#[test]
fn the_money_is_for_whom_the_form_showed() {
    let mut hall = Hall::open("3/1/603");
    hall.press(JIA, &format!("space {} enter", typed("张三")));
    hall.press(YI, &format!("w {} enter", typed("李四")));
    hall.news();
    hall.at("11-29 09:59");
    let money = format!("d ctrl-u {} tab {}", typed("50000"), typed("0004312"));
    hall.press(CASHIER, &money);
    hall.sees(CASHIER, &["客户 张三 · 甲"]);
    hall.at("11-29 10:00");
    hall.press(CASHIER, "enter");
    hall.sees(CASHIER, &["另一位客户"]);
    assert!(hall.news().is_empty(), "no money for the next in line");
    // Asked before, answered after: the store refuses it as well.
    hall.press(CASHIER, "esc");
    hall.press(CASHIER, &format!("{money} enter"));
    hall.sees(CASHIER, &["请确认", "客户 李四 · 乙"]);
    hall.press(CASHIER, "y");
    assert_eq!(hall.news(), ["hold.expired", "hold.served", "payment.deposited"]);
}

/// A unit in each of its states.
fn states() -> Vec<(&'static str, Hall)> {
    let make = |unit, change| change::Command::Make { unit, change, reason: "有原因".into() };
    let money = |receipt: &str, yuan| taken(receipt, yuan);
    let names = [
        "available",
        "locked",
        "unlicensed",
        "held",
        "partial",
        "full",
        "prepared",
        "asked",
        "signed",
        "overdue",
    ];
    let state = |name: &&'static str| {
        let mut hall = Hall::open(if *name == "unlicensed" { "1/1/603" } else { "3/1/603" });
        let unit = hall.unit;
        let deposit = |receipt: &str, yuan| payment::Command::Deposit {
            unit,
            customer: Some(person("张三")),
            taken: money(receipt, yuan),
        };
        let sign = payment::Command::Sign { unit, contract: "HT1".into(), taken: money("S1", 600_000) };
        let full = (CASHIER, deposit("D1", 50_000).into());
        let steps: Vec<(StaffId, Command)> = match *name {
            "locked" => vec![(MANAGER, control::Command::Lock { unit, reason: "留用".into() }.into())],
            "held" => vec![],
            "partial" | "overdue" => vec![(CASHIER, deposit("D1", 20_000).into())],
            "full" => vec![full],
            "prepared" => {
                vec![full, (CLERK, paper::Command::Prepare { unit, contract: "HT1".into() }.into())]
            }
            "asked" => {
                let change = Change::Cancel { back: Back::Available, refund: Fen::yuan(50_000) };
                vec![full, (JIA, make(unit, change).into())]
            }
            "signed" => vec![full, (CASHIER, sign.into())],
            _ => vec![],
        };
        for (who, step) in steps {
            hall.sends(who, step);
        }
        if *name == "held" {
            hall.press(JIA, &format!("space {} enter", typed("张三")));
        }
        if *name == "overdue" {
            hall.at("12-09 18:00");
        }
        hall.news();
        (*name, hall)
    };
    names.iter().map(state).collect()
}

/// Whatever cannot be done is dimmed on the card with its reason; its key then says the same and does nothing else.
#[test]
fn every_impossible_step_says_why_before_it_is_pressed() {
    let (mut dimmed, mut possible) = (0, 0);
    for (name, mut hall) in states() {
        let unit = hall.unit;
        for who in [MANAGER, SUPERVISOR, JIA, YI, CASHIER, CLERK] {
            for (place, action) in UNIT_ACTS.into_iter().enumerate() {
                let key = hall.desk(who).keymap.label(action);
                let Some(reason) = refusal(hall.desk(who), action, unit) else {
                    possible += 1;
                    continue;
                };
                dimmed += 1;
                let downs = vec!["down"; place].join(" ");
                hall.press(who, format!("enter {downs}").trim());
                let start: String = reason.chars().take(12).collect();
                let screen = hall.screen(who);
                let twice = screen.matches(&start).count();
                assert!(twice >= 1, "{name} {who} {key}: {reason}\n{screen}");
                hall.press(who, "esc");
                // Space on an own hold asks what to do with it.
                let own =
                    hall.house.office.live_claim(unit).is_some_and(|claim| claim.consultant == Some(who));
                if !(key == "space" && own) {
                    hall.press(who, &key);
                    assert!(hall.desk(who).layer().is_none(), "{name} {who} {key} opened something");
                    let said = hall.desk(who).toast.as_ref().map(|note| note.text.clone());
                    assert_eq!(said, Some(reason), "{name} {who} {key}");
                }
                assert!(hall.news().is_empty(), "{name} {who} {key}");
            }
            // The same in the menu of changes.
            hall.press(who, "M");
            let Some(Layer::Menu(menu)) = hall.desk(who).layer().cloned() else { panic!("the menu is open") };
            let screen = hall.screen(who);
            for item in menu.items {
                let start = item.refused.map(|reason| reason.chars().take(8).collect::<String>());
                assert!(
                    start.as_ref().is_none_or(|start| screen.contains(start)),
                    "{name} {who}: {start:?}\n{screen}"
                );
            }
            hall.press(who, "esc");
        }
    }
    assert!(dimmed > 300 && possible > 50, "{dimmed} dimmed, {possible} possible");
}
