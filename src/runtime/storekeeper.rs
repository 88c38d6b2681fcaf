//! The thread that owns the ledger: it sends commands, passes news on, and comes back after a loss.
//!
//! A command whose outcome is unknown keeps its id: once the store is back it is looked up in the journal and, while it
//! is fresh, sent again, so that it acts once or not at all and the person is told which (rules §11.2, §11.9).

use crate::app::message::Outcome;
use crate::domain::act::Recorded;
use crate::domain::id::CommandId;
use crate::domain::time::{Instant, Step, Time};
use crate::runtime::clock::{Mark, mark};
use crate::runtime::tie::{Tie, Trouble, Turn};
use crate::store::{Journal, Order, StoreFault, Verdict};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// How often news is looked for.
const POLL: Duration = Duration::from_millis(20);
/// The same, when nothing has happened for [`CALM`].
const POLL_CALM: Duration = Duration::from_millis(40);
/// When an office counts as calm.
const CALM: Duration = Duration::from_secs(10);
/// How long an unanswered command may still be sent again: nobody wants an act of ten minutes ago.
const FRESH: Duration = Duration::from_secs(30);
/// How long a closed desk waits for an open outcome.
const FAREWELL: Duration = Duration::from_secs(2);

/// A command to send.
pub struct Errand {
    /// The desk's number for it.
    pub ticket: u64,
    /// With the id made at the key press.
    pub order: Order,
}

/// What the storekeeper has to say. Words are made where the language is known.
#[derive(Debug)]
pub enum Report {
    /// New events, often none, and the store's time, UTC.
    News(Vec<Recorded>, Instant),
    /// The host's clock came into doubt, or out of it.
    Clock(Time),
    /// Yes or no.
    Answered(u64, Outcome),
    /// Not sent: there is no store.
    Unsent(u64, Trouble),
    /// Sent, and certainly not done.
    Undone(u64, Trouble),
    /// The store is lost; last heard of when, UTC.
    Lost(Instant, Trouble),
}

/// Starts the thread. It ends when the sender is dropped and every outcome is told.
pub fn start<S: Journal + 'static>(
    tie: Tie<S>,
    tell: impl Fn(Report) + Send + 'static,
) -> std::io::Result<(Sender<Errand>, std::thread::JoinHandle<()>)> {
    let (sender, inbox) = channel();
    let keeper = Keeper { tie, tell, step: None, open: None, stirred: mark(), closing: None };
    let thread = std::thread::Builder::new().name("storekeeper".into()).spawn(move || keeper.run(&inbox))?;
    Ok((sender, thread))
}

struct Keeper<S, T> {
    tie: Tie<S>,
    tell: T,
    /// How the host's clock was last told to stand.
    step: Option<Step>,
    /// Sent, outcome unknown: with the fault, and when it was first sent.
    open: Option<(Errand, StoreFault, Mark)>,
    stirred: Mark,
    closing: Option<Mark>,
}

impl<S: Journal, T: Fn(Report)> Keeper<S, T> {
    fn run(mut self, inbox: &Receiver<Errand>) {
        self.tell_clock();
        loop {
            let pause = if self.stirred.elapsed() < CALM { POLL } else { POLL_CALM };
            match inbox.recv_timeout(pause) {
                Ok(errand) => self.take(errand),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    let since = *self.closing.get_or_insert_with(mark);
                    if self.open.is_none() || since.elapsed() > FAREWELL {
                        return;
                    }
                    std::thread::sleep(pause);
                }
            }
            let turn = self.tie.poll();
            self.follow(turn);
        }
    }

    fn take(&mut self, errand: Errand) {
        self.stirred = mark();
        if !self.tie.is_tied() {
            let turn = self.tie.reopen();
            self.follow(turn);
        }
        match self.tie.trouble() {
            Some(trouble) => (self.tell)(Report::Unsent(errand.ticket, trouble.clone())),
            None => self.send(errand, mark()),
        }
    }

    fn send(&mut self, errand: Errand, first: Mark) {
        match self.tie.submit(&errand.order) {
            Ok((answer, events)) => {
                self.tell_clock();
                (self.tell)(Report::News(events, self.tie.now()));
                let outcome = match answer.verdict {
                    Verdict::Done { last, .. } => Outcome::Done(last),
                    Verdict::Refused(rejection) => Outcome::Refused(rejection),
                };
                (self.tell)(Report::Answered(errand.ticket, outcome));
            }
            Err(fault) => {
                self.open = Some((errand, fault.clone(), first));
                let turn = self.tie.cut(Trouble::Store(fault));
                self.follow(turn);
            }
        }
    }

    /// Tells how the host's clock stands, where that is not how it stood.
    fn tell_clock(&mut self) {
        let time = self.tie.time();
        let is_same = match (self.step, time.step) {
            (None, None) => true,
            (Some(told), Some(step)) => (told.ahead() - step.ahead()).num_seconds() == 0,
            _ => false,
        };
        if !is_same {
            self.step = time.step;
            (self.tell)(Report::Clock(time));
        }
    }

    fn follow(&mut self, turn: Turn) {
        match turn {
            Turn::Quiet => {}
            Turn::Lost(trouble) => (self.tell)(Report::Lost(self.tie.now(), trouble)),
            Turn::News { events, now, back } => {
                if !events.is_empty() {
                    self.stirred = mark();
                }
                self.tell_clock();
                let open = if back { self.open.take() } else { None };
                let done = open.as_ref().and_then(|(errand, ..)| last_of(&events, errand.order.id));
                (self.tell)(Report::News(events, now));
                match (open, done) {
                    (Some((errand, ..)), Some(seq)) => {
                        (self.tell)(Report::Answered(errand.ticket, Outcome::Done(seq)));
                    }
                    (Some((errand, fault, first)), None) => self.settle(errand, fault, first),
                    (None, _) => {}
                }
            }
        }
    }

    /// The store is back and the journal does not have the act: send it again, or say that it was not done.
    fn settle(&mut self, errand: Errand, fault: StoreFault, first: Mark) {
        if is_passing(&fault) && first.elapsed() < FRESH {
            self.send(errand, first);
        } else {
            let fault = match fault {
                // By now it is known.
                StoreFault::Unsure { path, cause } => StoreFault::Unreachable { path, cause },
                fault => fault,
            };
            (self.tell)(Report::Undone(errand.ticket, Trouble::Store(fault)));
        }
    }
}

/// The last event a command made.
fn last_of(events: &[Recorded], id: CommandId) -> Option<u64> {
    events.iter().rev().find(|recorded| recorded.command == id && recorded.by.is_some()).map(|last| last.seq)
}

/// Whether trying again may help.
fn is_passing(fault: &StoreFault) -> bool {
    use StoreFault::{Busy, Missing, Unreachable, Unsure};
    matches!(fault, Unreachable { .. } | Unsure { .. } | Busy { .. } | Missing { .. })
}
