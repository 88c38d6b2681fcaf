//! Several terminals on one journal, without their screens: what one does the others see, a store that goes away comes
//! back, and no command is lost, done twice or left without an answer.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use xiaokong::app::message::{Outcome, Travel};
use xiaokong::app::model::Link;
use xiaokong::domain::act::{Command, Recorded};
use xiaokong::domain::id::{Seq, StaffId, UnitId};
use xiaokong::domain::setup;
use xiaokong::domain::state::day::Stage;
use xiaokong::domain::state::staff::Role;
use xiaokong::domain::time::Instant as Moment;
use xiaokong::runtime::clock::fresh_id;
use xiaokong::runtime::historian::{self, Finding, Query};
use xiaokong::runtime::kiosk::{self, Sight};
use xiaokong::runtime::storekeeper::{self, Errand, Errands, Report};
use xiaokong::runtime::tie::{Opener, Tie, Trouble, Turn};
use xiaokong::store::ledger::Ledger;
use xiaokong::store::{self, Answer, Core, Head, Journal, Opening, Order, Reader, StoreFault, Verdict};

const PATIENCE: Duration = Duration::from_secs(20);

fn opening(path: &Path) -> Opening {
    Opening { url: path.display().to_string(), ..Opening::default() }
}

fn order(command: impl Into<Command>) -> Order {
    Order { id: fresh_id(), by: StaffId(0), terminal: "test".into(), command: command.into() }
}

fn found(path: &Path, name: &str) {
    let mut ledger = Ledger::open(store::create(&opening(path)).expect("a store")).expect("a ledger");
    let founding = setup::Command::Found {
        name: name.into(),
        practice: false,
        manager: "经理".into(),
        roles: vec![Role::Manager],
        policy: Vec::new(),
    };
    ledger.submit(&order(founding)).expect("founded");
}

fn staff(name: &str) -> Order {
    order(setup::Command::AddStaff { name: name.into(), role: Role::Consultant, team: None })
}

struct Desk {
    errands: Errands,
    reports: Receiver<Report>,
}

impl Desk {
    fn open<S: Journal + 'static>(open: Opener<S>, path: &Path) -> Self {
        let tie = Tie::new(open, &path.display().to_string(), false).expect("open");
        let (sender, reports) = channel();
        let tell = move |report| drop(sender.send(report));
        let (errands, _) = storekeeper::start(tie, tell).expect("a thread");
        Self { errands, reports }
    }

    fn at(path: &Path) -> Self {
        let opening = opening(path);
        Self::open(Box::new(move || store::open(&opening)), path)
    }

    fn send(&self, ticket: u64, order: Order) {
        assert!(self.errands.send(Errand { ticket, order }), "the keeper listens");
    }

    /// The first report that fits; earlier ones are skipped.
    fn wait<T>(&self, what: &str, fits: impl Fn(&Report) -> Option<T>) -> T {
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let report = self.reports.recv_timeout(left).unwrap_or_else(|_| panic!("no {what}"));
            if let Some(found) = fits(&report) {
                return found;
            }
        }
    }

    fn events(&self, ids: &[Order]) {
        let mut missing: Vec<_> = ids.iter().map(|order| order.id).collect();
        while !missing.is_empty() {
            let seen: Vec<Recorded> = self.wait("news", |report| match report {
                Report::News(events, _) if !events.is_empty() => Some(events.clone()),
                _ => None,
            });
            missing.retain(|id| seen.iter().all(|event| event.command != *id));
        }
    }

    fn outcome(&self, ticket: u64) -> Outcome {
        self.wait("answer", |report| match report {
            Report::Answered(answered, outcome) if *answered == ticket => Some(outcome.clone()),
            Report::Unsent(other, trouble) | Report::Undone(other, trouble) if *other == ticket => {
                panic!("not done: {trouble:?}")
            }
            _ => None,
        })
    }
}

