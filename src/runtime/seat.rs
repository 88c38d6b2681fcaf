//! What a screen is started with, and why one may not start.

use crate::app::action::{KeyFault, Keymap};
use crate::app::model::{Glyphs, ThemeName};
use crate::config::Config;
use crate::domain::id::StaffId;
use crate::domain::rejection::Rejection;
use crate::domain::state::office::Office;
use crate::locale::Locale;
use crate::store::{Opening, StoreFault};

/// What a screen is started with.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The store.
    pub opening: Opening,
    /// The terminal's settings.
    pub config: Config,
    /// Who sits here (`--as`, else config's `me`); `None`: the only one, or the desk asks.
    pub who: Option<String>,
    /// The words: read once for all that happens at this terminal.
    pub locale: Locale,
    /// This terminal's name in the journal.
    pub terminal: String,
}

/// Why a screen did not start.
#[derive(Clone, PartialEq, Debug)]
pub enum Stop {
    /// Wrong usage: exit 2, with the sentence.
    Usage(String),
    /// The store failed: exit 3.
    Store(StoreFault),
    /// Not somebody of this office: exit 4.
    Refused(Rejection),
}

impl Seat {
    /// The words, in the zone of an office once it is known.
    pub fn locale(&self, office: Option<&Office>) -> Locale {
        office.map_or_else(|| self.locale.clone(), |office| self.locale.in_zone(office.policy.time_zone))
    }

    /// Theme and shapes.
    pub fn looks(&self, locale: &Locale) -> Result<(ThemeName, Glyphs), Stop> {
        let wrong = |key: &'static str, value: &str| {
            Stop::Usage(locale.say("shell-setting", &[("key", key.into()), ("value", value.into())]))
        };
        let theme = ThemeName::parse(&self.config.theme).ok_or_else(|| wrong("theme", &self.config.theme))?;
        let glyphs = match self.config.glyphs.trim() {
            "unicode" => Glyphs::Unicode,
            "ascii" => Glyphs::Ascii,
            other => return Err(wrong("glyphs", other)),
        };
        Ok((theme, glyphs))
    }

    /// The keys.
    pub fn keymap(&self, locale: &Locale) -> Result<Keymap, Stop> {
        Keymap::new(&self.config.keys).map_err(|fault| {
            Stop::Usage(match fault {
                KeyFault::Action(name) => locale.say("shell-key-action", &[("action", name.into())]),
                KeyFault::Key(key) => locale.say("shell-key-unknown", &[("key", key.into())]),
                KeyFault::Twice(key) => locale.say("shell-key-twice", &[("key", key.into())]),
            })
        })
    }

    /// Who sits here: the named one, else the only one, else nobody yet.
    pub fn viewer(&self, office: &Office) -> Result<Option<StaffId>, Stop> {
        if let Some(name) = self.who.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            let found = office.find_staff(name).map(|staff| staff.id);
            return found.map(Some).ok_or(Stop::Refused(Rejection::StaffUnknown { name: name.to_string() }));
        }
        let mut active = office.staff.iter().filter(|staff| staff.active);
        let first = active.next().map(|staff| staff.id);
        Ok(first.filter(|_| active.next().is_none()))
    }
}
