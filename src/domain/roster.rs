//! The roster 排班: who works and who rests, by day (rules §5; issue "reception and rotation").

use crate::domain::context::{Context, Stamp};
use crate::domain::id::StaffId;
use crate::domain::rejection::Rejection;
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Shifts one command may set.
pub const SHIFTS_MAX: usize = 5_000;

/// One day of one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Shift {
    /// The day.
    pub day: NaiveDate,
    /// Who.
    pub staff: StaffId,
    /// Whether they work; false is rest.
    pub works: bool,
}

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Sets shifts; what is not named stays.
    Set {
        /// The shifts.
        shifts: Vec<Shift>,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Shifts were set.
    Set {
        /// The shifts that changed.
        shifts: Vec<Shift>,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let Command::Set { shifts } = command;
    context.require(office, Right::Rotation)?;
    if shifts.is_empty() || shifts.len() > SHIFTS_MAX {
        return Err(Rejection::CountInvalid { field: "shifts".into(), least: 1, most: SHIFTS_MAX as u32 });
    }
    let known = |shift: &&Shift| {
        office.roster.get(&shift.day).and_then(|day| day.get(&shift.staff)) != Some(&shift.works)
    };
    let changed: Vec<Shift> = shifts.iter().filter(known).copied().collect();
    let today = office.day(context.now);
    if let Some(past) = changed.iter().find(|shift| shift.day < today) {
        return Err(Rejection::DayOver { day: past.day });
    }
    if changed.is_empty() {
        return Err(Rejection::AlreadySo { subject: shifts[0].day.to_string() });
    }
    Ok(vec![Event::Set { shifts: changed }])
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, _stamp: &Stamp) {
    let Event::Set { shifts } = event;
    for shift in shifts {
        office.roster.entry(shift.day).or_default().insert(shift.staff, shift.works);
    }
}
