//! Rosters from files: letters, shapes, and every fault at its place; nothing is taken unless all is good.

use crate::Place;
use serde_json::Value;

/// A roster beside the store.
fn roster(place: &Place, bytes: &[u8]) -> String {
    let path = place.path("班表.csv");
    std::fs::write(&path, bytes).expect("a roster");
    path.display().to_string()
}

/// The shifts of the week of 2026-11-28 as `甲 2026-11-28 +`.
fn week(place: &Place) -> Vec<String> {
    told(&place.json(&["roster", "show", "--week", "2026-11-28"]))
}

fn told(shown: &Value) -> Vec<String> {
    let sign = |works: &Value| if works == &Value::Bool(true) { "+" } else { "-" };
    let line = |day: &Value| {
        let text = |key: &str| day[key].as_str().unwrap_or_default().to_string();
        format!("{} {} {}", text("staff"), text("date"), sign(&day["works"]))
    };
    shown.as_array().into_iter().flatten().map(line).collect()
}

#[test]
fn every_letter_and_shape_says_the_same() {
    let long = "姓名,日期,班次\n甲,2026-11-28,班\n甲,2026-11-29,休\n乙,11-28,0\n乙,11/29,WORK\n";
    let grid = "姓名;周六;Sun\n甲;上班;休息\n乙;rest;１\n";
    let gb = encoding_rs::GB18030.encode(long).0.into_owned();
    let dated = "name\t2026-11-28\t11-29\n甲\t1\t0\n\n乙\t休\t班\n";
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(grid.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let table: [(&str, Vec<u8>); 5] = [
        ("GB18030", gb),
        ("UTF-8 with a mark, CRLF", format!("\u{feff}{}", long.replace('\n', "\r\n")).into_bytes()),
        ("weekdays", grid.into()),
        ("UTF-16", utf16),
        ("tabs and a blank line", dated.into()),
    ];
    for (what, bytes) in table {
        let place = Place::office();
        let file = roster(&place, &bytes);
        let import = ["roster", "import", &file, "--week", "2026-11-25", "--as", "主"];
        let shown = place.json(&import);
        let expected = ["甲 2026-11-28 +", "甲 2026-11-29 -", "乙 2026-11-28 -", "乙 2026-11-29 +"];
        assert_eq!((told(&shown), week(&place)), (expected.map(String::from).into(), told(&shown)), "{what}");
        // The same again changes nothing and says so.
        place.refused("already_so", 1, &import);
    }
}

#[test]
fn every_fault_has_its_place_and_nothing_is_taken() {
    // Code, row, column, value of each fault.
    type Told = (&'static str, u64, &'static str, &'static str);
    let table: Vec<(&str, Vec<Told>)> = vec![
        (
            "姓名,周六,周日\n甲,班,休\n陌生人,班,班\n乙,也许,班\n乙,班,休\n",
            vec![
                ("roster_person", 3, "姓名", "陌生人"),
                ("roster_shift", 4, "周六", "也许"),
                ("roster_twice", 5, "周日", "休"),
            ],
        ),
        (
            "姓名,日期,班次\n甲,11-31,班\n甲,明天,班\n",
            vec![("roster_date", 2, "日期", "11-31"), ("roster_date", 3, "日期", "明天")],
        ),
        // A blank line is a line.
        ("姓名,日期,班次\n\n\n甲,11-28,也许\n", vec![("roster_shift", 4, "班次", "也许")]),
        // A quote that never closes would hide the rows behind it.
        (
            "姓名,日期,班次,备注\n甲,11-28,班,\"晚到\n乙,11-28,休,\n",
            vec![("quote", 2, "备注", "晚到乙,11-28,休,")],
        ),
        // What stands under no heading would be passed over.
        ("姓名,周六\n甲,班,休\n", vec![("width", 2, "", "休")]),
        // A day that is over cannot be changed.
        ("姓名,周五,周六\n甲,休,班\n", vec![("roster_past", 2, "周五", "休")]),
        ("姓名,日期,班次\n甲,11-28,\u{1b}[31m休\n", vec![("roster_shift", 2, "班次", "[31m休")]),
        ("姓名,大后天\n甲,班\n", vec![("roster_date", 1, "大后天", "大后天")]),
        ("姓名,备注\n甲,班\n", vec![("roster_date", 1, "备注", "备注")]),
        ("员,日期\n甲,班\n", vec![("roster_columns", 1, "", "员 日期")]),
        ("姓名,日期,班次\n", vec![("roster_empty", 0, "", "")]),
        ("", vec![("empty", 0, "", "")]),
        ("姓名\0,周六\n", vec![("binary", 0, "", "")]),
    ];
    for (text, expected) in table {
        let place = Place::office();
        let file = roster(&place, text.as_bytes());
        let import = ["roster", "import", &file, "--week", "2026-11-28", "--as", "主"];
        let error = place.refused("file_invalid", 2, &import);
        let faults = error["faults"].as_array().cloned().unwrap_or_default();
        let text_of = |fault: &Value, key: &str| fault[key].as_str().unwrap_or_default().to_string();
        let found: Vec<(String, u64, String, String)> = faults
            .iter()
            .map(|fault| {
                let row = fault["row"].as_u64().unwrap_or_default();
                (text_of(fault, "code"), row, text_of(fault, "column"), text_of(fault, "value"))
            })
            .collect();
        let expected: Vec<(String, u64, String, String)> = expected
            .into_iter()
            .map(|(code, row, at, value)| (code.into(), row, at.into(), value.into()))
            .collect();
        assert_eq!(found, expected, "{text:?}");
        for fault in &faults {
            let (message, wanted) = (text_of(fault, "message"), text_of(fault, "expected"));
            assert!(
                message.contains("班表.csv") && message.contains(&wanted) && !wanted.is_empty(),
                "{fault}"
            );
            assert!(!message.contains("price-") && !message.contains("房源"), "{message}");
        }
        for lang in ["zh", "en"] {
            let said = place.run(&[&import[..], &["--lang", lang]].concat());
            assert_eq!((said.code, said.out.as_str()), (2, ""), "{text:?}");
            assert!(!said.err.contains(['\u{1b}', '\0']) && !said.err.contains("roster-"), "{}", said.err);
        }
        assert_eq!(week(&place), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn a_trial_shows_what_would_be_and_sets_nothing() {
    let place = Place::office();
    let file = roster(&place, "姓名,周六,周日\n甲,班,休\n".as_bytes());
    let trial = place.json(&["roster", "import", &file, "--dry-run", "--as", "主"]);
    assert_eq!(told(&trial), ["甲 2026-11-28 +", "甲 2026-11-29 -"]);
    assert_eq!(week(&place), Vec::<String>::new());
    // Who may not set it is told so by the trial too.
    place.refused("not_permitted", 4, &["roster", "import", &file, "--dry-run", "--as", "甲"]);
    assert_eq!(told(&place.json(&["roster", "import", &file, "--as", "主"])), told(&trial));
}

#[test]
fn a_week_can_be_read_again_for_the_days_still_to_come() {
    let mut place = Place::office();
    let file = roster(&place, "姓名,周六,周日\n甲,班,休\n".as_bytes());
    place.good(&["roster", "import", &file, "--as", "主"]);
    place.at("2026-11-29 08:00");
    let file = roster(&place, "姓名,周六,周日\n甲,班,班\n".as_bytes());
    place.good(&["roster", "import", &file, "--as", "主"]);
    assert_eq!(week(&place), ["甲 2026-11-28 +", "甲 2026-11-29 +"]);
}

#[test]
fn a_week_over_new_year_has_two_years() {
    let place = Place::office();
    let file = roster(&place, "姓名,12-31,01-01,1-3\n甲,班,休,班\n".as_bytes());
    let shown = place.json(&["roster", "import", &file, "--week", "2026-12-30", "--as", "主"]);
    assert_eq!(told(&shown), ["甲 2026-12-31 +", "甲 2027-01-01 -", "甲 2027-01-03 +"]);
    let file = roster(&place, "姓名,日期,班次\n乙,12-28,班\n".as_bytes());
    let shown = place.json(&["roster", "import", &file, "--week", "2027-01-01", "--as", "主"]);
    assert_eq!(told(&shown).last().map(String::as_str), Some("乙 2026-12-28 +"));
}

#[test]
fn the_roster_decides_who_is_late_and_who_is_missing() {
    let mut place = Place::office_at("2026-11-28 08:00");
    let file = roster(&place, "姓名,周六\n甲,班\n乙,休\n".as_bytes());
    place.good(&["staff", "add", "丙", "--role", "consultant", "--as", "经"]);
    place.good(&["roster", "import", &file, "--as", "主"]);
    place.at("2026-11-28 09:20").good(&["duty", "in", "--as", "甲"]);
    let list = place.json(&["duty", "list"]);
    let found: Vec<(&str, &str)> = list
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| Some((one["staff"].as_str()?, one["attendance"].as_str()?)))
        .filter(|(name, _)| ["甲", "乙", "丙"].contains(name))
        .collect();
    assert_eq!(found, [("甲", "late"), ("乙", "not_due"), ("丙", "missing")]);
}

#[test]
fn a_roster_shown_and_set_by_hand() {
    let place = Place::office();
    let shown = place.json(&["roster", "set", "甲", "2026-11-29", "rest", "--as", "主"]);
    assert_eq!(told(&shown), ["甲 2026-11-29 -"]);
    let text = place.good(&["roster", "show"]).out;
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    let days = ["11-23", "11-24", "11-25", "11-26", "11-27", "11-28", "11-29"];
    assert_eq!(lines[0][1..], days, "Monday to Sunday");
    assert_eq!(lines[1], ["甲", "–", "–", "–", "–", "–", "–", "休"]);
    let table: [(&str, i32, &[&str]); 7] = [
        ("staff_unknown", 4, &["roster", "set", "陌生人", "2026-11-29", "rest", "--as", "主"]),
        ("date_invalid", 2, &["roster", "set", "甲", "明天", "rest", "--as", "主"]),
        ("usage", 2, &["roster", "set", "甲", "2026-11-29", "maybe", "--as", "主"]),
        ("already_so", 1, &["roster", "set", "甲", "2026-11-29", "rest", "--as", "主"]),
        ("date_invalid", 2, &["roster", "show", "--week", "48"]),
        ("file_invalid", 2, &["roster", "import", "/no/such/roster.csv", "--as", "主"]),
        ("staff_missing", 4, &["roster", "set", "甲", "2026-11-30", "rest"]),
    ];
    for (code, exit, args) in table {
        place.refused(code, exit, args);
    }
}
