//! The wall's loop: needs no key, cannot write, comes back by itself.
//!
//! It holds a [`Tie`] of a [`Reader`]: there is no `submit` to call (design §3). It starts without a store, too: a wall
//! that is switched on before the office's server must not stay dark.

use crate::app::board::{Pager, Picture, picture};
use crate::app::key::{Code, Key};
use crate::app::message::Message;
use crate::app::model::{Glyphs, Link, ThemeName};
use crate::domain::act;
use crate::domain::time::Instant;
use crate::locale::Locale;
use crate::runtime::clock::{Mark, StoreClock, mark, wall};
use crate::runtime::input;
use crate::runtime::seat::{Seat, Stop};
use crate::runtime::term::{self, Call, Signals, Term};
use crate::runtime::tie::{Opener, Tie, Turn};
use crate::store::{self, Opening, Reader, StoreFault};
use crate::ui::board::{self, Style};
use crate::ui::theme::Look;
use chrono::TimeDelta;
use chrono_tz::Tz;
use std::io::{self, IsTerminal};
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender, UnboundedReceiver, channel, unbounded_channel};

/// How long a page stays.
const PAGE: Duration = Duration::from_secs(13);
/// How often time moves on.
const TICK: Duration = Duration::from_secs(1);
/// How often a store that was never there is looked for.
const RETRY: Duration = Duration::from_secs(1);
/// Silence of the watching thread after which the wall no longer trusts its colours; before that its age turns amber.
const SILENCE: Duration = Duration::from_secs(30);

/// Opens the wall and stays until it is left; returns the exit code.
pub fn run(seat: &Seat) -> Result<i32, Stop> {
    term::screen_or_reason(&seat.locale(None)).map_err(Stop::Usage)?;
    let source = source(&seat.opening)?;
    let locale = match &source {
        Source::Open(tie) => seat.locale(tie.office()),
        Source::Awaited(..) => seat.locale(None),
    };
    let looks = seat.looks(&locale)?;
    let heard = match &source {
        Source::Open(tie) => tie.now(),
        Source::Awaited(..) => seat.opening.now.unwrap_or_else(wall),
    };
    let clock = StoreClock::new(heard, seat.opening.now.is_some());
    let broken =
        |fault: io::Error| Stop::Usage(locale.say("shell-broken", &[("cause", fault.to_string().into())]));
    stay(source, locale.clone(), looks, clock).map_err(broken)
}

/// The store, or why it is not there yet.
enum Source {
    Open(Box<Tie<Box<dyn Reader>>>),
    Awaited(Opening, StoreFault),
}

/// Opens the store. What only another command line would mend ends the wall; everything else is waited for.
fn source(opening: &Opening) -> Result<Source, Stop> {
    match tie(opening) {
        Ok(tie) => Ok(Source::Open(Box::new(tie))),
        Err(fault @ (StoreFault::NoBackend { .. } | StoreFault::NotPractice)) => Err(Stop::Store(fault)),
        Err(fault) => Ok(Source::Awaited(opening.clone(), fault)),
    }
}

fn tie(opening: &Opening) -> Result<Tie<Box<dyn Reader>>, StoreFault> {
    let opened = opening.clone();
    let open: Opener<Box<dyn Reader>> = Box::new(move || store::open_reader(&opened));
    Tie::new(open, &opening.url, true)
}

/// What the watching thread says.
#[derive(Debug)]
pub enum Sight {
    /// How the office looks, and the project's zone.
    Seen(Box<Picture>, Tz),
    /// The store is lost; last heard of when, UTC.
    Lost(Instant),
}

/// Starts the thread that watches the store; it ends when `tell` says that nobody listens.
pub fn watch<S: Reader + 'static>(
    mut tie: Tie<S>,
    tell: impl Fn(Sight) -> bool + Send + 'static,
) -> io::Result<std::thread::JoinHandle<()>> {
    std::thread::Builder::new().name("watch".into()).spawn(move || follow(&mut tie, tell))
}

/// Tells what the store shows until nobody listens.
fn follow<S: Reader>(tie: &mut Tie<S>, tell: impl Fn(Sight) -> bool) {
    if !see(tie).is_none_or(&tell) {
        return;
    }
    loop {
        tie.wait();
        let sight = match tie.poll() {
            Turn::Quiet => None,
            Turn::Lost(_) => Some(Sight::Lost(tie.now())),
            Turn::News { .. } => see(tie),
        };
        if !sight.is_none_or(&tell) {
            return;
        }
    }
}

