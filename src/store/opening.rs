//! Opening, making and proving a store by its URL.

use crate::domain::time::Instant;
use crate::store::backup::copy_file;
use crate::store::clock::{Boot, Clock};
use crate::store::memory::Shared;
use crate::store::place::Place;
use crate::store::sqlite::{Access, Sqlite};
use crate::store::verify::{self, Verified};
use crate::store::{Journal, Reader, StoreFault};

/// How an act becomes durable before it is answered. Either way a power cut takes nothing that was answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Durability {
    /// Writers share syncs: each commits, lets the next one write, then syncs the log once before it answers.
    #[default]
    Fast,
    /// SQLite syncs within every commit, so nobody sees what is not durable yet, and others wait for it.
    Strict,
}

impl Durability {
    /// By the word of the settings: `fast`, `strict`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "fast" => Some(Self::Fast),
            "strict" => Some(Self::Strict),
            _ => None,
        }
    }
}

/// Which store, by which clock, and how durable.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Opening {
    /// A path, `sqlite:PATH` or `memory:`.
    pub url: String,
    /// Time from outside, for practice stores only; `None` is the host's clock.
    pub now: Option<Instant>,
    /// A boot clock beside it, to try out what a host does whose clock steps.
    pub boot: Option<Boot>,
    /// How acts become durable.
    pub durability: Durability,
}

impl Opening {
    fn clock(&self) -> Clock {
        Clock::of(self.now, self.boot)
    }

    fn access(&self) -> Access {
        Access::Write(copy_file, self.durability)
    }
}

/// Opens an existing store for writing.
pub fn open(opening: &Opening) -> Result<Box<dyn Journal>, StoreFault> {
    match Place::parse(&opening.url)? {
        Place::Memory => Ok(Box::new(Shared::default().handle(opening.now)?)),
        Place::File(path) => Ok(Box::new(Sqlite::open(&path, opening.clock(), opening.access())?)),
    }
}

/// Opens an existing store for reading only; a newer one too, as long as its events can be read.
pub fn open_reader(opening: &Opening) -> Result<Box<dyn Reader>, StoreFault> {
    match Place::parse(&opening.url)? {
        Place::Memory => Ok(Box::new(Shared::default().handle(opening.now)?)),
        Place::File(path) => Ok(Box::new(Sqlite::open(&path, opening.clock(), Access::Read)?)),
    }
}

/// Makes an empty store; never touches an existing one.
pub fn create(opening: &Opening) -> Result<Box<dyn Journal>, StoreFault> {
    match Place::parse(&opening.url)? {
        Place::Memory => Ok(Box::new(Shared::default().handle(opening.now)?)),
        Place::File(path) => Ok(Box::new(Sqlite::create(&path, opening.clock(), opening.access())?)),
    }
}

/// Proves a store, or names the first difference.
pub fn verify(url: &str) -> Result<Verified, StoreFault> {
    let proven = match Place::parse(url)? {
        Place::Memory => verify::prove(&mut Shared::default().handle(None)?),
        Place::File(path) => Sqlite::open(&path, Clock::Host, Access::Read)?.prove(),
    };
    proven.map(|(verified, _)| verified)
}
