//! Proving a journal: the chain recomputed, the state rebuilt, the tables beside it compared. Trusts no cache.

use crate::domain::act::{self, kind_of};
use crate::domain::audit::{self, Unsound};
use crate::domain::id::{CustomerId, Seq};
use crate::domain::state::office::Office;
use crate::domain::state::sealed::Person;
use crate::store::line::{self, Hash, Line};
use crate::store::{Head, StoreFault};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Lines read at once.
const PAGE: usize = 4_096;

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

struct Proof<'a> {
    evidence: &'a mut dyn Evidence,
    office: Office,
    hash: Hash,
    at: i64,
    index: Vec<(u32, Seq)>,
    digests: HashMap<CustomerId, (Seq, String)>,
    erased: HashMap<CustomerId, Seq>,
}

/// Proves the journal, or names the first difference. The office it was proven with comes along, without names.
pub fn prove(evidence: &mut dyn Evidence) -> Result<(Verified, Office), StoreFault> {
    let mut proof = Proof {
        evidence,
        office: Office::default(),
        hash: [0; 32],
        at: i64::MIN,
        index: Vec::new(),
        digests: HashMap::new(),
        erased: HashMap::new(),
    };
    loop {
        let page = proof.evidence.lines(proof.office.head, PAGE)?;
        for line in &page {
            proof.take(line)?;
        }
        if page.len() < PAGE {
            break;
        }
    }
    proof.compare_answers()?;
    proof.compare_guards()?;
    proof.compare_index()?;
    proof.compare_persons()?;
    proof.add_up()?;
    let live_claims = proof.office.units.iter().filter(|unit| unit.claim.is_some()).count();
    let verified = Verified {
        events: proof.office.head,
        head: Head { seq: proof.office.head, hash: line::hex(&proof.hash) },
        units: proof.office.units.len(),
        live_claims,
    };
    Ok((verified, proof.office))
}

impl Proof<'_> {
    fn broken(&self, seq: Seq, what: &str) -> StoreFault {
        StoreFault::ChainBroken { path: self.evidence.path(), seq, what: what.to_string() }
    }

    /// Checks one line before folding it: a line that fails is never applied.
    fn take(&mut self, line: &Line) -> Result<(), StoreFault> {
        let expected = self.office.head + 1;
        if line.seq != expected {
            return Err(self.broken(expected, "seq"));
        }
        if line.chained(&self.hash) != line.hash {
            return Err(self.broken(line.seq, "hash"));
        }
        if line.at < self.at {
            return Err(self.broken(line.seq, "at"));
        }
        if line.kind != kind_of(&line.payload) {
            return Err(self.broken(line.seq, "kind"));
        }
        let mut recorded = line.recorded().ok_or_else(|| self.broken(line.seq, "payload"))?;
        self.index.extend(recorded.event.units().into_iter().map(|unit| (unit.0, line.seq)));
        if let Some((customer, sealed)) = recorded.event.sealed() {
            self.digests.insert(customer, (line.seq, sealed.digest.clone()));
        }
        if let Some(customer) = recorded.event.erases() {
            self.erased.insert(customer, line.seq);
        }
        act::apply(&mut self.office, &recorded);
        (self.hash, self.at) = (line.hash, line.at);
        Ok(())
    }

    fn compare_guards(&mut self) -> Result<(), StoreFault> {
        let units = self.office.units.iter();
        let live: BTreeMap<u32, u32> =
            units.filter_map(|unit| unit.claim.map(|claim| (unit.id.0, claim.0))).collect();
        let guards = self.evidence.guards()?;
        if live == guards {
            return Ok(());
        }
        let differs = |unit: &&u32| live.get(*unit) != guards.get(*unit);
        let unit = live.keys().chain(guards.keys()).filter(differs).min().copied().unwrap_or_default();
        let seq = self.office.units.get(unit as usize).map_or(self.office.head, |unit| unit.revision);
        Err(self.broken(seq, &format!("guard {unit}")))
    }

    /// What was acknowledged is there: without this a last line that nothing else refers to could be cut off unseen.
    fn compare_answers(&mut self) -> Result<(), StoreFault> {
        let head = self.office.head;
        if self.evidence.answered()? > head { Err(self.broken(head + 1, "answer")) } else { Ok(()) }
    }

    fn compare_index(&mut self) -> Result<(), StoreFault> {
        let index = self.evidence.unit_index()?;
        self.index.sort_unstable();
        self.index.dedup();
        if index == self.index {
            return Ok(());
        }
        let [theirs, ours] = [&index, &self.index].map(|pairs| pairs.iter().collect::<BTreeSet<_>>());
        match theirs.symmetric_difference(&ours).min_by_key(|(unit, seq)| (*seq, *unit)) {
            Some((unit, seq)) => Err(self.broken(*seq, &format!("event_unit {unit}"))),
            None => Ok(()),
        }
    }

    /// Money adds up, and papers are numbered without gaps (rules §4, §11.6).
    fn add_up(&self) -> Result<(), StoreFault> {
        let Err(unsound) = audit::sound(&self.office) else { return Ok(()) };
        let seq = match unsound {
            Unsound::Deposit(unit) | Unsound::Negative(unit) | Unsound::Receipt(unit) => {
                self.office.units.get(unit.index()).map_or(self.office.head, |unit| unit.revision)
            }
            Unsound::Total | Unsound::Day(_) => self.office.head,
            Unsound::Paper(seq) => return Err(self.broken(seq, "paper")),
        };
        Err(self.broken(seq, "money"))
    }

    fn compare_persons(&mut self) -> Result<(), StoreFault> {
        let mut digests: Vec<_> =
            self.digests.iter().map(|(id, (seq, hash))| (*seq, *id, hash.clone())).collect();
        digests.sort_unstable();
        let mut open = 0;
        for (seq, customer, digest) in digests {
            let person = self.evidence.person(customer)?;
            open += usize::from(person.is_some());
            let holds = match (&person, self.erased.contains_key(&customer)) {
                (Some(person), false) => person.digest() == digest,
                (None, true) => true,
                _ => false,
            };
            if !holds {
                return Err(self.broken(seq, &format!("personal {customer}")));
            }
        }
        if self.evidence.persons()? == open { Ok(()) } else { Err(self.broken(self.office.head, "personal")) }
    }
}
