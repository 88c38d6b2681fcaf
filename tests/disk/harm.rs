//! One call to the disk fails, or lies: once, at every place in turn.
//!
//! The acts are played once without harm; from what the tape says of it comes the disk as it was before each act. A failure
//! in an act then starts there: one more act before it, so that the connection is as in the middle of a day, the act itself,
//! asked for again as a desk does, and one after it. So each call costs the same, however many acts there are.

use super::image::{Dice, Disk, Kept};
use super::office::{self, Desk, ack, act, database, found, recorded};
use super::tape::{Ack, Step, Which};
use super::vfs::{self, Ear, Harm};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use xiaokong::store::{Durability, Order, StoreFault};

/// Acts, where no other number was asked for.
const ACTS: u32 = 12;
/// Asks for another number.
const MORE: &str = "XIAOKONG_DISK_ACTS";
/// Calls of a kind that are harmed at one moment where an act is large: it has thousands, nearly all of them alike.
const SOME: u64 = 4;
/// How often it asks again before it gives up: one call fails, not two.
const TRIES: usize = 3;
/// Every so many acts the store is closed too, and opened, while it fails.
const DOORS: u32 = 50;

/// What is played.
#[derive(Clone, Copy)]
struct Script {
    durability: Durability,
    acts: u32,
    /// An act so large that the log is copied into the database right after it.
    large: Option<u32>,
}

impl Script {
    fn new(durability: Durability) -> Self {
        let acts = std::env::var(MORE).ok().and_then(|text| text.parse().ok()).unwrap_or(ACTS);
        Self { durability, acts, large: None }
    }

    fn order(&self, number: u32) -> Order {
        if self.large == Some(number) { office::large_act(number) } else { act(0, number) }
    }
}

/// Where the disk fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Moment {
    Opening,
    Act(u32),
    Closing,
}

/// A script that was played: the disk before every act, one after the other.
struct Played {
    script: Script,
    /// Everything said, in order.
    acks: Vec<Ack>,
    /// What was noted of the log before each act: with it the log is gone on with, without it copied first.
    notes: Vec<Option<Vec<u8>>>,
    reel: Mutex<Reel>,
}

/// How far the tape was followed.
struct Reel {
    steps: std::vec::IntoIter<Step>,
    disk: Disk,
    next: u32,
}

/// The disk before an act, and the number of that act.
#[derive(Clone)]
struct Start {
    first: u32,
    disk: Disk,
}

impl Played {
    fn new(script: Script) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        found(folder);
        let disk = Disk::new(std::fs::read(database(folder)).expect("a file"));
        let ear = office::listen(folder, None);
        let mut desk = office::open(folder, script.durability).expect("the store");
        let mut notes = Vec::new();
        for number in 0..script.acts {
            notes.push(std::fs::read(office::note(folder)).ok());
            let order = script.order(number);
            ear.tape().acknowledge(ack(&order, &desk.submit(&order).expect("an answer")));
        }
        drop(desk);
        vfs::stop_listening();
        let steps = recorded(folder);
        let acks = steps.iter().filter_map(|step| match step {
            Step::Acknowledge(ack) => Some(*ack),
            _ => None,
        });
        let acks: Vec<Ack> = acks.collect();
        assert_eq!(acks.len(), script.acts as usize);
        Self { script, acks, notes, reel: Mutex::new(Reel { steps: steps.into_iter(), disk, next: 0 }) }
    }

    /// The next place to begin at.
    fn next(&self) -> Option<Start> {
        let mut reel = self.reel.lock().unwrap_or_else(PoisonError::into_inner);
        let first = reel.next;
        if first > 0 {
            while let Some(step) = reel.steps.next() {
                reel.disk.take(&step);
                if matches!(step, Step::Acknowledge(_)) {
                    break;
                }
            }
        }
        reel.next += 1;
        (first < self.script.acts).then(|| Start { first, disk: reel.disk.clone() })
    }
}

