//! Scenarios 1 to 5 of rules §12, sentence by sentence.

use crate::common::floor::{
    arrives, asking, calling_at, closes, customer_of, given, goes, group, line, morning, open, received,
};
use crate::common::{BING, DING, House, JIA, RECEPTION, SUPERVISOR, YI, at};
use xiaokong::domain::reception;
use xiaokong::domain::state::staff::Presence;
use xiaokong::domain::state::turn::{PassReason, TurnKind};
use xiaokong::domain::state::visit::VisitKind;

/// The turn ledger of the day as (who, what, why), what was undone left out.
fn ledger(house: &House) -> Vec<(u32, TurnKind, Option<PassReason>)> {
    let day = house.office.day(house.now);
    let turns = house.office.turns_of(day).iter().filter(|turn| !turn.undone);
    turns.map(|turn| (turn.staff.0, turn.kind, turn.reason)).collect()
}

#[test]
fn scenario_1_an_early_walk_in_spends_no_turn() {
    let mut house = morning();
    house.to("11-28 09:12");
    assert_eq!(line(&house), [JIA, YI, BING, DING]);
    assert_eq!(received(&mut house, group(VisitKind::First)), JIA);
    assert_eq!(line(&house), [JIA, YI, BING, DING], "not even while it lasts");
    assert_eq!(received(&mut house, group(VisitKind::First)), YI, "the next one where 甲 is busy");
    closes(&mut house, JIA);
    closes(&mut house, YI);
    assert_eq!(line(&house), [JIA, YI, BING, DING]);
    // Up to the last minute, and not a minute longer.
    house.to("11-28 09:29");
    received(&mut house, group(VisitKind::First));
    assert_eq!(house.office.visits.last().unwrap().turn, Some(TurnKind::Early));
    closes(&mut house, JIA);
    house.to("11-28 09:30");
    received(&mut house, group(VisitKind::First));
    assert_eq!(house.office.visits.last().unwrap().turn, Some(TurnKind::New));
}

#[test]
fn an_early_reception_closed_late_still_spends_nothing() {
    let mut house = morning();
    house.to("11-28 09:29");
    received(&mut house, group(VisitKind::First));
    house.to("11-28 09:40");
    assert_eq!(received(&mut house, group(VisitKind::First)), YI, "甲 leads but is busy");
    assert_eq!(house.office.turns_of(house.office.day(house.now)).last().unwrap().kind, TurnKind::Passed);
    closes(&mut house, JIA);
    assert_eq!(line(&house)[0], JIA);
}

#[test]
fn scenario_2_a_first_visit_spends_the_turn_and_the_customer_is_protected() {
    let mut house = morning();
    house.to("11-28 09:42");
    assert_eq!(received(&mut house, calling_at("张三", "13800000001")), JIA);
    let visit = house.office.visits[0].clone();
    assert_eq!((visit.kind, visit.turn), (VisitKind::First, Some(TurnKind::New)));
    assert_eq!(line(&house)[..3], [YI, BING, DING], "while busy the others lead");
    house.to("11-28 10:25");
    closes(&mut house, JIA);
    assert_eq!(line(&house), [YI, BING, DING, JIA]);
    assert_eq!(house.office.new_visitors(JIA, house.office.day(house.now)), 1);
    let customer = visit.customer.unwrap();
    assert_eq!(house.office.protected_until(customer), Some(at("12-13 18:00")));
    assert_eq!(house.office.owner_at(customer, at("12-13 17:59")), Some(JIA));
    assert_eq!(house.office.owner_at(customer, at("12-13 18:00")), None, "from then on in the pool");
}

#[test]
fn scenario_3_returning_keeps_the_place_and_the_log_says_why() {
    let mut house = open();
    customer_of(&mut house, BING, "李四", "13800000002");
    let mut house = {
        // The order of the scenario: 乙 丙 丁 甲, with a customer of 丙's known from before.
        let mut next = House { office: house.office.clone(), ..house };
        next.to("11-29 08:00");
        for who in [YI, BING, DING, JIA] {
            next.must(who, xiaokong::domain::duty::Command::SignIn { staff: who });
        }
        next
    };
    house.to("11-29 10:30");
    assert_eq!(line(&house), [YI, BING, DING, JIA]);
    assert_eq!(received(&mut house, calling_at("", "13800000002")), BING, "the phone shows the owner");
    assert_eq!(house.office.visits.last().unwrap().kind, VisitKind::Returning);
    house.to("11-29 10:34");
    assert_eq!(received(&mut house, group(VisitKind::First)), YI);
    house.to("11-29 10:40");
    assert_eq!(received(&mut house, group(VisitKind::First)), DING, "丙 leads but is with an own customer");
    house.to("11-29 10:50");
    closes(&mut house, BING);
    assert_eq!(line(&house)[0], BING);
    let passed = (BING.0, TurnKind::Passed, Some(PassReason::Returning));
    assert!(ledger(&house).contains(&passed), "{:?}", ledger(&house));
    assert_eq!(received(&mut house, group(VisitKind::First)), BING);
}

#[test]
fn scenario_4_not_at_post_loses_the_turn() {
    let mut house = open();
    house.to("11-28 11:00");
    house.must(JIA, crate::common::floor::going(JIA, Presence::Out));
    house.to("11-28 11:04");
    assert_eq!(received(&mut house, group(VisitKind::First)), YI);
    assert_eq!(line(&house), [BING, DING, JIA, YI], "乙 is spending the turn and stands behind");
    assert_eq!(house.office.line, [YI, BING, DING, JIA], "甲 stands at the tail of the line itself");
    assert!(ledger(&house).contains(&(JIA.0, TurnKind::Lost, Some(PassReason::Out))));
    goes(&mut house, JIA, Presence::Floor);
    closes(&mut house, YI);
    assert_eq!(line(&house), [BING, DING, JIA, YI]);
}

