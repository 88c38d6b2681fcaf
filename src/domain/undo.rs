//! Undoing an own deed within its time, by a compensating event (rules §5, §11.3; design §7 key `u`).
//!
//! The one rule: nothing may have touched the same thing since. Money deeds have named ways back instead.

use crate::domain::assignment;
use crate::domain::context::{Context, Stamp};
use crate::domain::hold::within_limit;
use crate::domain::id::{ClaimId, Seq, UnitId};
use crate::domain::rejection::Rejection;
use crate::domain::state::claim::{EndKind, Ended, Step};
use crate::domain::state::deed::{Deed, What};
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use crate::domain::state::visit::VisitState;
use crate::domain::time::{Instant, minutes};
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Undoes an own deed.
    Undo {
        /// Which event; `None` is the last own deed.
        deed: Option<Seq>,
    },
    /// Takes the assignment of a group back, by its waiting number (rules §5).
    TakeBack {
        /// The waiting number: of an open visit, else of today's.
        number: u32,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A deed was undone.
    Undone {
        /// The event it was.
        deed: Seq,
        /// The unit it touched, if any.
        unit: Option<UnitId>,
        /// What undoing does to the unit's claim.
        claim: Option<Turn>,
    },
}

/// What undoing does to a claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// It ends.
    Ends(ClaimId),
    /// It lives again.
    Revives(ClaimId),
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let deed = match command {
        Command::Undo { deed } => *deed,
        Command::TakeBack { number } => {
            Some(assignment_of(office, *number, context.now).ok_or(Rejection::NothingToUndo)?)
        }
    };
    // A wrong assignment may be taken back by whoever has the rotation in hand as well (rules §5, §7).
    let may = |known: &Deed| {
        let is_assignment = matches!(known.what, What::Assigned { .. });
        known.by == context.by || (deed.is_some() && is_assignment && context.may(office, Right::Rotation))
    };
    let found = office.deeds.iter().rev().find(|known| may(known) && deed.is_none_or(|seq| seq == known.seq));
    let found = found.ok_or(Rejection::NothingToUndo)?;
    let window = office.policy.undo_window.0;
    if context.now > found.at + minutes(window) {
        return Err(Rejection::UndoTooLate { minutes: window });
    }
    free_to_undo(office, found, context)?;
    let claim = match &found.what {
        What::Held { claim } => Some(Turn::Ends(*claim)),
        What::Released { claim, .. } => Some(Turn::Revives(*claim)),
        _ => None,
    };
    Ok(vec![Event::Undone { deed: found.seq, unit: unit_of(office, &found.what), claim }])
}

/// The event that gave the group of that number to somebody.
fn assignment_of(office: &Office, number: u32, now: Instant) -> Option<Seq> {
    let open = office.open_visits.iter().rev().copied().find(|id| office.visit(*id).number == number);
    let today = office.day(now);
    let of = |what: &What| match what {
        What::Assigned { visit, .. } => match open {
            Some(open) => *visit == open,
            None => office.visit(*visit).number == number && office.visit(*visit).day == today,
        },
        _ => false,
    };
    office.deeds.iter().rev().find(|deed| of(&deed.what)).map(|deed| deed.seq)
}

/// The unit a deed was about.
pub fn unit_of(office: &Office, what: &What) -> Option<UnitId> {
    match what {
        What::Held { claim } | What::Released { claim, .. } => Some(office.claim(*claim).unit),
        What::Joined { unit, .. } | What::Left { unit, .. } | What::Offered { unit, .. } => Some(*unit),
        What::Assigned { .. } | What::Present { .. } => None,
    }
}

