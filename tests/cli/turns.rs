//! Scenarios 1–5 of rules §12 and what stands around them, by the command line.

use super::Place;
use serde_json::{Value, json};

/// Saturday: 甲 8:41, 乙 8:44, 丙 8:47, 丁 8:52 sign in; 台 sits at the reception.
pub fn morning() -> Place {
    let mut place = Place::office_at("2026-11-28 08:00");
    for (name, role) in [("丙", "consultant"), ("丁", "consultant"), ("台", "reception")] {
        place.good(&["staff", "add", name, "--role", role, "--as", "经"]);
    }
    for (name, time) in [("甲", "08:41"), ("乙", "08:44"), ("丙", "08:47"), ("丁", "08:52")] {
        at(&mut place, time).good(&["duty", "in", "--as", name]);
    }
    place
}

pub fn at<'a>(place: &'a mut Place, time: &str) -> &'a Place {
    place.at(&format!("2026-11-28 {time}"))
}

fn order(place: &Place) -> Value {
    place.json(&["rotation"])["order"].clone()
}

/// A first visit without a phone arrives; its number.
pub fn arrives(place: &Place) -> String {
    let visit = place.json(&["visit", "arrive", "--kind", "first", "--no-phone", "不愿留", "--as", "台"]);
    visit["number"].to_string()
}

/// A first visit without a phone arrives and is assigned; who got it.
pub fn first(place: &Place) -> String {
    given(place, &arrives(place))["consultant"].as_str().unwrap_or_default().to_string()
}

fn given(place: &Place, number: &str) -> Value {
    place.json(&["visit", "assign", number, "--as", "台"])
}

/// The visitor who called a consultant before walks in; the visit.
fn calls_and_comes(place: &Place, phone: &str, of: &str) -> Value {
    place.good(&["call", "add", "--phone", phone, "--name", "孙", "--as", of]);
    place.json(&["visit", "arrive", "--phone", phone, "--as", "台"])
}

fn closes(place: &Place, number: &str, who: &str) {
    place.good(&["visit", "finish", number, "--outcome", "看沙盘", "--as", who]);
}

/// What a consultant's turns of the day are, in order.
fn kinds(place: &Place, who: &str) -> Vec<String> {
    let turns = place.json(&["turns", "--staff", who]);
    let told = |turn: &Value| {
        let code = turn["turn"].as_str().unwrap_or_default();
        if turn["undone"] == true { format!("-{code}") } else { code.to_string() }
    };
    turns.as_array().into_iter().flatten().map(told).collect()
}

/// New visitors of today, by name, as the line's table has them.
fn new_visitors(place: &Place) -> Vec<(String, String)> {
    let text = place.good(&["rotation"]).out;
    let rows = text.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>());
    let rows = rows.filter(|cells| cells.len() > 4);
    rows.map(|cells| (cells[1].to_string(), cells[cells.len() - 2].to_string())).collect()
}

#[test]
fn scenario_1_an_early_walk_in_leaves_the_order() {
    let mut place = morning();
    assert_eq!(at(&mut place, "08:53").json(&["rotation"])["order"], json!(["甲", "乙", "丙", "丁"]));
    at(&mut place, "09:12");
    let number = arrives(&place);
    let visit = given(&place, &number);
    assert_eq!((&visit["consultant"], &visit["turn"]), (&"甲".into(), &"early".into()));
    assert_eq!(order(&place), json!(["甲", "乙", "丙", "丁"]), "not even while it lasts");
    closes(at(&mut place, "09:25"), &number, "甲");
    assert_eq!(order(&place), json!(["甲", "乙", "丙", "丁"]));
    // From 9:30 on it counts.
    at(&mut place, "09:30");
    assert_eq!(given(&place, &arrives(&place))["turn"], "new");
}