fn wall(path: &Path) -> Receiver<Sight> {
    let opening = opening(path);
    let open: Opener<Box<dyn Reader>> = Box::new(move || store::open_reader(&opening));
    let tie = Tie::new(open, &path.display().to_string(), true).expect("open");
    let (sender, sights) = channel();
    kiosk::watch(tie, move |sight| sender.send(sight).is_ok()).expect("a thread");
    sights
}

fn see<T>(sights: &Receiver<Sight>, what: &str, fits: impl Fn(&Sight) -> Option<T>) -> T {
    let until = Instant::now() + PATIENCE;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let sight = sights.recv_timeout(left).unwrap_or_else(|_| panic!("the wall never saw {what}"));
        if let Some(found) = fits(&sight) {
            return found;
        }
    }
}

fn journal(path: &Path) -> Vec<Recorded> {
    store::open_reader(&opening(path)).expect("a reader").read(0, 1_000).expect("events")
}

fn house() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("office");
    std::fs::create_dir(&home).expect("a home");
    let path = home.join("project.db");
    found(&path, "金雀");
    (folder, path)
}

#[test]
fn what_one_submits_the_others_receive() {
    let (_folder, path) = house();
    let (one, two) = (Desk::at(&path), Desk::at(&path));
    let sights = wall(&path);
    let orders = [staff("甲"), order(setup::Command::SetStage { stage: Stage::Open })];
    for (ticket, order) in orders.iter().enumerate() {
        one.send(ticket as u64, order.clone());
    }
    two.events(&orders);
    one.events(&orders[..1]);
    assert!(matches!(one.outcome(0), Outcome::Done(2)));
    assert!(matches!(one.outcome(1), Outcome::Done(3)));
    see(&sights, "the stage", |sight| match sight {
        Sight::Seen(picture, ..) if picture.stage == Some(Stage::Open) => Some(()),
        _ => None,
    });
    two.send(7, staff(""));
    assert!(matches!(two.outcome(7), Outcome::Refused(_)));
}

#[test]
fn a_store_taken_away_is_lost_and_found_again() {
    let (folder, path) = house();
    let desk = Desk::at(&path);
    let sights = wall(&path);
    let away = folder.path().join("away");
    std::fs::rename(path.parent().expect("a home"), &away).expect("taken away");
    desk.wait("loss", |report| matches!(report, Report::Lost(..)).then_some(()));
    see(&sights, "the loss", |sight| matches!(sight, Sight::Lost(_)).then_some(()));
    desk.send(1, staff("甲"));
    desk.wait("word that it was not sent", |report| match report {
        Report::Unsent(1, Trouble::Store(StoreFault::Missing { .. })) => Some(()),
        Report::Answered(1, outcome) => panic!("written blind: {outcome:?}"),
        _ => None,
    });
    std::fs::rename(&away, path.parent().expect("a home")).expect("brought back");
    desk.wait("news", |report| matches!(report, Report::News(..)).then_some(()));
    see(&sights, "the return", |sight| match sight {
        Sight::Seen(picture, ..) => matches!(picture.link, Link::Live(_)).then_some(()),
        Sight::Lost(_) => None,
    });
    desk.send(2, staff("乙"));
    assert!(matches!(desk.outcome(2), Outcome::Done(2)));
    assert_eq!(journal(&path).len(), 2, "the founding and one act");
}

#[test]
fn another_journal_in_its_place_is_shown_on_the_wall_and_refused_at_the_desk() {
    let (folder, path) = house();
    let other = folder.path().join("other.db");
    found(&other, "碧桂");
    let desk = Desk::at(&path);
    let sights = wall(&path);
    for side in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{side}", path.display()));
    }
    std::fs::rename(&other, &path).expect("replaced");
    desk.wait("word of a stranger", |report| {
        matches!(report, Report::Lost(_, Trouble::Stranger)).then_some(())
    });
    desk.send(1, staff("甲"));
    desk.wait("refusal", |report| matches!(report, Report::Unsent(1, Trouble::Stranger)).then_some(()));
    see(&sights, "the other project", |sight| match sight {
        Sight::Seen(picture, ..) => (picture.project == "碧桂").then_some(()),
        Sight::Lost(_) => None,
    });
    assert_eq!(journal(&path).len(), 1, "the desk wrote into another's journal");
}

