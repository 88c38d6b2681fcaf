//! A host whose wall clock steps against its boot clock: nothing ends by itself until somebody in charge confirms it.

use super::{Place, is_done};
use chrono::Duration;
use std::sync::mpsc::channel;
use xiaokong::domain::act::{self, Event, Recorded};
use xiaokong::domain::clock::{self, Command};
use xiaokong::domain::hold;
use xiaokong::domain::id::{CustomerId, StaffId, UnitId};
use xiaokong::domain::party::Named;
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::unit::Status;
use xiaokong::runtime::kiosk::{self, Sight};
use xiaokong::runtime::storekeeper::{self, Report};
use xiaokong::runtime::tie::Tie;
use xiaokong::store::clock::{Boot, Dial};
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Answer, Opening, Reader, StoreFault, Verdict, snapshot};

const MANAGER: u32 = 0;
/// How long the host had run at noon of its first start.
const UP: i64 = 1_000_000;
const HOUR: i64 = 60;

/// A host: which start, minutes of its boot clock since noon, and how many seconds its wall clock is ahead of that.
#[derive(Clone, Copy, Debug)]
struct Host {
    start: u8,
    minutes: i64,
    ahead: i64,
}

/// The host on which noon was, so many minutes later, its clock that many minutes ahead.
fn host(minutes: i64, ahead: i64) -> Host {
    Host { start: 1, minutes, ahead: ahead * 60 }
}

impl Host {
    fn seconds_ahead(self, ahead: i64) -> Self {
        Self { ahead, ..self }
    }

    /// Started anew, a minute ago.
    fn restarted(self) -> Self {
        Self { start: self.start + 1, ..self }
    }

    fn opening(self, place: &Place) -> Opening {
        let wall = place.noon + Duration::minutes(self.minutes) + Duration::seconds(self.ahead);
        let up = if self.start == 1 { UP + self.minutes * 60_000 } else { 60_000 };
        let boot = Some(Boot { id: [self.start; 16], up });
        Opening { now: Some(wall), boot, ..place.opening(0) }
    }

    fn dial(self, place: &Place) -> Dial {
        store::open_reader(&self.opening(place)).expect("a store").dial().expect("a time")
    }

    /// Minutes after noon, by the store's time.
    fn minutes(self, place: &Place) -> i64 {
        place.minutes(self.dial(place).time().now)
    }

    fn in_doubt(self, place: &Place) -> bool {
        self.dial(place).step().is_some()
    }

    /// The office as whoever only looks sees it.
    fn seen(self, place: &Place) -> Office {
        let reader = store::open_reader(&self.opening(place)).expect("a store");
        Ledger::open(reader).expect("a ledger").at_now().expect("a time").0
    }

    fn holds(self, place: &Place, unit: u32, by: u32) -> Answer {
        let customer = Named::Known(CustomerId(0));
        let wish = hold::Command::Hold { unit: UnitId(unit), customer, minutes: Some(60) };
        place.submit(&self.opening(place), by, wish)
    }

    fn confirms(self, place: &Place, by: u32) -> Answer {
        place.submit(&self.opening(place), by, Command::Confirm {})
    }
}

/// An office whose first unit consultant 1 holds from noon to one o'clock, by a host that is right.
fn held() -> Place {
    let place = Place::new();
    assert!(is_done(&host(0, 0).holds(&place, 0, 1)));
    place
}

fn is_held(office: &Office, unit: u32) -> bool {
    office.status(UnitId(unit)) == Status::Held
}

/// Minutes after noon at which holds ended by themselves, by unit.
fn ended(place: &Place) -> Vec<(u32, i64)> {
    let ends = |recorded: &Recorded| match recorded.event {
        Event::Hold(hold::Event::Expired { unit }) => Some((unit.0, place.minutes(recorded.at))),
        _ => None,
    };
    place.journal().iter().filter_map(ends).collect()
}

fn steps(place: &Place) -> Vec<Recorded> {
    let of_clock = |recorded: &Recorded| matches!(recorded.event, Event::Clock(_));
    place.journal().into_iter().filter(of_clock).collect()
}

