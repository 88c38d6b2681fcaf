//! Price lists into units (rules §1, design §6): adds units, updates prices, never touches the status of a live claim.

use crate::domain::context::{Context, Stamp, TEXT_MAX, required};
use crate::domain::hold::{self, Succession};
use crate::domain::id::{BuildingId, ClaimId, UnitId};
use crate::domain::money::Fen;
use crate::domain::rejection::Rejection;
use crate::domain::state::address::natural_cmp;
use crate::domain::state::claim::{Claim, Step};
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use crate::domain::state::unit::{Building, ListedStatus, Offer, Status, Unit, UnitSpec};
use crate::domain::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

/// Units one event carries at most, so that no payload grows without bound.
pub const CHUNK_MAX: usize = 1_000;

/// One row of a price list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Row {
    /// What it says of the unit.
    pub spec: UnitSpec,
    /// The status it gives, if it has such a column.
    pub status: Option<ListedStatus>,
}

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Takes a whole price list in, or nothing of it.
    Import {
        /// The file's name, for the log.
        source: String,
        /// Its rows.
        rows: Vec<Row>,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Units came in with a price list.
    Listed {
        /// The file's name.
        source: String,
        /// New units.
        added: Vec<Added>,
        /// Units whose row changed.
        revised: Vec<Revised>,
    },
}

/// A new unit.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Added {
    /// Its number.
    pub unit: UnitId,
    /// The claim an imported deposit or contract makes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<ClaimId>,
    /// What the list says.
    pub spec: Arc<UnitSpec>,
    /// Its status.
    pub status: ListedStatus,
}

/// A unit whose row changed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Revised {
    /// Which.
    pub unit: UnitId,
    /// What the list says now.
    pub spec: Arc<UnitSpec>,
    /// A new status, only where no claim lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ListedStatus>,
    /// The claim an imported deposit or contract makes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<ClaimId>,
    /// Who in its line got the unit, where the list frees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Succession>,
}

/// What an import would do, counted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    /// New units.
    pub added: usize,
    /// Changed rows.
    pub revised: usize,
    /// Rows that say nothing new.
    pub unchanged: usize,
    /// Canonical addresses whose listed status was passed over because a claim lives.
    pub kept: Vec<String>,
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    context.require(office, Right::Manage)?;
    let Command::Import { source, rows } = command;
    let addresses = addresses(rows);
    check(rows, &addresses)?;
    let source: String = source.chars().filter(|c| !c.is_control()).take(TEXT_MAX as usize).collect();
    let (mut added, mut revised, _) = compare(office, rows, &addresses);
    number(office, &mut added, &mut revised, context.now);
    if added.is_empty() && revised.is_empty() {
        return Err(Rejection::NothingToImport);
    }
    let listed = |added, revised| Event::Listed { source: source.clone(), added, revised };
    let added = chunks(added).map(|chunk| listed(chunk, Vec::new()));
    let revised = chunks(revised).map(|chunk| listed(Vec::new(), chunk));
    Ok(added.chain(revised).collect())
}

/// As many rows at a time as one event carries.
fn chunks<T>(rows: Vec<T>) -> impl Iterator<Item = Vec<T>> {
    let mut rows = rows.into_iter();
    std::iter::from_fn(move || Some(rows.by_ref().take(CHUNK_MAX).collect::<Vec<T>>()))
        .take_while(|chunk| !chunk.is_empty())
}

fn addresses(rows: &[Row]) -> Vec<String> {
    rows.iter().map(|row| row.spec.address()).collect()
}

/// Numbers the claims a list makes in the order they are folded: new units, then known ones. Those are imported deposits
/// and contracts, and the holds of whoever is first in line where the list frees a unit (rules §3).
fn number(office: &Office, added: &mut [Added], revised: &mut [Revised], now: Instant) {
    let mut claims = office.claims.len();
    for row in added {
        row.claim = row.status.is_claim().then(|| ClaimId::next(claims));
        claims += usize::from(row.claim.is_some());
    }
    for row in revised {
        match row.status {
            Some(status) if status.is_claim() => row.claim = Some(ClaimId::next(claims)),
            Some(ListedStatus::Available) => {
                let first = office.unit(row.unit).line.front();
                row.next = hold::succession(office, first, ClaimId::next(claims), now);
            }
            _ => {}
        }
        claims += usize::from(row.claim.is_some() || row.next.is_some());
    }
}