/// When a journal fails.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Failing {
    Before(usize),
    After(usize),
    Full,
}

/// A journal whose transactions fail as planned, across reopenings.
struct Flaky {
    inner: Box<dyn Journal>,
    plan: Arc<Mutex<Failing>>,
    /// How many events were read.
    read: Arc<AtomicUsize>,
}

impl Reader for Flaky {
    fn head(&mut self) -> Result<Head, StoreFault> {
        self.inner.head()
    }
    fn head_at(&mut self, seq: Seq) -> Result<Option<Head>, StoreFault> {
        self.inner.head_at(seq)
    }
    fn read(&mut self, after: Seq, limit: usize) -> Result<Vec<Recorded>, StoreFault> {
        let events = self.inner.read(after, limit)?;
        self.read.fetch_add(events.len(), Ordering::SeqCst);
        Ok(events)
    }
    fn trail(&mut self, unit: UnitId, limit: usize) -> Result<Vec<Recorded>, StoreFault> {
        self.inner.trail(unit, limit)
    }
    fn now(&mut self) -> Result<Moment, StoreFault> {
        self.inner.now()
    }
    fn changed(&mut self) -> Result<bool, StoreFault> {
        self.inner.changed()
    }
}

impl Journal for Flaky {
    fn transact(&mut self, order: &Order, core: &mut dyn Core) -> Result<Answer, StoreFault> {
        let (path, cause) = ("here".to_string(), "cut".to_string());
        let mut plan = self.plan.lock().expect("the plan");
        match &mut *plan {
            Failing::Full => Err(StoreFault::DiskFull { path: "here".into() }),
            Failing::Before(left) if *left > 0 => {
                *left -= 1;
                Err(if *left % 2 == 0 {
                    StoreFault::Unsure { path, cause }
                } else {
                    StoreFault::Unreachable { path, cause }
                })
            }
            Failing::After(left) if *left > 0 => {
                *left -= 1;
                self.inner.transact(order, core)?;
                Err(StoreFault::Unsure { path, cause })
            }
            _ => self.inner.transact(order, core),
        }
    }
}

fn flaky(path: &Path, plan: Failing) -> Desk {
    Desk::open(counting(path, Arc::new(Mutex::new(plan)), Arc::default()), path)
}

fn counting(path: &Path, plan: Arc<Mutex<Failing>>, read: Arc<AtomicUsize>) -> Opener<Flaky> {
    let opening = opening(path);
    Box::new(move || {
        let inner = store::open(&opening)?;
        Ok(Flaky { inner, plan: plan.clone(), read: read.clone() })
    })
}

#[test]
fn an_unknown_outcome_is_found_out_and_nothing_acts_twice() {
    for plan in [Failing::Before(1), Failing::Before(3), Failing::After(1)] {
        let (_folder, path) = house();
        let desk = flaky(&path, plan);
        let order = staff("甲");
        desk.send(1, order.clone());
        assert!(matches!(desk.outcome(1), Outcome::Done(2)), "{plan:?}");
        let made = journal(&path).iter().filter(|event| event.command == order.id).count();
        assert_eq!(made, 1, "{plan:?}");
    }
}

#[test]
fn a_fault_that_stays_is_answered_as_not_done() {
    let (_folder, path) = house();
    let desk = flaky(&path, Failing::Full);
    desk.send(1, staff("甲"));
    desk.wait("word that it was not done", |report| match report {
        Report::Undone(1, Trouble::Store(StoreFault::DiskFull { .. })) => Some(()),
        _ => None,
    });
    assert_eq!(journal(&path).len(), 1);
}

