//! The shared store: the only room with SQL.
//!
//! In it: the journal as the truth ([`Reader`], [`Journal`]), the [`ledger`] that keeps an office in step with it,
//! one file per backend, and the care of a store (migrate, verify, backup).
//! Not in it: rules (that is `domain`), words (that is `locale`: a [`StoreFault`] holds facts only).
//! Why the traits are this small: every backend lives through the same story test, and a reader has no way to write.

use crate::domain::act::{Command, Recorded};
use crate::domain::id::{CommandId, Seq, StaffId, UnitId};
use crate::domain::rejection::Rejection;
use crate::domain::state::office::Office;
use crate::domain::time::{Instant, Time};

pub mod backup;
pub mod bell;
pub mod clock;
pub mod doctor;
mod entry;
pub mod fault;
pub mod history;
pub mod ledger;
mod line;
pub mod memory;
pub mod opening;
pub mod place;
pub mod snapshot;
mod sqlite;
pub mod verify;

pub use backup::{backup, restore};
use clock::{Dial, Reading};
pub use doctor::{Finding, examine};
pub use fault::StoreFault;
pub use opening::{Durability, Opening, create, open, open_reader, verify};
pub use verify::Verified;

/// The end of the journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// Position of the last event; 0 in an empty journal.
    pub seq: Seq,
    /// Its chained hash, 64 hex digits; all zeros in an empty journal.
    pub hash: String,
}

/// A command on its way to the journal.
#[derive(Clone, PartialEq, Debug)]
pub struct Order {
    /// Made at the key press, kept until its answer is shown (rules §11.9).
    pub id: CommandId,
    /// Who.
    pub by: StaffId,
    /// At which terminal.
    pub terminal: String,
    /// What.
    pub command: Command,
}

/// Yes or no.
#[derive(Clone, PartialEq, Debug)]
pub enum Verdict {
    /// Done: the positions of the first and last event it made.
    Done {
        /// First.
        first: Seq,
        /// Last.
        last: Seq,
    },
    /// Refused.
    Refused(Rejection),
}

/// The answer to an order.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    /// Yes or no.
    pub verdict: Verdict,
    /// The journal position it was decided at.
    pub as_of: Seq,
    /// Store time it was decided at, UTC.
    pub at: Instant,
    /// Whether it is the stored answer to a command sent before.
    pub repeated: bool,
}

/// A refusal as the store keeps it: nothing of the command but its answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Refusal {
    /// The command refused.
    pub command: CommandId,
    /// Who asked.
    pub by: StaffId,
    /// At which terminal.
    pub terminal: String,
    /// Store time, UTC.
    pub at: Instant,
    /// The journal position it was decided at.
    pub as_of: Seq,
    /// Why not.
    pub rejection: Rejection,
}

/// What decides inside the write entry: the ledger, holding the office.
pub trait Core {
    /// Takes in what the journal has that the core has not, in order; also what it decided itself, once that is durable. Nothing is
    /// told twice.
    fn catch_up(&mut self, news: &[Recorded]);
    /// The position the core has caught up to.
    fn seq(&self) -> Seq;
    /// Says yes with the events (each with its time: lapses first, at their deadlines) or no. Changes nothing.
    fn decide(
        &self,
        order: &Order,
        time: Time,
    ) -> Result<Vec<(Instant, crate::domain::act::Event)>, Rejection>;
}

