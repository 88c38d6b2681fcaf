//! Colours as data: four palettes in `assets/theme/*.toml`, and what becomes of them on poorer terminals.
//!
//! Code names roles ([`Ink`]), never colours, so that a palette changes one file.

use crate::app::model::{ThemeName, Tone};
use crate::domain::state::unit::Status;
use crate::ui::color;
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// How many colours the terminal has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Depth {
    /// 24 bits.
    #[default]
    True,
    /// The 256 of xterm.
    Many,
    /// The 16 of old.
    Sixteen,
    /// None, or none wanted (`NO_COLOR`).
    None,
}

impl Depth {
    /// From the values of `NO_COLOR`, `COLORTERM` and `TERM`.
    pub fn detect(no_color: Option<&str>, colorterm: Option<&str>, term: Option<&str>) -> Self {
        let term = term.unwrap_or_default();
        if no_color.is_some_and(|value| !value.is_empty()) || matches!(term, "dumb" | "vt100" | "vt220") {
            return Self::None;
        }
        match colorterm {
            Some("truecolor" | "24bit") => Self::True,
            _ if term.ends_with("-direct") => Self::True,
            _ if term.contains("256color") => Self::Many,
            _ => Self::Sixteen,
        }
    }
}

macro_rules! inks {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// What a piece of the screen is for; a palette gives it its style.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Ink { $($(#[$doc])* $variant),* }

        impl Ink {
            /// Every role.
            pub const ALL: &[Ink] = &[$(Self::$variant),*];

            /// Its name in the palettes.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

inks! {
    /// What is read first.
    Text = "text",
    /// What explains it.
    Dim = "dim",
    /// What may be overlooked: gaps, filtered-out units, what cannot be done.
    Faint = "faint",
    /// Lines around things.
    Border = "border",
    /// Lines around what the keys go to.
    BorderFocus = "border-focus",
    /// Headings.
    Title = "title",
    /// What is current or may be pressed: the building shown, keys.
    Accent = "accent",
    /// The selected row of a list.
    Selection = "selection",
    /// Done, present, live.
    Good = "good",
    /// News.
    Info = "info",
    /// Late soon.
    Warn = "warn",
    /// Late, refused, lost.
    Bad = "bad",
    /// A strip across the screen: practice, time travel.
    Banner = "banner",
    /// 未推
    Unreleased = "unreleased",
    /// 控房
    Locked = "locked",
    /// 可售
    Available = "available",
    /// 保留
    Held = "held",
    /// 定金
    Deposit = "deposit",
    /// 签约
    Signed = "signed",
    /// 备案
    Recorded = "recorded",
    /// Money or paper is late.
    Overdue = "overdue",
    /// Others wait, or a request does.
    Mark = "mark",
    /// The selected unit, laid over its status.
    Cursor = "cursor",
    /// A unit held by whoever sits here, laid over its status.
    Own = "own",
}

impl Ink {
    /// The role of a status.
    pub fn of(status: Status) -> Self {
        match status {
            Status::Unreleased => Self::Unreleased,
            Status::Locked => Self::Locked,
            Status::Available => Self::Available,
            Status::Held => Self::Held,
            Status::Deposit => Self::Deposit,
            Status::Signed => Self::Signed,
        }
    }

    /// The role of a note's tone.
    pub fn toned(tone: Tone) -> Self {
        match tone {
            Tone::Good => Self::Good,
            Tone::Info => Self::Info,
            Tone::Warn => Self::Warn,
            Tone::Bad => Self::Bad,
        }
    }
}

/// One style as a palette writes it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Paint {
    fg: Option<String>,
    bg: Option<String>,
    /// On 16 colours, instead of the nearest; the background falls away where none is named.
    fg16: Option<String>,
    bg16: Option<String>,
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    reverse: bool,
}

impl Paint {
    fn style(&self, depth: Depth) -> Style {
        let (fg, bg) = match depth {
            Depth::None => (None, None),
            Depth::Sixteen => (named(&self.fg16).or_else(|| named(&self.fg)), named(&self.bg16)),
            Depth::True | Depth::Many => (named(&self.fg), named(&self.bg)),
        };
        let fit = |color: Color| match depth {
            Depth::True | Depth::None => color,
            Depth::Many => color::to_256(color),
            Depth::Sixteen => color::to_16(color),
        };
        let switches = [
            (self.bold, Modifier::BOLD),
            (self.dim, Modifier::DIM),
            (self.italic, Modifier::ITALIC),
            (self.underline, Modifier::UNDERLINED),
            (self.reverse, Modifier::REVERSED),
        ];
        let modifier = switches.into_iter().filter(|(on, _)| *on).map(|(_, modifier)| modifier).collect();
        Style { fg: fg.map(fit), bg: bg.map(fit), add_modifier: modifier, ..Style::default() }
    }
}

fn named(text: &Option<String>) -> Option<Color> {
    text.as_deref().and_then(|text| text.parse().ok())
}

/// A palette's file.
fn source(name: ThemeName) -> &'static str {
    match name {
        ThemeName::Night => include_str!("../../assets/theme/night.toml"),
        ThemeName::Day => include_str!("../../assets/theme/day.toml"),
        ThemeName::Contrast => include_str!("../../assets/theme/contrast.toml"),
        ThemeName::Mono => include_str!("../../assets/theme/mono.toml"),
    }
}

