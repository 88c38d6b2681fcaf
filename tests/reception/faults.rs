//! What goes wrong at the desk: two at once, terminals that die, policy that changes, corrections afterwards.

use crate::common::floor::{
    arrives, asking, by_rule, calling_at, closes, closing, customer_of, given, goes, going, group, line,
    morning, open, out_of_order, policy, received,
};
use crate::common::{BING, CASHIER, DING, House, JIA, MANAGER, RECEPTION, SUPERVISOR, YI, at, phoned};
use xiaokong::domain::act;
use xiaokong::domain::assignment::Command as Give;
use xiaokong::domain::id::StaffId;
use xiaokong::domain::rejection::Rejection;
use xiaokong::domain::state::policy::OrderBasis;
use xiaokong::domain::state::staff::{Presence, Team};
use xiaokong::domain::state::turn::TurnKind;
use xiaokong::domain::state::visit::{VisitKind, VisitState};
use xiaokong::domain::{duty, people, reception, undo};

fn establish(number: u32, owner: StaffId) -> Give {
    Give::Establish { number, owner, reason: "老客户".into() }
}

fn last_turn(house: &House) -> Option<TurnKind> {
    house.office.visits.last().unwrap().turn
}

#[test]
fn one_group_is_given_away_once() {
    let mut house = open();
    let number = arrives(&mut house, group(VisitKind::First));
    // Both desks see the group wait, and decide on the same office in the same instant.
    let seen = house.office.clone();
    for by in [RECEPTION, SUPERVISOR] {
        assert!(act::decide(&seen, &by_rule(Some(number)).into(), &house.context(by)).is_ok());
    }
    house.must(RECEPTION, by_rule(Some(number)));
    let before = house.office.clone();
    assert_eq!(
        house.send(SUPERVISOR, by_rule(Some(number))),
        Err(Rejection::VisitState { number, state: "receiving".into() })
    );
    assert_eq!(house.code(SUPERVISOR, by_rule(None)), "nobody_waiting");
    assert!(house.office == before, "a refusal leaves no trace");
}

#[test]
fn the_last_free_consultant_gets_one_of_two_groups() {
    let mut house = open();
    for who in [JIA, YI, BING] {
        goes(&mut house, who, Presence::Lunch);
    }
    let (first, second) =
        (arrives(&mut house, group(VisitKind::First)), arrives(&mut house, group(VisitKind::First)));
    house.must(RECEPTION, by_rule(Some(second)));
    let before = house.office.clone();
    assert_eq!(house.code(RECEPTION, by_rule(Some(first))), "nobody_eligible");
    assert_eq!(house.code(SUPERVISOR, out_of_order(first, DING)), "already_receiving");
    assert!(house.office == before);
    // Nobody is lost by a group that nobody received.
    assert_eq!(house.office.line, [JIA, YI, BING, DING]);
    goes(&mut house, YI, Presence::Floor);
    assert_eq!(given(&mut house, first), YI, "the first to become free takes it");
}

#[test]
fn signing_in_twice_changes_nothing() {
    let mut house = open();
    let before = house.office.clone();
    assert_eq!(house.code(JIA, duty::Command::SignIn { staff: JIA }), "already_on_duty");
    assert_eq!(house.code(RECEPTION, duty::Command::SignIn { staff: JIA }), "already_on_duty");
    assert!(house.office == before);
    assert_eq!(house.code(YI, duty::Command::SignIn { staff: CASHIER }), "not_permitted");
}

