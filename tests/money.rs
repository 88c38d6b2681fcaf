//! Money and contract proven: random lives of many units by many actors, and what goes wrong around a claim
//! (rules §2, §4, §11).

mod common;

#[path = "money/agreed.rs"]
mod agreed;
#[path = "money/bytes.rs"]
mod bytes;
#[path = "money/counted.rs"]
mod counted;
#[path = "money/faults.rs"]
mod faults;
#[path = "money/frees.rs"]
mod frees;
#[path = "money/kept.rs"]
mod kept;
#[path = "money/papers.rs"]
mod papers;
#[path = "money/plans.rs"]
mod plans;
#[path = "money/prices.rs"]
mod prices;
#[path = "money/properties.rs"]
mod properties;
#[path = "money/races.rs"]
mod races;
#[path = "money/table.rs"]
mod table;

use common::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::{BTreeMap, HashMap};
use xiaokong::domain::act::{self, Command, Event, Guard};
use xiaokong::domain::audit::sound;
use xiaokong::domain::change::{self, Command as Change1};
use xiaokong::domain::id::{CustomerId, RequestId, StaffId, UnitId};
use xiaokong::domain::money::Fen;
use xiaokong::domain::state::claim::{Claim, EndKind, NoticeKind, Receipt, ReceiptKind, Step};
use xiaokong::domain::state::day::Ledger;
use xiaokong::domain::state::request::{Back, Change, RequestState};
use xiaokong::domain::state::unit::{ListedStatus, Status, UnitSpec};
use xiaokong::domain::{control, hold, listing, paper, payment, people, undo, waiting};

const CLERK: StaffId = StaffId(8);
/// The first home of 3#; the six from there on are where everybody meets.
const FIRST: u32 = 144;

type Verdict = Result<(), String>;

fn make(unit: UnitId, change: Change) -> Change1 {
    Change1::Make { unit, change, reason: "有原因".into() }
}

// ---- random lives ----

#[derive(Clone, Copy, Debug)]
struct Act {
    by: u32,
    unit: u32,
    what: u32,
    more: u32,
    minutes: u32,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = (0..9_u32, 0..6_u32, 0..41_u32, 0..4_000_u32, 0..3_000_u32)
        .prop_map(|(by, unit, what, more, minutes)| Act { by, unit, what, more, minutes });
    prop::collection::vec(act, 20..90)
}

/// Most acts fit what the unit is: otherwise hardly any life would come as far as a contract.
fn fitting(house: &House, act: Act) -> Act {
    let unit = UnitId(FIRST + act.unit);
    let fits: &[u32] = match house.office.status(unit) {
        _ if act.by.is_multiple_of(3) => return act,
        Status::Available | Status::Unreleased => &[0, 4, 18],
        Status::Locked => &[30],
        Status::Held => &[3, 4, 17, 25, 36, 37, 37, 37],
        Status::Deposit => &[7, 9, 9, 11, 12, 14, 14, 15, 22, 22, 25, 25, 26],
        Status::Signed if house.office.live_claim(unit).is_some_and(Claim::is_paid) => &[23, 32, 32, 11, 24],
        Status::Signed if plans::to_apply(house, unit) => &[40, 40, 40, 40, 10, 33, 11],
        Status::Signed => &[10, 10, 11, 13, 13, 22, 22, 23, 24, 26, 32, 32, 33, 40, 40],
    };
    Act { what: fits[(act.more / 7) as usize % fits.len()], ..act }
}

/// How long after the one before: mostly at once, so that undoing can still be; sometimes after all dates have passed.
fn pause(act: Act) -> i64 {
    let minutes = i64::from(act.minutes);
    match act.minutes % 8 {
        0 => 9 * 24 * 60 + minutes,
        1 | 2 => minutes,
        3 | 4 => minutes % 90,
        _ => minutes % 2,
    }
}

