//! What goes wrong around money: things that change between two people's acts (rules §2, §4).

use super::{deposit, make, sold};
use crate::common::{
    CASHIER, DING, House, JIA, MANAGER, RECEPTION, SUPERVISOR, YI, at, person, phoned, rows, taken,
};
use xiaokong::domain::audit::{Unsound, sound};
use xiaokong::domain::change::Command as Asking;
use xiaokong::domain::id::{CustomerId, RequestId, StaffId, UnitId};
use xiaokong::domain::listing::{self, Row};
use xiaokong::domain::money::Fen;
use xiaokong::domain::state::claim::{EndKind, NoticeKind};
use xiaokong::domain::state::request::{Back, Change, RequestState};
use xiaokong::domain::state::unit::{ListedStatus, Status};
use xiaokong::domain::{hold, paper, payment, people, undo, waiting};

const CLERK: StaffId = StaffId(8);
const PLANNER: StaffId = StaffId(9);
const BOARD: StaffId = StaffId(10);
const FIRST: RequestId = RequestId(0);

fn holds(house: &mut House, who: StaffId, unit: UnitId, name: &str, minutes: Option<u32>) {
    house.must(who, hold::Command::Hold { unit, customer: person(name), minutes });
}

fn takes(unit: UnitId, receipt: &str, yuan: i64) -> payment::Command {
    payment::Command::Deposit { unit, customer: Some(person("李四")), taken: taken(receipt, yuan) }
}

fn signs(house: &mut House, unit: UnitId, contract: &str, receipt: &str) {
    let taken = taken(receipt, 600_000);
    house.must(CASHIER, payment::Command::Sign { unit, contract: contract.into(), taken });
}

fn corrects(wrong: &str, receipt: &str, yuan: i64) -> payment::Command {
    let (counter, taken) = (format!("X{wrong}"), Some(taken(receipt, yuan)));
    payment::Command::Correct { wrong: wrong.into(), counter, taken, reason: "写错".into() }
}

fn cancel(yuan: i64) -> Change {
    Change::Cancel { back: Back::Available, refund: Fen::yuan(yuan) }
}

/// A row of the list with another price or status.
fn listed(address: &str, change: impl FnOnce(&mut Row)) -> listing::Command {
    let mut row = rows().into_iter().find(|row| row.spec.address() == address).unwrap();
    change(&mut row);
    listing::Command::Import { source: "again.csv".into(), rows: vec![row] }
}

#[test]
fn what_was_allowed_to_one_is_not_the_next_ones() {
    for ends in ["expires", "is released", "is given back and taken again"] {
        let mut house = House::new();
        house.to("11-28 10:00");
        let unit = house.unit("3/1/601");
        holds(&mut house, JIA, unit, "张三", Some(30));
        house.must(MANAGER, make(unit, Change::BelowMinimum { amount: Fen::yuan(5_000) }));
        match ends {
            "expires" => house.to("11-28 10:30"),
            _ => {
                house.must(JIA, hold::Command::Release { unit, reason: String::new() });
                &mut house
            }
        };
        if ends.ends_with("again") {
            house.must(JIA, undo::Command::Undo { deed: None });
        } else {
            holds(&mut house, YI, unit, "李四", None);
        }
        let low = payment::Command::Deposit { unit, customer: None, taken: taken("D1", 5_000) };
        assert_eq!(house.code(CASHIER, low), "below_minimum", "the hold {ends}");
    }
}

#[test]
fn what_the_manager_allows_never_raises_the_minimum() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    house.must(MANAGER, make(unit, Change::BelowMinimum { amount: Fen::yuan(40_000) }));
    house.must(CASHIER, takes(unit, "D1", 20_000));
}