#[test]
fn a_night_ends_the_queue_or_keeps_it() {
    for keep in [false, true] {
        let mut house = open();
        if keep {
            policy(&mut house, "queue_overnight", "keep");
        }
        house.to("11-28 23:50");
        let (gone, night) =
            (arrives(&mut house, group(VisitKind::First)), arrives(&mut house, group(VisitKind::First)));
        house.must(RECEPTION, by_rule(Some(night)));
        house.to("11-29 00:00");
        let state = if keep { VisitState::Waiting } else { VisitState::Left };
        assert_eq!(house.true_office().visit(house.office.visits[0].id).state, state);
        house.to("11-29 09:40");
        house.must(YI, duty::Command::SignIn { staff: YI });
        let new = arrives(&mut house, group(VisitKind::First));
        let open = house.office.open_visits.iter().map(|id| house.office.visit(*id).number);
        let mut open: Vec<u32> = open.collect();
        assert_eq!(open.len(), if keep { 3 } else { 2 });
        open.sort_unstable();
        open.dedup();
        assert_eq!(open.len(), if keep { 3 } else { 2 }, "no number twice while it counts");
        assert!(new > night, "past whatever is still open");
        // A reception of the night is closed by its consultant the next day; then the numbers begin anew only with
        // the next day.
        assert_eq!(house.code(JIA, closing(night)), "ok");
        if keep {
            assert_eq!(given(&mut house, gone), YI);
            closes(&mut house, YI);
        } else {
            assert_eq!(house.code(RECEPTION, by_rule(Some(gone))), "visit_unknown");
            let left = &house.office.visits[0];
            assert_eq!((left.closed, left.outcome.as_deref()), (Some(at("11-29 00:00")), None));
        }
        assert_eq!(given(&mut house, new), YI, "乙 alone is here today");
        assert_eq!(line(&house), [YI]);
        house.to("11-30 09:40");
        let open = house.office.open_visits.len() as u32;
        assert_eq!(open, 1, "乙 still receives");
        assert!(arrives(&mut house, group(VisitKind::First)) > new);
    }
}

#[test]
fn turning_the_queue_over_in_the_night_ends_it_at_its_midnight() {
    let mut house = open();
    policy(&mut house, "queue_overnight", "keep");
    arrives(&mut house, group(VisitKind::First));
    house.to("11-29 10:00");
    policy(&mut house, "queue_overnight", "clear");
    let truth = house.true_office();
    assert_eq!(truth.waiting().count(), 0);
    assert_eq!(act::next_lapse(&house.office), Some(at("11-29 00:00")));
    assert_eq!(house.code(RECEPTION, by_rule(None)), "nobody_waiting");
    house.must(RECEPTION, reception::Command::Arrive(group(VisitKind::First)));
    assert_eq!(house.office.visits[0].state, VisitState::Left);
}

#[test]
fn a_reception_outlives_its_terminal_and_the_supervisor_closes_it() {
    let mut house = open();
    received(&mut house, calling_at("张三", "13800000001"));
    house.to("11-28 15:00");
    assert_eq!(house.code(YI, closing(1)), "not_permitted");
    assert_eq!(house.code(RECEPTION, closing(1)), "not_permitted");
    house.must(SUPERVISOR, closing(1));
    assert_eq!(line(&house), [YI, BING, DING, JIA], "the turn is spent as if 甲 had closed it");
    assert_eq!(house.office.owner_at(house.office.visits[0].customer.unwrap(), house.now), Some(JIA));
    assert_eq!(house.code(JIA, closing(1)), "visit_state");
}

#[test]
fn what_was_agreed_at_the_assignment_counts_whatever_policy_says_later() {
    let mut house = open();
    let customer = calling_at("", "13800000001");
    customer_of(&mut house, BING, "李四", "13800000001");
    house.to("11-29 08:30");
    for who in [JIA, BING] {
        house.must(who, duty::Command::SignIn { staff: who });
    }
    house.to("11-29 10:00");
    assert_eq!(received(&mut house, customer), BING);
    received(&mut house, group(VisitKind::First));
    policy(&mut house, "returning_keeps", "false");
    policy(&mut house, "rotation_after", "3h");
    closes(&mut house, BING);
    closes(&mut house, JIA);
    assert_eq!(house.office.line, [BING, JIA]);
    assert_eq!(house.office.visits[1].turn, Some(TurnKind::Own));
    assert_eq!(received(&mut house, group(VisitKind::First)), BING);
    assert_eq!(last_turn(&house), Some(TurnKind::Early), "the rotation counts from noon now");
}

#[test]
fn where_policy_says_so_an_own_customer_costs_the_turn_but_helping_does_not() {
    let mut house = open();
    policy(&mut house, "passed_returning", "lost");
    received(&mut house, asking(VisitKind::Named, JIA));
    received(&mut house, asking(VisitKind::Named, SUPERVISOR));
    assert_eq!(house.office.receiving(YI).unwrap().turn, Some(TurnKind::Courtesy));
    assert_eq!(received(&mut house, group(VisitKind::First)), BING);
    assert_eq!(house.office.line, [YI, BING, DING, JIA]);
}

