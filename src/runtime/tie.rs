//! A ledger that comes back: it notices a store that went away or was replaced, and opens it again for ever.
//!
//! The office outlives the loss: where the journal that comes back bears the same chained hash at our position, only
//! what is new is read. Another history, even of the same project, is folded from its beginning.

use crate::domain::act::Recorded;
use crate::domain::id::Seq;
use crate::domain::state::office::Office;
use crate::domain::time::{Instant, Time};
use crate::runtime::clock::{Mark, mark};
use crate::store::bell::{Bell, Caller};
use crate::store::ledger::Ledger;
use crate::store::place::Place;
use crate::store::{Answer, Head, Journal, Order, Reader, StoreFault};
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::time::Duration;

/// Events read at once.
const PAGE: usize = 4_096;
/// How often a store that does not ring is looked at all the same: a ring may have been lost.
const HEAL: Duration = Duration::from_secs(1);
/// How often the file itself is looked at.
const LOOK: Duration = Duration::from_millis(250);
/// How often the store is read though it says that nothing changed: proves that it can still be read.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// The longest pause between two attempts to open.
const PAUSE_MAX: Duration = Duration::from_secs(1);
/// A store that was well for this long starts with short pauses again.
const WELL: Duration = Duration::from_secs(2);

/// Opens the store, again and again.
pub type Opener<S> = Box<dyn FnMut() -> Result<S, StoreFault> + Send>;

/// Why there is no tie.
#[derive(Clone, PartialEq, Debug)]
pub enum Trouble {
    /// The store failed.
    Store(StoreFault),
    /// Another journal lies where ours was.
    Stranger,
}

/// What a poll found.
#[derive(Debug)]
pub enum Turn {
    /// Nothing.
    Quiet,
    /// The store was heard of: what is new, and its time. `back`: it had been lost, or opened again.
    News {
        /// In order; often none.
        events: Vec<Recorded>,
        /// Store time, UTC.
        now: Instant,
        /// Whether it was opened again since the last poll.
        back: bool,
    },
    /// It was just lost.
    Lost(Trouble),
}

/// A ledger that comes back.
pub struct Tie<S> {
    open: Opener<S>,
    bell: Bell,
    heal: Duration,
    path: Option<PathBuf>,
    identity: Option<(u64, u64)>,
    /// Whether another journal in the place of ours is taken in as new: the wall does, a desk must not.
    welcomes_strangers: bool,
    ledger: Option<Ledger<S>>,
    /// The office while there is no ledger.
    kept: Option<Office>,
    /// A position of the office and the hash there: what proves that a journal is ours.
    proof: Head,
    /// The position of the last event passed on.
    passed: Seq,
    time: Time,
    trouble: Option<Trouble>,
    told: bool,
    tries: u32,
    next_try: Mark,
    opened: Mark,
    looked: Mark,
    heard: Mark,
}

impl<S: Reader> Tie<S> {
    /// Opens for the first time; `url` is the store's, whose file is watched.
    pub fn new(mut open: Opener<S>, url: &str, welcomes_strangers: bool) -> Result<Self, StoreFault> {
        let path = file_of(url);
        let identity = path.as_ref().and_then(identity);
        let store = open()?;
        // Before the first look: what is written from now on is heard.
        let bell = Bell::of(url);
        let mut ledger = Ledger::open(store)?;
        let passed = ledger.office().head;
        let proof = match ledger.store().head_at(passed)? {
            Some(head) => head,
            None => return Err(StoreFault::Missing { path: url.to_string() }),
        };
        let time = ledger.time()?;
        let here = mark();
        Ok(Self {
            open,
            bell,
            heal: HEAL,
            path,
            identity,
            welcomes_strangers,
            ledger: Some(ledger),
            kept: None,
            proof,
            passed,
            time,
            trouble: None,
            told: false,
            tries: 0,
            next_try: here,
            opened: here,
            looked: here,
            heard: here,
        })
    }

    /// The office as recorded; none while the store is lost.
    pub fn office(&self) -> Option<&Office> {
        self.ledger.as_ref().map(Ledger::office)
    }

    /// Store time as last heard, UTC.
    pub fn now(&self) -> Instant {
        self.time.now
    }

    /// The same, and whether the host's clock is in doubt.
    pub fn time(&self) -> Time {
        self.time
    }

    /// What is wrong, if something is.
    pub fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// Whether the store is open.
    pub fn is_tied(&self) -> bool {
        self.ledger.is_some()
    }

    /// Looks so often where no ring is heard.
    pub fn healed_every(mut self, heal: Duration) -> Self {
        self.heal = heal;
        self
    }

    /// What calls the thread that waits.
    pub fn caller(&mut self) -> Caller {
        self.bell.caller()
    }

    /// Waits until there may be something to do: the store rang, somebody calls, or it is time to look.
    pub fn wait(&mut self) {
        let longest = match self.ledger {
            Some(_) => self.heal,
            None => self.next_try.saturating_duration_since(mark()).min(self.heal),
        };
        self.bell.wait(longest);
    }

    /// Looks for news; opens again when it is time to.
    pub fn poll(&mut self) -> Turn {
        if self.ledger.is_none() {
            return if mark() < self.next_try { Turn::Quiet } else { self.reopen() };
        }
        match self.listen() {
            Ok(None) => Turn::Quiet,
            Ok(Some(events)) => Turn::News { events, now: self.now(), back: false },
            Err(fault) => self.cut(Trouble::Store(fault)),
        }
    }

