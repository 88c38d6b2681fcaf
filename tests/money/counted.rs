//! Corrections, the four counters, and the days' sums that prove them (rules §4, §8, §11.6).

use super::{cancel_all, deposit, make, sold};
use crate::common::{CASHIER, House, JIA, MANAGER, at, taken};
use xiaokong::domain::audit::{Unsound, sound};
use xiaokong::domain::change::Command as Asking;
use xiaokong::domain::id::UnitId;
use xiaokong::domain::money::Fen;
use xiaokong::domain::state::claim::NoticeKind;
use xiaokong::domain::state::day::Ledger;
use xiaokong::domain::state::request::{Back, Change};
use xiaokong::domain::{paper, payment};

fn tops_up(unit: UnitId, receipt: &str, yuan: i64) -> payment::Command {
    payment::Command::TopUp { unit, taken: taken(receipt, yuan) }
}

/// The right receipt; none of 0 yuan.
fn corrects(wrong: &str, receipt: &str, yuan: i64) -> payment::Command {
    let taken = (yuan > 0).then(|| taken(receipt, yuan));
    payment::Command::Correct {
        wrong: wrong.into(),
        counter: format!("X{wrong}"),
        taken,
        reason: "写错".into(),
    }
}

fn partial() -> (House, UnitId) {
    let mut house = House::new();
    house.to("11-28 10:00");
    let unit = house.unit("3/1/601");
    deposit(&mut house, unit, "D1", 20_000);
    (house, unit)
}

fn days(house: &House) -> Vec<(u32, u32)> {
    let days = ["11-28 12:00", "11-29 12:00", "11-30 12:00"].map(|day| house.office.ledger(at(day)));
    days.iter().map(|day| (day.subscribed, day.topped_up)).collect()
}

/// Each ended its own way; its wrong receipt number is put right by the cashier.
#[test]
fn a_receipt_of_an_ended_claim_is_corrected_where_it_was_written() {
    for way in ["cancelled", "forfeited", "terminated"] {
        let (mut house, unit) = sold();
        let mut money = 50_000;
        match way {
            "cancelled" => {
                house.must(MANAGER, make(unit, cancel_all(Back::Available)));
                house.must(CASHIER, Asking::Refund { unit, taken: taken("R1", 50_000) });
            }
            "forfeited" => {
                house.to("12-05 18:00");
                for kind in NoticeKind::ALL {
                    let note = "无人接听".into();
                    house.must(JIA, paper::Command::Notice { unit, kind: *kind, note });
                }
                house.to("12-12 18:00");
                house.must(MANAGER, make(unit, Change::Forfeit { back: Back::Available }));
            }
            _ => {
                let taken = taken("S1", 600_000);
                house.must(CASHIER, payment::Command::Sign { unit, contract: "HT1".into(), taken });
                house.must(MANAGER, make(unit, Change::Terminate { back: Back::Available, refund: Fen(0) }));
                money = 650_000;
            }
        }
        // Somebody else has the unit by now: their money is not touched.
        deposit(&mut house, unit, "D5", 30_000);
        let live = house.office.live_claim(unit).cloned();
        house.must(CASHIER, corrects("D1", "D9", 50_000));
        assert_eq!(house.office.live_claim(unit), live.as_ref(), "{way}");
        let ended = &house.office.claims[0];
        assert_eq!(ended.countered, ["D1"], "{way}");
        let back = if way == "cancelled" { 50_000 } else { 0 };
        assert_eq!(ended.paid(), Fen::yuan(money - back), "{way}");
        assert_eq!(house.code(CASHIER, corrects("D1", "D8", 50_000)), "already_so", "{way}");
        assert_eq!((sound(&house.office), house.replayed() == house.office), (Ok(()), true), "{way}");
    }
}

#[test]
fn what_was_paid_back_must_have_come_in() {
    let (mut house, unit) = sold();
    house.must(MANAGER, make(unit, cancel_all(Back::Available)));
    house.must(CASHIER, Asking::Refund { unit, taken: taken("R1", 50_000) });
    let before = house.office.clone();
    assert_eq!(house.code(CASHIER, corrects("D1", "D9", 40_000)), "refund_differs");
    assert_eq!(house.office, before);
}