#[test]
fn the_past_is_rebuilt_event_by_event_and_by_the_minute() {
    let (_folder, path) = house();
    let mut ledger = Ledger::open(store::open(&opening(&path)).expect("open")).expect("a ledger");
    for name in ["甲", "乙", "丙"] {
        ledger.submit(&staff(name)).expect("added");
    }
    let (sender, findings) = channel();
    let opening = opening(&path);
    let open: Opener<Box<dyn Reader>> = Box::new(move || store::open_reader(&opening));
    let queries = historian::start(open, move |finding| drop(sender.send(finding))).expect("a thread");
    let ask = |travel| {
        queries.send(Query::Travel(travel)).expect("asked");
        findings.recv_timeout(PATIENCE).expect("a finding")
    };
    for seq in [3, 2, 4, 1] {
        let Finding::Past(past) = ask(Travel::Event(seq)) else { panic!("no past at {seq}") };
        assert_eq!(past.office.staff.len() as u64, seq);
        assert_eq!(past.last.map(|last| last.seq), Some(seq));
    }
    let events = journal(&path);
    let Finding::Past(past) = ask(Travel::To(events[1].at)) else { panic!("no past") };
    let at_most = events.iter().filter(|event| event.at <= events[1].at).count();
    assert_eq!(past.office.staff.len(), at_most);
    for nowhere in [Travel::Event(0), Travel::Event(9), Travel::To(Moment::default())] {
        assert!(matches!(ask(nowhere), Finding::NoPast), "{nowhere:?}");
    }
}

/// A tie on its own, polled by hand.
struct Bound {
    tie: Tie<Flaky>,
    plan: Arc<Mutex<Failing>>,
    read: Arc<AtomicUsize>,
}

impl Bound {
    fn to(path: &Path, welcomes_strangers: bool) -> Self {
        let (plan, read) = (Arc::new(Mutex::new(Failing::Before(0))), Arc::default());
        let open = counting(path, Arc::clone(&plan), Arc::clone(&read));
        let tie = Tie::new(open, &path.display().to_string(), welcomes_strangers).expect("open");
        Self { tie, plan, read }
    }

