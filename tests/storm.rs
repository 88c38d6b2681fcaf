//! Writers killed, stopped and let loose on one store: what they were told is in the journal once, and everything they were
//! told can be explained by one order of acts (`store::history`). `XIAOKONG_KILLS` makes the storm longer.

#[path = "storm/office.rs"]
mod office;
#[path = "storm/record.rs"]
mod record;
#[path = "storm/writer.rs"]
mod writer;

use office::{WRITERS, claimed, found, journal, opening};
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::time::Duration;
use writer::{Dice, place};
use xiaokong::domain::act::Recorded;
use xiaokong::domain::id::{CommandId, StaffId};
use xiaokong::store::history::{self, Call, Checked, History};
use xiaokong::store::{self, StoreFault, Verdict};

/// Which part a child plays; unset in the test run itself.
const PART: &str = "XIAOKONG_STORM_PART";
const FOLDER: &str = "XIAOKONG_STORM_FOLDER";
/// Kills of the storm, unless said otherwise.
const KILLS: u32 = 1_000;
/// Kills in one office, so that no journal grows too long to be read by each newcomer.
const KILLS_IN_ONE: u32 = 125;

fn child(folder: &Path, part: &str, number: u32) -> Child {
    Process::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "a_child_plays_its_part", "--nocapture"])
        .env(PART, format!("{part} {number}"))
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .spawn()
        .expect("a process")
}

/// What the processes started by the tests below do; nothing in the test run itself.
#[test]
fn a_child_plays_its_part() {
    let Ok(part) = std::env::var(PART) else { return };
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("a folder"));
    let (part, number) = part.split_once(' ').expect("part and number");
    let number: u32 = number.parse().expect("a number");
    match part {
        "write" => writer::write(&folder, number),
        "freeze" => writer::freeze(&folder, number),
        "hasty" => writer::write_hastily(&folder, number),
        other => panic!("{other}"),
    }
}

fn kill(child: &mut Child) {
    assert_eq!(child.try_wait().expect("news of it"), None, "a writer ended by itself");
    child.kill().expect("killed");
    child.wait().expect("an end");
}

/// Kills writers one after the other, each at a moment of its own, and puts another in its place.
fn storm(folder: &Path, kills: u32, dice: &mut Dice) {
    let mut writers: Vec<Child> = (1..=WRITERS).map(|number| child(folder, "write", number)).collect();
    for _ in WRITERS..kills {
        std::thread::sleep(Duration::from_micros(1_000 + u64::from(dice.below(40_000))));
        let number = dice.below(WRITERS);
        kill(&mut writers[number as usize]);
        writers[number as usize] = child(folder, "write", number + 1);
    }
    std::thread::sleep(Duration::from_millis(200));
    writers.iter_mut().for_each(kill);
}

/// Commands acknowledged with yes that the journal does not have.
fn lost(calls: &[Call], journal: &[Recorded]) -> Vec<CommandId> {
    let there: HashSet<CommandId> = journal.iter().map(|recorded| recorded.command).collect();
    let done = calls.iter().filter(|call| matches!(call.answer.verdict, Verdict::Done { .. }));
    done.map(|call| call.order.id).filter(|id| !there.contains(id)).collect()
}

/// Everything that must hold of an office after a storm.
fn holds(folder: &Path, before: u64) -> Checked {
    let journal = journal(folder);
    let (calls, open) = record::read_all((1..=WRITERS).map(|number| place(folder, number)));
    assert_eq!(lost(&calls, &journal), Vec::<CommandId>::new(), "acknowledged, not in the journal");
    let history = History { calls: &calls, open: &open, journal: &journal, before };
    let checked = history::check(&history).unwrap_or_else(|flaw| panic!("{flaw:?}"));
    let proven = store::verify(&opening(folder).url).expect("a journal that holds");
    assert_eq!((proven.events, proven.live_claims), (journal.len() as u64, claimed(&journal)));
    checked
}