/// What reaches the loop from the watching thread.
enum News {
    /// There is no store yet.
    Absent(StoreFault),
    /// There is one.
    Sight(Sight),
}

/// Starts the thread that watches a store which may not be there yet.
fn start(source: Source, news: Sender<News>) -> io::Result<()> {
    let run = move || {
        let mut tie = match source {
            Source::Open(tie) => *tie,
            Source::Awaited(opening, fault) => match await_store(&opening, fault, &news) {
                Some(tie) => tie,
                None => return,
            },
        };
        follow(&mut tie, |sight| news.blocking_send(News::Sight(sight)).is_ok());
    };
    std::thread::Builder::new().name("watch".into()).spawn(run).map(|_| ())
}

/// Tries until the store is there; `None`: nobody listens any more.
fn await_store(opening: &Opening, fault: StoreFault, news: &Sender<News>) -> Option<Tie<Box<dyn Reader>>> {
    let mut fault = fault;
    loop {
        news.blocking_send(News::Absent(fault)).ok()?;
        std::thread::sleep(RETRY);
        match tie(opening) {
            Ok(tie) => return Some(tie),
            Err(other) => fault = other,
        }
    }
}

fn see<S: Reader>(tie: &Tie<S>) -> Option<Sight> {
    let office = tie.office()?;
    let now = tie.now();
    let settled = act::settled(office, tie.time());
    let office = settled.as_ref().unwrap_or(office);
    Some(Sight::Seen(Box::new(picture(office, now, Link::Live(now))), office.policy.time_zone))
}

/// The loop's own state.
struct Kiosk {
    term: Term,
    locale: Locale,
    look: Look,
    glyphs: Glyphs,
    clock: StoreClock,
    picture: Option<Box<Picture>>,
    /// Why there is no picture yet.
    absent: Option<StoreFault>,
    /// Since when the wall runs, UTC.
    started: Instant,
    heard: Mark,
    pager: Pager,
    turned: Mark,
    dirty: bool,
    end: Option<i32>,
}

fn stay(source: Source, locale: Locale, looks: (ThemeName, Glyphs), clock: StoreClock) -> io::Result<i32> {
    let (theme, glyphs) = looks;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let signals = Signals::new()?;
        // One at a time: a terminal that takes nothing must not fill the memory with pictures.
        let (sender, news) = channel(1);
        start(source, sender)?;
        let has_keys = io::stdin().is_terminal();
        let crash = locale.text("shell-crash").to_string();
        let term = Term::take(has_keys, false, crash)?;
        let keys = if has_keys { input::start()? } else { no_keys() };
        let look = Look::new(theme, term::depth());
        let here = mark();
        let kiosk = Kiosk {
            term,
            locale,
            look,
            glyphs,
            started: clock.now(),
            clock,
            picture: None,
            absent: None,
            heard: here,
            pager: Pager::default(),
            turned: here,
            dirty: false,
            end: None,
        };
        kiosk.live(keys, news, signals, has_keys).await
    })
}

/// A channel on which nothing ever comes.
fn no_keys() -> UnboundedReceiver<Message> {
    unbounded_channel().1
}

