//! What a message changes on the desk, and what the desk then wants done outside.

use crate::app::action::{Action, Keymap};
use crate::app::filter::Filter;
use crate::app::geometry::Focus;
use crate::app::message::{Effect, Message, Outcome};
use crate::app::model::{Desk, Glyphs, Link, Note, Past, ThemeName, Tone, Window};
use crate::app::plan::Plan;
use crate::app::refresh::{look_again, refresh};
use crate::app::voice::say;
use crate::app::{calls, keys, moves, tally};
use crate::domain::act::{self, Event, Recorded};
use crate::domain::hold;
use crate::domain::id::{StaffId, UnitId};
use crate::domain::state::office::Office;
use crate::domain::time::{Instant, Time, minutes};
use crate::locale::Locale;
use chrono::TimeDelta;

/// What a desk starts with.
pub struct Setting {
    /// The office as recorded.
    pub office: Office,
    /// Store time, UTC.
    pub now: Instant,
    /// Who sits here; `None` asks.
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
    /// Columns and rows.
    pub size: (u16, u16),
    /// Random bytes of this session.
    pub secret: [u8; 32],
}

/// How long a passing note shows.
const TOAST_SECONDS: i64 = 4;

/// A desk, laid out.
pub fn start(setting: Setting) -> Desk {
    let mut desk = Desk {
        locale: setting.locale.in_zone(setting.office.policy.time_zone),
        office: setting.office,
        settled: None,
        now: setting.now,
        doubt: None,
        viewer: setting.viewer,
        terminal: setting.terminal,
        theme: setting.theme,
        glyphs: setting.glyphs,
        mouse: setting.mouse,
        keymap: setting.keymap,
        size: setting.size,
        screen: None,
        focus: Focus::Grid,
        building: None,
        cursor: None,
        plan: Plan::default(),
        plans: Default::default(),
        window: Window::default(),
        counts: Vec::new(),
        filter: Filter::default(),
        rows: [0; 3],
        due: Vec::new(),
        passing: Default::default(),
        due_at: None,
        due_from: None,
        heat: false,
        layers: Vec::new(),
        trail: None,
        toast: None,
        messages: Default::default(),
        link: Link::Live(setting.now),
        past: None,
        pending: Vec::new(),
        ticket: 0,
        secret: setting.secret,
        warned: Vec::new(),
    };
    refresh(&mut desk);
    settle(&mut desk);
    if desk.viewer.is_none() {
        calls::ask_who(&mut desk);
    }
    desk
}

/// Takes a message in.
pub fn update(desk: &mut Desk, message: Message) -> Vec<Effect> {
    let before = desk.cursor;
    let mut effects = match message {
        Message::Key(key) => keys::press(desk, key),
        Message::Paste(text) => keys::paste(desk, &text),
        Message::Mouse(mouse) => keys::point(desk, mouse),
        Message::Resize(columns, rows) => {
            desk.size = (columns, rows);
            moves::lay_out(desk);
            Vec::new()
        }
        Message::Tick(now) => tick(desk, now),
        Message::News(news, now) => news_came(desk, &news, now),
        Message::Clock(time) => clock_heard(desk, time),
        Message::Answered(ticket, outcome) => answered(desk, ticket, outcome),
        Message::Trail(unit, trail) => {
            desk.trail = Some((unit, trail));
            Vec::new()
        }
        Message::Past(past) => travelled(desk, *past),
        Message::NoPast => {
            say(desk, Tone::Info, desk.locale.text("desk-no-past").to_string());
            Vec::new()
        }
        Message::Lost(since) => {
            if matches!(desk.link, Link::Live(_)) {
                say(desk, Tone::Bad, desk.locale.text("desk-link-lost").to_string());
            }
            desk.link = Link::Lost(since);
            Vec::new()
        }
        Message::Fault(text) => {
            say(desk, Tone::Bad, text);
            Vec::new()
        }
    };
    let stale = desk.cursor.is_some_and(|unit| desk.trail.as_ref().is_none_or(|(of, _)| *of != unit));
    if let (Some(unit), true) = (desk.cursor, stale && (before != desk.cursor || desk.trail.is_none())) {
        desk.trail = Some((unit, Vec::new()));
        effects.push(Effect::FetchTrail(unit));
    }
    effects
}

fn answered(desk: &mut Desk, ticket: u64, outcome: Outcome) -> Vec<Effect> {
    let Some(place) = desk.pending.iter().position(|(known, _)| *known == ticket) else { return Vec::new() };
    let (_, done) = desk.pending.remove(place);
    match outcome {
        Outcome::Done(_) => say(desk, Tone::Good, done),
        Outcome::Printed(said) => say(desk, Tone::Good, said),
        Outcome::Refused(rejection) => {
            let sentence = desk.locale.rejection(&rejection);
            say(desk, Tone::Bad, sentence);
            return vec![Effect::Ring];
        }
        Outcome::Failed(sentence) => {
            say(desk, Tone::Bad, sentence);
            return vec![Effect::Ring];
        }
    }
    Vec::new()
}