/// The command an act means; some are nonsense on purpose.
fn command(house: &House, act: Act) -> Command {
    let unit = UnitId(FIRST + act.unit);
    let other = UnitId(FIRST + (act.more % 6));
    let number = format!("r{}", act.more % 300);
    let money = |yuan: i64| taken(&number, yuan);
    let yuan = [20_000, 30_000, 50_000, 5_000, 600_000][act.more as usize % 5];
    let back = if act.more.is_multiple_of(3) { Back::Locked } else { Back::Available };
    let paid = house.office.live_claim(unit).map(|claim| claim.paid()).unwrap_or_default();
    let open = &house.office.open_changes;
    let request = match open.len() {
        0 => RequestId(act.more % 9),
        some => open[act.more as usize % some],
    };
    let customer = person(&format!("客{}", act.more % 7));
    match act.what {
        0 | 1 => hold::Command::Hold { unit, customer, minutes: None }.into(),
        2 => waiting::Command::Join { unit, customer }.into(),
        3 => hold::Command::Release { unit, reason: "r".into() }.into(),
        4..=6 => payment::Command::Deposit { unit, customer: Some(customer), taken: money(yuan) }.into(),
        7 | 8 => payment::Command::TopUp { unit, taken: money(yuan) }.into(),
        9 => payment::Command::Sign { unit, contract: format!("c{}", act.more % 60), taken: money(yuan) }
            .into(),
        10 => payment::Command::Pay { unit, loan: act.more.is_multiple_of(2), taken: money(yuan) }.into(),
        11 => {
            let claim = house.office.claims_on(unit).find(|claim| !claim.receipts.is_empty());
            let receipt = claim.map(|claim| &claim.receipts[act.more as usize % claim.receipts.len()]);
            let wrong = receipt.map_or("none".to_string(), |receipt| receipt.number.clone());
            let right = (!act.more.is_multiple_of(4)).then(|| money(yuan));
            let counter = format!("x{}", act.more);
            payment::Command::Correct { wrong, counter, taken: right, reason: "写错".into() }.into()
        }
        12 => make(unit, Change::Cancel { back, refund: paid }).into(),
        13 => make(unit, Change::Terminate { back, refund: Fen(paid.0 / 2) }).into(),
        14 => make(unit, Change::Forfeit { back }).into(),
        15 | 16 => make(unit, Change::Swap { to: other, back }).into(),
        17 => make(unit, Change::Discount { off: Fen::yuan(i64::from(act.more) * 40) }).into(),
        18 => make(unit, Change::BelowMinimum { amount: Fen::yuan(5_000) }).into(),
        19 => make(unit, Change::Extend { due: house.now + chrono::TimeDelta::days(3) }).into(),
        20 => Change1::Approve { request, back: None }.into(),
        21 => Change1::Refuse { request, reason: "不妥".into() }.into(),
        22 => {
            let agreed = house.office.change_on(unit).map(|request| request.change.refund());
            let amount = agreed.unwrap_or(Fen(1));
            let method = "pos".to_string();
            Change1::Refund { unit, taken: payment::Taken { receipt: number, amount, method, payer: None } }
                .into()
        }
        23 => paper::Command::Record { unit, number: String::new() }.into(),
        24 => paper::Command::Unrecord { unit, reason: "改".into() }.into(),
        25 if act.more.is_multiple_of(2) => undo::Command::Undo { deed: None }.into(),
        36..=39 => prices::pricing_act(house, act),
        26.. => rarer(house, act),
        _ => {
            let kind = NoticeKind::ALL[(act.more / 2) as usize % 2];
            paper::Command::Notice { unit, kind, note: "无人接听".into() }.into()
        }
    }
}

/// What happens around the money less often: people, papers, locks, price lists.
fn rarer(house: &House, act: Act) -> Command {
    let unit = UnitId(FIRST + act.unit);
    let customer = CustomerId(act.more % (house.office.customers.len() as u32 + 1));
    match act.what {
        26 | 27 => {
            let own = house.office.live_claim(unit).and_then(|claim| claim.customer);
            let add = (!act.more.is_multiple_of(3)).then_some(customer);
            let remove = own.filter(|_| act.more.is_multiple_of(2));
            make(unit, Change::Rename { add, remove, relation: "配偶".into() }).into()
        }
        28 => people::Command::Erase { customer }.into(),
        29 => control::Command::Lock { unit, reason: "留用".into() }.into(),
        30 => control::Command::Unlock { unit, reason: "放出".into() }.into(),
        31 => {
            let (status, total) = [
                (ListedStatus::Available, 200_000),
                (ListedStatus::Deposit, 3_600_000),
                (ListedStatus::Signed, 4_000_000),
            ][act.more as usize % 3];
            let spec = UnitSpec { total: Some(Fen::yuan(total)), ..(*house.office.unit(unit).spec).clone() };
            let rows = vec![listing::Row { spec, status: Some(status) }];
            listing::Command::Import { source: "again.csv".into(), rows }.into()
        }
        32 => paper::Command::HandOver { unit }.into(),
        34 => {
            let asked = house.office.changes.iter().rfind(|request| request.state == RequestState::Open);
            let request = asked.map_or(RequestId(act.more % 9), |asked| asked.id);
            Change1::Withdraw { request, reason: "不办了".into() }.into()
        }
        35 => paper::Command::Prepare { unit, contract: format!("c{}", act.more % 60) }.into(),
        40 => plans::agreed(house, act),
        _ => {
            let claim = house.office.live_claim(unit);
            let open = claim.and_then(|claim| Some(claim.deal()? - claim.paid())).unwrap_or_default();
            let (receipt, method) = (format!("r{}", act.more % 300), "转账".to_string());
            let taken = payment::Taken { receipt, amount: open, method, payer: None };
            payment::Command::Pay { unit, loan: true, taken }.into()
        }
    }
}