/// 甲 receives 赵 from 9:42 to 10:25.
fn after_scenario_2() -> Place {
    let mut place = morning();
    at(&mut place, "09:31").good(&["call", "add", "--phone", "13800000002", "--name", "钱", "--as", "丙"]);
    at(&mut place, "09:42");
    let asked = ["visit", "arrive", "--phone", "13900000001", "--name", "赵", "--as", "台"];
    assert_eq!(place.json(&asked)["kind"], "first");
    let preview = place.json(&["visit", "assign", "--dry-run", "--as", "台"]);
    assert_eq!((&preview["consultant"], &preview["turn"]), (&"甲".into(), &"new".into()));
    assert_eq!(place.json(&["visits"])[0]["state"], "waiting", "nothing was done");
    let visit = given(&place, "1");
    assert_eq!((&visit["consultant"], &visit["turn"]), (&"甲".into(), &"new".into()));
    assert_eq!(order(&place), json!(["乙", "丙", "丁", "甲"]), "while busy the others lead");
    let finish = ["visit", "finish", "1", "--grade", "B", "--shown", "3#/1/603", "--as", "甲"];
    at(&mut place, "10:25").good(&finish);
    place
}

#[test]
fn scenario_2_a_first_visit_spends_the_turn() {
    let place = after_scenario_2();
    assert_eq!(order(&place), json!(["乙", "丙", "丁", "甲"]));
    assert_eq!(new_visitors(&place)[3], ("甲".into(), "1".into()));
    let customers = place.json(&["customer", "list", "--as", "甲"]);
    let customers: Vec<&Value> = customers.as_array().into_iter().flatten().collect();
    let own = customers.iter().find(|one| one["name"] == "赵").expect("the customer");
    assert_eq!((&own["owner_now"], &own["protected_until"]), (&"甲".into(), &"2026-12-13T10:00:00Z".into()));
}

#[test]
fn scenario_3_returning_keeps_the_place_and_the_log_says_why() {
    let mut place = after_scenario_2();
    assert_eq!(order(&place), json!(["乙", "丙", "丁", "甲"]));
    let visit = at(&mut place, "10:30").json(&["visit", "arrive", "--phone", "13800000002", "--as", "台"]);
    assert_eq!((&visit["kind"], &visit["asked"]), (&"returning".into(), &"丙".into()));
    let visit = given(&place, "2");
    assert_eq!((&visit["consultant"], &visit["turn"]), (&"丙".into(), &"own".into()));
    at(&mut place, "10:34");
    assert_eq!(first(&place), "乙");
    at(&mut place, "10:40");
    assert_eq!(first(&place), "丁", "丙 leads but is busy with an own customer");
    at(&mut place, "10:50").good(&["visit", "finish", "2", "--grade", "A", "--as", "丙"]);
    let rotation = place.json(&["rotation"]);
    assert_eq!((&rotation["order"][0], &rotation["next"]), (&"丙".into(), &"丙".into()));
    assert_eq!(kinds(&place, "丙"), ["own", "passed"]);
    let log = place.good(&["log", "--since", "2026-11-28 10:40"]).out;
    assert!(log.contains("丙 接待自己的客户，位置保留"), "{log}");
    // The line of a past minute, rebuilt, and why it was so.
    let past = ["rotation", "--at", "2026-11-28 10:42", "--why"];
    let line = place.json(&past);
    assert_eq!(line["order"], json!(["丙", "甲", "乙", "丁"]));
    assert_eq!(line["next"], "甲");
    let why = json!([
        "轮排：丙、甲、乙、丁",
        "乙 正在接待新客 3 号，结束后排到队尾",
        "丁 正在接待新客 4 号，结束后排到队尾",
        "丙 正在接待 2 号，让过，位置保留",
        "轮到 甲 接待，结束后排到队尾",
    ]);
    assert_eq!(line["why"], why);
    let text = place.good(&past).out;
    assert!(text.contains("下一位") && text.ends_with("轮到 甲 接待，结束后排到队尾\n"), "{text}");
}

