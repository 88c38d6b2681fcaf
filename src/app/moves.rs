//! Moving over the grid and the lists, and keeping the selected unit in sight.

use crate::app::action::Action;
use crate::app::geometry::{Focus, divide};
use crate::app::model::{Density, Desk, Window};
use crate::app::plan::Plan;
use crate::domain::id::{BuildingId, StaffId, UnitId};
use crate::domain::state::due::DueItem;
use crate::domain::state::staff::{Role, Team};
use crate::locale::Lang;

/// Cells of the time left in a cell, with the blank before it: ` 23:59`.
const LEFT_WIDTH: u16 = 6;
/// Cells between two entrances.
const STAIR_GAP: u16 = 2;
/// How much wider than needed a cell may get.
const SPREAD_MAX: u16 = 8;
/// From this many cells on a second row of words fits.
const TALL_WIDTH: u16 = 9;
/// Plans of other buildings kept at most.
const PLANS_MAX: usize = 32;
/// Rows of one floor at most: two of words and one of air.
const LINE_ROWS_MAX: u16 = 3;

/// Lays the grid out for an office whose units may stand elsewhere than before.
pub fn lay_out_anew(desk: &mut Desk) {
    desk.plan = Plan::default();
    desk.plans.clear();
    lay_out(desk);
}

/// Divides the screen anew and lays the grid out for it.
pub fn lay_out(desk: &mut Desk) {
    desk.screen = divide(desk.size.0, desk.size.1, desk.focus);
    let office = desk.view();
    let building = desk.building.filter(|id| id.index() < office.buildings.len());
    let Some(building) = building.or_else(|| office.order.first().copied()) else {
        desk.building = None;
        desk.plan = Plan::default();
        return;
    };
    let room = office.building(building).units.iter().map(|id| office.unit(*id).spec.room.len()).max();
    let cell = (letter_width(desk) + 2) as usize + room.unwrap_or(1);
    let grid = desk.screen.as_ref().map(|screen| screen.grid.inner()).unwrap_or_default();
    let fits = ((grid.w as usize).saturating_sub(5) / cell).max(4);
    if !desk.plan.is_for(building, fits) {
        let kept = desk.plans.remove(&building).filter(|plan| plan.is_for(building, fits));
        let plan = kept.unwrap_or_else(|| Plan::new(desk.view(), building, fits));
        keep(desk, plan);
    }
    desk.building = Some(building);
    if desk.cursor.is_none_or(|unit| desk.plan.place(unit).is_none()) {
        desk.cursor = (0..desk.plan.lines.len()).find_map(|line| desk.plan.nearest(line, 0));
    }
    fit_window(desk);
}

/// Takes a plan and keeps the one before.
fn keep(desk: &mut Desk, plan: Plan) {
    let before = std::mem::replace(&mut desk.plan, plan);
    let Some(building) = before.building else { return };
    if desk.plans.len() >= PLANS_MAX {
        desk.plans.clear();
    }
    desk.plans.insert(building, before);
}

/// Cells of a status letter.
pub fn letter_width(desk: &Desk) -> u16 {
    match desk.locale.lang {
        Lang::Zh => 2,
        Lang::En => 1,
    }
}

/// Chooses how much of a unit fits into a cell, and scrolls so that the cursor shows.
pub fn fit_window(desk: &mut Desk) {
    let Some(screen) = &desk.screen else {
        desk.window = Window::default();
        return;
    };
    let grid = screen.grid.inner();
    let gutter = (desk.plan.label_width + 1).min(grid.w);
    let room = grid.w - gutter;
    let (letter, plan) = (letter_width(desk), &desk.plan);
    let width_at = |density| match density {
        Density::Tight => plan.room_width + 2,
        Density::Plain => plan.room_width + letter + 2,
        Density::Full => plan.room_width + letter + 2 + LEFT_WIDTH,
    };
    let gaps = (plan.headings.len().saturating_sub(1) as u16).saturating_mul(STAIR_GAP);
    let share = (room + 1).saturating_sub(gaps) / plan.columns.clamp(1, u16::MAX as usize) as u16;
    let fits = |density: &Density| width_at(*density) <= share;
    let density = [Density::Full, Density::Plain].into_iter().find(fits).unwrap_or(Density::Tight);
    let cell = match density {
        // Room to spare widens the cells a little; spread over a whole wall they would no longer read as rows.
        Density::Full | Density::Plain => share.min(width_at(Density::Full) + SPREAD_MAX),
        Density::Tight => width_at(density).max(1),
    };
    let columns = (((room + 1) / cell) as usize).min(plan.columns);
    let gap = if density == Density::Tight { 0 } else { STAIR_GAP };
    // One row of headings stands above the lines.
    let rows = grid.h.saturating_sub(1);
    let height = match rows / plan.lines.len().clamp(1, u16::MAX as usize) as u16 {
        height @ 2.. if cell >= TALL_WIDTH => height.min(LINE_ROWS_MAX),
        _ => 1,
    };
    let rows = ((rows / height) as usize).min(plan.lines.len());
    let (line, column) = desk.cursor.and_then(|unit| plan.place(unit)).unwrap_or((0, 0));
    let top = scrolled(desk.window.top, line, rows, plan.lines.len());
    let left = scrolled(desk.window.left, column, columns, plan.columns);
    desk.window = Window { top, left, rows, columns, cell, height, gap, gutter, density };
}

