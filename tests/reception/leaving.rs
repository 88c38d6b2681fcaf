//! People and customers who leave: home, the firm, the register (rules §5, §6, §11.8).

use crate::common::floor::{
    arrives, asking, by_rule, calling_at, closes, closing, customer_of, given, goes, going, group, line,
    open, out_of_order, policy, received,
};
use crate::common::{BING, DING, House, JIA, MANAGER, RECEPTION, SUPERVISOR, YI};
use xiaokong::domain::assignment::Command as Give;
use xiaokong::domain::id::StaffId;
use xiaokong::domain::state::staff::{Presence, Role};
use xiaokong::domain::state::turn::TurnKind;
use xiaokong::domain::state::visit::VisitKind;
use xiaokong::domain::{duty, people, reception, setup, undo};

fn roles(house: &mut House, staff: StaffId, roles: &[Role]) {
    house.must(MANAGER, setup::Command::SetRoles { staff, roles: roles.to_vec() });
}

/// 甲 with a credit, whose next turn is void besides.
fn indebted() -> House {
    let mut house = open();
    let help = arrives(&mut house, asking(VisitKind::Returning, SUPERVISOR));
    house.must(SUPERVISOR, out_of_order(help, JIA));
    closes(&mut house, JIA);
    let new = arrives(&mut house, group(VisitKind::First));
    house.must(SUPERVISOR, out_of_order(new, JIA));
    house.must(SUPERVISOR, Give::Establish { number: new, owner: BING, reason: "丙的".into() });
    closes(&mut house, JIA);
    assert_eq!((house.office.credits_of(JIA), house.office.voids.clone()), (1, vec![JIA]));
    house
}

#[test]
fn who_goes_home_keeps_credits_and_voids_for_the_next_day() {
    let mut house = indebted();
    house.must(JIA, going(JIA, Presence::Off));
    assert_eq!(line(&house), [YI, BING, DING]);
    assert_eq!(received(&mut house, group(VisitKind::First)), YI, "a credit needs its holder here");
    assert_eq!(house.office.voids, [JIA], "and so does a void");
    closes(&mut house, YI);
    house.to("11-29 08:30");
    for who in [JIA, YI] {
        house.must(who, duty::Command::SignIn { staff: who });
    }
    house.to("11-29 10:00");
    assert_eq!(received(&mut house, group(VisitKind::First)), YI, "the void comes before the credit");
    closes(&mut house, YI);
    assert_eq!(received(&mut house, group(VisitKind::First)), JIA);
    assert_eq!(house.office.visits.last().unwrap().turn, Some(TurnKind::MadeUp));
}

#[test]
fn who_goes_home_leaves_own_customers_to_a_colleague() {
    let mut house = open();
    let number = arrives(&mut house, asking(VisitKind::Named, DING));
    house.must(DING, going(DING, Presence::Off));
    assert_eq!(given(&mut house, number), JIA);
    assert_eq!(house.office.credits_of(JIA), 1);
    // Back again, at the tail.
    closes(&mut house, JIA);
    house.must(DING, duty::Command::SignIn { staff: DING });
    assert_eq!(line(&house), [JIA, YI, BING, DING]);
    house.must(YI, going(YI, Presence::Off));
    house.must(YI, duty::Command::SignIn { staff: YI });
    assert_eq!(line(&house), [JIA, BING, DING, YI]);
}

#[test]
fn nobody_goes_anywhere_during_a_reception() {
    let mut house = open();
    received(&mut house, group(VisitKind::First));
    for presence in [Presence::Off, Presence::Lunch, Presence::Suspended, Presence::Absent] {
        assert_eq!(house.code(SUPERVISOR, going(JIA, presence)), "already_receiving");
    }
}

#[test]
fn going_home_by_mistake_gives_the_place_back() {
    let mut house = open();
    received(&mut house, group(VisitKind::First));
    house.must(YI, going(YI, Presence::Off));
    closes(&mut house, JIA);
    house.must(YI, undo::Command::Undo { deed: None });
    assert_eq!(line(&house), [YI, BING, DING, JIA], "before those 乙 stood before");
}

#[test]
fn who_left_the_firm_blocks_nothing() {
    let mut house = indebted();
    customer_of(&mut house, JIA, "钱七", "13800000007");
    let own = arrives(&mut house, calling_at("", "13800000007"));
    let named = arrives(&mut house, asking(VisitKind::Named, JIA));
    received(&mut house, asking(VisitKind::Named, BING));
    let number = house.office.receiving(BING).unwrap().number;
    roles(&mut house, JIA, &[]);
    roles(&mut house, BING, &[]);
    assert_eq!(line(&house), [YI, DING]);
    assert_eq!(given(&mut house, own), YI);
    assert_eq!(house.office.visits[own as usize - 1].turn, Some(TurnKind::New), "nobody is helped by it");
    policy(&mut house, "owner_busy", "wait");
    assert_eq!(given(&mut house, named), DING);
    // The reception 丙 left open is closed by the supervisor.
    assert_eq!(house.code(BING, closing(number)), "staff_unknown");
    house.must(SUPERVISOR, closing(number));
    assert_eq!(house.office.credits_of(JIA), 1, "nothing is erased");
    // Back again on the same day: place, credit and void are theirs again.
    roles(&mut house, JIA, &[Role::Consultant]);
    assert!(line(&house).contains(&JIA));
}

