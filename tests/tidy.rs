//! The house is tidy: who imports whom, how long things are, what never happens.
//!
//! The checkers read source text and not a syntax tree: comments and the insides of strings are blanked first, lines
//! kept, so that every finding has its line. Each checker is shown finding something in a seeded text.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use xiaokong::app::action::{ACTIONS, KeyFault, Keymap};
use xiaokong::locale::{Lang, Locale};

/// Exceptions: rule, place, reason. An entry nothing needs any more fails.
const KNOWN: &[(&str, &str, &str)] =
    &[("law", "src/config.rs", "a setting is a language, and the language's type lives with the words")];

/// Folders whose `mod.rs` holds the types its own files share, and also calls them: the way from a file up to its
/// folder's `mod.rs` is then no circle. An entry nothing needs any more fails.
const FACES: &[&str] = &[
    "src/exchange/price/mod.rs",
    "src/store/mod.rs",
    "src/store/sqlite/mod.rs",
    "src/ui/mod.rs",
    "src/ui/board/mod.rs",
    "src/ui/overlay/mod.rs",
    "src/ui/panel/mod.rs",
];

const FILE_LINES: usize = 600;
const FUNCTION_LINES: usize = 70;

/// A crate or a call, and the only places it may be named.
const GUESTS: &[(&str, &[&str])] = &[
    ("rusqlite", &["src/store/"]),
    ("unsafe", &["src/store/sqlite/sync.rs"]),
    ("ratatui", &["src/ui/", "src/runtime/"]),
    ("crossterm", &["src/runtime/"]),
    ("tokio", &["src/runtime/"]),
    ("Utc::now", &["src/runtime/clock.rs", "src/store/clock.rs"]),
    ("SystemTime", &["src/runtime/clock.rs", "src/store/clock.rs"]),
    ("Instant::now", &["src/runtime/clock.rs", "src/store/clock.rs"]),
];

const NEVER: &[&str] = &[".unwrap()", ".expect(", "panic!", "todo!", "unimplemented!", "dbg!"];

struct Source {
    path: String,
    code: String,
    plain: String,
}

struct Finding {
    rule: &'static str,
    place: String,
    line: usize,
    what: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let code = blank(text);
        Self { path: path.to_string(), plain: without_tests(&code), code }
    }

    /// `app::keys` for `src/app/keys.rs`; the root is empty.
    fn module(&self) -> Vec<String> {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let mut parts: Vec<String> = inner.split('/').map(str::to_string).collect();
        if parts.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib")) {
            parts.pop();
        }
        parts
    }

    fn finding(&self, rule: &'static str, at: usize, what: impl Into<String>) -> Finding {
        Finding { rule, place: self.path.clone(), line: line_of(&self.code, at), what: what.into() }
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// The length of the string, character or comment that starts at `at`, and how much of its ends to keep.
fn opaque(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = &bytes[at..];
    let starts_word = at == 0 || !is_word(bytes[at - 1]);
    if rest.starts_with(b"//") {
        return Some((rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len()), 0));
    }
    if rest.starts_with(b"/*") {
        let end = rest.windows(2).position(|pair| pair == b"*/").map_or(rest.len(), |end| end + 2);
        return Some((end, 0));
    }
    let raw = rest.iter().skip(1).take_while(|b| **b == b'#').count();
    if rest[0] == b'r' && starts_word && rest.get(1 + raw) == Some(&b'"') {
        let mut close = vec![b'"'];
        close.resize(1 + raw, b'#');
        let body = &rest[2 + raw..];
        let end = body.windows(close.len()).position(|window| window == close).unwrap_or(body.len());
        return Some(((2 + raw + end + close.len()).min(rest.len()), 0));
    }
    if rest[0] == b'"' {
        let mut end = 1;
        while end < rest.len() && rest[end] != b'"' {
            end += if rest[end] == b'\\' { 2 } else { 1 };
        }
        return Some(((end + 1).min(rest.len()), 1));
    }
    if rest[0] == b'\'' {
        // A lifetime has no closing quote right after its first letter.
        let letter = if rest.get(1) == Some(&b'\\') {
            2 + rest[3..].iter().position(|b| *b == b'\'')?
        } else {
            std::str::from_utf8(&rest[1..rest.len().min(5)])
                .or_else(|fault| std::str::from_utf8(&rest[1..1 + fault.valid_up_to()]))
                .ok()?
                .chars()
                .next()?
                .len_utf8()
        };
        return (rest.get(1 + letter) == Some(&b'\'')).then_some((letter + 2, 1));
    }
    None
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn blank(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        match opaque(bytes, at) {
            Some((length, keep)) => {
                let inside = at + keep..(at + length).saturating_sub(keep);
                out[inside].iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = b' ');
                at += length;
            }
            None => at += 1,
        }
    }
    String::from_utf8(out).expect("blanks whole letters")
}

