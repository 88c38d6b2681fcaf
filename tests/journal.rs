//! One life of a journal, the same in memory and in a file; what proof catches; what is no store.

use std::path::Path;
use xiaokong::domain::act::{Command, Event, Recorded};
use xiaokong::domain::id::{CommandId, CustomerId, StaffId, UnitId};
use xiaokong::domain::party::Named;
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::state::sealed::Person;
use xiaokong::domain::state::staff::Role;
use xiaokong::domain::state::unit::{ListedStatus, Status};
use xiaokong::domain::time::{Instant, Time, minutes};
use xiaokong::domain::{clock, hold, listing, people, setup, undo, waiting};
use xiaokong::store::ledger::Ledger;
use xiaokong::store::memory::Shared;
use xiaokong::store::{self, Answer, Core, Journal, Opening, Order, Reader, StoreFault, Verdict, verify};

type Desk = Ledger<Box<dyn Journal>>;

fn order(by: u32, command: impl Into<Command>) -> Order {
    Order { id: CommandId::now_v7(), by: StaffId(by), terminal: "t".into(), command: command.into() }
}

fn start() -> Instant {
    Instant::from_timestamp_millis(1_700_000_000_000).expect("a time")
}

fn url(path: &Path) -> String {
    path.display().to_string()
}

fn person(name: &str, phone: &str) -> Named {
    Named::Person(Person { salt: name.into(), name: name.into(), phones: vec![phone.into()] })
}

fn hold(unit: u32, customer: Named) -> hold::Command {
    hold::Command::Hold { unit: UnitId(unit), customer, minutes: None }
}

fn done(answer: &Answer) -> (u64, u64) {
    match answer.verdict {
        Verdict::Done { first, last } => (first, last),
        Verdict::Refused(ref rejection) => panic!("{rejection:?}"),
    }
}

fn submit(desk: &mut Desk, by: u32, command: impl Into<Command>) -> (u64, u64) {
    done(&desk.submit(&order(by, command)).expect("an answer"))
}

/// A practice project: a manager and two consultants, three units on sale.
fn found(desk: &mut Desk) {
    let (name, manager) = ("演练".to_string(), "经理".to_string());
    let founding =
        setup::Command::Found { name, practice: true, manager, roles: vec![Role::Manager], policy: vec![] };
    submit(desk, 0, founding);
    for name in ["甲", "乙"] {
        submit(desk, 0, setup::Command::AddStaff { name: name.into(), role: Role::Consultant, team: None });
    }
    let row = |room: u32| {
        let spec =
            serde_json::json!({ "building": "1#", "room": room.to_string(), "floor": 1, "total": 100 });
        let spec = serde_json::from_value(spec).expect("a unit");
        listing::Row { spec, status: Some(ListedStatus::Available) }
    };
    submit(desk, 0, listing::Command::Import { source: "l".into(), rows: (101..104).map(row).collect() });
}

/// The whole story; `open` gives a desk at so many minutes after the start.
fn story(open: &dyn Fn(u32) -> Desk) {
    let mut desk = open(0);
    found(&mut desk);
    let first = order(1, hold(0, person("王", "13900000001")));
    let answer = desk.submit(&first).expect("an answer");
    let head = desk.office().head;
    let again = desk.submit(&first).expect("an answer");
    assert_eq!((again.repeated, again.verdict), (true, answer.verdict));
    assert_eq!(desk.office().head, head, "a repeated command acts once");

    let other = Order { command: hold(1, person("王", "13900000001")).into(), ..first.clone() };
    let answer = desk.submit(&other).expect("an answer");
    assert_eq!(answer.verdict, Verdict::Refused(Rejection::CommandConflict));
    let late = order(2, hold(0, person("李", "13900000002")));
    for repeated in [false, true] {
        let refused = desk.submit(&late).expect("an answer");
        assert!(matches!(refused.verdict, Verdict::Refused(Rejection::UnitTaken { .. })));
        assert_eq!(refused.repeated, repeated);
    }
    assert_eq!(desk.office().head, head, "a refusal writes no event");
    let now = desk.store().head().expect("a head");
    assert_eq!(desk.store().head_at(head), Ok(Some(now.clone())));
    assert_eq!(desk.store().head_at(head + 1), Ok(None));
    assert_eq!(desk.store().contains_head(&now.hash), Ok(Some(head)));
    assert_eq!(desk.store().head_at(0).expect("read").map(|none| none.hash), Some("0".repeat(64)));
    let refusals = desk.store().refusals(9).expect("refusals");
    assert_eq!(refusals.iter().map(|refusal| refusal.command).collect::<Vec<_>>(), [late.id]);

    submit(&mut desk, 2, waiting::Command::Join { unit: UnitId(0), customer: person("李", "13900000002") });
    submit(&mut desk, 1, hold(1, Named::Known(CustomerId(0))));
    submit(&mut desk, 1, undo::Command::Undo { deed: None });
    assert_eq!(desk.office().status(UnitId(1)), Status::Available);
    assert_eq!(desk.store().head_at(head), Ok(Some(now)), "the past has changed");
    assert!(*desk.office() == *open(0).office(), "who acts and who reads have another office");
    expiry(open);
}

