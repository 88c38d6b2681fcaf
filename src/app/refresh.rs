//! What follows from the office shown: counts, deadlines, matches, rows.

use crate::app::geometry::Focus;
use crate::app::model::{Counts, Desk};
use crate::app::moves;
use crate::domain::state::due::due_list;

/// Counts, deadlines and matches anew, and lays out where the grid itself changed.
pub fn refresh(desk: &mut Desk) {
    let office = desk.view();
    let mut counts = vec![Counts::default(); office.buildings.len()];
    for unit in &office.units {
        counts[unit.building.index()].0[office.status(unit.id) as usize] += 1;
    }
    let due = due_list(office);
    desk.counts = counts;
    desk.due = due;
    let mut filter = std::mem::take(&mut desk.filter);
    filter.refresh(desk.view(), desk.viewer);
    desk.filter = filter;
    for (place, focus) in [Focus::Visitors, Focus::Rotation, Focus::Due].into_iter().enumerate() {
        desk.rows[place] = desk.rows[place].min(moves::list_length(desk, focus).saturating_sub(1));
    }
    moves::lay_out(desk);
}

/// Back to now.
pub fn come_back(desk: &mut Desk) {
    desk.past = None;
    refresh(desk);
}