/// Who does it: mostly who may.
fn actor(house: &House, act: Act) -> StaffId {
    let may = match act.what {
        25 => house.office.deeds.back().map_or(JIA, |deed| deed.by),
        4..=11 | 22 | 33 => CASHIER,
        38..=40 => MANAGER,
        12..=21 | 26..=31 | 36 | 37 if !act.more.is_multiple_of(3) => MANAGER,
        23 | 24 | 32 | 35 => CLERK,
        34 => house.office.changes.last().map_or(JIA, |request| request.by),
        _ => StaffId(act.by),
    };
    if act.more.is_multiple_of(11) { StaffId(act.by) } else { may }
}

type Check = fn(&House) -> Verdict;

/// Runs random lives; `tamper` is the fault put in on purpose after each act.
fn lives(check: Check, tamper: fn(&mut House)) -> Verdict {
    let config = Config { cases: 70, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&acts(), |acts| {
        let mut house = House::new();
        house.to("11-28 10:00");
        for name in ["按时签约", "老业主"] {
            let offer = prices::offering(name, xiaokong::domain::state::scheme::Off::Share(50));
            house.must(MANAGER, xiaokong::domain::scheme::Command::Open { offer });
        }
        for act in acts {
            let act = fitting(&house, act);
            house.now += chrono::TimeDelta::minutes(pause(act));
            let (asked, before) = (command(&house, act), house.office.clone());
            if house.send(actor(&house, act), asked).is_err() && house.office != before {
                return Err(TestCaseError::fail("a refusal changed the office"));
            }
            tamper(&mut house);
            check(&house).map_err(TestCaseError::fail)?;
        }
        Ok(())
    });
    outcome.map_err(|fault| fault.to_string())
}

#[track_caller]
fn holds_and_bites(check: Check, tamper: fn(&mut House)) {
    if let Err(found) = lives(check, |_| {}) {
        panic!("{found}");
    }
    assert!(lives(check, tamper).is_err(), "the check does not see the fault");
}

#[test]
fn money_adds_up_per_unit_per_day_and_in_total() {
    let check: Check = |house| sound(&house.office).map_err(|unsound| format!("{unsound:?}"));
    holds_and_bites(check, |house| {
        if let Some(claim) = house.office.claims.iter_mut().find(|claim| !claim.receipts.is_empty()) {
            claim.receipts[0].receipt.amount = claim.receipts[0].amount + Fen(1);
        }
    });
}

#[test]
fn a_unit_has_one_live_claim_and_the_guards_are_the_office() {
    let check: Check = |house| {
        let mut live: HashMap<UnitId, u32> = HashMap::new();
        for guard in house.journal.iter().flat_map(|recorded| recorded.event.guards()) {
            match guard {
                Guard::Claim(unit, claim) if live.insert(unit, claim).is_some() => {
                    return Err(format!("{unit} is claimed twice"));
                }
                Guard::Claim(..) => {}
                Guard::Free(unit) => live.remove(&unit).map(|_| ()).ok_or(format!("{unit} had no claim"))?,
            }
        }
        let differs = |unit: &&xiaokong::domain::state::unit::Unit| {
            live.get(&unit.id).copied() != unit.claim.map(|claim| claim.0)
        };
        house.office.units.iter().find(differs).map_or(Ok(()), |unit| Err(format!("{} differs", unit.id)))
    };
    holds_and_bites(check, |house| {
        if let Some(unit) = house.office.units.iter_mut().find(|unit| unit.claim.is_some()) {
            unit.claim = None;
        }
    });
}