#[test]
fn an_owner_who_changed_while_the_group_waits_receives_it() {
    let mut house = open();
    let customer = customer_of(&mut house, BING, "李四", "13800000002");
    house.to("11-29 08:30");
    for who in [JIA, YI, BING, DING] {
        house.must(who, duty::Command::SignIn { staff: who });
    }
    house.to("11-29 10:00");
    let number = arrives(&mut house, calling_at("", "13800000002"));
    let ruling = people::Command::Reassign { customer, to: DING, reason: "判给丁".into() };
    house.must(MANAGER, ruling);
    assert_eq!(given(&mut house, number), DING);
    assert_eq!(last_turn(&house), Some(TurnKind::Own));
    // Whoever asked for somebody keeps asking for them.
    let named = reception::Arrival { ask: Some(YI), ..calling_at("", "13800000002") };
    let number = arrives(&mut house, named);
    let ruling = people::Command::Reassign { customer, to: YI, reason: "判给乙".into() };
    house.must(MANAGER, ruling);
    let ruling = people::Command::Reassign { customer, to: JIA, reason: "判给甲".into() };
    house.must(MANAGER, ruling);
    assert_eq!(given(&mut house, number), YI);
}

#[test]
fn kin_of_a_customer_are_the_same_party() {
    let mut house = open();
    let husband = customer_of(&mut house, BING, "李四", "13800000002");
    let number = arrives(&mut house, calling_at("李太太", "13800000003"));
    let wife = house.office.visits.last().unwrap().customer.unwrap();
    house.must(SUPERVISOR, people::Command::Link { customer: wife, kin: husband });
    assert_eq!(given(&mut house, number), BING, "linked while she waited");
    closes(&mut house, BING);
    house.to("11-30 10:00");
    house.must(BING, duty::Command::SignIn { staff: BING });
    house.must(JIA, duty::Command::SignIn { staff: JIA });
    assert_eq!(received(&mut house, calling_at("", "13800000003")), BING);
    assert_eq!(house.code(RECEPTION, people::Command::Link { customer: husband, kin: wife }), "already_so");
}

#[test]
fn protection_that_lapsed_sends_the_customer_to_the_next_in_line() {
    let mut house = open();
    let customer = customer_of(&mut house, BING, "李四", "13800000002");
    house.to("12-13 17:50");
    for who in [YI, BING] {
        house.must(who, duty::Command::SignIn { staff: who });
    }
    let number = arrives(&mut house, calling_at("", "13800000002"));
    house.to("12-13 18:10");
    assert_eq!(given(&mut house, number), BING, "whose it was on arriving");
    closes(&mut house, BING);
    house.to("12-29 17:00");
    for who in [YI, BING] {
        house.must(who, duty::Command::SignIn { staff: who });
    }
    assert_eq!(received(&mut house, calling_at("", "13800000002")), YI);
    assert_eq!(
        (last_turn(&house), house.office.visits.last().unwrap().kind),
        (Some(TurnKind::New), VisitKind::First)
    );
    closes(&mut house, YI);
    assert_eq!(house.office.owner_at(customer, house.now), Some(YI), "whoever registers them anew");
}

#[test]
fn a_hand_over_costs_the_giver_nothing_and_the_receiver_the_turn() {
    let mut house = open();
    received(&mut house, group(VisitKind::First));
    let hand = Give::HandOver { number: 1 };
    assert_eq!(house.code(JIA, hand.clone()), "no_own_customer_waits");
    let own = arrives(&mut house, asking(VisitKind::Named, JIA));
    assert_eq!(house.code(YI, hand.clone()), "not_permitted");
    house.to("11-28 10:10");
    house.must(JIA, hand.clone());
    assert_eq!(house.office.receiving(YI).unwrap().number, 1);
    assert_eq!(given(&mut house, own), JIA);
    closes(&mut house, JIA);
    assert_eq!((line(&house)[0], house.office.new_visitors(JIA, house.office.day(house.now))), (JIA, 0));
    closes(&mut house, YI);
    assert_eq!(line(&house), [JIA, BING, DING, YI]);
    assert_eq!(house.code(YI, hand), "visit_state");
}