/// What one harm did: the codes of the faults it was told by, the calls that could have been harmed, and what is wrong.
struct After {
    told: Vec<String>,
    calls: u64,
    wrong: Option<String>,
}

/// One run from a start: what fails, when, and at which of the calls.
struct Run<'a> {
    played: &'a Played,
    start: &'a Start,
    moment: Moment,
    harm: Harm,
    at: u64,
}

impl Run<'_> {
    fn after(&self) -> After {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        self.start.disk.leave(Kept::All, &mut Dice(0), &database(folder));
        if let Some(note) = &self.played.notes[self.start.first as usize] {
            std::fs::write(office::note(folder), note).expect("a note");
        }
        let ear = office::listen(folder, Some(self.harm));
        let mut told = Vec::new();
        let suffered = self.suffer(folder, &ear, &mut |fault| told.push(fault.code().to_string()));
        vfs::stop_listening();
        match suffered {
            Ok(calls) => After { told, calls, wrong: self.at_the_end(folder) },
            Err(what) => After { told, calls: 0, wrong: Some(format!("it gave up {what}")) },
        }
    }

    /// Acts, and asks again with the same id where it got no answer, as a desk does. Tells how many calls there were.
    fn suffer(&self, folder: &Path, ear: &Ear, note: &mut dyn FnMut(StoreFault)) -> Result<u64, String> {
        let mut calls = 0;
        let mut during = |moment: Moment, work: &mut dyn FnMut()| {
            if self.moment == moment {
                ear.arm(self.at);
            }
            work();
            if self.moment == moment {
                calls = ear.disarm();
            }
        };
        let (mut desk, Script { durability, acts, .. }) = (None, self.played.script);
        during(Moment::Opening, &mut || {
            desk = (0..TRIES).find_map(|_| office::open(folder, durability).map_err(&mut *note).ok());
        });
        let mut desk: Desk = desk.ok_or("opening")?;
        let last = match self.moment {
            Moment::Act(act) => act + 1,
            Moment::Opening | Moment::Closing => self.start.first,
        };
        for number in self.start.first..=last.min(acts - 1) {
            let (order, mut answer) = (self.played.script.order(number), None);
            during(Moment::Act(number), &mut || {
                answer = (0..TRIES).find_map(|_| desk.submit(&order).map_err(&mut *note).ok());
            });
            ear.tape().acknowledge(ack(&order, &answer.ok_or(format!("act {number}"))?));
        }
        let mut desk = Some(desk);
        during(Moment::Closing, &mut || drop(desk.take()));
        Ok(calls)
    }

    /// What is wrong with the file as it is, or with what a power cut would have left at an answer, or at the end.
    fn at_the_end(&self, folder: &Path) -> Option<String> {
        let (mut disk, mut dice) = (self.start.disk.clone(), Dice(5));
        let mut acks = self.played.acks[..self.start.first as usize].to_vec();
        let mut cut = |disk: &Disk, kept: Kept, acks: &[Ack]| {
            let cut = tempfile::tempdir().expect("a folder");
            disk.leave(kept, &mut dice, &database(cut.path()));
            let fault = super::look(cut.path(), acks)?;
            Some(format!("cut after {} answers, kept {kept:?}: {fault}", acks.len()))
        };
        for step in recorded(folder) {
            disk.take(&step);
            let Step::Acknowledge(ack) = step else { continue };
            if ack != self.played.acks[acks.len()] {
                return Some(format!("{ack:?}, unharmed {:?}", self.played.acks[acks.len()]));
            }
            acks.push(ack);
            if matches!(self.moment, Moment::Act(act) if acks.len() <= act as usize) {
                // Nothing has failed yet.
                continue;
            }
            let fault = [Kept::None, Kept::Torn].iter().find_map(|kept| cut(&disk, *kept, &acks));
            if fault.is_some() {
                return fault;
            }
        }
        if let Some(fault) = cut(&disk, Kept::None, &acks) {
            return Some(fault);
        }
        let events: u64 = acks.iter().filter_map(|ack| ack.done).map(|(first, last)| 1 + last - first).sum();
        match xiaokong::store::verify(&office::opening(folder).url) {
            Ok(proven) if proven.events != events + office::FOUNDING => {
                Some(format!("{} events", proven.events))
            }
            _ => super::look(folder, &acks),
        }
    }
}