#[test]
fn the_replay_is_the_office_and_what_is_seen_is_what_is_recorded() {
    let check: Check = |house| {
        if house.replayed() != house.office {
            return Err("the replay differs".into());
        }
        let later = house.now.max(house.office.at) + chrono::TimeDelta::days(8);
        let mut recorded = house.office.clone();
        for (at, event) in act::lapses(&house.office, later) {
            let seq = recorded.head + 1;
            let at = at.max(recorded.at);
            let command = xiaokong::domain::id::CommandId::nil();
            let line = act::Recorded { seq, at, by: None, terminal: String::new(), command, event };
            act::apply(&mut recorded, &line);
        }
        let mut seen = act::settled(&house.office, later).unwrap_or_else(|| house.office.clone());
        (seen.head, seen.at) = (recorded.head, recorded.at);
        if seen == recorded { Ok(()) } else { Err("settled differs from recorded".into()) }
    };
    holds_and_bites(check, |house| {
        house.office.open_changes.pop();
        house.office.deadlines.pop_last();
    });
}

/// The top-ups of a subscription that stand, and whether they made it full before.
#[derive(Default)]
struct TopUps {
    standing: Vec<String>,
    counted: bool,
}

impl TopUps {
    /// Whether it counts as topped up now, for the first time.
    fn now(&mut self, came: Option<&Receipt>, wrong: &str, balance: Fen) -> bool {
        self.standing.retain(|number| number != wrong);
        self.standing.extend(came.map(|receipt| receipt.number.clone()));
        let counts = balance == Fen(0) && !self.standing.is_empty() && !self.counted;
        self.counted |= counts;
        counts
    }
}

/// The counters told from the events alone.
fn told(house: &House) -> BTreeMap<chrono::NaiveDate, Ledger> {
    let mut days: BTreeMap<chrono::NaiveDate, Ledger> = BTreeMap::new();
    let mut top_ups: HashMap<UnitId, TopUps> = HashMap::new();
    for recorded in &house.journal {
        let day = days.entry(house.office.day(recorded.at)).or_default();
        let mut take = |receipt: &Receipt| match receipt.signed() {
            amount if amount < Fen(0) => day.refunded = day.refunded + receipt.amount,
            amount => day.received = day.received + amount,
        };
        match &recorded.event {
            Event::Payment(payment::Event::Deposited { unit, receipt, .. }) => {
                take(receipt);
                day.subscribed += 1;
                top_ups.insert(*unit, TopUps::default());
            }
            Event::Payment(payment::Event::ToppedUp { unit, receipt, balance, .. }) => {
                take(receipt);
                day.topped_up +=
                    u32::from(top_ups.entry(*unit).or_default().now(Some(receipt), "", *balance));
            }
            Event::Payment(payment::Event::Signed { receipt, .. }) => {
                take(receipt);
                day.signed += 1;
            }
            Event::Payment(payment::Event::Paid { receipt, .. }) => take(receipt),
            Event::Payment(payment::Event::Corrected {
                unit,
                ended,
                wrong,
                counter,
                receipt,
                balance,
                ..
            }) => {
                take(counter);
                receipt.iter().for_each(take);
                if ended.is_none()
                    && let Some(of) = top_ups.get_mut(unit)
                {
                    let top_up = receipt.as_ref().filter(|receipt| receipt.kind == ReceiptKind::TopUp);
                    day.topped_up += u32::from(of.now(top_up, wrong, *balance));
                }
            }
            Event::Change(change::Event::Swapped { from, to, .. }) => {
                day.swapped += 1;
                let moved = top_ups.remove(from).unwrap_or_default();
                top_ups.insert(*to, moved);
            }
            Event::Change(change::Event::Ended { unit, kind, receipt, .. }) => {
                receipt.iter().for_each(take);
                top_ups.remove(unit);
                match kind {
                    EndKind::Forfeited => day.forfeited += 1,
                    EndKind::Terminated => day.terminated += 1,
                    _ => day.cancelled += 1,
                }
            }
            _ => {}
        }
    }
    days.retain(|_, day| *day != Ledger::default());
    days
}

#[test]
fn the_ledger_is_a_fold_of_the_journal() {
    let check: Check = |house| {
        let (told, kept) = (told(house), &house.office.ledgers);
        if &told == kept { Ok(()) } else { Err(format!("told {told:?}, kept {kept:?}")) }
    };
    holds_and_bites(check, |house| {
        if let Some(mut day) = house.office.ledgers.last_entry() {
            day.get_mut().signed += 1;
        }
    });
}

