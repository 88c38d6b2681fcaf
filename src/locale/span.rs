//! Spans of time in words: lengths, countdowns, ages.

use crate::domain::time::Instant;
use crate::locale::Locale;

/// Minutes in a day.
const DAY: i64 = 24 * 60;
/// From here on a countdown is given in days: a hold, at most 72 h by default, still reads in hours.
const DAYS_FROM: i64 = 100 * 60;

impl Locale {
    /// A length: `30 分钟`, `24 小时`, `2 小时 30 分钟`, `3 天`.
    pub fn span(&self, minutes: u32) -> String {
        match (minutes / 60, minutes % 60) {
            (hours, 0) if hours > 24 && hours % 24 == 0 => {
                self.say("span-days", &[("days", (hours / 24).into())])
            }
            (0, minutes) => self.say("span-minutes", &[("minutes", minutes.into())]),
            (hours, 0) => self.say("span-hours", &[("hours", hours.into())]),
            (hours, minutes) => {
                self.say("span-hours-minutes", &[("hours", hours.into()), ("minutes", minutes.into())])
            }
        }
    }

    /// A countdown, short enough for a cell: `25分`, `3:25` hours and minutes, `5天`; past the end `超25分`.
    /// Minutes are rounded up: what is still alive never reads as nothing.
    pub fn left(&self, until: Instant, now: Instant) -> String {
        let seconds = (until - now).num_seconds();
        if seconds >= 0 {
            return self.short((seconds + 59) / 60);
        }
        self.say("left-over", &[("span", self.short(-seconds / 60).into())])
    }

    /// An age: `刚刚`, `5 分钟前`, `2 小时前`, `3 天前`.
    pub fn age(&self, since: Instant, now: Instant) -> String {
        match (now - since).num_minutes() {
            ..=0 => self.text("age-now").to_string(),
            minutes @ 1..60 => self.say("age-minutes", &[("minutes", minutes.into())]),
            minutes @ 60..DAY => self.say("age-hours", &[("hours", (minutes / 60).into())]),
            minutes => self.say("age-days", &[("days", (minutes / DAY).into())]),
        }
    }

    fn short(&self, minutes: i64) -> String {
        match minutes {
            ..60 => self.say("left-minutes", &[("minutes", minutes.into())]),
            60..DAYS_FROM => format!("{}:{:02}", minutes / 60, minutes % 60),
            _ => self.say("left-days", &[("days", (minutes / DAY).into())]),
        }
    }
}