#[test]
fn who_gives_a_made_up_turn_away_is_not_passed_over_by_it() {
    let mut house = open();
    let help = arrives(&mut house, asking(VisitKind::Returning, SUPERVISOR));
    house.must(SUPERVISOR, out_of_order(help, JIA));
    closes(&mut house, JIA);
    received(&mut house, group(VisitKind::First));
    let number = house.office.receiving(JIA).unwrap().number;
    assert_eq!(last_turn(&house), Some(TurnKind::MadeUp));
    arrives(&mut house, asking(VisitKind::Named, JIA));
    house.must(JIA, Give::HandOver { number });
    assert_eq!(house.office.receiving(YI).unwrap().turn, Some(TurnKind::New));
    let turns = house.office.turns_of(house.office.day(house.now));
    assert!(turns.iter().all(|turn| turn.kind != TurnKind::Passed), "{turns:?}");
    assert_eq!((house.office.credits_of(JIA), line(&house)[0]), (1, JIA));
}

#[test]
fn a_reception_of_the_night_can_still_be_ruled_on_the_next_day() {
    let mut house = open();
    house.to("11-28 23:50");
    received(&mut house, group(VisitKind::First));
    house.to("11-29 00:10");
    closes(&mut house, JIA);
    house.must(SUPERVISOR, establish(1, BING));
    assert_eq!(house.office.voids, [JIA]);
    // From the next arrival on the number is another group's.
    assert_eq!(arrives(&mut house, group(VisitKind::First)), 1);
    assert_eq!(house.code(SUPERVISOR, establish(1, BING)), "visit_state");
}

#[test]
fn a_hand_over_has_a_time_and_needs_somebody() {
    let mut house = open();
    received(&mut house, group(VisitKind::First));
    arrives(&mut house, asking(VisitKind::Named, JIA));
    for who in [YI, BING, DING] {
        goes(&mut house, who, Presence::Lunch);
    }
    let before = house.office.clone();
    assert_eq!(house.code(JIA, Give::HandOver { number: 1 }), "nobody_eligible");
    assert!(house.office == before);
    house.to("11-28 10:11");
    goes(&mut house, YI, Presence::Floor);
    assert_eq!(house.code(JIA, Give::HandOver { number: 1 }), "hand_over_too_late");
}

/// A credit given back is as old as it was, and a courtesy given away takes its own credit along.
#[test]
fn credits_keep_their_age_through_hand_overs_and_undo() {
    let mut house = open();
    goes(&mut house, DING, Presence::Lunch);
    // 甲, then 乙, then 甲 again help with customers of 丁's.
    for who in [JIA, YI, JIA] {
        let number = arrives(&mut house, asking(VisitKind::Returning, DING));
        house.must(SUPERVISOR, out_of_order(number, who));
        closes(&mut house, who);
    }
    let credits = house.office.credits.clone();
    assert_eq!(credits.iter().map(|credit| credit.staff).collect::<Vec<_>>(), [JIA, YI, JIA]);
    assert_eq!(received(&mut house, group(VisitKind::First)), JIA);
    let number = house.office.receiving(JIA).unwrap().number;
    assert_eq!(house.office.credits, credits[1..]);
    let own = arrives(&mut house, asking(VisitKind::Named, JIA));
    house.must(JIA, Give::HandOver { number });
    assert_eq!(house.office.receiving(YI).unwrap().turn, Some(TurnKind::MadeUp), "乙 has one too");
    assert_eq!(house.office.credits, [credits[0], credits[2]]);
    let day = house.office.day(house.now);
    let passed = house.office.turns_of(day).iter().filter(|turn| turn.kind == TurnKind::Passed).count();
    assert_eq!(passed, 0, "whoever gives a group away is not passed over by it");
    // Undone, it is the oldest again.
    house.must(RECEPTION, by_rule(Some(own)));
    closes(&mut house, JIA);
    let next = arrives(&mut house, group(VisitKind::First));
    house.must(RECEPTION, by_rule(Some(next)));
    assert_eq!(house.office.credits, [credits[2]]);
    house.must(RECEPTION, undo::Command::Undo { deed: None });
    assert_eq!(house.office.credits, [credits[0], credits[2]]);
    // A courtesy given away takes the credit it earned, not the oldest.
    let help = arrives(&mut house, asking(VisitKind::Returning, DING));
    house.must(SUPERVISOR, out_of_order(help, JIA));
    arrives(&mut house, asking(VisitKind::Named, JIA));
    house.must(JIA, Give::HandOver { number: help });
    let left: Vec<_> = house.office.credits.iter().filter(|credit| credit.staff == JIA).copied().collect();
    assert_eq!(left, [credits[0], credits[2]]);
    assert_eq!(house.office.credits.len(), 3, "丙 has one now");
}