/// Where a column that shows begins, in cells from the left of the grid.
pub fn column_start(desk: &Desk, column: usize) -> u16 {
    let window = &desk.window;
    let stairs = desk.plan.stair(column).saturating_sub(desk.plan.stair(window.left));
    let cells = (column.saturating_sub(window.left) as u16).saturating_mul(window.cell);
    window.gutter.saturating_add(cells).saturating_add(stairs.saturating_mul(window.gap))
}

/// The unit drawn at a cell of the grid, counted from its top left inside the border.
pub fn unit_under(desk: &Desk, x: u16, y: u16) -> Option<UnitId> {
    let window = &desk.window;
    // Row 0 holds the headings.
    let line = window.top + (y.checked_sub(1)? / window.height.max(1)) as usize;
    let shown = window.left..(window.left + window.columns).min(desk.plan.columns);
    let column = shown.rev().find(|column| column_start(desk, *column) <= x)?;
    let within = x < column_start(desk, column) + window.cell;
    desk.plan.at(line, column).filter(|_| within)
}

/// The first line that shows: as before, moved no further than the cursor needs.
fn scrolled(first: usize, at: usize, shown: usize, all: usize) -> usize {
    let lowest = (at + 1).saturating_sub(shown);
    first.clamp(lowest.min(at), at).min(all.saturating_sub(shown))
}

/// Selects a unit, in whatever building it is.
pub fn select(desk: &mut Desk, unit: UnitId) {
    let building = desk.view().unit(unit).building;
    desk.cursor = Some(unit);
    if desk.building == Some(building) {
        fit_window(desk);
    } else {
        desk.building = Some(building);
        desk.window = Window::default();
        lay_out(desk);
    }
}

/// Shows a building.
pub fn show_building(desk: &mut Desk, building: BuildingId) {
    if desk.building != Some(building) {
        desk.building = Some(building);
        desk.cursor = None;
        desk.window = Window::default();
        lay_out(desk);
    }
}

/// Shows the building that many places further, round and round.
pub fn turn_building(desk: &mut Desk, step: isize) {
    let order = desk.view().order.clone();
    let Some(place) = order.iter().position(|id| Some(*id) == desk.building) else { return };
    let next = (place as isize + step).rem_euclid(order.len() as isize) as usize;
    show_building(desk, order[next]);
}

/// Moves the focus.
pub fn turn_focus(desk: &mut Desk, step: isize) {
    let place = Focus::ALL.iter().position(|focus| *focus == desk.focus).unwrap_or(0) as isize;
    set_focus(desk, Focus::ALL[(place + step).rem_euclid(Focus::ALL.len() as isize) as usize]);
}

/// Gives the keys to something else. A row of the due list is about a unit: that becomes the selected one, so that the
/// same keys act on it; who only steps through finds the grid as it was.
pub fn set_focus(desk: &mut Desk, focus: Focus) {
    if let Some(before) = desk.due_from.take().filter(|_| focus != Focus::Due) {
        select(desk, before);
    }
    if focus == Focus::Due && desk.focus != Focus::Due {
        let before = desk.cursor;
        follow_due(desk);
        choose_due(desk, desk.rows[2]);
        desk.due_from = before;
    }
    desk.focus = focus;
    lay_out(desk);
}

/// Chooses a row of the due list.
pub fn choose_due(desk: &mut Desk, row: usize) {
    desk.due_from = None;
    desk.rows[2] = row;
    desk.due_at = desk.due.get(row).copied();
    if let Some(unit) = desk.due_at.and_then(|item| item.unit()) {
        select(desk, unit);
    }
}