/// The end of the item that starts at `at`: its closing brace, or its semicolon if that comes first.
fn item_end(code: &str, at: usize) -> usize {
    let mut depth = 0i32;
    for (place, byte) in code.bytes().enumerate().skip(at) {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => {
                depth -= 1;
                if depth == 0 && byte == b'}' {
                    return place + 1;
                }
            }
            b';' if depth == 0 => return place + 1,
            _ => {}
        }
    }
    code.len()
}

fn without_tests(code: &str) -> String {
    let mark = "#[cfg(test)]";
    let mut out = code.to_string();
    while let Some(at) = out.find(mark) {
        let end = item_end(&out, at + mark.len());
        let gap: String = out[at..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        out.replace_range(at..end, &gap);
    }
    out
}

/// Where a whole word (or path) stands in the code.
fn places(code: &str, word: &str) -> Vec<usize> {
    let bytes = code.as_bytes();
    let open = |at: usize| at == 0 || !is_word(word.as_bytes()[0]) || !is_word(bytes[at - 1]);
    let last = word.as_bytes()[word.len() - 1];
    let shut = |end: usize| end >= bytes.len() || !is_word(last) || !is_word(bytes[end]);
    code.match_indices(word).map(|(at, _)| at).filter(|at| open(*at) && shut(*at + word.len())).collect()
}

/// Every path of the use tree that starts at `at`: `a::{b, c::d}` gives `a::b` and `a::c::d`.
fn tree(code: &str, at: usize, stem: &[String], out: &mut Vec<Vec<String>>) -> usize {
    let bytes = code.as_bytes();
    let mut path = stem.to_vec();
    let mut at = at;
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if bytes.get(at) == Some(&b'{') {
            at += 1;
            while at < bytes.len() && bytes[at] != b'}' {
                if bytes[at] == b',' || bytes[at].is_ascii_whitespace() {
                    at += 1;
                } else {
                    at = tree(code, at, &path, out).max(at + 1);
                }
            }
            return at + 1;
        }
        let length = bytes[at..].iter().take_while(|b| is_word(**b)).count();
        if length > 0 {
            path.push(code[at..at + length].to_string());
        }
        at += length;
        if !code[at..].starts_with("::") || length == 0 {
            break;
        }
        at += 2;
    }
    at += code[at..].find([',', '}', ';', '\n', '(', ')', ' ']).unwrap_or(0);
    if code[at..].starts_with(" as ") {
        at += 4 + code[at + 4..].find([',', '}', ';', '\n']).unwrap_or(0);
    }
    out.push(path);
    at
}

/// Every path into the crate, from its root, with its place.
fn paths(source: &Source) -> Vec<(usize, Vec<String>)> {
    let code = &source.plain;
    let here = source.module();
    let mut found = Vec::new();
    let mut take = |at: usize, from: usize, stem: &[String]| {
        let mut all = Vec::new();
        tree(code, from, stem, &mut all);
        found.extend(all.into_iter().map(|path| (at, path)));
    };
    let roots: &[&str] = if source.path == "src/main.rs" { &["crate::", "xiaokong::"] } else { &["crate::"] };
    for root in roots {
        places(code, root).into_iter().for_each(|at| take(at, at + root.len(), &[]));
    }
    places(code, "self::").into_iter().for_each(|at| take(at, at + "self::".len(), &here));
    for at in places(code, "super::").into_iter().filter(|at| !code[..*at].ends_with("::")) {
        let (mut from, mut stem) = (at, here.clone());
        while code[from..].starts_with("super::") {
            from += "super::".len();
            stem.pop();
        }
        take(at, from, &stem);
    }
    for at in places(code, "mod") {
        let name: String = code[at + 3..].trim_start().chars().take_while(|c| is_word(*c as u8)).collect();
        let head = format!("{name}::");
        for at in
            places(code, &head).into_iter().filter(|at| !name.is_empty() && !code[..*at].ends_with("::"))
        {
            take(at, at, &here);
        }
    }
    found
}

