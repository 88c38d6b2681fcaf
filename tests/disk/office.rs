//! A project on a disk that is listened to: made here, worked in by processes of their own, looked at afterwards.

use super::tape::{Ack, Step, Tape, steps};
use super::vfs::{self, Ear, Harm};
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::sync::Arc;
use xiaokong::domain::act::Command;
use xiaokong::domain::id::{CommandId, CustomerId, StaffId, UnitId};
use xiaokong::domain::party::Named;
use xiaokong::domain::state::sealed::Person;
use xiaokong::domain::state::staff::Role;
use xiaokong::domain::state::unit::{ListedStatus, UnitSpec};
use xiaokong::domain::{hold, listing, people, setup};
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Answer, Durability, Journal, Opening, Order, Verdict};

/// Which part a child plays; unset in the test run itself.
pub const PART: &str = "XIAOKONG_DISK_PART";
const FOLDER: &str = "XIAOKONG_DISK_FOLDER";
const HARM: &str = "XIAOKONG_DISK_HARM";
const UNITS: u32 = 12;
/// How many events a founding makes.
pub const FOUNDING: u64 = 3;

pub type Desk = Ledger<Box<dyn Journal>>;

pub fn database(folder: &Path) -> PathBuf {
    folder.join("disk.db")
}

/// How much of the log is known to be on the disk.
pub fn note(folder: &Path) -> PathBuf {
    folder.join("disk.db.synced")
}

fn tape(folder: &Path) -> PathBuf {
    folder.join("tape")
}

pub fn opening(folder: &Path) -> Opening {
    Opening { url: database(folder).display().to_string(), ..Opening::default() }
}

pub fn open(folder: &Path, durability: Durability) -> Result<Desk, store::StoreFault> {
    Ledger::open(store::open(&Opening { durability, ..opening(folder) })?)
}

/// A project with units and one customer, closed again: one file and no log beside it.
pub fn found(folder: &Path) {
    let mut desk = Ledger::open(store::create(&opening(folder)).expect("a store")).expect("a ledger");
    let mut done = |command: Command| {
        let order = Order { id: CommandId::now_v7(), by: StaffId(0), terminal: "disk".into(), command };
        let answer = desk.submit(&order).expect("an answer");
        assert!(matches!(answer.verdict, Verdict::Done { .. }), "{:?}", answer.verdict);
    };
    let policy = vec![("hold_limit".to_string(), "1000".to_string())];
    let (manager, roles) = ("经理".to_string(), vec![Role::Manager, Role::Consultant]);
    done(setup::Command::Found { name: "停电".into(), practice: false, manager, roles, policy }.into());
    let row = |room: u32| {
        let spec = serde_json::json!({ "building": "1#", "room": room.to_string(), "floor": 1, "total": 100_000_000 });
        let spec: UnitSpec = serde_json::from_value(spec).expect("a unit");
        listing::Row { spec, status: Some(ListedStatus::Available) }
    };
    let rows = (0..UNITS).map(|unit| row(101 + unit)).collect();
    done(listing::Command::Import { source: "list".into(), rows }.into());
    let person = Person { salt: "s".into(), name: "王".into(), phones: vec!["13900000000".into()] };
    done(people::Command::Register { customer: Named::Person(person) }.into());
}

/// The n-th act of a teller: every third adds somebody, the others hold a unit, and most of these are refused.
pub fn act(teller: u32, number: u32) -> Order {
    let command: Command = match number % 3 {
        0 => {
            let name = format!("{teller}-{number}");
            setup::Command::AddStaff { name, role: Role::Consultant, team: None }.into()
        }
        _ => {
            let unit = UnitId((number + teller * 5) % UNITS);
            hold::Command::Hold { unit, customer: Named::Known(CustomerId(0)), minutes: None }.into()
        }
    };
    Order { id: id(teller, number), by: StaffId(0), terminal: "disk".into(), command }
}