#[test]
fn a_deposit_carried_over_keeps_to_its_share_of_the_new_price() {
    let (mut house, unit) = sold();
    let to = house.unit("3/1/701");
    let cheap = listed("3#/1单元/701", |row| row.spec.total = Some(Fen::yuan(249_999)));
    house.must(MANAGER, cheap);
    let swap = Change::Swap { to, back: Back::Available };
    assert_eq!(house.code(MANAGER, make(unit, swap.clone())), "above_share");
    let fits = listed("3#/1单元/701", |row| row.spec.total = Some(Fen::yuan(250_000)));
    house.must(MANAGER, fits);
    house.must(MANAGER, make(unit, swap));
    assert_eq!(house.office.live_claim(to).map(|claim| claim.paid()), Some(Fen::yuan(50_000)));
}

/// Whatever moves between the agreement and the cashier makes the agreement void; both then start anew.
#[test]
fn an_agreed_refund_does_not_outlive_what_it_was_agreed_on() {
    let (mut house, unit) = sold();
    signs(&mut house, unit, "HT1", "S1");
    let terminate = Change::Terminate { back: Back::Available, refund: Fen::yuan(650_000) };
    house.must(MANAGER, make(unit, terminate));
    let extend = Change::Extend { due: at("12-31 18:00") };
    assert_eq!(house.code(MANAGER, make(unit, extend)), "change_pending");
    // An instalment comes in: nobody has agreed what becomes of it.
    house.must(CASHIER, payment::Command::Pay { unit, loan: false, taken: taken("P1", 100_000) });
    let refund = Asking::Refund { unit, taken: taken("R1", 650_000) };
    assert_eq!(house.code(CASHIER, refund.clone()), "request_stale");
    // Corrected to what was agreed on it stands again: nothing is different.
    let nothing = payment::Command::Correct {
        wrong: "P1".into(),
        counter: "X1".into(),
        taken: None,
        reason: "误".into(),
    };
    house.must(CASHIER, nothing);
    house.must(CASHIER, refund);
    assert_eq!(house.office.status(unit), Status::Available);
    assert_eq!(sound(&house.office), Ok(()));
}

#[test]
fn an_agreed_cancellation_falls_with_a_top_up_and_with_the_contract() {
    for act in ["top-up", "contract"] {
        let mut house = House::new();
        house.to("11-28 10:00");
        let unit = house.unit("3/1/601");
        let yuan = if act == "top-up" { 20_000 } else { 50_000 };
        deposit(&mut house, unit, "D1", yuan);
        house.must(JIA, make(unit, cancel(yuan)));
        house.must(MANAGER, Asking::Approve { request: FIRST, back: None });
        match act {
            "top-up" => {
                house.must(CASHIER, payment::Command::TopUp { unit, taken: taken("T1", 10_000) });
            }
            _ => signs(&mut house, unit, "HT1", "S1"),
        }
        let before = house.office.clone();
        let refund = Asking::Refund { unit, taken: taken("R1", yuan) };
        assert_eq!(house.code(CASHIER, refund), "request_stale", "{act}");
        assert_eq!(house.office, before);
        house.must(MANAGER, Asking::Refuse { request: FIRST, reason: "已变更".into() });
        assert_eq!(house.office.change_on(unit), None);
    }
}

#[test]
fn money_that_comes_in_does_not_disturb_what_it_has_nothing_to_do_with() {
    let (mut house, unit) = sold();
    signs(&mut house, unit, "HT1", "S1");
    house.must(JIA, make(unit, Change::Extend { due: at("12-31 18:00") }));
    house.must(CASHIER, payment::Command::Pay { unit, loan: false, taken: taken("P1", 100_000) });
    house.must(MANAGER, Asking::Approve { request: FIRST, back: None });
    assert_eq!(house.office.live_claim(unit).and_then(|claim| claim.due()), Some(at("12-31 18:00")));
}

#[test]
fn a_correction_that_makes_a_deposit_full_or_partial_moves_its_date() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    deposit(&mut house, unit, "D1", 20_000);
    let due = |house: &House| house.office.live_claim(unit).and_then(|claim| claim.due());
    assert_eq!(due(&house), Some(at("12-01 18:00")));
    house.to("11-29 10:00");
    house.must(CASHIER, corrects("D1", "D2", 50_000));
    assert_eq!(due(&house), Some(at("12-05 18:00")), "signing, from the subscription on");
    house.must(CASHIER, corrects("D2", "D3", 40_000));
    assert_eq!(due(&house), Some(at("12-01 18:00")), "top-up, from the subscription on");
    // Partial before and after: a date that was moved stays.
    house.must(MANAGER, make(unit, Change::Extend { due: at("12-08 18:00") }));
    house.must(CASHIER, corrects("D3", "D4", 30_000));
    assert_eq!(due(&house), Some(at("12-08 18:00")));
    assert_eq!((sound(&house.office), house.replayed() == house.office), (Ok(()), true));
}

