//! Payment plans and the due list by the command line: from signing to the keys.

use super::Place;
use serde_json::Value;

/// 3#/1/603 at 3,000,000 yuan, signed on 2026-11-28 with 650,000 paid: 2,350,000 open.
fn signed() -> Place {
    let place = Place::office_at("2026-11-28 10:00");
    place.good(&["staff", "add", "内", "--role", "clerk", "--as", "经"]);
    let deposit = ["deposit", "3#/1/603", "--amount", "5万", "--receipt", "1", "--customer", "张三"];
    place.good(&[&deposit[..], &["--phone", "13812345678", "--as", "钱"]].concat());
    let sign = ["sign", "3#/1/603", "--contract", "合1", "--amount", "60万", "--receipt", "2", "--as", "钱"];
    place.good(&sign);
    place
}

/// What is due on 3#/1/603: kind, day, whether late.
fn due(place: &Place) -> Vec<(String, String, bool)> {
    let rows = place.json(&["due", "--as", "经"]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let rows = rows.as_array().expect("a list").clone();
    rows.iter()
        .map(|row| {
            (text(&row["kind"]), text(&row["due"])[..10].to_string(), row["late"].as_bool() == Some(true))
        })
        .collect()
}

fn row(kind: &str, day: &str, late: bool) -> (String, String, bool) {
    (kind.into(), day.into(), late)
}

#[test]
fn a_mortgage_from_signing_to_the_keys() {
    let mut place = signed();
    let plan = ["plan", "3/1/603", "--mortgage", "工商银行", "--amount", "200万", "--as", "内"];
    let unit = place.json(&[&plan[..], &["--paid-out-by", "2027-01-15"]].concat());
    assert_eq!(unit["status"], "signed", "an act on a unit answers with the unit");
    let recording = |late| row("recording", "2026-12-28", late);
    let down = row("down_payment", "2026-12-01", false);
    assert_eq!(due(&place), [row("mortgage", "2026-12-01", false), down, recording(false)]);
    place.at("2026-12-02 09:00");
    let down = row("down_payment", "2026-12-01", true);
    assert_eq!(due(&place), [row("mortgage", "2026-12-01", true), down, recording(false)]);
    let late = place.json(&["due", "--kind", "down_payment", "--late", "--as", "经"]);
    assert_eq!((&late[0]["part"], &late[0]["amount"]), (&1.into(), &"350000.00".into()));
    assert_eq!(late.as_array().map(Vec::len), Some(1));
    place.good(&["pay", "3/1/603", "--amount", "35万", "--receipt", "3", "--as", "钱"]);
    place.good(&["mortgage", "3/1/603", "--bank", "工商银行", "--amount", "200万", "--as", "内"]);
    assert_eq!(due(&place), [recording(false), row("loan", "2027-01-15", false)]);
    place.at("2026-12-20 09:00");
    place.good(&["pay", "3/1/603", "--amount", "200万", "--receipt", "4", "--loan", "--as", "钱"]);
    let plan = place.json(&["plan", "3/1/603", "--as", "经"]);
    assert_eq!((&plan["balance"], &plan["applied"]), (&"0.00".into(), &"2026-12-02T01:00:00Z".into()));
    assert_eq!(
        (&plan["paid_out"], &plan["parts"][1]["late"]),
        (&"2026-12-20T01:00:00Z".into(), &false.into())
    );
    place.good(&["record", "3/1/603", "--as", "内"]);
    assert_eq!(due(&place), []);
    place.good(&["handover", "3/1/603", "--as", "内"]);
    place.good(&["verify"]);
}

#[test]
fn three_instalments_of_which_the_second_is_late() {
    let mut place = signed();
    let plan = ["plan", "3/1/603", "--parts", "3", "--every", "1", "--from", "2026-12-28", "--as", "主"];
    let said = place.good(&plan).out;
    assert!(said.contains("分期付款 2,350,000 元，共 3 期，首期 2026-12-28，末期 2027-02-28"), "{said}");
    place.at("2026-12-28 10:00");
    place.good(&["pay", "3/1/603", "--amount", "783333", "--receipt", "3", "--as", "钱"]);
    place.at("2027-01-28 10:00");
    place.good(&["pay", "3/1/603", "--amount", "30万", "--receipt", "4", "--as", "钱"]);
    place.at("2027-01-29 10:00");
    let rows = place.json(&["due", "--kind", "instalment", "--late", "--as", "经"]);
    assert_eq!((&rows[0]["part"], &rows[0]["amount"]), (&2.into(), &"483333.00".into()));
    let shown = place.good(&["plan", "3/1/603", "--as", "经"]).out;
    let lines: Vec<&str> = shown.lines().collect();
    let second = lines.iter().find(|line| line.starts_with("第 2 期")).expect("the second part");
    let words: Vec<&str> = second.split_whitespace().collect();
    assert_eq!(words, ["第", "2", "期", "2027-01-28", "783,333", "300,000", "483,333", "已逾期"]);
    let plan = place.json(&["plan", "3/1/603", "--as", "经"]);
    let order =
        "unit kind bank agreed by reason price paid balance application_due applied paid_out parts earlier";
    let keys: Vec<&str> = order.split(' ').filter(|key| plan.get(key).is_some()).collect();
    assert_eq!(keys.join(" "), order);
    assert_eq!((&plan["parts"][1]["come"], &plan["parts"][1]["late"]), (&"300000.00".into(), &true.into()));
    assert_eq!(plan["parts"][2]["amount"], "783334.00", "the last takes what does not divide");
    // A counter-receipt takes back what had come.
    place.good(&["correct", "4", "--counter", "5", "--reason", "写错", "--as", "钱"]);
    let plan = place.json(&["plan", "3/1/603", "--as", "经"]);
    assert_eq!((&plan["parts"][0]["open"], &plan["parts"][1]["come"]), (&"0.00".into(), &"0.00".into()));
    place.good(&["verify"]);
}

#[test]
fn a_changed_plan_keeps_the_old_one_and_its_reason() {
    let place = signed();
    place.good(&["plan", "3/1/603", "--once", "2026-12-28", "--as", "内"]);
    let change = ["plan", "3/1/603", "--once", "2027-01-28"];
    place.refused("not_permitted", 4, &[&change[..], &["--as", "内", "--reason", "晚到"]].concat());
    place.refused("text_invalid", 2, &[&change[..], &["--as", "经"]].concat());
    place.good(&[&change[..], &["--as", "经", "--reason", "晚到"]].concat());
    let plan = place.json(&["plan", "3/1/603", "--as", "经"]);
    assert_eq!((&plan["reason"], &plan["earlier"][0]["kind"]), (&"晚到".into(), &"once".into()));
    let log = place.good(&["log", "--unit", "3/1/603", "--as", "经"]).out;
    assert!(log.contains("付款计划：") && log.contains("付款计划改为：") && log.contains("晚到"), "{log}");
    let english = place.good(&["unit", "3/1/603", "--as", "经", "--lang", "en"]).out;
    assert!(english.contains("payment plan for 3#/1单元/603 changed: ¥2,350,000 at once"), "{english}");
}

#[test]
fn bad_input_says_what_was_expected() {
    let place = signed();
    fn plan<'a>(more: &[&'a str]) -> Vec<&'a str> {
        [&["plan", "3/1/603", "--as", "内"], more].concat()
    }
    let table: &[(&[&str], &str, i32)] = &[
        (&["--once", "28-12"], "date_invalid", 2),
        (&["--once", "2026-11-27"], "plan_date", 2),
        (&["--part", "2026-12-28"], "part_invalid", 2),
        (&["--part", "2026-12-28=十万"], "amount_invalid", 2),
        (&["--part", "2026-12-28=100万"], "plan_differs", 2),
        (&["--parts", "61", "--from", "2026-12-28"], "count_invalid", 2),
        (&["--mortgage", "工行", "--amount", "300万"], "above_balance", 1),
        (&["--parts", "3"], "usage", 2),
        (&["--mortgage", "工行"], "usage", 2),
        (&["--once", "2026-12-28", "--parts", "3", "--from", "2026-12-28"], "usage", 2),
        (&["--reason", "无"], "plan_missing", 2),
    ];
    for (more, code, exit) in table {
        let ran = place.run(&[&plan(more)[..], &["--json"]].concat());
        assert_eq!(ran.code, *exit, "{more:?}: {}{}", ran.out, ran.err);
        if *code != "usage" {
            assert_eq!(ran.code(), *code, "{more:?}: {}", ran.out);
        }
    }
    let gap = place.refused("plan_differs", 2, &plan(&["--part", "2026-12-28=100万"]));
    assert_eq!((&gap["amount"], &gap["balance"]), (&"1000000.00".into(), &"2350000.00".into()));
    assert!(gap["message"].as_str().is_some_and(|said| said.contains("少了 1,350,000 元")), "{gap}");
    place.refused("wrong_status", 1, &["plan", "3/1/604", "--once", "2026-12-28", "--as", "内"]);
    place.refused("wrong_status", 1, &["plan", "3/1/604", "--as", "内"]);
    let none = place.good(&["plan", "3/1/603", "--as", "内"]).out;
    assert!(none.contains("还没有定付款计划"), "{none}");
    // Money is for who sees all, and for whose contract it is.
    place.refused("not_permitted", 4, &["plan", "3/1/603", "--as", "乙"]);
}

