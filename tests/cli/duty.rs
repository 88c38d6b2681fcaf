//! Attendance, the queue over midnight, rosters, the ledger as a file; and several desks acting at once.

use crate::Place;
use crate::turns::{arrives, at, first, morning};

fn file(place: &Place, name: &str, text: &str) -> String {
    let path = place.path(name);
    std::fs::write(&path, text).expect("a file");
    path.display().to_string()
}

/// Runs these at the same time; how many were done, and the code of each refusal.
fn at_once(place: &Place, all: &[&[&str]]) -> (usize, Vec<String>) {
    let ran: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> = all.iter().map(|args| scope.spawn(|| place.run(args))).collect();
        started.into_iter().map(|one| one.join().expect("it ran")).collect()
    });
    let refused = ran.iter().filter(|ran| ran.code != 0);
    (ran.iter().filter(|ran| ran.code == 0).count(), refused.map(crate::Ran::code).collect())
}

#[test]
fn one_group_is_assigned_once_however_many_ask() {
    let mut place = morning();
    at(&mut place, "10:00");
    let number = arrives(&place);
    let assign = |who| ["visit", "assign", number.as_str(), "--as", who, "--json"];
    let (reception, supervisor) = (assign("台"), assign("主"));
    let (done, refused) = at_once(&place, &[&reception, &supervisor]);
    assert_eq!((done, refused), (1, vec!["visit_state".to_string()]));
    let turns = place.json(&["turns"]);
    assert_eq!(turns.as_array().map(Vec::len), Some(1), "{turns}");
}

#[test]
fn the_last_free_consultant_gets_one_of_two_groups() {
    let mut place = morning();
    at(&mut place, "10:00");
    for who in ["乙", "丙", "丁"] {
        place.good(&["duty", "lunch", "--as", who]);
    }
    let numbers = [arrives(&place), arrives(&place)];
    let assign = |number| ["visit", "assign", number, "--as", "台", "--json"];
    let (one, other) = (assign(numbers[0].as_str()), assign(numbers[1].as_str()));
    let (done, refused) = at_once(&place, &[&one, &other]);
    assert_eq!((done, refused), (1, vec!["nobody_eligible".to_string()]));
    let visits = place.json(&["visits"]);
    let states: Vec<_> = visits.as_array().into_iter().flatten().map(|visit| &visit["state"]).collect();
    assert!(states.iter().any(|state| *state == "receiving"), "{visits}");
    assert!(states.iter().any(|state| *state == "waiting"), "{visits}");
}

#[test]
fn nobody_signs_in_twice() {
    let mut place = morning();
    let error = at(&mut place, "08:59").refused("already_on_duty", 1, &["duty", "in", "--as", "甲"]);
    assert_eq!((&error["name"], &error["since"]), (&"甲".into(), &"2026-11-28T00:41:00Z".into()));
    place.refused("already_on_duty", 1, &["duty", "in", "甲", "--as", "台"]);
    let rotation = place.json(&["rotation"]);
    assert_eq!(rotation["order"].as_array().map(Vec::len), Some(4));
}

#[test]
fn the_queue_over_midnight_is_cleared_or_kept_and_never_silently() {
    for (rule, left) in [("clear", true), ("keep", false)] {
        let mut place = morning();
        if rule != "clear" {
            place.good(&["policy", "set", "queue_overnight", rule, "--as", "经"]);
        }
        at(&mut place, "17:50").good(&["visit", "arrive", "--kind", "first", "--as", "台"]);
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
    let jia = list.as_array().into_iter().flatten().find(|one| one["staff"] == "甲").expect("甲");
    assert_eq!((&jia["presence"], &jia["attendance"]), (&"floor".into(), &"in_time".into()));
    assert_eq!(jia["since"], "2026-11-28T02:30:00Z", "back on the floor at the end of the suspension");
    place.refused("length_invalid", 2, &["duty", "lunch", "--for", "30m", "--as", "丁"]);
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
    place.refused("file_exists", 2, &["turns", "--out", &out]);
    assert_eq!(std::fs::read_to_string(&out).unwrap_or_default(), text, "nothing is overwritten");
    let nowhere = place.path("no/such.csv").display().to_string();
    place.refused("file_unwritable", 2, &["turns", "--out", &nowhere]);
    let told = place.good(&["turns"]).out;
    assert!(told.starts_with("顾问  新客\n甲       1\n\n甲\n  10:00 新客 1 号"), "{told}");
    assert_eq!(place.json(&["turns", "--date", "2026-11-27"]), serde_json::json!([]));
}

#[test]
fn the_list_of_those_on_duty_says_who_is_late_missing_or_rests() {
    let mut place = Place::office_at("2026-11-28 08:00");
    for (name, role) in [("丙", "consultant"), ("丁", "consultant"), ("台", "reception")] {
        place.good(&["staff", "add", name, "--role", role, "--as", "经"]);
    }
    place.good(&["roster", "set", "丁", "2026-11-28", "rest", "--as", "主"]);
    at(&mut place, "08:41").good(&["duty", "in", "--as", "甲"]);
    at(&mut place, "09:10").good(&["duty", "in", "--as", "乙"]);
    at(&mut place, "12:30");
    let list = place.json(&["duty", "list"]);
    let of = |name: &str| list.as_array().into_iter().flatten().find(|one| one["staff"] == name).cloned();
    for (name, attendance, rests) in
        [("甲", "in_time", false), ("乙", "late", false), ("丙", "missing", false), ("丁", "not_due", true)]
    {
        let one = of(name).expect("listed");
        assert_eq!((&one["attendance"], &one["rests"]), (&attendance.into(), &rests.into()), "{name}");
    }
    for word in ["准时", "迟到", "未到", "休息"] {
        assert!(place.good(&["duty", "list"]).out.contains(word), "{word}");
    }
    assert_eq!(first(&place), "甲");
    let both = [place.good(&["duty", "list"]).out, place.good(&["rotation"]).out];
    for text in both {
        let row = text.lines().find(|line| line.contains("正在接待 1 号")).unwrap_or_default();
        assert!(row.contains("12:30"), "since the visitor came, not since signing in: {text}");
    }
    // Two are enough over lunch; one is not.
    let alarm = "午间";
    assert!(!place.good(&["duty", "list"]).out.contains(alarm));
    place.good(&["duty", "lunch", "--as", "乙"]);
    let text = place.good(&["duty", "list"]).out;
    assert!(text.lines().last().is_some_and(|line| line.contains(alarm)), "{text}");
}
