//! An opening day played on a copy of a store: made-up consultants and visitors at the real price list.
//!
//! Terminals are threads, each with a connection, a ledger and a place in the writers' queue of its own, as a desk has:
//! what they share is the file. Threads rather than processes, so that one key ends the day and one memory has all that
//! was said; processes, killed at that, are what `tests/storm.rs` is for.

use crate::domain::act::Command;
use crate::domain::id::{StaffId, UnitId};
use crate::domain::party::Named;
use crate::domain::payment::Taken;
use crate::domain::state::day::Stage;
use crate::domain::state::office::Office;
use crate::domain::state::sealed::Person;
use crate::domain::state::staff::Role;
use crate::domain::state::unit::Status;
use crate::domain::{hold, payment, setup};
use crate::runtime::clock::{Mark, fresh_id, mark};
use crate::store::history::{self, Call, Checked, Flaw, History};
use crate::store::ledger::Ledger;
use crate::store::{self, Answer, Journal, Opening, Order, Reader, StoreFault, Verdict, Verified};
use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// Units a visitor asks for before going home.
const WISHES: u32 = 4;
/// Whoever waits looks this often whether the day was ended.
const NAP: Duration = Duration::from_millis(20);
/// Events read at once.
const PAGE: usize = 4_096;

/// The day to be played.
#[derive(Clone, Debug)]
pub struct Day {
    /// The copy.
    pub url: String,
    /// Names of the consultants, one a terminal.
    pub consultants: Vec<String>,
    /// The cashier's name.
    pub cashier: String,
    /// How many visitors come.
    pub visitors: u32,
    /// Within which time they come, as long as it lasts when played.
    pub span: Duration,
    /// How many times faster than life.
    pub speed: u32,
}

/// How the day went.
#[derive(Debug)]
pub struct Outcome {
    /// Visitors who came.
    pub visitors: u32,
    /// Deposits taken: visitors who got a unit.
    pub winners: usize,
    /// Units that could be had in the morning.
    pub offered: usize,
    /// Every answer's time, microseconds, shortest first.
    pub latencies: Vec<u64>,
    /// Refusals by code.
    pub refusals: BTreeMap<&'static str, usize>,
    /// How often the store was too busy and was asked again.
    pub busy: u32,
    /// How long it took.
    pub took: Duration,
    /// Whether it was ended before its time.
    pub cut: bool,
    /// The answers, checked against the journal; the first flaw otherwise.
    pub checked: Result<Checked, Flaw>,
    /// The journal, proven.
    pub verified: Verified,
}

/// Why there was no day.
#[derive(Debug)]
pub enum Trouble {
    /// The store failed.
    Store(StoreFault),
    /// The rules refuse a step of the preparation.
    Refused(crate::domain::rejection::Rejection),
    /// Nothing is for sale.
    NothingToSell,
}

impl From<StoreFault> for Trouble {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

/// What all terminals share.
struct Floor<'a> {
    day: &'a Day,
    units: Vec<UnitId>,
    start: Mark,
    next: AtomicU32,
    busy: AtomicU32,
    stop: &'a AtomicBool,
    faults: std::sync::Mutex<Option<StoreFault>>,
}

type Desk = Ledger<Box<dyn Journal>>;

fn open(url: &str) -> Result<Desk, StoreFault> {
    Ledger::open(store::open(&Opening { url: url.to_string(), ..Opening::default() })?)
}

/// Plays the day and tells how it went. It ends early, with what there is, when `stop` becomes true.
///
/// # Errors
/// The store failed, or there is nothing to sell.
pub fn play(day: &Day, stop: &AtomicBool) -> Result<Outcome, Trouble> {
    let mut desk = open(&day.url)?;
    let (staff, cashier) = prepare(&mut desk, day)?;
    let (office, _) = desk.at_now()?;
    // What has no licence can be held but not sold: it would only be refused at the till.
    let is_offered = |id: &UnitId| {
        let building = office.building(office.unit(*id).building);
        office.status(*id) == Status::Available && building.licence.is_some()
    };
    let units: Vec<UnitId> = office.in_order().map(|unit| unit.id).filter(is_offered).collect();
    if units.is_empty() {
        return Err(Trouble::NothingToSell);
    }
    let (before, offered) = (desk.office().head, units.len());
    let floor = Floor {
        day,
        units,
        start: mark(),
        next: AtomicU32::new(0),
        busy: AtomicU32::new(0),
        stop,
        faults: std::sync::Mutex::new(None),
    };
    let calls = everybody(&floor, &staff, cashier);
    let took = floor.start.elapsed();
    if let Some(fault) = floor.faults.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        return Err(fault.into());
    }
    let journal = whole(&day.url)?;
    let open = HashSet::new();
    let checked = history::check(&History { calls: &calls, open: &open, journal: &journal, before });
    let visitors = floor.next.into_inner().min(day.visitors);
    let mut latencies: Vec<u64> = calls.iter().map(|call| (call.answered - call.asked) / 1_000).collect();
    latencies.sort_unstable();
    let mut refusals = BTreeMap::new();
    for call in &calls {
        if let Verdict::Refused(rejection) = &call.answer.verdict {
            *refusals.entry(rejection.code()).or_default() += 1;
        }
    }
    let is_deposit = |call: &&Call| {
        let asked = matches!(call.order.command, Command::Payment(payment::Command::Deposit { .. }));
        asked && matches!(call.answer.verdict, Verdict::Done { .. })
    };
    Ok(Outcome {
        visitors,
        winners: calls.iter().filter(is_deposit).count(),
        offered,
        latencies,
        refusals,
        busy: floor.busy.into_inner(),
        took,
        cut: visitors < day.visitors,
        checked,
        verified: store::verify(&day.url)?,
    })
}

