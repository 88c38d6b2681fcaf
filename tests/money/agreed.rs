//! What was asked, allowed and agreed holds for what it was asked for, and for nothing else (rules §4, §7).

use super::{CLERK, cancel_all, deposit, make, sold};
use crate::common::{
    CASHIER, House, JIA, MANAGER, RECEPTION, SUPERVISOR, YI, at, known, person, phoned, rows, taken,
};
use xiaokong::domain::act::{Command, Event};
use xiaokong::domain::audit::sound;
use xiaokong::domain::change::{self, Command as Asking};
use xiaokong::domain::id::{RequestId, UnitId};
use xiaokong::domain::listing::{self, Row};
use xiaokong::domain::money::Fen;
use xiaokong::domain::state::claim::{EndKind, NoticeKind, Step};
use xiaokong::domain::state::request::{Back, Change, RequestState};
use xiaokong::domain::state::unit::{ListedStatus, Status};
use xiaokong::domain::{hold, paper, payment, people};

const FIRST: RequestId = RequestId(0);
const SECOND: RequestId = RequestId(1);

fn cancel(yuan: i64) -> Change {
    Change::Cancel { back: Back::Available, refund: Fen::yuan(yuan) }
}

fn withdraw(request: RequestId) -> Asking {
    Asking::Withdraw { request, reason: "客户改主意".into() }
}

fn signs(unit: UnitId, contract: &str, receipt: &str) -> payment::Command {
    payment::Command::Sign { unit, contract: contract.into(), taken: taken(receipt, 600_000) }
}

fn relisted(address: &str, change: impl FnOnce(&mut Row)) -> listing::Command {
    let mut row = rows().into_iter().find(|row| row.spec.address() == address).expect("listed");
    change(&mut row);
    listing::Command::Import { source: "again.csv".into(), rows: vec![row] }
}

#[test]
fn to_keep_the_whole_deposit_is_a_forfeit_by_whatever_name() {
    let (mut house, unit) = sold();
    for who in [JIA, MANAGER] {
        assert_eq!(house.code(who, make(unit, cancel(0))), "deposit_kept");
    }
    // The way that keeps it has its days, its call and its letter.
    assert_eq!(house.code(MANAGER, make(unit, Change::Forfeit { back: Back::Available })), "forfeit_early");
    // Part of it may be agreed on: the customer is there and signs the refund's receipt.
    house.must(MANAGER, make(unit, cancel(1)));
    assert_eq!(house.office.status(unit), Status::Deposit);
    // What a price list brought in has no money here, and nothing to pay back.
    let listed = house.unit("3/1/602");
    house.must(MANAGER, relisted("3#/1单元/602", |row| row.status = Some(ListedStatus::Deposit)));
    house.must(MANAGER, make(listed, cancel(0)));
    assert_eq!(house.office.status(listed), Status::Available);
    assert_eq!(sound(&house.office), Ok(()));
}

#[test]
fn whoever_asked_takes_it_back_and_another_may_ask() {
    let (mut house, unit) = sold();
    house.must(JIA, make(unit, cancel(50_000)));
    assert_eq!(house.code(YI, make(unit, cancel(40_000))), "change_pending");
    for (who, code) in [(YI, "not_own_request"), (MANAGER, "not_own_request"), (RECEPTION, "not_permitted")] {
        assert_eq!(house.code(who, withdraw(FIRST)), code);
    }
    let silent = Asking::Withdraw { request: FIRST, reason: " ".into() };
    assert_eq!(house.code(JIA, silent), "text_invalid");
    let before = house.office.clone();
    house.must(JIA, withdraw(FIRST));
    assert_eq!(house.office.changes[0].state, RequestState::Withdrawn);
    assert_eq!((house.office.open_changes.len(), house.office.change_on(unit)), (0, None));
    assert_eq!(house.office.claims, before.claims, "nothing but the request");
    for decision in [Asking::Approve { request: FIRST, back: None }, withdraw(FIRST)] {
        let who = if matches!(decision, Asking::Approve { .. }) { MANAGER } else { JIA };
        assert_eq!(house.code(who, decision), "request_decided");
    }
    house.must(YI, make(unit, cancel(40_000)));
    assert_eq!(house.replayed(), house.office);
}

#[test]
fn what_is_agreed_is_no_longer_the_askers_to_take_back() {
    let (mut house, unit) = sold();
    house.must(JIA, make(unit, cancel(50_000)));
    house.must(MANAGER, Asking::Approve { request: FIRST, back: None });
    assert_eq!(house.code(JIA, withdraw(FIRST)), "request_decided");
    house.must(MANAGER, Asking::Refuse { request: FIRST, reason: "再谈".into() });
}