#[test]
fn a_clock_set_forward_ends_nothing_until_it_is_confirmed() {
    let place = held();
    // The control: by a clock that is right the hold is alive before its end, and over at it.
    assert!(!is_done(&host(59, 0).holds(&place, 0, 2)));
    assert!(!is_held(&host(60, 0).seen(&place), 0));
    // An hour ahead: for who only looks, for who is refused, and for who writes.
    let ahead = host(10, HOUR);
    assert!(ahead.in_doubt(&place));
    assert_eq!(ahead.minutes(&place), 10, "store time followed the clock in doubt");
    assert!(is_held(&ahead.seen(&place), 0) && ahead.seen(&place).freeze.is_some());
    assert!(matches!(ahead.holds(&place, 0, 2).verdict, Verdict::Refused(Rejection::UnitTaken { .. })));
    assert!(steps(&place).is_empty() && ahead.in_doubt(&place), "a refusal made the clock believed");
    assert!(is_done(&ahead.holds(&place, 1, 2)));
    let noticed = steps(&place);
    assert_eq!(noticed.len(), 1);
    assert_eq!((noticed[0].by, place.minutes(noticed[0].at)), (None, 10));
    // Past its end by either clock: still held, and what is held meanwhile has its length from store time.
    let later = host(65, HOUR);
    assert!(is_held(&later.seen(&place), 0));
    assert!(!is_done(&later.holds(&place, 0, 2)));
    assert!(is_done(&later.holds(&place, 2, 2)));
    assert_eq!((ended(&place), steps(&place).len()), (Vec::new(), 1));
    let extend = |unit| hold::Command::Extend { unit: UnitId(unit), minutes: 600, reason: "留".into() };
    assert!(is_done(&place.submit(&later.opening(&place), MANAGER, extend(1))));
    // Confirmed: the clock counts, and what is past its end by it ends at its end.
    let refused = later.confirms(&place, 1);
    assert!(matches!(refused.verdict, Verdict::Refused(Rejection::NotPermitted { .. })), "{refused:?}");
    assert!(is_held(&later.seen(&place), 0));
    assert!(is_done(&later.confirms(&place, MANAGER)));
    let after = host(66, HOUR);
    assert!(!after.in_doubt(&place));
    assert_eq!(after.minutes(&place), 126);
    assert!(is_done(&after.holds(&place, 0, 2)));
    assert!(is_held(&after.seen(&place), 1), "it was extended");
    assert_eq!(ended(&place), [(0, 65), (2, 125)]);
    let again = after.confirms(&place, MANAGER);
    assert!(matches!(again.verdict, Verdict::Refused(Rejection::ClockSteady)), "{again:?}");
    store::verify(&place.opening(0).url).expect("a journal that holds");
}

#[test]
fn a_clock_set_back_ends_nothing_until_it_is_confirmed() {
    let place = held();
    let behind = host(70, -HOUR);
    // Nobody has recorded it: of the two clocks the earlier ends holds, and store time does not stand still.
    assert!(is_held(&behind.seen(&place), 0));
    assert_eq!(behind.minutes(&place), 70);
    assert!(!is_done(&behind.holds(&place, 0, 2)));
    assert!(is_done(&behind.holds(&place, 1, 2)));
    assert!(is_held(&host(80, -HOUR).seen(&place), 0));
    assert!(is_done(&host(80, -HOUR).confirms(&place, MANAGER)));
    // The journal is ahead of the clock that was confirmed: it waits for it, and nothing is entered before.
    let after = host(81, -HOUR);
    assert_eq!((after.in_doubt(&place), after.minutes(&place)), (false, 80));
    assert!(!is_held(&after.seen(&place), 0));
}

#[test]
fn a_wrong_step_that_is_undone_leaves_no_trace_in_the_stores_time() {
    let place = held();
    let wrong = host(10, 24 * HOUR);
    assert!(is_done(&wrong.holds(&place, 1, 2)));
    let mended = host(70, 0);
    assert_eq!((mended.in_doubt(&place), mended.minutes(&place)), (false, 70));
    // Somebody has to look at it all the same.
    assert!(is_held(&mended.seen(&place), 0) && mended.seen(&place).freeze.is_some());
    assert!(is_done(&mended.confirms(&place, MANAGER)));
    assert!(!is_held(&mended.seen(&place), 0));
    let last = place.journal().last().map(|recorded| place.minutes(recorded.at));
    assert_eq!(last, Some(70));
}