#[test]
fn people_are_in_the_due_list_with_no_more_of_their_names_than_one_may_see() {
    let mut place = Place::office_at("2026-11-28 10:00");
    for who in ["甲", "乙"] {
        place.good(&["duty", "in", "--as", who]);
    }
    place.good(&["visit", "arrive", "--phone", "13800000001", "--name", "赵一", "--as", "主"]);
    place.good(&["visit", "assign", "--as", "主"]);
    place.good(&["visit", "arrive", "--phone", "13800000002", "--name", "钱二", "--as", "主"]);
    let call =
        ["call", "add", "--phone", "13800000003", "--name", "孙三", "--appointment", "2026-11-29 15:00"];
    place.good(&[&call[..], &["--as", "乙"]].concat());
    assert_eq!(due(&place), [row("appointment", "2026-11-29", false)], "nobody waits long yet");
    place.at("2026-11-28 10:06");
    let rows = place.json(&["due", "--as", "主"]);
    assert_eq!((&rows[0]["kind"], &rows[0]["visit"]), (&"waiting".into(), &2.into()));
    assert!(rows[0]["unit"].is_null() && rows[0]["late"] == false);
    place.at("2026-11-28 12:30");
    let kinds: Vec<(String, bool)> = due(&place).into_iter().map(|(kind, _, late)| (kind, late)).collect();
    let expected = [("waiting", true), ("reception", true), ("appointment", false)];
    assert_eq!(kinds, expected.map(|(kind, late)| (kind.to_string(), late)));
    let seen = |who: &str| place.good(&["due", "--as", who]).out;
    assert!(seen("乙").contains("孙三") && !seen("甲").contains("孙三") && seen("甲").contains("孙*"));
    place.good(&["visit", "finish", "1", "--grade", "B", "--as", "甲"]);
    place.good(&["visit", "assign", "--as", "主"]);
    place.at("2026-11-29 15:30");
    assert!(
        due(&place).contains(&row("appointment", "2026-11-29", true)),
        "late, until they come or the day ends"
    );
    // 赵一 got a B: to be called on the third day, seen all that day and after.
    let calls = |place: &Place| place.json(&["due", "--kind", "follow_up", "--as", "经"]);
    assert_eq!(calls(&place), serde_json::json!([]));
    place.at("2026-12-01 09:00");
    assert_eq!((&calls(&place)[0]["customer"], &calls(&place)[0]["late"]), (&"赵一".into(), &false.into()));
    place.at("2026-12-02 09:00");
    assert_eq!(calls(&place)[0]["late"], true);
    place.at("2026-12-12 10:00");
    let rows = place.json(&["due", "--kind", "protection", "--as", "经"]);
    let rows = rows.as_array().expect("a list");
    assert_eq!(rows.len(), 2, "{rows:?}");
    let number = rows[0]["customer_number"].to_string();
    place.good(&["customer", "show", &number, "--as", "经"]);
    place.good(&["call", "add", "--phone", "13800000001", "--as", "甲"]);
    assert_eq!(calls(&place), serde_json::json!([]), "spoken to");
    // A conversation moves it; so does the end.
    place.good(&["call", "add", "--phone", "13800000003", "--as", "乙"]);
    assert_eq!(place.json(&["due", "--kind", "protection", "--as", "经"]).as_array().map(Vec::len), Some(0));
}

#[test]
fn the_kinds_that_may_be_asked_for_are_the_kinds_there_are() {
    let place = Place::office();
    for kind in xiaokong::domain::state::due::DueKind::ALL {
        place.good(&["due", "--kind", kind.code(), "--as", "经"]);
    }
    let ran = place.run(&["due", "--kind", "rent", "--as", "经"]);
    assert!(ran.code == 2 && ran.err.contains("protection"), "{}", ran.err);
}
