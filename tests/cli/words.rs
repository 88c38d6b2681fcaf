//! What is said of bad input: in the user's language, whole, and what to do about it.

use crate::Place;

/// The sentence of a refusal, in text and in JSON, in one language.
fn said(place: &Place, lang: &str, args: &[&str]) -> String {
    let args = [args, &["--lang", lang]].concat();
    let (text, json) = (place.run(&args), place.run(&[&args[..], &["--json"]].concat()));
    assert_ne!(text.code, 0, "{args:?}");
    assert_eq!((text.code, text.out.as_str()), (json.code, ""), "{args:?}: {}", text.err);
    let message = json.json()["error"]["message"].as_str().unwrap_or_default().to_string();
    assert!(text.err.starts_with(&message), "{args:?}: {} / {message}", text.err);
    message
}

#[test]
fn usage_is_refused_in_the_language_of_the_user() {
    let place = Place::new();
    let table: &[(&[&str], &str, &str)] = &[
        (&["nonsense"], "没有名为「nonsense」的命令", "no command “nonsense”"),
        (&["unist"], "是否想写「unit", "Did you mean “unit"),
        (&["hold"], "还缺 <UNIT>", "Missing: <UNIT>"),
        (&["deposit"], "--amount <YUAN>、--receipt <NO>、<UNIT>", "--amount <YUAN>, --receipt <NO>, <UNIT>"),
        (&["hold", "1", "2"], "不认识「2」", "“2” is not known"),
        (&["hold", "1", "--foo"], "是否想写「--for」", "Did you mean “--for”"),
        (&["hold", "1", "--customer"], "--customer <NAME> 后面缺少内容", "--customer <NAME> needs a value"),
        (
            &["hold", "1", "--customer", "a", "--customer", "b"],
            "--customer <NAME> 只能写一次",
            "may be given only once",
        ),
        (&["units", "--status", "sold"], "可以是：unreleased、locked", "can be: unreleased, locked"),
        (&["staff"], "可以是：add、list、role", "can be: add, list, role"),
        (
            &["visit", "assign", "x"],
            "[NUMBER] 不能是「x」。应为整数",
            "[NUMBER] cannot be “x”. It is a whole",
        ),
        (&["visit", "arrive", "--size", "-1"], "--size <SIZE> 不能是「-1」", "--size <SIZE> cannot be “-1”"),
        (&["units", "--command-id", "7"], "应为 UUID", "It is a UUID"),
        (&["staff", "role", "x", "--role", "clerk", "--gone"], "不能和 --gone 一起用", "do not go together"),
        (&["units", "--json=1"], "--json 后面多了「1」", "--json takes no “1”"),
    ];
    for (args, zh, en) in table {
        for (lang, part) in [("zh", zh), ("en", en)] {
            let said = said(&place, lang, args);
            assert!(said.contains(part), "{args:?} {lang}: {said}");
        }
    }
    // Where `--lang` itself is wrong, the system's language is left.
    let ran = place.run(&["units", "--lang", "fr"]);
    assert!(ran.err.starts_with("--lang <zh|en> 不能是「fr」。可以是：zh、en。\n"), "{}", ran.err);
    let help = place.run(&["hold", "1", "2"]).err;
    assert!(help.contains("用法：") && help.contains("--help"), "{help}");
}

#[test]
fn amounts_say_what_is_wrong_with_them() {
    let place = Place::office();
    let table = [
        ("1.005", "小数超过两位", "more than two decimals"),
        ("-5", "不能小于零", "below zero"),
        ("五万", "不是金额", "not an amount"),
        ("1,00", "不是金额", "not an amount"),
        ("", "没有填写金额", "no amount"),
        ("99999999999999", "最多 100 亿元", "at most 10 billion"),
    ];
    for (amount, zh, en) in table {
        for (lang, part) in [("zh", zh), ("en", en)] {
            let args = ["deposit", "3#/1/603", "--receipt", "1", "--as", "钱", "--amount", amount];
            let said = said(&place, lang, &args);
            assert!(said.contains(part), "{amount} {lang}: {said}");
        }
    }
    for (amount, fen) in [("５００００", None), ("2万", Some("30000.00")), ("20,000.50", Some("29999.50"))]
    {
        let place = Place::office();
        let deposit =
            ["deposit", "3#/1/603", "--receipt", "1", "--customer", "张三", "--as", "钱", "--amount"];
        let unit = place.json(&[&deposit[..], &[amount]].concat());
        assert_eq!(unit["balance_due"].as_str(), fen, "{amount}");
    }
}

