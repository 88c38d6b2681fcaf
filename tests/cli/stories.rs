//! The scenarios of rules §12 as far as the core goes, and every family of commands.

use crate::Place;

#[test]
fn two_at_once_one_wins_and_the_other_is_told_who() {
    let place = Place::office();
    let ran: Vec<_> = std::thread::scope(|scope| {
        let hold = |who: &'static str| {
            let place = &place;
            move || (who, place.run(&["hold", "3#/1/603", "--customer", "张三", "--as", who, "--json"]))
        };
        let (left, right) = (scope.spawn(hold("甲")), scope.spawn(hold("乙")));
        vec![left.join().expect("ran"), right.join().expect("ran")]
    });
    let winner = ran.iter().find(|(_, ran)| ran.code == 0).expect("one has it");
    let loser = ran.iter().find(|(_, ran)| ran.code == 1).expect("one has not");
    let error = &loser.1.json()["error"];
    assert_eq!((&error["code"], &error["by"]), (&"unit_taken".into(), &winner.0.into()));
    assert_eq!(error["since"], "2026-11-28T05:11:00Z");
    let unit = place.json(&["wait", "3#/1/603", "--customer", "李四", "--as", loser.0]);
    assert_eq!(unit["waiting"], 1);
    assert_eq!(place.json(&["unwait", "3#/1/603", "--as", loser.0])["waiting"], 0);
}

#[test]
fn a_hold_ends_by_itself_and_the_line_is_served() {
    let mut place = Place::office();
    let unit = place.json(&["hold", "3#/1/603", "--customer", "张三", "--as", "甲"]);
    assert_eq!(unit["until"], "2026-11-29T05:11:00Z");
    place.good(&["hold", "3#/1/604", "--customer", "张三", "--as", "甲"]);
    place.good(&["wait", "3#/1/604", "--customer", "李四", "--as", "乙"]);
    place.at("2026-11-29 13:10");
    assert_eq!(place.json(&["unit", "3#/1/603", "--as", "经"])["status"], "held");
    place.at("2026-11-29 13:11");
    assert_eq!(place.json(&["unit", "3#/1/603", "--as", "经"])["status"], "available");
    let served = place.json(&["unit", "3#/1/604", "--as", "经"]);
    assert_eq!((&served["consultant"], &served["until"]), (&"乙".into(), &"2026-11-30T05:11:00Z".into()));
    place.refused("hold_cooldown", 1, &["hold", "3#/1/603", "--customer", "张三", "--as", "甲"]);
    // A past minute is rebuilt with what was true then.
    let past = place.json(&["at", "2026-11-29 13:10", "units", "--status", "held", "--as", "经"]);
    assert_eq!(past.as_array().map(Vec::len), Some(2));
    assert_eq!(past[0]["customer"], "张三");
    // What happened at that very instant belongs to it.
    let first = place.json(&["at", "2026-11-28 13:11", "units", "--status", "held", "--as", "经"]);
    assert_eq!(first.as_array().map(Vec::len), Some(2));
    place.refused("time_invalid", 2, &["at", "2027-01-01 10:00", "units"]);
}

#[test]
fn partial_deposit_top_up_and_contract() {
    let mut place = Place::office();
    let deposit = ["deposit", "3#/1/603", "--amount", "2万", "--receipt", "0004312", "--customer", "张三"];
    let unit = place.json(&[&deposit[..], &["--phone", "13812345678", "--as", "钱"]].concat());
    assert_eq!(
        (&unit["status"], &unit["balance_due"], &unit["due"]),
        (&"deposit".into(), &"30000.00".into(), &"2026-12-01T10:00:00Z".into())
    );
    let due = place.json(&["due", "--as", "经"]);
    assert_eq!((&due[0]["kind"], &due[0]["late"]), (&"top_up".into(), &false.into()));
    place.at("2026-12-01 18:00");
    assert_eq!(place.json(&["due", "--as", "经"])[0]["late"], true);
    place.at("2026-12-01 18:00");
    let topup = ["topup", "3#/1/603", "--amount", "30,000", "--as", "钱", "--receipt"];
    place.refused("receipt_used", 1, &[&topup[..], &["0004312"]].concat());
    let unit = place.json(&[&topup[..], &["0004340"]].concat());
    assert_eq!((&unit["balance_due"], &unit["due"]), (&().into(), &"2026-12-05T10:00:00Z".into()));
    let sign = ["sign", "3#/1/603", "--contract", "HT-1", "--receipt", "9", "--amount", "900000", "--as"];
    place.refused("not_permitted", 4, &[&sign[..], &["甲"]].concat());
    assert_eq!(place.json(&[&sign[..], &["钱"]].concat())["status"], "signed");
}

