//! scale: a store of 100,000 units in 200 buildings, with nothing and with two million events behind its price lists:
//! opening it, using it, proving it, importing it; what one terminal weighs. Each opening is a process of its own; beside
//! the time passed stands the processor's, which says more on a machine that others use too.
//!
//! `cargo bench --bench scale -- 200000` for another number of events; `-- make FOLDER 200000` makes such a store and keeps it.

mod common;

use common::history;
use common::house::{MANAGER, RECEPTION, Size, founding, free_units, person, price_lists};
use common::measure::{Series, core, disk, head, is_wanted, timed};
use std::path::Path;
use std::process::Command;
use xiaokong::domain::hold;
use xiaokong::runtime::clock::fresh_id;
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Journal, Opening, Order};

const SIZE: Size = Size { buildings: 200, stairs: 5, floors: 25 };
const EVENTS: u64 = 2_000_000;
const ROUNDS: usize = 5;

fn journal(path: &Path) -> Box<dyn Journal> {
    store::open(&Opening { url: path.display().to_string(), now: None, ..Opening::default() })
        .expect("a store")
}

/// The number after a word in one of this process's status files.
fn number(file: &str, place: usize) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/self/{file}")).unwrap_or_default();
    let after = text.rsplit(')').next().unwrap_or_default();
    after.split_whitespace().nth(place).and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// Processor time of this process so far, milliseconds: the kernel counts in steps of ten.
fn processor() -> f64 {
    (number("stat", 11) + number("stat", 12)) * 10.0
}

/// In a process of its own: does one thing and tells milliseconds, the processor's, and megabytes.
fn alone(what: &str, path: &Path) {
    let (office, took) = match what {
        "verify" => timed(|| {
            store::verify(&path.display().to_string()).expect("a journal that holds");
            None
        }),
        _ => timed(|| Some(Ledger::open(journal(path)).expect("a ledger"))),
    };
    println!("{} {} {}", took / 1e3, processor(), number("statm", 1) * 4096.0 / 1e6);
    drop(office);
}

/// Lets a process of its own do it so often.
fn told(what: &str, name: &str, path: &Path, rounds: usize) {
    let mut rows: Vec<[f64; 3]> = Vec::new();
    for _ in 0..rounds {
        let program = std::env::current_exe().expect("this program");
        let said =
            Command::new(program).args(["--bench", "alone", what]).arg(path).output().expect("its child");
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        let mut numbers = said.split_whitespace().filter_map(|word| word.parse().ok());
        rows.push([(); 3].map(|()| numbers.next().expect("three numbers")));
    }
    rows.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let (low, median, high) = (rows[0][0], rows[rows.len() / 2], rows[rows.len() - 1][0]);
    println!(
        "  {name:<42} {:.0} ms ({low:.0}–{high:.0}), processor {:.0} ms, memory {:.0} MB",
        median[0], median[1], median[2]
    );
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "alone") {
        return alone(&args[at + 1], Path::new(&args[at + 2]));
    }
    if let Some(at) = args.iter().position(|arg| arg == "make") {
        let events = args[at + 2].parse().expect("a number of events");
        return println!("{}", history::store(Path::new(&args[at + 1]), SIZE, events).display());
    }
    if !is_wanted() {
        return;
    }
    let wanted = args.iter().find_map(|arg| arg.parse().ok()).unwrap_or(EVENTS);
    head("scale", "100,000 units in 200 buildings");
    let folder = tempfile::tempdir().expect("a folder");
    core("first");
    disk("first", folder.path());
    for events in [0, wanted] {
        let (path, took) = timed(|| history::store(folder.path(), SIZE, events));
        println!("  with {events} events, made in {:.1} s", took / 1e6);
        told("open", "opened by reading all, and kept", &path, 1);
        told("open", "opened from the kept office", &path, ROUNDS);
        let size = |path: &Path| std::fs::metadata(path).map_or(0.0, |data| data.len() as f64 / 1e6);
        let kept = path.with_extension("db.snapshot");
        println!("  store {:.0} MB, kept office {:.1} MB", size(&path), size(&kept));
        used(&path);
        told("verify", "verify", &path, 1);
    }
    import(folder.path());
    disk("last", folder.path());
    core("last");
}

/// What one desk does all day: copies the office, sends a command, filters all units.
fn used(path: &Path) {
    let mut ledger = Ledger::open(journal(path)).expect("a ledger");
    let mut copy = Series::new("a copy of the office");
    let mut hold = Series::new("a hold, durable, and taken in");
    let mut filter = Series::new("all units looked at for a room");
    let units = free_units(ledger.office());
    for unit in units.iter().rev().take(20) {
        copy.add(timed(|| ledger.office().clone()).1);
        let rooms = || ledger.office().units.iter().filter(|unit| unit.spec.room.contains("203")).count();
        filter.add(timed(rooms).1);
        let command = hold::Command::Hold { unit: *unit, customer: person("张三"), minutes: None }.into();
        let order = Order { id: fresh_id(), by: MANAGER, terminal: "bench".into(), command };
        hold.add(timed(|| ledger.submit(&order).expect("submitted")).1);
    }
    [copy, hold, filter].iter().for_each(Series::tell);
    assert!(ledger.office().head > 0 && ledger.office().staff.len() > RECEPTION.index());
}

/// An import of price lists, one commit for fifty buildings.
fn import(folder: &Path) {
    let opening =
        Opening { url: folder.join("import.db").display().to_string(), now: None, ..Opening::default() };
    let mut ledger = Ledger::open(store::create(&opening).expect("a store")).expect("a ledger");
    let order = |command| Order { id: fresh_id(), by: MANAGER, terminal: "bench".into(), command };
    for command in founding() {
        ledger.submit(&order(command)).expect("submitted");
    }
    let orders: Vec<Order> = price_lists(SIZE).map(order).collect();
    let (_, took) = timed(|| orders.iter().for_each(|order| drop(ledger.submit(order).expect("submitted"))));
    println!("  import of {} units into the journal: {:.0} ms", ledger.office().units.len(), took / 1e3);
}
