//! JSON shapes and their key order, the words of both languages, the settings file.

use crate::Place;

/// The keys of the first object in a JSON text, in order.
fn keys(text: &str) -> Vec<String> {
    let inner = text.trim().trim_start_matches(['[', '{']);
    let mut keys = Vec::new();
    let (mut depth, mut rest) = (0, inner);
    while let Some(at) = rest.find(['"', '{', '[', '}', ']']) {
        match rest.as_bytes()[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => break,
            b'}' | b']' => depth -= 1,
            _ => {
                let end = rest[at + 1..].find('"').map_or(rest.len(), |end| at + 1 + end);
                if depth == 0 && rest[end + 1..].starts_with(':') {
                    keys.push(rest[at + 1..end].to_string());
                }
                rest = &rest[end + 1..];
                continue;
            }
        }
        rest = &rest[at + 1..];
    }
    keys
}

#[test]
fn a_unit_has_its_keys_in_order_and_its_forms() {
    let place = Place::new();
    let file = format!("{}/tests/data/jinque-5.csv", env!("CARGO_MANIFEST_DIR"));
    place.good(&["import", &file, "--practice", "--as", "经"]);
    let ran = place.good(&["hold", "5/1/801", "--customer", "张三", "--json"]);
    let order = "unit building entrance room floor layout use area inner_area unit_price total status customer \
                 consultant until balance_due due waiting revision";
    assert_eq!(keys(&ran.out).join(" "), order);
    assert_eq!(ran.out.lines().count(), 1);
    let unit = ran.json();
    assert_eq!(unit["area"], "58.08");
    assert_eq!(unit["unit_price"], "51713.00");
    assert_eq!(unit["total"], "3003491.04");
    assert_eq!(unit["until"], "2026-11-29T05:11:00Z");
    assert!(unit["due"].is_null());
    let list = place.good(&["units", "--json"]);
    assert_eq!(keys(&list.out).join(" "), order);
    assert_eq!(
        keys(&place.good(&["unit", "5/1/801", "--json"]).out).join(" "),
        format!("{order} history receipts")
    );
}

#[test]
fn other_shapes_have_their_keys_in_order() {
    let place = Place::office();
    let shape = |args: &[&str]| keys(&place.good(&[args, &["--json"]].concat()).out).join(" ");
    assert_eq!(shape(&["staff", "list"]), "name roles team active");
    assert_eq!(shape(&["rotation"]), "order next credits why");
    let visit = shape(&["visit", "arrive", "--as", "甲"]);
    let order = "number kind state consultant waiting_since day customer asked size source assigned closed grade \
                 outcome team turn shown objections next";
    assert_eq!(visit, order);
    let duty = "staff presence since signed_in until attendance rests";
    assert_eq!(shape(&["duty", "list"]), duty);
    assert_eq!(shape(&["visits"]), visit);
    assert_eq!(shape(&["building", "list"]), "building licence licensed_on units available");
    place.good(&["hold", "3#/1/603", "--customer", "张三", "--as", "甲"]);
    let due = "unit kind due late customer consultant balance_due request change contract_prepared visit \
                customer_number part amount";
    assert_eq!(shape(&["due"]), due);
    assert_eq!(shape(&["log"]), "seq at by terminal kind units command text");
    assert_eq!(shape(&["policy", "show", "hold_length"]), "hold_length");
    let all = place.good(&["policy", "show", "--json"]).out;
    assert!(keys(&all).join(" ").starts_with("time_zone deadline_time hold_length hold_maximum"), "{all}");
}

#[test]
fn a_refusal_names_its_facts_in_order() {
    let place = Place::office();
    place.good(&["hold", "3#/1/603", "--customer", "张三", "--as", "甲"]);
    let ran = place.run(&["hold", "3#/1/603", "--customer", "李四", "--as", "乙", "--json"]);
    let inner = ran.out.trim_start_matches("{\"error\":");
    assert_eq!(keys(inner).join(" "), "code message unit by since");
    let ran = place.run(&["hold", "603", "--customer", "李四", "--as", "乙", "--json"]);
    assert_eq!((ran.code().as_str(), ran.code), ("unit_ambiguous", 2));
    assert!(ran.json()["error"]["candidates"].as_array().is_some_and(|all| all.len() == 3));
}

#[test]
fn words_in_both_languages() {
    let place = Place::office();
    let zh = place.good(&["hold", "3#/1/603", "--customer", "张三", "--as", "甲"]).out;
    assert!(zh.starts_with("已保留 3#/1单元/603 至 11-29 13:11\n"), "{zh}");
    let en = place.good(&["hold", "3#/1/604", "--customer", "张三", "--as", "甲", "--lang", "en"]).out;
    assert!(en.starts_with("Held 3#/1单元/604 until 11-29 13:11\n"), "{en}");
    for lang in ["zh", "en"] {
        for args in [&["due"][..], &["visits"], &["building", "list"], &["staff", "list"], &["units"]] {
            let text = place.good(&[args, &["--lang", lang, "--as", "经"]].concat()).out;
            assert!(!text.contains("col-") && !text.contains("cli-"), "{args:?} {lang}: {text}");
        }
    }
}

#[test]
fn settings_seed_a_project_and_name_who_sits_here() {
    let place = Place::new();
    let config = place.path("my.toml");
    std::fs::write(&config, "me = \"经\"\nlang = \"en\"\n[policy]\nhold_length = \"2h\"\n").expect("a file");
    let config = config.display().to_string();
    place.good(&["init", "--project", "测试", "--practice", "--config", &config]);
    assert_eq!(place.json(&["policy", "show"])["hold_length"], "2h");
    place.good(&["staff", "add", "甲", "--role", "consultant", "--config", &config]);
    std::fs::write(&config, "me = \"经\"\nstroe = \"x\"\n").expect("a file");
    let error = place.refused("config_invalid", 2, &["units", "--config", &config]);
    assert_eq!((&error["line"], &error["key"]), (&"2".into(), &"stroe".into()));
}

#[test]
fn pages_and_completions() {
    let place = Place::new();
    for args in [&["--help"][..], &["--version"], &["man"], &["completions", "bash"], &["hold", "--help"]] {
        assert!(!place.good(args).out.is_empty(), "{args:?}");
    }
    let lang = |lang: &str| place.good(&["hold", "--help", "--lang", lang]).out;
    assert!(lang("zh").starts_with("保留一套房源\n\n用法：xiaokong hold"), "{}", lang("zh"));
    assert!(lang("en").starts_with("Hold a unit\n\nUsage: xiaokong hold"), "{}", lang("en"));
    for text in [lang("zh"), lang("en"), place.good(&["man"]).out, place.good(&["completions", "zsh"]).out] {
        assert!(!text.contains("help-arg") && !text.contains("help-hold"), "{text}");
    }
    assert!(place.good(&["completions", "zsh"]).out.contains("保留一套房源"));
}