    fn until<T>(&mut self, what: &str, fits: impl Fn(&Turn) -> Option<T>) -> T {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(found) = fits(&self.tie.poll()) {
                return found;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("never: {what}");
    }

    fn lost(&mut self) {
        self.until("loss", |turn| matches!(turn, Turn::Lost(_)).then_some(()));
        assert!(self.tie.office().is_none());
        self.read.store(0, Ordering::SeqCst);
    }

    /// What it says when the store is back, and how many events it read for it.
    fn back(&mut self) -> (Vec<Recorded>, usize) {
        let back = |turn: &Turn| match turn {
            Turn::News { events, back: true, .. } => Some(events.clone()),
            _ => None,
        };
        (self.until("return", back), self.read.load(Ordering::SeqCst))
    }

    fn is_as_recorded(&self, path: &Path) {
        let whole = Ledger::open(store::open_reader(&opening(path)).expect("a reader")).expect("a ledger");
        assert!(self.tie.office() == Some(whole.office()), "the office is not the fold of its journal");
    }
}

fn add(path: &Path, names: &[&str]) {
    let mut ledger = Ledger::open(store::open(&opening(path)).expect("open")).expect("a ledger");
    for name in names {
        let answer = ledger.submit(&staff(name)).expect("an answer");
        assert!(matches!(answer.verdict, Verdict::Done { .. }), "{name}: {:?}", answer.verdict);
    }
}

#[test]
fn a_store_that_comes_back_is_not_read_from_its_beginning() {
    for welcomes_strangers in [true, false] {
        let (folder, path) = house();
        add(&path, &["甲", "乙", "丙", "丁"]);
        let mut bound = Bound::to(&path, welcomes_strangers);
        for news in [vec![], vec!["戊", "己"]] {
            let away = folder.path().join("away");
            std::fs::rename(path.parent().expect("a home"), &away).expect("taken away");
            bound.lost();
            add(&away.join("project.db"), &news);
            std::fs::rename(&away, path.parent().expect("a home")).expect("brought back");
            let (events, read) = bound.back();
            assert_eq!((events.len(), read), (news.len(), news.len()));
            bound.is_as_recorded(&path);
        }
        assert_eq!(journal(&path).len(), 7);
    }
}

/// The same project, gone another way since: a backup taken into use. As long as what we knew, and from the second
/// loss on it is the journal known.
#[test]
fn another_history_is_read_from_its_beginning() {
    let (folder, path) = house();
    let url = path.display().to_string();
    let copy = folder.path().join("copy.db");
    add(&path, &["甲"]);
    store::backup(&url, &copy).expect("a copy");
    add(&path, &["乙"]);
    add(&copy, &["丙"]);
    let (mut wall, mut desk) = (Bound::to(&path, true), Bound::to(&path, false));
    let away = folder.path().join("away");
    std::fs::rename(path.parent().expect("a home"), &away).expect("taken away");
    wall.lost();
    desk.lost();
    std::fs::create_dir(path.parent().expect("a home")).expect("a new home");
    std::fs::rename(&copy, &path).expect("another in its place");
    let (events, read) = wall.back();
    assert_eq!(events, journal(&path));
    assert!(read >= events.len(), "read {read} of {}", events.len());
    wall.is_as_recorded(&path);
    let refused = |bound: &Bound| bound.tie.trouble() == Some(&Trouble::Stranger);
    while !refused(&desk) {
        assert!(!matches!(desk.tie.poll(), Turn::News { .. }), "the desk took in another history");
    }
    let gone = folder.path().join("gone");
    std::fs::rename(path.parent().expect("a home"), &gone).expect("taken away");
    wall.lost();
    std::fs::rename(&gone, path.parent().expect("a home")).expect("brought back");
    assert_eq!(wall.back(), (Vec::new(), 0));
    wall.is_as_recorded(&path);
    std::fs::rename(path.parent().expect("a home"), &gone).expect("taken away");
    std::fs::rename(&away, path.parent().expect("a home")).expect("brought back");
    assert!(desk.back().0.is_empty(), "the desk's own journal has nothing new");
    desk.is_as_recorded(&path);
}

/// A transaction that failed had led the office on: nothing of it is skipped or taken in twice.
#[test]
fn what_a_failed_command_had_read_is_passed_on_once() {
    for plan in [Failing::Before(1), Failing::After(1)] {
        let (_folder, path) = house();
        let mut bound = Bound::to(&path, false);
        add(&path, &["甲", "乙"]);
        *bound.plan.lock().expect("the plan") = plan;
        let order = staff("丙");
        let fault = bound.tie.submit(&order).expect_err("as planned");
        let Turn::News { events, back: true, .. } = bound.tie.cut(Trouble::Store(fault)) else {
            panic!("not back");
        };
        assert_eq!(events, journal(&path)[1..]);
        assert_eq!(events.len(), if plan == Failing::Before(1) { 2 } else { 3 });
        bound.is_as_recorded(&path);
        bound.tie.submit(&order).expect("sent again");
        assert_eq!(journal(&path).len(), 4, "once");
        bound.is_as_recorded(&path);
    }
}

/// The failed transaction had read what the journal that comes back does not have.
#[test]
fn what_a_failed_command_had_read_may_never_come_back() {
    let (folder, path) = house();
    let copy = folder.path().join("copy.db");
    let mut bound = Bound::to(&path, false);
    store::backup(&path.display().to_string(), &copy).expect("a copy");
    add(&path, &["甲"]);
    *bound.plan.lock().expect("the plan") = Failing::After(1);
    let fault = bound.tie.submit(&staff("乙")).expect_err("as planned");
    add(&copy, &["丙"]);
    for side in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{side}", path.display()));
    }
    std::fs::rename(&copy, &path).expect("replaced");
    let Turn::News { events, back: true, .. } = bound.tie.cut(Trouble::Store(fault)) else {
        panic!("not back");
    };
    assert_eq!(events, journal(&path)[1..]);
    bound.is_as_recorded(&path);
}
