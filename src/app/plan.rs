//! The plan of a building's grid: which unit stands in which line and column, and how much of it fits.
//!
//! Rooms of one stair stand in one column over all floors; a floor with more units than fit is wrapped.

use crate::domain::id::{BuildingId, UnitId};
use crate::domain::state::address::natural_cmp;
use crate::domain::state::office::Office;
use crate::domain::state::unit::UnitSpec;
use std::collections::{BTreeSet, HashMap};
use unicode_width::UnicodeWidthStr;

/// More columns than this on one stair are wrapped rather than scrolled.
const STAIR_COLUMNS_MAX: usize = 24;

/// A building's grid.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Plan {
    /// The building.
    pub building: Option<BuildingId>,
    /// Columns of one stair that fit before a floor is wrapped.
    fits: usize,
    /// Entrance headings: name, first column, columns.
    pub headings: Vec<(String, usize, usize)>,
    /// Lines, top floor first.
    pub lines: Vec<Line>,
    /// Columns in all.
    pub columns: usize,
    /// Widest room label, cells.
    pub room_width: u16,
    /// Widest floor label, cells.
    pub label_width: u16,
    /// The stair of each column, from 0.
    stairs: Vec<u16>,
    places: HashMap<UnitId, (usize, usize)>,
}

/// One line of the grid.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The floor's label; a wrapped floor shows it on its first line only.
    pub label: String,
    /// Whether it goes on from the line above.
    pub wrapped: bool,
    /// Units by column.
    pub cells: Vec<Option<UnitId>>,
}

/// One stair as it is laid out.
struct Stair {
    name: String,
    columns: usize,
    /// By floor: units with their column, in order.
    floors: HashMap<i32, Vec<(usize, UnitId)>>,
}

impl Plan {
    /// Lays a building out; floors wider than `fits` columns in one stair are wrapped.
    pub fn new(office: &Office, building: BuildingId, fits: usize) -> Self {
        let units = &office.building(building).units;
        let stairs = stairs(office, units, fits.max(1));
        let mut plan = Self { building: Some(building), fits, ..Self::default() };
        for stair in &stairs {
            plan.headings.push((stair.name.clone(), plan.columns, stair.columns));
            plan.stairs.extend(std::iter::repeat_n(plan.headings.len() as u16 - 1, stair.columns));
            plan.columns += stair.columns;
        }
        let floors: BTreeSet<i32> = units.iter().map(|id| office.unit(*id).spec.floor).collect();
        for floor in floors.into_iter().rev() {
            plan.add_floor(office, &stairs, floor);
        }
        for (row, line) in plan.lines.iter().enumerate() {
            plan.label_width = plan.label_width.max(line.label.width() as u16);
            for (column, unit) in line.cells.iter().enumerate() {
                if let Some(unit) = unit {
                    plan.places.insert(*unit, (row, column));
                    plan.room_width = plan.room_width.max(office.unit(*unit).spec.room.width() as u16);
                }
            }
        }
        plan
    }

    /// Whether it is the plan of that building for that width.
    pub fn is_for(&self, building: BuildingId, fits: usize) -> bool {
        self.building == Some(building) && self.fits == fits
    }

    /// Line and column of a unit.
    pub fn place(&self, unit: UnitId) -> Option<(usize, usize)> {
        self.places.get(&unit).copied()
    }

    /// The stair a column belongs to, from 0.
    pub fn stair(&self, column: usize) -> u16 {
        self.stairs.get(column).or(self.stairs.last()).copied().unwrap_or(0)
    }

    /// The unit at a place.
    pub fn at(&self, line: usize, column: usize) -> Option<UnitId> {
        self.lines.get(line).and_then(|line| line.cells.get(column).copied().flatten())
    }

    /// The next unit from a place in a direction, the nearest column where the line has a gap there.
    pub fn step(&self, from: (usize, usize), lines: isize, columns: isize) -> Option<UnitId> {
        let (line, column) = from;
        if lines == 0 {
            let cells = &self.lines.get(line)?.cells;
            let mut next = column as isize + columns.signum();
            while next >= 0 && (next as usize) < cells.len() {
                if let Some(unit) = cells[next as usize] {
                    return Some(unit);
                }
                next += columns.signum();
            }
            return None;
        }
        let last = self.lines.len().checked_sub(1)?;
        let mut target = line.saturating_add_signed(lines).min(last);
        loop {
            if target == line {
                return None;
            }
            if let Some(unit) = self.nearest(target, column) {
                return Some(unit);
            }
            target = target.checked_add_signed(lines.signum()).filter(|next| *next <= last)?;
        }
    }