#[test]
fn a_subscription_counts_as_topped_up_once() {
    let (mut house, unit) = partial();
    house.to("11-29 10:00");
    house.must(CASHIER, tops_up(unit, "T1", 30_000));
    assert_eq!(days(&house), [(1, 0), (0, 1), (0, 0)]);
    // The amount was wrong: a balance is due again, and paid the day after.
    house.must(CASHIER, corrects("T1", "T2", 10_000));
    house.to("11-30 10:00");
    house.must(CASHIER, tops_up(unit, "T3", 20_000));
    assert_eq!(house.office.live_claim(unit).and_then(|claim| claim.balance()), None);
    assert_eq!(days(&house), [(1, 0), (0, 1), (0, 0)], "it was counted on its day, which is not edited");
    // It carries its count along to another unit.
    house.must(MANAGER, make(unit, Change::Swap { to: house.unit("3/1/701"), back: Back::Available }));
    let to = house.unit("3/1/701");
    house.must(CASHIER, corrects("T3", "T4", 10_000));
    house.must(CASHIER, tops_up(to, "T5", 10_000));
    assert_eq!(days(&house), [(1, 0), (0, 1), (0, 0)]);
    assert_eq!((sound(&house.office), house.replayed() == house.office), (Ok(()), true));
}

#[test]
fn a_top_up_written_too_low_counts_when_it_is_put_right() {
    let (mut house, unit) = partial();
    house.to("11-29 10:00");
    house.must(CASHIER, tops_up(unit, "T1", 3_000));
    assert_eq!(days(&house), [(1, 0), (0, 0), (0, 0)]);
    house.to("11-30 10:00");
    house.must(CASHIER, corrects("T1", "T2", 30_000));
    assert_eq!(days(&house), [(1, 0), (0, 0), (0, 1)]);
    assert_eq!(sound(&house.office), Ok(()));
}

#[test]
fn a_deposit_that_was_full_all_along_was_never_topped_up() {
    let (mut house, unit) = partial();
    house.to("11-29 10:00");
    house.must(CASHIER, corrects("D1", "D2", 50_000));
    assert_eq!(house.office.live_claim(unit).and_then(|claim| claim.balance()), None);
    assert_eq!(days(&house), [(1, 0), (0, 0), (0, 0)]);
    assert_eq!(sound(&house.office), Ok(()));
}

/// Two days' sums wrong by the same amount leave the total right: each day is proven by itself.
#[test]
fn every_day_is_proven_by_itself() {
    let (mut house, unit) = partial();
    house.to("11-29 10:00");
    house.must(CASHIER, tops_up(unit, "T1", 30_000));
    let (first, second) = (house.office.day(at("11-28 10:00")), house.office.day(at("11-29 10:00")));
    let spoilt = |spoil: &dyn Fn(&mut Ledger, &mut Ledger)| {
        let mut office = house.office.clone();
        let (mut one, mut two) = (office.ledgers[&first], office.ledgers[&second]);
        spoil(&mut one, &mut two);
        office.ledgers.extend([(first, one), (second, two)]);
        sound(&office)
    };
    assert_eq!(spoilt(&|_, _| {}), Ok(()));
    let moved = spoilt(&|one, two| {
        (one.received, two.received) = (one.received + Fen(1), two.received - Fen(1));
    });
    assert_eq!(moved, Err(Unsound::Day(first)));
    assert_eq!(spoilt(&|_, two| two.topped_up += 1), Err(Unsound::Day(second)));
    assert_eq!(spoilt(&|one, _| one.cancelled += 1), Err(Unsound::Day(first)));
    let missing = {
        let mut office = house.office.clone();
        office.claims[0].topped_up = None;
        sound(&office)
    };
    assert_eq!(missing, Err(Unsound::Day(second)));
}
