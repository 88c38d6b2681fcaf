//! A journal in memory: for tests and trials, with the semantics of a file.

use crate::domain::act::{Guard, Recorded};
use crate::domain::id::{CommandId, CustomerId, Seq, UnitId};
use crate::domain::state::sealed::Person;
use crate::domain::time::Instant;
use crate::store::clock::Clock;
use crate::store::entry::{self, Batch, Desk, End, Kept, StoredVerdict};
use crate::store::line::{self, Line, instant};
use crate::store::verify::Evidence;
use crate::store::{Answer, Core, Head, Journal, Order, Reader, Refusal, StoreFault};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The journal itself; clones share it.
#[derive(Clone, Default)]
pub struct Shared(Arc<Mutex<Pages>>);

#[derive(Default)]
struct Pages {
    lines: Vec<(Line, Vec<u32>)>,
    guards: BTreeMap<u32, u32>,
    persons: HashMap<CustomerId, Person>,
    kept: Vec<Kept>,
    by_command: HashMap<CommandId, usize>,
}

/// One handle on a journal in memory.
pub struct Memory {
    shared: Shared,
    clock: Clock,
    seen: Seq,
}

impl Shared {
    /// A handle; a clock from outside only where the store is for practice.
    pub fn handle(&self, now: Option<Instant>) -> Result<Memory, StoreFault> {
        let clock = Clock::of(now, None);
        let first = self.lock().events_after(0, 1)?;
        entry::practice_only(clock, first.first())?;
        Ok(Memory { shared: self.clone(), clock, seen: 0 })
    }