#[test]
fn no_state_without_its_paper() {
    let check: Check = |house| {
        let ours = |claim: &&Claim| claim.ended.is_none() && !claim.is_imported();
        for claim in house.office.claims.iter().filter(ours) {
            let fine = match &claim.step {
                Step::Held { .. } => claim.receipts.is_empty(),
                Step::Subscribed { .. } => claim.paid() > Fen(0),
                Step::Signed { contract, .. } => contract.is_some() && claim.paid() > Fen(0),
            };
            if !fine || claim.deal().is_some_and(|deal| claim.paid() > deal) {
                return Err(format!("claim {} is {:?} with {:?}", claim.id, claim.step, claim.receipts));
            }
        }
        Ok(())
    };
    holds_and_bites(check, |house| {
        let signed = house.office.claims.iter_mut().find(|claim| claim.status() == Status::Deposit);
        if let Some(claim) = signed {
            claim.receipts.clear();
        }
    });
}

// ---- what goes wrong ----

/// 3#/1/601 subscribed in full for 张三.
fn cancel_all(back: Back) -> Change {
    Change::Cancel { back, refund: Fen::yuan(50_000) }
}

fn sold() -> (House, UnitId) {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    deposit(&mut house, unit, "D1", 50_000);
    (house, unit)
}

fn deposit(house: &mut House, unit: UnitId, receipt: &str, yuan: i64) {
    let customer = Some(person("张三"));
    house.must(CASHIER, payment::Command::Deposit { unit, customer, taken: taken(receipt, yuan) });
}

#[test]
fn a_deposit_on_a_hold_that_has_just_ended_is_a_new_claim_or_refused() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    house.must(JIA, hold::Command::Hold { unit, customer: person("张三"), minutes: Some(30) });
    house.must(YI, waiting::Command::Join { unit, customer: person("李四") });
    house.to("11-28 10:30");
    // The line has it now: money for 张三 would be for somebody else's hold.
    let late =
        payment::Command::Deposit { unit, customer: Some(person("张三")), taken: taken("D1", 50_000) };
    assert_eq!(house.code(CASHIER, late), "customer_differs");
    house.to("11-29 10:31");
    deposit(&mut house, unit, "D1", 50_000);
    assert_eq!(house.office.live_claim(unit).map(|claim| claim.began), Some(at("11-29 10:31")));
}

#[test]
fn a_swap_whose_target_is_taken_in_the_same_instant_leaves_both() {
    let (mut house, unit) = sold();
    let to = house.unit("3/1/701");
    house.must(JIA, hold::Command::Hold { unit: to, customer: person("王五"), minutes: None });
    let before = house.office.clone();
    assert_eq!(house.code(MANAGER, make(unit, Change::Swap { to, back: Back::Available })), "unit_taken");
    assert_eq!(house.office, before);
}

#[test]
fn an_agreed_refund_falls_with_the_claim_it_was_agreed_on() {
    let (mut house, unit) = sold();
    house.must(MANAGER, make(unit, Change::Cancel { back: Back::Available, refund: Fen::yuan(50_000) }));
    // A correction afterwards: the refund agreed is no longer what came in.
    let wrong = payment::Command::Correct {
        wrong: "D1".into(),
        counter: "X1".into(),
        taken: Some(taken("D2", 30_000)),
        reason: "多写".into(),
    };
    house.must(CASHIER, wrong);
    let refund = Change1::Refund { unit, taken: taken("R1", 50_000) };
    assert_eq!(house.code(CASHIER, refund), "request_stale", "more than came in is never paid back");
    // The manager takes the agreement back and agrees anew.
    house.must(MANAGER, Change1::Refuse { request: RequestId(0), reason: "重新核算".into() });
    house.must(MANAGER, make(unit, Change::Cancel { back: Back::Available, refund: Fen::yuan(30_000) }));
    house.must(CASHIER, Change1::Refund { unit, taken: taken("R1", 30_000) });
    assert_eq!(house.office.status(unit), Status::Available);
    assert_eq!(sound(&house.office), Ok(()));
}

