//! Contracts prepared, requests taken back, money for whom it was meant, by the command line.

use super::Place;

/// The office of the scenarios with a clerk and a full deposit on 3#/1/603.
fn sold() -> Place {
    let place = Place::office_at("2026-11-28 10:00");
    place.good(&["staff", "add", "内", "--role", "clerk", "--as", "经"]);
    place.good(&["hold", "3#/1/603", "--customer", "张三", "--as", "甲"]);
    // Nobody is named: the hold that stands is meant.
    place.good(&["deposit", "3#/1/603", "--amount", "50000", "--receipt", "0004312", "--as", "钱"]);
    place
}

#[test]
fn a_contract_is_prepared_by_the_clerk_and_signed_by_the_cashier() {
    let place = sold();
    place.refused("not_permitted", 4, &["sign", "3#/1/603", "--contract", "HT-18", "--as", "甲"]);
    place.refused("usage", 2, &["sign", "3#/1/603", "--as", "内"]);
    place.refused("usage", 2, &["sign", "3#/1/603", "--contract", "HT-18", "--amount", "1", "--as", "钱"]);
    let said = place.good(&["sign", "3#/1/603", "--contract", "HT-18", "--as", "内"]).out;
    assert!(said.starts_with("已备 3#/1单元/603 合同 HT-18，签约期限 12-05 18:00\n"), "{said}");
    assert!(said.contains("已备合同"), "{said}");
    assert!(!place.good(&["unit", "3#/1/603", "--as", "乙"]).out.contains("已备合同"));
    let due = place.json(&["due", "--as", "经"]);
    assert_eq!((&due[0]["kind"], &due[0]["contract_prepared"]), (&"signing".into(), &"HT-18".into()));
    let list = place.good(&["due", "--as", "经"]).out;
    assert!(list.contains("签约（合同已备）"), "{list}");
    // The number is nobody's business who may not see the claim.
    assert_eq!(place.json(&["due", "--as", "乙"])[0]["contract_prepared"], serde_json::Value::Null);
    let pays = |contract: &[&'static str]| {
        let receipt = ["sign", "3#/1/603", "--amount", "600000", "--receipt", "0004400", "--as", "钱"];
        [&receipt[..], contract].concat()
    };
    place.refused("contract_differs", 1, &pays(&["--contract", "HT-19"]));
    assert_eq!(place.json(&pays(&[]))["status"], "signed");
    let log = place.good(&["log", "--unit", "3#/1/603", "--as", "经"]).out;
    assert!(log.contains("HT-18") && log.contains("0004400"), "{log}");
    place.good(&["verify"]);
}

#[test]
fn a_request_is_withdrawn_by_who_asked() {
    let place = sold();
    place.good(&["cancel", "3#/1/603", "--reason", "贷款未批", "--as", "甲"]);
    place.refused("not_own_request", 4, &["withdraw", "1", "--reason", "不办了", "--as", "乙"]);
    place.refused("request_unknown", 2, &["withdraw", "7", "--reason", "不办了", "--as", "甲"]);
    place.good(&["withdraw", "#1", "--reason", "客户改主意", "--as", "甲"]);
    place.refused("request_decided", 1, &["approve", "1", "--as", "经"]);
    let log = place.good(&["log", "--unit", "3#/1/603", "--as", "甲"]).out;
    assert!(log.contains("申请 #1 已由本人撤回") && log.contains("客户改主意"), "{log}");
    place.good(&["cancel", "3#/1/603", "--reason", "贷款未批", "--as", "甲"]);
    place.good(&["verify"]);
}

/// The hold ended a moment ago and the next in line has the unit: the money of the first is not theirs.
#[test]
fn a_deposit_without_a_name_is_not_for_the_next_in_line() {
    let mut place = Place::office_at("2026-11-28 10:00");
    place.good(&["hold", "3#/1/603", "--customer", "张三", "--for", "1h", "--as", "甲"]);
    place.good(&["wait", "3#/1/603", "--customer", "李四", "--as", "乙"]);
    place.at("2026-11-28 11:00");
    let pays = |who: &[&'static str]| {
        let deposit = ["deposit", "3#/1/603", "--amount", "50000", "--receipt", "0004312", "--as", "钱"];
        [&deposit[..], who].concat()
    };
    place.refused("customer_unsaid", 2, &pays(&[]));
    place.refused("customer_differs", 1, &pays(&["--customer", "张三"]));
    assert_eq!(place.json(&pays(&["--customer", "李四"]))["consultant"], "乙");
    place.good(&["verify"]);
}

#[test]
fn the_ledger_names_each_way_back() {
    let place = sold();
    place.good(&[
        "sign",
        "3#/1/603",
        "--contract",
        "HT-18",
        "--amount",
        "600000",
        "--receipt",
        "0004400",
        "--as",
        "钱",
    ]);
    place.good(&["terminate", "3#/1/603", "--reason", "违约", "--as", "经"]);
    place.good(&["terminate", "3#/1/603", "--receipt", "0004500", "--as", "钱"]);
    let ledger = place.json(&["ledger", "--as", "经"]);
    assert_eq!((&ledger["cancelled"], &ledger["terminated"]), (&0.into(), &1.into()));
    let said = place.good(&["ledger", "--as", "经"]).out;
    assert!(said.contains("退 0 换 0 退房 1"), "{said}");
    place.good(&["verify"]);
}