/// A day and a minute later: the next writer records the deadline at its own time, and serves the line.
fn expiry(open: &dyn Fn(u32) -> Desk) {
    let mut desk = open(24 * 60 + 1);
    let before = desk.office().head;
    submit(&mut desk, 0, people::Command::Erase { customer: CustomerId(0) });
    let events = desk.store().read(before, 9).expect("events");
    let deadline = start() + minutes(24 * 60);
    assert!(matches!(events[0].event, Event::Hold(hold::Event::Expired { unit: UnitId(0) })), "{events:?}");
    assert!(matches!(events[1].event, Event::Hold(hold::Event::Served { unit: UnitId(0), .. })));
    assert_eq!([events[0].at, events[1].at], [deadline, deadline]);
    assert_eq!((events[0].by, events[2].at), (None, deadline + minutes(1)));
    assert_eq!(desk.office().live_claim(UnitId(0)).and_then(|claim| claim.consultant), Some(StaffId(2)));
    assert_eq!(desk.office().customer(CustomerId(0)).person, None);
    let reopened = open(24 * 60 + 1);
    assert!(reopened.office() == desk.office(), "a reopened journal gives another office");
}

#[test]
fn the_story_in_memory() {
    let shared = Shared::default();
    let at = |minute| Some(start() + minutes(minute));
    story(&|minute| {
        Ledger::open(Box::new(shared.handle(at(minute)).expect("a handle")) as _).expect("a desk")
    });
    let (proven, _) =
        verify::prove(&mut shared.handle(None).expect("a handle")).expect("a journal that holds");
    assert_eq!((proven.units, proven.live_claims), (3, 1));
}

/// Lives the story in a file.
fn lived(path: &Path) {
    story(&|minute| {
        let opening = Opening { url: url(path), now: Some(start() + minutes(minute)), ..Opening::default() };
        let journal = if path.exists() { store::open(&opening) } else { store::create(&opening) };
        Ledger::open(journal.expect("a store")).expect("a desk")
    });
}

#[test]
fn the_story_in_a_file_its_backup_and_its_proof() {
    let folder = tempfile::tempdir().expect("a folder");
    let [path, copy, again] = ["a.db", "b.db", "c.db"].map(|name| folder.path().join(name));
    lived(&path);
    let proven = store::verify(&url(&path)).expect("a journal that holds");
    assert_eq!((proven.units, proven.live_claims), (3, 1));
    assert_eq!(store::backup(&url(&path), &copy), Ok(proven.clone()));
    assert_eq!(store::restore(&copy, &url(&again)), Ok(proven));
    assert!(matches!(store::restore(&copy, &url(&path)), Err(StoreFault::Exists { .. })));
    let conn = rusqlite::Connection::open(&again).expect("a file");
    for sql in
        ["UPDATE event SET at = 0", "DELETE FROM event", "UPDATE answer SET at = 0", "DELETE FROM answer"]
    {
        let said = conn.execute_batch(sql).expect_err(sql).to_string();
        assert!(said.contains("append-only"), "{sql}: {said}");
    }
    drop(conn);
    for (place, sql) in [
        "UPDATE event SET payload = replace(payload, '演练', '演习') WHERE seq = 1",
        "DELETE FROM event WHERE seq = 3",
        "UPDATE guard SET claim = claim + 1",
        "DELETE FROM event_unit WHERE unit = 0",
        "UPDATE personal SET name = '张'",
    ]
    .into_iter()
    .enumerate()
    {
        let forged = folder.path().join(format!("forged-{place}.db"));
        store::backup(&url(&path), &forged).expect("a copy");
        let conn = rusqlite::Connection::open(&forged).expect("a file");
        conn.execute_batch("DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;").expect("dropped");
        assert!(conn.execute(sql, []).expect(sql) > 0, "{sql}: touched nothing");
        drop(conn);
        let fault = store::verify(&url(&forged)).expect_err(sql);
        assert!(matches!(fault, StoreFault::ChainBroken { .. }), "{sql}: {fault}");
    }
}

