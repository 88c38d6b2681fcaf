//! A clock that stepped, in words: the same on the desk and on the command line.

use crate::domain::act;
use crate::domain::clock::Event;
use crate::domain::state::office::Office;
use crate::domain::time::{Instant, Step, Time};
use crate::locale::Locale;
use chrono::TimeDelta;

/// Units named at most.
const NAMED: usize = 6;

impl Locale {
    pub(super) fn clock_event(&self, event: &Event) -> String {
        match event {
            Event::Stepped { wall, expected } => {
                let args = [
                    ("wall", self.instant_long(*wall).into()),
                    ("expected", self.instant_long(*expected).into()),
                    ("off", self.off_by(Step { wall: *wall, expected: *expected }.ahead()).into()),
                ];
                self.say("event-clock-stepped", &args)
            }
            Event::Confirmed {} => self.text("event-clock-confirmed").to_string(),
        }
    }

    /// What somebody must know before they confirm the clock, a line each; nothing while it is not in doubt. The office
    /// must be settled.
    pub fn clock_doubt(&self, office: &Office, time: &Time) -> Vec<String> {
        let Some(freeze) = office.freeze else { return Vec::new() };
        let long = |at: Instant| self.instant_long(at);
        let wall = time.wall();
        let mut lines = vec![match time.step {
            Some(step) => {
                let args = [("wall", long(wall).into()), ("off", self.off_by(step.ahead()).into())];
                self.say("clock-doubt-wall", &args)
            }
            None => self.say("clock-doubt-undone", &[("wall", long(wall).into())]),
        }];
        lines.push(self.say("clock-doubt-store", &[("now", long(time.now).into())]));
        lines.push(self.say("clock-doubt-since", &[("since", long(freeze.since).into())]));
        lines.push(self.clock_waits(office, wall));
        if wall < office.at {
            lines.push(self.say("clock-doubt-behind", &[("last", long(office.at).into())]));
        }
        lines
    }

    fn clock_waits(&self, office: &Office, wall: Instant) -> String {
        let ending = act::endings(office, wall.max(office.at));
        let units = ending.iter().flat_map(|(_, event)| event.units()).take(NAMED);
        let units: Vec<String> = units.map(|unit| office.unit(unit).spec.address()).collect();
        if ending.is_empty() {
            return self.text("clock-doubt-waits-none").to_string();
        }
        let named = if units.is_empty() { "none".to_string() } else { self.list(&units) };
        self.say("clock-doubt-waits", &[("count", ending.len().into()), ("units", named.into())])
    }

    /// How far off: `快 1 小时`.
    fn off_by(&self, ahead: TimeDelta) -> String {
        let seconds = (ahead.num_milliseconds().unsigned_abs() + 500) / 1_000;
        let minutes = u32::try_from((seconds + 30) / 60).unwrap_or(u32::MAX);
        let span = match minutes {
            _ if seconds < 90 => self.say("clock-seconds", &[("seconds", seconds.into())]),
            // Nobody asks for the minutes of days.
            2_880.. => self.span(minutes / 1_440 * 1_440),
            minutes => self.span(minutes),
        };
        let key = if ahead < TimeDelta::zero() { "clock-off-behind" } else { "clock-off-ahead" };
        self.say(key, &[("span", span.into())])
    }
}
