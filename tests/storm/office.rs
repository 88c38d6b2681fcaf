//! A small office many want to write in.
#![allow(dead_code, reason = "each test file uses its part")]

use std::path::Path;
use xiaokong::domain::act::{Command, Event, Recorded};
use xiaokong::domain::id::{BuildingId, CommandId, StaffId};
use xiaokong::domain::money::Fen;
use xiaokong::domain::party::Named;
use xiaokong::domain::state::sealed::Person;
use xiaokong::domain::state::staff::Role;
use xiaokong::domain::state::unit::{ListedStatus, UnitSpec};
use xiaokong::domain::{hold, listing, payment, people, setup};
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Journal, Opening, Order, Reader, Verdict};

pub type Desk = Ledger<Box<dyn Journal>>;

/// Consultants are 1 to this, the cashier comes after them.
pub const WRITERS: u32 = 10;
pub const CASHIER: StaffId = StaffId(WRITERS + 1);
pub const UNITS: u32 = 80;

pub fn opening(folder: &Path) -> Opening {
    Opening { url: folder.join("storm.db").display().to_string(), ..Opening::default() }
}

pub fn open(folder: &Path) -> Desk {
    Ledger::open(store::open(&opening(folder)).expect("the store")).expect("a ledger")
}

pub fn order(by: StaffId, command: impl Into<Command>) -> Order {
    Order { id: CommandId::now_v7(), by, terminal: "storm".into(), command: command.into() }
}

fn row(room: u32) -> listing::Row {
    let spec =
        serde_json::json!({ "building": "1#", "room": room.to_string(), "floor": 1, "total": 100_000_000 });
    let spec: UnitSpec = serde_json::from_value(spec).expect("a unit");
    listing::Row { spec, status: Some(ListedStatus::Available) }
}

/// The commands that make the office.
pub fn founding() -> Vec<Command> {
    let policy = [("hold_limit", "1000"), ("hold_cooldown", "0m")];
    let policy = policy.map(|(key, value)| (key.to_string(), value.to_string())).to_vec();
    let (manager, roles) = ("经理".to_string(), vec![Role::Manager]);
    let mut all: Vec<Command> =
        vec![setup::Command::Found { name: "风暴".into(), practice: false, manager, roles, policy }.into()];
    for number in 1..=WRITERS + 1 {
        let role = if StaffId(number) == CASHIER { Role::Cashier } else { Role::Consultant };
        all.push(setup::Command::AddStaff { name: format!("员工{number}"), role, team: None }.into());
    }
    let rows = (0..UNITS).map(|unit| row(1_000 + unit)).collect();
    all.push(listing::Command::Import { source: "list".into(), rows }.into());
    let granted = chrono::NaiveDate::from_ymd_opt(2026, 9, 1).expect("a day");
    all.push(setup::Command::SetLicence { building: BuildingId(0), number: "1".into(), granted }.into());
    let person = Person { salt: "s".into(), name: "王".into(), phones: vec!["13900000000".into()] };
    all.push(people::Command::Register { customer: Named::Person(person) }.into());
    all
}

/// Makes it; the position of its last event.
pub fn found(folder: &Path) -> u64 {
    let mut desk = Ledger::open(store::create(&opening(folder)).expect("a store")).expect("a ledger");
    for command in founding() {
        let answer = desk.submit(&order(StaffId(0), command)).expect("an answer");
        assert!(matches!(answer.verdict, Verdict::Done { .. }), "{:?}", answer.verdict);
    }
    desk.office().head
}

/// The whole journal.
pub fn journal(folder: &Path) -> Vec<Recorded> {
    let mut reader = store::open_reader(&opening(folder)).expect("a store");
    let mut events = Vec::new();
    loop {
        let page = reader.read(events.len() as u64, 4_096).expect("events");
        if page.is_empty() {
            return events;
        }
        events.extend(page);
    }
}

/// The units claimed at the end, told from the events alone, with no help of the core; panics where one is taken twice.
pub fn claimed(journal: &[Recorded]) -> usize {
    let mut taken = vec![false; UNITS as usize];
    for recorded in journal {
        match &recorded.event {
            Event::Hold(hold::Event::Placed { unit, .. })
            | Event::Payment(payment::Event::Deposited { unit, party: Some(_), .. }) => {
                assert!(
                    !std::mem::replace(&mut taken[unit.index()], true),
                    "{unit} twice at {}",
                    recorded.seq
                );
            }
            Event::Hold(hold::Event::Released { unit, .. } | hold::Event::Expired { unit }) => {
                assert!(
                    std::mem::replace(&mut taken[unit.index()], false),
                    "{unit} freed at {}",
                    recorded.seq
                );
            }
            _ => {}
        }
    }
    taken.into_iter().filter(|is_taken| *is_taken).count()
}

/// Enough for a deposit.
pub fn deposit() -> Fen {
    Fen::yuan(50_000)
}
