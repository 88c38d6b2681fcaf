//! Scenarios 1–5 of rules §12 and what stands around them, by the command line.

use super::Place;
use serde_json::{Value, json};

/// 甲 8:41, 乙 8:44, 丙 8:47 sign in.
fn morning() -> Place {
    let mut place = Place::office_at("2026-11-28 08:00");
    place.good(&["staff", "add", "丙", "--role", "consultant", "--as", "经"]);
    for (name, time) in [("甲", "08:41"), ("乙", "08:44"), ("丙", "08:47")] {
        at(&mut place, time).good(&["duty", "in", "--as", name]);
    }
    place
}

fn at<'a>(place: &'a mut Place, time: &str) -> &'a Place {
    place.at(&format!("2026-11-28 {time}"))
}

fn file(place: &Place, name: &str, text: &str) -> String {
    let path = place.path(name);
    std::fs::write(&path, text).expect("a file");
    path.display().to_string()
}

fn order(place: &Place) -> Value {
    place.json(&["rotation"])["order"].clone()
}

/// A first visit without a phone arrives and is assigned; who got it.
fn first(place: &Place) -> String {
    place.good(&["visit", "arrive", "--kind", "first", "--no-phone", "不愿留", "--as", "甲"]);
    let visit = place.json(&["visit", "assign", "--as", "甲"]);
    visit["consultant"].as_str().unwrap_or_default().to_string()
}

#[test]
fn scenario_1_order_of_the_day() {
    let mut place = morning();
    at(&mut place, "09:12");
    assert_eq!(first(&place), "甲");
    assert_eq!(order(&place), json!(["甲", "乙", "丙"]));
    at(&mut place, "09:25").good(&["visit", "finish", "1", "--outcome", "看沙盘", "--as", "甲"]);
    assert_eq!(order(&place), json!(["甲", "乙", "丙"]));
    place.refused("already_on_duty", 1, &["duty", "in", "--as", "甲"]);
}

#[test]
fn scenarios_2_and_3_first_visit_and_returning_customer() {
    let mut place = morning();
    at(&mut place, "09:42");
    place.good(&["visit", "arrive", "--phone", "13900000001", "--name", "赵", "--as", "甲"]);
    let preview = place.json(&["visit", "assign", "--dry-run", "--as", "甲"]);
    assert_eq!((&preview["consultant"], &preview["turn"]), (&"甲".into(), &"new".into()));
    assert_eq!(place.json(&["visit", "assign", "--as", "甲"])["turn"], "new");
    assert_eq!(order(&place), json!(["乙", "丙", "甲"]));
    at(&mut place, "10:25")
        .good(&["visit", "finish", "1", "--grade", "B", "--shown", "3#/1/603", "--as", "甲"]);
    assert_eq!(order(&place), json!(["乙", "丙", "甲"]));
    let customers = place.json(&["customer", "list", "--as", "甲"]);
    assert_eq!(
        (&customers[0]["owner_now"], &customers[0]["protected_until"]),
        (&"甲".into(), &"2026-12-13T10:00:00Z".into())
    );
    // 丙 has a customer from a call, who comes at 10:30.
    at(&mut place, "10:26").good(&["call", "add", "--phone", "13800000002", "--name", "钱", "--as", "丙"]);
    let visit = at(&mut place, "10:30").json(&["visit", "arrive", "--phone", "13800000002", "--as", "甲"]);
    assert_eq!((&visit["kind"], &visit["asked"]), (&"returning".into(), &"丙".into()));
    assert_eq!(place.json(&["visit", "assign", "--as", "甲"])["consultant"], "丙");
    at(&mut place, "10:34");
    assert_eq!(first(&place), "乙");
    at(&mut place, "10:40");
    assert_eq!(first(&place), "甲", "丙 leads but is busy with an own customer");
    at(&mut place, "10:50").good(&["visit", "finish", "2", "--grade", "A", "--as", "丙"]);
    let rotation = place.json(&["rotation"]);
    assert_eq!(rotation["next"], "丙");
    let past = place.json(&["rotation", "--at", "2026-11-28 10:42", "--why"]);
    let why = past["why"].to_string();
    assert!(why.contains("丙"), "{why}");
    let turns = place.json(&["turns", "--of", "丙"]);
    let kinds: Vec<&str> =
        turns.as_array().into_iter().flatten().filter_map(|turn| turn["turn"].as_str()).collect();
    assert_eq!(kinds, ["own", "passed"]);
}