#[test]
fn no_licence_no_money_but_a_hold() {
    let place = Place::office();
    let deposit =
        ["deposit", "1#/603", "--amount", "20000", "--receipt", "1", "--customer", "张三", "--as", "钱"];
    assert_eq!(place.refused("no_licence", 1, &deposit)["building"], "1#");
    assert_eq!(place.json(&["hold", "1#/603", "--customer", "张三", "--as", "甲"])["status"], "held");
    let low =
        ["deposit", "3#/1/603", "--amount", "5000", "--receipt", "1", "--customer", "张三", "--as", "钱"];
    let error = place.refused("below_minimum", 1, &low);
    assert_eq!((&error["amount"], &error["minimum"]), (&"5000.00".into(), &"20000.00".into()));
}

#[test]
fn control_requests_and_undo() {
    let place = Place::office();
    place.good(&["policy", "set", "hold_mode", "request", "--as", "经"]);
    place.good(&["control", "主", "--as", "主"]);
    let asked = place.json(&["hold", "3#/1/603", "--customer", "张三", "--as", "甲"]);
    assert_eq!(asked["status"], "available");
    assert_eq!(place.json(&["confirm", "3#/1/603", "--as", "主"])["status"], "held");
    place.good(&["hold", "3#/1/604", "--customer", "张三", "--as", "甲"]);
    place.good(&["refuse", "3#/1/604", "--reason", "已谈妥", "--as", "主"]);
    place.refused("no_request", 1, &["confirm", "3#/1/604", "--as", "主"]);
    let longer = place.json(&["extend", "3#/1/603", "--for", "2h", "--reason", "客户在路上", "--as", "主"]);
    assert_eq!(longer["until"], "2026-11-29T07:11:00Z");
    place.refused("not_own", 4, &["release", "3#/1/603", "--as", "乙"]);
    assert_eq!(place.json(&["release", "3#/1/603", "--reason", "r", "--as", "主"])["status"], "available");
    let undone = place.json(&["undo", "--as", "主"]);
    assert_eq!((&undone["kind"], &undone["unit"]["status"]), (&"hold.released".into(), &"held".into()));
    assert_eq!(place.json(&["lock", "3#/1/604", "--reason", "样板", "--as", "经"])["status"], "locked");
    assert_eq!(place.json(&["unlock", "3#/1/604", "--reason", "r", "--as", "经"])["status"], "available");
    place.refused("batch_empty", 1, &["batch", "release", "首批", "--as", "经"]);
}

#[test]
fn reception_and_rotation() {
    let mut place = Place::office_at("2026-11-28 08:00");
    place.at("2026-11-28 08:41").good(&["duty", "in", "--as", "甲"]);
    place.at("2026-11-28 08:44").good(&["duty", "in", "--as", "乙"]);
    place.at("2026-11-28 09:42");
    let visit = place.json(&["visit", "arrive", "--name", "赵", "--phone", "13900000000", "--as", "甲"]);
    assert_eq!((&visit["number"], &visit["state"]), (&1.into(), &"waiting".into()));
    assert_eq!(place.json(&["visit", "assign", "--as", "甲"])["consultant"], "甲");
    let rotation = place.json(&["rotation"]);
    // 甲 is spending the turn: 乙 leads while that lasts (rules §12 scenario 2).
    assert_eq!(rotation["order"], serde_json::json!(["乙", "甲"]));
    assert_eq!((&rotation["next"], &rotation["credits"]), (&"乙".into(), &serde_json::json!({})));
    assert!(rotation["why"].as_array().is_some_and(|why| why.len() >= 2));
    place.at("2026-11-28 10:25");
    let done = place.json(&["visit", "finish", "1", "--grade", "a", "--outcome", "看了样板间", "--as", "甲"]);
    assert_eq!((&done["state"], &done["grade"]), (&"finished".into(), &"A".into()));
    assert_eq!(place.json(&["rotation"])["order"], serde_json::json!(["乙", "甲"]));
    let before = place.json(&["rotation", "--at", "2026-11-28 09:41"]);
    assert_eq!(before["order"], serde_json::json!(["甲", "乙"]));
    assert_eq!(place.json(&["duty", "lunch", "乙", "--as", "主"])["presence"], "lunch");
    place.refused("nobody_waiting", 1, &["visit", "assign", "--as", "甲"]);
    place.good(&["visit", "arrive", "--as", "甲"]);
    assert_eq!(place.json(&["visit", "leave", "2", "--reason", "赶时间", "--as", "甲"])["state"], "left");
    assert_eq!(place.json(&["visits"]).as_array().map(Vec::len), Some(2));
}

