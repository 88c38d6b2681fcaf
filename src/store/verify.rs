//! Proving a journal: the chain recomputed, the state rebuilt, the tables beside it compared. Trusts no cache.

use crate::domain::act::{self, Recorded, is_kind};
use crate::domain::audit::{self, Unsound};
use crate::domain::id::{CustomerId, Seq};
use crate::domain::state::office::Office;
use crate::domain::state::sealed::Person;
use crate::store::line::{self, Hash, Line};
use crate::store::{Head, StoreFault};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, ScopedJoinHandle};

/// Lines read at once.
const PAGE: usize = 512;
/// Pages one hand may be ahead of the next.
const PAGES_AHEAD: usize = 2;

/// What was proven.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// Events in the journal.
    pub events: u64,
    /// Its end.
    pub head: Head,
    /// Units in the rebuilt office.
    pub units: usize,
    /// Live claims in it.
    pub live_claims: usize,
}

/// What a backend lays open for the proof, all of one moment.
pub trait Evidence {
    /// Where.
    fn path(&self) -> String;
    /// At most `limit` lines after a position, by position.
    fn lines(&mut self, after: Seq, limit: usize) -> Result<Vec<Line>, StoreFault>;
    /// The guard table: unit → claim.
    fn guards(&mut self) -> Result<BTreeMap<u32, u32>, StoreFault>;
    /// The index of units: (unit, position), in that order.
    fn unit_index(&mut self) -> Result<Vec<(u32, Seq)>, StoreFault>;
    /// The furthest position an acknowledged answer speaks of.
    fn answered(&mut self) -> Result<Seq, StoreFault>;
    /// Open personal data of a customer.
    fn person(&mut self, customer: CustomerId) -> Result<Option<Person>, StoreFault>;
    /// How many customers have open personal data.
    fn persons(&mut self) -> Result<usize, StoreFault>;
}

/// What is on its way from one hand to the next, and what is wrong behind it.
struct Page<T> {
    holds: Vec<T>,
    fault: Option<StoreFault>,
}

/// Says what is wrong at a position.
type Broken<'a> = &'a (dyn Fn(Seq, &str) -> StoreFault + Sync);

/// Proves the journal, or names the first difference; the office it was proven with comes along, without names. Three go through it one behind the other: this thread reads, the next
/// checks, the last folds. So many cores are busy, and nothing is folded that was not checked.
pub fn prove(evidence: &mut dyn Evidence) -> Result<(Verified, Office), StoreFault> {
    let path = evidence.path();
    let broken: Broken =
        &|seq, what| StoreFault::ChainBroken { path: path.clone(), seq, what: what.to_string() };
    let (head, folded, beside) = thread::scope(|scope| {
        let (read, to_check) = sync_channel(PAGES_AHEAD);
        let (checked, to_fold) = sync_channel(PAGES_AHEAD);
        let check = scope.spawn(move || check(to_check, checked, broken));
        let fold = scope.spawn(move || fold(to_fold));
        let beside = hand_on(evidence, read).then(|| Beside::read(evidence));
        (joined(check), joined(fold), beside)
    });
    let proof = folded?;
    let beside = beside.unwrap_or_else(|| Beside::read(evidence));
    proof.compare(beside, evidence, broken)?;
    let verified = Verified {
        events: proof.office.head,
        head: Head { seq: proof.office.head, hash: line::hex(&head) },
        units: proof.office.units.len(),
        live_claims: proof.live.len(),
    };
    Ok((verified, proof.office))
}

fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// Reads all lines and hands them on; whether they were wanted to the end.
fn hand_on(evidence: &mut dyn Evidence, on: SyncSender<Page<Line>>) -> bool {
    let mut after = 0;
    loop {
        let page = match evidence.lines(after, PAGE) {
            Ok(holds) => Page { holds, fault: None },
            Err(fault) => Page { holds: Vec::new(), fault: Some(fault) },
        };
        let is_last = page.holds.len() < PAGE;
        after = page.holds.last().map_or(after, |line| line.seq);
        if on.send(page).is_err() {
            return false;
        }
        if is_last {
            return true;
        }
    }
}

/// Checks lines and hands on what happened; the hash of the last that holds. A line that fails ends it.
fn check(lines: Receiver<Page<Line>>, on: SyncSender<Page<Recorded>>, broken: Broken) -> Hash {
    let mut last = End { seq: 0, hash: [0; 32], at: i64::MIN };
    for Page { holds, mut fault } in lines {
        let mut page = Vec::with_capacity(holds.len());
        for line in holds {
            match last.next(line) {
                Ok(recorded) => page.push(recorded),
                Err(what) => {
                    fault = Some(broken(last.seq + 1, what));
                    break;
                }
            }
        }
        let is_end = fault.is_some();
        if on.send(Page { holds: page, fault }).is_err() || is_end {
            break;
        }
    }
    last.hash
}

/// The end of what was checked.
struct End {
    seq: Seq,
    hash: Hash,
    at: i64,
}

impl End {
    /// Checks the line behind; says what is wrong with it.
    fn next(&mut self, line: Line) -> Result<Recorded, &'static str> {
        if line.seq != self.seq + 1 {
            return Err("seq");
        }
        if line.chained(&self.hash) != line.hash {
            return Err("hash");
        }
        if line.at < self.at {
            return Err("at");
        }
        if !is_kind(&line.payload, &line.kind) {
            return Err("kind");
        }
        let next = Self { seq: line.seq, hash: line.hash, at: line.at };
        let recorded = line.recorded().ok_or("payload")?;
        *self = next;
        Ok(recorded)
    }
}

