//! What many were told at the same time, checked against the journal; and that the check notices what is wrong.

#[path = "storm/office.rs"]
mod office;
#[path = "storm/record.rs"]
mod record;
#[path = "storm/writer.rs"]
mod writer;

use office::{WRITERS, found, journal};
use stateright::semantics::{ConsistencyTester, LinearizabilityTester, SequentialSpec};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Barrier;
use writer::{Dice, ask, next};
use xiaokong::domain::act::Recorded;
use xiaokong::domain::hold;
use xiaokong::domain::id::{CommandId, CustomerId, StaffId, UnitId};
use xiaokong::domain::party::Named;
use xiaokong::domain::rejection::Rejection;
use xiaokong::store::Verdict;
use xiaokong::store::history::{Call, Flaw, History, check};

/// Commands of each thread.
const EACH: usize = 60;

/// A recorded history of threads, each with its own connection.
struct Recording {
    calls: Vec<Call>,
    journal: Vec<Recorded>,
    before: u64,
}

impl Recording {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let before = found(folder.path());
        let barrier = Barrier::new(WRITERS as usize);
        let calls = std::thread::scope(|scope| {
            let threads: Vec<_> = (1..=WRITERS)
                .map(|number| {
                    scope.spawn({
                        let (folder, barrier) = (folder.path(), &barrier);
                        move || calls_of(folder, number, barrier)
                    })
                })
                .collect();
            threads.into_iter().flat_map(|thread| thread.join().expect("a history")).collect()
        });
        Self { calls, journal: journal(folder.path()), before }
    }

    fn flaw(&self) -> Option<Flaw> {
        let open = HashSet::new();
        let Self { calls, journal, before } = self;
        check(&History { calls, open: &open, journal, before: *before }).err()
    }

    /// The place of the first call answered with yes, after so many others.
    fn done_after(&self, others: usize) -> usize {
        let done = |place: &usize| matches!(self.calls[*place].answer.verdict, Verdict::Done { .. });
        (0..self.calls.len()).filter(done).nth(others).expect("enough of them")
    }

    fn refused(&self) -> usize {
        let no = |call: &Call| matches!(call.answer.verdict, Verdict::Refused(Rejection::UnitTaken { .. }));
        self.calls.iter().position(no).expect("somebody came too late")
    }
}

fn calls_of(folder: &Path, number: u32, barrier: &Barrier) -> Vec<Call> {
    let mut desk = office::open(folder);
    let mut dice = Dice::new(record::monotonic() ^ u64::from(number));
    barrier.wait();
    let calls = (0..EACH).map(|_| {
        let order = next(&desk, StaffId(number), &mut dice);
        let asked = record::monotonic();
        let answer = ask(&mut desk, &order);
        Call { asked, answered: record::monotonic(), order, answer }
    });
    calls.collect()
}

#[test]
fn what_many_were_told_at_once_holds() {
    let recording = Recording::new();
    assert_eq!(recording.flaw(), None);
    let overlap = |one: &Call, other: &Call| one.asked < other.answered && other.asked < one.answered;
    let calls = &recording.calls;
    let overlapping = calls.iter().filter(|one| calls.iter().filter(|other| overlap(one, other)).count() > 1);
    assert!(overlapping.count() > calls.len() / 4, "they hardly met");
}

/// A flaw put in, and what the check must say of it.
type Control = fn(&mut Recording) -> Flaw;

const CONTROLS: [(&str, Control); 11] = [
    ("a no told as another no", |recording| {
        let place = recording.refused();
        recording.calls[place].answer.verdict = Verdict::Refused(Rejection::NothingToUndo);
        Flaw::Wrong(recording.calls[place].order.id)
    }),
    ("a no that came too late by one event", |recording| {
        let place = recording.refused();
        let before = recording.before;
        recording.calls[place].answer.as_of = before;
        let id = recording.calls[place].order.id;
        // Told so early that nobody had asked anything: only the rules can say that nothing was taken then.
        (recording.calls[place].asked, recording.calls[place].answered) = (0, u64::MAX);
        Flaw::Wrong(id)
    }),
    ("a yes told as a no", |recording| {
        let place = recording.done_after(3);
        recording.calls[place].answer.verdict = Verdict::Refused(Rejection::NothingToUndo);
        Flaw::Doubled(recording.calls[place].order.id)
    }),
    ("a yes at another time", |recording| {
        let place = recording.done_after(3);
        recording.calls[place].answer.at += chrono::Duration::milliseconds(1);
        Flaw::Wrong(recording.calls[place].order.id)
    }),
    ("a command answered by another's events", |recording| {
        let (one, other) = (recording.done_after(3), recording.done_after(4));
        let answer = recording.calls[other].answer.clone();
        recording.calls[one].answer = answer;
        (recording.calls[one].asked, recording.calls[one].answered) = (0, u64::MAX);
        Flaw::Lost(recording.calls[one].order.id)
    }),
    ("a yes asked for after a later one was known", |recording| {
        let by_seq = |recording: &Recording| {
            let done = recording.calls.iter().enumerate();
            let done = done.filter(|(_, call)| matches!(call.answer.verdict, Verdict::Done { .. }));
            let mut done: Vec<_> = done.map(|(place, call)| (call.answer.as_of, place)).collect();
            done.sort_unstable();
            done
        };
        let done = by_seq(recording);
        let (early, late) = (done[0].1, done[done.len() - 1].1);
        let known = recording.calls[late].answered;
        (recording.calls[early].asked, recording.calls[early].answered) = (known + 1, known + 2);
        Flaw::Backwards(recording.calls[early].order.id)
    }),
    ("an answer that never came", |recording| {
        let place = recording.done_after(5);
        let Verdict::Done { first, .. } = recording.calls.remove(place).answer.verdict else {
            unreachable!()
        };
        Flaw::Stranger(first)
    }),
    ("an event taken out of the journal's end", |recording| {
        let gone = recording.journal.pop().expect("events").command;
        let end = recording.journal.len() as u64;
        recording.calls.retain(|call| call.answer.as_of <= end);
        Flaw::Nowhere(gone)
    }),
    ("an event changed in the journal", |recording| {
        let place = recording.done_after(5);
        let Verdict::Done { first, last } = recording.calls[place].answer.verdict else { unreachable!() };
        let other =
            recording.journal.iter().find(|other| other.event != recording.journal[last as usize - 1].event);
        let event = other.expect("another").event.clone();
        assert!(first <= last);
        recording.journal[last as usize - 1].event = event;
        Flaw::Wrong(recording.calls[place].order.id)
    }),
    ("a command that happened twice", |recording| {
        let last = recording.journal.last().expect("events").clone();
        let id = recording.calls[recording.done_after(0)].order.id;
        recording.journal.push(Recorded { seq: last.seq + 1, command: id, ..last });
        Flaw::Doubled(id)
    }),
    ("an event nobody asked for", |recording| {
        let last = recording.journal.last().expect("events").clone();
        recording.journal.push(Recorded { seq: last.seq + 1, command: CommandId::now_v7(), ..last });
        Flaw::Stranger(recording.journal.len() as u64)
    }),
];