/// Asked on a partial deposit, which was topped up since: nobody can approve it, and it keeps nobody waiting.
#[test]
fn a_request_that_lost_its_ground_blocks_no_other() {
    for agreed in [false, true] {
        let mut house = House::new();
        house.to("11-28 10:00");
        let unit = house.unit("3/1/601");
        deposit(&mut house, unit, "D1", 20_000);
        house.must(JIA, make(unit, cancel(20_000)));
        if agreed {
            house.must(MANAGER, Asking::Approve { request: FIRST, back: None });
        }
        house.must(CASHIER, payment::Command::TopUp { unit, taken: taken("T1", 30_000) });
        // It fell; that is said when it matters, and nothing of it is erased.
        let made = house.must(JIA, make(unit, cancel(50_000)));
        let [
            Event::Change(change::Event::Lapsed { request: FIRST, overtaken: true, .. }),
            Event::Change(change::Event::Asked { .. }),
        ] = &made[..]
        else {
            panic!("{made:?}")
        };
        let states: Vec<_> = house.office.changes.iter().map(|request| request.state).collect();
        assert_eq!(states, [RequestState::Lapsed, RequestState::Open]);
        house.must(MANAGER, Asking::Approve { request: SECOND, back: None });
        house.must(CASHIER, Asking::Refund { unit, taken: taken("R1", 50_000) });
        assert_eq!((house.office.status(unit), house.replayed() == house.office), (Status::Available, true));
    }
}

#[test]
fn a_refused_change_does_not_make_another_fall() {
    let (mut house, unit) = sold();
    house.must(JIA, make(unit, cancel(50_000)));
    house.must(CASHIER, signs(unit, "HT1", "S1"));
    // Signed since: a cancellation is no way any more, and a refusal leaves no trace.
    assert_eq!(house.code(JIA, make(unit, cancel(50_000))), "wrong_status");
    assert_eq!(house.office.changes[0].state, RequestState::Open);
}

#[test]
fn a_swap_is_approved_at_the_price_it_was_asked_for() {
    let (mut house, unit) = sold();
    let to = house.unit("3/1/701");
    let swap = Change::Swap { to, back: Back::Available };
    house.must(JIA, make(unit, swap.clone()));
    let before = house.office.unit(to).spec.total;
    house.must(MANAGER, relisted("3#/1单元/701", |row| row.spec.total = before.map(|was| was + Fen(1))));
    assert_eq!(house.code(MANAGER, Asking::Approve { request: FIRST, back: None }), "swap_repriced");
    assert_eq!(house.office.status(unit), Status::Deposit);
    // Asked anew at the new price, without anybody having to clear the old request away.
    house.must(JIA, make(unit, swap));
    house.must(MANAGER, Asking::Approve { request: SECOND, back: None });
    assert_eq!(house.office.live_claim(to).and_then(|claim| claim.price), before.map(|was| was + Fen(1)));
}

#[test]
fn a_price_that_came_back_is_the_one_asked_for() {
    let (mut house, unit) = sold();
    let to = house.unit("3/1/701");
    house.must(JIA, make(unit, Change::Swap { to, back: Back::Available }));
    let before = house.office.unit(to).spec.total;
    house.must(MANAGER, relisted("3#/1单元/701", |row| row.spec.total = Some(Fen::yuan(9_000_000))));
    house.must(MANAGER, relisted("3#/1单元/701", |row| row.spec.total = before));
    house.must(MANAGER, Asking::Approve { request: FIRST, back: None });
    assert_eq!(house.office.status(to), Status::Deposit);
}

/// 甲 asks for a customer before anything is held.
fn allowed_to_jia() -> (House, UnitId) {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    for (who, name, phone) in [(JIA, "张三", "13800000001"), (YI, "李四", "13800000002")] {
        house.must(who, people::Command::Register { customer: phoned(name, phone) });
    }
    house.must(JIA, make(unit, Change::BelowMinimum { amount: Fen::yuan(5_000) }));
    house.must(MANAGER, Asking::Approve { request: FIRST, back: None });
    (house, unit)
}

fn low(unit: UnitId, customer: Option<u32>) -> Command {
    let customer = customer.map(known);
    payment::Command::Deposit { unit, customer, taken: taken("D1", 5_000) }.into()
}

#[test]
fn a_smaller_deposit_is_taken_of_whom_it_was_allowed_to() {
    let (mut house, unit) = allowed_to_jia();
    assert_eq!(house.code(CASHIER, low(unit, Some(1))), "granted_to_other", "乙's customer");
    let stranger =
        payment::Command::Deposit { unit, customer: Some(person("王五")), taken: taken("D1", 5_000) };
    assert_eq!(house.code(CASHIER, stranger), "granted_to_other", "nobody's customer");
    // The minimum is for everybody.
    let mut other = house.clone();
    let full = payment::Command::Deposit { unit, customer: Some(known(1)), taken: taken("D1", 20_000) };
    other.must(CASHIER, full);
    house.must(CASHIER, low(unit, Some(0)));
    assert_eq!(house.office.live_claim(unit).and_then(|claim| claim.balance()), Some(Fen::yuan(45_000)));
}

