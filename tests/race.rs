//! One winner per unit among processes, and nothing acknowledged is lost when a writer is killed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::time::Duration;
use xiaokong::domain::act::Command;
use xiaokong::domain::id::{CommandId, CustomerId, StaffId, UnitId};
use xiaokong::domain::party::Named;
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::state::sealed::Person;
use xiaokong::domain::state::staff::Role;
use xiaokong::domain::state::unit::{ListedStatus, UnitSpec};
use xiaokong::domain::{hold, listing, people, setup};
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Journal, Opening, Order, StoreFault, Verdict};

/// Which part a child plays: `race`, `storm`, `crowd` or `sleep`; unset in the test run itself.
const PART: &str = "XIAOKONG_RACE_PART";
const FOLDER: &str = "XIAOKONG_RACE_FOLDER";
const UNITS: u32 = 30;
const RACERS: u32 = 8;

type Desk = Ledger<Box<dyn Journal>>;

fn opening(folder: &Path) -> Opening {
    Opening { url: folder.join("race.db").display().to_string(), ..Opening::default() }
}

fn order(by: u32, command: impl Into<Command>) -> Order {
    Order { id: CommandId::now_v7(), by: StaffId(by), terminal: "race".into(), command: command.into() }
}

fn row(room: u32) -> listing::Row {
    let spec =
        serde_json::json!({ "building": "1#", "room": room.to_string(), "floor": 1, "total": 100_000_000 });
    let spec: UnitSpec = serde_json::from_value(spec).expect("a unit");
    listing::Row { spec, status: Some(ListedStatus::Available) }
}

/// A project with staff, so many units and one customer.
fn found(folder: &Path, units: u32, staff: u32) {
    let mut desk = Ledger::open(store::create(&opening(folder)).expect("a store")).expect("a ledger");
    let mut done = |command: Command| {
        let answer = desk.submit(&order(0, command)).expect("an answer");
        assert!(matches!(answer.verdict, Verdict::Done { .. }), "{:?}", answer.verdict);
    };
    let policy = vec![("hold_limit".to_string(), "1000".to_string())];
    let (manager, roles) = ("经理".to_string(), vec![Role::Manager, Role::Consultant]);
    done(setup::Command::Found { name: "抢房".into(), practice: false, manager, roles, policy }.into());
    for number in 1..=staff {
        let name = format!("顾问{number}");
        done(setup::Command::AddStaff { name, role: Role::Consultant, team: None }.into());
    }
    let rows = (0..units).map(|unit| row(1_000 + unit)).collect();
    done(listing::Command::Import { source: "list".into(), rows }.into());
    let person = Person { salt: "s".into(), name: "王".into(), phones: vec!["13900000000".into()] };
    done(people::Command::Register { customer: Named::Person(person) }.into());
}

fn hold(by: u32, unit: u32) -> Order {
    let customer = Named::Known(CustomerId(0));
    order(by, hold::Command::Hold { unit: UnitId(unit), customer, minutes: None })
}

/// Holds a unit, asking again with the same id while the file is busy.
fn try_hold(desk: &mut Desk, by: u32, unit: u32) -> Verdict {
    let order = hold(by, unit);
    loop {
        match desk.submit(&order) {
            Ok(answer) => return answer.verdict,
            Err(StoreFault::Busy { .. }) => {}
            Err(fault) => panic!("{fault}"),
        }
    }
}

fn child(folder: &Path, part: &str, number: u32) -> Child {
    Process::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "a_child_plays_its_part", "--nocapture"])
        .env(PART, format!("{part} {number}"))
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .spawn()
        .expect("a process")
}

fn said(folder: &Path, part: &str, number: u32) -> PathBuf {
    folder.join(format!("{part}-{number}"))
}

/// The units in a child's file; a line cut short by the kill was not acknowledged in full.
fn units_in(path: &Path) -> Vec<u32> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole.lines().map(|line| line.parse().expect("a unit")).collect()
}

