//! Store time: the one place of this room that reads a clock, and that doubts one.
//!
//! The wall clock counts as long as it goes with the boot clock, which nobody sets. Where the two part, store time goes on
//! by the boot clock until somebody confirms the wall clock: a journal can catch up, but it can never go back.

use crate::domain::time::{Instant, Step, Time};
use chrono::{SubsecRound, TimeDelta, Utc};
use rustix::time::{ClockId, clock_gettime};
use std::sync::OnceLock;

/// What the clocks may differ by within a boot: more than a leap second, and slewing moves both.
const SLACK: TimeDelta = TimeDelta::seconds(2);
/// How far the wall clock may lie before the last time believed after another boot.
const SLACK_BACK: TimeDelta = TimeDelta::minutes(10);
/// How far it may lie ahead of it then. Being switched off cannot be told from a clock set ahead, so only what no office
/// does, to be closed for so long, is doubted.
const SLACK_AHEAD: TimeDelta = TimeDelta::days(366);
/// How old the record may be before a commit renews it. Within a boot its age does not matter; across boots it is what
/// the wall clock must not lie before, to within minutes.
const RENEW: TimeDelta = TimeDelta::seconds(60);
/// The pause between two clocks read one after the other that makes them no pair any more, and how often to try again.
const APART: i64 = 100;
const TRIES: usize = 5;

/// Where the time comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// The host's clocks.
    Host,
    /// A moment given from outside: practice stores only (design §4). It stands still and is never in doubt.
    Practice(Instant),
    /// Both clocks of a host, given from outside: practice stores only.
    Trial(Reading),
}

/// The clock that counts from the start of the host, also while it sleeps; nobody sets it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Boot {
    /// Which start of the host.
    pub id: [u8; 16],
    /// Milliseconds since.
    pub up: i64,
}

/// Both clocks, read at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The wall clock, UTC, whole milliseconds.
    pub wall: Instant,
    /// The boot clock; none where there is none to go by.
    pub boot: Option<Boot>,
}

/// Both clocks as last believed: what the store keeps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Record {
    /// The wall clock, UTC.
    pub wall: Instant,
    /// The boot clock.
    pub boot: Boot,
}

/// Both clocks beside what the store knows of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dial {
    /// The clocks as they are.
    pub reading: Reading,
    /// As last believed.
    pub record: Option<Record>,
    /// The time of the last event, UTC: store time never lies before it.
    pub last: Instant,
}

impl Clock {
    /// The clock an opening asks for.
    pub fn of(now: Option<Instant>, boot: Option<Boot>) -> Self {
        match now.map(|at| at.trunc_subsecs(3)) {
            None => Self::Host,
            Some(at) if boot.is_none() => Self::Practice(at),
            Some(wall) => Self::Trial(Reading { wall, boot }),
        }
    }

    /// The clocks as they are.
    pub fn read(self) -> Reading {
        match self {
            Self::Host => host(),
            Self::Practice(wall) => Reading { wall, boot: None },
            Self::Trial(reading) => reading,
        }
    }
}

/// The host's clocks. Whoever is held up between the two reads again: the pause would look like a step.
fn host() -> Reading {
    let wall = || Utc::now().trunc_subsecs(3);
    let Some(id) = boot_id() else { return Reading { wall: wall(), boot: None } };
    let pair = || {
        let before = up();
        let (wall, after) = (wall(), up());
        let boot = Some(Boot { id, up: after });
        (after - before, Reading { wall, boot })
    };
    let mut best = pair();
    for _ in 1..TRIES {
        if best.0 < APART {
            break;
        }
        best = [best, pair()].into_iter().min_by_key(|(pause, _)| *pause).unwrap_or(best);
    }
    best.1
}

/// This moment of the monotonic clock: for waiting, never for facts.
pub(super) fn mark() -> std::time::Instant {
    std::time::Instant::now()
}

/// Milliseconds since the host started.
fn up() -> i64 {
    let time = clock_gettime(ClockId::Boottime);
    time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
}

/// Which start of the host this is; the same for the process's life.
fn boot_id() -> Option<[u8; 16]> {
    static ID: OnceLock<Option<[u8; 16]>> = OnceLock::new();
    *ID.get_or_init(|| {
        let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        uuid::Uuid::parse_str(text.trim()).ok().map(uuid::Uuid::into_bytes)
    })
}

impl Dial {
    /// What the wall clock would say had it not stepped, UTC; after another start of the host the earliest it may say.
    pub fn expected(&self) -> Option<Instant> {
        let (record, boot) = (self.record?, self.reading.boot?);
        let since = if record.boot.id == boot.id { boot.up - record.boot.up } else { boot.up };
        record.wall.checked_add_signed(TimeDelta::try_milliseconds(since)?)
    }

    /// Whether the host was started anew since the clocks were last believed.
    pub fn is_other_boot(&self) -> bool {
        let ids = self.record.zip(self.reading.boot).map(|(record, boot)| (record.boot.id, boot.id));
        ids.is_some_and(|(believed, now)| believed != now)
    }

    /// Whether the wall clock is in doubt.
    pub fn step(&self) -> Option<Step> {
        let step = Step { wall: self.reading.wall, expected: self.expected()? };
        let (back, ahead) = if self.is_other_boot() { (SLACK_BACK, SLACK_AHEAD) } else { (SLACK, SLACK) };
        let is_steady = -back <= step.ahead() && step.ahead() <= ahead;
        (!is_steady).then_some(step)
    }

    /// What time it is in the store.
    pub fn time(&self) -> Time {
        let step = self.step();
        let now = step.map_or(self.reading.wall, |step| step.expected);
        Time { now: now.max(self.last), step }
    }

    /// What to keep with a commit, if it differs enough from what is kept: never a clock in doubt, unless it was just confirmed.
    pub fn renewed(&self, confirmed: bool) -> Option<Record> {
        let fresh = Record { wall: self.reading.wall, boot: self.reading.boot? };
        let Some(old) = self.record.filter(|_| !confirmed) else { return Some(fresh) };
        let is_due = self.is_other_boot() || (fresh.wall - old.wall).abs() >= RENEW;
        (is_due && self.step().is_none()).then_some(fresh)
    }
}