#[test]
fn whose_customer_it_was_can_be_said_during_the_reception_and_after() {
    for after in [false, true] {
        let mut house = open();
        received(&mut house, calling_at("张三", "13800000001"));
        if after {
            closes(&mut house, JIA);
        }
        let before = house.office.clone();
        assert_eq!(house.code(JIA, establish(1, BING)), "not_permitted");
        assert_eq!(house.code(SUPERVISOR, establish(1, JIA)), "already_so");
        assert_eq!(house.code(SUPERVISOR, establish(1, CASHIER)), "staff_unknown");
        assert!(house.office == before);
        house.must(SUPERVISOR, establish(1, BING));
        assert_eq!(house.code(SUPERVISOR, establish(1, DING)), "already_so", "once");
        if !after {
            closes(&mut house, JIA);
        }
        let customer = house.office.visits[0].customer.unwrap();
        assert_eq!(house.office.owner_at(customer, house.now), Some(BING));
        let day = house.office.day(house.now);
        assert_eq!((house.office.new_visitors(JIA, day), house.office.voids.clone()), (0, vec![JIA]));
        // The void is due when 甲 leads, once.
        let mut who = Vec::new();
        for _ in 0..4 {
            who.push(received(&mut house, group(VisitKind::First)));
            closes(&mut house, *who.last().unwrap());
        }
        let expected = if after { [YI, BING, DING, YI] } else { [YI, BING, DING, JIA] };
        assert_eq!((who, house.office.voids.len()), (expected.to_vec(), 0), "after: {after}");
    }
}

#[test]
fn a_customer_said_to_be_a_colleagues_before_being_recorded_is_the_colleagues() {
    let mut house = open();
    received(&mut house, group(VisitKind::First));
    house.must(SUPERVISOR, establish(1, BING));
    let closing =
        reception::Closing {
            number: 1, customer: Some(phoned("张三", "13800000001")), ..Default::default()
        };
    house.must(JIA, reception::Command::Finish(closing));
    assert_eq!(house.office.owner_at(house.office.visits[0].customer.unwrap(), house.now), Some(BING));
}

#[test]
fn the_last_one_here_receives_though_the_turn_is_void_and_who_went_out_loses_theirs() {
    let mut house = open();
    received(&mut house, group(VisitKind::First));
    closes(&mut house, JIA);
    received(&mut house, group(VisitKind::First));
    house.must(SUPERVISOR, establish(2, BING));
    closes(&mut house, YI);
    goes(&mut house, BING, Presence::Lunch);
    goes(&mut house, DING, Presence::Lunch);
    goes(&mut house, JIA, Presence::Out);
    // 乙 (void) 丙 丁 甲: nobody but 乙 is here.
    assert_eq!(received(&mut house, group(VisitKind::First)), YI);
    assert_eq!(house.office.voids, [YI], "the void waits");
    closes(&mut house, YI);
    // 丙 丁 甲 乙: 甲, out on a private errand, is passed over for 乙 all the same.
    assert_eq!(received(&mut house, group(VisitKind::First)), YI);
    let day = house.office.day(house.now);
    let lost = house.office.turns_of(day).iter().filter(|turn| turn.kind == TurnKind::Lost).count();
    assert_eq!((lost, house.office.line.clone()), (1, vec![BING, DING, YI, JIA]));
}

#[test]
fn a_suspension_ends_at_its_time_and_outlasts_the_night() {
    let mut house = open();
    let suspend = |staff, minutes| duty::Command::Move {
        staff,
        presence: Presence::Suspended,
        reason: "违规".into(),
        minutes,
    };
    assert_eq!(house.code(JIA, suspend(JIA, None)), "not_permitted");
    assert_eq!(house.code(SUPERVISOR, suspend(JIA, Some(0))), "length_invalid");
    house.must(SUPERVISOR, suspend(JIA, Some(30)));
    assert_eq!(house.code(JIA, going(JIA, Presence::Floor)), "not_permitted");
    house.to("11-28 10:29");
    assert_eq!(house.office.presence(JIA, house.now), Presence::Suspended);
    house.to("11-28 10:30");
    assert_eq!(received(&mut house, group(VisitKind::First)), JIA, "by itself, and nobody had to say so");
    closes(&mut house, JIA);
    house.must(SUPERVISOR, suspend(YI, Some(24 * 60)));
    house.must(SUPERVISOR, suspend(BING, None));
    assert_eq!(house.code(YI, duty::Command::SignIn { staff: YI }), "already_on_duty");
    house.to("11-29 08:30");
    for who in [YI, BING, DING] {
        house.must(who, duty::Command::SignIn { staff: who });
    }
    house.to("11-29 10:00");
    assert_eq!(received(&mut house, group(VisitKind::First)), DING);
    house.to("11-29 10:30");
    assert_eq!(received(&mut house, group(VisitKind::First)), YI);
    assert_eq!(house.office.presence(BING, house.now), Presence::Suspended, "until it is lifted");
}

