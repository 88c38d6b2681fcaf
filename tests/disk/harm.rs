//! One call to the disk fails, or lies: once, at every place in turn.

use super::image::{Dice, Disk, Kept};
use super::office::{self, ack, act, child, database, found, recorded};
use super::tape::{Step, Tape};
use super::vfs::{self, Harm};
use std::path::Path;
use xiaokong::store::{Durability, StoreFault};

/// Acts of the one process, where no other number was asked for.
const ACTS: u32 = 10;
/// Asks for another number.
const MORE: &str = "XIAOKONG_DISK_ACTS";
/// How often it asks again before it gives up: one call fails, not two.
const TRIES: usize = 3;

/// Acts, and asks again with the same id where it got no answer, as a desk does. Tells what it was told. One act may be so
/// large that the log is copied into the database right after it.
pub fn suffer(folder: &Path, tape: &Tape, durability: Durability, large: Option<u32>) {
    let mut told = String::new();
    let mut note = |fault: StoreFault| told.push_str(&format!("{}\n", fault.code()));
    let opened = (0..TRIES).find_map(|_| office::open(folder, durability).map_err(&mut note).ok());
    let mut desk = opened.expect("the second time it opens");
    let acts = std::env::var(MORE).ok().and_then(|text| text.parse().ok()).unwrap_or(ACTS);
    for number in 0..acts {
        let order = if large == Some(number) { office::large_act(number) } else { act(0, number) };
        let answer = (0..TRIES).find_map(|_| desk.submit(&order).map_err(&mut note).ok());
        tape.acknowledge(ack(&order, &answer.expect("the second time it answers")));
    }
    std::fs::write(folder.join("told"), told).expect("told");
    std::fs::write(folder.join("calls"), vfs::calls().to_string()).expect("told");
}

/// What one harm did: the codes of the faults it was told by, the calls of its kind, and what is wrong afterwards.
struct After {
    told: Vec<String>,
    calls: u64,
    wrong: Option<String>,
}

fn after(part: &str, harm: Harm, at: u64) -> After {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    found(folder);
    let before = std::fs::read(database(folder)).expect("a file");
    let ended = child(folder, &format!("{part} 0"), Some((harm, at))).wait().expect("an end");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    let told = read("told").lines().map(str::to_string).collect();
    let wrong = match ended.success() {
        true => at_the_end(folder, before),
        false => Some("the process gave up".to_string()),
    };
    After { told, calls: read("calls").parse().unwrap_or_default(), wrong }
}

/// What is wrong with the file as it is, or with what a power cut at each answer would have left.
fn at_the_end(folder: &Path, before: Vec<u8>) -> Option<String> {
    let (mut disk, mut dice, mut acks) = (Disk::new(before), Dice(5), Vec::new());
    for step in recorded(folder) {
        disk.take(&step);
        let Step::Acknowledge(ack) = step else { continue };
        acks.push(ack);
        if acks.len() % 5 == 0 {
            for kept in [Kept::None, Kept::Torn] {
                let cut = tempfile::tempdir().expect("a folder");
                disk.leave(kept, &mut dice, &database(cut.path()));
                if let Some(fault) = super::look(cut.path(), &acks) {
                    return Some(format!("cut after answer {}, kept {kept:?}: {fault}", acks.len()));
                }
            }
        }
    }
    let events: u64 = acks.iter().filter_map(|ack| ack.done).map(|(first, last)| 1 + last - first).sum();
    let proven = xiaokong::store::verify(&office::opening(folder).url);
    match proven {
        Ok(proven) if proven.events != events + office::FOUNDING => Some(format!("{} events", proven.events)),
        _ => super::look(folder, &acks),
    }
}

/// Where they are so few, all calls of a kind are harmed.
const FEW: u64 = 32;

/// The calls to be harmed: all where they are few or on demand, else a spread over them.
fn places(part: &str, harm: Harm) -> Vec<u64> {
    let calls = after(part, harm, u64::MAX).calls;
    assert!(calls > 3, "{harm:?} happens {calls} times");
    let is_all = std::env::var_os("XIAOKONG_DISK_HARMS").is_some();
    let step = if is_all || calls <= FEW { 1 } else { calls.div_ceil(8) as usize };
    (1..=calls).step_by(step).collect()
}

fn suffers(part: &str, harms: &[Harm]) {
    let codes = |harm: Harm| match harm {
        Harm::Full | Harm::Short => ["disk_full", "outcome_unknown"],
        _ => ["store_unreachable", "outcome_unknown"],
    };
    for harm in harms {
        let mut told = 0;
        for at in places(part, *harm) {
            let after = after(part, *harm, at);
            assert_eq!(after.wrong, None, "{part}: {harm:?} {at}, told {:?}", after.told);
            let strange = after.told.iter().find(|code| !codes(*harm).contains(&code.as_str()));
            assert_eq!(strange, None, "{part}: {harm:?} {at}");
            told += after.told.len();
        }
        assert!(told > 0, "{part}: nobody noticed any {harm:?}");
    }
}

const HARMS: [Harm; 5] = [Harm::Read, Harm::Write, Harm::Full, Harm::Short, Harm::Sync];

#[test]
fn a_call_that_fails_loses_nothing_and_is_told() {
    suffers("harmed-fast", &HARMS);
}

#[test]
fn nor_does_it_where_every_commit_is_synced() {
    suffers("harmed-strict", &HARMS);
}

/// The log is copied in the middle of the day, by the program itself.
#[test]
fn nor_does_it_while_the_log_is_copied() {
    suffers("harmed-large", &[Harm::Full, Harm::Sync]);
}

/// What must be caught, or the three above are blind.
#[test]
fn a_write_that_did_not_happen_is_caught() {
    let places = places("harmed-fast", Harm::Lie);
    let caught = places.iter().filter(|at| after("harmed-fast", Harm::Lie, **at).wrong.is_some()).count();
    assert!(caught * 2 > places.len(), "{caught} of {}", places.len());
}
