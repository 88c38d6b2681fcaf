//! claim: how fast fifty processes on one host claim units, every answer durable. Three workloads: `storm` (no pause, 1,000
//! units), `hot` (all want the same unit), `office` (100 acts a second in all). Between the rounds of the program, on both
//! settings of `durability`, stand the raw limits of the disk and what one would write without thinking: the same inserts
//! by SQLite with `synchronous = FULL` and a `busy_timeout`. Words after `--` pick workloads and ways: `-- storm fast raw`.

mod common;

use common::measure::{Series, core, disk, head, is_wanted, percentile};
use rusqlite::Connection;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::{Duration, Instant};
use xiaokong::domain::act::Command;
use xiaokong::domain::id::{CommandId, CustomerId, StaffId, UnitId};
use xiaokong::domain::party::Named;
use xiaokong::domain::state::sealed::Person;
use xiaokong::domain::state::staff::Role;
use xiaokong::domain::state::unit::{ListedStatus, UnitSpec};
use xiaokong::domain::{hold, listing, people, setup};
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Durability, Opening, Order, StoreFault, Verdict};

const PART: &str = "XIAOKONG_CLAIM_PART";
const FOLDER: &str = "XIAOKONG_CLAIM_FOLDER";
const PROCESSES: u32 = 50;
const UNITS: u32 = 1_000;
const HOT: u32 = 30;
const ROUNDS: usize = 5;
/// How long a round of `storm` and `office` lasts.
const WINDOW: Duration = Duration::from_millis(2_000);
/// In `office` each process acts so often: a hundred acts a second in all.
const PAUSE: Duration = Duration::from_millis(500);
const WORKLOADS: [&str; 3] = ["storm", "hot", "office"];
const WAYS: [&str; 4] = ["fast", "strict", "baseline", "raw"];

fn opening(folder: &Path) -> Opening {
    Opening { url: folder.join("claim.db").display().to_string(), ..Opening::default() }
}

fn order(command: impl Into<Command>) -> Order {
    Order { id: CommandId::now_v7(), by: StaffId(0), terminal: "bench".into(), command: command.into() }
}

/// A project with a thousand units, one customer, and no pause between two holds of a unit.
fn found(folder: &Path) {
    let mut desk = Ledger::open(store::create(&opening(folder)).expect("a store")).expect("a ledger");
    let mut done = |command: Command| {
        let answer = desk.submit(&order(command)).expect("an answer");
        assert!(matches!(answer.verdict, Verdict::Done { .. }), "{:?}", answer.verdict);
    };
    let policy = [("hold_limit", "1000"), ("hold_cooldown", "0m")];
    let policy = policy.map(|(key, value)| (key.to_string(), value.to_string())).to_vec();
    let (manager, roles) = ("经理".to_string(), vec![Role::Manager, Role::Consultant]);
    done(setup::Command::Found { name: "开盘".into(), practice: false, manager, roles, policy }.into());
    let row = |room: u32| {
        let spec = serde_json::json!({ "building": "1#", "room": room.to_string(), "floor": 1, "total": 100_000_000 });
        let spec: UnitSpec = serde_json::from_value(spec).expect("a unit");
        listing::Row { spec, status: Some(ListedStatus::Available) }
    };
    let rows = (0..UNITS).map(|unit| row(1_000 + unit)).collect();
    done(listing::Command::Import { source: "list".into(), rows }.into());
    let person = Person { salt: "s".into(), name: "王".into(), phones: vec!["13900000000".into()] };
    done(people::Command::Register { customer: Named::Person(person) }.into());
}

/// Something that acts once and says whether it was a yes.
type Act = Box<dyn FnMut(u32) -> bool>;