#[test]
fn scenario_4_a_private_errand_loses_the_turn() {
    let mut place = morning();
    at(&mut place, "11:00").good(&["duty", "out", "--as", "甲"]);
    at(&mut place, "11:04");
    assert_eq!(first(&place), "乙");
    assert_eq!(order(&place), json!(["丙", "丁", "甲", "乙"]), "乙 is spending the turn");
    let lost = place.json(&["turns", "--staff", "甲"]);
    assert_eq!((&lost[0]["turn"], &lost[0]["reason"]), (&"lost".into(), &"out".into()));
    closes(at(&mut place, "11:20"), "1", "乙");
    assert_eq!(order(&place), json!(["丙", "丁", "甲", "乙"]));
}

#[test]
fn scenario_5_competitor_and_vendor_keep_the_place() {
    let mut place = morning();
    at(&mut place, "10:00");
    for (number, kind) in [("1", "competitor"), ("2", "other")] {
        place.good(&["visit", "arrive", "--kind", kind, "--as", "台"]);
        let visit = given(&place, number);
        assert_eq!((&visit["consultant"], &visit["turn"]), (&"甲".into(), &"exempt".into()));
        place.good(&["visit", "finish", number, "--as", "甲"]);
        assert_eq!(order(&place), json!(["甲", "乙", "丙", "丁"]), "{kind}");
    }
    assert!(new_visitors(&place).iter().all(|(_, new)| new == "0"), "{:?}", new_visitors(&place));
}

#[test]
fn an_assignment_is_taken_back_within_two_minutes_and_not_after() {
    let mut place = morning();
    at(&mut place, "11:00").good(&["duty", "out", "--as", "甲"]);
    at(&mut place, "11:04");
    assert_eq!(first(&place), "乙");
    place.refused("nothing_to_undo", 1, &["visit", "undo", "1", "--as", "丙"]);
    place.refused("nothing_to_undo", 1, &["visit", "undo", "7", "--as", "台"]);
    let back = at(&mut place, "11:06").json(&["visit", "undo", "1", "--as", "台"]);
    assert_eq!((&back["state"], &back["consultant"]), (&"waiting".into(), &Value::Null));
    assert_eq!(order(&place), json!(["甲", "乙", "丙", "丁"]), "everyone has their place again");
    assert_eq!((kinds(&place, "甲"), kinds(&place, "乙")), (vec!["-lost".into()], vec!["-new".into()]));
    given(&place, "1");
    at(&mut place, "11:09").refused("undo_too_late", 1, &["visit", "undo", "1", "--as", "台"]);
    // The supervisor has the rotation in hand, and may as well — in time.
    let second = arrives(&place);
    given(&place, &second);
    assert_eq!(place.json(&["visit", "undo", &second, "--as", "主"])["state"], "waiting");
}

#[test]
fn a_courtesy_earns_a_credit_that_comes_before_the_order() {
    let mut place = morning();
    at(&mut place, "09:40").good(&["duty", "lunch", "--as", "丁"]);
    place.good(&["duty", "business", "--as", "甲"]);
    calls_and_comes(&place, "13800000003", "丁");
    let visit = given(&place, "1");
    assert_eq!((&visit["consultant"], &visit["turn"]), (&"乙".into(), &"courtesy".into()));
    assert_eq!(place.json(&["rotation"])["credits"], json!({"乙": 1}));
    closes(at(&mut place, "09:50"), "1", "乙");
    at(&mut place, "09:52").good(&["duty", "back", "--as", "甲"]);
    let rotation = place.json(&["rotation"]);
    assert_eq!((&rotation["order"][0], &rotation["next"]), (&"甲".into(), &"乙".into()));
    let number = arrives(&place);
    let visit = given(&place, &number);
    assert_eq!((&visit["consultant"], &visit["turn"]), (&"乙".into(), &"made_up".into()));
    closes(at(&mut place, "09:58"), &number, "乙");
    let rotation = place.json(&["rotation"]);
    assert_eq!((&rotation["order"], &rotation["credits"]), (&json!(["甲", "乙", "丙", "丁"]), &json!({})));
    assert_eq!(first(&place), "甲", "and then the order again");
}