/// The law, as the table in `lib.rs` has it: room → rooms it may import.
fn law(lib: &str) -> BTreeMap<String, BTreeSet<String>> {
    let rows: Vec<(Vec<String>, &str)> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("//! | `"))
        .filter_map(|line| line.split_once(" | "))
        .map(|(rooms, may)| (names(&format!("`{rooms}")), may))
        .collect();
    let all: BTreeSet<String> = rows.iter().flat_map(|(rooms, _)| rooms.clone()).collect();
    let mut law = BTreeMap::new();
    for (rooms, may) in &rows {
        let named: BTreeSet<String> = names(may).into_iter().collect();
        let may = if may.starts_with("everything") { &all - &named } else { named };
        // Rooms of one row are one storey for the binary: `main` calls `cli`.
        let binary = rooms.iter().any(|room| room == "main");
        for room in rooms {
            let mut may = may.clone();
            may.insert(room.clone());
            if binary {
                may.extend(rooms.iter().cloned());
            }
            law.insert(room.clone(), may);
        }
    }
    law
}

fn names(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_string).collect()
}

fn imports(sources: &[Source], law: &BTreeMap<String, BTreeSet<String>>) -> Vec<Finding> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.path != "src/lib.rs") {
        let Some(room) = source.module().first().cloned() else { continue };
        let Some(may) = law.get(&room) else {
            found.push(source.finding("law", 0, format!("room `{room}` is not in the table of lib.rs")));
            continue;
        };
        for (at, path) in paths(source) {
            let Some(other) = path.first().filter(|first| law.contains_key(*first)) else { continue };
            if !may.contains(other) {
                found.push(source.finding("law", at, format!("`{room}` imports `{}`", path.join("::"))));
            }
        }
    }
    found
}

fn guests(sources: &[Source]) -> Vec<Finding> {
    let mut found = Vec::new();
    for source in sources {
        for (guest, homes) in GUESTS {
            if !homes.iter().any(|home| source.path.starts_with(home)) {
                let seen = places(&source.plain, guest).into_iter();
                found.extend(seen.map(|at| source.finding("guest", at, format!("names `{guest}`"))));
            }
        }
    }
    found
}

fn edges<'a>(sources: &'a [Source], faces: &[&str]) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let by_module: BTreeMap<Vec<String>, &str> =
        sources.iter().map(|source| (source.module(), source.path.as_str())).collect();
    let mut edges = BTreeMap::new();
    for source in sources {
        let mut to = BTreeSet::new();
        for (_, path) in paths(source) {
            let home = (0..=path.len()).rev().find_map(|length| by_module.get(&path[..length]));
            to.extend(home.copied().filter(|home| *home != source.path && *home != "src/lib.rs"));
        }
        let up = |face: &str| source.path.starts_with(face.trim_end_matches("mod.rs"));
        to.retain(|home| !(faces.contains(home) && up(home)));
        edges.insert(source.path.as_str(), to);
    }
    edges
}

/// The shortest way round from a file to itself.
fn way_round<'a>(edges: &BTreeMap<&'a str, BTreeSet<&'a str>>, from: &'a str) -> Option<Vec<&'a str>> {
    let mut ways = VecDeque::from([vec![from]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        for next in edges.get(way.last()?)? {
            if *next == from {
                return Some(way);
            }
            if seen.insert(*next) {
                ways.push_back(way.iter().copied().chain([*next]).collect());
            }
        }
    }
    None
}

fn circles(sources: &[Source], faces: &[&str]) -> Vec<Finding> {
    let edges = edges(sources, faces);
    let mut told: BTreeSet<Vec<&str>> = BTreeSet::new();
    let mut found = Vec::new();
    for source in sources {
        let Some(way) = way_round(&edges, &source.path) else { continue };
        let mut members = way.clone();
        members.sort_unstable();
        if told.insert(members.clone()) {
            let place = members.join(" + ");
            found.push(Finding { rule: "circle", place, line: 1, what: way.join(" -> ") });
        }
    }
    found
}

