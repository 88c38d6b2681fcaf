//! What follows from the office shown: counts, deadlines, matches, rows.

use crate::app::geometry::Focus;
use crate::app::model::Desk;
use crate::app::{moves, tally};

/// Counts, deadlines and matches anew, and lays the grid out.
pub fn refresh(desk: &mut Desk) {
    tally::count(desk);
    look_again(desk);
    moves::lay_out_anew(desk);
}

/// Matches anew, and keeps the selected rows within their lists.
pub fn look_again(desk: &mut Desk) {
    let mut filter = std::mem::take(&mut desk.filter);
    filter.refresh(desk.view(), desk.viewer);
    desk.filter = filter;
    for (place, focus) in [Focus::Visitors, Focus::Rotation, Focus::Due].into_iter().enumerate() {
        desk.rows[place] = desk.rows[place].min(moves::list_length(desk, focus).saturating_sub(1));
    }
    moves::follow_due(desk);
}

/// Back to now.
pub fn come_back(desk: &mut Desk) {
    desk.past = None;
    refresh(desk);
}
