//! What the desk knows of all units at once: counts by building, and everything due. Counted once, then kept in step unit
//! by unit, so that an event costs the same in an office of a million units as in one of a thousand.

use crate::app::model::{Counts, Desk};
use crate::domain::id::UnitId;
use crate::domain::state::due::{due_list, due_on};

/// Counts the whole office.
pub fn count(desk: &mut Desk) {
    let office = desk.view();
    let mut counts = vec![Counts::default(); office.buildings.len()];
    for unit in &office.units {
        counts[unit.building.index()].0[office.status(unit.id) as usize] += 1;
    }
    let due = due_list(office);
    desk.counts = counts;
    desk.due = due;
}

/// Carries a change out that touches only these units, and takes over what it changed about them.
pub fn follow(desk: &mut Desk, units: &[UnitId], change: impl FnOnce(&mut Desk)) {
    let mut units: Vec<UnitId> = units.to_vec();
    units.sort_unstable();
    units.dedup();
    for unit in &units {
        leave(desk, *unit);
    }
    change(desk);
    for unit in &units {
        enter(desk, *unit);
    }
}

/// Takes a unit out of the counts and the due list.
fn leave(desk: &mut Desk, id: UnitId) {
    let office = desk.view();
    // A price list names units that are not there yet.
    let Some(unit) = office.units.get(id.index()) else { return };
    let (building, status, due) = (unit.building.index(), office.status(id), due_on(office, id));
    if let Some(counts) = desk.counts.get_mut(building) {
        counts.0[status as usize] = counts.of(status).saturating_sub(1);
    }
    for item in due {
        if let Ok(place) = desk.due.binary_search(&item) {
            desk.due.remove(place);
        }
    }
}

/// Puts a unit into the counts and the due list.
fn enter(desk: &mut Desk, id: UnitId) {
    let office = desk.view();
    let Some(unit) = office.units.get(id.index()) else { return };
    let (building, status, due) = (unit.building.index(), office.status(id), due_on(office, id));
    if desk.counts.len() <= building {
        desk.counts.resize(building + 1, Counts::default());
    }
    desk.counts[building].0[status as usize] += 1;
    for item in due {
        if let Err(place) = desk.due.binary_search(&item) {
            desk.due.insert(place, item);
        }
    }
}
