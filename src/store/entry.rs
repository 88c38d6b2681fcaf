//! The one write entry, the same for every backend: what is looked up under the lock and what is then written at once.

use crate::domain::act::{Event, Guard, Recorded};
use crate::domain::id::{CommandId, CustomerId, Seq};
use crate::domain::rejection::Rejection;
use crate::domain::state::sealed::Person;
use crate::domain::time::Instant;
use crate::domain::{clock, setup};
use crate::store::clock::{Clock, Dial, Record};
use crate::store::line::{self, Hash, Line};
use crate::store::{Answer, Core, Head, Order, StoreFault, Verdict};
use serde::{Deserialize, Serialize};

/// Events read at once while the core catches up.
const PAGE: usize = 4_096;

/// A verdict as stored.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoredVerdict {
    /// Done.
    Done {
        /// First event.
        first: Seq,
        /// Last event.
        last: Seq,
    },
    /// Refused.
    Refused(Rejection),
}

/// An answer as stored.
#[derive(Clone, PartialEq, Debug)]
pub struct Kept {
    /// The command's id.
    pub command: CommandId,
    /// Hash of who and what.
    pub content: Hash,
    /// Yes or no.
    pub verdict: StoredVerdict,
    /// Position decided at.
    pub as_of: Seq,
    /// Store time, UTC.
    pub at: Instant,
    /// Who.
    pub by: u32,
    /// At which terminal.
    pub terminal: String,
}

impl Kept {
    /// The furthest position the answer speaks of.
    pub fn reaches(&self) -> Seq {
        match self.verdict {
            StoredVerdict::Done { last, .. } => last,
            StoredVerdict::Refused(_) => self.as_of,
        }
    }

    /// The answer as the asker sees it.
    pub fn answer(&self, repeated: bool) -> Answer {
        let verdict = match &self.verdict {
            StoredVerdict::Done { first, last } => Verdict::Done { first: *first, last: *last },
            StoredVerdict::Refused(rejection) => Verdict::Refused(rejection.clone()),
        };
        Answer { verdict, as_of: self.as_of, at: self.at, repeated }
    }
}

/// The end of the journal under the lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct End {
    /// Position of the last event.
    pub seq: Seq,
    /// Its hash.
    pub hash: Hash,
    /// Its time, UTC.
    pub at: Instant,
}

impl End {
    /// The end of an empty journal.
    pub const EMPTY: Self = Self { seq: 0, hash: [0; 32], at: Instant::UNIX_EPOCH };

    /// The same, as others see it.
    pub fn head(&self) -> Head {
        Head { seq: self.seq, hash: line::hex(&self.hash) }
    }
}

/// Everything one commit writes.
pub struct Batch {
    /// The events with the units they touch.
    pub lines: Vec<(Line, Vec<u32>)>,
    /// Changes of the guard table, in order.
    pub guards: Vec<Guard>,
    /// Open personal data.
    pub persons: Vec<(CustomerId, Person)>,
    /// Whose personal data go.
    pub erased: Vec<CustomerId>,
    /// The answer.
    pub kept: Kept,
    /// The clocks, if what is kept of them is to be renewed.
    pub record: Option<Record>,
}

/// What the write entry asks of a backend that holds the lock.
pub trait Desk {
    /// The stored answer of a command.
    fn kept(&mut self, id: CommandId) -> Result<Option<Kept>, StoreFault>;
    /// The end of the journal.
    fn end(&mut self) -> Result<End, StoreFault>;
    /// Events after a position.
    fn events(&mut self, after: Seq, limit: usize) -> Result<Vec<Recorded>, StoreFault>;
    /// The clocks as last believed; none where nothing is kept of them.
    fn record(&mut self) -> Result<Option<Record>, StoreFault> {
        Ok(None)
    }
    /// Writes all of it, or fails.
    fn write(&mut self, batch: Batch) -> Result<(), StoreFault>;
    /// What to say when something cannot be written as JSON.
    fn unwritable(&self) -> StoreFault;
}

/// What came of an order in the write entry.
pub struct Entered {
    answer: Answer,
    /// Its events, as anybody will read them.
    news: Vec<Recorded>,
}

impl From<Answer> for Entered {
    fn from(answer: Answer) -> Self {
        Self { answer, news: Vec::new() }
    }
}

impl Entered {
    /// Whether it was a yes.
    pub fn is_done(&self) -> bool {
        matches!(self.answer.verdict, Verdict::Done { .. })
    }

    /// Lets the core take in what it decided, which then need not be read; only once it is durable. The answer.
    pub fn take_in(self, core: &mut dyn Core) -> Answer {
        if core.seq() == self.answer.as_of {
            core.catch_up(&self.news);
        }
        self.answer
    }
}

/// What is known of an order before the lock.
pub struct Early {
    /// Hash of who and what; none where it cannot be written as JSON.
    content: Option<Hash>,
    /// What was decided: nothing, unless built to be caught by the race test.
    decided: Option<Result<Vec<(Instant, Event)>, Rejection>>,
}

