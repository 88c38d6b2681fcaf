//! Settings of a terminal: built-in defaults < file < environment < flags. Policy of the project is not here: it lives
//! in the store, and `[policy]` only seeds it when a project is created (rules, opening).

use crate::locale::Lang;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a terminal may be told.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The shared store: a path or URL; empty is the user's data folder.
    pub store: String,
    /// Who sits here; empty asks.
    pub me: String,
    /// This terminal's name in the log; empty is host and process.
    pub terminal: String,
    /// `zh`, `en`, or empty for the system's.
    pub lang: String,
    /// `day`, `night`, `contrast`, `mono`.
    pub theme: String,
    /// `unicode` or `ascii`.
    pub glyphs: String,
    /// Whether the mouse is on.
    pub mouse: bool,
    /// Keys by action, e.g. `hold = ["space"]`; what is not named keeps its default.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Policy of projects created here, e.g. `hold_length = "24h"`.
    pub policy: BTreeMap<String, String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            store: String::new(),
            me: String::new(),
            terminal: String::new(),
            lang: String::new(),
            theme: "night".into(),
            glyphs: "unicode".into(),
            mouse: true,
            keys: BTreeMap::new(),
            policy: BTreeMap::new(),
        }
    }
}

impl Config {
    /// The language, from the setting or from the system's `LC_ALL`, `LC_MESSAGES`, `LANG`; Chinese where nothing says.
    pub fn language(&self, system: Option<&str>) -> Lang {
        Lang::parse(&self.lang).or_else(|| system.and_then(Lang::parse)).unwrap_or_default()
    }
}