#[test]
fn a_colleagues_customer_received_as_new_voids_the_next_turn() {
    let mut place = morning();
    at(&mut place, "10:00");
    assert_eq!(first(&place), "甲");
    let establish = ["visit", "establish", "1", "--owner", "丙", "--reason", "旧记录", "--as"];
    place.refused("not_permitted", 4, &[&establish[..], &["乙"]].concat());
    let visit = place.json(&[&establish[..], &["主"]].concat());
    assert_eq!((&visit["turn"], &visit["asked"]), (&"courtesy".into(), &"丙".into()));
    closes(&place, "1", "甲");
    assert_eq!(order(&place)[0], "甲", "a courtesy keeps the place");
    assert_eq!(first(&place), "乙", "甲 leads, but the turn is void");
    assert_eq!(kinds(&place, "甲"), ["-new", "courtesy", "voided"]);
    assert_eq!(order(&place), json!(["丙", "丁", "甲", "乙"]), "the void is spent, at the tail");
}

#[test]
fn a_reception_just_begun_is_handed_over_for_an_own_customer() {
    let mut place = morning();
    at(&mut place, "10:00");
    assert_eq!(first(&place), "甲");
    place.refused("no_own_customer_waits", 1, &["visit", "hand-over", "1", "--as", "甲"]);
    calls_and_comes(at(&mut place, "10:05"), "13800000004", "甲");
    let visit = at(&mut place, "10:10").json(&["visit", "hand-over", "1", "--as", "甲"]);
    assert_eq!((&visit["consultant"], &visit["turn"]), (&"乙".into(), &"new".into()));
    assert_eq!(given(&place, "2")["consultant"], "甲");
    assert_eq!(kinds(&place, "甲"), ["-new", "handed_over", "own"]);
    at(&mut place, "10:11");
    assert_eq!(first(&place), "丙");
    calls_and_comes(&place, "13800000005", "丙");
    at(&mut place, "10:22").refused("hand_over_too_late", 1, &["visit", "hand-over", "3", "--as", "丙"]);
}

#[test]
fn a_policy_changed_in_the_middle_of_the_day_holds_from_then_on() {
    let mut place = morning();
    at(&mut place, "10:00").good(&["duty", "out", "--as", "甲"]);
    assert_eq!(first(&place), "乙");
    assert_eq!(kinds(&place, "甲"), ["lost"]);
    closes(at(&mut place, "10:20"), "1", "乙");
    place.good(&["duty", "back", "--as", "甲"]);
    place.good(&["duty", "out", "--as", "丙"]);
    at(&mut place, "10:30").good(&["policy", "set", "passed_out", "kept", "--as", "经"]);
    assert_eq!(first(&place), "丁");
    assert_eq!(kinds(&place, "丙"), ["passed"], "from now on the place is kept");
    assert_eq!(kinds(&place, "甲"), ["lost"], "and what was lost stays lost");
    closes(at(&mut place, "10:40"), "2", "丁");
    assert_eq!(order(&place), json!(["丙", "甲", "乙", "丁"]));
    // By the fewest new visitors: 甲 and 丙 have none; the day's receptions before the change count as well.
    at(&mut place, "10:50").good(&["policy", "set", "order_basis", "fewest", "--as", "经"]);
    assert_eq!(order(&place), json!(["丙", "甲", "乙", "丁"]));
    assert_eq!(first(&place), "甲");
    closes(at(&mut place, "11:00"), "3", "甲");
    assert_eq!(order(&place)[0], "丙");
    let before = place.json(&["rotation", "--at", "2026-11-28 10:25"]);
    assert_eq!((&before["order"], &before["next"]), (&json!(["丙", "丁", "甲", "乙"]), &"丁".into()));
    assert!(before["why"].to_string().contains("轮空"), "by the policy of that minute: {before}");
}