    /// Lets go after a fault and tries once, at once, to open again: a passing fault is not worth a word.
    pub fn cut(&mut self, trouble: Trouble) -> Turn {
        self.let_go();
        if self.opened.elapsed() > WELL {
            self.tries = 0;
        }
        self.trouble = Some(trouble.clone());
        if self.tries == 0 {
            return self.reopen();
        }
        self.pause();
        self.lost(trouble)
    }

    /// Opens again now.
    pub fn reopen(&mut self) -> Turn {
        match self.try_open() {
            Ok(events) => {
                self.trouble = None;
                self.told = false;
                self.opened = mark();
                self.tries += 1;
                Turn::News { events, now: self.now(), back: true }
            }
            Err(trouble) => {
                self.let_go();
                self.trouble = Some(trouble.clone());
                self.tries += 1;
                self.pause();
                self.lost(trouble)
            }
        }
    }

    fn let_go(&mut self) {
        if let Some(ledger) = self.ledger.take() {
            self.kept = Some(ledger.into_office());
        }
    }

    fn lost(&mut self, trouble: Trouble) -> Turn {
        if std::mem::replace(&mut self.told, true) { Turn::Quiet } else { Turn::Lost(trouble) }
    }

    fn pause(&mut self) {
        let pause = Duration::from_millis(20 << self.tries.min(6));
        self.next_try = mark() + pause.min(PAUSE_MAX);
    }

    fn try_open(&mut self) -> Result<Vec<Recorded>, Trouble> {
        let identity = self.path.as_ref().and_then(identity);
        let mut store = (self.open)().map_err(Trouble::Store)?;
        let there = store.head_at(self.proof.seq).map_err(Trouble::Store)?;
        let is_ours = there.as_ref() == Some(&self.proof);
        if !is_ours {
            if !self.welcomes_strangers {
                return Err(Trouble::Stranger);
            }
            (self.kept, self.passed) = (None, 0);
        }
        // A transaction that failed may have led the office past the proof: then nothing proves the rest.
        let ledger = match self.kept.take().filter(|office| office.head == self.proof.seq) {
            Some(office) => Ledger::resume(store, office),
            None => Ledger::open(store).map_err(Trouble::Store)?,
        };
        self.identity = identity;
        self.ledger = Some(ledger);
        self.catch_up().map_err(Trouble::Store)
    }

    /// Reads if there may be something to read.
    fn listen(&mut self) -> Result<Option<Vec<Recorded>>, StoreFault> {
        if self.looked.elapsed() >= LOOK {
            self.looked = mark();
            self.check_file()?;
        }
        self.still(Self::look)
    }

    /// Looks at the store as of one moment.
    fn still<T>(&mut self, look: fn(&mut Self) -> Result<T, StoreFault>) -> Result<T, StoreFault> {
        if let Some(ledger) = &mut self.ledger {
            ledger.store().stand_still()?;
        }
        let found = look(self);
        if let Some(ledger) = &mut self.ledger {
            ledger.store().move_on();
        }
        found
    }

    fn look(&mut self) -> Result<Option<Vec<Recorded>>, StoreFault> {
        let Some(ledger) = &mut self.ledger else { return Ok(None) };
        if ledger.store().changed()? {
            return self.catch_up().map(Some);
        }
        if self.heard.elapsed() < HEARTBEAT {
            return Ok(None);
        }
        self.time = ledger.time()?;
        self.heard = mark();
        Ok(Some(Vec::new()))
    }

    /// Everything since the last event passed on, and the store's time.
    fn catch_up(&mut self) -> Result<Vec<Recorded>, StoreFault> {
        let Some(ledger) = &mut self.ledger else { return Ok(Vec::new()) };
        let mut events = Vec::new();
        let mut passed = self.passed;
        // What came in with a command, or with opening, is in the office but was not passed on yet.
        while passed < ledger.office().head {
            let wanted = usize::try_from(ledger.office().head - passed).unwrap_or(PAGE).min(PAGE);
            let page = ledger.store().read(passed, wanted)?;
            let Some(last) = page.last() else { break };
            passed = last.seq;
            events.extend(page);
        }
        events.extend(ledger.refresh()?);
        self.time = ledger.time()?;
        self.heard = mark();
        self.passed = ledger.office().head;
        if !events.is_empty()
            && let Some(proof) = ledger.store().head_at(self.passed)?
        {
            self.proof = proof;
        }
        Ok(events)
    }

    /// A file that is gone or another one can still be read through the old descriptor: that would be no store at all.
    fn check_file(&self) -> Result<(), StoreFault> {
        let Some(path) = &self.path else { return Ok(()) };
        match identity(path) {
            found if found == self.identity => Ok(()),
            None => Err(StoreFault::Missing { path: path.display().to_string() }),
            Some(_) => Err(StoreFault::Unreachable {
                path: path.display().to_string(),
                cause: "another file is there now".into(),
            }),
        }
    }
}

impl<S: Journal> Tie<S> {
    /// Sends an order and returns the answer with what is new. On `Err` the outcome is unknown until the tie is back.
    pub fn submit(&mut self, order: &Order) -> Result<(Answer, Vec<Recorded>), StoreFault> {
        self.check_file()?;
        let Some(ledger) = &mut self.ledger else {
            return Err(StoreFault::Missing { path: String::new() });
        };
        let answer = ledger.submit(order)?;
        // A file taken away in between would have taken the act with it.
        self.check_file()?;
        Ok((answer, self.still(Self::catch_up)?))
    }
}

/// The file of a store's URL; none where the store is no file.
fn file_of(url: &str) -> Option<PathBuf> {
    match Place::parse(url) {
        Ok(Place::File(path)) => Some(path),
        _ => None,
    }
}

fn identity(path: &PathBuf) -> Option<(u64, u64)> {
    std::fs::metadata(path).ok().map(|data| (data.dev(), data.ino()))
}