/// Refuses rows that cannot be told apart or named: an address must mean one unit for ever.
fn check(rows: &[Row], addresses: &[String]) -> Result<(), Rejection> {
    let mut seen = HashSet::with_capacity(rows.len());
    for (Row { spec, .. }, address) in rows.iter().zip(addresses) {
        named("building", &spec.building)?;
        named("room", &spec.room)?;
        spec.entrance.as_deref().map_or(Ok(()), |entrance| named("entrance", entrance))?;
        if !seen.insert(address) {
            let (input, candidates) = (address.clone(), vec![address.clone()]);
            return Err(Rejection::UnitAmbiguous { input, candidates });
        }
    }
    Ok(())
}

/// A part of an address: present, short, and without the stroke that separates parts.
fn named(field: &str, part: &str) -> Result<(), Rejection> {
    let part = required(field, part)?;
    let fits = !part.contains('/');
    if fits { Ok(()) } else { Err(Rejection::TextInvalid { field: field.to_string(), limit: TEXT_MAX }) }
}

/// A known unit as the new row has it. What the row does not say stays: a list of prices without batches or floor
/// prices must not wipe them out.
fn merged(known: &UnitSpec, row: &UnitSpec) -> UnitSpec {
    let row = row.clone();
    let text = |new: Option<Arc<str>>, old: &Option<Arc<str>>| new.or_else(|| old.clone());
    UnitSpec {
        sales_floor: text(row.sales_floor, &known.sales_floor),
        layout: text(row.layout, &known.layout),
        usage: text(row.usage, &known.usage),
        area: row.area.or(known.area),
        inner_area: row.inner_area.or(known.inner_area),
        unit_price: row.unit_price.or(known.unit_price),
        total: row.total.or(known.total),
        floor_price: row.floor_price.or(known.floor_price),
        batch: text(row.batch, &known.batch),
        attributes: if row.attributes.is_empty() { known.attributes.clone() } else { row.attributes },
        ..row
    }
}

/// What importing these rows would do.
pub fn preview(office: &Office, rows: &[Row]) -> Outcome {
    let (added, revised, mut outcome) = compare(office, rows, &addresses(rows));
    outcome.added = added.len();
    outcome.revised = revised.len();
    outcome
}

fn compare(office: &Office, rows: &[Row], addresses: &[String]) -> (Vec<Added>, Vec<Revised>, Outcome) {
    let (mut added, mut revised, mut outcome) = (Vec::new(), Vec::new(), Outcome::default());
    let known = office.addresses();
    for (row, address) in rows.iter().zip(addresses) {
        let Some(unit) = known.get(address).map(|id| office.unit(*id)) else {
            let status = row.status.unwrap_or(ListedStatus::Available);
            let unit = UnitId::next(office.units.len() + added.len());
            let spec = Arc::new(row.spec.clone());
            added.push(Added { unit, claim: None, spec, status });
            continue;
        };
        let status = row.status.filter(|status| *status != listed_status(office, unit.id));
        if status.is_some() && unit.claim.is_some() {
            outcome.kept.push(address.clone());
        }
        let status = status.filter(|_| unit.claim.is_none());
        let spec = merged(&unit.spec, &row.spec);
        if *unit.spec == spec && status.is_none() {
            outcome.unchanged += 1;
        } else {
            let spec = Arc::new(spec);
            revised.push(Revised { unit: unit.id, spec, status, claim: None, next: None });
        }
    }
    (added, revised, outcome)
}