#[test]
fn scenario_5_competitor_and_vendor_cost_nobody_a_turn() {
    let mut house = open();
    assert_eq!(received(&mut house, group(VisitKind::Competitor)), JIA);
    assert_eq!(line(&house), [JIA, YI, BING, DING]);
    assert_eq!(received(&mut house, group(VisitKind::Other)), YI);
    closes(&mut house, JIA);
    closes(&mut house, YI);
    assert_eq!(line(&house), [JIA, YI, BING, DING]);
    let day = house.office.day(house.now);
    assert_eq!([JIA, YI].map(|who| house.office.new_visitors(who, day)), [0, 0]);
    // Anyone may take who is no customer: no reason, no supervisor.
    let vendor = arrives(&mut house, group(VisitKind::Other));
    let to = |number| xiaokong::domain::assignment::Command::Assign {
        number: Some(number),
        to: Some(DING),
        reason: String::new(),
    };
    house.must(RECEPTION, to(vendor));
    let rival = arrives(&mut house, group(VisitKind::Competitor));
    closes(&mut house, DING);
    assert_eq!(house.code(RECEPTION, to(rival)), "not_permitted", "a competitor is the leader's");
    assert_eq!(house.code(SUPERVISOR, to(rival)), "text_invalid", "out of order needs a reason");
}

#[test]
fn who_is_no_customer_belongs_to_nobody() {
    let mut house = open();
    let rival =
        reception::Arrival { kind: Some(VisitKind::Competitor), ..calling_at("同行", "13800000009") };
    received(&mut house, rival);
    closes(&mut house, JIA);
    assert_eq!(house.office.owner_at(house.office.visits[0].customer.unwrap(), house.now), None);
}

#[test]
fn the_table_of_kinds_finds_the_consultant_by_itself() {
    let mut house = open();
    let own = customer_of(&mut house, DING, "王五", "13800000003");
    // An appointment is the one's who took the call.
    let call = xiaokong::domain::call::Command::Log {
        customer: crate::common::phoned("赵六", "13800000004"),
        consultant: Some(BING),
        appointment: Some(at("11-28 15:00")),
        source: String::new(),
        note: String::new(),
    };
    house.must(RECEPTION, call);
    house.to("11-28 15:10");
    assert_eq!(received(&mut house, calling_at("赵六", "13800000004")), BING);
    assert_eq!(house.office.visits.last().unwrap().kind, VisitKind::Appointment);
    assert_eq!(house.office.appointments().count(), 0, "it is kept");
    assert_eq!(received(&mut house, asking(VisitKind::Referral, DING)), DING);
    closes(&mut house, DING);
    let channel = reception::Arrival { kind: Some(VisitKind::Channel), ..calling_at("", "13800000003") };
    assert_eq!(received(&mut house, channel), DING, "registered for 丁: {own}");
    assert_eq!(house.office.visits.last().unwrap().turn, Some(TurnKind::Own), "the same group the same day");
    assert_eq!(received(&mut house, group(VisitKind::Channel)), JIA);
    assert_eq!(house.office.visits.last().unwrap().turn, Some(TurnKind::New));
}

#[test]
fn the_same_group_again_is_the_same_consultants_and_no_turn() {
    for keeps in ["true", "false"] {
        let mut house = open();
        if keeps == "false" {
            crate::common::floor::policy(&mut house, "returning_keeps", "false");
        }
        received(&mut house, group(VisitKind::First));
        closes(&mut house, JIA);
        let again = reception::Arrival { again: Some(1), ..reception::Arrival::default() };
        let number = arrives(&mut house, again);
        assert_eq!(given(&mut house, number), JIA);
        assert_eq!(house.office.visits.last().unwrap().turn, Some(TurnKind::Own), "{keeps}");
        let before = line(&house);
        closes(&mut house, JIA);
        assert_eq!(line(&house), before);
    }
}

#[test]
fn a_courtesy_earns_a_credit_that_is_spent_first() {
    let mut house = open();
    goes(&mut house, DING, Presence::Lunch);
    assert_eq!(received(&mut house, asking(VisitKind::Named, DING)), JIA);
    closes(&mut house, JIA);
    assert_eq!((line(&house)[0], house.office.credits_of(JIA)), (JIA, 1));
    assert_eq!(received(&mut house, group(VisitKind::First)), JIA, "by the credit");
    assert_eq!(house.office.visits.last().unwrap().turn, Some(TurnKind::MadeUp));
    closes(&mut house, JIA);
    assert_eq!((line(&house)[0], house.office.credits_of(JIA)), (JIA, 0), "and the place is kept");
    assert_eq!(received(&mut house, group(VisitKind::First)), JIA);
    closes(&mut house, JIA);
    assert_eq!(line(&house)[3], JIA);
}

#[test]
fn a_customer_helped_with_is_the_one_s_who_was_asked_for() {
    let mut house = open();
    goes(&mut house, DING, Presence::Lunch);
    let friend = reception::Arrival { ask: Some(DING), ..calling_at("新人", "13800000008") };
    assert_eq!(received(&mut house, friend), JIA);
    closes(&mut house, JIA);
    let customer = house.office.visits[0].customer.unwrap();
    assert_eq!(house.office.owner_at(customer, house.now), Some(DING));
}
