//! The desk: everything the screen shows, as plain data. Changed only by [`crate::app::update`].

use crate::app::action::Keymap;
use crate::app::filter::Filter;
use crate::app::form::Form;
use crate::app::geometry::{Focus, Screen};
use crate::app::plan::Plan;
use crate::domain::act::{Command, Recorded};
use crate::domain::context::Context;
use crate::domain::id::{BuildingId, StaffId, UnitId};
use crate::domain::state::due::DueItem;
use crate::domain::state::office::Office;
use crate::domain::state::unit::Status;
use crate::domain::time::{Instant, Time};
use crate::locale::Locale;
use std::collections::{HashMap, VecDeque};
use tui_input::Input;

/// Messages kept for `:messages`.
pub const MESSAGES_MAX: usize = 500;

/// A colour theme.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum ThemeName {
    /// Dark, the default.
    #[default]
    Night,
    /// Light.
    Day,
    /// Colour-blind safe, strong.
    Contrast,
    /// No colour at all.
    Mono,
}

impl ThemeName {
    /// In the order the key steps through.
    pub const ALL: [ThemeName; 4] = [Self::Night, Self::Day, Self::Contrast, Self::Mono];

    /// Its name in config and locale (`theme-NAME`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Night => "night",
            Self::Day => "day",
            Self::Contrast => "contrast",
            Self::Mono => "mono",
        }
    }

    /// By name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == text.trim())
    }
}

/// Which shapes the terminal can draw one cell wide.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Glyphs {
    /// Shapes and box lines.
    #[default]
    Unicode,
    /// Plain ASCII, for terminals that draw the others two cells wide.
    Ascii,
}

/// The link to the store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Link {
    /// Reading: when last heard of, store time UTC.
    Live(Instant),
    /// Lost: since when, UTC.
    Lost(Instant),
}

/// Something said to the person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// When, UTC.
    pub at: Instant,
    /// How grave.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
}

/// How grave a note is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Done; goes away by itself.
    Good,
    /// News; goes away by itself.
    Info,
    /// A warning; stays until a key is pressed.
    Warn,
    /// A refusal or fault; stays until a key is pressed.
    Bad,
}

/// What lies over the grid, topmost last. Esc takes the topmost away.
#[derive(Clone, Debug)]
pub enum Layer {
    /// The unit's card, large.
    Card(Card),
    /// A form.
    Form(Box<Form>),
    /// A question that only `y` answers with yes.
    Ask(Ask),
    /// A choice from a short list.
    Menu(Menu),
    /// The help.
    Help {
        /// First line shown.
        scroll: usize,
    },
    /// The command palette.
    Palette(Palette),
    /// The filter line, being typed.
    Filter(Input),
    /// A text to read.
    Sheet(Sheet),
    /// The messages of this session.
    Messages {
        /// First line shown.
        scroll: usize,
    },
}

/// A text to read: why somebody is next, the turns of a day.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its title.
    pub title: String,
    /// Its lines; the first of a part stands out.
    pub lines: Vec<(bool, String)>,
    /// First line shown.
    pub scroll: usize,
}

/// The large card of one unit.
#[derive(Clone, Debug)]
pub struct Card {
    /// Which.
    pub unit: UnitId,
    /// First line shown.
    pub scroll: usize,
    /// The chosen act.
    pub choice: usize,
}

/// A question before an act with money or many units.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The question, naming unit, customer, price.
    pub lines: Vec<String>,
    /// What happens on yes.
    pub then: Then,
}

/// What a yes does.
#[derive(Clone, Debug)]
pub enum Then {
    /// Sends a command.
    Send(Box<Command>),
    /// Leaves the program.
    Quit,
}

/// A short list to choose from.
#[derive(Clone, Debug)]
pub struct Menu {
    /// Its title.
    pub title: String,
    /// Its rows.
    pub items: Vec<Item>,
    /// The chosen row.
    pub choice: usize,
}

/// One row of a menu.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it says.
    pub label: String,
    /// Why it cannot be chosen, if so.
    pub refused: Option<String>,
    /// What it does.
    pub pick: Pick,
}

/// What choosing a row does.
#[derive(Clone, Debug)]
pub enum Pick {
    /// Sends a command.
    Send(Box<Command>),
    /// Prints a paper.
    Print(crate::domain::issue::Command),
    /// Opens a form.
    Form(crate::app::form::Purpose),
    /// Calls an action.
    Call(crate::app::action::Action),
    /// Opens the kinds of payment plan.
    Plan(UnitId),
    /// Becomes somebody.
    Be(StaffId),
    /// Selects a building.
    Building(BuildingId),
}

/// The command palette.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// What was typed.
    pub input: Input,
    /// Actions that match, best first.
    pub found: Vec<crate::app::action::Action>,
    /// The chosen row.
    pub choice: usize,
}

/// The office at a past moment, read-only.
#[derive(Clone, Debug)]
pub struct Past {
    /// The office as it was.
    pub office: Box<Office>,
    /// The moment shown, UTC.
    pub at: Instant,
    /// The last event before it, in words come from the locale.
    pub last: Option<Recorded>,
}

