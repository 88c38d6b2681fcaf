//! Scenarios 8–12 of rules §12 and the ways back, by the command line.

use super::Place;

/// The office of the scenarios on Saturday 2026-11-28, 3# licensed.
fn office() -> Place {
    let place = Place::office_at("2026-11-28 10:00");
    place.good(&["staff", "add", "内", "--role", "clerk", "--as", "经"]);
    place
}

/// A deposit on 3#/1/603.
fn deposit(place: &Place, amount: &str, receipt: &str) -> serde_json::Value {
    place.json(&[
        "deposit",
        "3#/1/603",
        "--amount",
        amount,
        "--receipt",
        receipt,
        "--customer",
        "张三",
        "--as",
        "钱",
    ])
}

#[test]
fn scenario_8_partial_deposit_and_top_up() {
    let mut place = office();
    let unit = deposit(&place, "2万", "0004312");
    assert_eq!((&unit["status"], &unit["balance_due"]), (&"deposit".into(), &"30000.00".into()));
    assert_eq!(unit["due"], "2026-12-01T10:00:00Z");
    assert_eq!(place.json(&["ledger", "--as", "经"])["subscribed"], 1);
    place.at("2026-12-01 11:00");
    place.refused(
        "above_balance",
        1,
        &["topup", "3#/1/603", "--amount", "30001", "--receipt", "0004340", "--as", "钱"],
    );
    let unit = place.json(&["topup", "3#/1/603", "--amount", "30000", "--receipt", "0004340", "--as", "钱"]);
    assert_eq!(
        (&unit["balance_due"], &unit["due"]),
        (&serde_json::Value::Null, &"2026-12-05T10:00:00Z".into())
    );
    let ledger = place.json(&["ledger", "--as", "经"]);
    assert_eq!((&ledger["topped_up"], &ledger["received"]), (&1.into(), &"30000.00".into()));
    place.good(&["verify"]);
}

#[test]
fn scenario_9_below_the_minimum_needs_the_manager() {
    let place = office();
    let args = [
        "deposit",
        "3#/1/603",
        "--amount",
        "5000",
        "--receipt",
        "0004313",
        "--customer",
        "张三",
        "--as",
        "钱",
    ];
    place.refused("below_minimum", 1, &args);
    assert_eq!(place.json(&["unit", "3#/1/603"])["status"], "available");
    // The cashier asks with a reason; nothing is taken until the manager has said yes.
    let asked = place.json(&[&args[..], &["--reason", "老客户"]].concat());
    assert_eq!(asked["status"], "available");
    let due = place.json(&["due", "--as", "经"]);
    assert_eq!((&due[0]["kind"], &due[0]["request"]), (&"request".into(), &1.into()));
    place.refused("not_permitted", 4, &["approve", "1", "--as", "主"]);
    place.good(&["approve", "1", "--as", "经"]);
    let unit = place.json(&args);
    assert_eq!((&unit["status"], &unit["balance_due"]), (&"deposit".into(), &"45000.00".into()));
    place.good(&["verify"]);
}

#[test]
fn scenario_10_no_licence_no_money() {
    let place = office();
    place.good(&["hold", "1#/1/603", "--customer", "李四", "--as", "甲"]);
    place.refused(
        "no_licence",
        1,
        &["deposit", "1#/1/603", "--amount", "50000", "--receipt", "1", "--as", "钱"],
    );
}

#[test]
fn scenario_11_overdue_keeps_the_unit_and_the_manager_extends() {
    let mut place = office();
    deposit(&place, "20000", "0004312");
    place.at("2026-12-01 18:01");
    assert_eq!(place.json(&["unit", "3#/1/603"])["status"], "deposit");
    assert_eq!(place.json(&["due", "--as", "经"])[0]["late"], true);
    let unit = place.json(&["extend", "3#/1/603", "--for", "2days", "--reason", "出差", "--as", "经"]);
    assert_eq!(unit["due"], "2026-12-03T10:00:00Z");
    let history = place.good(&["unit", "3#/1/603", "--as", "经"]).out;
    assert!(history.contains("12-01 18:00") && history.contains("12-03 18:00"), "{history}");
}

#[test]
fn scenario_12_swap_is_one_step_or_nothing() {
    let place = office();
    place.good(&["import", &dearer(&place), "--as", "经"]);
    deposit(&place, "50000", "0004312");
    // Asked by the consultant, refused: both as they were.
    let asked = place.json(&["swap", "3#/1/603", "3#/1/604", "--reason", "想要高层", "--as", "甲"]);
    assert_eq!(asked["status"], "deposit");
    place.good(&["refuse", "1", "--reason", "暂缓", "--as", "经"]);
    assert_eq!(place.json(&["unit", "3#/1/603"])["status"], "deposit");
    assert_eq!(place.json(&["unit", "3#/1/604"])["status"], "available");
    place.refused("request_decided", 1, &["approve", "1", "--as", "经"]);
    let unit = place.json(&["swap", "3#/1/603", "3#/1/604", "--reason", "想要高层", "--as", "经"]);
    assert_eq!(unit["status"], "available");
    assert_eq!(place.json(&["unit", "3#/1/604"])["status"], "deposit");
    let ledger = place.json(&["ledger", "--as", "经"]);
    assert_eq!(
        (&ledger["swapped"], &ledger["subscribed"], &ledger["received"]),
        (&1.into(), &1.into(), &"50000.00".into())
    );
    place.good(&["hold", "3#/1/603", "--customer", "王五", "--as", "乙"]);
    place.refused("unit_taken", 1, &["swap", "3#/1/604", "3#/1/603", "--reason", "换回", "--as", "经"]);
    place.good(&["verify"]);
}