#[test]
fn a_smaller_deposit_goes_with_the_hold_of_whom_it_was_allowed_to() {
    for (who, code) in [(JIA, "ok"), (YI, "granted_to_other")] {
        let (mut house, unit) = allowed_to_jia();
        house.must(who, hold::Command::Hold { unit, customer: person("赵六"), minutes: None });
        assert_eq!(house.code(CASHIER, low(unit, None)), code);
    }
}

#[test]
fn what_the_manager_allows_unasked_is_whoevers_turn_it_is() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    house.must(MANAGER, make(unit, Change::BelowMinimum { amount: Fen::yuan(5_000) }));
    let stranger =
        payment::Command::Deposit { unit, customer: Some(person("王五")), taken: taken("D1", 5_000) };
    house.must(CASHIER, stranger);
}

/// A deposit that came in with a price list, its contract signed here: its money is this office's business from then on.
#[test]
fn a_contract_signed_here_is_paid_before_it_is_handed_over() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    house.must(MANAGER, relisted("3#/1单元/601", |row| row.status = Some(ListedStatus::Deposit)));
    house.must(CASHIER, signs(unit, "HT1", "S1"));
    house.must(CLERK, paper::Command::Record { unit, number: String::new() });
    assert_eq!(house.code(CLERK, paper::Command::HandOver { unit }), "price_due");
    let claim = house.office.live_claim(unit).expect("signed");
    let open = claim.deal().expect("priced") - claim.paid();
    let rest = payment::Taken { receipt: "P1".into(), amount: open, method: "转账".into(), payer: None };
    house.must(CASHIER, payment::Command::Pay { unit, loan: false, taken: rest });
    house.must(CLERK, paper::Command::HandOver { unit });
    // One without any price cannot be compared with anything.
    let mut house = House::new();
    let unpriced = relisted("3#/1单元/601", |row| {
        (row.spec.room, row.spec.total) = ("699".into(), None);
        row.status = Some(ListedStatus::Deposit);
    });
    house.must(MANAGER, unpriced);
    let unit = house.unit("3/1/699");
    house.must(CASHIER, signs(unit, "HT1", "S1"));
    house.must(CLERK, paper::Command::Record { unit, number: String::new() });
    house.must(CLERK, paper::Command::HandOver { unit });
}

fn prepares(unit: UnitId, contract: &str) -> paper::Command {
    paper::Command::Prepare { unit, contract: contract.into() }
}

#[test]
fn a_contract_prepared_by_the_office_is_signed_by_its_down_payment() {
    for who in [MANAGER, CLERK, SUPERVISOR] {
        let (mut house, unit) = sold();
        assert_eq!(house.code(CASHIER, signs(unit, "", "S1")), "text_invalid");
        house.must(who, prepares(unit, " HT1 "));
        let claim = house.office.live_claim(unit).expect("sold");
        assert_eq!((claim.status(), claim.prepared.as_deref()), (Status::Deposit, Some("HT1")));
        assert_eq!(house.code(who, prepares(unit, "HT1")), "already_so");
        assert_eq!(house.code(CASHIER, signs(unit, "HT2", "S1")), "contract_differs");
        house.must(CASHIER, signs(unit, "", "S1"));
        let step = &house.office.live_claim(unit).expect("signed").step;
        assert!(matches!(step, Step::Signed { contract: Some(number), .. } if number == "HT1"), "{step:?}");
        assert_eq!((house.replayed() == house.office, sound(&house.office)), (true, Ok(())));
    }
    let (mut house, unit) = sold();
    for who in [JIA, CASHIER, RECEPTION] {
        assert_eq!(house.code(who, prepares(unit, "HT1")), "not_permitted");
    }
    assert_eq!(house.code(CLERK, prepares(house.unit("3/1/701"), "HT1")), "wrong_status");
}