/// Holds units of its own and gives them up again; in `hot` wants the unit everybody wants.
fn program(folder: &Path, durability: Durability, number: u32, is_hot: bool) -> Act {
    let opening = Opening { durability, ..opening(folder) };
    let mut desk = Ledger::open(store::open(&opening).expect("the store")).expect("a ledger");
    let own = UNITS / PROCESSES;
    Box::new(move |act| {
        let unit = UnitId(if is_hot { act } else { number * own + act / 2 % own });
        let command = match act % 2 {
            1 if !is_hot => hold::Command::Release { unit, reason: "换房".into() },
            _ => hold::Command::Hold { unit, customer: Named::Known(CustomerId(0)), minutes: None },
        };
        let order = order(command);
        loop {
            match desk.submit(&order) {
                Ok(answer) => {
                    let is_done = matches!(answer.verdict, Verdict::Done { .. });
                    assert!(is_done || is_hot, "{:?}", answer.verdict);
                    break is_done;
                }
                Err(StoreFault::Busy { .. }) => {}
                Err(fault) => panic!("{fault}"),
            }
        }
    })
}

/// The same rows, without queue, chain or rules.
fn baseline(folder: &Path, number: u32, is_hot: bool) -> Act {
    let mut conn = Connection::open(folder.join("claim.db")).expect("the file");
    conn.busy_timeout(Duration::from_secs(120)).expect("a timeout");
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL").expect("settings");
    let payload = "x".repeat(160);
    let own = UNITS / PROCESSES;
    Box::new(move |act| {
        let unit = if is_hot { act } else { number * own + act / 2 % own };
        let id = *CommandId::now_v7().as_bytes();
        let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).expect("the lock");
        let put = |sql: &str, params: &[&dyn rusqlite::ToSql]| {
            tx.prepare_cached(sql).and_then(|mut statement| statement.execute(params))
        };
        let seq: i64 =
            tx.query_row("SELECT max(seq) + 1 FROM event", [], |row| row.get(0)).expect("a number");
        let yes = match act % 2 {
            1 if !is_hot => put("DELETE FROM guard WHERE unit = ?1", &[&unit]).is_ok(),
            _ => put("INSERT INTO guard VALUES (?1, 1)", &[&unit]).is_ok(),
        };
        if yes {
            let sql = "INSERT INTO event VALUES (?1, 1, 0, 'bench', ?2, 'hold', ?3, 1, ?4)";
            put(sql, &[&seq, &id, &payload, &[0_u8; 32]]).expect("an event");
            put("INSERT INTO event_unit VALUES (?1, ?2)", &[&unit, &seq]).expect("a row");
        }
        let sql = "INSERT INTO answer VALUES (?1, ?2, '{}', ?3, ?4, 1, 0, 'bench')";
        put(sql, &[&id, &[0_u8; 32], &!yes, &seq]).expect("an answer");
        tx.commit().expect("a commit");
        yes
    })
}

/// Rk: as many append 8 KiB to files of their own and make them durable.
fn raw(folder: &Path, number: u32) -> Act {
    let mut file = File::create(folder.join(format!("raw-{number}"))).expect("a file");
    let block = vec![7_u8; 8 << 10];
    Box::new(move |_| file.write_all(&block).and_then(|()| file.sync_data()).is_ok())
}

/// One of the fifty: microseconds of each answer, and what it won.
fn act_as(part: &str) {
    let [workload, way, number] = part.split(' ').collect::<Vec<_>>().try_into().expect("three words");
    let number: u32 = number.parse().expect("a number");
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("a folder"));
    let is_hot = workload == "hot";
    let mut act: Act = match way {
        "baseline" => baseline(&folder, number, is_hot),
        "raw" => raw(&folder, number),
        way => program(&folder, Durability::parse(way).expect("a way"), number, is_hot),
    };
    std::fs::write(folder.join(format!("ready-{number}")), "").expect("ready");
    while !folder.join("go").exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let (begin, mut out) = (Instant::now(), String::new());
    if workload == "office" {
        std::thread::sleep(PAUSE * number / PROCESSES);
    }
    for number in 0.. {
        if if is_hot { number == HOT } else { begin.elapsed() > WINDOW } {
            break;
        }
        let start = Instant::now();
        let yes = act(number);
        out.push_str(&format!("{} {} {yes}\n", start.elapsed().as_secs_f64() * 1e6, number));
        if workload == "office" {
            std::thread::sleep(PAUSE.saturating_sub(start.elapsed()));
        }
    }
    out.push_str(&format!("{} end true\n", begin.elapsed().as_secs_f64() * 1e6));
    std::fs::write(folder.join(format!("said-{number}")), out).expect("said");
}