/// Folds what was checked.
fn fold(pages: Receiver<Page<Recorded>>) -> Result<Proof, StoreFault> {
    let mut proof = Proof::default();
    for mut page in pages {
        page.holds.iter_mut().for_each(|recorded| proof.take(recorded));
        page.fault.map_or(Ok(()), Err)?;
    }
    let units = proof.office.units.iter();
    proof.live = units.filter_map(|unit| unit.claim.map(|claim| (unit.id.0, claim.0))).collect();
    proof.index.sort_unstable();
    proof.index.dedup();
    proof.unsound = audit::sound(&proof.office).err();
    Ok(proof)
}

/// What lies beside the journal, as read.
struct Beside {
    answered: Result<Seq, StoreFault>,
    guards: Result<BTreeMap<u32, u32>, StoreFault>,
    index: Result<Vec<(u32, Seq)>, StoreFault>,
}

impl Beside {
    fn read(evidence: &mut dyn Evidence) -> Self {
        Self { answered: evidence.answered(), guards: evidence.guards(), index: evidence.unit_index() }
    }
}

/// What the journal alone says.
#[derive(Default)]
struct Proof {
    office: Office,
    index: Vec<(u32, Seq)>,
    digests: HashMap<CustomerId, (Seq, String)>,
    erased: HashMap<CustomerId, Seq>,
    live: BTreeMap<u32, u32>,
    unsound: Option<Unsound>,
}

impl Proof {
    fn take(&mut self, recorded: &mut Recorded) {
        let seq = recorded.seq;
        self.index.extend(recorded.event.units().into_iter().map(|unit| (unit.0, seq)));
        if let Some((customer, sealed)) = recorded.event.sealed() {
            self.digests.insert(customer, (seq, std::mem::take(&mut sealed.digest)));
        }
        if let Some(customer) = recorded.event.erases() {
            self.erased.insert(customer, seq);
        }
        act::apply(&mut self.office, recorded);
    }

    /// Compares what lies beside the journal, and the sums.
    fn compare(&self, beside: Beside, evidence: &mut dyn Evidence, broken: Broken) -> Result<(), StoreFault> {
        let head = self.office.head;
        // What was acknowledged is there: without this a last line that nothing else refers to could be cut off unseen.
        if beside.answered? > head {
            return Err(broken(head + 1, "answer"));
        }
        self.compare_guards(&beside.guards?, broken)?;
        self.compare_index(&beside.index?, broken)?;
        self.compare_persons(evidence, broken)?;
        self.add_up(broken)
    }

    fn compare_guards(&self, guards: &BTreeMap<u32, u32>, broken: Broken) -> Result<(), StoreFault> {
        if self.live == *guards {
            return Ok(());
        }
        let differs = |unit: &&u32| self.live.get(*unit) != guards.get(*unit);
        let unit = self.live.keys().chain(guards.keys()).filter(differs).min().copied().unwrap_or_default();
        Err(broken(self.revision(unit as usize), &format!("guard {unit}")))
    }

    fn compare_index(&self, index: &[(u32, Seq)], broken: Broken) -> Result<(), StoreFault> {
        if index == self.index {
            return Ok(());
        }
        let [theirs, ours] = [index, &self.index].map(|pairs| pairs.iter().collect::<BTreeSet<_>>());
        match theirs.symmetric_difference(&ours).min_by_key(|(unit, seq)| (*seq, *unit)) {
            Some((unit, seq)) => Err(broken(*seq, &format!("event_unit {unit}"))),
            None => Ok(()),
        }
    }

    fn compare_persons(&self, evidence: &mut dyn Evidence, broken: Broken) -> Result<(), StoreFault> {
        let mut digests: Vec<_> = self.digests.iter().map(|(id, (seq, hash))| (*seq, *id, hash)).collect();
        digests.sort_unstable();
        let mut open = 0;
        for (seq, customer, digest) in digests {
            let person = evidence.person(customer)?;
            open += usize::from(person.is_some());
            let holds = match (&person, self.erased.contains_key(&customer)) {
                (Some(person), false) => person.digest() == *digest,
                (None, true) => true,
                _ => false,
            };
            if !holds {
                return Err(broken(seq, &format!("personal {customer}")));
            }
        }
        if evidence.persons()? == open { Ok(()) } else { Err(broken(self.office.head, "personal")) }
    }

    /// Money adds up, and papers are numbered without gaps (rules §4, §11.6).
    fn add_up(&self, broken: Broken) -> Result<(), StoreFault> {
        let Some(unsound) = self.unsound else { return Ok(()) };
        let seq = match unsound {
            Unsound::Deposit(unit) | Unsound::Negative(unit) | Unsound::Receipt(unit) => {
                self.revision(unit.index())
            }
            Unsound::Total | Unsound::Day(_) => self.office.head,
            Unsound::Paper(seq) => return Err(broken(seq, "paper")),
        };
        Err(broken(seq, "money"))
    }

    /// Where a unit was last touched.
    fn revision(&self, unit: usize) -> Seq {
        self.office.units.get(unit).map_or(self.office.head, |unit| unit.revision)
    }
}
