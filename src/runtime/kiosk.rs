//! The wall's loop: needs no key, cannot write, comes back by itself.
//!
//! It holds a [`Tie`] of a [`Reader`]: there is no `submit` to call (design §3).

use crate::app::board::{Picture, picture};
use crate::app::key::{Code, Key};
use crate::app::message::Message;
use crate::app::model::{Link, ThemeName};
use crate::domain::act;
use crate::domain::time::Instant;
use crate::locale::Locale;
use crate::runtime::clock::{Mark, StoreClock, mark};
use crate::runtime::input;
use crate::runtime::seat::{Seat, Stop};
use crate::runtime::term::{self, Call, Signals, Term};
use crate::runtime::tie::{Opener, Tie, Turn};
use crate::store::Reader;
use crate::ui::theme::Look;
use crate::{store, ui};
use chrono_tz::Tz;
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
    let (theme, _) = seat.looks(&locale)?;
    let clock = StoreClock::new(tie.now(), seat.opening.now.is_some());
    let broken =
        |fault: io::Error| Stop::Usage(locale.say("shell-broken", &[("cause", fault.to_string().into())]));
    stay(tie, locale.clone(), theme, clock).map_err(broken)
}

/// What the watching thread says.
#[derive(Debug)]
pub enum Sight {
    /// How the office looks, the project's zone, and the building that changed most lately, if one did.
    Seen(Box<Picture>, Tz, Option<usize>),
    /// The store is lost; last heard of when, UTC.
    Lost(Instant),
}

/// Starts the thread that watches the store; it ends when `tell` says that nobody listens.
pub fn watch<S: Reader + 'static>(
    mut tie: Tie<S>,
    tell: impl Fn(Sight) -> bool + Send + 'static,
) -> io::Result<std::thread::JoinHandle<()>> {
    let run = move || {
        if !see(&tie, None).is_none_or(&tell) {
            return;
        }
        loop {
            let sight = match tie.poll() {
                Turn::Quiet => None,
                Turn::Lost(_) => Some(Sight::Lost(tie.now())),
                Turn::News { events, .. } => {
                    let unit = events.iter().rev().flat_map(|recorded| recorded.event.units()).next();
                    see(&tie, unit)
                }
            };
            if !sight.is_none_or(&tell) {
                return;
            }
            std::thread::sleep(POLL);
        }
    };
    std::thread::Builder::new().name("watch".into()).spawn(run)
}

fn see<S: Reader>(tie: &Tie<S>, unit: Option<crate::domain::id::UnitId>) -> Option<Sight> {
    let office = tie.office()?;
    let now = tie.now();
    let settled = act::settled(office, now);
    let office = settled.as_ref().unwrap_or(office);
    let building = unit.and_then(|unit| office.units.get(unit.index())).map(|unit| unit.building);
    let place = building.and_then(|building| office.order.iter().position(|id| *id == building));
    Some(Sight::Seen(Box::new(picture(office, now, Link::Live(now))), office.policy.time_zone, place))
}

/// The loop's own state.
struct Kiosk {
    term: Term,
    locale: Locale,
    look: Look,
    clock: StoreClock,
    picture: Option<Box<Picture>>,
    heard: Mark,
    page: usize,
    turned: Mark,
    /// Frames so far: the picture wanders by a cell so that it does not burn in.
    orbit: u64,
    dirty: bool,
    end: Option<i32>,
}

fn stay(tie: Tie<Box<dyn Reader>>, locale: Locale, theme: ThemeName, clock: StoreClock) -> io::Result<i32> {
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
            clock,
            picture: None,
            heard: here,
            page: 0,
            turned: here,
            orbit: 0,
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
                    None => self.end = Some(0),
                },
                Some(sight) = sights.recv() => self.see(sight),
                _ = tick.tick() => self.tick(has_keys),
            }
            while let Ok(sight) = sights.try_recv() {
                self.see(sight);
            }
            if let Some(code) = self.end {
                return Ok(code);
            }
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        let Some(picture) = &mut self.picture else { return Ok(()) };
        picture.now = self.clock.now();
        let picture = &*picture;
        let page = self.page;
        let orbit = ((self.orbit % 2) as u16, (self.orbit / 2 % 2) as u16);
        let (locale, look) = (&self.locale, &self.look);
        self.term.draw(|frame| ui::board::view(picture, page, orbit, locale, look, frame))
    }

    fn see(&mut self, sight: Sight) {
        self.heard = mark();
        self.dirty = true;
        match sight {
            Sight::Seen(picture, zone, changed) => {
                self.clock.hear(picture.now);
                if self.locale.zone != zone {
                    self.locale = self.locale.in_zone(zone);
                }
                self.picture = Some(picture);
                if let Some(page) = changed {
                    // What just changed is what people look for: show it now, for a whole turn.
                    (self.page, self.turned) = (page, mark());
                }
            }
            Sight::Lost(since) => self.lose(since),
        }
    }

    fn lose(&mut self, since: Instant) {
        if let Some(picture) = &mut self.picture {
            picture.link = Link::Lost(since);
        }
    }

    fn tick(&mut self, has_keys: bool) {
        self.dirty = true;
        if term::is_hung_up() {
            self.end = Some(0);
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
        let pages = self.picture.as_ref().map_or(1, |picture| picture.buildings.len().max(1));
        self.page = (self.page % pages + pages).saturating_add_signed(by) % pages;
        self.turned = mark();
        self.orbit = self.orbit.wrapping_add(1);
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