#[test]
fn a_credit_is_spent_only_by_who_stands_in_the_line() {
    let mut house = open();
    let help = arrives(&mut house, asking(VisitKind::Returning, SUPERVISOR));
    house.must(SUPERVISOR, out_of_order(help, DING));
    closes(&mut house, DING);
    roles(&mut house, DING, &[Role::Clerk]);
    assert_eq!(received(&mut house, group(VisitKind::First)), JIA, "a clerk receives nobody");
    roles(&mut house, DING, &[Role::Consultant]);
    assert_eq!(received(&mut house, group(VisitKind::First)), DING);
}

#[test]
fn who_becomes_a_consultant_during_the_day_stands_by_the_time_of_signing_in() {
    let mut house = House::new();
    house.to("11-28 08:40");
    let clerk = house.office.find_staff("内业").unwrap().id;
    house.must(clerk, duty::Command::SignIn { staff: clerk });
    house.must(JIA, duty::Command::SignIn { staff: JIA });
    assert_eq!(line(&house), [JIA]);
    roles(&mut house, clerk, &[Role::Clerk, Role::Consultant]);
    assert_eq!(line(&house), [clerk, JIA]);
}

#[test]
fn an_owner_who_may_have_no_customers_any_more_owns_none() {
    for mode in ["courtesy", "wait"] {
        let mut house = open();
        let customer = customer_of(&mut house, BING, "李四", "13800000002");
        if mode == "wait" {
            policy(&mut house, "owner_busy", mode);
        }
        let before = arrives(&mut house, calling_at("", "13800000002"));
        roles(&mut house, BING, &[Role::Cashier]);
        assert_eq!(house.office.owner_at(customer, house.now), None);
        assert_eq!(given(&mut house, before), JIA);
        assert_eq!(house.office.visits.last().unwrap().turn, Some(TurnKind::New));
        let call = xiaokong::domain::call::Command::Log {
            customer: crate::common::phoned("", "13800000002"),
            consultant: Some(YI),
            appointment: None,
            source: String::new(),
            note: String::new(),
        };
        assert_eq!(house.code(RECEPTION, call), "ok", "and may be taken over by telephone");
    }
}

#[test]
fn a_supervisor_receives_own_customers_whoever_says_so() {
    let mut house = open();
    house.must(SUPERVISOR, duty::Command::SignIn { staff: SUPERVISOR });
    let number = arrives(&mut house, asking(VisitKind::Named, SUPERVISOR));
    let said = Give::Assign { number: Some(number), to: Some(SUPERVISOR), reason: String::new() };
    house.must(RECEPTION, said);
    assert_eq!(house.office.receiving(SUPERVISOR).unwrap().turn, Some(TurnKind::Own));
    assert_eq!(line(&house), [JIA, YI, BING, DING], "and stands in no line");
}

#[test]
fn a_customer_erased_while_waiting_is_received_all_the_same() {
    let mut house = open();
    customer_of(&mut house, BING, "李四", "13800000002");
    let number = arrives(&mut house, calling_at("", "13800000002"));
    let customer = house.office.visits.last().unwrap().customer.unwrap();
    house.must(MANAGER, people::Command::Erase { customer });
    assert_eq!(given(&mut house, number), BING);
    closes(&mut house, BING);
    // The same group again, without a name.
    let again = reception::Arrival { again: Some(number), ..Default::default() };
    assert_eq!(received(&mut house, again), BING);
    closes(&mut house, BING);
    // The phone is nobody's any more: whoever brings it is new.
    goes(&mut house, BING, Presence::Lunch);
    assert_eq!(received(&mut house, calling_at("李四", "13800000002")), JIA);
    assert_eq!(house.office.visits.last().unwrap().turn, Some(TurnKind::New));
    assert!(house.replayed() == house.office);
}

#[test]
fn a_wrong_assignment_taken_back_leaves_no_mark() {
    let mut house = indebted();
    goes(&mut house, YI, Presence::Out);
    let number = arrives(&mut house, group(VisitKind::First));
    let before = house.office.clone();
    // 甲's turn is void, 乙 is out: both would lose the place.
    assert_eq!(given(&mut house, number), BING);
    assert_eq!((house.office.voids.len(), house.office.line.clone()), (0, vec![BING, DING, JIA, YI]));
    let deed = house.office.head;
    let unit = house.unit("3/1/603");
    house.must(BING, reception::Command::Show { number, unit });
    assert_eq!(house.code(DING, undo::Command::Undo { deed: Some(deed) }), "nothing_to_undo");
    house.must(SUPERVISOR, undo::Command::Undo { deed: Some(deed) });
    assert_eq!((&house.office.voids, &house.office.line), (&before.voids, &before.line));
    assert_eq!(house.office.credits, before.credits);
    assert_eq!(house.office.visits, before.visits);
    assert_eq!(house.code(RECEPTION, by_rule(Some(number))), "ok");
}