#[test]
fn a_date_is_not_moved_into_the_past() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    deposit(&mut house, unit, "D1", 20_000);
    house.must(JIA, make(unit, Change::Extend { due: at("12-03 18:00") }));
    house.to("12-03 18:00");
    assert_eq!(house.code(MANAGER, Asking::Approve { request: FIRST, back: None }), "length_invalid");
    house.must(MANAGER, Asking::Refuse { request: FIRST, reason: "已过期".into() });
    assert_eq!(house.code(MANAGER, make(unit, Change::Extend { due: at("12-03 18:00") })), "length_invalid");
    house.must(MANAGER, make(unit, Change::Extend { due: at("12-04 18:00") }));
}

#[test]
fn who_may_not_ask_hears_nothing_about_the_unit() {
    let (mut house, unit) = sold();
    for who in [RECEPTION, PLANNER, BOARD] {
        // More than came in: the refusal would name the sum.
        assert_eq!(house.code(who, make(unit, cancel(60_000))), "not_permitted");
        assert_eq!(house.code(who, Asking::Approve { request: FIRST, back: None }), "not_permitted");
        let refund = Asking::Refund { unit, taken: taken("R1", 1) };
        assert_eq!(house.code(who, refund), "not_permitted");
    }
}

#[test]
fn a_claim_of_the_price_list_stays_one_when_kin_join_it() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    house.must(MANAGER, listed("3#/1单元/601", |row| row.status = Some(ListedStatus::Signed)));
    house.must(JIA, people::Command::Register { customer: phoned("李四", "13800000001") });
    let rename = |add, remove| make(unit, Change::Rename { add, remove, relation: "配偶".into() });
    house.must(MANAGER, rename(Some(CustomerId(0)), None));
    let claim = house.office.live_claim(unit).unwrap();
    assert!(claim.is_imported() && claim.others == [CustomerId(0)], "{claim:?}");
    house.must(CLERK, paper::Command::Record { unit, number: String::new() });
    // Its money was never written down here, so none is asked for.
    house.must(CLERK, paper::Command::HandOver { unit });
}

#[test]
fn an_erased_customer_joins_nothing_and_still_gets_the_money_back() {
    let (mut house, unit) = sold();
    house.must(JIA, people::Command::Register { customer: phoned("李四", "13800000001") });
    let kin = CustomerId(house.office.customers.len() as u32 - 1);
    house.must(MANAGER, people::Command::Erase { customer: kin });
    let rename = Change::Rename { add: Some(kin), remove: None, relation: "配偶".into() };
    assert_eq!(house.code(MANAGER, make(unit, rename)), "customer_erased");
    let own = house.office.live_claim(unit).and_then(|claim| claim.customer).unwrap();
    house.must(MANAGER, people::Command::Erase { customer: own });
    house.must(MANAGER, make(unit, cancel(50_000)));
    house.must(CASHIER, Asking::Refund { unit, taken: taken("R1", 50_000) });
    assert_eq!((house.office.status(unit), sound(&house.office)), (Status::Available, Ok(())));
    assert_eq!(house.replayed(), house.office);
}

