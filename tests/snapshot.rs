//! The office kept beside the journal (design §4 snapshots): believed only where it is right, missed by nobody, and
//! nothing in it that must be able to go.

mod common;

use common::floor::{FOUR, open};
use common::random::{FLOOR_ACTS, floor_act};
use common::{House, JIA, MANAGER, RECEPTION, phoned};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use xiaokong::domain::act::Command;
use xiaokong::domain::id::{CommandId, CustomerId, StaffId};
use xiaokong::domain::listing::{self, Row};
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::staff::Role;
use xiaokong::domain::time::Instant;
use xiaokong::domain::{duty, people, setup};
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Journal, Opening, Order, Reader, Verdict};

/// A folder with a store in it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("office.db")
    }

    fn kept(&self) -> PathBuf {
        self.folder.path().join("office.db.snapshot")
    }

    fn opening(&self, now: Option<Instant>) -> Opening {
        Opening { url: self.store().display().to_string(), now, ..Opening::default() }
    }

    fn journal(&self) -> Box<dyn Journal> {
        store::open(&self.opening(None)).expect("a store")
    }

    fn recalled(&self) -> Option<Office> {
        self.journal().recall()
    }

    /// The journal folded from its beginning, whatever is kept beside it.
    fn replayed(&self) -> Office {
        let mut store = self.journal();
        let mut office = Office::default();
        for recorded in store.read(0, usize::MAX).expect("events") {
            xiaokong::domain::act::apply(&mut office, &recorded);
        }
        office
    }

    /// The office as everyone who opens the store gets it.
    fn opened(&self) -> Office {
        Ledger::open(self.journal()).expect("a ledger").into_office()
    }

    fn keep(&self) -> Office {
        let office = self.replayed();
        self.journal().keep(&office);
        office
    }
}

fn send(ledger: &mut Ledger<Box<dyn Journal>>, by: StaffId, command: impl Into<Command>) -> Verdict {
    let order = Order { id: CommandId::now_v7(), by, terminal: "t".into(), command: command.into() };
    ledger.submit(&order).expect("an answer").verdict
}

fn must(ledger: &mut Ledger<Box<dyn Journal>>, by: StaffId, command: impl Into<Command>) {
    let verdict = send(ledger, by, command);
    assert!(matches!(verdict, Verdict::Done { .. }), "{verdict:?}");
}

/// A store with a manager, a desk, and so many customers of the house.
fn small(place: &Place, customers: u32) -> Ledger<Box<dyn Journal>> {
    let created = store::create(&place.opening(None)).expect("a store");
    let mut ledger = Ledger::open(created).expect("a ledger");
    let (name, manager, roles) = ("小".to_string(), "经".to_string(), vec![Role::Manager]);
    must(
        &mut ledger,
        MANAGER,
        setup::Command::Found { name, practice: false, manager, roles, policy: vec![] },
    );
    for number in 0..customers {
        let customer = phoned(&format!("客户{number}"), &format!("1380000{number:04}"));
        must(&mut ledger, MANAGER, people::Command::Register { customer });
    }
    ledger
}

/// The commands of a made house, sent to a practice store.
fn lived_in(place: &Place, house: &House) -> Office {
    let created = store::create(&place.opening(Some(house.now))).expect("a store");
    let mut ledger = Ledger::open(created).expect("a ledger");
    let (name, manager, roles) = ("测试".to_string(), "经理".to_string(), vec![Role::Manager]);
    must(
        &mut ledger,
        MANAGER,
        setup::Command::Found { name, practice: true, manager, roles, policy: vec![] },
    );
    for member in &house.office.staff[1..] {
        let (name, role, team) = (member.name.clone(), member.roles[0], Some(member.team));
        must(&mut ledger, MANAGER, setup::Command::AddStaff { name, role, team });
    }
    let rows = house.office.units.iter().map(|unit| Row { spec: (*unit.spec).clone(), status: None });
    must(&mut ledger, MANAGER, listing::Command::Import { source: "l".into(), rows: rows.collect() });
    for staff in FOUR {
        must(&mut ledger, staff, duty::Command::SignIn { staff });
    }
    ledger.into_office()
}

/// A number that has nothing to do with its neighbour's.
fn scattered(number: u32) -> u32 {
    let mixed = (number ^ (number >> 16)).wrapping_mul(0x7feb_352d);
    (mixed ^ (mixed >> 15)).wrapping_mul(0x846c_a68b).rotate_left(16)
}