/// What the processes started by the tests below do; nothing in the test run itself.
#[test]
fn a_child_plays_its_part() {
    let Ok(part) = std::env::var(PART) else { return };
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("a folder"));
    let (part, number) = part.split_once(' ').expect("part and number");
    let number: u32 = number.parse().expect("a number");
    if part == "sleep" {
        return sleep_in_the_queue(&folder, number);
    }
    let mut desk = Ledger::open(store::open(&opening(&folder)).expect("the store")).expect("a ledger");
    let units = desk.office().units.len() as u32;
    let mut out = std::fs::File::create(said(&folder, part, number)).expect("a file");
    std::fs::write(folder.join(format!("ready-{number}")), "").expect("ready");
    while part != "storm" && !folder.join("go").exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
    if part == "crowd" {
        return push(&mut desk, &folder, number, out);
    }
    let by = if part == "race" { number } else { 0 };
    for unit in 0..units {
        if part == "storm" && desk.office().units[unit as usize].claim.is_some() {
            continue;
        }
        match try_hold(&mut desk, by, unit) {
            Verdict::Done { .. } => out.write_all(format!("{unit}\n").as_bytes()).expect("written"),
            Verdict::Refused(Rejection::UnitTaken { .. }) => {}
            Verdict::Refused(other) => panic!("{other:?}"),
        }
    }
}

/// Writes until it is told to stop, and says how often it came to write.
fn push(desk: &mut Desk, folder: &Path, number: u32, mut out: std::fs::File) {
    let mut acts = 0;
    while !folder.join("stop").exists() {
        let name = format!("{number}-{acts}");
        let adding = order(0, setup::Command::AddStaff { name, role: Role::Consultant, team: None });
        match desk.submit(&adding) {
            Ok(answer) => assert!(matches!(answer.verdict, Verdict::Done { .. }), "{:?}", answer.verdict),
            Err(StoreFault::Busy { .. }) => continue,
            Err(fault) => panic!("{fault}"),
        }
        acts += 1;
    }
    out.write_all(format!("{acts}\n").as_bytes()).expect("written");
}

/// Has the turn, or is the next one, and stays so.
fn sleep_in_the_queue(folder: &Path, number: u32) {
    let place = ["race.db.turn", "race.db.queue"][number as usize];
    let queue = std::fs::File::create(folder.join(place)).expect("the queue");
    queue.lock().expect("a place");
    std::fs::write(folder.join(format!("ready-{number}")), "").expect("ready");
    loop {
        std::thread::park();
    }
}

