//! The wall's loop: needs no key, cannot write, comes back by itself.
//!
//! It holds a [`Tie`] of a [`Reader`]: there is no `submit` to call (design §3).

use crate::app::board::{Picture, picture};
use crate::app::key::{Code, Key};
use crate::app::message::Message;
use crate::app::model::{Glyphs, Link, ThemeName};
use crate::domain::act;
use crate::domain::time::Instant;
use crate::locale::Locale;
use crate::runtime::clock::{Mark, StoreClock, mark};
use crate::runtime::input;
use crate::runtime::seat::{Seat, Stop};
use crate::runtime::term::{self, Call, Signals, Term};
use crate::runtime::tie::{Opener, Tie, Turn};
use crate::store::{self, Reader};
use crate::ui::board;
use crate::ui::theme::Look;
use chrono_tz::Tz;
use ratatui::backend::TestBackend;
use ratatui::buffer::Cell;
use ratatui::{Frame, Terminal};
use std::io::{self, IsTerminal};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// How long a page stays.
const PAGE: Duration = Duration::from_secs(13);
/// How often time moves on.
const TICK: Duration = Duration::from_secs(1);
/// How often news is looked for.
const POLL: Duration = Duration::from_millis(20);
/// Silence of the watching thread after which the wall no longer trusts its colours.
const SILENCE: Duration = Duration::from_secs(5);

/// Opens the wall and stays until it is left; returns the exit code.
pub fn run(seat: &Seat) -> Result<i32, Stop> {
    term::screen_or_reason(&seat.locale(None)).map_err(Stop::Usage)?;
    let opening = seat.opening.clone();
    let open: Opener<Box<dyn Reader>> = Box::new(move || store::open_reader(&opening));
    let tie = Tie::new(open, &seat.opening.url, true).map_err(Stop::Store)?;
    let locale = seat.locale(tie.office());
    let looks = seat.looks(&locale)?;
    let clock = StoreClock::new(tie.now(), seat.opening.now.is_some());
    let broken =
        |fault: io::Error| Stop::Usage(locale.say("shell-broken", &[("cause", fault.to_string().into())]));
    stay(tie, locale.clone(), looks, clock).map_err(broken)
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
    let run = move || {
        if !see(&tie).is_none_or(&tell) {
            return;
        }
        loop {
            let sight = match tie.poll() {
                Turn::Quiet => None,
                Turn::Lost(_) => Some(Sight::Lost(tie.now())),
                Turn::News { .. } => see(&tie),
            };
            if !sight.is_none_or(&tell) {
                return;
            }
            std::thread::sleep(POLL);
        }
    };
    std::thread::Builder::new().name("watch".into()).spawn(run)
}

fn see<S: Reader>(tie: &Tie<S>) -> Option<Sight> {
    let office = tie.office()?;
    let now = tie.now();
    let settled = act::settled(office, now);
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
    heard: Mark,
    page: usize,
    turned: Mark,
    /// The page that changed and is not shown: the next one.
    upcoming: Option<usize>,
    /// Turns so far: the picture wanders by a cell so that it does not burn in.
    turns: u16,
    dirty: bool,
    end: Option<i32>,
}