/// Marks the copy, hires the made-up staff and opens the sale.
fn prepare(desk: &mut Desk, day: &Day) -> Result<(Vec<StaffId>, StaffId), Trouble> {
    let manager = desk.office().staff.iter().find(|staff| staff.is(Role::Manager)).map(|staff| staff.id);
    let manager = manager.unwrap_or(StaffId(0));
    let done = |desk: &mut Desk, command: setup::Command| -> Result<(), Trouble> {
        match desk.submit(&order(manager, &day.cashier, command))?.verdict {
            Verdict::Done { .. } => Ok(()),
            Verdict::Refused(rejection) => Err(Trouble::Refused(rejection)),
        }
    };
    done(desk, setup::Command::Rehearse)?;
    let first = desk.office().staff.len();
    let roles = day.consultants.iter().map(|_| Role::Consultant).chain([Role::Cashier]);
    for (name, role) in day.consultants.iter().chain([&day.cashier]).zip(roles) {
        done(desk, setup::Command::AddStaff { name: name.clone(), role, team: None })?;
    }
    if desk.office().stage != Some(Stage::Open) {
        done(desk, setup::Command::SetStage { stage: Stage::Open })?;
    }
    let staff = (first..first + day.consultants.len()).map(StaffId::next).collect();
    Ok((staff, StaffId::next(first + day.consultants.len())))
}

fn order(by: StaffId, terminal: &str, command: impl Into<Command>) -> Order {
    Order { id: fresh_id(), by, terminal: terminal.to_string(), command: command.into() }
}

/// Lets everybody work until the last visitor is gone or the day is ended.
fn everybody(floor: &Floor<'_>, staff: &[StaffId], cashier: StaffId) -> Vec<Call> {
    let (till, paying) = channel();
    std::thread::scope(|scope| {
        let mut threads = vec![scope.spawn(move || floor.well(cash(floor, cashier, &paying)))];
        for (place, by) in staff.iter().enumerate() {
            let till = till.clone();
            threads.push(scope.spawn(move || floor.well(receive(floor, *by, place, &till))));
        }
        drop(till);
        // A thread that panicked has nothing to tell; the check of the rest will miss its acts.
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    })
}