/// Answers with so many events that say little.
struct Talker(u64);

impl Core for Talker {
    fn catch_up(&mut self, _: &[Recorded]) {}

    fn seq(&self) -> u64 {
        0
    }

    fn decide(&self, _: &Order, time: Time) -> Result<Vec<(Instant, Event)>, Rejection> {
        Ok((0..self.0).map(|_| (time.now, clock::Event::Confirmed {}.into())).collect())
    }
}

/// Of a journal of many pages the first fault is named, wherever it is and whatever comes behind it.
#[test]
fn the_first_fault_of_a_long_journal() {
    const EVENTS: u64 = 10_000;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("long.db");
    let opening = Opening { url: url(&path), ..Opening::default() };
    let mut journal = store::create(&opening).expect("a store");
    journal.transact(&order(0, clock::Command::Confirm {}), &mut Talker(EVENTS)).expect("an answer");
    drop(journal);
    let opened = || Ledger::open(store::open(&opening).expect("a store")).map(|desk| desk.office().head);
    assert_eq!(store::verify(&url(&path)).map(|proven| proven.events), Ok(EVENTS));
    assert_eq!(opened(), Ok(EVENTS));
    std::fs::remove_file(folder.path().join("long.db.snapshot")).expect("an office was kept");
    let file = rusqlite::Connection::open(&path).expect("a file");
    file.execute_batch("DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;").expect("dropped");
    let broken = |seq, what: &str| StoreFault::ChainBroken { path: url(&path), seq, what: what.to_string() };
    let steps = [
        ("DELETE FROM event WHERE seq = 10000", broken(EVENTS, "answer"), Ok(EVENTS - 1)),
        ("DELETE FROM event WHERE seq = 9000", broken(9_000, "seq"), Ok(EVENTS - 1)),
        ("UPDATE event SET payload = '{}' WHERE seq = 8000", broken(8_000, "hash"), Err(())),
        ("UPDATE event SET kind = 'a.b' WHERE seq = 5", broken(5, "hash"), Err(())),
    ];
    for (sql, fault, head) in steps {
        assert_eq!(file.execute(sql, []), Ok(1), "{sql}");
        assert_eq!(store::verify(&url(&path)).expect_err(sql), fault, "{sql}");
        assert_eq!(opened(), head.map_err(|()| broken(8_000, "payload")), "{sql}");
        let _ = std::fs::remove_file(folder.path().join("long.db.snapshot"));
    }
}

#[test]
fn what_is_no_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let [text, newer, none] = ["text.db", "newer.db", "none.db"].map(|name| folder.path().join(name));
    let open = |path: &Path| store::open(&Opening { url: url(path), ..Opening::default() }).err();
    std::fs::write(&text, "楼栋,房号\n".repeat(200)).expect("written");
    assert_eq!(open(&text), Some(StoreFault::NotAStore { path: url(&text) }));
    assert_eq!(open(&none), Some(StoreFault::Missing { path: url(&none) }));
    assert!(!none.exists());
    drop(store::create(&Opening { url: url(&newer), ..Opening::default() }).expect("a store"));
    let conn = rusqlite::Connection::open(&newer).expect("a file");
    conn.execute_batch("PRAGMA user_version = 99").expect("set");
    drop(conn);
    assert!(matches!(open(&newer), Some(StoreFault::TooNew { found: 99, .. })));
}

#[test]
fn findings_have_words_in_both_languages() {
    for text in [include_str!("../assets/locale/zh/store.ftl"), include_str!("../assets/locale/en/store.ftl")]
    {
        for code in store::doctor::CODES {
            assert!(text.contains(&format!("\ndoctor-{code} = ")), "{code}");
        }
        for code in [
            "store_missing",
            "store_exists",
            "store_invalid",
            "store_too_new",
            "store_on_network",
            "store_unreachable",
            "store_damaged",
            "outcome_unknown",
            "disk_full",
            "store_read_only",
            "store_busy",
            "chain_broken",
            "guard_refused",
            "not_practice",
        ] {
            assert!(text.contains(&format!("\nstore-{code} = ")), "{code}");
        }
    }
}
