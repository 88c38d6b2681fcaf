//! history: how long it takes to check a million calls against the journal they made. The history is made in memory, by
//! one thread; the stamps overlap as if four had asked at once.

mod common;
#[path = "../tests/storm/office.rs"]
mod office;
#[path = "../tests/storm/record.rs"]
mod record;
#[path = "../tests/storm/writer.rs"]
mod writer;

use common::figures;
use common::measure::{Series, core, head, is_wanted, timed};
use std::collections::HashSet;
use writer::Dice;
use xiaokong::domain::act::Recorded;
use xiaokong::domain::id::StaffId;
use xiaokong::store::Journal;
use xiaokong::store::history::{Call, Checked, History, check};
use xiaokong::store::ledger::Ledger;
use xiaokong::store::memory::Shared;

const CALLS: u64 = 1_000_000;
const ROUNDS: usize = 5;

fn made(calls: u64) -> (Vec<Call>, Vec<Recorded>, u64) {
    let shared = Shared::default();
    let store: Box<dyn Journal> = Box::new(shared.handle(None).expect("a journal in memory"));
    let mut desk = Ledger::open(store).expect("a ledger");
    for command in office::founding() {
        desk.submit(&office::order(StaffId(0), command)).expect("an answer");
    }
    let before = desk.office().head;
    let mut dice = Dice::new(7);
    let calls = (0..calls).map(|number| {
        let by = StaffId(1 + dice.below(office::WRITERS));
        // No deposits: nothing gives those units back, and soon all would be refused.
        let mut order = writer::next(&desk, by, &mut dice);
        while order.by == office::CASHIER {
            order = writer::next(&desk, by, &mut dice);
        }
        let answer = desk.submit(&order).expect("an answer");
        Call { asked: number, answered: number + 4, order, answer }
    });
    let calls = calls.collect();
    let mut reader: Box<dyn Journal> = Box::new(shared.handle(None).expect("the same journal"));
    let journal = xiaokong::store::Reader::read(&mut reader, 0, usize::MAX).expect("events");
    (calls, journal, before)
}

fn main() {
    if !is_wanted() {
        return;
    }
    head("history", "a million calls checked against their journal; the goal is 2 s");
    core("first");
    let (calls, journal, before) = made(CALLS);
    let open = HashSet::new();
    let history = History { calls: &calls, open: &open, journal: &journal, before };
    let mut series = Series::new("a million calls");
    for _ in 0..ROUNDS {
        series.round();
        let (checked, time) = timed(|| check(&history));
        let Checked { done, refused, .. } = checked.expect("a sound history");
        assert_eq!((done + refused) as u64, CALLS);
        series.add(time);
    }
    println!("  {} events", journal.len());
    series.tell();
    core("last");
    let seconds = series.over_rounds(0.5).map(|micros| micros / 1e6);
    figures::write("history", &[("a million calls", "s", seconds)]);
}