impl Floor<'_> {
    /// Keeps the first fault and ends the day with it.
    fn well(&self, calls: Result<Vec<Call>, StoreFault>) -> Vec<Call> {
        calls.unwrap_or_else(|fault| {
            self.stop.store(true, Ordering::Relaxed);
            let mut first = self.faults.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            first.get_or_insert(fault);
            Vec::new()
        })
    }

    fn is_over(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn elapsed(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    /// Waits so many seconds of life; false when the day was ended meanwhile.
    fn wait(&self, seconds: u32) -> bool {
        self.wait_until(self.start.elapsed() + Duration::from_secs(seconds.into()) / self.day.speed.max(1))
    }

    /// Waits until so long after the start.
    fn wait_until(&self, moment: Duration) -> bool {
        loop {
            let left = moment.saturating_sub(self.start.elapsed());
            if self.is_over() || left.is_zero() {
                return !self.is_over();
            }
            std::thread::sleep(left.min(NAP));
        }
    }

    /// Sends a command, the same again while the store is busy, and keeps what was said.
    fn ask(&self, desk: &mut Desk, order: Order, calls: &mut Vec<Call>) -> Result<Answer, StoreFault> {
        let asked = self.elapsed();
        loop {
            match desk.submit(&order) {
                Ok(answer) => {
                    calls.push(Call { asked, answered: self.elapsed(), order, answer: answer.clone() });
                    return Ok(answer);
                }
                Err(StoreFault::Busy { .. }) => {
                    self.busy.fetch_add(1, Ordering::Relaxed);
                }
                Err(fault) => return Err(fault),
            }
        }
    }
}

/// A consultant's day: one visitor after the other.
fn receive(
    floor: &Floor<'_>,
    by: StaffId,
    place: usize,
    till: &Sender<UnitId>,
) -> Result<Vec<Call>, StoreFault> {
    let (mut desk, mut calls) = (open(&floor.day.url)?, Vec::new());
    let terminal = &floor.day.consultants[place];
    while !floor.is_over() {
        let visitor = floor.next.fetch_add(1, Ordering::Relaxed);
        let share = f64::from(visitor) / f64::from(floor.day.visitors);
        if visitor >= floor.day.visitors || !floor.wait_until(floor.day.span.mul_f64(share.min(1.0))) {
            // Not one who came: what is counted is who was received.
            floor.next.fetch_sub(1, Ordering::Relaxed);
            break;
        }
        let mut whim = Whim::of(visitor);
        for _ in 0..WISHES {
            let unit = whim.unit(&floor.units);
            // Whoever looks at the screen does not ask for what another has; a third of them did not look.
            if desk.office().unit(unit).claim.is_some() && whim.below(3) > 0 {
                continue;
            }
            let customer = Named::Person(made_up(visitor));
            let wish = order(by, terminal, hold::Command::Hold { unit, customer, minutes: None });
            if let Verdict::Refused(_) = floor.ask(&mut desk, wish, &mut calls)?.verdict {
                continue;
            }
            if !floor.wait(20 + whim.below(100)) {
                break;
            }
            if whim.below(4) > 0 {
                // The cashier is gone only when everybody is.
                let _ = till.send(unit);
                break;
            }
            let release = hold::Command::Release { unit, reason: String::new() };
            floor.ask(&mut desk, order(by, terminal, release), &mut calls)?;
        }
    }
    Ok(calls)
}

/// The cashier's day: a deposit for whoever was sent.
fn cash(floor: &Floor<'_>, by: StaffId, paying: &Receiver<UnitId>) -> Result<Vec<Call>, StoreFault> {
    let (mut desk, mut calls) = (open(&floor.day.url)?, Vec::new());
    loop {
        let unit = match paying.recv_timeout(NAP) {
            Ok(unit) => unit,
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return Ok(calls),
        };
        if floor.is_over() {
            continue;
        }
        let amount = deposit(desk.office(), unit);
        let taken =
            Taken { receipt: format!("YL{:06}", calls.len() + 1), amount, method: "pos".into(), payer: None };
        let command = payment::Command::Deposit { unit, customer: None, taken };
        floor.ask(&mut desk, order(by, &floor.day.cashier, command), &mut calls)?;
    }
}

fn deposit(office: &Office, unit: UnitId) -> crate::domain::money::Fen {
    let full = office.policy.deposit_full;
    office.unit(unit).spec.total.map_or(full, |total| full.min(total))
}

/// A visitor nobody is.
fn made_up(visitor: u32) -> Person {
    Person {
        salt: format!("{visitor:032x}"),
        name: format!("演练{}", visitor + 1),
        phones: vec![format!("199{visitor:08}")],
    }
}

/// What a visitor wants: the same visitor wants the same, whoever receives them.
struct Whim(u64);

impl Whim {
    fn of(visitor: u32) -> Self {
        Self((u64::from(visitor) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// A number below a limit (xorshift: nobody's fortune hangs on it).
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from((self.0 >> 33) % u64::from(limit.max(1))).unwrap_or_default()
    }

    /// Some units are wanted by many: the smaller of two places.
    fn unit(&mut self, units: &[UnitId]) -> UnitId {
        let count = u32::try_from(units.len()).unwrap_or(u32::MAX);
        units[self.below(count).min(self.below(count)) as usize]
    }
}

fn whole(url: &str) -> Result<Vec<crate::domain::act::Recorded>, StoreFault> {
    let mut reader = store::open_reader(&Opening { url: url.to_string(), ..Opening::default() })?;
    let mut events = Vec::new();
    loop {
        let page = reader.read(events.len() as u64, PAGE)?;
        if page.is_empty() {
            return Ok(events);
        }
        events.extend(page);
    }
}

/// Plays the day; Ctrl-C or a request to end ends it early.
///
/// # Errors
/// As [`play`].
pub fn play_until_interrupted(day: &Day) -> Result<Outcome, Trouble> {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let playing = scope.spawn(|| play(day, &stop));
        // Without signals the day still goes on: then only its end ends it.
        if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() {
            let _ = runtime.block_on(heed_signals(&stop, || playing.is_finished()));
        }
        playing.join().unwrap_or(Err(Trouble::NothingToSell))
    })
}

async fn heed_signals(stop: &AtomicBool, is_finished: impl Fn() -> bool) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut end) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    while !is_finished() {
        tokio::select! {
            _ = interrupt.recv() => stop.store(true, Ordering::Relaxed),
            _ = end.recv() => stop.store(true, Ordering::Relaxed),
            () = tokio::time::sleep(NAP) => {}
        }
    }
    Ok(())
}
