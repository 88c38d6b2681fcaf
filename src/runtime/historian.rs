//! The thread that reads the past: a unit's last events, the office at a moment. It has its own reader, so that
//! rebuilding a year does not keep a command waiting.

use crate::app::message::Travel;
use crate::app::model::Past;
use crate::domain::act::{self, Recorded};
use crate::domain::id::{Seq, UnitId};
use crate::domain::state::office::Office;
use crate::domain::time::Instant;
use crate::runtime::printer::{Job, Printed};
use crate::runtime::tie::Opener;
use crate::store::{Reader, StoreFault};
use std::sync::mpsc::{Receiver, Sender, channel};

/// Events read at once.
const PAGE: usize = 4_096;
/// Offices kept on the way, so that a step back need not begin at the beginning.
const MILESTONES_MAX: usize = 12;
/// A milestone is kept this many events before where one arrives: steps back are common.
const STEPS: u64 = 256;
/// Events of a unit that a card shows.
const TRAIL: usize = 1_000;

/// What to look up.
#[derive(Debug)]
pub enum Query {
    /// The office right after an event, to print its paper.
    Print(Box<Job>, Seq),
    /// The last events of a unit.
    Trail(UnitId),
    /// The office at a moment.
    Travel(Travel),
}

/// What was found.
#[derive(Debug)]
pub enum Finding {
    /// A paper was printed, or could not be.
    Printed(Printed),
    /// The last events of a unit, oldest first.
    Trail(UnitId, Vec<Recorded>),
    /// The office at a moment.
    Past(Box<Past>),
    /// There is nothing there.
    NoPast,
    /// The store failed.
    Failed(StoreFault),
}

/// Starts the thread. It ends when the sender is dropped.
pub fn start<S: Reader + 'static>(
    open: Opener<S>,
    tell: impl Fn(Finding) + Send + 'static,
) -> std::io::Result<Sender<Query>> {
    let (sender, inbox) = channel();
    let historian = Historian { open, store: None, milestones: Vec::new() };
    std::thread::Builder::new().name("historian".into()).spawn(move || historian.run(&inbox, tell))?;
    Ok(sender)
}

/// An office on the way, with the event that led to it.
#[derive(Clone, Default)]
struct Milestone {
    office: Office,
    last: Option<Recorded>,
}

/// Reads the past.
struct Historian<S> {
    open: Opener<S>,
    store: Option<S>,
    /// In order of position.
    milestones: Vec<Milestone>,
}

impl<S: Reader> Historian<S> {
    fn run(mut self, inbox: &Receiver<Query>, tell: impl Fn(Finding)) {
        while let Ok(query) = inbox.recv() {
            let mut queries = vec![query];
            queries.extend(inbox.try_iter());
            // Of several journeys only the last one is still wanted.
            let is_journey = |query: &Query| matches!(query, Query::Travel(_));
            let last = queries.iter().rposition(is_journey);
            for (place, query) in queries.into_iter().enumerate() {
                if is_journey(&query) && Some(place) != last {
                    continue;
                }
                tell(self.answer(&query));
            }
        }
    }

    fn answer(&mut self, query: &Query) -> Finding {
        self.look_up(query)
            .or_else(|_| {
                // The reader may be of a file that is gone: a new one decides.
                self.store = None;
                self.milestones.clear();
                self.look_up(query)
            })
            .unwrap_or_else(|fault| match query {
                Query::Print(job, _) => Finding::Printed(job.lost(&fault)),
                _ => Finding::Failed(fault),
            })
    }