#[test]
fn a_discount_asked_for_falls_with_the_hold_and_with_the_deposit() {
    for act in ["release", "deposit"] {
        let mut house = House::new();
        house.to("11-28 10:00");
        let unit = house.unit("3/1/601");
        holds(&mut house, JIA, unit, "张三", None);
        house.must(JIA, make(unit, Change::Discount { off: Fen::yuan(60_000) }));
        if act == "release" {
            house.must(JIA, hold::Command::Release { unit, reason: String::new() });
        } else {
            deposit(&mut house, unit, "D1", 50_000);
        }
        let before = house.office.clone();
        assert_eq!(
            house.code(MANAGER, Asking::Approve { request: FIRST, back: None }),
            "request_stale",
            "{act}"
        );
        assert_eq!(house.office, before);
        // It lapses by itself, and what it was about is free for another.
        house.to("12-10 10:00");
        assert_eq!(house.true_office().changes[0].state, RequestState::Lapsed);
        assert_eq!(house.true_office().change_on(unit), None);
    }
}

#[test]
fn a_hold_given_back_by_mistake_has_its_request_again() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    holds(&mut house, JIA, unit, "张三", None);
    house.must(JIA, make(unit, Change::Discount { off: Fen::yuan(60_000) }));
    house.must(JIA, hold::Command::Release { unit, reason: String::new() });
    assert_eq!(house.office.change_on(unit), None);
    house.must(JIA, undo::Command::Undo { deed: None });
    house.must(MANAGER, Asking::Approve { request: FIRST, back: None });
    assert_eq!(house.office.live_claim(unit).map(|claim| claim.discount), Some(Fen::yuan(60_000)));
}

#[test]
fn nothing_with_money_in_it_is_undone() {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    holds(&mut house, JIA, unit, "张三", None);
    deposit(&mut house, unit, "D1", 50_000);
    for who in [JIA, CASHIER, MANAGER] {
        let said = house.code(who, undo::Command::Undo { deed: None });
        assert!(["undo_blocked", "nothing_to_undo"].contains(&said), "{said}");
    }
    house.must(MANAGER, make(unit, Change::Swap { to: house.unit("3/1/701"), back: Back::Available }));
    assert_eq!(house.code(MANAGER, undo::Command::Undo { deed: None }), "nothing_to_undo");
}

#[test]
fn a_swap_asked_for_is_refused_when_its_target_went_another_way() {
    for way in ["held", "locked", "listed as sold"] {
        let (mut house, unit) = sold();
        let to = house.unit("3/1/701");
        house.must(JIA, make(unit, Change::Swap { to, back: Back::Available }));
        let expected = match way {
            "held" => {
                holds(&mut house, DING, to, "王五", None);
                "unit_taken"
            }
            "locked" => {
                let lock = xiaokong::domain::control::Command::Lock { unit: to, reason: "留用".into() };
                house.must(MANAGER, lock);
                "wrong_status"
            }
            _ => {
                let sold = listed("3#/1单元/701", |row| row.status = Some(ListedStatus::Deposit));
                house.must(MANAGER, sold);
                "unit_taken"
            }
        };
        let before = house.office.clone();
        assert_eq!(house.code(MANAGER, Asking::Approve { request: FIRST, back: None }), expected, "{way}");
        assert_eq!(house.office, before, "{way}");
    }
}

#[test]
fn a_price_list_changes_nothing_of_what_waits_on_a_claim() {
    let (mut house, unit) = sold();
    house.must(JIA, make(unit, cancel(50_000)));
    let list = listed("3#/1单元/601", |row| {
        row.spec.total = Some(Fen::yuan(1));
        row.status = Some(ListedStatus::Available);
    });
    house.must(MANAGER, list);
    house.must(MANAGER, Asking::Approve { request: FIRST, back: None });
    house.must(CASHIER, Asking::Refund { unit, taken: taken("R1", 50_000) });
    assert_eq!(house.office.status(unit), Status::Available);
}

#[test]
fn a_refused_request_leaves_only_its_trail() {
    let (mut house, unit) = sold();
    let to = house.unit("3/1/701");
    let before = house.office.clone();
    house.must(JIA, make(unit, Change::Swap { to, back: Back::Locked }));
    house.must(MANAGER, Asking::Refuse { request: FIRST, reason: "暂缓".into() });
    let mut after = house.office.clone();
    assert_eq!(after.changes.pop().map(|request| request.state), Some(RequestState::Refused));
    (after.head, after.at) = (before.head, before.at);
    after.units[unit.index()].revision = before.units[unit.index()].revision;
    assert!(after == before, "a refused request changed something");
}