/// The status a unit would have in a price list.
pub fn listed_status(office: &Office, unit: UnitId) -> ListedStatus {
    match office.status(unit) {
        Status::Unreleased => ListedStatus::Unreleased,
        Status::Locked => ListedStatus::Locked,
        Status::Available | Status::Held => ListedStatus::Available,
        Status::Deposit => ListedStatus::Deposit,
        Status::Signed if office.is_recorded(unit) => ListedStatus::Recorded,
        Status::Signed => ListedStatus::Signed,
    }
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    let Event::Listed { added, revised, .. } = event;
    let mut touched: Vec<BuildingId> = Vec::new();
    for Added { unit: id, claim, spec, status } in added {
        let building = building_named(office, &spec.building);
        let (id, claim) = (*id, *claim);
        office.ended.push(Vec::new());
        office.units.push(Unit {
            id,
            building,
            spec: spec.clone(),
            offer: Offer::Open,
            claim: None,
            requests: VecDeque::new(),
            line: VecDeque::new(),
            granted: None,
            interest: 0,
            revision: stamp.seq,
        });
        office.buildings[building.index()].units.push(id);
        if !touched.contains(&building) {
            touched.push(building);
        }
        set_status(office, id, *status, claim, stamp);
    }
    for Revised { unit, spec, status, claim, next } in revised {
        let entry = &mut office.units[unit.index()];
        entry.spec = spec.clone();
        entry.revision = stamp.seq;
        if !touched.contains(&entry.building) {
            touched.push(entry.building);
        }
        if let Some(status) = status {
            set_status(office, *unit, *status, *claim, stamp);
        }
        hold::succeed(office, *unit, next.as_ref(), stamp);
    }
    sort(office, &touched);
}

fn building_named(office: &mut Office, name: &str) -> BuildingId {
    // The rows of a list come building by building: the last one is nearly always right.
    if let Some(building) = office.buildings.iter().rev().find(|building| building.name == name) {
        return building.id;
    }
    let id = BuildingId::next(office.buildings.len());
    office.buildings.push(Building { id, name: name.to_string(), licence: None, units: Vec::new() });
    id
}

/// Gives a unit without a live claim its listed status; money statuses become a claim of nobody ("imported").
fn set_status(office: &mut Office, id: UnitId, status: ListedStatus, claim: Option<ClaimId>, stamp: &Stamp) {
    let offer = match status {
        ListedStatus::Unreleased => Offer::Unreleased,
        ListedStatus::Locked => Offer::Locked { reason: String::new(), by: None, since: stamp.at },
        _ => Offer::Open,
    };
    let signed =
        |recorded| Step::Signed { contract: None, since: None, recorded, handed_over: false, due: None };
    let step = match status {
        ListedStatus::Deposit => Some(Step::Subscribed { since: None, balance: Fen(0), due: None }),
        ListedStatus::Signed => Some(signed(false)),
        ListedStatus::Recorded => Some(signed(true)),
        _ => None,
    };
    let unit = &mut office.units[id.index()];
    unit.offer = offer;
    let Some((step, claim)) = step.zip(claim) else { return };
    unit.claim = Some(claim);
    let requests = std::mem::take(&mut unit.requests);
    unit.line.extend(requests);
    let price = unit.spec.total;
    office.claims.push(Claim::new(claim, id, stamp.at, price, step));
}

/// Puts the touched buildings' units and all buildings into display order.
fn sort(office: &mut Office, touched: &[BuildingId]) {
    for id in touched {
        let mut units = std::mem::take(&mut office.buildings[id.index()].units);
        units.sort_by(|a, b| {
            let (a, b) = (&office.units[a.index()].spec, &office.units[b.index()].spec);
            let [one, other] = [a, b].map(|spec| spec.entrance.as_deref().unwrap_or_default());
            natural_cmp(one, other)
                .then_with(|| b.floor.cmp(&a.floor))
                .then_with(|| natural_cmp(&a.room, &b.room))
        });
        office.buildings[id.index()].units = units;
    }
    let mut order: Vec<BuildingId> = office.buildings.iter().map(|building| building.id).collect();
    order.sort_by(|a, b| natural_cmp(&office.building(*a).name, &office.building(*b).name));
    office.order = order;
}