/// One act that fills the log by itself: a unit with four megabytes of remarks.
pub fn large_act(number: u32) -> Order {
    let remarks = "备".repeat(1_400_000);
    let spec =
        serde_json::json!({ "building": "1#", "room": "999", "floor": 9, "attributes": [["备注", remarks]] });
    let spec: UnitSpec = serde_json::from_value(spec).expect("a unit");
    let rows = vec![listing::Row { spec, status: None }];
    Order { command: listing::Command::Import { source: "list".into(), rows }.into(), ..act(0, number) }
}

/// The same act has the same id, whoever asks again.
fn id(teller: u32, number: u32) -> CommandId {
    CommandId::from_u128(
        0x0190_0000_0000_7000_8000_0000_0000_0000 | u128::from(teller) << 32 | u128::from(number),
    )
}

pub fn ack(order: &Order, answer: &Answer) -> Ack {
    let done = match answer.verdict {
        Verdict::Done { first, last } => Some((first, last)),
        Verdict::Refused(_) => None,
    };
    Ack { command: *order.id.as_bytes(), done }
}

/// A child that plays `part` (and numbers it needs) on the disk in a folder.
pub fn child(folder: &Path, part: &str, harm: Option<Harm>) -> Child {
    Process::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "a_child_plays_its_part", "--nocapture"])
        .env(PART, part)
        .env(FOLDER, folder)
        .env(HARM, harm.map_or(String::new(), |harm| format!("{harm:?}")))
        .stdout(Stdio::null())
        .spawn()
        .expect("a process")
}

/// Inside a child: its part, the folder and who listens from now on.
pub fn my_part() -> Option<(Vec<String>, PathBuf, Arc<Ear>)> {
    let part = std::env::var(PART).ok()?;
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("a folder"));
    let harm = std::env::var(HARM).unwrap_or_default();
    let harm = (!harm.is_empty()).then(|| Harm::parse(&harm).expect("a harm"));
    let ear = listen(&folder, harm);
    Some((part.split(' ').map(str::to_string).collect(), folder, ear))
}

/// What this thread opens from now on goes onto the tape in a folder.
pub fn listen(folder: &Path, harm: Option<Harm>) -> Arc<Ear> {
    vfs::listen(Tape::open(&tape(folder)), harm)
}

pub fn recorded(folder: &Path) -> Vec<Step> {
    steps(&tape(folder))
}

/// What a journal says of a command: its answer, and where its events are.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Told {
    answers: u32,
    refused: bool,
    events: Vec<u64>,
}

/// Everything a file says, read past the program.
pub fn told(database: &Path) -> BTreeMap<Vec<u8>, Told> {
    let conn = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a file");
    let mut all: BTreeMap<Vec<u8>, Told> = BTreeMap::new();
    let mut answers = conn.prepare("SELECT command, refused FROM answer").expect("a table");
    let rows = answers.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    for (command, refused) in rows.map(|row| row.expect("a row")) {
        let told = all.entry(command).or_default();
        (told.answers, told.refused) = (told.answers + 1, refused);
    }
    let mut events = conn.prepare("SELECT command, seq FROM event ORDER BY seq").expect("a table");
    let rows = events.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?))).expect("rows");
    for (command, seq) in rows.map(|row| row.expect("a row")) {
        all.entry(command).or_default().events.push(seq.cast_unsigned());
    }
    all
}

/// What is wrong with an acknowledgement, going by what the file says.
pub fn wrong(ack: &Ack, told: &BTreeMap<Vec<u8>, Told>) -> Option<String> {
    let expected = Told {
        answers: 1,
        refused: ack.done.is_none(),
        events: ack.done.map_or(Vec::new(), |(first, last)| (first..=last).collect()),
    };
    match told.get(&ack.command[..]) {
        Some(told) if *told == expected => None,
        found => Some(format!("{:?}: expected {expected:?}, found {found:?}", ack.command)),
    }
}