#[test]
fn what_a_good_host_does_is_no_step() {
    let place = held();
    for (seconds, doubted) in [(0, false), (1, false), (-1, false), (2, false), (3, true), (-3, true)] {
        let off = host(10, 0).seconds_ahead(seconds);
        assert_eq!(off.in_doubt(&place), doubted, "{seconds} s");
    }
    // Asleep for the night: the boot clock sleeps no more than the wall clock, and the hold is over.
    let woken = host(12 * HOUR, 0);
    assert!(!woken.in_doubt(&place) && !is_held(&woken.seen(&place), 0));
    // Slewed by a second and a half an hour: each commit believes the clock anew.
    for hour in 1..6 {
        let slewed = Host { start: 1, minutes: hour * HOUR, ahead: hour * 3 / 2 };
        assert!(is_done(&slewed.holds(&place, hour as u32, 2)), "{hour}");
    }
    assert!(host(6 * HOUR, 0).in_doubt(&place), "the control: against the first record it would be one");
    assert!(steps(&place).is_empty());
}

#[test]
fn a_host_started_anew_may_be_later_but_not_earlier() {
    let place = held();
    let night = host(14 * HOUR, 0).restarted();
    assert!(!night.in_doubt(&place) && !is_held(&night.seen(&place), 0));
    let cases = [(-9, false), (-12, true), (400 * 24 * HOUR, true), (300 * 24 * HOUR, false)];
    for (minutes, doubted) in cases {
        assert_eq!(host(minutes, 0).restarted().in_doubt(&place), doubted, "{minutes} min");
    }
    // A clock that lost its battery: the office goes on from the last time believed.
    let dead = host(-20 * 365 * 24 * HOUR, 0).restarted();
    assert!(is_held(&dead.seen(&place), 0));
    assert_eq!(dead.minutes(&place), 1);
    // Set right from outside before anybody has written: nothing to confirm, and the night has passed.
    assert!(!night.in_doubt(&place) && night.seen(&place).freeze.is_none());
    // After somebody has: it is frozen until confirmed, though the clock is right again.
    assert!(is_done(&dead.holds(&place, 1, 2)));
    assert!(!night.in_doubt(&place) && is_held(&night.seen(&place), 0));
    assert!(is_done(&night.confirms(&place, MANAGER)));
    assert!(!is_held(&night.seen(&place), 0));
}

#[test]
fn what_is_shown_is_what_is_decided() {
    let place = held();
    assert!(is_done(&host(5, 0).holds(&place, 1, 1)));
    let recorded = held();
    assert!(is_done(&host(5, 0).holds(&recorded, 1, 1)));
    assert!(is_done(&host(20, HOUR).holds(&recorded, 7, 1)));
    let mut seen_both = [false; 2];
    for (number, place) in [&place, &recorded].into_iter().enumerate() {
        let copies = tempfile::tempdir().expect("a folder");
        for minutes in [30, 59, 60, 62, 65, 66, 130] {
            for ahead in [0, HOUR, -HOUR, -3, 3, 48 * HOUR] {
                let host = host(minutes, ahead);
                let copy = copies.path().join(format!("{minutes}{ahead}.db"));
                store::backup(&place.opening(0).url, &copy).expect("a copy");
                let opening = Opening { url: copy.display().to_string(), ..host.opening(place) };
                for unit in [0, 1] {
                    let reader = Ledger::open(store::open_reader(&opening).expect("a store"));
                    let (office, _) = reader.expect("a ledger").at_now().expect("a time");
                    let customer = Named::Known(CustomerId(0));
                    let wish = hold::Command::Hold { unit: UnitId(unit), customer, minutes: Some(60) };
                    let free = is_done(&place.submit(&opening, 2, wish));
                    assert_eq!(free, !is_held(&office, unit), "{host:?}, unit {unit}, recorded {number}");
                    seen_both[usize::from(free)] = true;
                }
            }
        }
    }
    assert_eq!(seen_both, [true; 2], "one answer only: the table proves nothing");
}