#[test]
fn a_room_below_ground_is_no_flag() {
    let place = Place::new();
    let list = place.path("cellar.csv");
    std::fs::write(&list, "楼栋,房号\n1#,-1035\n").expect("a file");
    place.good(&["import", &list.display().to_string(), "--practice"]);
    assert_eq!(place.json(&["unit", "-1035"])["floor"], -1);
    assert_eq!(place.json(&["hold", "-1035", "--customer", "张三"])["status"], "held");
}

#[test]
fn places_and_files_say_what_to_do() {
    let place = Place::office();
    std::fs::write(place.path("text.db"), "text").expect("a file");
    let (text, folder) =
        (place.path("text.db").display().to_string(), place.dir.path().display().to_string());
    let none = place.path("none").display().to_string();
    let table: &[(&[&str], i32, &str, &str)] = &[
        (&["units", "--store", "mars://x"], 3, "本机磁盘上的文件", "file on a local disk"),
        (&["units", "--store", &text], 3, "不是 xiaokong 的数据文件", "not a xiaokong store"),
        (
            &["init", "--project", "x", "--practice", "--store", "/proc/x/y.db"],
            3,
            "无法读写",
            "Cannot read or write",
        ),
        (&["backup", "/proc/x/y.db"], 3, "无法读写", "Cannot read or write"),
        (&["restore", &none, "--store", &text], 3, "不会覆盖", "not overwritten"),
        (&["import", &none], 2, "什么都没有导入", "nothing was imported"),
        (&["import", &folder], 2, "什么都没有导入", "nothing was imported"),
        (&["units", "--config", &none], 2, "没有配置文件", "no settings file"),
    ];
    for (args, exit, zh, en) in table {
        for (lang, part) in [("zh", zh), ("en", en)] {
            let said = said(&place, lang, args);
            assert!(said.contains(part), "{args:?} {lang}: {said}");
            assert_eq!(place.run(args).code, *exit, "{args:?}");
        }
    }
    let fresh = ["--store", &place.path("fresh.db").display().to_string()].map(str::to_string);
    let fresh = [fresh[0].as_str(), fresh[1].as_str()];
    for (file, part) in [(&none, "没有备份文件"), (&text, "不是 xiaokong 的备份")] {
        let error = place.refused("file_invalid", 2, &[&["restore", file][..], &fresh].concat());
        assert!(error["message"].as_str().is_some_and(|said| said.contains(part)), "{error}");
    }
    let ran = place.run(&["doctor", "--store", &text]);
    assert_eq!(ran.code, 3);
    assert!(ran.out.contains("无法继续检查") && ran.out.contains("不是 xiaokong 的数据文件"), "{}", ran.out);
    let ran = place.run(&["doctor", "--store", &text, "--json"]).json();
    let last = ran.as_array().and_then(|all| all.last()).cloned().unwrap_or_default();
    assert_eq!((&last["code"], &last["facts"]["fault"]), (&"fault".into(), &"store_invalid".into()));
}

#[test]
fn an_interrupted_founding_is_no_project() {
    let mut place = Place::new();
    // A real project takes no clock: nothing may be left of the attempt.
    place.refused("not_practice", 3, &["init", "--project", "测试"]);
    assert!(!place.path("p.db").exists());
    let list = place.path("one.csv");
    std::fs::write(&list, "楼栋,房号\n1#,101\n").expect("a file");
    let list = list.display().to_string();
    place.refused("not_practice", 3, &["import", &list]);
    assert!(!place.path("p.db").exists());
    // A store without its first event, as a kill between the two leaves it.
    let opening =
        xiaokong::store::Opening { url: place.path("p.db").display().to_string(), ..Default::default() };
    drop(xiaokong::store::create(&opening).expect("a store"));
    place.at("").refused("store_missing", 3, &["units", "--as", "经"]);
    assert_eq!(place.json(&["import", &list, "--dry-run"])["added"], 1);
    let made = place.json(&["import", &list, "--as", "经"]);
    assert_eq!((&made["made"], &made["added"]), (&true.into(), &1.into()));
}

#[test]
fn a_recorded_contract_says_so() {
    let place = Place::new();
    let file = format!("{}/tests/data/jinque-5.csv", env!("CARGO_MANIFEST_DIR"));
    let said = place.good(&["import", &file, "--as", "经", "--practice"]).out;
    assert!(said.starts_with("已建立演练项目：jinque-5，销售经理 经"), "{said}");
    let text = place.good(&["units", "--status", "signed"]).out;
    assert_eq!((text.matches("备案").count(), text.matches("签约").count()), (7, 9), "{text}");
}

#[test]
fn an_empty_variable_for_the_language_says_nothing() {
    let place = Place::office();
    let output = place.command(&["units"]).env("XIAOKONG_LANG", "").output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let ran = place.run(&["units", "--lang", "fr"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("zh、en。"), "{}", ran.err);
}