/// Looks whether something lapsed that nobody has recorded yet.
fn settle(desk: &mut Desk) -> bool {
    let time = desk.time();
    let seen = desk.settled.as_ref().unwrap_or(&desk.office);
    if act::is_settled(&desk.office, seen, &time) {
        return false;
    }
    let lapsed = lapsed_units(desk);
    tally::follow(desk, &lapsed, |desk| desk.settled = act::settled(&desk.office, time));
    true
}

/// Back to the office as recorded, which the news are to be applied to.
fn unsettle(desk: &mut Desk) {
    if desk.settled.is_some() {
        let lapsed = lapsed_units(desk);
        tally::follow(desk, &lapsed, |desk| desk.settled = None);
    }
}

fn lapsed_units(desk: &Desk) -> Vec<UnitId> {
    act::unrecorded(&desk.office, desk.time()).iter().flat_map(|(_, event)| event.units()).collect()
}

fn tick(desk: &mut Desk, now: Instant) -> Vec<Effect> {
    desk.now = desk.now.max(now);
    let passing = |note: &Note| matches!(note.tone, Tone::Good | Tone::Info);
    if desk
        .toast
        .as_ref()
        .is_some_and(|note| passing(note) && note.at + TimeDelta::seconds(TOAST_SECONDS) < now)
    {
        desk.toast = None;
    }
    let lapsed = settle(desk);
    if tally::pass(desk) || lapsed {
        look_again(desk);
    }
    warn(desk)
}

/// The host's clock stepped, or is as it was: what had lapsed by it may not have, and the other way round.
fn clock_heard(desk: &mut Desk, time: Time) -> Vec<Effect> {
    unsettle(desk);
    if desk.doubt.is_none() && time.step.is_some() {
        let key = desk.keymap.label(Action::Clock);
        say(desk, Tone::Warn, desk.locale.say("desk-clock", &[("key", key.into())]));
    }
    desk.doubt = time.step.is_some().then_some(time);
    settle(desk);
    look_again(desk);
    Vec::new()
}

fn news_came(desk: &mut Desk, news: &[Recorded], now: Instant) -> Vec<Effect> {
    desk.now = desk.now.max(now);
    if matches!(desk.link, Link::Lost(_)) {
        say(desk, Tone::Good, desk.locale.text("desk-link-back").to_string());
    }
    desk.link = Link::Live(desk.now);
    if news.is_empty() {
        return Vec::new();
    }
    let mut effects = Vec::new();
    unsettle(desk);
    for recorded in news {
        tell(desk, recorded);
        let units = recorded.event.units();
        tally::follow(desk, &units, |desk| act::apply(&mut desk.office, recorded));
        if desk.cursor.is_some_and(|unit| units.contains(&unit)) {
            effects = desk.cursor.map(Effect::FetchTrail).into_iter().collect();
        }
    }
    desk.locale = desk.locale.in_zone(desk.office.policy.time_zone);
    settle(desk);
    tally::stir(desk);
    look_again(desk);
    // Only a price list moves units about.
    if desk.past.is_none() && news.iter().any(|recorded| matches!(recorded.event, Event::Listing(_))) {
        moves::lay_out_anew(desk);
    }
    effects
}

/// Tells the person what happened to their own holds without them.
fn tell(desk: &mut Desk, recorded: &Recorded) {
    let got = |(_, next): &(UnitId, &hold::Succession)| Some(next.waiter.consultant) == desk.viewer;
    let mine = match &recorded.event {
        Event::Hold(hold::Event::Served { waiter, .. }) => Some(waiter.consultant) == desk.viewer,
        Event::Hold(hold::Event::Expired { unit } | hold::Event::Released { unit, .. })
            if recorded.by != desk.viewer =>
        {
            let claim = desk.office.live_claim(*unit);
            desk.viewer.is_some() && claim.and_then(|claim| claim.consultant) == desk.viewer
        }
        event => event.successions().iter().any(got),
    };
    if mine {
        let sentence = desk.locale.event(&desk.office, desk.viewer, recorded);
        say(desk, Tone::Warn, sentence);
    }
}

/// Warns of own holds that end soon (rules §3).
fn warn(desk: &mut Desk) -> Vec<Effect> {
    if desk.past.is_some() || desk.view().freeze.is_some() {
        return Vec::new();
    }
    let horizon = desk.now + minutes(desk.office.policy.hold_warning.0);
    let soon: Vec<_> = desk
        .office
        .deadlines
        .iter()
        .take_while(|(at, _)| *at <= horizon)
        .filter(|(at, unit)| *at > desk.now && !desk.warned.contains(&(*unit, *at)))
        .filter(|(_, unit)| desk.office.live_claim(*unit).and_then(|claim| claim.consultant) == desk.viewer)
        .copied()
        .collect();
    let Some((at, unit)) = soon.first().copied().filter(|_| desk.viewer.is_some()) else { return Vec::new() };
    desk.warned.push((unit, at));
    let args =
        [("unit", desk.office.unit(unit).spec.address().into()), ("until", desk.locale.clock(at).into())];
    let sentence = desk.locale.say("desk-hold-ends", &args);
    say(desk, Tone::Warn, sentence);
    vec![Effect::Ring]
}

fn travelled(desk: &mut Desk, past: Past) -> Vec<Effect> {
    desk.past = Some(past);
    refresh(desk);
    Vec::new()
}