/// So many random acts of a sales floor; returns how many were done.
fn live(place: &Place, office: Office, seed: u32, acts: u32) -> u32 {
    let (mut office, mut done) = (office, 0);
    for number in 0..acts {
        let more = scattered(seed + number);
        let now = office.at + chrono::TimeDelta::minutes(i64::from(more >> 30));
        let by = [MANAGER, RECEPTION, JIA][(more >> 7) as usize % 3];
        let (by, command) = floor_act(&office, now, by, (more >> 11) as u8 % FLOOR_ACTS, more);
        let journal = store::open(&place.opening(Some(now))).expect("the store");
        let mut ledger = Ledger::resume(journal, office);
        done += u32::from(matches!(send(&mut ledger, by, command), Verdict::Done { .. }));
        office = ledger.into_office();
    }
    done
}

#[test]
fn random_days_are_kept_and_gone_on_with() {
    let house = open();
    for seed in [1, 1_000, 77_777] {
        let place = Place::new();
        let office = lived_in(&place, &house);
        let done = live(&place, office, seed, 60);
        assert!(done > 20, "hardly anything happened: {done}");
        let kept = place.keep();
        assert_eq!(place.recalled().as_ref(), Some(&kept));
        // Life goes on from what was kept, by people who never read the beginning.
        let done = live(&place, place.opened(), seed + 500, 40);
        assert!(done > 10, "hardly anything happened: {done}");
        let office = place.opened();
        assert_eq!(office, place.replayed());
        assert!(office.head > kept.head);
        // Kept anew from an office that is partly packed still.
        place.journal().keep(&place.opened());
        assert_eq!(place.recalled(), Some(office));
    }
}

#[test]
fn no_damage_is_ever_believed() {
    let place = Place::new();
    small(&place, 1);
    let office = place.keep();
    assert_eq!(place.recalled().as_ref(), Some(&office));
    let whole = fs::read(place.kept()).expect("a kept office");
    let mut store = place.journal();
    for at in 0..whole.len() {
        for bit in [1_u8, 0x80] {
            let mut damaged = whole.clone();
            damaged[at] ^= bit;
            fs::write(place.kept(), damaged).expect("written");
            assert!(store.recall().is_none(), "byte {at}");
        }
        fs::write(place.kept(), &whole[..at]).expect("written");
        assert!(store.recall().is_none(), "cut at {at}");
    }
    let longer: Vec<u8> = whole.iter().copied().chain([0]).collect();
    fs::write(place.kept(), longer).expect("written");
    assert!(store.recall().is_none(), "a byte more");
    assert_eq!(place.opened(), office, "without it all works");
    fs::write(place.kept(), whole).expect("written");
    assert_eq!(store.recall(), Some(office));
}

