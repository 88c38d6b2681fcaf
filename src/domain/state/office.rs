//! The whole office at a moment: a fold over the journal, and the questions everyone asks of it.

use crate::domain::id::{BuildingId, CallId, ClaimId, CustomerId, RequestId, Seq, StaffId, UnitId, VisitId};
use crate::domain::money::Fen;
use crate::domain::state::call::Call;
use crate::domain::state::claim::{Claim, Step};
use crate::domain::state::customer::{Customer, masked_name, masked_phone};
use crate::domain::state::day::{Ledger, Stage};
use crate::domain::state::deed::{DEEDS_MAX, Deed, What};
use crate::domain::state::issued::Issued;
use crate::domain::state::leaf::Leaf;
use crate::domain::state::policy::Policy;
use crate::domain::state::request::{Change, Ground, Request, RequestState};
use crate::domain::state::scheme::Scheme;
use crate::domain::state::shelf::Shelf;
use crate::domain::state::staff::{Right, Role, Staff};
use crate::domain::state::turn::{Credit, Turn};
use crate::domain::state::unit::{Building, Offer, Status, Unit};
use crate::domain::state::visit::Visit;
use crate::domain::time::{Instant, day_of, minutes};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// The project 楼盘: one store.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Project {
    /// Its name.
    pub name: String,
    /// A practice store 演练: banner everywhere, its clock may be set, never a real one (design §4).
    pub practice: bool,
}

/// Since the clock stepped nothing ends by itself (design §4).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Freeze {
    /// Store time when it was noticed, UTC: what had ended by then has ended.
    pub since: Instant,
    /// What the wall clock said, UTC.
    pub wall: Instant,
    /// What it would have said, UTC.
    pub expected: Instant,
}

/// All current state.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Office {
    /// Position of the last event applied.
    pub head: Seq,
    /// Its time, UTC.
    pub at: Instant,
    /// The project.
    pub project: Project,
    /// The settings in force.
    pub policy: Policy,
    /// The stage of sale.
    pub stage: Option<Stage>,
    /// Everyone who ever worked here.
    pub staff: Vec<Staff>,
    /// The buildings, in natural order of their names once sorted by `order`.
    pub buildings: Vec<Building>,
    /// Buildings in display order.
    pub order: Vec<BuildingId>,
    /// All units, by id.
    pub units: Shelf<Unit>,
    /// All claims ever, by id.
    pub claims: Shelf<Claim>,
    /// The claims that ended on each unit, by the unit's id, oldest first.
    pub ended: Shelf<Vec<ClaimId>>,
    /// All customers ever, by id.
    pub customers: Shelf<Customer>,
    /// The last effective follow-up of each customer (a conversation), UTC: protection slides from here (rules §6). Apart
    /// from the customers because it alone is asked of everyone who ever came, once a minute.
    pub followed: Shelf<Instant>,
    /// All visits ever, by id.
    pub visits: Shelf<Visit>,
    /// Waiting and receiving visits, oldest first.
    pub open_visits: Vec<VisitId>,
    /// Everyone signed in, first to last; the rotation is the consultants among them (rules §5).
    pub line: Vec<StaffId>,
    /// Make-up credits 补接, oldest first (rules §5).
    pub credits: Vec<Credit>,
    /// Consultants whose next turn is void, one entry a turn (rules §5 "asking").
    pub voids: Vec<StaffId>,
    /// The turn ledger by office day, in order of time.
    pub turns: BTreeMap<NaiveDate, Leaf<Vec<Turn>>>,
    /// Who works (true) and who rests (false), by day.
    pub roster: BTreeMap<NaiveDate, BTreeMap<StaffId, bool>>,
    /// All calls ever, by id.
    pub calls: Shelf<Call>,
    /// Calls whose appointment is not kept yet.
    pub expected: Vec<CallId>,
    /// Parties (named by their first customer) that more than one customer belongs to.
    pub has_kin: BTreeSet<CustomerId>,
    /// Who carries the control 销控 (rules §3); `None`: any supervisor.
    pub control: Option<StaffId>,
    /// All public discounts, by id.
    pub schemes: Vec<Scheme>,
    /// All requests for a change, by id.
    pub changes: Vec<Request>,
    /// Requests that wait for the manager or the cashier.
    pub open_changes: Vec<RequestId>,
    /// Receipt numbers used, with their unit.
    pub receipts: HashMap<String, UnitId>,
    /// Papers printed for customers, with their numbers.
    pub issued: Issued,
    /// Contract numbers used, with their unit.
    pub contracts: HashMap<String, UnitId>,
    /// A mark of each customer's name (`name_mark`): whoever has a name is looked for among the marks, because
    /// the customers themselves may lie packed, and a mark is small.
    pub names: Shelf<u64>,
    /// Customers by phone.
    pub phones: Leaf<HashMap<String, CustomerId>>,
    /// When an own hold ended, by unit and consultant (rules §3 cool-down), UTC.
    pub cooldowns: Leaf<HashMap<(UnitId, StaffId), Instant>>,
    /// Live holds by deadline, UTC.
    pub deadlines: BTreeSet<(Instant, UnitId)>,
    /// The day's counters by office day.
    pub ledgers: BTreeMap<NaiveDate, Ledger>,
    /// Deeds that may still be undone, oldest first.
    pub deeds: VecDeque<Deed>,
    /// Whether the clock stepped and nobody has confirmed it yet.
    pub freeze: Option<Freeze>,
}