#[test]
fn the_desk_and_the_wall_are_told_before_anybody_has_written() {
    let place = held();
    let opening = host(10, HOUR).opening(&place);
    let (url, again) = (opening.url.clone(), opening.clone());
    let tie = Tie::new(Box::new(move || store::open(&again)), &url, false).expect("a store");
    let (sender, reports) = channel();
    let (errands, _) = storekeeper::start(tie, move |report| drop(sender.send(report))).expect("a thread");
    let step = match reports.recv().expect("a report") {
        Report::Clock(time) => time.step.expect("a step"),
        other => panic!("first of all {other:?}"),
    };
    assert_eq!(step.ahead(), Duration::hours(1));
    drop(errands);
    let tie = Tie::new(Box::new(move || store::open_reader(&opening)), &url, true).expect("a store");
    let (sender, sights) = channel();
    kiosk::watch(tie, move |sight| sender.send(sight).is_ok()).expect("a thread");
    match sights.recv().expect("a sight") {
        Sight::Seen(picture, _) => assert!(picture.is_frozen),
        Sight::Lost(_) => panic!("lost"),
    }
    assert!(steps(&place).is_empty(), "who only looks has written");
}

#[test]
fn the_freeze_is_in_the_journal_alone() {
    let place = held();
    assert!(is_done(&host(10, HOUR).holds(&place, 1, 2)));
    let mut office = Office::default();
    place.journal().iter().for_each(|recorded| act::apply(&mut office, recorded));
    let freeze = office.freeze.expect("frozen");
    assert_eq!((place.minutes(freeze.wall), place.minutes(freeze.expected)), (70, 10));
    let bytes = snapshot::bytes_of(&office, &[0; 32]);
    let kept = snapshot::believe(&bytes).and_then(|kept| kept.read()?.office());
    assert_eq!(kept.expect("a kept office").freeze, Some(freeze));
    assert_eq!(
        office,
        *Ledger::open(store::open(&place.opening(0)).expect("a store")).expect("one").office()
    );
    // A copy is carried to another host, whose clock is right: still frozen, and confirmed there.
    let copy = place.folder.path().join("carried.db");
    store::backup(&place.opening(0).url, &copy).expect("a copy");
    let there = host(40, 0).restarted().opening(&place);
    let there = Opening { url: copy.display().to_string(), ..there };
    let mut desk = Ledger::open(store::open(&there).expect("a store")).expect("a ledger");
    assert!(desk.at_now().expect("a time").0.freeze.is_some());
    let confirmed = desk.submit(&super::office::order(StaffId(MANAGER), Command::Confirm {}));
    assert!(is_done(&confirmed.expect("an answer")));
    let last = desk.store().read(0, 1_000).expect("events").pop().expect("events");
    assert!(matches!(last.event, Event::Clock(clock::Event::Confirmed {})));
    assert!(desk.at_now().expect("a time").0.freeze.is_none());
}

#[test]
fn only_a_practice_store_takes_clocks_from_outside() {
    let place = Place::new();
    let real = tempfile::tempdir().expect("a folder");
    super::office::found(real.path());
    let url = super::office::opening(real.path()).url;
    let fault = store::open(&Opening { url, ..host(0, 0).opening(&place) }).err();
    assert_eq!(fault, Some(StoreFault::NotPractice));
    // And one whose time is given stands where it is told to, however far it jumps.
    for minutes in [0, 200_000, 10] {
        assert!(place.at(minutes).at_now().expect("a time").0.freeze.is_none());
        place.hold(minutes, 1);
    }
    assert!(steps(&place).is_empty());
}

#[test]
fn a_store_from_before_is_read_as_it_is_and_brought_up_with_a_copy_kept() {
    let place = held();
    let conn = rusqlite::Connection::open(place.path()).expect("a file");
    conn.execute_batch("DROP TABLE clock; PRAGMA user_version = 1;").expect("as it was");
    drop(conn);
    let copy = place.path().with_file_name("clocks.db.schema1.backup");
    assert!(is_held(&host(10, 0).seen(&place), 0) && !host(10, HOUR).in_doubt(&place));
    assert!(!copy.exists(), "who only looks has brought it up");
    // Everybody comes in the morning, and all find it old.
    let opening = host(10, 0).opening(&place);
    let opened = std::thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(|| store::open(&opening).err())).collect();
        all.into_iter().filter_map(|one| one.join().expect("no panic")).collect::<Vec<_>>()
    });
    assert_eq!(opened, []);
    // Nothing is known of its clock yet: the first commit believes it, the next has something to compare with.
    assert!(is_done(&host(10, 0).holds(&place, 1, 2)));
    assert!(copy.exists());
    assert!(host(10, HOUR).in_doubt(&place) && is_held(&host(10, HOUR).seen(&place), 0));
    store::verify(&place.opening(0).url).expect("a journal that holds");
    store::verify(&copy.display().to_string()).expect("a copy that holds");
}
