//! The desk's loop: gather what happened, change the desk, draw at most once.

use crate::app::keys;
use crate::app::message::{Effect, Message, Outcome};
use crate::app::model::Desk;
use crate::app::update::{Setting, start, update};
use crate::config::Config;
use crate::domain::act::Command;
use crate::domain::issue;
use crate::domain::state::office::Office;
use crate::domain::time::Instant;
use crate::runtime::clock::{StoreClock, fresh_id, fresh_secret};
use crate::runtime::historian::{self, Finding, Query};
use crate::runtime::input;
use crate::runtime::printer::{Job, Printed};
use crate::runtime::seat::{Seat, Stop};
use crate::runtime::storekeeper::{self, Errand, Errands, Report};
use crate::runtime::term::{self, Call, Signals, Term};
use crate::runtime::tie::{Tie, Trouble};
use crate::store::{Journal, Order, Reader};
use crate::ui::theme::Look;
use crate::{store, ui};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// How often time moves on.
const TICK: Duration = Duration::from_secs(1);

/// Opens the desk and stays until it is left; returns the exit code.
pub fn run(seat: &Seat) -> Result<i32, Stop> {
    term::terminal_or_reason(&seat.locale(None)).map_err(Stop::Usage)?;
    let opening = seat.opening.clone();
    let tie: Tie<Box<dyn Journal>> =
        Tie::new(Box::new(move || store::open(&opening)), &seat.opening.url, false).map_err(Stop::Store)?;
    let office = tie.office().cloned().unwrap_or_default();
    let setting = setting(seat, office, tie.now())?;
    let clock = StoreClock::new(tie.now(), seat.opening.now.is_some());
    let locale = setting.locale.clone();
    let broken =
        |fault: io::Error| Stop::Usage(locale.say("shell-broken", &[("cause", fault.to_string().into())]));
    let (code, left) = stay(seat, setting, tie, clock).map_err(broken)?;
    if !left.is_empty() {
        // Not `eprintln!`: it would panic where the terminal is gone.
        let _ = writeln!(io::stderr(), "{}", locale.say("shell-open", &[("count", left.len().into())]));
    }
    Ok(code)
}

fn setting(seat: &Seat, office: Office, now: Instant) -> Result<Setting, Stop> {
    let locale = seat.locale(Some(&office));
    let (theme, glyphs) = seat.looks(&locale)?;
    Ok(Setting {
        viewer: seat.viewer(&office)?,
        keymap: seat.keymap(&locale)?,
        office,
        now,
        terminal: seat.terminal.clone(),
        locale,
        theme,
        glyphs,
        mouse: seat.config.mouse,
        size: term::size(),
        secret: fresh_secret(),
    })
}

/// What comes from the store's threads.
enum Word {
    Report(Report),
    Finding(Finding),
}

/// The loop's own state.
struct Loop {
    desk: Desk,
    term: Term,
    clock: StoreClock,
    errands: Errands,
    queries: Sender<Query>,
    keeper: JoinHandle<()>,
    /// Tickets sent and not answered.
    open: BTreeSet<u64>,
    /// Where papers come from and go to: the settings, and the store they lie beside.
    papers: (Config, String),
    /// Papers that wait for their number.
    jobs: BTreeMap<u64, Job>,
    lost: bool,
    dirty: bool,
    /// The exit code, once it ends.
    end: Option<i32>,
}

/// Runs the loop; returns the exit code and the tickets that were never answered.
fn stay(
    seat: &Seat,
    setting: Setting,
    tie: Tie<Box<dyn Journal>>,
    clock: StoreClock,
) -> io::Result<(i32, BTreeSet<u64>)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        // Signals first: one that comes while the terminal is being taken must find somebody to give it back.
        let signals = Signals::new()?;
        let (words, heard) = unbounded_channel();
        let (errands, keeper) = storekeeper::start(tie, tell(&words, Word::Report))?;
        let opening = seat.opening.clone();
        let open: crate::runtime::tie::Opener<Box<dyn Reader>> =
            Box::new(move || store::open_reader(&opening));
        let queries = historian::start(open, tell(&words, Word::Finding))?;
        let crash = setting.locale.text("shell-crash").to_string();
        let term = Term::take(true, setting.mouse, crash)?;
        let keys = input::start()?;
        let desk = start(setting);
        let state = Loop {
            desk,
            term,
            clock,
            errands,
            queries,
            keeper,
            open: BTreeSet::new(),
            papers: (seat.config.clone(), seat.opening.url.clone()),
            jobs: BTreeMap::new(),
            lost: false,
            dirty: true,
            end: None,
        };
        state.live(keys, heard, signals).await
    })
}

