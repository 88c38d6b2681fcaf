//! Both languages say the same things, and everything the code can say has words.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use xiaokong::app::model::ThemeName;
use xiaokong::app::money_fields::METHODS;
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::state::issued::PaperKind;
use xiaokong::domain::state::plan::{PlanKind, ShareKind};
use xiaokong::domain::state::policy::POLICIES;
use xiaokong::domain::state::request::GroundPart;
use xiaokong::domain::state::staff::{Presence, Right, Role};
use xiaokong::domain::state::unit::Status;
use xiaokong::domain::state::visit::{VisitKind, VisitState};
use xiaokong::locale::{Lang, keys, sources};

/// Key → its variables.
fn messages(texts: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in texts.iter().flat_map(|text| text.lines()) {
        if line.starts_with(|c: char| c.is_ascii_alphabetic())
            && let Some((name, _)) = line.split_once('=')
        {
            key = name.trim().to_string();
            found.entry(key.clone()).or_default();
        }
        for tail in line.split('$').skip(1).filter(|_| !line.starts_with('#')) {
            let name = tail.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
            found.entry(key.clone()).or_default().insert(name.collect());
        }
    }
    found
}

fn words(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    messages(&sources(lang).iter().map(|(_, text)| *text).collect::<Vec<_>>())
}

fn differences(
    one: &BTreeMap<String, BTreeSet<String>>,
    other: &BTreeMap<String, BTreeSet<String>>,
) -> Vec<String> {
    let all: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let told = all.into_iter().filter(|key| one.get(*key) != other.get(*key));
    told.map(|key| format!("{key}: {:?} and {:?}", one.get(key), other.get(key))).collect()
}

fn twice<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    keys.filter(|key| !seen.insert(*key)).collect()
}

/// Key literals in `text("…")` and `say("…")`, also over a line break.
fn literals(source: &str) -> Vec<String> {
    let plain: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let plain = plain.join("\n");
    let mut found = Vec::new();
    for call in [".text(", ".say("] {
        for (at, _) in plain.match_indices(call) {
            let rest = plain[at + call.len()..].trim_start();
            if let Some(key) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
                found.push(key.to_string());
            }
        }
    }
    found
}

fn read(folder: &Path, out: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(&path, out);
        } else {
            out.extend(literals(&std::fs::read_to_string(path).expect("text")));
        }
    }
}

/// Codes in the arms of `fn code` of a source.
fn codes(source: &str) -> Vec<String> {
    let body = source.split("fn code(").nth(1).expect("fn code").split("fn ").next().expect("its body");
    body.split("=> \"").skip(1).filter_map(|tail| tail.split('"').next()).map(str::to_string).collect()
}

fn missing(wanted: impl IntoIterator<Item = String>) -> Vec<String> {
    let known = [words(Lang::Zh), words(Lang::En)];
    let wanted: BTreeSet<String> = wanted.into_iter().collect();
    assert!(!wanted.is_empty(), "nothing was asked for");
    wanted.into_iter().filter(|key| !known.iter().all(|words| words.contains_key(key))).collect()
}

#[test]
fn both_languages_have_the_same_keys_and_variables() {
    assert_eq!(differences(&words(Lang::Zh), &words(Lang::En)), Vec::<String>::new());
    let (one, other) = (messages(&["a = { $x }\nb = c\n"]), messages(&["a =\n    { $y ->\n }\n"]));
    assert_eq!(differences(&one, &other).len(), 2);
}

#[test]
fn no_key_is_there_twice() {
    for lang in Lang::ALL {
        assert_eq!(twice(keys(lang)), Vec::<&str>::new(), "{}", lang.code());
    }
    assert_eq!(twice(["a", "b", "a"].into_iter()), ["a"]);
}

#[test]
fn every_key_in_the_code_has_words() {
    let mut found = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert_eq!(missing(found), Vec::<String>::new());
    let seeded = literals("// x.text(\"no\")\nx.say(\n    \"nothing-there\", &[])");
    assert_eq!(missing(seeded), ["nothing-there"]);
}

/// Locale keys of a family that stand in the sources of a folder as values rather than in a call.
fn named(folder: &str, family: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a folder") {
        let source = std::fs::read_to_string(entry.expect("an entry").path()).expect("text");
        let words = source.split('"').skip(1).step_by(2).filter(|word| word.starts_with(family));
        let is_key = |word: &&str| word.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        found.extend(words.filter(is_key).filter(|word| !word.ends_with('-')).map(str::to_string));
    }
    assert!(found.len() > 5, "{folder}: {found:?}");
    found
}

#[test]
fn keys_carried_as_values_have_words() {
    assert_eq!(missing(named("src/exchange/price", "price-")), Vec::<String>::new());
    assert_eq!(missing(named("src/cli", "cli-")), Vec::<String>::new());
}

#[test]
fn everything_with_a_code_has_words() {
    let mut wanted: Vec<String> = Vec::new();
    let mut add = |family: &str, codes: Vec<&str>| {
        assert!(!codes.is_empty(), "{family}");
        wanted.extend(codes.into_iter().map(|code| format!("{family}-{code}")));
    };
    add("refused", Rejection::CODES.to_vec());
    add("policy", POLICIES.iter().map(|row| row.key).collect());
    add("status", Status::ALL.iter().map(|status| status.code()).collect());
    add("status-short", Status::ALL.iter().map(|status| status.code()).collect());
    add("role", Role::ALL.iter().map(|role| role.code()).collect());
    add("presence", Presence::ALL.iter().map(|presence| presence.code()).collect());
    add("right", Right::ALL.iter().map(|right| right.code()).collect());
    add("visit-kind", VisitKind::ALL.iter().map(|kind| kind.code()).collect());
    add("visit-state", VisitState::ALL.iter().map(|state| state.code()).collect());
    add("stage", vec!["presale", "open", "strong", "late"]);
    add("method", METHODS.to_vec());
    add("theme", ThemeName::ALL.iter().map(|theme| theme.code()).collect());
    let faults = codes(include_str!("../src/store/fault.rs"));
    add("store", faults.iter().map(String::as_str).collect());
    add("store", vec!["no_backend", "nowhere"]);
    add("doctor", xiaokong::store::doctor::CODES.to_vec());
    add("price", xiaokong::exchange::price::CODES.to_vec());
    let forms = codes(include_str!("../src/app/form.rs"));
    add("form", forms.iter().map(String::as_str).collect());
    add("template", xiaokong::press::template::CODES.to_vec());
    add("print", vec!["folder", "unwritten"]);
    add("paper", PaperKind::ALL.iter().map(|kind| kind.code()).collect());
    let due = codes(include_str!("../src/domain/state/due.rs"));
    add("due", due.iter().map(String::as_str).collect());
    add("panel-due", due.iter().map(String::as_str).collect());
    add("share", ShareKind::ALL.iter().map(|kind| kind.code()).collect());
    add("plan-kind", PlanKind::ALL.iter().map(|kind| kind.code()).collect());
    add("ground", GroundPart::ALL.iter().map(|part| part.code()).collect());
    assert_eq!(missing(wanted), Vec::<String>::new());
    assert_eq!(missing(["refused-never".to_string()]), ["refused-never"]);
}