/// What was seen of one harm.
#[derive(Default)]
struct Seen {
    runs: usize,
    told: usize,
    wrong: Vec<String>,
}

impl Start {
    /// When the disk may fail in a run from here: one act before, except for the first.
    fn moments(&self, acts: u32) -> Vec<Moment> {
        let first = (self.first == 0).then_some(Moment::Act(0));
        let next = (self.first + 1 < acts).then_some(Moment::Act(self.first + 1));
        let is_door = self.first.is_multiple_of(DOORS) || self.first + 1 == acts;
        let doors = is_door.then_some([Moment::Opening, Moment::Closing]);
        first.into_iter().chain(next).chain(doors.into_iter().flatten()).collect()
    }

    /// Lets a disk fail at this moment, at every call; at some where they are too many, at others in each act.
    fn suffer(&self, played: &Played, moment: Moment, harm: Harm) -> Seen {
        let after = |at: u64| Run { played, start: self, moment, harm, at }.after();
        let unharmed = after(u64::MAX);
        assert_eq!((unharmed.wrong, unharmed.told.len()), (None, 0), "{moment:?}, {harm:?}: without harm");
        let most = if played.script.large.is_some() { SOME } else { u64::MAX };
        let step = unharmed.calls.div_ceil(most).max(1);
        let mut seen = Seen::default();
        for at in (1 + u64::from(self.first) % step..=unharmed.calls).step_by(step as usize) {
            let After { told, wrong, .. } = after(at);
            seen.runs += 1;
            seen.told += told.len();
            let strange = told.iter().find(|code| !codes(harm).contains(&code.as_str()));
            let wrong = wrong.or(strange.map(|code| format!("told {code}")));
            seen.wrong
                .extend(wrong.map(|wrong| format!("{moment:?}, {harm:?} {at}, told {told:?}: {wrong}")));
        }
        seen
    }
}

/// What one is told where the disk fails like that.
fn codes(harm: Harm) -> [&'static str; 2] {
    match harm {
        Harm::Full | Harm::Short => ["disk_full", "outcome_unknown"],
        _ => ["store_unreachable", "outcome_unknown"],
    }
}