/// The part of the grid that shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Window {
    /// First line.
    pub top: usize,
    /// First column.
    pub left: usize,
    /// Lines that fit.
    pub rows: usize,
    /// Columns that fit.
    pub columns: usize,
    /// Cells of one column, its gap included.
    pub cell: u16,
    /// Rows of one line; from two on a cell has a second row of words.
    pub height: u16,
    /// Cells between two entrances.
    pub gap: u16,
    /// Cells of the floor label, its gap included.
    pub gutter: u16,
    /// What fits into a cell.
    pub density: Density,
}

/// How much of a unit fits into its cell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Density {
    /// Glyph and room.
    #[default]
    Tight,
    /// Letter, glyph, room.
    Plain,
    /// Letter, glyph, room, time left.
    Full,
}

/// Rows of the due list that no event brings or takes away.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Passing {
    /// Who waits, receptions left open, appointments.
    pub errands: Vec<DueItem>,
    /// Customers to be called, or whose protection lapses.
    pub customers: Vec<DueItem>,
    /// The minute the customers were looked through; `None` after news.
    pub minute: Option<i64>,
}

/// Units per headline status, in the order of [`Status::ALL`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts(pub [usize; 6]);

impl Counts {
    /// Units of one status.
    pub fn of(&self, status: Status) -> usize {
        self.0[status as usize]
    }

    /// All units.
    pub fn all(&self) -> usize {
        self.0.iter().sum()
    }
}

/// The whole desk.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The office as recorded.
    pub office: Office,
    /// The office with what lapsed since, where something did.
    pub settled: Option<Office>,
    /// Store time as last heard, UTC.
    pub now: Instant,
    /// The same with the step of the host's clock, while that is in doubt.
    pub doubt: Option<Time>,
    /// Who sits here.
    pub viewer: Option<StaffId>,
    /// This terminal's name.
    pub terminal: String,
    /// Words.
    pub locale: Locale,
    /// Colours.
    pub theme: ThemeName,
    /// Shapes.
    pub glyphs: Glyphs,
    /// Whether the mouse is on.
    pub mouse: bool,
    /// Keys.
    pub keymap: Keymap,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// How the screen is divided; `None` when too small.
    pub screen: Option<Screen>,
    /// What the keys go to.
    pub focus: Focus,
    /// The building shown.
    pub building: Option<BuildingId>,
    /// The selected unit: by its number, never by its row.
    pub cursor: Option<UnitId>,
    /// The building's grid.
    pub plan: Plan,
    /// Grids of buildings shown before, for when they are shown again.
    pub plans: HashMap<BuildingId, Plan>,
    /// The part of it that shows.
    pub window: Window,
    /// Counts by building id.
    pub counts: Vec<Counts>,
    /// What is looked for.
    pub filter: Filter,
    /// Selected rows of visitors, rotation, due.
    pub rows: [usize; 3],
    /// Everything with a deadline, soonest first.
    pub due: Vec<DueItem>,
    /// What of it comes and goes with the clock.
    pub passing: Passing,
    /// The chosen row of it: by what it is, never by its place.
    pub due_at: Option<DueItem>,
    /// The unit selected before the due list was only stepped into.
    pub due_from: Option<UnitId>,
    /// Whether the grid shows how often units were shown rather than their status.
    pub heat: bool,
    /// Layers over the grid.
    pub layers: Vec<Layer>,
    /// Last events of the selected unit, with its id.
    pub trail: Option<(UnitId, Vec<Recorded>)>,
    /// The note that shows.
    pub toast: Option<Note>,
    /// Everything said in this session.
    pub messages: VecDeque<Note>,
    /// The link to the store.
    pub link: Link,
    /// The past moment shown, if any.
    pub past: Option<Past>,
    /// Commands sent and not answered: ticket and what to say when done.
    pub pending: Vec<(u64, String)>,
    /// The next ticket.
    pub ticket: u64,
    /// Secret of this session, from which salts of personal data are made.
    pub secret: [u8; 32],
    /// Holds this desk has warned of.
    pub warned: Vec<(UnitId, Instant)>,
}

impl Desk {
    /// The office to look at: the past one while travelling, else as it truly is now.
    pub fn view(&self) -> &Office {
        match (&self.past, &self.settled) {
            (Some(past), _) => &past.office,
            (None, Some(settled)) => settled,
            (None, None) => &self.office,
        }
    }

    /// The moment to look at, UTC.
    pub fn moment(&self) -> Instant {
        self.past.as_ref().map_or(self.now, |past| past.at)
    }

    /// What time it is in the store.
    pub fn time(&self) -> Time {
        self.doubt.map_or(self.now.into(), |doubt| doubt.at(self.now))
    }

    /// The circumstances of a command sent from here; `None` until somebody sits here.
    pub fn context(&self) -> Option<Context> {
        self.viewer.map(|by| Context { by, terminal: self.terminal.clone(), now: self.now })
    }

    /// The counts over all buildings.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        for counts in &self.counts {
            for (sum, count) in total.0.iter_mut().zip(counts.0) {
                *sum += count;
            }
        }
        total
    }

    /// The topmost layer.
    pub fn layer(&self) -> Option<&Layer> {
        self.layers.last()
    }

    /// A fresh salt for a person's data: 32 hex digits nobody can guess.
    pub fn salt(&mut self) -> String {
        self.ticket += 1;
        let mut hash = blake3::Hasher::new_keyed(&self.secret);
        hash.update(&self.ticket.to_le_bytes());
        hash.finalize().to_hex()[..32].to_string()
    }
}
