//! Spans of time as people read them on a small screen.

use crate::app::model::Desk;
use crate::domain::time::Instant;
use crate::ui::theme::Ink;
use chrono::TimeDelta;
use std::fmt::Write;

/// From here on days are counted instead of hours.
const HOURS_MAX: i64 = 48;

/// Minutes left, rounded up, so that the last one shows until the end.
pub fn minutes_up(left: TimeDelta) -> i64 {
    (left.num_seconds().max(0) + 59) / 60
}

/// Writes `h:mm`, at most five cells.
pub fn write_minutes(text: &mut String, minutes: i64) {
    let _ = match minutes / 60 {
        hours if hours < 100 => write!(text, "{hours}:{:02}", minutes % 60),
        hours => write!(text, "{}d", hours / 24),
    };
}

/// `1:23` or `3 天`.
fn plain(desk: &Desk, span: TimeDelta) -> String {
    if span.num_hours() >= HOURS_MAX {
        return desk.locale.say("span-days", &[("days", span.num_days().into())]);
    }
    let mut text = String::new();
    write_minutes(&mut text, minutes_up(span));
    text
}

/// What is left until a deadline, or how late it is, with the role to show it in.
pub fn until(desk: &Desk, at: Instant) -> (String, Ink) {
    let now = desk.moment();
    if at <= now {
        let late = plain(desk, now - at);
        return (desk.locale.say("span-late", &[("span", late.into())]), Ink::Overdue);
    }
    let left = at - now;
    let warning = crate::domain::time::minutes(desk.view().policy.hold_warning.0);
    let ink = if left <= warning { Ink::Warn } else { Ink::Text };
    (desk.locale.say("span-left", &[("span", plain(desk, left).into())]), ink)
}

/// Whole minutes since a moment.
pub fn minutes_since(desk: &Desk, at: Instant) -> i64 {
    (desk.moment() - at).num_minutes().max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_fit_five_cells_and_round_up() {
        for (seconds, wanted) in
            [(0, "0:00"), (1, "0:01"), (3_600, "1:00"), (3_601, "1:01"), (-5, "0:00"), (400_000, "4d")]
        {
            let mut text = String::new();
            write_minutes(&mut text, minutes_up(TimeDelta::seconds(seconds)));
            assert_eq!(text, wanted);
        }
    }
}
