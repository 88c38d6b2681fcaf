//! import: a price list of 100,000 units from a file on disk into a new store, read, checked, priced and journalled; beside it
//! the least anybody could do: the same file read by the csv crate and its fields put into one table in one commit.

mod common;

use common::figures;
use common::house::{MANAGER, founding};
use common::measure::{Series, core, disk, head, is_wanted, timed};
use rusqlite::{Connection, params_from_iter};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use xiaokong::domain::listing;
use xiaokong::exchange::price::read_file;
use xiaokong::runtime::clock::fresh_id;
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Opening, Order, Verdict};

const UNITS: usize = 100_000;
const ROUNDS: usize = 5;
const COLUMNS: usize = 9;

/// A list as an office exports it: 200 buildings of 25 floors and 20 doors.
fn list(folder: &Path) -> PathBuf {
    let mut text = String::from("楼栋,单元,房号,户型,用途,建筑面积(㎡),套内面积(㎡),单价,总价\n");
    for unit in 0..UNITS {
        let (building, floor, door) = (unit / 500 + 1, unit % 500 / 20 + 1, unit % 20 + 1);
        let (area, price) = (8_900 + door * 100, 2_000_000 + floor * 5_000);
        let total = area * price / 100;
        let fen = |number: usize| format!("{}.{:02}", number / 100, number % 100);
        writeln!(
            text,
            "{building}#,{}单元,{floor}{door:02},三室两厅,住宅,{},{},{},{}",
            door / 4 + 1,
            fen(area),
            fen(area * 8 / 10),
            fen(price),
            fen(total)
        )
        .expect("a line");
    }
    let path = folder.join("list.csv");
    std::fs::write(&path, text).expect("a file");
    path
}

fn program(list: &Path, store: &Path) {
    let list = read_file(list, &mut |_| ());
    assert!(list.faults.is_empty(), "{:?}", list.faults.first());
    let opening = Opening { url: store.display().to_string(), ..Opening::default() };
    let mut ledger = Ledger::open(store::create(&opening).expect("a store")).expect("a ledger");
    let import = listing::Command::Import { source: list.source, rows: list.rows };
    for command in founding().into_iter().chain([import.into()]) {
        let order = Order { id: fresh_id(), by: MANAGER, terminal: "bench".into(), command };
        let answer = ledger.submit(&order).expect("an answer");
        assert!(matches!(answer.verdict, Verdict::Done { .. }), "{:?}", answer.verdict);
    }
    assert_eq!(ledger.office().units.len(), UNITS);
}

fn raw(list: &Path, store: &Path) {
    let mut conn = Connection::open(store).expect("a file");
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL").expect("settings");
    let columns = ["building", "entrance", "room", "layout", "use", "area", "inner", "price", "total"];
    assert_eq!(columns.len(), COLUMNS);
    conn.execute_batch(&format!("CREATE TABLE unit ({})", columns.join(","))).expect("a table");
    let tx = conn.transaction().expect("a transaction");
    {
        let mut put = tx.prepare("INSERT INTO unit VALUES (?,?,?,?,?,?,?,?,?)").expect("a statement");
        let mut rows = csv::Reader::from_path(list).expect("the list");
        let mut record = csv::StringRecord::new();
        while rows.read_record(&mut record).expect("a row") {
            put.execute(params_from_iter(record.iter())).expect("inserted");
        }
    }
    tx.commit().expect("a commit");
}

fn main() {
    if !is_wanted() {
        return;
    }
    head("import", "a price list of 100,000 units");
    let folder = tempfile::tempdir().expect("a folder");
    core("first");
    disk("first", folder.path());
    let list = list(folder.path());
    let mut ours = Series::new("read, checked, journalled (goal 2 × below)");
    let mut least = Series::new("csv and a raw insert");
    let mut reading = Series::new("of which reading and checking the file");
    for round in 0..ROUNDS {
        let store = |name: &str| folder.path().join(format!("{name}-{round}.db"));
        [&mut ours, &mut least, &mut reading].into_iter().for_each(Series::round);
        ours.add(timed(|| program(&list, &store("ours"))).1);
        least.add(timed(|| raw(&list, &store("raw"))).1);
        reading.add(timed(|| read_file(&list, &mut |_| ())).1);
    }
    [&ours, &least, &reading].into_iter().for_each(Series::tell);
    let ratio = ours.median() / least.median();
    println!("  {ratio:.1} × the time of csv and a raw insert");
    let what = "100,000 rows, speed over csv and raw insert";
    figures::write("import", &[(what, "×", [1.0 / ratio; 3])]);
    disk("last", folder.path());
    core("last");
}
