//! Calls, kin, the pool and one customer whole, each as much as the viewer may see.

use crate::Place;
use serde_json::{Value, json};

const CALL: [&str; 6] = ["call", "add", "--phone", "138-1234-5678", "--name", "张三"];

fn call(place: &Place, more: &[&str]) -> Value {
    place.json(&[&CALL[..], more].concat())
}

#[test]
fn a_call_is_logged_listed_and_its_appointment_kept() {
    let mut place = Place::office();
    let more = ["--to", "甲", "--appointment", "2026-11-29 14:00", "--source", "网络", "--note", "看三房"];
    let made = call(&place, &[&more[..], &["--as", "主"]].concat());
    let expected = json!({
        "call": 1, "at": "2026-11-28T05:11:00Z", "customer": "张三", "phones": ["13812345678"],
        "consultant": "甲", "appointment": "2026-11-29T06:00:00Z", "kept": false, "source": "网络",
        "note": "看三房",
    });
    assert_eq!(made, expected);
    let seen = place.json(&["calls", "--as", "乙"])[0].clone();
    assert_eq!((&seen["customer"], &seen["phones"]), (&"张*".into(), &json!(["138****5678"])));
    assert!(seen["note"].is_null(), "what was said is as private as who said it");
    // Whoever picks up: a caller who belongs to somebody is theirs.
    assert_eq!(call(&place, &["--to", "乙", "--as", "乙"])["consultant"], "甲");
    place.at("2026-11-29 13:50").good(&["duty", "in", "--as", "甲"]);
    let visit = place.json(&["visit", "arrive", "--phone", "13812345678", "--as", "乙"]);
    assert_eq!((&visit["kind"], &visit["asked"]), (&"appointment".into(), &"甲".into()));
    let calls = place.json(&["calls", "--as", "甲"]);
    assert_eq!((&calls[0]["kept"], calls.as_array().map(Vec::len)), (&true.into(), Some(2)));
    let text = place.good(&["calls", "--as", "甲"]).out;
    assert!(text.lines().nth(1).is_some_and(|line| line.contains("张三") && line.contains("11-29 14:00")));
}

#[test]
fn bad_calls_and_customers_are_told_apart() {
    let place = Place::office();
    place.good(&["customer", "add", "张三", "--phone", "13812345678", "--as", "甲"]);
    place.good(&["customer", "add", "李四", "--as", "甲"]);
    let table: Vec<(&str, i32, Vec<&str>)> = vec![
        ("customer_missing", 2, vec!["call", "add", "--as", "甲"]),
        ("text_invalid", 2, vec!["call", "add", "--phone", "abc", "--as", "甲"]),
        ("staff_unknown", 4, vec!["call", "add", "--name", "王", "--to", "陌生人", "--as", "甲"]),
        ("no_consultant", 1, vec!["call", "add", "--name", "王", "--to", "钱", "--as", "甲"]),
        ("not_permitted", 4, vec!["call", "add", "--name", "王", "--as", "钱"]),
        ("time_invalid", 2, vec!["call", "add", "--name", "王", "--appointment", "明天", "--as", "甲"]),
        (
            "appointment_invalid",
            2,
            vec!["call", "add", "--name", "王", "--appointment", "2026-11-28 13:00", "--as", "甲"],
        ),
        (
            "appointment_invalid",
            2,
            vec!["call", "add", "--name", "王", "--appointment", "2027-11-28", "--as", "甲"],
        ),
        ("customer_unknown", 2, vec!["customer", "show", "9"]),
        ("customer_unknown", 2, vec!["customer", "show", ""]),
        ("customer_unknown", 2, vec!["customer", "link", "1", "13800009999", "--as", "甲"]),
        ("already_so", 1, vec!["customer", "link", "1", "1", "--as", "甲"]),
        ("not_permitted", 4, vec!["customer", "link", "1", "2", "--as", "钱"]),
        ("usage", 2, vec!["customer", "reassign", "1", "--to", "乙", "--as", "主"]),
        ("text_invalid", 2, vec!["customer", "reassign", "1", "--to", "乙", "--reason", " ", "--as", "经"]),
        ("not_permitted", 4, vec!["customer", "reassign", "1", "--to", "乙", "--reason", "r", "--as", "甲"]),
        // 甲 is protected: taking the customer away is the manager's ruling.
        ("not_permitted", 4, vec!["customer", "reassign", "1", "--to", "乙", "--reason", "r", "--as", "主"]),
        ("already_so", 1, vec!["customer", "reassign", "1", "--to", "甲", "--reason", "r", "--as", "主"]),
        ("no_consultant", 1, vec!["customer", "reassign", "1", "--to", "钱", "--reason", "r", "--as", "主"]),
    ];
    for (code, exit, args) in table {
        place.refused(code, exit, &args);
    }
    assert_eq!(place.json(&["calls"]), json!([]));
}

