//! Papers for customers by the command line: printed, proven, listed, and refused.

use super::Place;
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;

/// 3#/1/603 with a partial deposit paid by a relative; 内 is the clerk.
fn sold() -> Place {
    let place = Place::office_at("2026-11-28 10:00");
    place.good(&["staff", "add", "内", "--role", "clerk", "--as", "经"]);
    place.good(&["customer", "add", "李四", "--phone", "13900000002", "--as", "甲"]);
    place.good(&["hold", "3#/1/603", "--customer", "张三", "--phone", "13812345678", "--as", "甲"]);
    let money = ["--amount", "2万", "--receipt", "0004312", "--payer", "13900000002", "--as", "钱"];
    place.good(&[&["deposit", "3#/1/603"][..], &money].concat());
    place
}

fn papers(place: &Place) -> Value {
    place.json(&["papers", "list", "--as", "经"])
}

#[test]
fn a_receipt_is_printed_and_its_head_is_part_of_the_journal() {
    let mut place = sold();
    place.at("2026-11-28 13:11");
    let text = place.good(&["paper", "receipt", "0004312", "--as", "钱"]).out;
    for word in ["SJ-2026-0001", "2026-11-28 13:11", "李四", "人民币贰万元整", "演练", "测试"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    let hash = text.lines().last().expect("the hash").trim();
    place.good(&["verify", "--head", hash]);
    place.refused("chain_broken", 3, &["verify", "--head", &hash.replace(['0', '1'], "f")]);
    // Whatever comes after leaves it provable.
    place.good(&["topup", "3#/1/603", "--amount", "30000", "--receipt", "0004340", "--as", "钱"]);
    place.good(&["verify", "--head", hash]);
    let en = place.good(&["paper", "receipt", "3#/1/603", "--as", "钱", "--lang", "en"]).out;
    assert!(en.contains("SJ-2026-0002") && en.contains("CNY 30,000.00") && en.contains("0004340"), "{en}");
}

#[test]
fn the_same_paper_again_is_a_copy_with_its_number() {
    let place = sold();
    let form = ["paper", "subscription", "3#/1/603", "--as", "内"];
    let first = place.json(&form);
    assert_eq!((&first["paper"], &first["copy"]), (&"RG-2026-0001".into(), &1.into()));
    assert!(first["file"].is_null() && first["text"].as_str().is_some_and(|text| text.contains("认 购 书")));
    let again = place.good(&form).out;
    assert!(again.contains("副本 2") && again.contains("RG-2026-0001"), "{again}");
    // Sent again under one id it is no further copy.
    let id = "0192f3a4-7b1c-7def-8a90-1234567890ab";
    let sent = |place: &Place| place.json(&[&form[..], &["--command-id", id]].concat());
    assert_eq!(sent(&place), sent(&place));
    assert_eq!(sent(&place)["copy"], 3);
    let all = papers(&place);
    assert_eq!((all.as_array().map(Vec::len), &all[0]["copies"]), (Some(1), &3.into()));
}

#[test]
fn a_file_is_private_whole_and_never_written_over() {
    let place = sold();
    let page = place.path("r.html").display().to_string();
    let print = ["paper", "receipt", "0004312", "--as", "钱", "--out", &page];
    let said = place.good(&print).out;
    assert!(said.starts_with("已打印收据 SJ-2026-0001（3#/1单元/603）到 ") && said.contains(&page), "{said}");
    let mode = std::fs::metadata(&page).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = std::fs::read_to_string(&page).expect("the page");
    assert!(text.starts_with("<!doctype html>") && text.trim_end().ends_with("</html>"), "{text}");
    place.refused("file_exists", 2, &print);
    assert_eq!(std::fs::read_to_string(&page).expect("the page"), text);
    let other = |name: &str| place.path(name).display().to_string();
    place.refused(
        "file_invalid",
        2,
        &["paper", "receipt", "0004312", "--as", "钱", "--out", &other("r.pdf")],
    );
    let lost = other("no/such/r.txt");
    place.refused("file_unwritable", 2, &["paper", "receipt", "0004312", "--as", "钱", "--out", &lost]);
    let plain = other("R.TXT");
    let json = place.json(&["paper", "receipt", "0004312", "--as", "钱", "--out", &plain]);
    assert_eq!((&json["copy"], &json["file"]), (&2.into(), &plain.clone().into()), "refusals took no copy");
    assert!(json["text"].is_null());
    let left: Vec<_> = std::fs::read_dir(place.dir.path()).expect("a folder").flatten().collect();
    assert!(left.iter().all(|entry| !entry.file_name().to_string_lossy().ends_with(".part")), "{left:?}");
}

#[test]
fn a_swap_form_has_both_units() {
    let place = sold();
    place.refused("not_swapped", 1, &["paper", "swap", "3#/1/603", "--as", "内"]);
    let swap = ["swap", "3#/1/603", "3#/1/604", "--reason", "想要高层", "--as", "经"];
    place.good(&swap);
    let form = place.json(&["paper", "swap", "3#/1/604", "--as", "内"]);
    let text = form["text"].as_str().unwrap_or_default();
    for word in ["HF-2026-0001", "3#/1单元/603", "3#/1单元/604", "想要高层", "批准人        经", "¥20,000.00"]
    {
        assert!(text.contains(word), "{word}: {text}");
    }
    let again = place.json(&["paper", "swap", "3#/1/603", "--as", "内"]);
    assert_eq!((&again["paper"], &again["copy"]), (&"HF-2026-0001".into(), &2.into()), "from either unit");
    let receipt = place.good(&["paper", "receipt", "0004312", "--as", "钱"]).out;
    assert!(receipt.contains("原房源        3#/1单元/603"), "{receipt}");
}

#[test]
fn who_may_not_print_is_told_who_may_and_takes_no_number() {
    let place = sold();
    let refused = |code: &str, exit, args: &[&str]| place.refused(code, exit, &[&["paper"], args].concat());
    refused("not_permitted", 4, &["receipt", "0004312", "--as", "甲"]);
    refused("not_permitted", 4, &["receipt", "0004312", "--as", "经"]);
    let error = refused("not_permitted", 4, &["subscription", "3#/1/603", "--as", "甲"]);
    assert!(error["message"].as_str().is_some_and(|said| said.contains("财务")), "{error}");
    refused("receipt_absent", 2, &["receipt", "999", "--as", "钱"]);
    refused("unit_unknown", 2, &["receipt", "9/9/9", "--as", "钱"]);
    refused("no_receipts", 1, &["receipt", "3#/1/604", "--as", "钱"]);
    refused("not_subscribed", 1, &["subscription", "3#/1/604", "--as", "内"]);
    assert_eq!(papers(&place), serde_json::json!([]));
    assert!(place.good(&["papers", "list", "--as", "经"]).out.contains("还没有打印过单据"));
}

#[test]
fn papers_are_listed_by_kind_and_year() {
    let mut place = sold();
    place.good(&["paper", "subscription", "3#/1/603", "--as", "内"]);
    place.good(&["paper", "receipt", "0004312", "--as", "钱"]);
    place.at("2027-01-02 10:00");
    let money = ["--amount", "30000", "--receipt", "0004340", "--as", "钱"];
    place.good(&[&["topup", "3#/1/603"][..], &money].concat());
    place.good(&["paper", "receipt", "0004340", "--as", "钱"]);
    let numbers = |args: &[&str]| -> Vec<String> {
        let all = place.json(&[&["papers", "list"], args].concat());
        let all = all.as_array().cloned().unwrap_or_default();
        all.iter().map(|paper| paper["paper"].as_str().unwrap_or_default().to_string()).collect()
    };
    assert_eq!(numbers(&["--as", "经"]), ["SJ-2026-0001", "SJ-2027-0001", "RG-2026-0001"]);
    assert_eq!(numbers(&["--kind", "receipt", "--as", "经"]), ["SJ-2026-0001", "SJ-2027-0001"]);
    assert_eq!(numbers(&["--kind", "receipt", "--year", "2027", "--as", "经"]), ["SJ-2027-0001"]);
    assert_eq!(numbers(&["--as", "甲"]).len(), 3, "whose claim it is");
    assert_eq!(place.json(&["papers", "list", "--as", "乙"]), serde_json::json!([]));
    // Whoever had the unit afterwards sees nothing of the claim before.
    let cancel = ["cancel", "3#/1/603", "--reason", "贷款未批", "--amount", "1"];
    place.good(&[&cancel[..], &["--as", "经"]].concat());
    place.good(&[&cancel[..], &["--receipt", "R9", "--as", "钱"]].concat());
    place.good(&["hold", "3#/1/603", "--customer", "王五", "--as", "乙"]);
    assert_eq!(place.json(&["papers", "list", "--as", "乙"]), serde_json::json!([]));
    assert_eq!(numbers(&["--as", "甲"]).len(), 3);
    let text = place.good(&["papers", "list", "--as", "经", "--lang", "en"]).out;
    assert!(text.contains("subscription form") && !text.contains("col-"), "{text}");
}

#[test]
fn a_receipt_says_who_paid_everywhere() {
    let place = sold();
    let told = place.json(&["unit", "3#/1/603", "--as", "钱"]);
    let receipt = &told["receipts"][0];
    assert_eq!((&receipt["receipt"], &receipt["payer"]), (&"0004312".into(), &"李四".into()));
    assert_eq!((&receipt["amount"], &receipt["kind"]), (&"20000.00".into(), &"deposit".into()));
    let text = place.good(&["unit", "3#/1/603", "--as", "钱"]).out;
    assert!(text.contains("交款人 李四") && text.contains("0004312  定金  20,000  刷卡  李四"), "{text}");
    // A colleague sees neither money nor names.
    assert_eq!(place.json(&["unit", "3#/1/603", "--as", "乙"])["receipts"], serde_json::json!([]));
    let text = place.good(&["unit", "3#/1/603", "--as", "乙"]).out;
    assert!(!text.contains("李四") && !text.contains("0004312"), "{text}");
    let topup = ["topup", "3#/1/603", "--amount", "30000", "--receipt", "2", "--as", "钱"];
    place.refused("customer_unknown", 2, &[&topup[..], &["--payer", "13700000000"]].concat());
    place.good(&topup);
    place.good(&["cancel", "3#/1/603", "--reason", "贷款未批", "--as", "经"]);
    place.good(&["cancel", "3#/1/603", "--receipt", "R1", "--payer", "13900000002", "--as", "钱"]);
    let log = place.good(&["unit", "3#/1/603", "--as", "钱"]).out;
    assert!(log.contains("交款人 张三") && log.contains("收款人 李四"), "{log}");
    let slip = place.good(&["paper", "receipt", "R1", "--as", "钱"]).out;
    assert!(slip.contains("付 款 单") && slip.contains("收款人        李四"), "{slip}");
}

#[test]
fn the_office_has_its_own_templates() {
    let place = sold();
    let folder = place.path("t").display().to_string();
    let made = place.json(&["paper", "templates", &folder]);
    assert_eq!(made.as_array().map(Vec::len), Some(17));
    place.refused("file_exists", 2, &["paper", "templates", &folder]);
    let config = place.path("my.toml");
    std::fs::write(&config, format!("paper_templates = \"{folder}\"\n")).expect("a file");
    let config = config.display().to_string();
    let print = ["paper", "receipt", "0004312", "--as", "钱", "--config", &config];
    let own = place.path("t/zh/receipt.txt");
    let text = std::fs::read_to_string(&own).expect("a template");
    std::fs::write(&own, text.replace("收    据", "专用收据")).expect("written");
    let said = place.good(&print).out;
    assert!(said.contains("专用收据") && said.contains("SJ-2026-0001"), "{said}");
    // Broken: refused with file and line, nothing printed, no copy counted.
    std::fs::write(&own, "{{ project }}\n{{ receipt.amuont }}\n").expect("written");
    let error = place.refused("template_invalid", 2, &print);
    assert_eq!((&error["line"], &error["text"]), (&"2".into(), &"{{ receipt.amuont }}".into()));
    assert!(error["file"].as_str().is_some_and(|file| file.ends_with("t/zh/receipt.txt")), "{error}");
    let page = place.path("r.txt").display().to_string();
    place.refused("template_invalid", 2, &[&print[..], &["--out", &page]].concat());
    assert!(!place.path("r.txt").exists());
    assert_eq!(papers(&place)[0]["copies"], 1);
    std::fs::remove_dir_all(place.path("t")).expect("removed");
    place.refused("templates_missing", 2, &print);
    // The folder beside the settings needs no setting, and need not be there.
    let own = place.path("c/xiaokong/papers/zh");
    std::fs::create_dir_all(&own).expect("a folder");
    std::fs::write(own.join("receipt.txt"), "{{ number }} {{ head.hash }}\n").expect("written");
    let said = place.good(&["paper", "receipt", "0004312", "--as", "钱"]).out;
    assert!(said.starts_with("SJ-2026-0001 "), "{said}");
}
