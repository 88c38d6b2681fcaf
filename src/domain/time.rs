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
