//! Settings of a terminal: built-in defaults < file < environment < flags. Policy of the project is not here: it lives
//! in the store, and `[policy]` only seeds it when a project is created (rules, opening).

use crate::domain::state::policy::{POLICIES, Policy};
use crate::locale::Lang;
use etcetera::BaseStrategy;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
    /// How acts become durable: `fast` or `strict`: the store has both.
    pub durability: String,
    /// Folder of the office's own paper templates; empty is `papers` in the user's configuration folder.
    pub paper_templates: String,
    /// Folder the desk prints papers into; empty is `papers` beside the store.
    pub paper_folder: String,
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
            durability: "fast".into(),
            paper_templates: String::new(),
            paper_folder: String::new(),
            keys: BTreeMap::new(),
            policy: BTreeMap::new(),
        }
    }
}

/// What can be wrong with a settings file, as facts; the words are `cli-config-…`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ConfigFault {
    /// It cannot be read.
    Unreadable {
        /// Where.
        path: String,
        /// What the system said.
        cause: String,
    },
    /// It does not say what a settings file says.
    Invalid {
        /// Where.
        path: String,
        /// The line, from 1; 0 where none can be named.
        line: usize,
        /// The key, or what stands there.
        key: String,
        /// What was expected.
        expected: String,
    },
}

impl ConfigFault {
    /// The facts its sentence needs, by argument name.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Unreadable { path, cause } => vec![("path", path.clone()), ("cause", cause.clone())],
            Self::Invalid { path, line, key, expected } => vec![
                ("path", path.clone()),
                ("line", line.to_string()),
                ("key", key.clone()),
                ("expected", expected.clone()),
            ],
        }
    }
}

/// Values the settings with a fixed choice take.
const CHOICES: [(&str, &[&str]); 4] = [
    ("lang", &["", "zh", "en"]),
    ("theme", &["day", "night", "contrast", "mono"]),
    ("glyphs", &["unicode", "ascii"]),
    ("durability", &["fast", "strict"]),
];

impl Config {
    /// Reads a named file, or the user's own if there is one.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigFault> {
        let own = || dirs().map(|dirs| dirs.config_dir().join("xiaokong/config.toml"));
        let Some(path) = file.map(Path::to_path_buf).or_else(own) else { return Ok(Self::default()) };
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text, &path.display().to_string()),
            Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                Ok(Self::default())
            }
            Err(error) => {
                Err(ConfigFault::Unreadable { path: path.display().to_string(), cause: error.to_string() })
            }
        }
    }

    /// Reads a settings file's text; `path` is for the refusal.
    pub fn parse(text: &str, path: &str) -> Result<Self, ConfigFault> {
        let config: Self = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = text[..start].matches('\n').count();
            let said = error.message();
            let expected = said.split_once("expected ").map_or(said, |(_, expected)| expected);
            ConfigFault::Invalid {
                path: path.to_string(),
                line: line + 1,
                key: key_at(text.lines().nth(line).unwrap_or_default()),
                expected: expected.replace('`', ""),
            }
        })?;
        config.check(text, path)?;
        Ok(config)
    }

    /// Refuses values no terminal knows what to do with.
    fn check(&self, text: &str, path: &str) -> Result<(), ConfigFault> {
        let invalid = |key: &str, expected: String| {
            let line = text.lines().position(|line| key_at(line) == key).map_or(0, |line| line + 1);
            ConfigFault::Invalid { path: path.to_string(), line, key: key.to_string(), expected }
        };
        for ((key, choices), value) in
            CHOICES.iter().zip([&self.lang, &self.theme, &self.glyphs, &self.durability])
        {
            if !choices.contains(&value.as_str()) {
                let shown: Vec<String> = choices.iter().map(|choice| format!("\"{choice}\"")).collect();
                return Err(invalid(key, shown.join(", ")));
            }
        }
        for key in self.policy.keys() {
            if Policy::row(key).is_none() {
                let known: Vec<&str> = POLICIES.iter().map(|row| row.key).collect();
                return Err(invalid(key, known.join(", ")));
            }
        }
        Ok(())
    }

    /// Where the store is if nobody says: `$XDG_DATA_HOME/xiaokong/project.db`.
    pub fn default_store() -> Option<String> {
        dirs().map(|dirs| dirs.data_dir().join("xiaokong/project.db").display().to_string())
    }

    /// Where the office's own paper templates lie, and whether the settings name that place.
    pub fn templates(&self) -> Option<(PathBuf, bool)> {
        match self.paper_templates.trim() {
            "" => dirs().map(|dirs| (dirs.config_dir().join("xiaokong/papers"), false)),
            named => Some((PathBuf::from(named), true)),
        }
    }

    /// Where the desk prints papers to.
    pub fn papers(&self, store: &str) -> PathBuf {
        match self.paper_folder.trim() {
            "" => Path::new(store.trim_start_matches("sqlite:")).with_file_name("papers"),
            named => PathBuf::from(named),
        }
    }

    /// Where this program keeps what is this user's own: `$XDG_STATE_HOME/xiaokong`.
    pub fn state_dir() -> Option<PathBuf> {
        dirs().and_then(|dirs| dirs.state_dir()).map(|dir| dir.join("xiaokong"))
    }

    /// The language, from the setting or from the system's `LC_ALL`, `LC_MESSAGES`, `LANG`; Chinese where nothing says.
    pub fn language(&self, system: Option<&str>) -> Lang {
        Lang::parse(&self.lang).or_else(|| system.and_then(Lang::parse)).unwrap_or_default()
    }
}

fn dirs() -> Option<etcetera::base_strategy::Xdg> {
    etcetera::base_strategy::Xdg::new().ok()
}

/// The key a line sets, or the line itself.
fn key_at(line: &str) -> String {
    line.split('=').next().unwrap_or_default().trim().trim_matches('"').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_the_defaults() {
        let shipped = Config::parse(include_str!("../config.toml"), "config.toml");
        let defaults = POLICIES.iter().map(|row| (row.key.to_string(), (row.get)(&Policy::default())));
        assert_eq!(shipped, Ok(Config { policy: defaults.collect(), ..Config::default() }));
    }

    #[test]
    fn a_bad_file_is_refused_with_line_key_and_expectation() {
        let fault = |text: &str| match Config::parse(text, "c") {
            Err(ConfigFault::Invalid { line, key, expected, .. }) => (line, key, expected),
            other => panic!("{text}: {other:?}"),
        };
        let (line, key, expected) = fault("me = \"甲\"\nstroe = \"x\"\n");
        assert_eq!((line, key.as_str()), (2, "stroe"));
        assert!(expected.contains("store"), "{expected}");
        let (line, key, expected) = fault("\nmouse = 5");
        assert_eq!((line, key.as_str(), expected.as_str()), (2, "mouse", "a boolean"));
        let (line, key, expected) = fault("theme = \"pink\"");
        assert_eq!((line, key.as_str()), (1, "theme"));
        assert!(expected.contains("night"), "{expected}");
        assert_eq!(fault("[policy]\nno_such = \"1\"").1, "no_such");
        assert_eq!(fault("me = \"甲").0, 1);
    }
}