#[test]
fn nobody_can_be_read_in_it_and_whoever_was_erased_stays_so() {
    let place = Place::new();
    let mut ledger = small(&place, 2);
    let has = |text: &str| {
        let bytes = fs::read(place.kept()).expect("a kept office");
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    let office = place.keep();
    assert!(has("小"), "what may be in it is found");
    for private in ["客户0", "客户1", "13800000000", "13800000001"] {
        assert!(!has(private), "{private}");
    }
    assert_eq!(place.opened().shown_phones(Some(MANAGER), CustomerId(0)), ["13800000000"]);
    must(&mut ledger, MANAGER, people::Command::Erase { customer: CustomerId(0) });
    // The kept office is from before the erasure.
    assert_eq!(place.recalled().expect("still ours").head, office.head);
    for opened in [place.recalled().expect("still ours"), place.opened(), place.replayed()] {
        assert!(opened.customer(CustomerId(0)).person.is_none());
        assert!(opened.customer(CustomerId(1)).person.is_some());
        assert!(!opened.phones.contains_key("13800000000") && opened.phones.contains_key("13800000001"));
    }
    assert_eq!(place.opened(), place.replayed());
}

#[test]
fn what_nobody_asked_for_is_kept_again_as_it_was() {
    let place = Place::new();
    let mut ledger = small(&place, 300);
    place.keep();
    must(&mut ledger, MANAGER, people::Command::Erase { customer: CustomerId(70) });
    must(&mut ledger, MANAGER, people::Command::Register { customer: phoned("新", "13911111111") });
    // One leaf was changed and one begun; nobody looked at the others.
    let opened = place.opened();
    place.journal().keep(&opened);
    let again = place.recalled().expect("kept");
    assert_eq!((again.head, &again), (opened.head, &place.replayed()));
    assert_eq!(again.phones.get("13800000071"), Some(&CustomerId(71)));
    assert!(again.customer(CustomerId(70)).person.is_none() && !again.phones.contains_key("13800000070"));
    assert_eq!(again.phones.get("13911111111"), Some(&CustomerId(300)));
}

#[test]
fn another_history_is_not_believed() {
    let place = Place::new();
    let mut ledger = small(&place, 3);
    let backup = place.folder.path().join("backup.db");
    store::backup(&place.opening(None).url, &backup).expect("a backup");
    must(&mut ledger, MANAGER, people::Command::Register { customer: phoned("后来", "13911111111") });
    drop(ledger);
    place.keep();
    let after_loss = |place: &Place| {
        for name in ["office.db", "office.db-wal", "office.db-shm"] {
            let _ = fs::remove_file(place.folder.path().join(name));
        }
        store::restore(&backup, &place.opening(None).url).expect("restored");
    };
    // The journal that was restored is shorter than what was kept.
    after_loss(&place);
    assert!(place.recalled().is_none());
    assert_eq!(place.opened().head, 4);
    // And grown again by another event, it has the position, but not with that hash.
    let mut ledger = Ledger::open(place.journal()).expect("a ledger");
    must(&mut ledger, MANAGER, people::Command::Register { customer: phoned("别人", "13922222222") });
    assert!(place.recalled().is_none());
    assert_eq!(place.opened(), place.replayed());
    // Another store of the same length.
    let other = Place::new();
    small(&other, 4);
    fs::copy(place.kept(), other.kept()).expect("copied");
    assert!(other.recalled().is_none());
    // What was kept before the backup was made is of both.
    drop(ledger);
    after_loss(&place);
    let office = place.keep();
    fs::copy(place.kept(), other.folder.path().join("backup.db.snapshot")).expect("copied");
    let url = other.folder.path().join("backup.db").display().to_string();
    store::restore(&backup, &url).expect("restored");
    let mut copy = store::open_reader(&Opening { url, ..Opening::default() }).expect("a reader");
    assert_eq!(copy.recall(), Some(office));
}

/// Units that weigh enough to be kept.
fn large(place: &Place) {
    let mut ledger = small(place, 1);
    let house = House::new();
    let spec = |number: usize| {
        let mut spec = (*house.office.units[0].spec).clone();
        spec.room = format!("{number}").into();
        Row { spec, status: None }
    };
    let rows = (0..2_000).map(spec).collect();
    must(&mut ledger, MANAGER, listing::Command::Import { source: "l".into(), rows });
}

#[test]
fn whoever_folds_much_keeps_it_for_the_next() {
    let place = Place::new();
    small(&place, 1);
    place.opened();
    assert!(!place.kept().exists(), "what is folded at once is not worth it");
    let place = Place::new();
    large(&place);
    assert!(!place.kept().exists());
    let reader = store::open_reader(&place.opening(None)).expect("a reader");
    let office = Ledger::open(reader).expect("a ledger").into_office();
    let made = fs::metadata(place.kept()).expect("kept");
    assert_eq!(made.permissions().mode() & 0o777, 0o600);
    assert_eq!(place.recalled(), Some(office));
    assert!(!place.folder.path().join("office.db.snapshot.new").exists());
    // The next has nothing to fold and keeps nothing.
    place.opened();
    let same = fs::metadata(place.kept()).expect("kept");
    assert_eq!(made.modified().expect("a time"), same.modified().expect("a time"));
}

#[test]
fn where_nothing_can_be_kept_all_works_without() {
    let place = Place::new();
    large(&place);
    // A folder of that name cannot be written to, by nobody.
    fs::create_dir(place.folder.path().join("office.db.snapshot.new")).expect("a folder");
    assert_eq!(place.opened().units.len(), 2_000);
    assert!(!place.kept().exists());
    fs::create_dir(place.kept()).expect("a folder");
    assert_eq!(place.opened(), place.replayed());
}

/// What a killed process left behind hinders nobody, and many at once leave a whole one.
#[test]
fn many_keep_at_once() {
    let place = Place::new();
    small(&place, 40);
    fs::write(place.folder.path().join("office.db.snapshot.new"), "half").expect("written");
    let office = place.keep();
    assert_eq!(place.recalled().as_ref(), Some(&office));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut store = place.journal();
                for _ in 0..50 {
                    store.keep(&office);
                    assert_eq!(store.recall().as_ref(), Some(&office));
                }
            });
        }
    });
    assert!(!place.folder.path().join("office.db.snapshot.new").exists());
}

#[test]
fn verify_looks_at_the_journal_alone() {
    let place = Place::new();
    small(&place, 2);
    let mut wrong = place.replayed();
    wrong.project.name = "别的".into();
    place.journal().keep(&wrong);
    assert_eq!(place.opened().project.name, "别的", "it is believed, being whole and of this journal");
    let proven = store::verify(&place.opening(None).url).expect("a journal that holds");
    assert_eq!(proven.events, 3);
    fs::remove_file(place.kept()).expect("removed");
    assert_eq!(place.opened().project.name, "小");
}