/// The palettes fitted to each number of colours: a look is made for every frame, reading it is slow.
fn styles(name: ThemeName, depth: Depth) -> &'static [Style] {
    const DEPTHS: usize = 4;
    static STYLES: [OnceLock<Vec<Style>>; ThemeName::ALL.len() * DEPTHS] =
        [const { OnceLock::new() }; ThemeName::ALL.len() * DEPTHS];
    STYLES[name as usize * DEPTHS + depth as usize].get_or_init(|| {
        // The files are built in and read by a test; a role without a paint is drawn plain.
        let palette: BTreeMap<String, Paint> = toml::from_str(source(name)).unwrap_or_default();
        let style = |ink: &Ink| palette.get(ink.name()).map(|paint| paint.style(depth)).unwrap_or_default();
        Ink::ALL.iter().map(style).collect()
    })
}

/// A palette fitted to a terminal: the style of every role.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Look {
    /// Which palette.
    pub name: ThemeName,
    /// For how many colours.
    pub depth: Depth,
    styles: Vec<Style>,
}

impl Look {
    /// The palette at that depth. Without colours every theme is the one without colours.
    pub fn new(name: ThemeName, depth: Depth) -> Self {
        let styles = styles(if depth == Depth::None { ThemeName::Mono } else { name }, depth);
        Self { name, depth, styles: styles.to_vec() }
    }

    /// A look that paints each role in the colour of its number: shows in tests which role stands where.
    pub fn numbered() -> Self {
        let style = |ink: &Ink| Style::new().fg(Color::Indexed(*ink as u8));
        Self { name: ThemeName::Night, depth: Depth::True, styles: Ink::ALL.iter().map(style).collect() }
    }

    /// The style of a role.
    pub fn ink(&self, ink: Ink) -> Style {
        self.styles.get(ink as usize).copied().unwrap_or_default()
    }

    /// The style of a status, recorded or not.
    pub fn status(&self, status: Status, recorded: bool) -> Style {
        self.ink(if recorded { Ink::Recorded } else { Ink::of(status) })
    }

    /// A role laid over a style: its colours where it has any, and its modifiers.
    pub fn over(&self, base: Style, ink: Ink) -> Style {
        base.patch(self.ink(ink))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: ThemeName) -> BTreeMap<String, Paint> {
        toml::from_str(source(name)).expect("a palette reads")
    }

    #[test]
    fn every_palette_paints_every_role_and_no_other() {
        for theme in ThemeName::ALL {
            let mut names: Vec<&str> = Ink::ALL.iter().map(|ink| ink.name()).collect();
            names.sort_unstable();
            let palette = written(theme);
            assert_eq!(palette.keys().map(String::as_str).collect::<Vec<_>>(), names, "{theme:?}");
            for (role, paint) in &palette {
                for color in [&paint.fg, &paint.bg, &paint.fg16, &paint.bg16].into_iter().flatten() {
                    assert!(color.parse::<Color>().is_ok(), "{theme:?} {role} = {color}");
                }
            }
        }
    }

    #[test]
    fn mono_and_no_color_send_no_colour() {
        for look in [Look::new(ThemeName::Mono, Depth::True), Look::new(ThemeName::Night, Depth::None)] {
            for ink in Ink::ALL {
                let style = look.ink(*ink);
                assert!(style.fg.is_none() && style.bg.is_none(), "{look:?} {ink:?}");
            }
            assert!(look.ink(Ink::Cursor).add_modifier.contains(Modifier::REVERSED | Modifier::BOLD));
        }
    }

    #[test]
    fn fewer_colours_stay_within_their_depth() {
        for theme in ThemeName::ALL {
            for ink in Ink::ALL {
                let many = Look::new(theme, Depth::Many).ink(*ink);
                let few = Look::new(theme, Depth::Sixteen).ink(*ink);
                for color in [many.fg, many.bg, few.fg, few.bg].into_iter().flatten() {
                    assert!(!matches!(color, Color::Rgb(..)), "{theme:?} {ink:?} {color:?}");
                }
                for color in [few.fg, few.bg].into_iter().flatten() {
                    assert!(!matches!(color, Color::Indexed(_)), "{theme:?} {ink:?} {color:?}");
                }
            }
        }
    }

    #[test]
    fn statuses_differ_in_colour_where_there_is_any() {
        for theme in [ThemeName::Night, ThemeName::Day, ThemeName::Contrast] {
            for depth in [Depth::True, Depth::Many, Depth::Sixteen] {
                let look = Look::new(theme, depth);
                let inks = [Ink::Available, Ink::Held, Ink::Deposit, Ink::Signed, Ink::Recorded, Ink::Locked];
                for (place, ink) in inks.iter().enumerate() {
                    let same = inks[..place].iter().find(|other| look.ink(**other) == look.ink(*ink));
                    assert_eq!(same, None, "{theme:?} {depth:?} {ink:?}");
                }
            }
        }
    }

    #[test]
    fn the_environment_tells_the_depth() {
        assert_eq!(Depth::detect(Some("1"), Some("truecolor"), Some("xterm")), Depth::None);
        assert_eq!(Depth::detect(Some(""), Some("truecolor"), Some("xterm")), Depth::True);
        assert_eq!(Depth::detect(None, None, Some("xterm-256color")), Depth::Many);
        assert_eq!(Depth::detect(None, None, Some("linux")), Depth::Sixteen);
        assert_eq!(Depth::detect(None, None, Some("dumb")), Depth::None);
    }
}