/// What fifty processes did in a round.
struct Round {
    micros: Vec<f64>,
    /// Answers a second.
    rate: f64,
    /// Answers of the one that got most, over those of the one that got least.
    spread: f64,
}

fn round(workload: &str, way: &str) -> Round {
    let folder = tempfile::tempdir().expect("a folder");
    found(folder.path());
    let children: Vec<_> = (0..PROCESSES)
        .map(|number| {
            Process::new(std::env::current_exe().expect("this bench"))
                .env(PART, format!("{workload} {way} {number}"))
                .env(FOLDER, folder.path())
                .stdout(Stdio::null())
                .spawn()
                .expect("a process")
        })
        .collect();
    let at = |what: &str, number: u32| folder.path().join(format!("{what}-{number}"));
    while (0..PROCESSES).any(|number| !at("ready", number).exists()) {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::fs::write(folder.path().join("go"), "").expect("go");
    for mut child in children {
        assert!(child.wait().expect("an end").success());
    }
    let (mut micros, mut counts, mut longest) = (Vec::new(), Vec::new(), 0_f64);
    let mut won = vec![0; HOT as usize];
    for number in 0..PROCESSES {
        let said = std::fs::read_to_string(at("said", number)).expect("said");
        counts.push(said.lines().count() - 1);
        for line in said.lines() {
            let [took, act, yes] = line.split(' ').collect::<Vec<_>>().try_into().expect("three words");
            let took: f64 = took.parse().expect("a time");
            match act.parse::<usize>() {
                Ok(act) => {
                    micros.push(took);
                    if yes == "true" && workload == "hot" {
                        won[act] += 1;
                    }
                }
                Err(_) => longest = longest.max(took),
            }
        }
    }
    if way != "raw" {
        assert!(workload != "hot" || won.iter().all(|count| *count == 1), "winners of each unit: {won:?}");
    }
    if Durability::parse(way).is_some() {
        store::verify(&opening(folder.path()).url).expect("a journal that holds");
    }
    let (least, most) = (counts.iter().min().expect("fifty"), counts.iter().max().expect("fifty"));
    let rate = micros.len() as f64 / longest * 1e6;
    Round { micros, rate, spread: *most as f64 / (*least).max(1) as f64 }
}

/// Those of these words that were given as arguments; all, where none was.
fn asked(words: &[&'static str]) -> Vec<&'static str> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let picked: Vec<_> = words.iter().copied().filter(|word| given.iter().any(|one| one == word)).collect();
    if picked.is_empty() { words.to_vec() } else { picked }
}

fn main() {
    if let Ok(part) = std::env::var(PART) {
        return act_as(&part);
    }
    if !is_wanted() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (workloads, ways) = (asked(&WORKLOADS), asked(&WAYS));
    for workload in workloads {
        head(&format!("claim_{workload}"), "50 processes, each answer durable");
        core("first");
        disk("first", folder.path());
        let mut series: Vec<_> = ways.iter().map(|way| Series::new(*way)).collect();
        let (mut rates, mut spreads) = (vec![Vec::new(); ways.len()], vec![Vec::new(); ways.len()]);
        for _ in 0..ROUNDS {
            for (place, way) in ways.iter().enumerate() {
                let round = round(workload, way);
                series[place].round();
                round.micros.iter().for_each(|sample| series[place].add(*sample));
                rates[place].push(round.rate);
                spreads[place].push(round.spread);
            }
        }
        for (place, series) in series.iter().enumerate() {
            series.tell();
            let [low, mid, high] = [0.0, 0.5, 1.0].map(|share| percentile(&mut rates[place], share));
            let spread = percentile(&mut spreads[place], 0.5);
            println!("      {mid:.0} answers/s ({low:.0}–{high:.0}), most/least per process {spread:.1}");
        }
        core("last");
        disk("last", folder.path());
    }
}