fn lengths(sources: &[Source]) -> Vec<Finding> {
    let mut found = Vec::new();
    for source in sources {
        let lines = source.code.lines().count();
        if lines > FILE_LINES {
            found.push(source.finding("file", 0, format!("{lines} lines")));
        }
        for at in places(&source.code, "fn") {
            let name: String =
                source.code[at + 2..].trim_start().chars().take_while(|c| is_word(*c as u8)).collect();
            let end = item_end(&source.code, at);
            let lines = source.code[at..end].lines().count();
            if !name.is_empty() && lines > FUNCTION_LINES {
                let mut finding = source.finding("function", at, format!("`{name}` has {lines} lines"));
                finding.place = format!("{}::{name}", source.path);
                found.push(finding);
            }
        }
    }
    found
}

fn never(sources: &[Source]) -> Vec<Finding> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with("src/")) {
        for word in NEVER {
            let seen = places(&source.plain, word).into_iter();
            found.extend(seen.map(|at| source.finding("never", at, format!("has `{word}`"))));
        }
    }
    found
}

fn wordless(names: &[&str], locale: &Locale) -> Vec<String> {
    let keys = names.iter().flat_map(|name| [format!("action-{name}"), format!("action-{name}-about")]);
    keys.filter(|key| !locale.has(key)).collect()
}

fn read(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
                sources.push(Source::new(&name, &std::fs::read_to_string(&path).expect("text")));
            }
        }
    }
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(!sources.is_empty(), "no source under {folder}");
    sources
}

