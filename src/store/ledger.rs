//! An office kept in step with a journal: read, fold, submit.

use crate::domain::act::{self, Event, Recorded};
use crate::domain::context::Context;
use crate::domain::id::Seq;
use crate::domain::rejection::Rejection;
use crate::domain::state::office::Office;
use crate::domain::time::{Instant, Time};
use crate::store::{Answer, Core, Journal, Order, Reader, StoreFault, Verdict};
use std::sync::mpsc::sync_channel;
use std::thread;

/// Events read at once while catching up.
const PAGE: usize = 1_024;
/// Pages read ahead of what is folded.
const PAGES_AHEAD: usize = 2;
/// What is folded anew at each opening before an office is kept, see [`Fold::take`].
const KEEP_FROM: usize = 2_000;

/// An office and the journal it is a fold of. With a [`Reader`] it has no `submit`: that is what makes the board read-only.
pub struct Ledger<S> {
    store: S,
    state: Fold,
}

/// The fold itself, apart from the store so that both can be borrowed at once.
#[derive(Default)]
struct Fold {
    office: Office,
}

impl<S: Reader> Ledger<S> {
    /// Opens and catches up, from the office kept beside the journal where there is one. Whoever had to fold much keeps
    /// one for the next.
    pub fn open(mut store: S) -> Result<Self, StoreFault> {
        let office = store.recall().unwrap_or_default();
        let mut state = Fold { office };
        let first = store.read(state.office.head, PAGE)?;
        let mut weight = state.take(&first);
        if first.len() == PAGE {
            weight += state.follow(&mut store)?;
        }
        if weight >= KEEP_FROM {
            store.keep(&state.office);
        }
        Ok(Self { store, state })
    }

    /// Goes on with an office that is a fold of this very journal.
    pub fn resume(store: S, office: Office) -> Self {
        Self { store, state: Fold { office } }
    }

    /// Lets go of the store and keeps the office.
    pub fn into_office(self) -> Office {
        self.state.office
    }

    /// The office as recorded. For the office at a moment see [`Ledger::at_now`].
    pub fn office(&self) -> &Office {
        &self.state.office
    }

    /// The store itself, for reading.
    pub fn store(&mut self) -> &mut S {
        &mut self.store
    }

    /// Takes in everything new and returns it.
    pub fn refresh(&mut self) -> Result<Vec<Recorded>, StoreFault> {
        let mut news = Vec::new();
        loop {
            let page = self.store.read(self.state.office.head, PAGE)?;
            self.state.catch_up(&page);
            let is_last = page.len() < PAGE;
            news.extend(page);
            if is_last {
                return Ok(news);
            }
        }
    }

    /// The office as it truly is now, with everything that is not recorded yet, and the store's time.
    pub fn at_now(&mut self) -> Result<(Office, Instant), StoreFault> {
        let time = self.time()?;
        let office = act::settled(&self.state.office, time).unwrap_or_else(|| self.state.office.clone());
        Ok((office, time.now))
    }

    /// The store's time, never before the office's.
    pub fn time(&mut self) -> Result<Time, StoreFault> {
        Ok(self.store.dial()?.time().not_before(self.state.office.at))
    }
}

impl<S: Journal> Ledger<S> {
    /// Sends a command and takes in what came of it.
    pub fn submit(&mut self, order: &Order) -> Result<Answer, StoreFault> {
        let answer = self.store.transact(order, &mut self.state)?;
        let reaches = match answer.verdict {
            Verdict::Done { last, .. } => last,
            Verdict::Refused(_) => answer.as_of,
        };
        if self.state.office.head < reaches {
            self.refresh()?;
        }
        Ok(answer)
    }
}

impl Fold {
    /// Folds and says how much it was: events, and each unit they touch once more.
    fn take(&mut self, news: &[Recorded]) -> usize {
        self.catch_up(news);
        news.iter().map(|recorded| 1 + recorded.event.units().len()).sum()
    }

    /// Folds all there is, while a thread of its own reads ahead.
    fn follow(&mut self, store: &mut impl Reader) -> Result<usize, StoreFault> {
        let mut after = self.office.head;
        let (sender, pages) = sync_channel(PAGES_AHEAD);
        let read = move || {
            loop {
                let page = store.read(after, PAGE);
                let read = page.as_deref().unwrap_or_default();
                let is_last = read.len() < PAGE;
                after = read.last().map_or(after, |last| last.seq);
                if sender.send(page).is_err() || is_last {
                    break;
                }
            }
        };
        thread::scope(|scope| {
            scope.spawn(read);
            pages.into_iter().map(|page| Ok(self.take(&page?))).sum()
        })
    }
}

impl Core for Fold {
    fn catch_up(&mut self, news: &[Recorded]) {
        for recorded in news {
            act::apply(&mut self.office, recorded);
        }
    }

    fn seq(&self) -> Seq {
        self.office.head
    }

    fn decide(&self, order: &Order, time: Time) -> Result<Vec<(Instant, Event)>, Rejection> {
        let time = time.not_before(self.office.at);
        let context = Context { by: order.by, terminal: order.terminal.clone(), now: time.now };
        let settled = act::settled(&self.office, time);
        let events = act::decide(settled.as_ref().unwrap_or(&self.office), &order.command, &context)?;
        let mut timed = act::unrecorded(&self.office, time);
        timed.extend(events.into_iter().map(|event| (time.now, event)));
        Ok(timed)
    }
}