/// Plays a script and lets the disk fail everywhere in it; what was seen, by harm. All cores do it.
fn suffered(script: Script, harms: &[Harm]) -> Vec<Seen> {
    let played = Played::new(script);
    let all = Mutex::new(harms.iter().map(|_| Seen::default()).collect::<Vec<_>>());
    let work = || {
        while let Some(start) = played.next() {
            for moment in start.moments(script.acts) {
                for (place, harm) in harms.iter().enumerate() {
                    let seen = start.suffer(&played, moment, *harm);
                    let all = &mut all.lock().unwrap_or_else(PoisonError::into_inner)[place];
                    all.runs += seen.runs;
                    all.told += seen.told;
                    all.wrong.extend(seen.wrong);
                }
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(work))));
    all.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn suffers(script: Script, harms: &[Harm]) {
    for (harm, seen) in harms.iter().zip(suffered(script, harms)) {
        let Seen { runs, told, wrong } = seen;
        eprintln!(
            "{:?}, {} acts, {harm:?}: {runs} failures, {told} times told",
            script.durability, script.acts
        );
        assert!(wrong.is_empty(), "{} of {runs}: {:#?}", wrong.len(), &wrong[..wrong.len().min(5)]);
        assert!(runs > script.acts as usize && told > 0, "nobody noticed any {harm:?}");
    }
}

const HARMS: [Harm; 5] = [Harm::Read, Harm::Write, Harm::Full, Harm::Short, Harm::Sync];

#[test]
fn a_call_that_fails_loses_nothing_and_is_told() {
    suffers(Script::new(Durability::Fast), &HARMS);
}

#[test]
fn nor_does_it_where_every_commit_is_synced() {
    suffers(Script::new(Durability::Strict), &HARMS);
}

/// The log is copied in the middle of the day, by the program itself.
#[test]
fn nor_does_it_while_the_log_is_copied() {
    suffers(Script { acts: 8, large: Some(4), ..Script::new(Durability::Fast) }, &[Harm::Full, Harm::Sync]);
}

/// What a process does that is killed within a sync that fails, after some that went well.
pub fn die(folder: &Path, ear: &Ear, sound: u32) {
    let mut desk = office::open(folder, Durability::Fast).expect("the store");
    for number in 0.. {
        if number == sound {
            ear.arm(1);
        }
        let order = act(0, number);
        ear.tape().acknowledge(ack(&order, &desk.submit(&order).expect("an answer")));
    }
}

/// The system tells of a failed sync those who had the log open then. A newcomer's own sync says nothing of those bytes, and
/// whoever knew of it is dead: what the newcomer is told must be durable all the same, though it stands behind them.
#[test]
fn a_newcomer_does_not_rest_on_what_a_killed_one_could_not_sync() {
    for sound in [0, 3] {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        found(folder);
        let mut disk = Disk::new(std::fs::read(database(folder)).expect("a file"));
        // Keeps the log there, as a wall does.
        let watcher = office::open(folder, Durability::Fast).expect("the store");
        let mut killed = office::child(folder, &format!("dying {sound}"), Some(Harm::Die));
        assert!(!killed.wait().expect("an end").success(), "it went on");
        let ear = office::listen(folder, None);
        let mut desk = office::open(folder, Durability::Fast).expect("the store");
        for number in 0..4 {
            let order = act(1, number);
            ear.tape().acknowledge(ack(&order, &desk.submit(&order).expect("an answer")));
        }
        vfs::stop_listening();
        let (mut acks, mut dice) = (Vec::new(), Dice(7));
        for step in recorded(folder) {
            disk.take(&step);
            let Step::Acknowledge(ack) = step else { continue };
            acks.push(ack);
            let cut = tempfile::tempdir().expect("a folder");
            disk.leave(Kept::None, &mut dice, &database(cut.path()));
            assert_eq!(super::look(cut.path(), &acks), None, "after answer {}", acks.len());
        }
        assert_eq!(acks.len() as u32, sound + 4);
        drop(watcher);
    }
}

/// Where everything went well a newcomer is told so by the note, and nobody has to wait while a log is copied for it.
#[test]
fn a_newcomer_takes_the_log_as_it_is_where_all_of_it_is_on_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    found(folder);
    let ear = office::listen(folder, None);
    let mut desks: Vec<Desk> = Vec::new();
    for number in 0..6 {
        let mut desk = office::open(folder, Durability::Fast).expect("the store");
        let order = act(0, number);
        ear.tape().acknowledge(ack(&order, &desk.submit(&order).expect("an answer")));
        desks.push(desk);
    }
    vfs::stop_listening();
    let steps = recorded(folder);
    let is_copied = |step: &&Step| matches!(step, Step::Write { file: Which::Database, .. });
    assert_eq!((steps.iter().filter(is_copied).count(), desks.len()), (0, 6));
}

/// What must be caught, or those above are blind.
#[test]
fn a_write_that_did_not_happen_is_caught() {
    for Seen { runs, wrong, .. } in
        suffered(Script { acts: 6, ..Script::new(Durability::Fast) }, &[Harm::Lie])
    {
        assert!(wrong.len() * 2 > runs, "{} of {runs}", wrong.len());
    }
}