/// Each way back with people in line: what is free goes to the first of them, what is locked to nobody.
#[test]
fn every_way_back_serves_the_line_or_locks_it_out() {
    for back in [Back::Available, Back::Locked] {
        for kind in [EndKind::Forfeited, EndKind::Terminated, EndKind::Swapped] {
            let (mut house, unit) = sold();
            house.must(YI, waiting::Command::Join { unit, customer: person("李四") });
            house.must(DING, waiting::Command::Join { unit, customer: person("王五") });
            let change = match kind {
                EndKind::Forfeited => {
                    house.to("12-05 18:00");
                    for kind in NoticeKind::ALL {
                        let note = "无人接听".into();
                        house.must(JIA, paper::Command::Notice { unit, kind: *kind, note });
                    }
                    house.to("12-12 18:00");
                    Change::Forfeit { back }
                }
                EndKind::Terminated => {
                    signs(&mut house, unit, "HT1", "S1");
                    Change::Terminate { back, refund: Fen(0) }
                }
                _ => Change::Swap { to: house.unit("3/1/701"), back },
            };
            house.must(MANAGER, make(unit, change));
            assert_eq!(house.office.claims[0].ended.as_ref().map(|ended| ended.kind), Some(kind));
            let (holder, waiting) = match back {
                Back::Available => (Some(YI), 1),
                Back::Locked => (None, 2),
            };
            assert_eq!(house.office.live_claim(unit).and_then(|claim| claim.consultant), holder, "{kind:?}");
            assert_eq!(house.office.unit(unit).line.len(), waiting, "{kind:?}");
            assert_eq!((sound(&house.office), house.replayed() == house.office), (Ok(()), true), "{kind:?}");
        }
    }
}

#[test]
fn after_a_termination_all_begins_anew_and_no_number_is_used_again() {
    let (mut house, unit) = sold();
    signs(&mut house, unit, "HT1", "S1");
    house.must(MANAGER, make(unit, Change::Terminate { back: Back::Available, refund: Fen::yuan(650_000) }));
    house.must(CASHIER, Asking::Refund { unit, taken: taken("R1", 650_000) });
    holds(&mut house, YI, unit, "李四", None);
    for used in ["D1", "S1", "R1"] {
        assert_eq!(house.code(CASHIER, takes(unit, used, 50_000)), "receipt_used");
    }
    house.must(CASHIER, takes(unit, "D2", 50_000));
    let again = |contract: &str| payment::Command::Sign {
        unit,
        contract: contract.into(),
        taken: taken("S2", 600_000),
    };
    assert_eq!(house.code(CASHIER, again("HT1")), "contract_used");
    house.must(CASHIER, again("HT2"));
    assert_eq!(house.office.live_claim(unit).map(|claim| claim.paid()), Some(Fen::yuan(650_000)));
    assert_eq!(house.code(CASHIER, corrects("D1", "D3", 40_000)), "refund_differs", "it was paid back");
}

#[test]
fn a_supervisor_gives_one_per_cent_and_asks_for_more() {
    for (off, given) in [(36_504, true), (36_505, false)] {
        let mut house = House::new();
        house.to("11-28 10:00");
        let unit = house.unit("3/1/601");
        holds(&mut house, JIA, unit, "张三", None);
        house.must(SUPERVISOR, make(unit, Change::Discount { off: Fen::yuan(off) }));
        let expected = if given { Fen::yuan(off) } else { Fen(0) };
        assert_eq!(house.office.live_claim(unit).map(|claim| claim.discount), Some(expected), "{off}");
    }
}

#[test]
fn a_number_written_twice_is_unsound_even_on_its_own_unit() {
    let (mut house, _) = sold();
    let receipt = house.office.claims[0].receipts[0].clone();
    house.office.claims[0].receipts.push(receipt);
    house.office.claims[0].deposit = Fen::yuan(100_000);
    for ledger in house.office.ledgers.values_mut() {
        ledger.received = Fen::yuan(100_000);
    }
    assert_eq!(sound(&house.office), Err(Unsound::Total));
}