#[test]
fn what_was_shown_is_noted_and_taken_out_again() {
    let mut place = morning();
    at(&mut place, "10:00");
    first(&place);
    let id = "01a2083a-04e5-7558-b451-8cb2fb006cac";
    let show = ["visit", "show", "1", "3#/1/603", "3#/1/604", "--as", "甲", "--command-id", id];
    let both = json!(["3#/1单元/603", "3#/1单元/604"]);
    assert_eq!(place.json(&show)["shown"], both);
    assert_eq!(place.json(&show)["shown"], both, "sent twice under one id, it acts once");
    let visit = place.json(&["visit", "show", "1", "3#/1/603", "--as", "甲"]);
    assert_eq!(visit["shown"], json!(["3#/1单元/604"]));
    let finish = ["visit", "finish", "1", "--name", "李", "--phone", "13700000001", "--objections", "楼层低"];
    let more = ["--shown", "3#/2/603", "--shown", "3#/1/604", "--next", "3", "--as", "甲"];
    let visit = place.json(&[&finish[..], &more].concat());
    assert_eq!(visit["shown"], json!(["3#/1单元/604", "3#/2单元/603"]));
    assert_eq!((&visit["objections"], &visit["customer"]), (&"楼层低".into(), &"李".into()));
    assert_eq!(visit["next"], "2026-12-01T10:00:00Z");
}

#[test]
fn trying_an_assignment_refuses_like_the_act() {
    let mut place = morning();
    at(&mut place, "10:00").refused("nobody_waiting", 1, &["visit", "assign", "--dry-run", "--as", "台"]);
    first(&place);
    for dry in [&["--dry-run"][..], &[]] {
        let state = place.refused("visit_state", 1, &[&["visit", "assign", "1", "--as", "台"], dry].concat());
        assert_eq!(state["state"], "receiving");
        place.refused("visit_unknown", 2, &[&["visit", "assign", "9", "--as", "台"], dry].concat());
    }
    place.refused("usage", 2, &["visit", "assign", "1", "--dry-run", "--to", "乙", "--reason", "r"]);
    let again = ["visit", "arrive", "--again", "1", "--as", "台"];
    closes(&place, "1", "甲");
    assert_eq!(place.json(&again)["asked"], "甲", "the same group the same day");
    assert_eq!(given(&place, "2")["turn"], "own");
}

#[test]
fn each_team_has_its_own_line() {
    let mut place = morning();
    at(&mut place, "09:00").good(&[
        "staff",
        "add",
        "外",
        "--role",
        "consultant",
        "--team",
        "outreach",
        "--as",
        "经",
    ]);
    place.good(&["duty", "in", "--as", "外"]);
    at(&mut place, "10:00");
    assert_eq!(place.json(&["rotation", "--team", "outreach"])["order"], json!(["外"]));
    assert_eq!(order(&place), json!(["甲", "乙", "丙", "丁"]));
    let visit = place.json(&["visit", "arrive", "--team", "outreach", "--no-phone", "路过", "--as", "台"]);
    assert_eq!(visit["team"], "outreach");
    assert_eq!(given(&place, "1")["consultant"], "外");
}

#[test]
fn taking_an_assignment_back_twice_under_one_id_acts_once() {
    let mut place = morning();
    at(&mut place, "10:00");
    first(&place);
    let id = "0199a000-0000-7000-8000-00000000abcd";
    let args = ["visit", "undo", "1", "--as", "台", "--command-id", id];
    let (one, two) = (place.json(&args), place.json(&args));
    assert_eq!((&one["state"], &one), (&"waiting".into(), &two));
}