fn start(folder: &Path, part: &str) -> Vec<Child> {
    let children: Vec<Child> = (1..=RACERS).map(|number| child(folder, part, number)).collect();
    while (1..=RACERS).any(|number| !folder.join(format!("ready-{number}")).exists()) {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::fs::write(folder.join("go"), "").expect("go");
    children
}

fn race() -> (tempfile::TempDir, Vec<u32>) {
    let folder = tempfile::tempdir().expect("a folder");
    found(folder.path(), UNITS, RACERS);
    for mut child in start(folder.path(), "race") {
        assert!(child.wait().expect("an end").success());
    }
    let mut won: Vec<u32> =
        (1..=RACERS).flat_map(|number| units_in(&said(folder.path(), "race", number))).collect();
    won.sort_unstable();
    (folder, won)
}

#[cfg(not(feature = "unguarded"))]
#[test]
fn every_unit_has_exactly_one_winner() {
    let (folder, won) = race();
    assert_eq!(won, (0..UNITS).collect::<Vec<_>>());
    let proven = store::verify(&opening(folder.path()).url).expect("a journal that holds");
    assert_eq!(proven.live_claims, UNITS as usize);
    assert_eq!(placed(folder.path()), won);
}

/// The same race must sell a unit twice where the locks are taken out, or it proves nothing.
#[cfg(feature = "unguarded")]
#[test]
fn without_the_guards_the_race_oversells() {
    let (_folder, won) = race();
    assert!(won.len() > UNITS as usize, "{} sales of {UNITS} units", won.len());
}

/// The units the journal says were held, in order of their numbers.
#[cfg(not(feature = "unguarded"))]
fn placed(folder: &Path) -> Vec<u32> {
    let mut desk = Ledger::open(store::open_reader(&opening(folder)).expect("a store")).expect("a ledger");
    let events = xiaokong::store::Reader::read(desk.store(), 0, 100_000).expect("events");
    let held = events.iter().filter_map(|recorded| match &recorded.event {
        xiaokong::domain::act::Event::Hold(hold::Event::Placed { unit, .. }) => Some(unit.0),
        _ => None,
    });
    let mut held: Vec<u32> = held.collect();
    held.sort_unstable();
    held
}

#[cfg(not(feature = "unguarded"))]
#[test]
fn nothing_acknowledged_is_lost_to_kills() {
    const KILLS: u32 = 60;
    let folder = tempfile::tempdir().expect("a folder");
    found(folder.path(), 900, 0);
    let mut alive: Vec<Child> = Vec::new();
    for number in 0..KILLS {
        alive.push(child(folder.path(), "storm", number));
        // Uneven, so that the kill meets every step of a write sooner or later.
        std::thread::sleep(Duration::from_millis(40 + u64::from(number * 37 % 101)));
        if alive.len() > 3 {
            let mut oldest = alive.remove(0);
            oldest.kill().expect("killed");
            oldest.wait().expect("an end");
        }
    }
    for mut child in alive {
        child.kill().expect("killed");
        child.wait().expect("an end");
    }
    let mut acknowledged: Vec<u32> =
        (0..KILLS).flat_map(|number| units_in(&said(folder.path(), "storm", number))).collect();
    acknowledged.sort_unstable();
    let held = placed(folder.path());
    let twice = acknowledged.windows(2).find(|pair| pair[0] == pair[1]);
    assert_eq!(twice, None, "a unit was acknowledged twice");
    assert!(!acknowledged.is_empty(), "no writer lived long enough to prove anything");
    let lost: Vec<&u32> = acknowledged.iter().filter(|unit| held.binary_search(unit).is_err()).collect();
    assert!(lost.is_empty(), "acknowledged, not in the journal: {lost:?}");
    let proven = store::verify(&opening(folder.path()).url).expect("a journal that holds");
    assert_eq!(proven.live_claims, held.len());
}

/// Who writes all the time comes to write about as often as the others. Their order is shown beside the queue itself; here
/// even a machine busy with other things must pass, and no queue with the pauses of SQLite must not.
#[cfg(not(feature = "unguarded"))]
#[test]
fn nobody_is_kept_waiting_by_a_crowd() {
    const ACTS: u64 = 1_200;
    let folder = tempfile::tempdir().expect("a folder");
    found(folder.path(), 1, 0);
    let mut head = store::open_reader(&opening(folder.path())).expect("a store");
    let children = start(folder.path(), "crowd");
    while head.head().expect("a head").seq < ACTS {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::fs::write(folder.path().join("stop"), "").expect("stop");
    for mut child in children {
        assert!(child.wait().expect("an end").success());
    }
    let acts = (1..=RACERS).map(|number| units_in(&said(folder.path(), "crowd", number))[0]);
    let acts: Vec<u32> = acts.collect();
    let (least, most) = (acts.iter().min().expect("racers"), acts.iter().max().expect("racers"));
    assert!(*most < least * 4, "acts of each process: {acts:?}");
}

/// A process that is suspended while it has the turn, or is the next one.
#[test]
fn who_sleeps_in_the_queue_stops_nobody() {
    use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
    for number in [0, 1] {
        let folder = tempfile::tempdir().expect("a folder");
        found(folder.path(), 4, 1);
        let mut sleeper = child(folder.path(), "sleep", number);
        while !folder.path().join(format!("ready-{number}")).exists() {
            std::thread::sleep(Duration::from_millis(5));
        }
        let pid = Pid::from_child(&sleeper);
        kill_process(pid, Signal::STOP).expect("a signal");
        let stopped = waitpid(Some(pid), WaitOptions::UNTRACED).expect("a child").expect("news of it");
        assert!(stopped.1.stopped(), "{stopped:?}");
        let held = held_within_a_minute(folder.path());
        sleeper.kill().expect("killed");
        sleeper.wait().expect("an end");
        assert_eq!(held.len(), 4, "the office stood still");
        assert!(held.iter().all(|verdict| matches!(verdict, Verdict::Done { .. })), "{held:?}");
    }
}

fn held_within_a_minute(folder: &Path) -> Vec<Verdict> {
    let (sender, answers) = std::sync::mpsc::channel();
    let at = folder.to_path_buf();
    std::thread::spawn(move || {
        let mut desk = Ledger::open(store::open(&opening(&at)).expect("the store")).expect("a ledger");
        (0..4).try_for_each(|unit| sender.send(try_hold(&mut desk, 1, unit)))
    });
    (0..4).map_while(|_| answers.recv_timeout(Duration::from_secs(60)).ok()).collect()
}