/// Fails with every finding KNOWN does not have, and with every entry of KNOWN that nothing needs.
fn settle(rules: &[&str], found: &[Finding]) {
    let known = |finding: &&Finding| {
        KNOWN.iter().any(|(rule, place, _)| *rule == finding.rule && *place == finding.place)
    };
    let mut faults: Vec<String> = found
        .iter()
        .filter(|finding| !known(finding))
        .map(|finding| format!("{}:{}: [{}] {}", finding.place, finding.line, finding.rule, finding.what))
        .collect();
    let needed = |rule: &str, place: &str| found.iter().any(|f| f.rule == rule && f.place == place);
    let stale = KNOWN.iter().filter(|(rule, place, _)| rules.contains(rule) && !needed(rule, place));
    faults.extend(stale.map(|(rule, place, _)| format!("{place}: [{rule}] is no longer an exception")));
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

const LAW: &str = include_str!("../src/lib.rs");

#[test]
fn rooms_import_only_what_the_law_allows() {
    settle(&["law"], &imports(&read("src"), &law(LAW)));
}

#[test]
fn guests_stay_in_their_rooms() {
    settle(&["guest"], &guests(&read("src")));
}

#[test]
fn no_file_imports_itself_in_a_circle() {
    let sources = read("src");
    let found = circles(&sources, FACES);
    settle(&["circle"], &found);
    for face in FACES {
        let others: Vec<&str> = FACES.iter().copied().filter(|other| other != face).collect();
        assert!(circles(&sources, &others).len() > found.len(), "{face} is no longer an exception");
    }
}

#[test]
fn files_and_functions_are_short() {
    let mut sources = read("src");
    sources.extend(read("tests"));
    settle(&["file", "function"], &lengths(&sources));
}

#[test]
fn nothing_the_world_can_cause_panics() {
    settle(&["never"], &never(&read("src")));
}

#[test]
fn no_key_is_bound_twice() {
    assert!(Keymap::new(&BTreeMap::new()).is_ok());
    let twice = BTreeMap::from([("hold".to_string(), vec!["j".to_string()])]);
    assert_eq!(Keymap::new(&twice), Err(KeyFault::Twice("j".into())));
}

#[test]
fn every_action_has_its_words() {
    let names: Vec<&str> = ACTIONS.iter().map(|row| row.name).collect();
    for lang in Lang::ALL {
        let locale = Locale::new(lang, chrono_tz::Asia::Shanghai);
        assert_eq!(wordless(&names, &locale), Vec::<String>::new(), "{}", lang.code());
        assert_eq!(wordless(&["fly"], &locale), ["action-fly", "action-fly-about"]);
    }
}

mod seeded {
    use super::*;

    fn told(found: Vec<Finding>) -> Vec<String> {
        found.iter().map(|f| format!("{}:{} {}", f.place, f.line, f.what)).collect()
    }

    fn seed(files: &[(&str, &str)]) -> Vec<Source> {
        files.iter().map(|(path, text)| Source::new(path, text)).collect()
    }

    #[test]
    fn the_table_is_read() {
        let law = law(LAW);
        assert!(law["ui"].contains("report") && !law["ui"].contains("store"));
        assert!(law["runtime"].contains("store") && !law["runtime"].contains("cli"));
        assert_eq!(law["domain"], BTreeSet::from(["domain".to_string()]));
        assert!(law["main"].contains("cli"));
    }

    #[test]
    fn a_wrong_import_is_found_in_every_form() {
        let sources = seed(&[
            ("src/ui/a.rs", "//! crate::store\nuse crate::{\n    app::Desk,\n    store::Reader as R,\n};\n"),
            ("src/domain/b.rs", "fn f() { crate::locale::f(\"crate::ui::x\") }\n"),
            (
                "src/domain/c.rs",
                "#[cfg(test)]\nmod tests { use crate::store::A; }\nuse super::super::ui::X;\n",
            ),
            ("src/attic/d.rs", ""),
        ]);
        let found = told(imports(&sources, &law(LAW)));
        assert_eq!(
            found,
            [
                "src/ui/a.rs:2 `ui` imports `store::Reader`",
                "src/domain/b.rs:1 `domain` imports `locale::f`",
                "src/domain/c.rs:3 `domain` imports `ui::X`",
                "src/attic/d.rs:1 room `attic` is not in the table of lib.rs",
            ]
        );
    }

    #[test]
    fn a_guest_in_the_wrong_room_is_found() {
        let text = "// tokio\nuse ratatui::Frame;\nfn f() { let a = '\"'; chrono::Utc::now(); }\n";
        let found = told(guests(&seed(&[("src/app/a.rs", text), ("src/ui/b.rs", "use ratatui::Frame;")])));
        assert_eq!(found, ["src/app/a.rs:2 names `ratatui`", "src/app/a.rs:3 names `Utc::now`"]);
    }

    #[test]
    fn a_circle_is_found() {
        let sources = seed(&[
            ("src/app/a.rs", "use crate::app::{b, nobody as d};\n"),
            ("src/app/b.rs", "/// [`crate::app::a`]\nfn f<'a>(x: &'a str) { super::c::g(x) }\n"),
            ("src/app/c.rs", "use crate::app::a::X;\n"),
            ("src/app/mod.rs", "pub mod a;\npub mod b;\nmod c;\n"),
        ]);
        let mut broken = told(circles(&sources, &[]));
        assert_eq!(
            broken.pop().as_deref(),
            Some("src/app/a.rs + src/app/b.rs + src/app/c.rs:1 src/app/a.rs -> src/app/b.rs -> src/app/c.rs")
        );
        assert!(broken.is_empty());
        let sources = seed(&[
            ("src/store/mod.rs", "mod d;\npub use d::D;\npub struct E;\n"),
            ("src/store/d.rs", "use crate::store::E;\n"),
        ]);
        assert_eq!(circles(&sources, &[]).len(), 1);
        assert_eq!(circles(&sources, &["src/store/mod.rs"]).len(), 0);
    }

    #[test]
    fn long_files_and_functions_are_found() {
        let function = format!("fn long() {{\n{}}}\nfn short();\n", "    // }\n".repeat(FUNCTION_LINES - 1));
        let file = "\n".repeat(FILE_LINES + 1);
        let found = told(lengths(&seed(&[("src/a.rs", &function), ("src/b.rs", &file)])));
        assert_eq!(found, ["src/a.rs::long:1 `long` has 71 lines", "src/b.rs:1 601 lines"]);
    }

    #[test]
    fn a_panic_is_found() {
        let text =
            "fn f() {\n    a.unwrap();\n    b.unwrap_or_default();\n    c\n        .expect(\"d\");\n}\n";
        let tests = "#[cfg(test)]\nmod tests { fn f() { a.unwrap() } }\n";
        let found = told(never(&seed(&[("src/a.rs", text), ("src/b.rs", tests)])));
        assert_eq!(found, ["src/a.rs:2 has `.unwrap()`", "src/a.rs:5 has `.expect(`"]);
    }
}