fn stay(
    tie: Tie<Box<dyn Reader>>,
    locale: Locale,
    looks: (ThemeName, Glyphs),
    clock: StoreClock,
) -> io::Result<i32> {
    let (theme, glyphs) = looks;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let signals = Signals::new()?;
        let (sender, sights) = unbounded_channel();
        watch(tie, move |sight| sender.send(sight).is_ok())?;
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
            clock,
            picture: None,
            heard: here,
            page: 0,
            turned: here,
            upcoming: None,
            turns: 0,
            dirty: true,
            end: None,
        };
        kiosk.live(keys, sights, signals, has_keys).await
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
        mut sights: UnboundedReceiver<Sight>,
        mut signals: Signals,
        has_keys: bool,
    ) -> io::Result<i32> {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            match self.wait(&mut keys, &mut sights, &mut signals, &mut tick, has_keys).await {
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
        sights: &mut UnboundedReceiver<Sight>,
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
            Some(sight) = sights.recv() => self.see(sight),
            _ = tick.tick() => self.tick(has_keys),
        }
        while let Ok(sight) = sights.try_recv() {
            self.see(sight);
        }
        Ok(())
    }

    fn draw(&mut self) -> io::Result<()> {
        let Some(picture) = &mut self.picture else { return Ok(()) };
        picture.now = self.clock.now();
        let picture = &*picture;
        let (page, orbit) = (self.page, (self.turns % 3, self.turns / 3 % 2));
        let (locale, look, glyphs) = (&self.locale, &self.look, self.glyphs);
        self.term.draw(|frame| board::view_in(picture, page, orbit, locale, look, glyphs, frame))
    }

    fn see(&mut self, sight: Sight) {
        self.heard = mark();
        self.dirty = true;
        match sight {
            Sight::Seen(picture, zone) => {
                self.clock.hear(picture.now);
                if self.locale.zone != zone {
                    self.locale = self.locale.in_zone(zone);
                }
                self.compare(&picture);
                self.picture = Some(picture);
            }
            Sight::Lost(since) => self.lose(since),
        }
    }

    /// Finds the page that changed: unless it is being looked at, it is the next one.
    fn compare(&mut self, new: &Picture) {
        let Some(old) = &self.picture else { return };
        // Time passes on every page; that is no change.
        let old = Picture { now: new.now, link: new.link, ..(**old).clone() };
        if old == *new {
            return;
        }
        let size = self.term.size();
        let differs = |page: &usize| {
            let drawn = |picture: &Picture| body(picture, *page, size, &self.locale, &self.look);
            drawn(&old) != drawn(new)
        };
        if !differs(&self.page) {
            self.upcoming = (0..self.pages(new)).find(differs).or(self.upcoming);
        }
    }

    fn pages(&self, picture: &Picture) -> usize {
        board::pages(picture, self.term.size()).len().max(1)
    }

    fn lose(&mut self, since: Instant) {
        if let Some(picture) = &mut self.picture {
            picture.link = Link::Lost(since);
        }
    }

    fn tick(&mut self, has_keys: bool) {
        self.dirty = true;
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
            self.turn(1);
        }
    }

    fn turn(&mut self, by: isize) {
        let pages = self.picture.as_ref().map_or(1, |picture| self.pages(picture));
        let next = (self.page % pages + pages).saturating_add_signed(by) % pages;
        self.page = self.upcoming.take().filter(|page| by > 0 && *page < pages).unwrap_or(next);
        self.turned = mark();
        self.turns = self.turns.wrapping_add(1);
        self.dirty = true;
    }

    fn press(&mut self, message: Message) {
        match message {
            Message::Resize(columns, rows) => self.resize((columns, rows)),
            Message::Key(key) => match (key.narrowed(), key.ctrl) {
                (Key { code: Code::Char('q') | Code::Esc, .. }, false) => self.end = Some(0),
                (Key { code: Code::Char('c'), .. }, true) => self.end = Some(0),
                (Key { code: Code::Right | Code::Down | Code::PageDown | Code::Char(' '), .. }, _) => {
                    self.turn(1)
                }
                (Key { code: Code::Left | Code::Up | Code::PageUp, .. }, _) => self.turn(-1),
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

/// What a page says between header and footer, which change with everything.
fn body(
    picture: &Picture,
    page: usize,
    (columns, rows): (u16, u16),
    locale: &Locale,
    look: &Look,
) -> Vec<Cell> {
    let Ok(mut paper) = Terminal::new(TestBackend::new(columns, rows));
    let draw = |frame: &mut Frame| board::view(picture, page, (0, 0), locale, look, frame);
    let Ok(done) = paper.draw(draw);
    let width = usize::from(columns);
    let cells = &done.buffer.content;
    cells.get(2 * width..cells.len().saturating_sub(3 * width)).unwrap_or_default().to_vec()
}