    /// Nothing is left half-written by a panic: a batch is checked before any of it is taken in.
    fn lock(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unreadable(line: &Line) -> StoreFault {
    StoreFault::ChainBroken { path: "memory:".into(), seq: line.seq, what: line.kind.clone() }
}

impl Pages {
    fn attach(&self, line: &Line) -> Result<Recorded, StoreFault> {
        let mut recorded = line.recorded().ok_or_else(|| unreadable(line))?;
        if let Some((customer, sealed)) = recorded.event.sealed() {
            sealed.open = self.persons.get(&customer).cloned();
        }
        Ok(recorded)
    }

    fn events_after(&self, after: Seq, limit: usize) -> Result<Vec<Recorded>, StoreFault> {
        let start = usize::try_from(after).unwrap_or(usize::MAX);
        self.lines.iter().skip(start).take(limit).map(|(line, _)| self.attach(line)).collect()
    }
}

impl Desk for Pages {
    fn kept(&mut self, id: CommandId) -> Result<Option<Kept>, StoreFault> {
        Ok(self.by_command.get(&id).map(|place| self.kept[*place].clone()))
    }

    fn end(&mut self) -> Result<End, StoreFault> {
        let end = self.lines.last().map(|(line, _)| End {
            seq: line.seq,
            hash: line.hash,
            at: instant(line.at).unwrap_or_default(),
        });
        Ok(end.unwrap_or(End::EMPTY))
    }

    fn events(&mut self, after: Seq, limit: usize) -> Result<Vec<Recorded>, StoreFault> {
        self.events_after(after, limit)
    }

    fn write(&mut self, batch: Batch) -> Result<(), StoreFault> {
        let mut guards = self.guards.clone();
        for guard in &batch.guards {
            match guard {
                Guard::Claim(unit, claim) if guards.insert(unit.0, *claim).is_some() => {
                    return Err(StoreFault::Guarded { unit: unit.0 });
                }
                Guard::Claim(..) => {}
                Guard::Free(unit) => {
                    guards.remove(&unit.0);
                }
            }
        }
        self.guards = guards;
        self.lines.extend(batch.lines);
        self.persons.extend(batch.persons);
        for customer in batch.erased {
            self.persons.remove(&customer);
        }
        self.by_command.insert(batch.kept.command, self.kept.len());
        self.kept.push(batch.kept);
        Ok(())
    }

    fn unwritable(&self) -> StoreFault {
        StoreFault::Unreachable { path: "memory:".into(), cause: "json".into() }
    }
}

impl Reader for Memory {
    fn head(&mut self) -> Result<Head, StoreFault> {
        Ok(self.shared.lock().end()?.head())
    }

    fn head_at(&mut self, seq: Seq) -> Result<Option<Head>, StoreFault> {
        let Some(before) = seq.checked_sub(1) else { return Ok(Some(End::EMPTY.head())) };
        let place = usize::try_from(before).unwrap_or(usize::MAX);
        let pages = self.shared.lock();
        Ok(pages.lines.get(place).map(|(line, _)| Head { seq, hash: line::hex(&line.hash) }))
    }

    fn read(&mut self, after: Seq, limit: usize) -> Result<Vec<Recorded>, StoreFault> {
        self.shared.lock().events_after(after, limit)
    }

    fn trail(&mut self, unit: UnitId, limit: usize) -> Result<Vec<Recorded>, StoreFault> {
        let pages = self.shared.lock();
        let touching = pages.lines.iter().rev().filter(|(_, units)| units.contains(&unit.0)).take(limit);
        let mut trail: Vec<Recorded> =
            touching.map(|(line, _)| pages.attach(line)).collect::<Result<_, _>>()?;
        trail.reverse();
        Ok(trail)
    }

    fn now(&mut self) -> Result<Instant, StoreFault> {
        Ok(self.clock.read().wall.max(self.shared.lock().end()?.at))
    }

    fn changed(&mut self) -> Result<bool, StoreFault> {
        let head = self.shared.lock().end()?.seq;
        Ok(std::mem::replace(&mut self.seen, head) != head)
    }

    fn refusals(&mut self, limit: usize) -> Result<Vec<Refusal>, StoreFault> {
        let pages = self.shared.lock();
        let refused = pages.kept.iter().rev().filter_map(Refusal::of).take(limit);
        let mut refused: Vec<Refusal> = refused.collect();
        refused.reverse();
        Ok(refused)
    }

    fn contains_head(&mut self, hash: &str) -> Result<Option<Seq>, StoreFault> {
        let pages = self.shared.lock();
        Ok(pages.lines.iter().find(|(line, _)| line::hex(&line.hash) == hash).map(|(line, _)| line.seq))
    }
}

impl Journal for Memory {
    fn transact(&mut self, order: &Order, core: &mut dyn Core) -> Result<Answer, StoreFault> {
        let early = entry::early(order, core, self.clock);
        let entered = entry::enter(&mut *self.shared.lock(), order, core, self.clock, early)?;
        core.catch_up(&entered.news);
        Ok(entered.answer)
    }
}

impl Evidence for Memory {
    fn path(&self) -> String {
        "memory:".to_string()
    }

    fn lines(&mut self, after: Seq, limit: usize) -> Result<Vec<Line>, StoreFault> {
        let pages = self.shared.lock();
        let start = usize::try_from(after).unwrap_or(usize::MAX);
        Ok(pages.lines.iter().skip(start).take(limit).map(|(line, _)| line.clone()).collect())
    }

    fn guards(&mut self) -> Result<BTreeMap<u32, u32>, StoreFault> {
        Ok(self.shared.lock().guards.clone())
    }

    fn unit_index(&mut self) -> Result<Vec<(u32, Seq)>, StoreFault> {
        let pages = self.shared.lock();
        let pairs = pages.lines.iter().flat_map(|(line, units)| units.iter().map(|unit| (*unit, line.seq)));
        let mut pairs: Vec<(u32, Seq)> = pairs.collect();
        pairs.sort_unstable();
        Ok(pairs)
    }

    fn answered(&mut self) -> Result<Seq, StoreFault> {
        Ok(self.shared.lock().kept.iter().map(Kept::reaches).max().unwrap_or_default())
    }

    fn person(&mut self, customer: CustomerId) -> Result<Option<Person>, StoreFault> {
        Ok(self.shared.lock().persons.get(&customer).cloned())
    }

    fn persons(&mut self) -> Result<usize, StoreFault> {
        Ok(self.shared.lock().persons.len())
    }
}

impl Refusal {
    /// The refusal an answer is, if it is one.
    pub(crate) fn of(kept: &Kept) -> Option<Self> {
        let StoredVerdict::Refused(rejection) = &kept.verdict else { return None };
        Some(Self {
            command: kept.command,
            by: crate::domain::id::StaffId(kept.by),
            terminal: kept.terminal.clone(),
            at: kept.at,
            as_of: kept.as_of,
            rejection: rejection.clone(),
        })
    }
}
