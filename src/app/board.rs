//! The wall screen 大屏: what may be shown there, as data that cannot hold a customer (rules §10).
//!
//! [`Picture`] has no field for a customer's name or phone, a price or a locked-reason, so no page can show one.

use crate::app::model::{Counts, Link};
use crate::domain::state::day::{Ledger, Stage};
use crate::domain::state::office::Office;
use crate::domain::state::staff::{Presence, Role, Team};
use crate::domain::state::unit::Status;
use crate::domain::state::visit::VisitState;
use crate::domain::time::Instant;

/// Everything the wall may show.
#[derive(Clone, PartialEq, Debug)]
pub struct Picture {
    /// The project's name.
    pub project: String,
    /// Whether for practice.
    pub practice: bool,
    /// The stage.
    pub stage: Option<Stage>,
    /// Today's counters.
    pub ledger: Ledger,
    /// The moment, UTC.
    pub now: Instant,
    /// The link to the store.
    pub link: Link,
    /// The line, first to last.
    pub rotation: Vec<Turn>,
    /// Waiting groups, longest first: number and since when.
    pub waiting: Vec<(u32, Instant)>,
    /// Groups being received: number, consultant, since when.
    pub receiving: Vec<(u32, String, Instant)>,
    /// Buildings in order.
    pub buildings: Vec<Block>,
}

/// One consultant in the line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turn {
    /// The consultant's name.
    pub name: String,
    /// Where.
    pub presence: Presence,
    /// Since when, UTC.
    pub since: Option<Instant>,
    /// Whether receiving.
    pub busy: bool,
    /// First visits received today.
    pub first_visits: u32,
}

/// One place of the public grid: room and status, or a gap.
pub type Cell = Option<(String, Status)>;

/// The public grid of one building.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// The building's name.
    pub name: String,
    /// Its counts.
    pub counts: Counts,
    /// Entrance headings: name, first column, columns.
    pub headings: Vec<(String, usize, usize)>,
    /// Lines: floor label, then room and status by column.
    pub lines: Vec<(String, Vec<Cell>)>,
}

/// Takes the picture of a settled office.
pub fn picture(office: &Office, now: Instant, link: Link) -> Picture {
    let receiving = office.open_visits.iter().map(|id| office.visit(*id));
    let receiving = receiving.filter(|visit| visit.state == VisitState::Receiving).map(|visit| {
        (visit.number, office.name_of(visit.consultant).to_string(), visit.assigned.unwrap_or(visit.arrived))
    });
    Picture {
        project: office.project.name.clone(),
        practice: office.project.practice,
        stage: office.stage,
        ledger: office.ledger(now),
        now,
        link,
        rotation: rotation(office, now),
        waiting: office.waiting().map(|visit| (visit.number, visit.arrived)).collect(),
        receiving: receiving.collect(),
        buildings: office.order.iter().map(|id| block(office, *id)).collect(),
    }
}

fn rotation(office: &Office, now: Instant) -> Vec<Turn> {
    let today = office.day(now);
    let turn = |id| {
        let staff = office.member(id);
        Turn {
            name: staff.name.clone(),
            presence: office.presence(id, now),
            since: staff.duty.since,
            busy: office.receiving(id).is_some(),
            first_visits: office.new_visitors(id, today) as u32,
        }
    };
    let line = office.rotation(Team::Site, now);
    line.into_iter().filter(|id| office.member(*id).is(Role::Consultant)).map(turn).collect()
}

fn block(office: &Office, building: crate::domain::id::BuildingId) -> Block {
    let plan = crate::app::plan::Plan::new(office, building, 24);
    let cell = |unit: &Option<crate::domain::id::UnitId>| {
        unit.map(|unit| (office.unit(unit).spec.room.clone(), office.status(unit)))
    };
    let lines = plan.lines.iter().map(|line| (line.label.clone(), line.cells.iter().map(cell).collect()));
    let mut counts = Counts::default();
    for unit in &office.building(building).units {
        counts.0[office.status(*unit) as usize] += 1;
    }
    Block {
        name: office.building(building).name.clone(),
        counts,
        headings: plan.headings.clone(),
        lines: lines.collect(),
    }
}