/// Hashes the order, which for a price list takes a while. Decides on the stale office in the `unguarded` build only: what
/// a program without the lock's discipline would do.
pub fn early(order: &Order, core: &dyn Core, clock: Clock) -> Early {
    let decided = cfg!(feature = "unguarded").then(|| core.decide(order, clock.read().wall.into()));
    Early { content: line::content(order), decided }
}

/// Catches up before the lock, so that little is left to be read under it.
pub fn approach(desk: &mut impl Desk, core: &mut dyn Core) -> Result<(), StoreFault> {
    loop {
        let page = desk.events(core.seq(), PAGE)?;
        core.catch_up(&page);
        if page.len() < PAGE {
            return Ok(());
        }
    }
}

/// Looks up, catches up, decides, writes. The caller holds the lock and commits on `Ok`, rolls back on `Err`.
pub fn enter(
    desk: &mut impl Desk,
    order: &Order,
    core: &mut dyn Core,
    clock: Clock,
    early: Early,
) -> Result<Entered, StoreFault> {
    let content = early.content.ok_or_else(|| desk.unwritable())?;
    let end = desk.end()?;
    let dial = Dial { record: desk.record()?, reading: clock.read(), last: end.at };
    let time = dial.time();
    if let Some(kept) = desk.kept(order.id)? {
        if kept.content == content {
            return Ok(kept.answer(true).into());
        }
        let verdict = Verdict::Refused(Rejection::CommandConflict);
        return Ok(Answer { verdict, as_of: end.seq, at: time.now, repeated: false }.into());
    }
    let decided = match early.decided {
        Some(decided) => decided,
        None => {
            catch_up(desk, core, end.seq)?;
            core.decide(order, time)
        }
    };
    let keep = |verdict| Kept {
        command: order.id,
        content,
        verdict,
        as_of: end.seq,
        at: time.now,
        by: order.by.0,
        terminal: order.terminal.clone(),
    };
    let (mut confirmed, mut news) = (false, Vec::new());
    let mut batch = match decided {
        Err(rejection) => empty(keep(StoredVerdict::Refused(rejection))),
        Ok(events) => {
            confirmed = events.iter().any(|(_, event)| is_confirmation(event));
            let last = end.seq + events.len() as u64;
            let batch = empty(keep(StoredVerdict::Done { first: end.seq + 1, last }));
            let filled = fill(batch, events, order, end, clock);
            let filled = filled.map_err(|fault| fault.unwrap_or_else(|| desk.unwritable()))?;
            news = filled.1;
            filled.0
        }
    };
    batch.record = dial.renewed(confirmed);
    let answer = batch.kept.answer(false);
    desk.write(batch)?;
    Ok(Entered { answer, news })
}

fn catch_up(desk: &mut impl Desk, core: &mut dyn Core, end: Seq) -> Result<(), StoreFault> {
    while core.seq() < end {
        let page = desk.events(core.seq(), PAGE)?;
        if page.is_empty() {
            break;
        }
        core.catch_up(&page);
    }
    Ok(())
}

fn empty(kept: Kept) -> Batch {
    Batch {
        lines: Vec::new(),
        guards: Vec::new(),
        persons: Vec::new(),
        erased: Vec::new(),
        kept,
        record: None,
    }
}

/// Puts the events into the batch, and says how they will be read. `Err(None)`: one cannot be written as JSON.
fn fill(
    mut batch: Batch,
    events: Vec<(Instant, Event)>,
    order: &Order,
    end: End,
    clock: Clock,
) -> Result<(Batch, Vec<Recorded>), Option<StoreFault>> {
    let (mut end, mut news) = (end, Vec::with_capacity(events.len()));
    for (at, mut event) in events {
        if is_real_founding(&event) && clock != Clock::Host {
            return Err(Some(StoreFault::NotPractice));
        }
        let at = at.max(end.at);
        let line = Line::new(end.seq + 1, at, order, &event, &end.hash).ok_or(None)?;
        end = End { seq: line.seq, hash: line.hash, at };
        let mut units: Vec<u32> = event.units().into_iter().map(|unit| unit.0).collect();
        units.sort_unstable();
        units.dedup();
        if !cfg!(feature = "unguarded") {
            batch.guards.extend(event.guards());
        }
        if let Some((customer, sealed)) = event.sealed()
            && let Some(person) = &sealed.open
        {
            batch.persons.push((customer, person.clone()));
        }
        batch.erased.extend(event.erases());
        news.push(line.made_of(event).ok_or(None)?);
        batch.lines.push((line, units));
    }
    Ok((batch, news))
}

fn is_confirmation(event: &Event) -> bool {
    matches!(event, Event::Clock(clock::Event::Confirmed {}))
}

fn is_real_founding(event: &Event) -> bool {
    matches!(event, Event::Setup(setup::Event::Founded { practice: false, .. }))
}

/// Refuses a clock from outside where the founding event says the store is real.
pub fn practice_only(clock: Clock, first: Option<&Recorded>) -> Result<(), StoreFault> {
    match first {
        Some(first) if clock != Clock::Host && is_real_founding(&first.event) => Err(StoreFault::NotPractice),
        _ => Ok(()),
    }
}
