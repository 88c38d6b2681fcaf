//! What a disk can do to the journal: lose what was not synced, tear it, fail. What is under test runs with a file system of
//! ours below SQLite (`disk/vfs.rs`) that writes everything down; from that the disks are made which a power cut could have
//! left, and each must still hold every act that was acknowledged.
//!
//! More than a test run has time for: `XIAOKONG_DISK_IMAGES=20000` for power cuts, `XIAOKONG_DISK_ACTS=200` for failures at
//! every call of so many acts.

#[path = "disk/harm.rs"]
mod harm;
#[path = "disk/image.rs"]
mod image;
#[path = "disk/office.rs"]
mod office;
#[path = "disk/tape.rs"]
mod tape;
#[path = "disk/vfs.rs"]
mod vfs;

use image::{Dice, Disk, Kept};
use office::{ack, act, child, database, found, my_part, recorded, told, wrong};
use rusqlite::Connection;
use std::path::Path;
use std::time::Duration;
use tape::{Ack, Step, Tape, Which};
use vfs::Harm;
use xiaokong::store::Durability;

/// Acts of one teller, and how many work at a time.
const ACTS: u32 = 260;
const TELLERS: u32 = 2;

/// What the processes started by the tests below do; nothing in the test run itself.
#[test]
fn a_child_plays_its_part() {
    let Some((part, folder, ear)) = my_part() else { return };
    let number: u32 = part[1].parse().expect("a number");
    match part[0].as_str() {
        "fast" => tell(&folder, ear.tape(), Durability::Fast, number),
        "strict" => tell(&folder, ear.tape(), Durability::Strict, number),
        "dying" => harm::die(&folder, &ear, number),
        "plain" => plain(&folder, ear.tape(), number),
        other => panic!("{other}"),
    }
}

/// Acts one after the other, each answer taken down as soon as it is there.
fn tell(folder: &Path, tape: &Tape, durability: Durability, teller: u32) {
    let mut desk = office::open(folder, durability).expect("the store");
    for number in 0..ACTS {
        let order = act(teller, number);
        let answer = desk.submit(&order).expect("an answer");
        tape.acknowledge(ack(&order, &answer));
    }
}

/// What a program does that trusts `synchronous = NORMAL`: answers as soon as the commit is made.
fn plain(folder: &Path, tape: &Tape, teller: u32) {
    let conn = Connection::open(database(folder)).expect("the file");
    conn.busy_timeout(Duration::from_secs(60)).expect("a timeout");
    conn.execute_batch("PRAGMA synchronous = NORMAL").expect("a setting");
    for number in 0..ACTS {
        let command = *act(teller, number).id.as_bytes();
        let like = "INSERT INTO answer SELECT ?1, content, '{\"refused\":\"command_conflict\"}', 1, as_of, at, staff, \
                    terminal FROM answer LIMIT 1";
        conn.execute(like, [command.as_slice()]).expect("an answer");
        tape.acknowledge(Ack { command, done: None });
    }
}

/// A disk as it was, and everything that happened to it while processes played that part, twice over: in between the
/// last one closes the file, and SQLite takes the log away.
fn played(part: &str, harm: Option<Harm>) -> (Vec<u8>, Vec<Step>) {
    let folder = tempfile::tempdir().expect("a folder");
    found(folder.path());
    let before = std::fs::read(database(folder.path())).expect("a file");
    for shift in 0..2 {
        let tellers = (0..TELLERS).map(|teller| shift * TELLERS + teller);
        let children: Vec<_> =
            tellers.map(|teller| child(folder.path(), &format!("{part} {teller}"), harm)).collect();
        for mut child in children {
            assert!(child.wait().expect("an end").success());
        }
    }
    (before, recorded(folder.path()))
}

/// How many cuts were looked at, and what was wrong after them.
struct Seen {
    images: usize,
    faults: Vec<String>,
}

/// Cuts the power at many moments, half of them right after an answer, and looks at what each could leave.
fn cut(before: Vec<u8>, steps: &[Step], seed: u64) -> Seen {
    let wanted = std::env::var("XIAOKONG_DISK_IMAGES").ok().and_then(|text| text.parse().ok()).unwrap_or(240);
    let mut dice = Dice(seed);
    let answers: Vec<usize> =
        (0..steps.len()).filter(|at| matches!(steps[*at], Step::Acknowledge(_))).collect();
    let mut moments: Vec<usize> = (0..wanted / Kept::ALL.len())
        .map(|round| match round % 2 {
            0 => answers[dice.below(answers.len() as u64) as usize],
            _ => dice.below(steps.len() as u64) as usize,
        })
        .collect();
    moments.sort_unstable();
    let mut moments = moments.into_iter().peekable();
    let (mut disk, mut acks) = (Disk::new(before), Vec::new());
    let mut seen = Seen { images: 0, faults: Vec::new() };
    for (at, step) in steps.iter().enumerate() {
        disk.take(step);
        if let Step::Acknowledge(ack) = step {
            acks.push(*ack);
        }
        while moments.next_if_eq(&at).is_some() {
            for kept in Kept::ALL {
                let folder = tempfile::tempdir().expect("a folder");
                disk.leave(kept, &mut dice, &database(folder.path()));
                seen.images += 1;
                let found = look(folder.path(), &acks);
                seen.faults.extend(found.map(|fault| format!("cut after step {at}, kept {kept:?}: {fault}")));
            }
        }
    }
    seen
}

/// The first thing wrong with a disk: it does not open, it does not hold, an answer is not in it.
fn look(folder: &Path, acks: &[Ack]) -> Option<String> {
    if let Err(fault) = xiaokong::store::verify(&office::opening(folder).url) {
        return Some(fault.to_string());
    }
    let told = told(&database(folder));
    acks.iter().find_map(|ack| wrong(ack, &told))
}

/// A tape says something about power cuts only if the log was begun anew and taken away while it ran.
fn is_telling(steps: &[Step]) -> bool {
    let count = |wanted: fn(&&Step) -> bool| steps.iter().filter(wanted).count();
    count(|step| matches!(step, Step::Acknowledge(Ack { done: Some(_), .. }))) > 40
        && count(|step| matches!(step, Step::Acknowledge(Ack { done: None, .. }))) > 40
        && count(|step| matches!(step, Step::Delete { .. })) >= 2
        && count(|step| **step == Step::Sync { file: Which::Database }) >= 3
}

fn cut_and_expect_nothing_lost(part: &str) {
    let (before, steps) = played(part, None);
    assert!(is_telling(&steps));
    let seen = cut(before, &steps, 1);
    assert!(seen.images > 100);
    assert!(seen.faults.is_empty(), "{} of {}: {:#?}", seen.faults.len(), seen.images, &seen.faults[..1]);
}

#[test]
fn a_power_cut_loses_no_acknowledged_act() {
    cut_and_expect_nothing_lost("fast");
}

#[test]
fn nor_where_every_commit_is_synced() {
    cut_and_expect_nothing_lost("strict");
}

/// What must be caught, or the test above is blind: answers given before the log is synced.
#[test]
fn answers_before_the_sync_are_caught() {
    let (before, steps) = played("plain", None);
    let seen = cut(before, &steps, 2);
    assert!(seen.faults.len() * 4 > seen.images, "{} of {}", seen.faults.len(), seen.images);
}

/// And a disk that only says it synced.
#[test]
fn a_sync_that_does_nothing_is_caught() {
    let (before, steps) = played("fast", Some(Harm::Idle));
    let seen = cut(before, &steps, 3);
    assert!(seen.faults.len() * 4 > seen.images, "{} of {}", seen.faults.len(), seen.images);
}
