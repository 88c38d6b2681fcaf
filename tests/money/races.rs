//! Two processes in the same instant: a receipt number and a swap's target go to exactly one, and papers printed by both
//! are numbered one after the other (rules §4, §11.1).

use crate::common::taken;
use chrono::NaiveDate;
use std::path::Path;
use std::process::{Child, Command as Process, Stdio};
use std::time::Duration;
use xiaokong::domain::act::{Command, Event};
use xiaokong::domain::id::{BuildingId, CommandId, CustomerId, StaffId, UnitId};
use xiaokong::domain::party::Named;
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::state::request::{Back, Change};
use xiaokong::domain::state::sealed::Person;
use xiaokong::domain::state::staff::Role;
use xiaokong::domain::state::unit::{ListedStatus, UnitSpec};
use xiaokong::domain::{change, issue, listing, payment, people, setup};
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Journal, Opening, Order, Reader, StoreFault, Verdict};

/// Which part a child plays, and which of the two it is; unset in the test run itself.
const PART: &str = "XIAOKONG_MONEY_PART";
const FOLDER: &str = "XIAOKONG_MONEY_FOLDER";
const ROUNDS: u32 = 20;

type Desk = Ledger<Box<dyn Journal>>;

fn opening(folder: &Path) -> Opening {
    Opening { url: folder.join("money.db").display().to_string(), ..Opening::default() }
}

/// Sends a command, with the same id again while the file is busy.
fn send(desk: &mut Desk, by: u32, command: impl Into<Command>) -> Verdict {
    let id = CommandId::now_v7();
    let order = Order { id, by: StaffId(by), terminal: "race".into(), command: command.into() };
    loop {
        match desk.submit(&order) {
            Ok(answer) => return answer.verdict,
            Err(StoreFault::Busy { .. }) => {}
            Err(fault) => panic!("{fault}"),
        }
    }
}

fn done(desk: &mut Desk, by: u32, command: impl Into<Command>) {
    let verdict = send(desk, by, command);
    assert!(matches!(verdict, Verdict::Done { .. }), "{verdict:?}");
}

fn row(number: u32) -> listing::Row {
    // The last third is dearer: that is where the swaps go.
    let total = if number < 2 * ROUNDS { 100_000_000 } else { 200_000_000 };
    let spec = serde_json::json!({ "building": "1#", "room": (1_000 + number).to_string(), "floor": 1, "total": total });
    let spec: UnitSpec = serde_json::from_value(spec).expect("a unit");
    listing::Row { spec, status: Some(ListedStatus::Available) }
}

fn deposit(unit: u32, receipt: &str) -> payment::Command {
    let customer = Some(Named::Known(CustomerId(0)));
    payment::Command::Deposit { unit: UnitId(unit), customer, taken: taken(receipt, 50_000) }
}

/// A licensed building, a manager and two cashiers.
fn found(folder: &Path) -> Desk {
    let mut desk = Ledger::open(store::create(&opening(folder)).expect("a store")).expect("a ledger");
    let (manager, roles) = ("经理".to_string(), vec![Role::Manager]);
    let found =
        setup::Command::Found { name: "同号".into(), practice: false, manager, roles, policy: Vec::new() };
    done(&mut desk, 0, found);
    for number in 1..=2 {
        let name = format!("财务{number}");
        done(&mut desk, 0, setup::Command::AddStaff { name, role: Role::Cashier, team: None });
    }
    let rows = (0..3 * ROUNDS).map(row).collect();
    done(&mut desk, 0, listing::Command::Import { source: "list".into(), rows });
    let granted = NaiveDate::from_ymd_opt(2026, 9, 1).expect("a day");
    let licence = setup::Command::SetLicence { building: BuildingId(0), number: "1".into(), granted };
    done(&mut desk, 0, licence);
    // One customer for all: two new ones at once would already be told apart by their own number.
    let person = Person { salt: "s".into(), name: "张三".into(), phones: vec!["13800000001".into()] };
    done(&mut desk, 0, people::Command::Register { customer: Named::Person(person) });
    desk
}