#[test]
fn customers_are_masked_and_can_be_erased() {
    let place = Place::office();
    place.good(&["hold", "3#/1/603", "--customer", "张三", "--phone", "138-1234-5678", "--as", "甲"]);
    let seen = |who: &[&str]| place.json(&[&["customer", "list"], who].concat())[0].clone();
    assert_eq!(
        (&seen(&["--as", "甲"])["name"], &seen(&["--as", "乙"])["name"]),
        (&"张三".into(), &"张*".into())
    );
    assert_eq!(seen(&[])["phones"][0], "138****5678");
    assert_eq!(place.json(&["unit", "3#/1/603"])["customer"], "张*");
    place.refused("not_permitted", 4, &["customer", "erase", "1", "--as", "甲"]);
    let erased = place.json(&["customer", "erase", "13812345678", "--as", "经"]);
    assert_eq!((&erased["name"], &erased["phones"]), (&().into(), &serde_json::json!([])));
    assert_eq!(place.json(&["verify"])["ok"], true);
    let log = place.good(&["log", "--as", "经"]).out;
    assert!(!log.contains("张三"), "{log}");
}

#[test]
fn the_same_id_acts_once() {
    let place = Place::office();
    let id = "01a2083a-04e5-7558-b451-8cb2fb006cac";
    let hold = ["hold", "3#/1/603", "--customer", "张三", "--as", "甲", "--command-id", id];
    let first = place.json(&hold);
    assert_eq!(place.json(&hold)["revision"], first["revision"]);
    let other = ["hold", "3#/1/604", "--customer", "张三", "--as", "甲", "--command-id", id];
    place.refused("command_conflict", 2, &other);
}

#[test]
fn real_price_lists_come_in_and_again() {
    let place = Place::new();
    let file = |name: &str| format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let jinque = file("jinque-5.csv");
    let trial = place.json(&["import", &jinque, "--dry-run"]);
    assert_eq!((&trial["added"], place.path("p.db").exists()), (&32.into(), false));
    place.good(&["import", &jinque, "--practice", "--as", "经"]);
    assert_eq!(place.json(&["import", &file("borui-1516.csv")])["added"], 383);
    assert_eq!(place.json(&["units"]).as_array().map(Vec::len), Some(415));
    place.good(&["hold", "5/1/801", "--customer", "张三"]);
    let again = std::fs::read_to_string(&jinque).expect("the list").replace("可售", "不可售");
    let changed = place.path("again.csv");
    std::fs::write(&changed, again).expect("a list");
    let outcome = place.json(&["import", &changed.display().to_string()]);
    assert_eq!(outcome["kept"], serde_json::json!(["5#住宅楼/1单元/801"]));
    assert_eq!(place.json(&["unit", "5/1/801"])["status"], "held");
    assert_eq!(place.json(&["unit", "5/1/802"])["status"], "locked");
}

#[test]
fn care_proves_copies_and_restores() {
    let place = Place::office();
    let head = place.json(&["verify"])["head"].as_str().expect("a head").to_string();
    place.good(&["hold", "3#/1/603", "--customer", "张三", "--as", "甲"]);
    assert_eq!(place.json(&["verify", "--head", &head])["ok"], true);
    place.refused("chain_broken", 3, &["verify", "--head", &"a".repeat(64)]);
    place.refused("head_invalid", 2, &["verify", "--head", "xyz"]);
    let (copy, other) = (place.path("copy.db"), place.path("other.db"));
    let (copy, other) = (copy.display().to_string(), other.display().to_string());
    place.good(&["backup", &copy]);
    place.refused("store_exists", 3, &["restore", &copy]);
    place.good(&["restore", &copy, "--store", &other]);
    assert_eq!(place.json(&["unit", "3#/1/603", "--store", &other])["status"], "held");
    assert!(place.json(&["doctor"]).as_array().is_some_and(|all| all.iter().all(|one| one["ok"] == true)));
}