#[test]
fn kin_are_one_party_and_the_pool_is_given_out_again() {
    let mut place = Place::office();
    place.good(&["customer", "add", "张三", "--phone", "13812345678", "--as", "甲"]);
    place.good(&["customer", "add", "王芳", "--phone", "13900000000", "--as", "乙"]);
    let linked = place.json(&["customer", "link", "1", "13900000000", "--as", "主"]);
    assert_eq!((&linked["kin"], &linked["owner_now"]), (&json!([2]), &"甲".into()));
    place.refused("already_so", 1, &["customer", "link", "2", "1", "--as", "甲"]);
    // Fifteen days on nobody owns either.
    place.at("2026-12-13 18:00");
    let list = place.json(&["customer", "list", "--as", "主"]);
    assert_eq!((&list[0]["owner"], &list[0]["owner_now"]), (&"甲".into(), &Value::Null));
    assert_eq!(list[0]["protected_until"], "2026-12-13T10:00:00Z");
    let text = place.good(&["customer", "list", "--as", "主"]).out;
    assert_eq!(text.matches("公共客户").count(), 2, "{text}");
    let given = ["customer", "reassign", "13812345678", "--to", "乙", "--reason", "公共客户", "--as", "主"];
    let given = place.json(&given);
    assert_eq!(
        (&given["owner_now"], &given["protected_until"]),
        (&"乙".into(), &"2026-12-28T10:00:00Z".into())
    );
}

#[test]
fn one_customer_whole_as_the_viewer_may_see_it() {
    let mut place = Place::office_at("2026-11-28 08:00");
    place.at("2026-11-28 10:00").good(&["duty", "in", "--as", "甲"]);
    call(&place, &["--note", "看三房", "--as", "甲"]);
    place.good(&["customer", "add", "张太", "--as", "甲"]);
    place.good(&["customer", "link", "1", "2", "--as", "主"]);
    place.good(&["visit", "arrive", "--phone", "13812345678", "--as", "甲"]);
    place.good(&["visit", "assign", "--as", "甲"]);
    place.good(&["visit", "finish", "1", "--grade", "A", "--as", "甲"]);
    for unit in ["3#/1/603", "3#/1/604"] {
        place.good(&["hold", unit, "--customer", "张三", "--phone", "13812345678", "--as", "甲"]);
    }
    place.at("2026-11-28 11:00").good(&["release", "3#/1/604", "--as", "甲"]);
    let own = place.json(&["customer", "show", "13812345678", "--as", "甲"]);
    assert_eq!(
        (&own["name"], &own["owner_now"], &own["grade"], &own["kin"]),
        (&"张三".into(), &"甲".into(), &"A".into(), &json!([2]))
    );
    assert_eq!(
        (&own["visits"][0]["state"], &own["calls"][0]["note"]),
        (&"finished".into(), &"看三房".into())
    );
    let claims = json!([
        {"unit": "3#/1单元/603", "status": "held", "consultant": "甲", "began": "2026-11-28T02:00:00Z",
         "ended": null, "end": null},
        {"unit": "3#/1单元/604", "status": "held", "consultant": "甲", "began": "2026-11-28T02:00:00Z",
         "ended": "2026-11-28T03:00:00Z", "end": "released"},
    ]);
    assert_eq!(own["claims"], claims);
    for viewer in [&["--as", "乙"][..], &[]] {
        let ran = place.good(&[&["customer", "show", "1", "--json"], viewer].concat());
        for hidden in ["张三", "张太", "13812345678", "看三房"] {
            assert!(!ran.out.contains(hidden), "{viewer:?}: {}", ran.out);
        }
    }
    for lang in ["zh", "en"] {
        let text = place.good(&["customer", "show", "#1", "--as", "甲", "--lang", lang]).out;
        assert!(
            ["张三", "张太", "3#/1单元/603", "11-28 11:00"].iter().all(|word| text.contains(word)),
            "{text}"
        );
        assert!(!text.contains("col-") && !text.contains("cli-"), "{text}");
    }
    place.good(&["customer", "erase", "1", "--as", "经"]);
    let erased = place.json(&["customer", "show", "1", "--as", "经"]);
    assert_eq!((&erased["name"], &erased["phones"], &erased["claims"]), (&Value::Null, &json!([]), &claims));
}