#[test]
fn scenario_4_a_private_errand_loses_the_turn() {
    let mut place = morning();
    at(&mut place, "11:00").good(&["duty", "out", "--as", "甲"]);
    at(&mut place, "11:04");
    assert_eq!(first(&place), "乙");
    assert_eq!(order(&place), json!(["丙", "甲", "乙"]));
    let lost = place.json(&["turns", "--of", "甲"]);
    assert_eq!((&lost[0]["turn"], &lost[0]["reason"]), (&"lost".into(), &"out".into()));
    // Within two minutes the assignment is taken back and everyone has their place again.
    let back = at(&mut place, "11:05").json(&["visit", "undo", "1", "--as", "甲"]);
    assert_eq!(back["state"], "waiting");
    assert_eq!(order(&place), json!(["甲", "乙", "丙"]));
    place.good(&["visit", "assign", "--as", "甲"]);
    at(&mut place, "11:08").refused("undo_too_late", 1, &["visit", "undo", "1", "--as", "甲"]);
}

#[test]
fn scenario_5_competitor_and_vendor_keep_the_place() {
    let mut place = morning();
    at(&mut place, "10:00");
    for (number, kind) in [("1", "competitor"), ("2", "other")] {
        place.good(&["visit", "arrive", "--kind", kind, "--as", "甲"]);
        let visit = place.json(&["visit", "assign", "--as", "甲"]);
        assert_eq!((&visit["consultant"], &visit["turn"]), (&"甲".into(), &"exempt".into()));
        place.good(&["visit", "finish", number, "--as", "甲"]);
    }
    assert_eq!(order(&place), json!(["甲", "乙", "丙"]));
}

#[test]
fn a_courtesy_earns_a_credit_that_comes_before_the_order() {
    let mut place = morning();
    at(&mut place, "09:40").good(&["call", "add", "--phone", "13800000003", "--name", "孙", "--as", "乙"]);
    at(&mut place, "09:45").good(&["duty", "lunch", "--as", "乙"]);
    place.good(&["visit", "arrive", "--phone", "13800000003", "--as", "甲"]);
    let visit = place.json(&["visit", "assign", "--as", "甲"]);
    assert_eq!((&visit["consultant"], &visit["turn"]), (&"甲".into(), &"courtesy".into()));
    assert_eq!(place.json(&["rotation"])["credits"], json!({"甲": 1}));
    at(&mut place, "09:50").good(&["visit", "finish", "1", "--as", "甲"]);
    at(&mut place, "09:52");
    assert_eq!(first(&place), "甲", "the credit");
    at(&mut place, "09:58").good(&["visit", "finish", "2", "--outcome", "不登记", "--as", "甲"]);
    assert_eq!(first(&place), "甲", "and still the first in line");
}

#[test]
fn a_colleagues_customer_received_as_new_voids_the_next_turn() {
    let mut place = morning();
    at(&mut place, "10:00");
    assert_eq!(first(&place), "甲");
    place.refused(
        "not_permitted",
        4,
        &["visit", "establish", "1", "--owner", "丙", "--reason", "旧记录", "--as", "乙"],
    );
    let visit = place.json(&["visit", "establish", "1", "--owner", "丙", "--reason", "旧记录", "--as", "主"]);
    assert_eq!((&visit["turn"], &visit["asked"]), (&"courtesy".into(), &"丙".into()));
    place.good(&["visit", "finish", "1", "--outcome", "老客户", "--as", "甲"]);
    assert_eq!(first(&place), "乙", "甲 leads, but the turn is void");
}

