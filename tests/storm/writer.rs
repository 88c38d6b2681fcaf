//! What a writer does until it is killed.
#![allow(dead_code, reason = "each test file uses its part")]

use crate::office::{self, CASHIER, Desk, UNITS};
use crate::record::{self, Record, monotonic};
use chrono::{SubsecRound, Utc};
use rustix::process::{Signal, getpid, kill_process};
use std::path::{Path, PathBuf};
use xiaokong::domain::act::{self, Event, Recorded};
use xiaokong::domain::context::Context;
use xiaokong::domain::hold;
use xiaokong::domain::id::{ClaimId, CustomerId, StaffId, UnitId};
use xiaokong::domain::party::Named;
use xiaokong::domain::payment::{self, Taken};
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::state::office::Office;
use xiaokong::domain::time::{Instant, Time};
use xiaokong::store::{self, Answer, Core, Journal, Order, StoreFault, Verdict};

/// Where a writer puts down what it sends and is told.
pub fn place(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("record-{number}"))
}

/// Numbers without rhyme, the same for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 33) % u64::from(limit)) as u32
    }
}

/// Asks until there is an answer: the same id every time.
pub fn ask(desk: &mut Desk, order: &Order) -> Answer {
    loop {
        match desk.submit(order) {
            Ok(answer) => return answer,
            Err(StoreFault::Busy { .. } | StoreFault::Unsure { .. }) => {}
            Err(fault) => panic!("{fault}"),
        }
    }
}

/// Writes until it is killed. What the one before it at this place sent in vain is sent again first.
pub fn write(folder: &Path, number: u32) {
    let path = place(folder, number);
    let before = record::read(&path);
    let (mut desk, mut record) = (office::open(folder), Record::open(&path));
    for order in before.open {
        record.told(&order, &ask(&mut desk, &order));
    }
    let mut dice = Dice::new(monotonic() ^ u64::from(number));
    loop {
        let order = next(&desk, StaffId(number), &mut dice);
        record.sent(&order);
        record.told(&order, &ask(&mut desk, &order));
    }
}

/// The control: holds one unit after the other, and says of each that it is held before it is.
pub fn write_hastily(folder: &Path, number: u32) {
    let mut record = Record::open(&place(folder, number));
    let mut desk = office::open(folder);
    for unit in (0..UNITS).map(UnitId) {
        let order = hold(StaffId(number), unit.0);
        let as_of = desk.office().head;
        let verdict = Verdict::Done { first: as_of + 1, last: as_of + 1 };
        record.sent(&order);
        record.told(&order, &Answer { verdict, as_of, at: Utc::now().trunc_subsecs(3), repeated: false });
        let answer = ask(&mut desk, &order);
        assert!(matches!(answer.verdict, Verdict::Done { .. }), "{:?}", answer.verdict);
    }
    loop {
        std::thread::park();
    }
}

/// Holds what is free, gives back what is held; sometimes wants what another has, sometimes money comes.
pub fn next(desk: &Desk, by: StaffId, dice: &mut Dice) -> Order {
    let unit = UnitId(dice.below(UNITS));
    let claim = desk.office().units[unit.index()].claim;
    let holder = claim.and_then(|claim: ClaimId| desk.office().claims[claim.index()].consultant);
    if dice.below(60) == 0 {
        let taken = Taken {
            receipt: format!("{:016x}", monotonic() ^ (u64::from(by.0) << 56)),
            amount: office::deposit(),
            method: "pos".into(),
            payer: None,
        };
        let customer = claim.is_none().then_some(Named::Known(CustomerId(0)));
        return office::order(CASHIER, payment::Command::Deposit { unit, customer, taken });
    }
    if holder == Some(by) && dice.below(4) > 0 {
        return office::order(by, hold::Command::Release { unit, reason: String::new() });
    }
    hold(by, unit.0)
}

/// A wish to hold a unit.
pub fn hold(by: StaffId, unit: u32) -> Order {
    let customer = Named::Known(CustomerId(0));
    office::order(by, hold::Command::Hold { unit: UnitId(unit), customer, minutes: None })
}

/// The core of a writer that stops in the middle: with the lock, before anything is written.
struct Frozen(Office);

impl Core for Frozen {
    fn catch_up(&mut self, news: &[Recorded]) {
        news.iter().for_each(|recorded| act::apply(&mut self.0, recorded));
    }

    fn seq(&self) -> u64 {
        self.0.head
    }

    fn decide(&self, order: &Order, time: Time) -> Result<Vec<(Instant, Event)>, Rejection> {
        kill_process(getpid(), Signal::STOP).expect("a signal");
        let context = Context { by: order.by, terminal: order.terminal.clone(), now: time.now };
        let events = act::decide(&self.0, &order.command, &context)?;
        Ok(events.into_iter().map(|event| (time.now, event)).collect())
    }
}

/// Holds the first unit, stopping itself with the lock in its hand; goes on when it may.
pub fn freeze(folder: &Path, number: u32) {
    let mut record = Record::open(&place(folder, number));
    let mut store = store::open(&office::opening(folder)).expect("the store");
    let order = hold(StaffId(number), 0);
    record.sent(&order);
    let answer = store.transact(&order, &mut Frozen(Office::default())).expect("an answer");
    record.told(&order, &answer);
}
