//! Instants, office days and deadlines (rules §1). Reads no clock: every instant comes in from outside.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// A moment, UTC, whole milliseconds.
pub type Instant = DateTime<Utc>;

/// The office day an instant belongs to, in the project's zone.
pub fn day_of(at: Instant, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The instant of a wall-clock time on a day in the project's zone. In a gap of summer time the next full hour counts.
pub fn instant_of(day: NaiveDate, time: NaiveTime, zone: Tz) -> Instant {
    let wall = day.and_time(time);
    let local = zone
        .from_local_datetime(&wall)
        .earliest()
        .or_else(|| zone.from_local_datetime(&(wall + TimeDelta::hours(1))).earliest());
    local.map_or_else(|| wall.and_utc(), |moment| moment.with_timezone(&Utc))
}

/// A deadline given in days: `days` after the day of `from`, at `closing` in the project's zone (rules §1).
pub fn due_after(from: Instant, days: u32, closing: NaiveTime, zone: Tz) -> Instant {
    let day = day_of(from, zone);
    instant_of(day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day), closing, zone)
}

/// A span of whole minutes, clamped to a year so that no sum of instants can overflow.
pub fn minutes(count: u32) -> TimeDelta {
    TimeDelta::minutes(i64::from(count.min(MINUTES_MAX)))
}

/// The longest span any setting or command may name: one year, in minutes.
pub const MINUTES_MAX: u32 = 366 * 24 * 60;

/// The host's wall clock stepped against its boot clock, and nobody has said yet which of the two is right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// What the wall clock says, UTC.
    pub wall: Instant,
    /// What it would say had it not stepped: the last time believed and what the boot clock counted since, UTC.
    pub expected: Instant,
}

impl Step {
    /// How far the wall clock is ahead of what was expected; negative where it is behind.
    pub fn ahead(&self) -> TimeDelta {
        self.wall - self.expected
    }
}

/// What time it is in the store: all that a decision, and a screen that foretells it, know of clocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Time {
    /// Store time, UTC: what is entered now is entered at this.
    pub now: Instant,
    /// Whether the wall clock is in doubt. Store time goes on without it then.
    pub step: Option<Step>,
}

impl Time {
    /// The same, but not before a moment: that of the last event known.
    pub fn not_before(self, at: Instant) -> Self {
        Self { now: self.now.max(at), ..self }
    }

    /// What the wall clock says, UTC, as far as known.
    pub fn wall(&self) -> Instant {
        self.step.map_or(self.now, |step| step.wall)
    }

    /// The same at a later moment: both clocks went on.
    pub fn at(self, now: Instant) -> Self {
        let passed = now - self.now;
        let on = |at: Instant| at.checked_add_signed(passed).unwrap_or(at);
        let step = self.step.map(|Step { wall, expected }| Step { wall: on(wall), expected: on(expected) });
        Self { now, step }
    }

    /// What has its end before this has ended: of two clocks that differ the earlier counts, so that nothing ends early.
    pub fn ends(&self) -> Instant {
        let by_wall = self.step.and_then(|step| self.now.checked_add_signed(step.ahead()));
        by_wall.map_or(self.now, |wall| wall.min(self.now))
    }
}

impl From<Instant> for Time {
    fn from(now: Instant) -> Self {
        Self { now, step: None }
    }
}
