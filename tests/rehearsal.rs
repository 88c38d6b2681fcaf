//! The rehearsal of an opening day: it plays on a copy, tells how it went, and ends at once when asked.

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use xiaokong::domain::state::office::Office;
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Opening, Reader};

fn prepared(store: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("xiaokong"));
    command.env_clear().env("XDG_CONFIG_HOME", "/nowhere").env("XIAOKONG_STORE", store).args(args);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(store: &Path, args: &[&str]) -> Output {
    prepared(store, args).output().expect("it runs")
}

fn office(path: &Path) -> Office {
    let opening = Opening { url: path.display().to_string(), now: None, ..Opening::default() };
    Ledger::open(store::open_reader(&opening).expect("a store")).expect("a ledger").into_office()
}

/// A real project with units for sale.
fn real(folder: &Path) -> std::path::PathBuf {
    let store = folder.join("real.db");
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/jinque-5.csv");
    let made = run(&store, &["import", &list.display().to_string(), "--project", "金阙", "--as", "经"]);
    assert!(made.status.success(), "{made:?}");
    let set = ["building", "set", "5", "--licence", "1", "--licensed-on", "2026-09-01", "--as", "经"];
    let licensed = run(&store, &set);
    assert!(licensed.status.success(), "{licensed:?}");
    store
}

#[test]
fn an_opening_day_is_played_on_a_copy_and_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = real(folder.path());
    let before = std::fs::read(&store).expect("the store");
    let copy = folder.path().join("copy.db");
    let copied = copy.display().to_string();
    let day =
        ["--terminals", "6", "--visitors", "30", "--minutes", "10", "--speed", "600", "--copy", &copied];
    let played = run(&store, &[&["rehearse", "--json"], &day[..]].concat());
    assert!(played.status.success(), "{played:?}");
    let told: Value = serde_json::from_slice(&played.stdout).expect("one JSON value");
    assert_eq!((&told["answers_hold"], &told["ended_early"]), (&true.into(), &false.into()), "{told}");
    assert_eq!(told["visitors"], 30);
    let winners = told["winners"].as_u64().expect("a number");
    assert!(winners > 0, "nobody got a unit: {told}");
    let claims = office(&copy).units.iter().filter(|unit| unit.claim.is_some()).count();
    assert_eq!(told["live_claims"], claims);
    assert!(claims as u64 >= winners, "{told}");
    assert!(office(&copy).project.practice, "the copy is not marked");
    assert!(!office(&store).project.practice, "the store itself is marked");
    let is_practice = |path: &Path| {
        let findings = store::examine(&path.display().to_string());
        let found = findings.into_iter().find(|finding| finding.code == "practice");
        found.is_some_and(|found| found.facts == [("value", "true".to_string())])
    };
    assert!(is_practice(&copy) && !is_practice(&store), "the doctor says otherwise");
    assert_eq!(std::fs::read(&store).expect("the store"), before, "the store itself was written to");
    // Never over anything, not even over a copy.
    let again = run(&store, &[&["rehearse", "--json"], &day[..]].concat());
    assert_eq!(again.status.code(), Some(3), "{again:?}");
}

#[test]
fn both_languages_tell_it() {
    for (lang, words) in
        [("zh", ["演练", "核对无误", "成交"]), ("en", ["rehearsed", "checked one by one", "Sold"])]
    {
        let folder = tempfile::tempdir().expect("a folder");
        let copy = folder.path().join("demo.db").display().to_string();
        let day = ["--terminals", "3", "--visitors", "9", "--minutes", "1", "--speed", "120"];
        let args = [&["rehearse", "--demo", "--lang", lang, "--copy", &copy], &day[..]].concat();
        let played = run(Path::new("/nowhere/none.db"), &args);
        let said = String::from_utf8(played.stdout).expect("text");
        assert!(played.status.success(), "{said}");
        words.iter().for_each(|word| assert!(said.contains(word), "no “{word}” in: {said}"));
        assert!(said.lines().all(|line| !line.contains("rehearse-")), "{said}");
    }
}

#[test]
fn ctrl_c_ends_it_with_the_report_so_far() {
    use rustix::process::{Pid, Signal, kill_process};
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("demo.db");
    let day = ["--terminals", "4", "--visitors", "2000", "--minutes", "1440", "--speed", "10"];
    let copied = copy.display().to_string();
    let args = [&["rehearse", "--demo", "--json", "--copy", &copied], &day[..]].concat();
    let playing = prepared(Path::new("/nowhere/none.db"), &args).spawn().expect("it starts");
    let opening = Opening { url: copy.display().to_string(), now: None, ..Opening::default() };
    let mut waited = 0;
    let has_hold = |opening: &Opening| {
        let Ok(mut reader) = store::open_reader(opening) else { return false };
        let events = reader.read(0, 100_000).unwrap_or_default();
        let begun = events.iter().position(|recorded| recorded.event.kind() == "setup.rehearsal_begun");
        begun.is_some_and(|begun| {
            events[begun..].iter().any(|recorded| recorded.event.kind() == "hold.placed")
        })
    };
    while !has_hold(&opening) {
        std::thread::sleep(Duration::from_millis(50));
        waited += 1;
        assert!(waited < 1_200, "the day never began");
    }
    kill_process(Pid::from_child(&playing), Signal::INT).expect("a signal");
    let ended = playing.wait_with_output().expect("it ends");
    assert!(ended.status.success(), "{ended:?}");
    let told: Value = serde_json::from_slice(&ended.stdout).expect("one JSON value");
    assert_eq!((&told["answers_hold"], &told["ended_early"]), (&true.into(), &true.into()), "{told}");
}

#[test]
fn where_nothing_is_for_sale_it_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("empty.db");
    assert!(run(&store, &["init", "--project", "空", "--as", "经"]).status.success());
    let copy = folder.path().join("copy.db").display().to_string();
    let refused = run(&store, &["rehearse", "--json", "--copy", &copy]);
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    let told: Value = serde_json::from_slice(&refused.stdout).expect("one JSON value");
    assert_eq!(told["error"]["code"], "nothing_to_sell");
}
