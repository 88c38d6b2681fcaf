//! README tells the truth: its key table is the one made from the table of actions.
//!
//! After a deliberate change: `UPDATE_README=1 cargo test --test readme` writes the table anew.

use std::fmt::Write;
use std::path::Path;
use xiaokong::app::action::{ACTIONS, Keymap, Place};
use xiaokong::locale::{Lang, Locale};

const BEGIN: &str = "<!-- keys: made by tests/readme.rs -->\n";
const END: &str = "<!-- keys: end -->\n";

fn table() -> String {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| Locale::new(lang, chrono_tz::Asia::Shanghai));
    let keymap = Keymap::new(&Default::default()).expect("the defaults are sound");
    let mut table = String::from("| key | does | 中文 | |\n|---|---|---|---|\n");
    for place in [Place::Unit, Place::Reception, Place::Desk, Place::Move] {
        for row in ACTIONS.iter().filter(|row| row.place == place) {
            let keys: Vec<String> = keymap.keys(row.action).iter().map(|key| format!("`{}`", key)).collect();
            let (name, about) = (format!("action-{}", row.name), format!("action-{}-about", row.name));
            let cells = [&keys.join(" "), en.text(&name), zh.text(&name), en.text(&about)];
            writeln!(table, "| {} |", cells.join(" | ")).expect("a string takes all");
        }
    }
    table
}

#[test]
fn the_key_table_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("there is a README");
    let (head, rest) = readme.split_once(BEGIN).expect("the table begins");
    let (found, tail) = rest.split_once(END).expect("the table ends");
    let table = table();
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, format!("{head}{BEGIN}{table}{END}{tail}")).expect("README can be written");
        return;
    }
    assert_eq!(found, table, "UPDATE_README=1 cargo test --test readme writes it anew");
}