#[test]
fn the_fixed_list_is_the_order_for_whoever_is_in_when_the_rotation_begins() {
    let mut house = House::new();
    policy(&mut house, "order_basis", OrderBasis::Fixed.code());
    for (time, who) in
        [("11-28 08:40", DING), ("11-28 08:50", JIA), ("11-28 09:10", BING), ("11-28 09:31", YI)]
    {
        house.to(time);
        house.must(who, duty::Command::SignIn { staff: who });
    }
    assert_eq!(line(&house), [JIA, BING, DING, YI]);
    received(&mut house, group(VisitKind::First));
    closes(&mut house, JIA);
    assert_eq!(line(&house), [BING, DING, YI, JIA]);
}

#[test]
fn fewest_new_visitors_lead() {
    let mut house = open();
    policy(&mut house, "order_basis", OrderBasis::Fewest.code());
    for _ in 0..2 {
        let number = arrives(&mut house, group(VisitKind::First));
        house.must(SUPERVISOR, out_of_order(number, JIA));
        closes(&mut house, JIA);
    }
    assert_eq!(line(&house), [YI, BING, DING, JIA]);
    assert_eq!(received(&mut house, group(VisitKind::First)), YI);
    closes(&mut house, YI);
    assert_eq!(line(&house), [BING, DING, YI, JIA]);
    // An own customer is no new visitor.
    received(&mut house, asking(VisitKind::Named, BING));
    closes(&mut house, BING);
    assert_eq!(line(&house)[0], BING);
}

#[test]
fn teams_have_lines_of_their_own() {
    let mut house = open();
    let set = xiaokong::domain::setup::Command::AddStaff {
        name: "丁".into(),
        role: xiaokong::domain::state::staff::Role::Consultant,
        team: Some(Team::Outreach),
    };
    house.must(MANAGER, set);
    assert_eq!(line(&house), [JIA, YI, BING]);
    assert_eq!(house.office.rotation(Team::Outreach, house.now), [DING]);
    let stand = reception::Arrival { team: Team::Outreach, ..group(VisitKind::First) };
    assert_eq!(received(&mut house, stand.clone()), DING);
    let number = arrives(&mut house, stand);
    assert_eq!(house.code(RECEPTION, by_rule(Some(number))), "nobody_eligible");
    closes(&mut house, DING);
    assert_eq!((line(&house), given(&mut house, number)), (vec![JIA, YI, BING], DING));
}

#[test]
fn an_owner_with_a_claim_needs_no_protection() {
    let mut house = open();
    let unit = house.unit("3/1/603");
    let customer = phoned("李四", "13800000002");
    house.must(
        crate::common::CASHIER,
        xiaokong::domain::payment::Command::Deposit {
            unit,
            customer: Some(customer),
            taken: crate::common::taken("1", 50_000),
        },
    );
    let id = house.office.live_claim(unit).unwrap().customer.unwrap();
    house.must(SUPERVISOR, people::Command::Reassign { customer: id, to: BING, reason: "分给丙".into() });
    house.to("12-28 10:00");
    assert_eq!(house.office.owner_at(id, house.now), Some(BING), "a month later, with money in it");
}

#[test]
fn early_and_counted_time_meet_without_a_gap() {
    let mut house = morning();
    house.to("11-28 09:20");
    let number = arrives(&mut house, group(VisitKind::First));
    house.to("11-28 09:30");
    given(&mut house, number);
    assert_eq!(last_turn(&house), Some(TurnKind::New), "what counts is when somebody receives them");
}