#[test]
fn a_request_waits_alone_lapses_and_is_nobody_elses_afterwards() {
    let (mut house, unit) = sold();
    let to = house.unit("3/1/701");
    house.must(JIA, make(unit, Change::Swap { to, back: Back::Available }));
    assert_eq!(house.code(YI, make(unit, Change::Extend { due: at("12-20 18:00") })), "change_pending");
    house.to("12-05 10:00");
    assert_eq!(house.true_office().changes[0].state, RequestState::Lapsed);
    house.must(MANAGER, make(unit, Change::Extend { due: at("12-20 18:00") }));
    assert_eq!(house.office.live_claim(unit).and_then(|claim| claim.due()), Some(at("12-20 18:00")));
}

#[test]
fn a_request_on_a_hold_goes_with_the_hold() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    house.must(JIA, hold::Command::Hold { unit, customer: person("张三"), minutes: Some(30) });
    house.must(JIA, make(unit, Change::Discount { off: Fen::yuan(60_000) }));
    house.to("11-28 10:31");
    house.must(YI, hold::Command::Hold { unit, customer: person("李四"), minutes: None });
    assert_eq!(house.office.change_on(unit), None, "it stands on a claim that is gone");
    let request = RequestId(0);
    assert_eq!(house.code(MANAGER, Change1::Approve { request, back: None }), "request_stale");
}

#[test]
fn a_freed_unit_goes_to_the_line_or_is_locked_with_the_line_behind_it() {
    for (back, status) in [(Back::Available, Status::Held), (Back::Locked, Status::Locked)] {
        let (mut house, unit) = sold();
        house.must(YI, waiting::Command::Join { unit, customer: person("李四") });
        house.must(MANAGER, make(unit, cancel_all(back)));
        house.must(CASHIER, Change1::Refund { unit, taken: taken("R1", 50_000) });
        assert_eq!(house.office.status(unit), status);
        let ended = house.office.claims[0].ended.as_ref().map(|ended| ended.kind);
        assert_eq!(ended, Some(EndKind::Cancelled));
    }
}

#[test]
fn the_only_customer_of_a_claim_cannot_leave_it() {
    let (mut house, unit) = sold();
    let own = house.office.live_claim(unit).and_then(|claim| claim.customer);
    let rename = |add, remove| make(unit, Change::Rename { add, remove, relation: "配偶".into() });
    assert_eq!(house.code(MANAGER, rename(None, own)), "customer_missing");
    house.must(JIA, xiaokong::domain::people::Command::Register { customer: phoned("李四", "13800000001") });
    let kin = Some(CustomerId(house.office.customers.len() as u32 - 1));
    house.must(MANAGER, rename(kin, None));
    house.must(MANAGER, rename(None, own));
    assert_eq!(house.office.live_claim(unit).and_then(|claim| claim.customer), kin);
}

#[test]
fn one_cannot_approve_ones_own_request_unless_policy_says_so() {
    let (mut house, unit) = sold();
    house.must(JIA, make(unit, cancel_all(Back::Available)));
    let roles =
        vec![xiaokong::domain::state::staff::Role::Manager, xiaokong::domain::state::staff::Role::Consultant];
    house.must(MANAGER, xiaokong::domain::setup::Command::SetRoles { staff: JIA, roles });
    let request = RequestId(0);
    assert_eq!(house.code(JIA, Change1::Approve { request, back: None }), "own_request");
    let policy =
        xiaokong::domain::setup::Command::SetPolicy { key: "self_approval".into(), value: "true".into() };
    house.must(MANAGER, policy);
    house.must(JIA, Change1::Approve { request, back: None });
    assert_eq!(house.office.changes[0].state, RequestState::Approved);
}

#[test]
fn below_the_floor_price_only_the_manager_goes() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    let mut row = rows().into_iter().find(|row| row.spec.address() == "3#/1单元/601").unwrap();
    let total = row.spec.total.unwrap();
    row.spec.floor_price = Some(total - Fen::yuan(10_000));
    let import = xiaokong::domain::listing::Command::Import { source: "floor.csv".into(), rows: vec![row] };
    house.must(MANAGER, import);
    house.must(JIA, hold::Command::Hold { unit, customer: person("张三"), minutes: None });
    // Within the supervisor's one per cent, but below the floor: asked for, not given.
    house.must(SUPERVISOR, make(unit, Change::Discount { off: Fen::yuan(11_000) }));
    assert_eq!(house.office.live_claim(unit).map(|claim| claim.discount), Some(Fen(0)));
    house.must(MANAGER, Change1::Approve { request: RequestId(0), back: None });
    assert_eq!(house.office.live_claim(unit).map(|claim| claim.discount), Some(Fen::yuan(11_000)));
}