/// What the processes started by the tests below do; nothing in the test run itself.
#[test]
fn a_child_plays_its_part() {
    let Ok(part) = std::env::var(PART) else { return };
    let folder = std::path::PathBuf::from(std::env::var_os(FOLDER).expect("a folder"));
    let (part, number) = part.split_once(' ').expect("part and number");
    let number: u32 = number.parse().expect("a number");
    let mut desk = Ledger::open(store::open(&opening(&folder)).expect("the store")).expect("a ledger");
    std::fs::write(folder.join(format!("ready-{number}")), "").expect("ready");
    while !folder.join("go").exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let mut won = String::new();
    for round in 0..ROUNDS {
        // One goes up, the other down: they meet in the middle, and neither is always first.
        let round = if number == 1 { round } else { ROUNDS - 1 - round };
        let unit = 2 * round + number - 1;
        let verdict = match part {
            "receipt" => send(&mut desk, number, deposit(unit, &format!("R{round}"))),
            "paper" => send(&mut desk, number, issue::Command::LastReceipt { unit: UnitId(unit) }),
            _ => {
                let change = Change::Swap { to: UnitId(2 * ROUNDS + round), back: Back::Available };
                let reason = "同时换房".to_string();
                send(&mut desk, 0, change::Command::Make { unit: UnitId(unit), change, reason })
            }
        };
        match verdict {
            Verdict::Done { .. } => won.push_str(&format!("{round}\n")),
            Verdict::Refused(Rejection::ReceiptUsed { .. } | Rejection::UnitTaken { .. }) => {}
            Verdict::Refused(other) => panic!("{other:?}"),
        }
    }
    std::fs::write(folder.join(format!("won-{number}")), won).expect("written");
}

/// Both children play; the rounds that were won, by either.
fn race(folder: &Path, part: &str) -> Vec<u32> {
    let child = |number: u32| -> Child {
        Process::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "races::a_child_plays_its_part", "--nocapture"])
            .env(PART, format!("{part} {number}"))
            .env(FOLDER, folder)
            .stdout(Stdio::null())
            .spawn()
            .expect("a process")
    };
    let children = [1, 2].map(child);
    while (1..=2).any(|number| !folder.join(format!("ready-{number}")).exists()) {
        std::thread::sleep(Duration::from_millis(2));
    }
    std::fs::write(folder.join("go"), "").expect("go");
    for mut child in children {
        assert!(child.wait().expect("an end").success());
    }
    let said = |number| std::fs::read_to_string(folder.join(format!("won-{number}"))).expect("its rounds");
    let both = format!("{}{}", said(1), said(2));
    let mut won: Vec<u32> = both.lines().map(|line| line.parse().expect("a round")).collect();
    won.sort_unstable();
    won
}

#[test]
fn a_receipt_number_goes_to_exactly_one_cashier() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(found(folder.path()));
    assert_eq!(race(folder.path(), "receipt"), (0..ROUNDS).collect::<Vec<_>>());
    let proven = store::verify(&opening(folder.path()).url).expect("a journal that holds");
    assert_eq!(proven.live_claims, ROUNDS as usize);
}

#[test]
fn a_swaps_target_goes_to_exactly_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = found(folder.path());
    for unit in 0..2 * ROUNDS {
        done(&mut desk, 1, deposit(unit, &format!("D{unit}")));
    }
    drop(desk);
    assert_eq!(race(folder.path(), "swap"), (0..ROUNDS).collect::<Vec<_>>());
    // Nobody lost a claim over it: whoever came too late still has the first unit.
    let proven = store::verify(&opening(folder.path()).url).expect("a journal that holds");
    assert_eq!(proven.live_claims, 2 * ROUNDS as usize);
}

#[test]
fn papers_printed_at_once_have_consecutive_numbers() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = found(folder.path());
    for unit in 0..2 * ROUNDS {
        done(&mut desk, 1, deposit(unit, &format!("D{unit}")));
    }
    drop(desk);
    let both = (0..ROUNDS).flat_map(|round| [round, round]).collect::<Vec<_>>();
    assert_eq!(race(folder.path(), "paper"), both, "everybody prints all their papers");
    let mut reader = store::open_reader(&opening(folder.path())).expect("the store");
    let events = reader.read(0, 10_000).expect("its events");
    let printed = events.iter().filter_map(|recorded| match &recorded.event {
        Event::Issue(event) => Some((event.print().0.number, recorded.by)),
        _ => None,
    });
    let (numbers, by): (Vec<u32>, Vec<_>) = printed.unzip();
    assert_eq!(
        numbers,
        (1..=2 * ROUNDS).collect::<Vec<_>>(),
        "no gap, none twice, in the order of the journal"
    );
    assert!(by.windows(2).filter(|pair| pair[0] != pair[1]).count() > 1, "they took turns: {by:?}");
    store::verify(&opening(folder.path()).url).expect("a journal that holds");
}