    /// The unit of a line nearest to a column.
    pub fn nearest(&self, line: usize, column: usize) -> Option<UnitId> {
        let cells = self.lines.get(line)?.cells.iter().enumerate();
        let units = cells.filter_map(|(place, unit)| unit.map(|unit| (place.abs_diff(column), unit)));
        units.min_by_key(|(distance, _)| *distance).map(|(_, unit)| unit)
    }

    fn add_floor(&mut self, office: &Office, stairs: &[Stair], floor: i32) {
        let here = |stair: &Stair| stair.floors.get(&floor).cloned().unwrap_or_default();
        let depth = stairs.iter().map(|stair| here(stair).iter().map(|(at, _)| at / stair.columns + 1).max());
        let depth = depth.flatten().max().unwrap_or(0);
        let first = self.lines.len();
        let any = stairs.iter().flat_map(here).next();
        let label = any.map(|(_, unit)| office.unit(unit).spec.floor_label()).unwrap_or_default();
        for wrap in 0..depth {
            let label = if wrap == 0 { label.clone() } else { String::new() };
            self.lines.push(Line { label, wrapped: wrap > 0, cells: vec![None; self.columns] });
        }
        for (stair, (_, start, _)) in stairs.iter().zip(&self.headings) {
            for (at, unit) in here(stair) {
                self.lines[first + at / stair.columns].cells[start + at % stair.columns] = Some(unit);
            }
        }
    }
}

/// Groups a building's units by stair and floor and gives each its column within the stair.
fn stairs(office: &Office, units: &[UnitId], fits: usize) -> Vec<Stair> {
    let mut names: Vec<String> = Vec::new();
    let mut members: HashMap<&str, Vec<UnitId>> = HashMap::new();
    for id in units {
        let name = office.unit(*id).spec.entrance.as_deref().unwrap_or_default();
        if !members.contains_key(name) {
            names.push(name.to_string());
        }
        members.entry(name).or_default().push(*id);
    }
    names.sort_by(|a, b| natural_cmp(a, b));
    let build = |name: String| {
        let units = members.get(name.as_str()).map(Vec::as_slice).unwrap_or_default();
        stair(office, name, units, fits)
    };
    names.into_iter().map(build).collect()
}

fn stair(office: &Office, name: String, units: &[UnitId], fits: usize) -> Stair {
    let spec = |id: &UnitId| &office.unit(*id).spec;
    // Each place once before it is compared the natural way, which costs.
    let positions: Vec<&str> = units.iter().map(|id| position(spec(id))).collect();
    let mut keys: Vec<&str> = positions.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    keys.sort_by(|a, b| natural_cmp(a, b));
    let mut floors: HashMap<i32, Vec<(usize, UnitId)>> = HashMap::new();
    if keys.len() > STAIR_COLUMNS_MAX {
        // Parking and shops: no columns to keep, the floor flows.
        for id in units {
            let floor = floors.entry(spec(id).floor).or_default();
            floor.push((floor.len(), *id));
        }
        let widest = floors.values().map(Vec::len).max().unwrap_or(1);
        return Stair { name, columns: fits.min(widest).max(1), floors };
    }
    for (id, position) in units.iter().zip(&positions) {
        let column = keys.binary_search_by(|key| natural_cmp(key, position)).unwrap_or(0);
        floors.entry(spec(id).floor).or_default().push((column, *id));
    }
    let mut columns = keys.len().max(1);
    if floors.values().any(|floor| has_twins(floor)) {
        // Two rooms of a floor in one column: the rooms follow no pattern, so they stand in order.
        for floor in floors.values_mut() {
            floor.iter_mut().enumerate().for_each(|(place, entry)| entry.0 = place);
        }
        columns = floors.values().map(Vec::len).max().unwrap_or(1);
    }
    Stair { name, columns, floors }
}

fn has_twins(floor: &[(usize, UnitId)]) -> bool {
    let columns: BTreeSet<usize> = floor.iter().map(|(column, _)| *column).collect();
    columns.len() < floor.len()
}

/// What of a room number says its place on the floor: `801` → `01`; anything else is its own place.
fn position(spec: &UnitSpec) -> &str {
    let floor = spec.floor.to_string();
    let after_floor = spec.room.strip_prefix(floor.as_str()).filter(|rest| rest.len() == 2);
    after_floor.filter(|rest| rest.bytes().all(|b| b.is_ascii_digit())).unwrap_or(&spec.room)
}
