//! List prices and public discounts by the command line (rules §4).

use super::Place;

#[test]
fn prices_move_by_percentage_after_a_preview() {
    let place = Place::office();
    let change = ["price", "change", "--by", "-2.5%", "--building", "3", "--round", "1000", "--as", "经"];
    let seen = place.json(&[&change[..], &["--dry-run"]].concat());
    assert_eq!((&seen["changed"], &seen["dry_run"], &seen["by"]), (&3.into(), &true.into(), &"-2.5%".into()));
    assert_eq!((&seen["before"], &seen["after"]), (&"9000000.00".into(), &"8775000.00".into()));
    assert_eq!(place.json(&["unit", "3/1/603"])["total"], "3000000.00", "a preview changes nothing");
    let reason = &["--reason", "清盘"];
    place.good(&["hold", "3/1/604", "--customer", "张三", "--as", "甲"]);
    let done = place.json(&[&change[..], reason].concat());
    assert_eq!((&done["changed"], &done["held"]), (&3.into(), &1.into()));
    assert_eq!(done["units"][0]["total"], "2925000.00");
    let history = place.json(&["price", "history", "3/1/603"]);
    let told: Vec<_> = history.as_array().unwrap().iter().map(|point| &point["total"]).collect();
    assert_eq!(told, ["3000000.00", "2925000.00"]);
    assert_eq!((&history[1]["source"], &history[1]["reason"]), (&"change".into(), &"清盘".into()));
    // The hold keeps the price it began with; money fixes it.
    let sold = place.json(&["deposit", "3/1/604", "--amount", "5万", "--receipt", "R1", "--as", "钱"]);
    assert_eq!(sold["status"], "deposit");
    let told = place.good(&["unit", "3/1/604", "--as", "经"]).out;
    assert!(told.contains("-2.5%"), "the history says it: {told}");
    assert_eq!(place.json(&[&change[..], reason].concat())["sold"], 1);
    place.good(&["verify"]);
}

#[test]
fn what_is_typed_wrong_about_prices_is_said() {
    let place = Place::office();
    let change = |by, more: &[&str]| {
        let args = ["price", "change", "--by", by, "--reason", "x", "--as", "经"];
        [&args[..], more].concat().iter().map(|arg| arg.to_string()).collect::<Vec<_>>()
    };
    let table: [(Vec<String>, &str, i32); 9] = [
        (change("zwei", &[]), "percent_invalid", 2),
        (change("0.001%", &[]), "percent_invalid", 2),
        (change("0", &[]), "share_invalid", 2),
        (change("-90%", &[]), "share_invalid", 2),
        (change("1%", &["--floors", "9..1"]), "floors_invalid", 2),
        (change("1%", &["--floors", "90"]), "scope_empty", 1),
        (change("1%", &["--building", "7"]), "building_unknown", 2),
        (change("1%", &["--round", "0"]), "amount_invalid", 2),
        (change("1%", &["--round", "1.005"]), "amount_invalid", 2),
    ];
    for (args, code, exit) in table {
        place.refused(code, exit, &args.iter().map(String::as_str).collect::<Vec<_>>());
    }
    place.refused("not_permitted", 4, &["price", "change", "--by", "1%", "--reason", "x", "--as", "甲"]);
}

#[test]
fn a_public_discount_is_opened_given_and_closed() {
    let place = Place::office();
    let add = ["scheme", "add", "按时签约", "--off", "1%", "--until", "2026-12-31", "--terms", "七日内签约"];
    place.refused("not_permitted", 4, &[&add[..], &["--as", "甲"]].concat());
    let list = place.json(&[&add[..], &["--as", "经"]].concat());
    assert_eq!((&list[0]["off"], &list[0]["open"]), (&"1%".into(), &true.into()));
    place.good(&["scheme", "add", "现房", "--off", "2万", "--building", "1", "--as", "经"]);
    place.refused("wrong_status", 1, &["scheme", "give", "3/1/603", "按时签约", "--as", "甲"]);
    place.good(&["hold", "3/1/603", "--customer", "张三", "--as", "甲"]);
    place.refused("scheme_unknown", 2, &["scheme", "give", "3/1/603", "没有", "--as", "甲"]);
    place.refused("scheme_elsewhere", 1, &["scheme", "give", "3/1/603", "现房", "--as", "甲"]);
    place.refused("not_own", 4, &["scheme", "give", "3/1/603", "1", "--as", "乙"]);
    let told = place.good(&["scheme", "give", "3/1/603", "1", "--as", "甲"]).out;
    assert!(told.contains("2,970,000"), "the deal is on the card: {told}");
    let seen = place.good(&["unit", "3/1/603", "--as", "乙"]).out;
    assert!(!seen.contains("2,970,000"), "not a colleague's to read: {seen}");
    place.good(&["scheme", "close", "按时签约", "--reason", "到期", "--as", "经"]);
    place.refused("already_so", 1, &["scheme", "close", "按时签约", "--reason", "到期", "--as", "经"]);
    let told = place.good(&["unit", "3/1/603", "--as", "甲"]).out;
    assert!(told.contains("2,970,000"), "what was given stays: {told}");
    place.good(&["scheme", "withdraw", "3/1/603", "1", "--as", "甲"]);
    place.refused("scheme_closed", 1, &["scheme", "give", "3/1/603", "1", "--as", "甲"]);
    place.good(&["verify"]);
}

#[test]
fn a_special_discount_may_be_typed_as_a_share_of_the_price() {
    let place = Place::office();
    place.good(&["hold", "3/1/603", "--customer", "张三", "--as", "甲"]);
    place.refused(
        "percent_invalid",
        2,
        &["discount", "3/1/603", "--amount", "x%", "--reason", "老客", "--as", "主"],
    );
    let told =
        place.good(&["discount", "3/1/603", "--amount", "0.5％", "--reason", "老客", "--as", "主"]).out;
    assert!(told.contains("2,985,000"), "{told}");
}
