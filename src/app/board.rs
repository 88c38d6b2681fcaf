//! The wall screen 大屏: what may be shown there, as data that cannot hold a customer (rules §10), and which page is shown.
//!
//! [`Picture`] has no field for a customer's name or phone, a price or a locked-reason, so no page can show one.

use crate::app::model::{Counts, Link};
use crate::app::plan::Plan;
use crate::domain::id::{BuildingId, StaffId, UnitId};
use crate::domain::rotation;
use crate::domain::state::day::{Ledger, Stage};
use crate::domain::state::floor::LunchGap;
use crate::domain::state::office::Office;
use crate::domain::state::staff::{Presence, Team};
use crate::domain::state::unit::Status;
use crate::domain::state::visit::{Visit, VisitKind, VisitState};
use crate::domain::time::Instant;
use chrono::Days;
use std::collections::BTreeSet;

/// Groups remembered after they were called.
const CALLED: usize = 4;
/// Columns after which a floor of parking or shops is wrapped: they still fit a wall of 96 columns.
const FLOWS: usize = 12;

/// Everything the wall may show.
#[derive(Clone, PartialEq, Debug)]
pub struct Picture {
    /// The project's name.
    pub project: String,
    /// Whether for practice.
    pub practice: bool,
    /// Whether the host's clock is in doubt, so that nothing ends.
    pub is_frozen: bool,
    /// The stage.
    pub stage: Option<Stage>,
    /// Today's counters.
    pub ledger: Ledger,
    /// Today's visits by kind, every kind.
    pub visits: Vec<(VisitKind, usize)>,
    /// The moment, UTC.
    pub now: Instant,
    /// The link to the store.
    pub link: Link,
    /// The site team's line, and the outreach team's where it has people.
    pub lines: Vec<Line>,
    /// Too few on the floor over lunch.
    pub lunch_gap: Option<LunchGap>,
    /// Minutes of waiting after which a group is shown amber, then red (policy `wait_amber`, `wait_red`).
    pub patience: (u32, u32),
    /// Waiting groups, longest first: number and since when.
    pub waiting: Vec<(u32, Instant)>,
    /// Groups being received.
    pub receiving: usize,
    /// The groups called last, the latest first.
    pub called: Vec<Called>,
    /// Appointments due, soonest first: when, and with which consultant.
    pub appointments: Vec<(Instant, String)>,
    /// Buildings in order.
    pub buildings: Vec<Block>,
}

/// The line of a team.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Whose.
    pub team: Team,
    /// Who receives the next group, by the same rules that will decide it.
    pub next: Option<String>,
    /// Who could receive the groups after that, in order.
    pub after: Vec<String>,
    /// Everyone signed in, first to last.
    pub turns: Vec<Turn>,
}

/// One consultant in the line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turn {
    /// The consultant's name.
    pub name: String,
    /// Whether next to receive.
    pub next: bool,
    /// Where.
    pub presence: Presence,
    /// The number of the group being received.
    pub receiving: Option<u32>,
    /// Since when so, UTC.
    pub since: Option<Instant>,
    /// New visitors received today.
    pub new_visitors: usize,
    /// Make-up credits.
    pub credits: usize,
}

/// A group that was called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Called {
    /// Its number.
    pub number: u32,
    /// To whom.
    pub consultant: String,
    /// When, UTC.
    pub at: Instant,
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
    let outreach = line(office, Team::Outreach, now);
    let open = office.open_visits.iter().map(|id| office.visit(*id));
    let due = office.appointments_due(now).into_iter();
    let due = due.filter_map(|call| Some((call.appointment?, office.member(call.consultant).name.clone())));
    Picture {
        project: office.project.name.clone(),
        practice: office.project.practice,
        is_frozen: office.freeze.is_some(),
        stage: office.stage,
        ledger: office.ledger(now),
        visits: visits(office, now),
        now,
        link,
        lines: [line(office, Team::Site, now)]
            .into_iter()
            .chain((!outreach.turns.is_empty()).then_some(outreach))
            .collect(),
        lunch_gap: office.lunch_gap(now),
        patience: (office.policy.wait_amber.0, office.policy.wait_red.0),
        waiting: office.waiting().map(|visit| (visit.number, visit.arrived)).collect(),
        receiving: open.filter(|visit| visit.state == VisitState::Receiving).count(),
        called: called(office, now),
        appointments: due.collect(),
        buildings: office.order.iter().map(|id| block(office, *id)).collect(),
    }
}

/// Visits of the day of `now` and of the day before, whose groups may have stayed over night.
fn recent(office: &Office, now: Instant) -> impl Iterator<Item = &Visit> {
    let today = office.day(now);
    let first = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    office.visits.iter().rev().take_while(move |visit| visit.day >= first)
}

fn visits(office: &Office, now: Instant) -> Vec<(VisitKind, usize)> {
    let today = office.day(now);
    let of = |kind| recent(office, now).filter(|visit| visit.day == today && visit.kind == kind).count();
    VisitKind::ALL.iter().map(|kind| (*kind, of(*kind))).collect()
}