/// 3#/1/604 dearer than before.
fn dearer(place: &Place) -> String {
    let path = place.path("dearer.csv");
    std::fs::write(&path, "楼栋,单元,房号,总价,底价\n3#,1单元,604,3500000,1\n").expect("a list");
    path.display().to_string()
}

#[test]
fn a_cancellation_is_the_managers_and_the_cashiers_and_frees_the_unit_last() {
    let place = office();
    deposit(&place, "50000", "0004312");
    place.good(&["wait", "3#/1/603", "--customer", "王五", "--as", "乙"]);
    place.refused("nothing_to_refund", 1, &["cancel", "3#/1/603", "--receipt", "R1", "--as", "钱"]);
    place.good(&["cancel", "3#/1/603", "--reason", "贷款未批", "--as", "甲"]);
    place.refused("change_pending", 1, &["swap", "3#/1/603", "3#/1/604", "--reason", "x", "--as", "甲"]);
    place.good(&["approve", "1", "--as", "经"]);
    assert_eq!(place.json(&["unit", "3#/1/603"])["status"], "deposit", "only the receipt makes money real");
    place.refused(
        "refund_differs",
        1,
        &["cancel", "3#/1/603", "--receipt", "R1", "--amount", "40000", "--as", "钱"],
    );
    let unit = place.json(&["cancel", "3#/1/603", "--receipt", "R1", "--as", "钱"]);
    assert_eq!(
        (&unit["status"], &unit["consultant"]),
        (&"held".into(), &"乙".into()),
        "the first in line has it"
    );
    let ledger = place.json(&["ledger", "--as", "经"]);
    assert_eq!((&ledger["cancelled"], &ledger["refunded"]), (&1.into(), &"50000.00".into()));
    place.good(&["verify"]);
}

#[test]
fn from_signing_to_the_keys_and_every_wrong_step_refused() {
    let place = office();
    place.refused("wrong_status", 1, &["record", "3#/1/603", "--as", "内"]);
    deposit(&place, "50000", "0004312");
    place.good(&[
        "sign",
        "3#/1/603",
        "--contract",
        "HT1",
        "--amount",
        "900000",
        "--receipt",
        "0004350",
        "--as",
        "钱",
    ]);
    place.refused("not_recorded", 1, &["handover", "3#/1/603", "--as", "内"]);
    place.refused("not_permitted", 4, &["record", "3#/1/603", "--as", "甲"]);
    place.good(&["record", "3#/1/603", "--number", "备001", "--as", "内"]);
    place.refused("price_due", 1, &["handover", "3#/1/603", "--as", "内"]);
    place.refused("still_recorded", 1, &["terminate", "3#/1/603", "--reason", "x", "--as", "经"]);
    place.good(&["mortgage", "3#/1/603", "--bank", "建行", "--amount", "2050000", "--as", "内"]);
    place.refused(
        "receipt_used",
        1,
        &["pay", "3#/1/603", "--amount", "1", "--receipt", "0004350", "--as", "钱"],
    );
    place.good(&["pay", "3#/1/603", "--amount", "2050000", "--receipt", "0004360", "--loan", "--as", "钱"]);
    place.good(&["handover", "3#/1/603", "--as", "内"]);
    place.good(&["verify"]);
}

#[test]
fn a_wrong_receipt_is_taken_back_by_its_counter_receipt() {
    let place = office();
    deposit(&place, "30000", "0004312");
    let right = ["--receipt", "0004315", "--amount", "20000", "--reason", "多写一万", "--as", "钱"];
    let unit = place.json(&[&["correct", "0004312", "--counter", "红1"][..], &right].concat());
    assert_eq!(unit["balance_due"], "30000.00");
    place.refused(
        "already_so",
        1,
        &["correct", "0004312", "--counter", "红2", "--reason", "x", "--as", "钱"],
    );
    let ledger = place.json(&["ledger", "--as", "经"]);
    assert_eq!((&ledger["received"], &ledger["refunded"]), (&"50000.00".into(), &"30000.00".into()));
    place.good(&["verify"]);
}