    fn look_up(&mut self, query: &Query) -> Result<Finding, StoreFault> {
        if self.store.is_none() {
            self.store = Some((self.open)()?);
        }
        match *query {
            Query::Print(ref job, seq) => self.print(job, seq),
            Query::Trail(unit) => {
                let trail = self.store.as_mut().map(|store| store.trail(unit, TRAIL)).transpose()?;
                Ok(Finding::Trail(unit, trail.unwrap_or_default()))
            }
            Query::Travel(Travel::Event(0)) => Ok(Finding::NoPast),
            Query::Travel(Travel::Event(seq)) => {
                let arrived = self.walk(|next| next.seq <= seq, seq.saturating_sub(STEPS))?;
                Ok(match &arrived.last {
                    Some(last) if last.seq == seq => past(&arrived, last.at),
                    _ => Finding::NoPast,
                })
            }
            Query::Travel(Travel::To(at)) => {
                let now = self.store.as_mut().map(Reader::now).transpose()?;
                let arrived = self.walk(|next| next.at <= at, Seq::MAX)?;
                let is_future = now.is_some_and(|now| at > now.max(arrived.office.at));
                Ok(if arrived.last.is_none() || is_future { Finding::NoPast } else { past(&arrived, at) })
            }
        }
    }

    /// The paper of an event, from the office right after it.
    fn print(&mut self, job: &Job, seq: Seq) -> Result<Finding, StoreFault> {
        let arrived = self.walk(|next| next.seq <= seq, seq)?;
        let head = self.store.as_mut().map(|store| store.head_at(seq)).transpose()?.flatten();
        Ok(match (arrived.last.filter(|last| last.seq == seq), head) {
            (Some(last), Some(head)) => Finding::Printed(job.run(&arrived.office, &last, seq, &head.hash)),
            _ => Finding::NoPast,
        })
    }

    /// Folds events while they belong to the past that is wanted; keeps a milestone at `keep`.
    fn walk(&mut self, belongs: impl Fn(&Recorded) -> bool, keep: Seq) -> Result<Milestone, StoreFault> {
        let fits = |stone: &Milestone| stone.last.as_ref().is_none_or(&belongs);
        let mut here = self.milestones.iter().rev().find(|stone| fits(stone)).cloned().unwrap_or_default();
        loop {
            let Some(store) = &mut self.store else { return Ok(here) };
            let page = store.read(here.office.head, PAGE)?;
            let is_last = page.len() < PAGE;
            for recorded in page {
                if !belongs(&recorded) {
                    self.keep(&here);
                    return Ok(here);
                }
                act::apply(&mut here.office, &recorded);
                let seq = recorded.seq;
                here.last = Some(recorded);
                if seq == keep {
                    self.keep(&here);
                }
            }
            self.keep(&here);
            if is_last {
                return Ok(here);
            }
        }
    }

    fn keep(&mut self, stone: &Milestone) {
        let head = |stone: &Milestone| stone.office.head;
        let Err(place) = self.milestones.binary_search_by_key(&head(stone), head) else { return };
        self.milestones.insert(place, stone.clone());
        if self.milestones.len() > MILESTONES_MAX {
            // Drop the one whose loss costs least: the closest to its neighbour, never the newest.
            let gaps = self.milestones.windows(2).enumerate();
            let closest = gaps.map(|(at, pair)| (head(&pair[1]) - head(&pair[0]), at));
            let drop = closest.filter(|(_, at)| *at != place).min().map_or(0, |(_, at)| at);
            self.milestones.remove(drop);
        }
    }
}

fn past(arrived: &Milestone, at: Instant) -> Finding {
    let office = act::settled(&arrived.office, at).unwrap_or_else(|| arrived.office.clone());
    Finding::Past(Box::new(Past { office: Box::new(office), at, last: arrived.last.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milestones_stay_few_and_in_order() {
        let open: Opener<Box<dyn Reader>> = Box::new(|| Err(StoreFault::NotPractice));
        let mut historian = Historian { open, store: None, milestones: Vec::new() };
        for head in [500, 10, 20_000, 4_096, 8_192, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120] {
            let office = Office { head, ..Office::default() };
            historian.keep(&Milestone { office, last: None });
        }
        let heads: Vec<Seq> = historian.milestones.iter().map(|stone| stone.office.head).collect();
        assert_eq!(heads.len(), MILESTONES_MAX);
        assert!(heads.is_sorted());
        assert!(heads.contains(&20_000) && heads.contains(&120), "{heads:?}");
    }
}
