//! Words for people, in Chinese and English, from Fluent files under `assets/locale`.
//!
//! In it: [`Locale`], which looks a sentence up and fills it in; [`name`] for statuses, roles and the like; [`sentence`]
//! for refusals and faults; [`event`] for what happened; [`span`] for lengths, countdowns and ages.
//! Not in it: any decision, any layout.
//! Why files and not code: a translator changes one folder; a test holds that both languages have the same sentences
//! with the same arguments, and that every key the code names exists.

mod clock;
mod contract;
pub mod event;
mod floor;
pub mod name;
mod paper;
mod plan;
mod pricing;
pub mod sentence;
pub mod span;

use crate::domain::money::Fen;
use crate::domain::time::Instant;
use chrono_tz::Tz;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::HashMap;
use std::sync::Arc;

/// A language of the program.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Lang {
    /// Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Every language.
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// `zh` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// By code, or by a system locale such as `zh_CN.UTF-8`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|lang| text == lang.code() || text.starts_with(&format!("{}_", lang.code())))
    }

    /// The other one.
    pub fn next(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }
}

macro_rules! files {
    ($($name:literal),*) => {
        /// The sources of a language, file by file.
        pub fn sources(lang: Lang) -> &'static [(&'static str, &'static str)] {
            match lang {
                Lang::Zh => &[$(($name, include_str!(concat!("../../assets/locale/zh/", $name, ".ftl")))),*],
                Lang::En => &[$(($name, include_str!(concat!("../../assets/locale/en/", $name, ".ftl")))),*],
            }
        }
    };
}

files!(
    "core", "cli", "clock", "contract", "desk", "paper", "plan", "price", "store", "board", "pricing",
    "rehearse"
);

/// One language's words. Cheap to clone.
#[derive(Clone)]
pub struct Locale {
    /// Which language.
    pub lang: Lang,
    /// The zone instants are shown in (policy `time_zone`).
    pub zone: Tz,
    words: Arc<Words>,
}

struct Words {
    bundle: FluentBundle<FluentResource>,
    plain: HashMap<String, String>,
}

impl std::fmt::Debug for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Locale({}, {})", self.lang.code(), self.zone)
    }
}

impl Locale {
    /// The words of a language.
    pub fn new(lang: Lang, zone: Tz) -> Self {
        let id: unic_langid::LanguageIdentifier = lang.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks would land in screen cells.
        bundle.set_use_isolating(false);
        let mut plain = HashMap::new();
        for (_, source) in sources(lang) {
            // A faulty line is caught by the locale test; at run time the good lines still serve.
            let resource = match FluentResource::try_new((*source).to_string()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            let _ = bundle.add_resource(resource);
        }
        for key in keys(lang) {
            let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else { continue };
            let mut faults = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut faults).into_owned();
            if faults.is_empty() {
                plain.insert(key.to_string(), text);
            }
        }
        Self { lang, zone, words: Arc::new(Words { bundle, plain }) }
    }

    /// The same words in another zone.
    pub fn in_zone(&self, zone: Tz) -> Self {
        Self { zone, ..self.clone() }
    }

    /// A text without arguments. An unknown key is shown as itself, so that a gap is seen and not a panic.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.plain.get(key).map_or(key, String::as_str)
    }

    /// Whether there is such a key.
    pub fn has(&self, key: &str) -> bool {
        self.words.bundle.has_message(key)
    }

    /// A sentence with arguments, e.g. `say("unit-taken", &[("unit", "5/1/801".into())])`.
    pub fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let Some(pattern) = self.words.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_string();
        };
        let mut filled = FluentArgs::new();
        for (name, value) in args {
            filled.set(*name, value.0.clone());
        }
        let mut faults = Vec::new();
        self.words.bundle.format_pattern(pattern, Some(&filled), &mut faults).into_owned()
    }

    /// An amount for a narrow place, to four digits: `398.7万`, `3.99M`.
    pub fn money_short(&self, amount: Fen) -> String {
        let yuan = amount.0 / 100;
        let (unit, sign) = match self.lang {
            Lang::Zh if yuan >= 10_000 => (10_000, "万"),
            Lang::En if yuan >= 1_000_000 => (1_000_000, "M"),
            Lang::En if yuan >= 1_000 => (1_000, "k"),
            _ => return yuan.to_string(),
        };
        // Cut, never rounded up: a short price must not promise more than the list.
        match yuan / unit {
            whole @ 1_000.. => format!("{whole}{sign}"),
            whole @ 10.. => format!("{whole}.{}{sign}", yuan % unit * 10 / unit),
            whole => format!("{whole}.{:02}{sign}", yuan % unit * 100 / unit),
        }
    }

    /// `11-28 13:11` in the project's zone.
    pub fn instant(&self, at: Instant) -> String {
        at.with_timezone(&self.zone).format("%m-%d %H:%M").to_string()
    }

    /// `11-28` in the project's zone.
    pub fn day(&self, at: Instant) -> String {
        at.with_timezone(&self.zone).format("%m-%d").to_string()
    }

    /// `2026-11-28 13:11:05` in the project's zone.
    pub fn instant_long(&self, at: Instant) -> String {
        at.with_timezone(&self.zone).format("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// `13:11` in the project's zone.
    pub fn clock(&self, at: Instant) -> String {
        at.with_timezone(&self.zone).format("%H:%M").to_string()
    }
}

/// Every key of a language, in file order.
pub fn keys(lang: Lang) -> impl Iterator<Item = &'static str> {
    let lines = sources(lang).iter().flat_map(|(_, source)| source.lines());
    lines.filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let is_key =
            !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        is_key.then_some(key)
    })
}

/// A value in a sentence.
#[derive(Clone, Debug)]
pub struct Arg<'a>(FluentValue<'a>);

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self(FluentValue::from(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self(FluentValue::from(text.as_str()))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self(FluentValue::from(text))
    }
}

macro_rules! counts {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Arg<'_> {
            /// Counts select plural forms; they are written without separators.
            fn from(count: $kind) -> Self {
                Self(FluentValue::from(count as f64))
            }
        }
    )*};
}

counts!(u32, usize, u64, i32, i64);
