//! `verify` catches every single edited byte of what it proves (rules §11.4).
//!
//! Proven: every column of the journal, the guards, the index of units and open personal data. Not proven, so not edited
//! here: `answer` (but for how far it says the journal goes) and `meta`: what a repeated command hears and the store's own
//! settings, no part of the office; the free space of the file and SQLite's own counters, in which nothing is written down.

use crate::common::taken;
use chrono::NaiveDate;
use rusqlite::types::Value;
use std::path::Path;
use xiaokong::domain::act::Command;
use xiaokong::domain::id::{BuildingId, CommandId, StaffId, UnitId};
use xiaokong::domain::party::Named;
use xiaokong::domain::state::day::Stage;
use xiaokong::domain::state::sealed::Person;
use xiaokong::domain::state::staff::Role;
use xiaokong::domain::state::unit::{ListedStatus, UnitSpec};
use xiaokong::domain::{listing, payment, setup};
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Opening, Order, StoreFault, Verdict};

/// The proven tables and their columns, whole rows in order of their keys.
const PROVEN: [(&str, &[&str]); 4] = [
    ("event", &["seq", "at", "staff", "terminal", "command", "kind", "payload", "version", "hash"]),
    ("event_unit", &["unit", "seq"]),
    ("guard", &["unit", "claim"]),
    ("personal", &["customer", "salt", "name", "phones"]),
];

/// A store with a deposit in it: one unit, one customer, seven events.
fn small(path: &Path) {
    let opening = Opening { url: path.display().to_string(), ..Opening::default() };
    let mut desk = Ledger::open(store::create(&opening).expect("a store")).expect("a ledger");
    let mut done = |by: u32, command: Command| {
        let id = CommandId::now_v7();
        let order = Order { id, by: StaffId(by), terminal: "t".into(), command };
        let answer = desk.submit(&order).expect("an answer");
        assert!(matches!(answer.verdict, Verdict::Done { .. }), "{:?}", answer.verdict);
    };
    let (manager, roles) = ("经".to_string(), vec![Role::Manager]);
    let found =
        setup::Command::Found { name: "小".into(), practice: false, manager, roles, policy: Vec::new() };
    done(0, found.into());
    done(0, setup::Command::AddStaff { name: "钱".into(), role: Role::Cashier, team: None }.into());
    let spec = serde_json::json!({ "building": "1#", "room": "101", "floor": 1, "total": 100_000_000 });
    let spec: UnitSpec = serde_json::from_value(spec).expect("a unit");
    let rows = vec![listing::Row { spec, status: Some(ListedStatus::Available) }];
    done(0, listing::Command::Import { source: "l".into(), rows }.into());
    let granted = NaiveDate::from_ymd_opt(2026, 9, 1).expect("a day");
    done(0, setup::Command::SetLicence { building: BuildingId(0), number: "1".into(), granted }.into());
    let phones = vec!["13800000001".into(), "13800000002".into()];
    let customer = Some(Named::Person(Person { salt: "s1".into(), name: "张三".into(), phones }));
    done(1, payment::Command::Deposit { unit: UnitId(0), customer, taken: taken("D1", 20_000) }.into());
    done(1, payment::Command::TopUp { unit: UnitId(0), taken: taken("T1", 30_000) }.into());
}

/// Opened for edits: nothing is append-only any more, and nothing need survive a power cut.
fn forger(path: &Path) -> rusqlite::Connection {
    let file = rusqlite::Connection::open(path).expect("a file");
    let ready = "PRAGMA synchronous = OFF; DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;";
    file.execute_batch(ready).expect("ready");
    file
}

/// The value with its every byte edited, one at a time.
fn edits(value: &Value) -> Vec<Value> {
    let bytes = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let one = |place: usize| {
            let mut edited = bytes.to_vec();
            edited[place] ^= 1;
            edited
        };
        (0..bytes.len()).map(one).collect()
    };
    match value {
        Value::Null => vec![Value::Integer(0)],
        Value::Integer(number) => (0..8).map(|byte| Value::Integer(number ^ (1 << (8 * byte)))).collect(),
        Value::Real(_) => Vec::new(),
        Value::Blob(blob) => bytes(blob).into_iter().map(Value::Blob).collect(),
        // A byte of a letter outside ASCII may not stand alone: then the edit is of the letter.
        Value::Text(text) => bytes(text.as_bytes())
            .into_iter()
            .map(|edited| Value::Text(String::from_utf8_lossy(&edited).into_owned()))
            .collect(),
    }
}