#[test]
fn a_forfeit_needs_its_days_a_call_and_a_letter() {
    let mut place = office();
    deposit(&place, "20000", "0004312");
    place.at("2026-12-05 10:00").refused(
        "forfeit_early",
        1,
        &["forfeit", "3#/1/603", "--reason", "失联", "--as", "经"],
    );
    place.at("2026-12-09 10:00").refused(
        "notice_missing",
        1,
        &["forfeit", "3#/1/603", "--reason", "失联", "--as", "经"],
    );
    place.good(&["notice", "3#/1/603", "call", "--note", "无人接听", "--as", "主"]);
    place.good(&["notice", "3#/1/603", "letter", "--note", "EMS 1", "--as", "主"]);
    let unit = place.json(&["forfeit", "3#/1/603", "--reason", "失联", "--back", "locked", "--as", "经"]);
    assert_eq!(unit["status"], "locked");
    place.good(&["verify"]);
}

#[test]
fn discounts_stop_at_their_limits_and_the_price_is_fixed_by_the_deposit() {
    let place = office();
    place.good(&["hold", "3#/1/603", "--customer", "张三", "--as", "甲"]);
    place.refused(
        "discount_limit",
        1,
        &["discount", "3#/1/603", "--amount", "100000", "--reason", "x", "--as", "经"],
    );
    place.good(&["discount", "3#/1/603", "--amount", "30000", "--reason", "主管权限内", "--as", "主"]);
    place.good(&["discount", "3#/1/603", "--amount", "60000", "--reason", "团购", "--as", "甲"]);
    place.good(&["approve", "1", "--as", "经"]);
    deposit(&place, "50000", "0004312");
    place.refused(
        "wrong_status",
        1,
        &["discount", "3#/1/603", "--amount", "1", "--reason", "x", "--as", "经"],
    );
    let overpaid =
        ["sign", "3#/1/603", "--contract", "HT1", "--amount", "2890001", "--receipt", "2", "--as", "钱"];
    place.refused("above_balance", 1, &overpaid);
}

#[test]
fn a_request_that_the_unit_has_outgrown_or_nobody_decides() {
    let mut place = office();
    place.good(&["import", &dearer(&place), "--as", "经"]);
    deposit(&place, "20000", "0004312");
    place.good(&["swap", "3#/1/603", "3#/1/604", "--reason", "x", "--as", "甲"]);
    place.good(&["topup", "3#/1/603", "--amount", "30000", "--receipt", "0004340", "--as", "钱"]);
    place.refused("request_stale", 1, &["approve", "1", "--as", "经"]);
    place.at("2026-12-06 10:00");
    place.good(&["duty", "in", "--as", "甲"]);
    place.refused("request_decided", 1, &["approve", "1", "--as", "经"]);
    assert!(place.good(&["log", "--json"]).out.contains("change.lapsed"));
}

/// Runs two commands at once, each in its own process; how many were done.
fn at_once(place: &Place, one: &[&str], other: &[&str]) -> usize {
    let codes = std::thread::scope(|scope| {
        let runs = [one, other].map(|args| scope.spawn(move || place.run(args).code));
        runs.map(|run| run.join().unwrap_or(-1))
    });
    assert!(codes.iter().all(|code| [0, 1].contains(code)), "{codes:?}");
    codes.iter().filter(|code| **code == 0).count()
}

#[test]
fn one_receipt_number_from_two_cashiers_is_taken_once() {
    let place = office();
    for round in 0..4 {
        let number = format!("双{round}");
        let at = |unit: &'static str| {
            ["deposit", unit, "--amount", "20000", "--receipt", &number, "--customer", "张三", "--as", "钱"]
        };
        assert_eq!(at_once(&place, &at("3#/1/603"), &at("3#/2/603")), 1, "{number}");
        let taken =
            if place.json(&["unit", "3#/1/603"])["status"] == "deposit" { "3#/1/603" } else { "3#/2/603" };
        place.good(&["cancel", taken, "--reason", "下一轮", "--as", "经"]);
        place.good(&["cancel", taken, "--receipt", &format!("退{round}"), "--as", "钱"]);
    }
    place.good(&["verify"]);
}

#[test]
fn two_swaps_to_one_unit_are_one_swap() {
    let place = office();
    place.good(&["import", &dearer(&place), "--as", "经"]);
    deposit(&place, "50000", "0004312");
    place.good(&[
        "deposit",
        "3#/2/603",
        "--amount",
        "50000",
        "--receipt",
        "0004313",
        "--customer",
        "李四",
        "--as",
        "钱",
    ]);
    let swap = |from: &'static str| ["swap", from, "3#/1/604", "--reason", "换", "--as", "经"];
    assert_eq!(at_once(&place, &swap("3#/1/603"), &swap("3#/2/603")), 1);
    let held =
        ["3#/1/603", "3#/2/603", "3#/1/604"].map(|unit| place.json(&["unit", unit])["status"] == "deposit");
    assert_eq!(held.iter().filter(|held| **held).count(), 2);
    place.good(&["verify"]);
}
