//! Bad input, wrong people, failing stores, missing terminals: each has its code and its exit code.

use crate::Place;

#[test]
fn bad_input_is_exit_2() {
    let place = Place::office();
    let deposit = |amount: &'static str| {
        vec!["deposit", "3#/1/603", "--amount", amount, "--receipt", "1", "--customer", "张三", "--as", "钱"]
    };
    let table: Vec<(&str, Vec<&str>)> = vec![
        ("usage", vec!["nonsense"]),
        ("usage", vec!["units", "--status", "sold"]),
        ("usage", vec!["hold"]),
        ("usage", vec!["hold", "3#/1/603", "--command-id", "7"]),
        ("unit_unknown", vec!["unit", "9#/1/1"]),
        ("unit_unknown", vec!["unit", ""]),
        ("unit_ambiguous", vec!["unit", "603"]),
        ("building_unknown", vec!["units", "--building", "9"]),
        ("customer_missing", vec!["hold", "3#/1/603", "--as", "甲"]),
        ("text_invalid", vec!["hold", "3#/1/603", "--customer", "张三", "--phone", "abc", "--as", "甲"]),
        ("length_invalid", vec!["hold", "3#/1/603", "--customer", "张三", "--for", "soon", "--as", "甲"]),
        ("length_invalid", vec!["hold", "3#/1/603", "--customer", "张三", "--for", "0m", "--as", "甲"]),
        ("amount_invalid", deposit("五万")),
        ("amount_invalid", deposit("0")),
        ("amount_invalid", deposit("1.005")),
        (
            "date_invalid",
            vec!["building", "set", "3", "--licence", "1", "--licensed-on", "08.10.", "--as", "经"],
        ),
        ("policy_unknown", vec!["policy", "set", "no_such", "1", "--as", "经"]),
        ("policy_unknown", vec!["policy", "show", "no_such"]),
        ("policy_invalid", vec!["policy", "set", "hold_length", "soon", "--as", "经"]),
        ("visit_unknown", vec!["visit", "finish", "9", "--as", "甲"]),
        ("count_invalid", vec!["visit", "arrive", "--size", "100", "--as", "甲"]),
        ("customer_unknown", vec!["customer", "erase", "9", "--as", "经"]),
        ("time_invalid", vec!["at", "yesterday", "units"]),
        ("time_invalid", vec!["log", "--since", "25:00"]),
        ("time_invalid", vec!["units", "--now", "noon"]),
        ("file_invalid", vec!["import", "/no/such/file.csv", "--as", "经"]),
        ("config_invalid", vec!["units", "--config", "/no/such/file.toml"]),
    ];
    for (code, args) in table {
        place.refused(code, 2, &args);
    }
}

#[test]
fn wrong_people_are_exit_4() {
    let place = Place::office();
    place.refused("staff_missing", 4, &["hold", "3#/1/603", "--customer", "张三"]);
    place.refused("staff_unknown", 4, &["units", "--as", "丙"]);
    place.refused("not_permitted", 4, &["hold", "3#/1/603", "--customer", "张三", "--as", "钱"]);
    place.refused("not_permitted", 4, &["policy", "set", "hold_limit", "9", "--as", "甲"]);
    place.good(&["staff", "role", "乙", "--gone", "--as", "经"]);
    place.refused("staff_unknown", 4, &["units", "--as", "乙"]);
    place.refused("last_manager", 1, &["staff", "role", "经", "--role", "clerk", "--as", "经"]);
}

#[test]
fn failing_stores_are_exit_3() {
    let place = Place::new();
    place.refused("store_missing", 3, &["units"]);
    std::fs::write(place.path("p.db"), "not a store").expect("a file");
    place.refused("store_invalid", 3, &["units"]);
    place.refused("store_invalid", 3, &["init", "--project", "测试", "--practice"]);
    assert_eq!(std::fs::read(place.path("p.db")).expect("still there"), b"not a store");
    place.refused("store_unreachable", 3, &["units", "--store", "mars://x"]);
}

#[test]
fn a_real_store_keeps_its_own_clock() {
    let mut place = Place::new();
    place.at("").good(&["init", "--project", "测试", "--as", "经"]);
    place.good(&["staff", "list"]);
    place.at("2026-11-28 10:00").refused("not_practice", 3, &["staff", "add", "甲", "--role", "clerk"]);
    place.now.clear();
    let list = place.list();
    place.at("").refused("store_exists", 2, &["import", &list, "--practice"]);
}

#[test]
fn a_bad_price_list_names_every_fault_and_makes_no_store() {
    let place = Place::new();
    std::fs::write(place.path("bad.csv"), "楼栋,房号,总价\n1#,101,abc\n1#,,5\n").expect("a file");
    let error = place.refused("file_invalid", 2, &["import", &place.path("bad.csv").display().to_string()]);
    assert_eq!(error["faults"].as_array().map(Vec::len), Some(2), "{error}");
    assert_eq!((&error["faults"][0]["row"], &error["faults"][0]["value"]), (&2.into(), &"abc".into()));
    assert!(!place.path("p.db").exists());
}

#[test]
fn the_desk_without_a_terminal_says_so() {
    let place = Place::new();
    for args in [&[][..], &["board"], &["demo"]] {
        let ran = place.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains("终端"), "{}", ran.err);
    }
}

#[test]
fn a_reader_that_went_away_is_no_fault() {
    let place = Place::office();
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("xiaokong"));
    command.args(["log", "--json", "--store"]).arg(place.path("p.db")).env_remove("XIAOKONG_NOW");
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = command.stdout(writer).stderr(std::process::Stdio::piped()).output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panic"), "{output:?}");
}

impl Place {
    fn list(&self) -> String {
        let path = self.path("one.csv");
        std::fs::write(&path, "楼栋,房号\n1#,101\n").expect("a file");
        path.display().to_string()
    }
}