/// Finds the chosen row of the due list again: the same thing, wherever it stands now; else what else is due on the same
/// unit or visit. Where nothing of it is left, nothing is chosen: never another's row.
pub fn follow_due(desk: &mut Desk) {
    let Some(chosen) = desk.due_at else { return };
    let find = |same: &dyn Fn(&DueItem) -> bool| desk.due.iter().position(same);
    let row = desk.due.binary_search(&chosen).ok();
    let row = row.or_else(|| find(&|item| (item.about, item.kind) == (chosen.about, chosen.kind)));
    let row = row.or_else(|| find(&|item| item.about == chosen.about));
    desk.due_at = row.and_then(|row| desk.due.get(row)).copied();
    desk.rows[2] = row.unwrap_or(desk.rows[2]);
}

/// Carries a move out on whatever has the focus.
pub fn go(desk: &mut Desk, action: Action) {
    match desk.focus {
        Focus::Grid => go_on_grid(desk, action),
        focus => go_on_list(desk, focus, action),
    }
}

fn go_on_grid(desk: &mut Desk, action: Action) {
    let Some(from) = desk.cursor.and_then(|unit| desk.plan.place(unit)) else { return };
    let page = desk.window.rows.max(2) as isize - 1;
    let last = desk.plan.lines.len().saturating_sub(1);
    let plan = &desk.plan;
    let target = match action {
        Action::Up => plan.step(from, -1, 0),
        Action::Down => plan.step(from, 1, 0),
        Action::Left => plan.step(from, 0, -1),
        Action::Right => plan.step(from, 0, 1),
        Action::PageUp => plan.step(from, -page, 0),
        Action::PageDown => plan.step(from, page, 0),
        Action::First => plan.nearest(0, from.1),
        Action::Last => plan.nearest(last, from.1),
        Action::LineStart => plan.nearest(from.0, 0),
        Action::LineEnd => plan.nearest(from.0, usize::MAX),
        _ => None,
    };
    if let Some(unit) = target {
        desk.cursor = Some(unit);
        fit_window(desk);
    }
}

/// Rows of a list.
pub fn list_length(desk: &Desk, focus: Focus) -> usize {
    match focus {
        Focus::Grid => 0,
        Focus::Visitors => {
            let office = desk.view();
            office.open_visits.len() + office.appointments_due(desk.moment()).len()
        }
        Focus::Rotation => rotation_rows(desk).len(),
        Focus::Due => desk.due.len(),
    }
}

/// The rotation panel's people, team by team: the line first, then the other consultants who are not here.
pub fn rotation_rows(desk: &Desk) -> Vec<StaffId> {
    let (office, now) = (desk.view(), desk.moment());
    let mut rows = Vec::new();
    for team in Team::ALL {
        let line = office.rotation(*team, now);
        let others = office.staff.iter().filter(|staff| staff.team == *team && staff.is(Role::Consultant));
        let absent: Vec<StaffId> = others.map(|staff| staff.id).filter(|id| !line.contains(id)).collect();
        rows.extend(line);
        rows.extend(absent);
    }
    rows
}

/// The row chosen in a list.
pub fn row(desk: &mut Desk, focus: Focus) -> Option<&mut usize> {
    match focus {
        Focus::Grid => None,
        Focus::Visitors => Some(&mut desk.rows[0]),
        Focus::Rotation => Some(&mut desk.rows[1]),
        Focus::Due => Some(&mut desk.rows[2]),
    }
}

fn go_on_list(desk: &mut Desk, focus: Focus, action: Action) {
    let last = list_length(desk, focus).saturating_sub(1);
    // Where the chosen row is gone, the first step takes what stands in its place.
    let is_lost = focus == Focus::Due && desk.due_at.is_none();
    if let Some(row) = row(desk, focus) {
        *row = match action {
            Action::Up | Action::Down if is_lost => *row,
            Action::Up => row.saturating_sub(1),
            Action::Down => *row + 1,
            Action::PageUp => row.saturating_sub(10),
            Action::PageDown => *row + 10,
            Action::First | Action::LineStart => 0,
            Action::Last | Action::LineEnd => last,
            _ => *row,
        }
        .min(last);
    }
    if focus == Focus::Due {
        choose_due(desk, desk.rows[2]);
    }
}