impl Kiosk {
    async fn live(
        mut self,
        mut keys: UnboundedReceiver<Message>,
        mut news: Receiver<News>,
        mut signals: Signals,
        has_keys: bool,
    ) -> io::Result<i32> {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            match self.wait(&mut keys, &mut news, &mut signals, &mut tick, has_keys).await {
                Ok(()) => {}
                Err(_) if term::is_hung_up() => self.end = Some(term::GONE),
                Err(fault) => return Err(fault),
            }
            if let Some(code) = self.end {
                return Ok(code);
            }
        }
    }

    /// Draws what changed, waits for something, and takes in all that came with it.
    async fn wait(
        &mut self,
        keys: &mut UnboundedReceiver<Message>,
        news: &mut Receiver<News>,
        signals: &mut Signals,
        tick: &mut tokio::time::Interval,
        has_keys: bool,
    ) -> io::Result<()> {
        if std::mem::take(&mut self.dirty) {
            self.draw()?;
        }
        tokio::select! {
            call = signals.next() => match call {
                Call::End(code) => self.end = Some(code),
                Call::Wake => {
                    self.term.enter()?;
                    self.resize(term::size());
                }
            },
            key = keys.recv(), if has_keys => match key {
                Some(message) => self.press(message),
                None => self.end = Some(term::GONE),
            },
            Some(new) = news.recv() => self.hear(new),
            _ = tick.tick() => self.tick(has_keys),
        }
        while let Ok(new) = news.try_recv() {
            self.hear(new);
        }
        Ok(())
    }

    fn draw(&mut self) -> io::Result<()> {
        let now = self.clock.now();
        let (pager, started) = (&self.pager, self.started);
        let style = Style { locale: &self.locale, look: &self.look, glyphs: self.glyphs };
        let Some(picture) = &mut self.picture else {
            let cause = match &self.absent {
                Some(fault) => self.locale.coded("store", fault.code(), &fault.facts()),
                None => self.locale.text("board-reading").to_string(),
            };
            return self.term.draw(|slate| board::draw_awaiting(started, now, &cause, pager, style, slate));
        };
        picture.now = now;
        if let Link::Live(_) = picture.link {
            // By this machine's own clock: store time may stand still or jump.
            let age = TimeDelta::from_std(self.heard.elapsed()).unwrap_or_default();
            picture.link = Link::Live(now.checked_sub_signed(age).unwrap_or(now));
        }
        let picture = &*picture;
        self.term.draw(|slate| board::draw(picture, pager, style, slate))
    }

    fn hear(&mut self, news: News) {
        match news {
            News::Absent(fault) => {
                self.dirty |= self.absent.as_ref() != Some(&fault);
                self.absent = Some(fault);
            }
            News::Sight(sight) => self.see(sight),
        }
    }

    fn see(&mut self, sight: Sight) {
        self.heard = mark();
        match sight {
            Sight::Seen(picture, zone) => {
                self.clock.hear(picture.now);
                if self.locale.zone != zone {
                    self.locale = self.locale.in_zone(zone);
                }
                match &mut self.picture {
                    Some(old) => {
                        let was_lost = matches!(old.link, Link::Lost(_));
                        // Time that passes is no news, and the next tick draws it.
                        (old.now, old.link) = (picture.now, picture.link);
                        if **old != *picture {
                            self.pager.note(board::changed(old, &picture, self.term.size()));
                        } else if !was_lost {
                            return;
                        }
                    }
                    // The first page has its whole time, however long the store was waited for.
                    None => self.turned = mark(),
                }
                self.dirty = true;
                self.picture = Some(picture);
            }
            Sight::Lost(since) => self.lose(since),
        }
    }

    fn pages(&self) -> usize {
        self.picture.as_ref().map_or(1, |picture| board::pages(picture, self.term.size()).len())
    }

    fn lose(&mut self, since: Instant) {
        self.dirty = true;
        if let Some(picture) = &mut self.picture {
            picture.link = Link::Lost(since);
        }
    }

    fn tick(&mut self, has_keys: bool) {
        // A store that opens at once shows nothing else before its picture.
        let is_opening = self.picture.is_none() && self.absent.is_none() && self.heard.elapsed() < TICK;
        self.dirty |= !is_opening;
        if term::is_hung_up() {
            self.end = Some(term::GONE);
        }
        if !has_keys && self.term.size() != term::size() {
            // Without keys nobody reads the terminal's events: ask.
            self.resize(term::size());
        }
        if self.heard.elapsed() > SILENCE
            && let Some(Link::Live(since)) = self.picture.as_ref().map(|picture| picture.link)
        {
            self.lose(since);
        }
        if self.turned.elapsed() >= PAGE {
            self.turn(true);
        }
    }

    fn turn(&mut self, forward: bool) {
        let pages = self.pages();
        if forward {
            self.pager.turn(pages);
        } else {
            self.pager.turn_back(pages);
        }
        self.turned = mark();
        self.dirty = true;
    }

    fn press(&mut self, message: Message) {
        match message {
            Message::Resize(columns, rows) => self.resize((columns, rows)),
            Message::Key(key) => match (key.narrowed(), key.ctrl) {
                (Key { code: Code::Char('q') | Code::Esc, .. }, false) => self.end = Some(0),
                (Key { code: Code::Char('c'), .. }, true) => self.end = Some(0),
                (Key { code: Code::Right | Code::Down | Code::PageDown | Code::Char(' '), .. }, _) => {
                    self.turn(true)
                }
                (Key { code: Code::Left | Code::Up | Code::PageUp, .. }, _) => self.turn(false),
                _ => {}
            },
            _ => {}
        }
    }

    fn resize(&mut self, size: (u16, u16)) {
        self.term.resize(size);
        self.dirty = true;
    }
}