fn tell<T: Send + 'static>(
    words: &UnboundedSender<Word>,
    wrap: fn(T) -> Word,
) -> impl Fn(T) + Send + 'static {
    let words = words.clone();
    move |said| {
        // The loop is gone: nobody is left to be told.
        let _ = words.send(wrap(said));
    }
}

impl Loop {
    async fn live(
        mut self,
        mut keys: UnboundedReceiver<Message>,
        mut heard: UnboundedReceiver<Word>,
        mut signals: Signals,
    ) -> io::Result<(i32, BTreeSet<u64>)> {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            match self.turn(&mut keys, &mut heard, &mut signals, &mut tick).await {
                Ok(()) => {}
                Err(_) if term::is_hung_up() => self.end = Some(term::GONE),
                Err(fault) => return Err(fault),
            }
            if let Some(code) = self.end {
                return Ok((code, self.leave(heard)));
            }
        }
    }

    /// Draws what changed, waits for something, and takes in all that came with it.
    async fn turn(
        &mut self,
        keys: &mut UnboundedReceiver<Message>,
        heard: &mut UnboundedReceiver<Word>,
        signals: &mut Signals,
        tick: &mut tokio::time::Interval,
    ) -> io::Result<()> {
        if std::mem::take(&mut self.dirty) {
            self.draw()?;
        }
        tokio::select! {
            call = signals.next() => self.called(call)?,
            key = keys.recv() => match key {
                Some(message) => self.step(message)?,
                None => self.end = Some(term::GONE),
            },
            Some(word) = heard.recv() => self.hear(word)?,
            _ = tick.tick() => self.tick()?,
        }
        while self.end.is_none() {
            if let Ok(message) = keys.try_recv() {
                self.step(message)?;
            } else if let Ok(word) = heard.try_recv() {
                self.hear(word)?;
            } else {
                break;
            }
        }
        Ok(())
    }

    fn draw(&mut self) -> io::Result<()> {
        let look = Look::new(self.desk.theme, term::depth());
        let desk = &self.desk;
        let reach = self.term.draw(|slate| ui::draw(desk, &look, slate))?;
        keys::reach(&mut self.desk, reach);
        Ok(())
    }

    fn tick(&mut self) -> io::Result<()> {
        if term::is_hung_up() {
            self.end = Some(term::GONE);
            return Ok(());
        }
        #[cfg(debug_assertions)]
        crash_for_test();
        self.step(Message::Tick(self.clock.now()))
    }

    fn called(&mut self, call: Call) -> io::Result<()> {
        match call {
            Call::End(code) => self.end = Some(code),
            Call::Wake => {
                self.term.enter()?;
                let (columns, rows) = term::size();
                self.step(Message::Resize(columns, rows))?;
            }
        }
        Ok(())
    }

    fn step(&mut self, message: Message) -> io::Result<()> {
        if let Message::Resize(columns, rows) = message {
            self.term.resize((columns, rows));
        }
        self.dirty = true;
        for effect in update(&mut self.desk, message) {
            self.act(effect)?;
        }
        Ok(())
    }

    fn act(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Submit(ticket, command) => return self.submit(ticket, command),
            Effect::Print(ticket, command) => return self.print(ticket, command),
            // The historian lives as long as the desk.
            Effect::FetchTrail(unit) => drop(self.queries.send(Query::Trail(unit))),
            Effect::Travel(travel) => drop(self.queries.send(Query::Travel(travel))),
            Effect::SetMouse(mouse) => self.term.set_mouse(mouse)?,
            Effect::Ring => self.term.ring()?,
            Effect::Quit => self.end = Some(0),
        }
        Ok(())
    }

    fn submit(&mut self, ticket: u64, command: Command) -> io::Result<()> {
        let Some(by) = self.desk.viewer else {
            let sentence = self.desk.locale.text("shell-nobody").to_string();
            return self.step(Message::Answered(ticket, Outcome::Failed(sentence)));
        };
        let order = Order { id: fresh_id(), by, terminal: self.desk.terminal.clone(), command };
        self.open.insert(ticket);
        if !self.errands.send(Errand { ticket, order }) {
            self.hear(Word::Report(Report::Unsent(ticket, Trouble::Stranger)))?;
        }
        Ok(())
    }

    /// Makes the paper ready first: what cannot be printed gets no number.
    fn print(&mut self, ticket: u64, command: issue::Command) -> io::Result<()> {
        if let Some(context) = self.desk.context() {
            let (config, store) = &self.papers;
            let asked = (ticket, &command, &context);
            match Job::ready(config, store, &self.desk.locale, self.desk.view(), asked) {
                Ok(job) => drop(self.jobs.insert(ticket, job)),
                Err(sentence) => return self.step(Message::Answered(ticket, Outcome::Failed(sentence))),
            }
        }
        self.submit(ticket, command.into())
    }

    fn hear(&mut self, word: Word) -> io::Result<()> {
        let message = match word {
            Word::Report(Report::News(events, now)) => {
                self.clock.hear(now);
                // A mere sign of life changes nothing that the next tick would not draw.
                let quiet = events.is_empty() && !self.lost && !self.dirty;
                self.lost = false;
                self.step(Message::News(events, now))?;
                self.dirty = !quiet;
                return Ok(());
            }
            Word::Report(Report::Clock(time)) => Message::Clock(time),
            Word::Report(Report::Answered(ticket, outcome)) => {
                if let (Outcome::Done(seq), Some(job)) = (&outcome, self.jobs.remove(&ticket)) {
                    self.open.remove(&ticket);
                    drop(self.queries.send(Query::Print(Box::new(job), *seq)));
                    return Ok(());
                }
                self.answered(ticket, outcome)
            }
            Word::Finding(Finding::Printed(Printed { ticket, said })) => {
                self.answered(ticket, said.map_or_else(Outcome::Failed, Outcome::Printed))
            }
            Word::Report(Report::Unsent(ticket, trouble)) => {
                let sentence = self.failure("shell-unsent", &trouble);
                self.answered(ticket, Outcome::Failed(sentence))
            }
            Word::Report(Report::Undone(ticket, trouble)) => {
                let sentence = self.failure("shell-undone", &trouble);
                self.answered(ticket, Outcome::Failed(sentence))
            }
            Word::Report(Report::Lost(since, trouble)) => {
                self.lost = true;
                self.step(Message::Fault(self.failure("shell-lost", &trouble)))?;
                Message::Lost(since)
            }
            Word::Finding(Finding::Trail(unit, events)) => Message::Trail(unit, events),
            Word::Finding(Finding::Past(past)) => Message::Past(past),
            Word::Finding(Finding::NoPast) => Message::NoPast,
            Word::Finding(Finding::Failed(fault)) => {
                Message::Fault(self.failure("shell-no-past", &Trouble::Store(fault)))
            }
        };
        self.step(message)
    }

    fn answered(&mut self, ticket: u64, outcome: Outcome) -> Message {
        self.open.remove(&ticket);
        self.jobs.remove(&ticket);
        Message::Answered(ticket, outcome)
    }

    /// What became of it, and why.
    fn failure(&self, key: &str, trouble: &Trouble) -> String {
        let locale = &self.desk.locale;
        let cause = match trouble {
            Trouble::Store(fault) => locale.coded("store", fault.code(), &fault.facts()),
            Trouble::Stranger => locale.text("shell-stranger").to_string(),
        };
        locale.say(key, &[("cause", cause.into())])
    }

    /// Gives the terminal back, then waits a moment for open outcomes; returns the tickets still open.
    fn leave(self, mut heard: UnboundedReceiver<Word>) -> BTreeSet<u64> {
        let Self { term, errands, keeper, mut open, .. } = self;
        drop(term);
        drop(errands);
        if open.is_empty() {
            return open;
        }
        // It ends by itself: at once when all is answered, else after a farewell of seconds.
        let _ = keeper.join();
        while let Ok(word) = heard.try_recv() {
            if let Word::Report(
                Report::Answered(ticket, _) | Report::Unsent(ticket, _) | Report::Undone(ticket, _),
            ) = word
            {
                open.remove(&ticket);
            }
        }
        open
    }
}

/// Lets the test of the terminal crash a desk.
#[cfg(debug_assertions)]
fn crash_for_test() {
    assert!(std::env::var_os("XIAOKONG_TEST_CRASH").is_none(), "asked to crash");
}
