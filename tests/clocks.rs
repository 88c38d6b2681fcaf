//! Terminals whose clocks differ, and a clock that steps: the store's time alone counts, and it never goes back.

#[path = "storm/office.rs"]
mod office;
#[path = "clocks/steps.rs"]
mod steps;

use chrono::{Duration, SubsecRound, Utc};
use std::path::{Path, PathBuf};
use xiaokong::domain::act::{Command, Event, Recorded};
use xiaokong::domain::hold;
use xiaokong::domain::id::{CustomerId, StaffId, UnitId};
use xiaokong::domain::party::Named;
use xiaokong::domain::setup;
use xiaokong::domain::time::Instant;
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Answer, Journal, Opening, Reader, Verdict};

struct Place {
    folder: tempfile::TempDir,
    noon: Instant,
}

impl Place {
    /// A practice office founded at a moment of its own.
    fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().expect("a folder"),
            noon: "2026-11-28T04:00:00Z".parse().expect("a moment"),
        };
        drop(store::create(&place.opening(0)).expect("a store"));
        for command in office::founding() {
            let command = match command {
                Command::Setup(setup::Command::Found { name, manager, roles, policy, .. }) => {
                    setup::Command::Found { name, practice: true, manager, roles, policy }.into()
                }
                other => other,
            };
            let answer = place.at(0).submit(&office::order(StaffId(0), command)).expect("an answer");
            assert!(matches!(answer.verdict, Verdict::Done { .. }), "{:?}", answer.verdict);
        }
        place
    }

    fn submit(&self, opening: &Opening, by: u32, command: impl Into<Command>) -> Answer {
        let mut desk = Ledger::open(store::open(opening).expect("the store")).expect("a ledger");
        desk.submit(&office::order(StaffId(by), command)).expect("an answer")
    }

    fn path(&self) -> PathBuf {
        Path::new(self.folder.path()).join("clocks.db")
    }

    /// As a terminal opens it whose clock is so many minutes after noon.
    fn opening(&self, minutes: i64) -> Opening {
        Opening {
            url: self.path().display().to_string(),
            now: Some(self.noon + Duration::minutes(minutes)),
            ..Opening::default()
        }
    }

    fn at(&self, minutes: i64) -> Ledger<Box<dyn Journal>> {
        Ledger::open(store::open(&self.opening(minutes)).expect("the store")).expect("a ledger")
    }

    /// Consultant 1 or 2 asks for the first unit for an hour, by that terminal's clock.
    fn hold(&self, minutes: i64, by: u32) -> Answer {
        let customer = Named::Known(CustomerId(0));
        let wish = hold::Command::Hold { unit: UnitId(0), customer, minutes: Some(60) };
        self.at(minutes).submit(&office::order(StaffId(by), wish)).expect("an answer")
    }

    fn journal(&self) -> Vec<Recorded> {
        store::open_reader(&self.opening(0)).expect("a store").read(0, 1_000).expect("events")
    }

    fn minutes(&self, at: Instant) -> i64 {
        (at - self.noon).num_minutes()
    }
}

fn is_done(answer: &Answer) -> bool {
    matches!(answer.verdict, Verdict::Done { .. })
}

#[test]
fn store_time_never_goes_back_whatever_the_clocks_say() {
    let place = Place::new();
    let clocks = [30, 10, -5_000, 31, 29, 200_000, 0, 200_001];
    let mut latest = 0;
    for minutes in clocks {
        let answer = place.hold(minutes, 1);
        latest = latest.max(place.minutes(place.journal().last().expect("events").at));
        assert!(place.minutes(answer.at) >= minutes.max(0), "{minutes}");
        let mut desk = place.at(minutes);
        assert!(place.minutes(desk.at_now().expect("a time").1) >= latest, "{minutes}");
    }
    let times: Vec<Instant> = place.journal().iter().map(|recorded| recorded.at).collect();
    assert!(times.is_sorted(), "{times:?}");
    store::verify(&place.opening(0).url).expect("a journal that holds");
}

#[test]
fn a_hold_ends_by_the_stores_time_alone() {
    let place = Place::new();
    assert!(is_done(&place.hold(0, 1)));
    // A terminal that is late: it is still held.
    assert!(!is_done(&place.hold(-600, 2)));
    // One minute before its end, by whichever clock: held. The control: at its end it is free.
    assert!(!is_done(&place.hold(59, 2)));
    assert!(is_done(&place.hold(60, 2)));
    // The terminal that is still late is told of the new hold, with the store's time.
    let late = place.hold(-600, 1);
    assert!(!is_done(&late));
    assert_eq!(place.minutes(late.at), 60);
    let expired: Vec<i64> = place
        .journal()
        .iter()
        .filter(|recorded| matches!(recorded.event, Event::Hold(hold::Event::Expired { .. })))
        .map(|recorded| place.minutes(recorded.at))
        .collect();
    assert_eq!(expired, [60], "it ended once, at its deadline");
}

/// On a real store the host's clock counts; a step back while the journal is ahead leaves the store's time where it was.
#[test]
fn a_host_whose_clock_was_set_back_goes_on_at_the_stores_time() {
    let place = Place::new();
    let ahead = (Utc::now().max(place.noon) + Duration::days(3)).trunc_subsecs(3);
    let opening = Opening { url: place.opening(0).url, now: Some(ahead), ..Opening::default() };
    let customer = Named::Known(CustomerId(0));
    let wish = hold::Command::Hold { unit: UnitId(1), customer, minutes: Some(60) };
    let mut desk = Ledger::open(store::open(&opening).expect("the store")).expect("a ledger");
    assert!(is_done(&desk.submit(&office::order(StaffId(1), wish.clone())).expect("an answer")));
    // This terminal goes by the host's clock, three days behind.
    let host = Opening { url: opening.url, now: None, ..Opening::default() };
    let mut behind = Ledger::open(store::open(&host).expect("the store")).expect("a ledger");
    let answer = behind.submit(&office::order(StaffId(2), wish)).expect("an answer");
    assert!(!is_done(&answer));
    assert_eq!(answer.at, ahead);
}

/// Whoever only reads goes by the store's time too: it is not before what has happened.
#[test]
fn a_reader_whose_clock_is_late_is_not_before_the_last_event() {
    let place = Place::new();
    assert!(is_done(&place.hold(90, 1)));
    let mut late = store::open_reader(&place.opening(-600)).expect("a store");
    assert_eq!(place.minutes(late.now().expect("a time")), 90);
    let mut early = store::open_reader(&place.opening(95)).expect("a store");
    assert_eq!(place.minutes(early.now().expect("a time")), 95);
}