fn called(office: &Office, now: Instant) -> Vec<Called> {
    let today = office.day(now);
    let calls = recent(office, now).filter_map(|visit| {
        let (at, consultant) = (visit.assigned?, visit.consultant?);
        let consultant = office.member(consultant).name.clone();
        (office.day(at) == today).then_some(Called { number: visit.number, consultant, at })
    });
    let mut calls: Vec<Called> = calls.collect();
    calls.sort_by_key(|call| std::cmp::Reverse((call.at, call.number)));
    calls.truncate(CALLED);
    calls
}

fn line(office: &Office, team: Team, now: Instant) -> Line {
    let next = rotation::next(office, team, now);
    let order = office.rotation(team, now);
    let name = |id: StaffId| office.member(id).name.clone();
    Line {
        team,
        next: next.map(name),
        after: after(office, team, next, now).into_iter().map(name).collect(),
        turns: order.into_iter().map(|id| turn(office, id, next, now)).collect(),
    }
}

fn turn(office: &Office, id: StaffId, next: Option<StaffId>, now: Instant) -> Turn {
    let staff = office.member(id);
    let visit = office.receiving(id);
    let ended = staff.duty.until.filter(|until| *until <= now);
    Turn {
        name: staff.name.clone(),
        next: next == Some(id),
        presence: office.presence(id, now),
        receiving: visit.map(|visit| visit.number),
        since: visit.and_then(|visit| visit.assigned).or(ended).or(staff.duty.since),
        new_visitors: office.new_visitors(id, office.day(now)),
        credits: office.credits_of(id),
    }
}

/// Who could receive the groups after the next: credits before the order, as in the rotation; voided turns apart.
fn after(office: &Office, team: Team, next: Option<StaffId>, now: Instant) -> Vec<StaffId> {
    let order = office.rotation(team, now);
    let credits = office.credits.iter().map(|credit| credit.staff).filter(|id| order.contains(id));
    let credits = credits.filter(|_| now >= office.rotation_starts(now));
    let mut found = Vec::new();
    for id in credits.chain(order.iter().copied()) {
        let is_free = office.is_eligible(id, now) && !office.voids.contains(&id);
        if is_free && next != Some(id) && !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

fn block(office: &Office, building: BuildingId) -> Block {
    let plan = Plan::new(office, building, FLOWS);
    let cell = |unit: &Option<UnitId>| {
        unit.map(|unit| (office.unit(unit).spec.room.to_string(), office.status(unit)))
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

/// Pages that were not shown for this many rounds go first, whatever else changes all the time.
const ROUNDS: u32 = 2;
/// Page turns after which the picture moves by a cell: about once a minute.
const TURNS_PER_STEP: u32 = 5;
/// Where the picture stands by turns: never more than a cell from the middle, one cell a step.
const ORBIT: [(u16, u16); 6] = [(1, 0), (2, 0), (2, 1), (1, 1), (0, 1), (0, 0)];

/// Which page is shown: in turn, but what changed is shown next.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pager {
    page: usize,
    /// Whether what is shown changed since it was shown last.
    is_fresh: bool,
    /// Pages that changed and were not shown since.
    changed: BTreeSet<usize>,
    /// At which turn each page was shown last.
    shown: Vec<u32>,
    turns: u32,
}

impl Pager {
    /// The page shown.
    pub fn page(&self) -> usize {
        self.page
    }

    /// Whether it says something new.
    pub fn is_fresh(&self) -> bool {
        self.is_fresh
    }

    /// The pages that changed and wait to be shown.
    pub fn changed(&self) -> &BTreeSet<usize> {
        &self.changed
    }

    /// Where the picture stands, so that nothing burns into the panel.
    pub fn orbit(&self) -> (u16, u16) {
        ORBIT[(self.turns / TURNS_PER_STEP) as usize % ORBIT.len()]
    }

    /// Takes note of pages that changed.
    pub fn note(&mut self, pages: impl IntoIterator<Item = usize>) {
        for page in pages {
            if page == self.page {
                self.is_fresh = true;
            } else {
                self.changed.insert(page);
            }
        }
    }

    /// Turns to the next of so many pages: to one that changed, if any.
    pub fn turn(&mut self, pages: usize) {
        let pages = pages.max(1);
        self.begin(pages);
        let starving =
            (0..pages).filter(|page| self.turns.wrapping_sub(self.shown[*page]) > ROUNDS * pages as u32);
        let starving = starving.min_by_key(|page| self.shown[*page]);
        let following = (1..pages).map(|by| (self.page + by) % pages);
        let changed = following.into_iter().find(|page| self.changed.contains(page));
        self.show(starving.or(changed).unwrap_or((self.page + 1) % pages));
    }

    /// Turns back by a page.
    pub fn turn_back(&mut self, pages: usize) {
        let pages = pages.max(1);
        self.begin(pages);
        self.show((self.page + pages - 1) % pages);
    }

    /// A screen of another size may have fewer pages.
    fn begin(&mut self, pages: usize) {
        self.turns = self.turns.wrapping_add(1);
        self.page %= pages;
        self.changed.retain(|page| *page < pages);
        self.shown.resize(pages, self.turns);
        self.shown[self.page] = self.turns;
    }

    fn show(&mut self, page: usize) {
        self.page = page;
        self.is_fresh = self.changed.remove(&page);
    }
}