impl Office {
    /// The unit with that id; ids come from the office itself.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.index()]
    }

    /// The building with that id.
    pub fn building(&self, id: BuildingId) -> &Building {
        &self.buildings[id.index()]
    }

    /// The claim with that id.
    pub fn claim(&self, id: ClaimId) -> &Claim {
        &self.claims[id.index()]
    }

    /// The customer with that id.
    pub fn customer(&self, id: CustomerId) -> &Customer {
        &self.customers[id.index()]
    }

    /// The member of staff with that id.
    pub fn member(&self, id: StaffId) -> &Staff {
        &self.staff[id.index()]
    }

    /// The visit with that id.
    pub fn visit(&self, id: VisitId) -> &Visit {
        &self.visits[id.index()]
    }

    /// The live claim on a unit.
    pub fn live_claim(&self, id: UnitId) -> Option<&Claim> {
        self.unit(id).claim.map(|claim| self.claim(claim))
    }

    /// Every claim a unit ever had, newest first.
    pub fn claims_on(&self, id: UnitId) -> impl Iterator<Item = &Claim> {
        let ended = self.ended.get(id.index()).map(Vec::as_slice).unwrap_or_default();
        let live = self.units.get(id.index()).and_then(|unit| unit.claim);
        live.into_iter().chain(ended.iter().rev().copied()).map(|id| self.claim(id))
    }

    /// The headline status (rules §2). True at the office's own time: see [`crate::domain::act::settled`] for later moments.
    pub fn status(&self, id: UnitId) -> Status {
        match (self.live_claim(id), &self.unit(id).offer) {
            (Some(claim), _) => claim.status(),
            (None, Offer::Unreleased) => Status::Unreleased,
            (None, Offer::Locked { .. }) => Status::Locked,
            (None, Offer::Open) => Status::Available,
        }
    }

    /// Whether the live claim is signed and recorded 备案.
    pub fn is_recorded(&self, id: UnitId) -> bool {
        self.live_claim(id).is_some_and(|claim| matches!(claim.step, Step::Signed { recorded: true, .. }))
    }

    /// The request that waits on a unit's present claim: for the manager, or for the cashier.
    pub fn change_on(&self, id: UnitId) -> Option<&Request> {
        let open = self.open_changes.iter().map(|request| &self.changes[request.index()]);
        let live = |request: &&Request| {
            request.unit == id
                && (request.ground.claim == self.unit(id).claim || request.state == RequestState::Approved)
        };
        open.rev().find(live)
    }

    /// What of a unit a request stands on.
    pub fn ground(&self, id: UnitId) -> Ground {
        let claim = self.live_claim(id);
        Ground {
            claim: self.unit(id).claim,
            status: self.status(id),
            deal: claim.and_then(Claim::deal),
            balance: claim.and_then(Claim::balance),
            due: claim.and_then(Claim::due),
            paid: claim.map(Claim::paid).unwrap_or_default(),
        }
    }

    /// The list price of the unit a swap goes to, fen.
    pub fn target_price(&self, change: &Change) -> Option<Fen> {
        match change {
            Change::Swap { to, .. } => self.unit(*to).spec.total,
            _ => None,
        }
    }

    /// Whether a request still is about what it was made on: the unit as it was, and a swap's target at its price.
    pub fn stands(&self, request: &Request) -> bool {
        request.stands_on(self.ground(request.unit)) && self.target_price(&request.change) == request.target
    }

    /// Whether money or paper on it is late at `now` (rules §2 overlay *overdue*).
    pub fn is_overdue(&self, id: UnitId, now: Instant) -> bool {
        self.live_claim(id).is_some_and(|claim| claim.is_late(now))
    }

    /// Units by canonical address, looked up anew: only a price list asks, and then for many.
    pub fn addresses(&self) -> HashMap<String, UnitId> {
        self.units.iter().map(|unit| (unit.spec.address(), unit.id)).collect()
    }

    /// All units in display order: building, entrance, floor top down, room (design §5).
    pub fn in_order(&self) -> impl Iterator<Item = &Unit> {
        self.order.iter().flat_map(|id| &self.building(*id).units).map(|id| self.unit(*id))
    }

    /// An active member of staff by name.
    pub fn find_staff(&self, name: &str) -> Option<&Staff> {
        let name = name.trim();
        self.staff.iter().find(|staff| staff.active && staff.name == name)
    }

    /// The name of somebody, or nothing for nobody.
    pub fn name_of(&self, staff: Option<StaffId>) -> &str {
        staff.map_or("", |id| &self.member(id).name)
    }

    /// Live holds of a consultant.
    pub fn holds_of(&self, staff: StaffId) -> Vec<UnitId> {
        self.deadlines
            .iter()
            .map(|(_, unit)| *unit)
            .filter(|unit| self.live_claim(*unit).is_some_and(|claim| claim.consultant == Some(staff)))
            .collect()
    }

    /// The office day of an instant.
    pub fn day(&self, at: Instant) -> NaiveDate {
        day_of(at, self.policy.time_zone)
    }

    /// The counters of the day `at` belongs to.
    pub fn ledger(&self, at: Instant) -> Ledger {
        self.ledgers.get(&self.day(at)).copied().unwrap_or_default()
    }

    /// Whether a customer's name and phones may be shown in full to this viewer (rules §6 privacy).
    pub fn sees(&self, viewer: Option<StaffId>, customer: CustomerId) -> bool {
        viewer.and_then(|id| self.staff.get(id.index())).is_some_and(|staff| {
            // As of the last event: once protection has lapsed, the pool's customers are nobody's to read. Whoever never
            // owned them is told apart first, because that costs nothing.
            let ever =
                || self.kin_of(customer).into_iter().any(|id| self.customer(id).owner == Some(staff.id));
            let own = || self.owner_at(customer, self.at) == Some(staff.id);
            staff.may(Right::SeeAll) || (staff.active && ever() && own())
        })
    }

    /// Whether a viewer may see the money in a unit: who sees all, or whose claim it is (rules §7).
    pub fn sees_money(&self, viewer: Option<StaffId>, unit: UnitId) -> bool {
        let Some(staff) = viewer.and_then(|id| self.staff.get(id.index())) else { return false };
        let own = |claim: &Claim| staff.active && claim.consultant == Some(staff.id);
        staff.may(Right::SeeAll) || self.live_claim(unit).is_some_and(own)
    }

    /// A customer's name as this viewer may see it; `None` once erased.
    pub fn shown_name(&self, viewer: Option<StaffId>, customer: CustomerId) -> Option<String> {
        let person = self.customer(customer).person.as_ref()?;
        Some(if self.sees(viewer, customer) { person.name.clone() } else { masked_name(&person.name) })
    }

    /// A customer's phones as this viewer may see them.
    pub fn shown_phones(&self, viewer: Option<StaffId>, customer: CustomerId) -> Vec<String> {
        let clear = self.sees(viewer, customer);
        let phones = self.customer(customer).person.iter().flat_map(|person| &person.phones);
        phones.map(|phone| if clear { phone.clone() } else { masked_phone(phone) }).collect()
    }

    /// Whether limits on consultants (rules §3) bind this person.
    pub fn is_consultant(&self, staff: StaffId) -> bool {
        self.member(staff).is(Role::Consultant)
    }

    /// Sends somebody to the tail of the line; who is not in it stays out.
    pub fn to_tail(&mut self, staff: StaffId) {
        if let Some(place) = self.line.iter().position(|id| *id == staff) {
            self.line.remove(place);
            self.line.push(staff);
        }
    }

    /// Keeps a deed for undoing; what the house did by itself and what is past undoing is forgotten.
    pub fn remember(&mut self, seq: Seq, at: Instant, by: Option<StaffId>, what: What) {
        let window = minutes(self.policy.undo_window.0);
        while self.deeds.front().is_some_and(|deed| self.deeds.len() >= DEEDS_MAX || deed.at + window < at) {
            self.deeds.pop_front();
        }
        if let Some(by) = by {
            self.deeds.push_back(Deed { seq, at, by, what });
        }
    }
}