/// Reads the journal.
pub trait Reader: Send {
    /// The end of the journal.
    fn head(&mut self) -> Result<Head, StoreFault>;
    /// The end of the journal as it was when it had so many events; none where it has fewer.
    fn head_at(&mut self, seq: Seq) -> Result<Option<Head>, StoreFault>;
    /// At most `limit` events after a position, in order.
    fn read(&mut self, after: Seq, limit: usize) -> Result<Vec<Recorded>, StoreFault>;
    /// The last `limit` events that touched a unit, oldest first.
    fn trail(&mut self, unit: UnitId, limit: usize) -> Result<Vec<Recorded>, StoreFault>;
    /// Store time: the host's clock (or the practice clock), never before the last event read, UTC.
    fn now(&mut self) -> Result<Instant, StoreFault>;
    /// The clocks store time comes from; without a boot clock to compare it with, the wall clock is not doubted.
    fn dial(&mut self) -> Result<Dial, StoreFault> {
        let now = self.now()?;
        Ok(Dial { reading: Reading { wall: now, boot: None }, record: None, last: now })
    }
    /// Whether anything may have been written since the last call: cheap, may err on the side of yes.
    fn changed(&mut self) -> Result<bool, StoreFault>;
    /// From here on all is read as of one moment, which costs less than each by itself; nothing is written until
    /// [`Reader::move_on`]. Where a backend cannot, each is read as of its own.
    fn stand_still(&mut self) -> Result<(), StoreFault> {
        Ok(())
    }
    /// Ends what [`Reader::stand_still`] began, whatever came between.
    fn move_on(&mut self) {}
    /// The office as it was kept beside this very journal, so that only what came since need be folded; none is no fault.
    fn recall(&mut self) -> Option<Office> {
        None
    }
    /// Keeps an office that is a fold of this very journal, for the next who opens it; where it cannot, in silence not.
    fn keep(&mut self, office: &Office) {
        let _ = office;
    }
    /// The last `limit` refusals, oldest first.
    fn refusals(&mut self, limit: usize) -> Result<Vec<Refusal>, StoreFault> {
        let _ = limit;
        Ok(Vec::new())
    }
    /// The position of the event that bears this chained hash (64 hex digits), if any does.
    fn contains_head(&mut self, hash: &str) -> Result<Option<Seq>, StoreFault> {
        let head = self.head()?;
        Ok((head.hash == hash).then_some(head.seq))
    }
}

/// Writes the journal: one entry only.
pub trait Journal: Reader {
    /// Takes the writer's lock, looks the command id up, lets the core catch up and decide, appends, keeps the guard
    /// rows, commits, makes it durable, rings the bell, lets the core take in what it made, answers. On `Err` nothing was
    /// acknowledged.
    fn transact(&mut self, order: &Order, core: &mut dyn Core) -> Result<Answer, StoreFault>;
}

impl<T: Reader + ?Sized> Reader for Box<T> {
    fn head(&mut self) -> Result<Head, StoreFault> {
        (**self).head()
    }
    fn head_at(&mut self, seq: Seq) -> Result<Option<Head>, StoreFault> {
        (**self).head_at(seq)
    }
    fn read(&mut self, after: Seq, limit: usize) -> Result<Vec<Recorded>, StoreFault> {
        (**self).read(after, limit)
    }
    fn trail(&mut self, unit: UnitId, limit: usize) -> Result<Vec<Recorded>, StoreFault> {
        (**self).trail(unit, limit)
    }
    fn now(&mut self) -> Result<Instant, StoreFault> {
        (**self).now()
    }
    fn dial(&mut self) -> Result<Dial, StoreFault> {
        (**self).dial()
    }
    fn changed(&mut self) -> Result<bool, StoreFault> {
        (**self).changed()
    }
    fn stand_still(&mut self) -> Result<(), StoreFault> {
        (**self).stand_still()
    }
    fn move_on(&mut self) {
        (**self).move_on();
    }
    fn recall(&mut self) -> Option<Office> {
        (**self).recall()
    }
    fn keep(&mut self, office: &Office) {
        (**self).keep(office);
    }
    fn refusals(&mut self, limit: usize) -> Result<Vec<Refusal>, StoreFault> {
        (**self).refusals(limit)
    }
    fn contains_head(&mut self, hash: &str) -> Result<Option<Seq>, StoreFault> {
        (**self).contains_head(hash)
    }
}

impl<T: Journal + ?Sized> Journal for Box<T> {
    fn transact(&mut self, order: &Order, core: &mut dyn Core) -> Result<Answer, StoreFault> {
        (**self).transact(order, core)
    }
}