#[test]
fn a_contract_number_is_one_contracts_prepared_or_signed() {
    let (mut house, unit) = sold();
    let other = house.unit("3/1/602");
    deposit(&mut house, other, "D2", 50_000);
    house.must(CLERK, prepares(unit, "HT1"));
    assert_eq!(house.code(CLERK, prepares(other, "HT1")), "contract_used");
    assert_eq!(house.code(CASHIER, signs(other, "HT1", "S2")), "contract_used");
    // Put right: the wrong number was no contract's.
    house.must(CLERK, prepares(unit, "HT2"));
    house.must(CASHIER, signs(other, "HT1", "S2"));
    assert_eq!(house.code(CLERK, prepares(unit, "HT1")), "contract_used");
    // Cancelled, and swapped: a contract is written for one customer and one unit.
    let to = house.unit("3/1/701");
    house.must(MANAGER, make(unit, Change::Swap { to, back: Back::Available }));
    assert_eq!(house.office.live_claim(to).and_then(|claim| claim.prepared.clone()), None);
    house.must(CLERK, prepares(to, "HT2"));
    house.must(MANAGER, make(to, cancel_all(Back::Available)));
    house.must(CASHIER, Asking::Refund { unit: to, taken: taken("R1", 50_000) });
    let third = house.unit("3/1/603");
    deposit(&mut house, third, "D3", 50_000);
    house.must(CASHIER, signs(third, "HT2", "S3"));
    assert_eq!(house.replayed(), house.office);
}

#[test]
fn a_partial_deposits_contract_waits_for_the_balance() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    deposit(&mut house, unit, "D1", 20_000);
    house.must(CLERK, prepares(unit, "HT1"));
    assert_eq!(house.code(CASHIER, signs(unit, "", "S1")), "balance_due");
    house.must(CASHIER, payment::Command::TopUp { unit, taken: taken("T1", 30_000) });
    house.must(CASHIER, signs(unit, "", "S1"));
}

#[test]
fn who_may_ask_for_a_forfeit_logs_what_it_stands_on() {
    let (mut house, unit) = sold();
    let notice = paper::Command::Notice { unit, kind: NoticeKind::Call, note: "无人接听".into() };
    for who in [MANAGER, CLERK, SUPERVISOR, JIA, CASHIER] {
        house.must(who, notice.clone());
    }
    let planner = xiaokong::domain::id::StaffId(9);
    for who in [planner, RECEPTION] {
        assert_eq!(house.code(who, notice.clone()), "not_permitted");
    }
}

#[test]
fn each_way_back_has_its_counter_and_only_a_cancellation_counts_as_one() {
    for (kind, counts) in [
        (EndKind::Cancelled, [1, 0, 0, 0]),
        (EndKind::Forfeited, [0, 1, 0, 0]),
        (EndKind::Terminated, [0, 0, 1, 0]),
        (EndKind::Swapped, [0, 0, 0, 1]),
    ] {
        let (mut house, unit) = sold();
        let back = Back::Available;
        match kind {
            EndKind::Forfeited => {
                house.to("12-05 18:00");
                for kind in NoticeKind::ALL {
                    let note = "无人接听".into();
                    house.must(JIA, paper::Command::Notice { unit, kind: *kind, note });
                }
                house.to("12-12 18:00");
                house.must(MANAGER, make(unit, Change::Forfeit { back }));
            }
            EndKind::Terminated => {
                house.must(CASHIER, signs(unit, "HT1", "S1"));
                house.must(MANAGER, make(unit, Change::Terminate { back, refund: Fen::yuan(650_000) }));
                house.must(CASHIER, Asking::Refund { unit, taken: taken("R1", 650_000) });
            }
            EndKind::Swapped => {
                house.must(MANAGER, make(unit, Change::Swap { to: house.unit("3/1/701"), back }));
            }
            _ => {
                house.must(MANAGER, make(unit, cancel_all(back)));
                house.must(CASHIER, Asking::Refund { unit, taken: taken("R1", 50_000) });
            }
        }
        let day = house.office.ledger(house.now);
        assert_eq!([day.cancelled, day.forfeited, day.terminated, day.swapped], counts, "{kind:?}");
        let stands = house.office.ledger(at("11-28 10:00")).subscribed;
        assert_eq!((stands, sound(&house.office)), (1, Ok(())), "{kind:?}");
    }
}

#[test]
fn whoever_approves_says_what_becomes_of_the_unit() {
    let ends = [
        (None, Status::Available),
        (Some(Back::Available), Status::Available),
        (Some(Back::Locked), Status::Locked),
    ];
    for (back, status) in ends {
        let (mut house, unit) = sold();
        let to = house.unit("3/1/701");
        house.must(JIA, make(unit, Change::Swap { to, back: Back::Available }));
        house.must(MANAGER, Asking::Approve { request: FIRST, back });
        assert_eq!(house.office.status(unit), status, "{back:?}");
        assert_eq!(house.replayed(), house.office);
    }
    // Where nothing is freed there is nothing to say.
    let (mut house, unit) = sold();
    house.must(JIA, make(unit, Change::Extend { due: at("12-20 18:00") }));
    house.must(MANAGER, Asking::Approve { request: FIRST, back: Some(Back::Locked) });
    assert_eq!(house.office.status(unit), Status::Deposit);
}
