//! Years of an office's life, made by commands alone and written ten thousand events at a time: a durable commit for each of
//! two million would take longer than the years are worth.

use super::house::{CONSULTANT, MANAGER, RECEPTION, Size, founding, free_units, price_lists};
use chrono::TimeDelta;
use std::path::{Path, PathBuf};
use xiaokong::domain::act::{self, Command, Event, Recorded};
use xiaokong::domain::context::Context;
use xiaokong::domain::id::{BuildingId, CommandId, CustomerId, Seq, StaffId, UnitId};
use xiaokong::domain::party::Named;
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::state::customer::Grade;
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::sealed::Person;
use xiaokong::domain::time::{Instant, Time};
use xiaokong::domain::{assignment, duty, hold, reception, setup};
use xiaokong::runtime::clock::fresh_id;
use xiaokong::store::{self, Core, Journal, Opening, Order};

/// Events of one commit.
const BATCH: usize = 10_000;
/// Every so many holds a group comes and is received.
const VISIT_EVERY: usize = 5;
/// From one hold to the next.
const PAUSE: TimeDelta = TimeDelta::minutes(4);

/// The life as it is made: the office now, and what was not written yet.
struct Life {
    office: Office,
    now: Instant,
    unwritten: Vec<(Instant, Event)>,
}

impl Life {
    fn act(&mut self, by: StaffId, command: impl Into<Command>) {
        let (command, now) = (command.into(), self.now);
        let context = Context { by, terminal: "bench".into(), now };
        let events =
            act::decide(&self.office, &command, &context).unwrap_or_else(|no| panic!("{no:?}: {command:?}"));
        for event in events {
            let seq = self.office.head + 1;
            let (terminal, command) = ("bench".into(), CommandId::nil());
            let recorded = Recorded { seq, at: now, by: Some(by), terminal, command, event };
            act::apply(&mut self.office, &recorded);
            self.unwritten.push((now, recorded.event));
        }
    }

    /// A new day: everyone signs in.
    fn morning(&mut self) {
        for staff in 1..=4 {
            self.act(StaffId(staff), duty::Command::SignIn { staff: StaffId(staff) });
        }
    }

    /// One hold and its release; now and then somebody walks in before.
    fn go_on(&mut self, number: usize, units: &[UnitId]) {
        let day = self.office.day(self.now);
        self.now += PAUSE;
        if self.office.day(self.now) != day {
            self.morning();
        }
        if number.is_multiple_of(VISIT_EVERY) {
            self.visit(number);
        }
        let unit = units[number % units.len()];
        let customer = CustomerId((number / 7 % self.office.customers.len()) as u32);
        self.act(MANAGER, hold::Command::Hold { unit, customer: Named::Known(customer), minutes: None });
        self.act(MANAGER, hold::Command::Release { unit, reason: "客户放弃".into() });
    }

    fn visit(&mut self, number: usize) {
        let (name, phones) = (format!("客户{number}"), vec![format!("139{number:08}")]);
        let customer = Some(Named::Person(Person { salt: format!("{number:032x}"), name, phones }));
        self.act(
            RECEPTION,
            reception::Command::Arrive(reception::Arrival { customer, ..Default::default() }),
        );
        let to = None;
        self.act(RECEPTION, assignment::Command::Assign { number: None, to, reason: String::new() });
        let visit = self.office.visits.last().expect("a visit");
        let (number, by) = (visit.number, visit.consultant.unwrap_or(CONSULTANT));
        let grade = Some(Grade::B);
        self.act(by, reception::Command::Finish(reception::Closing { number, grade, ..Default::default() }));
    }
}

/// Answers one order with what was made beforehand.
struct Writer(Seq, Vec<(Instant, Event)>);

impl Core for Writer {
    fn catch_up(&mut self, news: &[Recorded]) {
        self.0 = news.last().map_or(self.0, |last| last.seq);
    }

    fn seq(&self) -> Seq {
        self.0
    }

    fn decide(&self, _: &Order, _: Time) -> Result<Vec<(Instant, Event)>, Rejection> {
        Ok(self.1.clone())
    }
}

fn write(journal: &mut dyn Journal, life: &mut Life) {
    let events = std::mem::take(&mut life.unwritten);
    let before = life.office.head - events.len() as u64;
    let command = duty::Command::SignIn { staff: CONSULTANT }.into();
    let order = Order { id: fresh_id(), by: MANAGER, terminal: "bench".into(), command };
    journal.transact(&order, &mut Writer(before, events)).expect("written");
}

/// A practice store of that size with at least so many events, or just its price lists.
pub fn store(folder: &Path, size: Size, events: u64) -> PathBuf {
    let path = folder.join(format!("{}-{events}.db", size.units()));
    // So that the last event is not in the future of whoever opens it.
    let begun = Instant::UNIX_EPOCH + TimeDelta::days(365 * 30);
    let opening = Opening { url: path.display().to_string(), now: Some(begun), ..Opening::default() };
    let mut journal = store::create(&opening).expect("a store");
    let mut life = Life { office: Office::default(), now: begun, unwritten: Vec::new() };
    for command in founding().into_iter().chain(price_lists(size)) {
        life.act(MANAGER, command);
    }
    let granted = life.office.day(begun);
    for building in 0..size.buildings {
        let building = BuildingId(building as u32);
        life.act(MANAGER, setup::Command::SetLicence { building, number: "2026-088".into(), granted });
    }
    life.morning();
    let units = free_units(&life.office);
    for number in 0.. {
        if life.unwritten.len() >= BATCH {
            write(&mut *journal, &mut life);
        }
        if life.office.head >= events {
            break;
        }
        life.go_on(number, &units);
    }
    write(&mut *journal, &mut life);
    path
}