#[test]
fn a_storm_of_kills_loses_and_doubles_nothing() {
    let kills = std::env::var("XIAOKONG_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let mut dice = Dice::new(record::monotonic());
    let (mut all, mut left) = (Checked::default(), kills);
    while left > 0 {
        let now = left.clamp(WRITERS, KILLS_IN_ONE);
        left = left.saturating_sub(now);
        let folder = tempfile::tempdir().expect("a folder");
        let before = found(folder.path());
        storm(folder.path(), now, &mut dice);
        let checked = holds(folder.path(), before);
        all.done += checked.done;
        all.refused += checked.refused;
        all.repeated += checked.repeated;
        // Nobody was left in the way of the next one.
        let mut desk = office::open(folder.path());
        let last = writer::next(&desk, StaffId(1), &mut dice);
        writer::ask(&mut desk, &last);
    }
    eprintln!("{kills} kills: {all:?}");
    assert!(
        all.done > kills as usize && all.refused > 0 && all.repeated > 0,
        "too calm to prove anything: {all:?}"
    );
}

/// Waits until a child has stopped itself or was stopped.
fn stopped(child: &Child) -> Pid {
    let pid = Pid::from_child(child);
    let (_, news) = waitpid(Some(pid), WaitOptions::UNTRACED).expect("a child").expect("news of it");
    assert!(news.stopped(), "{news:?}");
    pid
}

/// A writer stopped with the lock in its hand: the others are told who it is, and when it goes on nothing is lost.
#[test]
fn who_is_stopped_while_writing_is_named_and_goes_on_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let before = found(folder.path());
    let mut frozen = child(folder.path(), "freeze", 1);
    let pid = stopped(&frozen);
    let (mut desk, mut record) =
        (office::open(folder.path()), record::Record::open(&place(folder.path(), 2)));
    let order = writer::hold(StaffId(2), 0);
    record.sent(&order);
    // The control of what follows: were the lock not held, this would be answered.
    match desk.submit(&order) {
        Err(StoreFault::Busy { process, .. }) => assert_eq!(process, Some(frozen.id())),
        other => panic!("{other:?}"),
    }
    assert_eq!(journal(folder.path()).len() as u64, before, "who only looks waits for nobody");
    kill_process(pid, Signal::CONT).expect("a signal");
    record.told(&order, &writer::ask(&mut desk, &order));
    assert!(frozen.wait().expect("an end").success());
    let checked = holds(folder.path(), before);
    assert_eq!((checked.done, checked.refused, checked.repeated), (1, 1, 0), "one unit, one winner");
}

/// Writers stopped at any moment and let go again: the others go on meanwhile or say who is in the way.
#[test]
fn stops_at_any_moment_lose_and_double_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let before = found(folder.path());
    let mut writers: Vec<Child> = (1..=4).map(|number| child(folder.path(), "write", number)).collect();
    let mut desk = office::open(folder.path());
    let (mut dice, mut named, mut went_on) = (Dice::new(record::monotonic()), 0, 0);
    let mut record = record::Record::open(&place(folder.path(), 5));
    for _ in 0..12 {
        std::thread::sleep(Duration::from_micros(20_000 + u64::from(dice.below(40_000))));
        let which = &writers[dice.below(4) as usize];
        kill_process(Pid::from_child(which), Signal::STOP).expect("a signal");
        let pid = stopped(which);
        let order = writer::next(&desk, StaffId(5), &mut dice);
        record.sent(&order);
        match desk.submit(&order) {
            Ok(answer) => {
                record.told(&order, &answer);
                went_on += 1;
                kill_process(pid, Signal::CONT).expect("a signal");
            }
            Err(StoreFault::Busy { process, .. }) => {
                assert_eq!(process, Some(which.id()), "somebody else is blamed");
                named += 1;
                kill_process(pid, Signal::CONT).expect("a signal");
                record.told(&order, &writer::ask(&mut desk, &order));
            }
            Err(fault) => panic!("{fault}"),
        }
    }
    writers.iter_mut().for_each(kill);
    let checked = holds(folder.path(), before);
    eprintln!("12 stops: {went_on} went on, {named} were told who is in the way; {checked:?}");
    assert!(checked.done > 12, "too calm to prove anything: {checked:?}");
}

/// The control: who acknowledges first and commits then is caught.
#[test]
fn who_acknowledges_too_early_is_caught() {
    for _ in 0..200 {
        let folder = tempfile::tempdir().expect("a folder");
        found(folder.path());
        let mut hasty = child(folder.path(), "hasty", 1);
        while record::read(&place(folder.path(), 1)).calls.len() < 3 {
            std::thread::sleep(Duration::from_millis(1));
        }
        kill(&mut hasty);
        let calls = record::read(&place(folder.path(), 1)).calls;
        let lost = lost(&calls, &journal(folder.path()));
        if !lost.is_empty() {
            // Only the last one can have been on its way.
            assert_eq!(lost, [calls.last().expect("a call").order.id]);
            return;
        }
    }
    panic!("acknowledging before the commit was never noticed");
}
