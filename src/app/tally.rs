//! What the desk knows of all units at once: counts by building, and everything due. Counted once, then kept in step unit
//! by unit, so that an event costs the same in an office of a million units as in one of a thousand.

use crate::app::model::{Counts, Desk, Passing};
use crate::domain::id::UnitId;
use crate::domain::state::due::{DueItem, customers, due_list, due_on, errands};

/// Counts the whole office.
pub fn count(desk: &mut Desk) {
    let office = desk.view();
    let mut counts = vec![Counts::default(); office.buildings.len()];
    for unit in &office.units {
        counts[unit.building.index()].0[office.status(unit.id) as usize] += 1;
    }
    let now = desk.moment();
    let due = due_list(office, now);
    desk.passing = Passing {
        errands: sorted(errands(office, now)),
        customers: sorted(customers(office, now)),
        minute: Some(now.timestamp() / 60),
    };
    desk.counts = counts;
    desk.due = due;
}

/// After news: errands at once. The customers are looked through with the next tick, because there may be many of them
/// and much news.
pub fn stir(desk: &mut Desk) {
    desk.passing.minute = None;
    follow_errands(desk);
}

/// Time has passed: errands come and go, customers once a minute. True where the due list changed.
pub fn pass(desk: &mut Desk) -> bool {
    let minute = Some(desk.moment().timestamp() / 60);
    let mut changed = follow_errands(desk);
    if desk.passing.minute != minute {
        let fresh = sorted(customers(desk.view(), desk.moment()));
        let old = std::mem::replace(&mut desk.passing.customers, fresh.clone());
        changed |= exchange(desk, &old, &fresh);
        desk.passing.minute = minute;
    }
    changed
}

fn follow_errands(desk: &mut Desk) -> bool {
    let fresh = sorted(errands(desk.view(), desk.moment()));
    let old = std::mem::replace(&mut desk.passing.errands, fresh.clone());
    exchange(desk, &old, &fresh)
}

/// Takes the old rows out of the due list and puts the fresh ones in, as far as they differ.
fn exchange(desk: &mut Desk, old: &[DueItem], fresh: &[DueItem]) -> bool {
    for item in old.iter().filter(|item| fresh.binary_search(item).is_err()) {
        remove(desk, item);
    }
    for item in fresh.iter().filter(|item| old.binary_search(item).is_err()) {
        insert(desk, *item);
    }
    old != fresh
}

fn sorted(mut items: Vec<DueItem>) -> Vec<DueItem> {
    items.sort_unstable();
    items
}

fn remove(desk: &mut Desk, item: &DueItem) {
    if let Ok(place) = desk.due.binary_search(item) {
        desk.due.remove(place);
    }
}

fn insert(desk: &mut Desk, item: DueItem) {
    if let Err(place) = desk.due.binary_search(&item) {
        desk.due.insert(place, item);
    }
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
    due.iter().for_each(|item| remove(desk, item));
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
    due.into_iter().for_each(|item| insert(desk, item));
}