#[test]
fn the_check_notices_every_flaw() {
    let sound = Recording::new();
    assert_eq!(sound.flaw(), None);
    for (what, control) in CONTROLS {
        let mut flawed =
            Recording { calls: sound.calls.clone(), journal: sound.journal.clone(), before: sound.before };
        let expected = control(&mut flawed);
        assert_eq!(flawed.flaw(), Some(expected), "{what}");
    }
}

/// Doors as somebody knows them who never saw the core: taken by one, or free.
#[derive(Clone, Default)]
struct Doors([Option<u32>; 3]);

#[derive(Clone, Copy, Debug)]
enum Act {
    Take(usize, u32),
    Free(usize, u32),
}

impl SequentialSpec for Doors {
    type Op = Act;
    type Ret = bool;

    fn invoke(&mut self, act: &Act) -> bool {
        let (door, needed, left) = match *act {
            Act::Take(door, by) => (door, None, Some(by)),
            Act::Free(door, by) => (door, Some(by), None),
        };
        let fits = self.0[door] == needed;
        if fits {
            self.0[door] = left;
        }
        fits
    }
}

/// A very short history of three threads at three doors: the search tries every order, 34,650 of these.
fn at_the_doors() -> Vec<Call> {
    let folder = tempfile::tempdir().expect("a folder");
    found(folder.path());
    let barrier = Barrier::new(3);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (1..=3)
            .map(|number| {
                let (folder, barrier) = (folder.path(), &barrier);
                scope.spawn(move || {
                    let mut desk = office::open(folder);
                    let mut dice = Dice::new(record::monotonic() ^ u64::from(number));
                    barrier.wait();
                    let calls = (0..4).map(|_| {
                        let (unit, by) = (UnitId(dice.below(3)), StaffId(number));
                        let customer = Named::Known(CustomerId(0));
                        let command = match dice.below(2) {
                            0 => hold::Command::Hold { unit, customer, minutes: None },
                            _ => hold::Command::Release { unit, reason: String::new() },
                        };
                        let order = office::order(by, command);
                        let asked = record::monotonic();
                        let answer = ask(&mut desk, &order);
                        Call { asked, answered: record::monotonic(), order, answer }
                    });
                    calls.collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a history")).collect()
    })
}

/// Whether a search over all orders finds one that explains the answers; `stateright` searches.
fn is_linearizable(calls: &[Call], told: impl Fn(usize, &Call) -> bool) -> bool {
    let mut tester = LinearizabilityTester::new(Doors::default());
    let ends = calls
        .iter()
        .enumerate()
        .flat_map(|(place, call)| [(call.asked, place, true), (call.answered, place, false)]);
    let mut ends: Vec<_> = ends.collect();
    ends.sort_unstable();
    for (_, place, is_asked) in ends {
        let call = &calls[place];
        let by = call.order.by.0;
        let act = match &call.order.command {
            xiaokong::domain::act::Command::Hold(hold::Command::Hold { unit, .. }) => {
                Act::Take(unit.index(), by)
            }
            xiaokong::domain::act::Command::Hold(hold::Command::Release { unit, .. }) => {
                Act::Free(unit.index(), by)
            }
            other => panic!("{other:?}"),
        };
        let taken = if is_asked {
            tester.on_invoke(by, act).map(drop)
        } else {
            tester.on_return(by, told(place, call)).map(drop)
        };
        taken.expect("one call of a thread after the other");
    }
    tester.is_consistent()
}

fn is_yes(call: &Call) -> bool {
    matches!(call.answer.verdict, Verdict::Done { .. })
}

#[test]
fn another_checker_is_of_the_same_opinion() {
    let (mut noticed, mut turned) = (0, 0);
    for _ in 0..6 {
        let calls = at_the_doors();
        assert!(is_linearizable(&calls, |_, call| is_yes(call)));
        for flipped in (0..calls.len()).step_by(3) {
            turned += 1;
            let told = |place, call: &Call| is_yes(call) != (place == flipped);
            noticed += usize::from(!is_linearizable(&calls, told));
        }
    }
    // Some turned answers can be explained all the same.
    assert!(noticed > 0, "none of {turned}");
}