#[test]
fn a_reception_just_begun_is_handed_over_for_an_own_customer() {
    let mut place = morning();
    at(&mut place, "09:31").good(&["call", "add", "--phone", "13800000004", "--name", "李", "--as", "甲"]);
    at(&mut place, "10:00");
    assert_eq!(first(&place), "甲");
    place.refused("no_own_customer_waits", 1, &["visit", "hand-over", "1", "--as", "甲"]);
    at(&mut place, "10:05").good(&["visit", "arrive", "--phone", "13800000004", "--as", "乙"]);
    assert_eq!(place.json(&["visit", "hand-over", "1", "--as", "甲"])["consultant"], "乙");
    assert_eq!(place.json(&["visit", "assign", "2", "--as", "乙"])["consultant"], "甲");
    at(&mut place, "10:06");
    assert_eq!(first(&place), "丙");
    place.good(&["call", "add", "--phone", "13800000005", "--name", "周", "--as", "丙"]);
    place.good(&["visit", "arrive", "--phone", "13800000005", "--as", "乙"]);
    at(&mut place, "10:17").refused("hand_over_too_late", 1, &["visit", "hand-over", "3", "--as", "丙"]);
}

#[test]
fn the_queue_over_midnight_is_cleared_or_kept_and_never_silently() {
    for (rule, left) in [("clear", true), ("keep", false)] {
        let mut place = morning();
        if rule != "clear" {
            place.good(&["policy", "set", "queue_overnight", rule, "--as", "经"]);
        }
        at(&mut place, "17:50").good(&["visit", "arrive", "--kind", "first", "--as", "甲"]);
        place.at("2026-11-29 08:40").good(&["duty", "in", "--as", "甲"]);
        let visits = place.json(&["visits"]);
        let waits = visits.as_array().into_iter().flatten().any(|visit| visit["state"] == "waiting");
        assert_eq!(waits, !left, "{rule}");
        let log = place.good(&["log", "--json"]).out;
        assert_eq!(log.contains("reception.lapsed"), left, "{rule}");
        let new = place.json(&["visit", "arrive", "--kind", "first", "--as", "甲"]);
        assert_eq!(new["number"], if left { 1 } else { 2 }, "{rule}");
    }
}

#[test]
fn suspension_attendance_and_the_list_of_those_on_duty() {
    let mut place = morning();
    at(&mut place, "10:00");
    place.refused("not_permitted", 4, &["duty", "suspend", "甲", "--reason", "投诉", "--as", "乙"]);
    let duty = place.json(&["duty", "suspend", "甲", "--reason", "投诉", "--for", "30m", "--as", "主"]);
    assert_eq!((&duty["presence"], &duty["until"]), (&"suspended".into(), &"2026-11-28T02:30:00Z".into()));
    assert_eq!(first(&place), "乙");
    at(&mut place, "10:31");
    let list = place.json(&["duty", "list"]);
    assert_eq!((&list[0]["presence"], &list[0]["attendance"]), (&"floor".into(), &"in_time".into()));
}

#[test]
fn rosters_are_read_whole_or_not_at_all() {
    let mut place = morning();
    at(&mut place, "10:00");
    let good = file(&place, "班表.csv", "姓名,周六,周日\n甲,班,休\n乙,休,班\n");
    let shown = place.json(&["roster", "import", &good, "--week", "2026-11-28", "--as", "主"]);
    assert_eq!(shown.as_array().map(Vec::len), Some(4));
    let bad = file(&place, "坏班表.csv", "姓名,11-29\n甲,班\n陌生人,班\n乙,也许\n");
    let ran = place.run(&["roster", "import", &bad, "--as", "主", "--json"]);
    assert_eq!((ran.code, ran.code().as_str()), (2, "file_invalid"));
    let error = ran.json();
    let faults = error["error"]["faults"].as_array().map(Vec::len);
    assert_eq!(faults, Some(2), "{error}");
    place.refused("not_permitted", 4, &["roster", "set", "甲", "2026-11-30", "rest", "--as", "甲"]);
    place.refused("day_over", 1, &["roster", "set", "甲", "2026-11-27", "rest", "--as", "主"]);
    assert!(place.good(&["roster", "show", "--week", "2026-11-28"]).out.contains('休'));
}

#[test]
fn turns_go_into_a_new_file_only() {
    let mut place = morning();
    at(&mut place, "10:00");
    first(&place);
    let out = place.path("turns.csv").display().to_string();
    place.good(&["turns", "--out", &out]);
    let text = std::fs::read_to_string(&out).unwrap_or_default();
    assert!(text.starts_with("\u{feff}at,consultant,turn"), "{text}");
    assert!(text.contains("2026-11-28 10:00,甲,new,1"), "{text}");
    place.refused("file_unwritable", 2, &["turns", "--out", &out]);
}