#[test]
fn every_byte_of_what_is_proven() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("small.db");
    small(&path);
    let url = path.display().to_string();
    let file = forger(&path);
    let proven = store::verify(&url).expect("a journal that holds");
    let mut edited = 0;
    for (table, columns) in PROVEN {
        let key = if ["event_unit", "guard"].contains(&table) { "unit" } else { columns[0] };
        for column in columns {
            for (id, value) in cells(&file, table, key, column) {
                for forged in edits(&value) {
                    let set = |to: &Value, id: &Value| {
                        // What the table itself refuses cannot be written: a key twice, a text for a number.
                        let sql = format!("UPDATE {table} SET {column} = ?1 WHERE {key} = ?2");
                        file.execute(&sql, [to, id]).is_ok_and(|rows| rows > 0)
                    };
                    if !set(&forged, &id) {
                        continue;
                    }
                    edited += 1;
                    assert!(store::verify(&url).is_err(), "{table}.{column} of {id:?} as {forged:?}");
                    let id = if *column == key { &forged } else { &id };
                    assert!(set(&value, id), "put back");
                }
            }
        }
    }
    assert!(edited > 1_000, "{edited} edits prove little");
    assert_eq!(store::verify(&url).as_ref(), Ok(&proven), "whole again");
}

/// A column with the keys of its rows.
fn cells(file: &rusqlite::Connection, table: &str, key: &str, column: &str) -> Vec<(Value, Value)> {
    let mut rows = file.prepare(&format!("SELECT {key}, {column} FROM {table}")).expect("a query");
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    rows.collect::<Result<_, _>>().expect("cells")
}

/// All that is proven as it can be read, or nothing where it cannot.
fn read(path: &Path) -> Option<Vec<Vec<Value>>> {
    let file = rusqlite::Connection::open(path).ok()?;
    let mut all = Vec::new();
    for (table, columns) in PROVEN {
        let mut rows =
            file.prepare(&format!("SELECT {} FROM {table} ORDER BY 1, 2", columns.join(","))).ok()?;
        let rows = rows.query_map([], |row| (0..columns.len()).map(|place| row.get(place)).collect()).ok()?;
        all.extend(rows.collect::<Result<Vec<Vec<Value>>, _>>().ok()?);
    }
    Some(all)
}

/// Bytes of the file itself, evenly chosen: where the proof still holds, nothing that it proves reads differently.
#[test]
fn a_byte_of_the_file_is_caught_or_says_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let [path, forged] = ["small.db", "forged.db"].map(|name| folder.path().join(name));
    small(&path);
    let whole = folder.path().join("whole.db");
    store::backup(&path.display().to_string(), &whole).expect("a copy in one file");
    let (bytes, told) = (std::fs::read(&whole).expect("a file"), read(&whole).expect("its rows"));
    let (mut caught, mut silent) = (0, 0);
    for place in (0..bytes.len()).step_by(97) {
        let mut edited = bytes.clone();
        edited[place] ^= 1;
        std::fs::write(&forged, &edited).expect("written");
        if store::verify(&forged.display().to_string()).is_err() {
            caught += 1;
        } else {
            silent += 1;
            assert_eq!(read(&forged).as_ref(), Some(&told), "byte {place} is changed and not seen");
        }
        for side in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.path().join(format!("forged.db{side}")));
        }
    }
    assert!(caught > 0 && silent > 0, "{caught} caught, {silent} in free space");
}

/// A chain cut at its end is a chain: the answer that acknowledged its last line shows the cut, also where nothing else
/// refers to that line.
#[test]
fn a_last_line_taken_away_is_seen_by_what_stands_beside_it() {
    for refers_to_a_unit in [true, false] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("small.db");
        small(&path);
        let url = path.display().to_string();
        if !refers_to_a_unit {
            let opened = store::open(&Opening { url: url.clone(), ..Opening::default() }).expect("open");
            let mut desk = Ledger::open(opened).expect("a ledger");
            let command = setup::Command::SetStage { stage: Stage::Open }.into();
            let order = Order { id: CommandId::now_v7(), by: StaffId(0), terminal: "t".into(), command };
            desk.submit(&order).expect("an answer");
        }
        assert!(store::verify(&url).is_ok());
        let cut = "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)";
        forger(&path).execute(cut, []).expect("cut");
        let found = store::verify(&url);
        assert!(matches!(&found, Err(StoreFault::ChainBroken { what, .. }) if what == "answer"), "{found:?}");
    }
}
