//! The demo can be made at every hour, and always has an office at work: people on duty, groups waiting, claims of every kind.

use chrono::{DateTime, Duration};
use std::collections::BTreeSet;
use xiaokong::domain::time::Instant;
use xiaokong::runtime::demo;
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Opening};

/// Midnight in Shanghai, between a Tuesday and a Wednesday.
fn midnight() -> Instant {
    DateTime::from_timestamp(1_795_536_000, 0).expect("a moment")
}

#[test]
fn it_can_be_made_at_every_hour() {
    let folder = tempfile::tempdir().expect("a folder");
    let moments = [0, 1, 40, 300, 750, 1_799, 1_800, 1_859, 1_860, 1_861, 3_600, 14_400, 43_200, 86_399];
    for seconds in moments {
        let now = midnight() + Duration::seconds(seconds);
        let url = folder.path().join(format!("{seconds}.db")).display().to_string();
        demo::make(&url, now).unwrap_or_else(|fault| panic!("{seconds} s after midnight: {fault:?}"));
        store::verify(&url).expect("a journal that holds");
        let opening = Opening { url, now: Some(now), ..Opening::default() };
        let ledger = Ledger::open(store::open(&opening).expect("a store")).expect("a ledger");
        let office = ledger.office();
        let on_duty = office.staff.iter().filter(|staff| staff.duty.signed_in.is_some()).count();
        let statuses: BTreeSet<_> = office.units.iter().map(|unit| office.status(unit.id) as usize).collect();
        let seen = (on_duty, office.open_visits.len(), statuses.len());
        assert_eq!(seen, (6, 5, 6), "{seconds} s after midnight: signed in, groups, kinds of status");
    }
}