fn free_to_undo(office: &Office, deed: &Deed, context: &Context) -> Result<(), Rejection> {
    if let Some(unit) = unit_of(office, &deed.what)
        && office.unit(unit).revision != deed.seq
    {
        return Err(Rejection::UndoBlocked { subject: office.unit(unit).spec.address() });
    }
    let has_later =
        office.deeds.iter().any(|later| later.seq > deed.seq && same_thing(&later.what, &deed.what));
    match &deed.what {
        What::Released { claim, .. } => {
            let claim = office.claim(*claim);
            if claim.until().is_some_and(|until| until <= context.now) {
                return Err(Rejection::UndoBlocked { subject: office.unit(claim.unit).spec.address() });
            }
            claim.consultant.map_or(Ok(()), |consultant| within_limit(office, consultant))
        }
        What::Assigned { visit, .. }
            if has_later
                || office.visit(*visit).assigned != Some(deed.at)
                || office.visit(*visit).state != VisitState::Receiving =>
        {
            Err(Rejection::UndoBlocked { subject: format!("#{}", office.visit(*visit).number) })
        }
        What::Present { staff, .. }
            if has_later
                || office.member(*staff).duty.since != Some(deed.at)
                || office.receiving(*staff).is_some() =>
        {
            Err(Rejection::UndoBlocked { subject: office.member(*staff).name.clone() })
        }
        _ => Ok(()),
    }
}

/// Whether two deeds are about the same visit or the same person. Times do not tell: on a practice clock they are equal.
fn same_thing(one: &What, other: &What) -> bool {
    match (one, other) {
        (What::Assigned { visit: a, .. }, What::Assigned { visit: b, .. }) => a == b,
        (What::Present { staff: a, .. }, What::Present { staff: b, .. }) => a == b,
        _ => false,
    }
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    let Event::Undone { deed, unit, .. } = event;
    let Some(place) = office.deeds.iter().rposition(|known| known.seq == *deed) else { return };
    let Some(deed) = office.deeds.remove(place) else { return };
    if let Some(unit) = unit {
        office.units[unit.index()].revision = stamp.seq;
    }
    match deed.what {
        What::Held { claim } => {
            let unit = office.claim(claim).unit;
            crate::domain::hold::end(office, unit, EndKind::Undone, stamp);
        }
        What::Released { claim, cooldown } => revive(office, claim, cooldown),
        What::Joined { unit, waiter } => {
            let line = &mut office.units[unit.index()].line;
            if let Some(place) = line.iter().rposition(|known| *known == waiter) {
                line.remove(place);
            }
        }
        What::Left { unit, place, waiter } => {
            let line = &mut office.units[unit.index()].line;
            line.insert(place.min(line.len()), waiter);
        }
        What::Offered { unit, before } => office.units[unit.index()].offer = before,
        What::Assigned { visit, line, moved, spent } => {
            assignment::take_back(office, deed.seq, visit, &line, &moved, spent);
        }
        What::Present { staff, before, line } => {
            let came = office.line.contains(&staff) && !line.contains(&staff);
            let went = !office.line.contains(&staff) && line.contains(&staff);
            office.staff[staff.index()].duty = before;
            if came {
                office.line.retain(|id| *id != staff);
            }
            if went {
                office.line.push(staff);
                assignment::put_back(&mut office.line, &line, staff);
            }
        }
    }
}

/// Gives a released claim back its unit and its deadline.
fn revive(office: &mut Office, claim: ClaimId, cooldown: Option<Instant>) {
    let entry = &mut office.claims[claim.index()];
    let Some(Ended { .. }) = entry.ended.take() else { return };
    let (unit, consultant) = (entry.unit, entry.consultant);
    if let Step::Held { until } = entry.step {
        office.deadlines.insert((until, unit));
    }
    let unit = &mut office.units[unit.index()];
    unit.claim = Some(claim);
    office.ended[unit.id.index()].retain(|ended| *ended != claim);
    if let Some(consultant) = consultant {
        match cooldown {
            Some(at) => office.cooldowns.make_mut().insert((unit.id, consultant), at),
            None => office.cooldowns.make_mut().remove(&(unit.id, consultant)),
        };
    }
}
