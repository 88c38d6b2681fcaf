//! The table of kinds and the policy table of who is passed over (rules §5), every cell.

use crate::common::floor::{
    FOUR, arrives, asking, by_rule, closes, closing, going, group, open, out_of_order, policy, received,
};
use crate::common::{BING, DING, House, JIA, RECEPTION, SUPERVISOR, YI};
use std::fmt::Write;
use xiaokong::domain::act::{self, Command, Event};
use xiaokong::domain::assignment;
use xiaokong::domain::reception::Arrival;
use xiaokong::domain::rotation::{Group, choose};
use xiaokong::domain::state::staff::Presence;
use xiaokong::domain::state::turn::TurnKind;
use xiaokong::domain::state::visit::VisitKind;

/// How the leader stands. 甲 leads in every column.
const LEADERS: [&str; 16] = [
    "free",
    "lunch",
    "business",
    "break",
    "out",
    "leave",
    "absent",
    "suspended",
    "off",
    "with_new",
    "with_own",
    "with_courtesy",
    "with_exempt",
    "voided",
    "credit",
    "all_busy",
];

/// How the consultant stands whom the group belongs to: 丁, the last in line.
const OWNERS: [&str; 4] = ["none", "present", "busy", "absent"];

fn lead(house: &mut House, how: &str) {
    if let Some(presence) = Presence::parse(how) {
        house.must(SUPERVISOR, going(JIA, presence));
        return;
    }
    let busy_with = |house: &mut House, arrival: Arrival| {
        let number = arrives(house, arrival);
        house.must(SUPERVISOR, out_of_order(number, JIA));
    };
    match how {
        "with_new" => busy_with(house, group(VisitKind::First)),
        "with_own" => busy_with(house, asking(VisitKind::Returning, JIA)),
        "with_courtesy" => busy_with(house, asking(VisitKind::Returning, SUPERVISOR)),
        "with_exempt" => busy_with(house, group(VisitKind::Competitor)),
        "voided" => {
            busy_with(house, group(VisitKind::First));
            let number = house.office.receiving(JIA).unwrap().number;
            let establish =
                assignment::Command::Establish { number, owner: BING, reason: "丙的客户".into() };
            house.must(SUPERVISOR, establish);
            closes(house, JIA);
        }
        "credit" => {
            let number = arrives(house, asking(VisitKind::Returning, SUPERVISOR));
            house.must(SUPERVISOR, out_of_order(number, BING));
            closes(house, BING);
        }
        "all_busy" => {
            for who in [JIA, YI, BING] {
                let number = arrives(house, group(VisitKind::First));
                house.must(SUPERVISOR, out_of_order(number, who));
            }
        }
        _ => {}
    }
}

fn own(house: &mut House, how: &str) {
    match how {
        "busy" => {
            let number = arrives(house, group(VisitKind::First));
            house.must(SUPERVISOR, out_of_order(number, DING));
        }
        "absent" => {
            house.must(SUPERVISOR, going(DING, Presence::Off));
        }
        _ => {}
    }
}

/// One cell: who (L leader, X second, T third, O owner or last, - nobody), what it does to their turn, and for the
/// leader whether they were passed over with the place kept (k) or lost (l); anybody else passed over is a `!`.
fn cell(house: &House, number: u32) -> String {
    let command: Command = by_rule(Some(number)).into();
    let said = act::decide(&house.office, &command, &house.context(RECEPTION));
    let visit = house.office.waiting().find(|visit| visit.number == number).unwrap();
    let foreseen = choose(&house.office, Group::of(visit), house.now);
    let Ok(events) = said else {
        assert_eq!(foreseen.receiver, None);
        return "-..".into();
    };
    let [Event::Assignment(assignment::Event::Assigned { consultant, turn, passed, reason: None, .. })] =
        events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!((foreseen.receiver, foreseen.turn, &foreseen.passed), (Some(*consultant), *turn, passed));
    let who = FOUR.iter().position(|id| id == consultant).map_or('?', |place| ['L', 'X', 'T', 'O'][place]);
    let what = match turn {
        TurnKind::New => 'N',
        TurnKind::Early => 'E',
        TurnKind::Own => 'O',
        TurnKind::Courtesy => 'C',
        TurnKind::MadeUp => 'M',
        TurnKind::Exempt => 'X',
        other => panic!("{other:?}"),
    };
    let kept = match passed.as_slice() {
        [] => '.',
        [one] if one.staff == JIA => {
            if one.lost {
                'l'
            } else {
                'k'
            }
        }
        _ => '!',
    };
    format!("{who}{what}{kept}")
}

fn table(start: &House) -> String {
    let mut table = format!("{:19}", "");
    for leader in LEADERS {
        write!(table, " {:4}", leader.trim_start_matches("with_").chars().take(4).collect::<String>())
            .unwrap();
    }
    table.push('\n');
    for kind in VisitKind::ALL {
        for owner in OWNERS {
            write!(table, "{:11} {owner:7}", kind.code()).unwrap();
            for leader in LEADERS {
                let mut house = start.clone();
                own(&mut house, owner);
                lead(&mut house, leader);
                let arrival = if owner == "none" { group(*kind) } else { asking(*kind, DING) };
                let number = arrives(&mut house, arrival);
                write!(table, " {:4}", cell(&house, number)).unwrap();
            }
            table = table.trim_end().to_string() + "\n";
        }
    }
    table
}

#[test]
fn every_kind_for_every_leader_and_owner() {
    insta::assert_snapshot!("kinds", table(&open()));
}

#[test]
fn the_same_before_the_rotation_counts() {
    let mut house = open();
    house.to("11-28 09:00");
    // The store's clock never goes back: the day itself begins later.
    policy(&mut house, "opens_at", "10:00");
    house.to("11-28 10:00");
    insta::assert_snapshot!("kinds_early", table(&house));
}

#[test]
fn the_same_with_every_policy_turned_round() {
    let mut house = open();
    for key in ["returning", "lunch", "business", "break"] {
        policy(&mut house, &format!("passed_{key}"), "lost");
    }
    for key in ["out", "leave", "absent", "suspended"] {
        policy(&mut house, &format!("passed_{key}"), "kept");
    }
    policy(&mut house, "returning_keeps", "false");
    policy(&mut house, "owner_busy", "wait");
    insta::assert_snapshot!("kinds_turned", table(&house));
}

/// The same group again is no kind of its own: it has a table of its own.
#[test]
fn the_same_group_again_for_every_state_of_its_consultant() {
    let mut lines = String::new();
    for how in LEADERS {
        let mut house = open();
        received(&mut house, group(VisitKind::First));
        let number = house.office.receiving(JIA).unwrap().number;
        house.must(JIA, closing(number));
        // 甲 stood at the head again by the time they come back.
        for _ in 0..3 {
            let number = arrives(&mut house, group(VisitKind::First));
            let who = crate::common::floor::given(&mut house, number);
            closes(&mut house, who);
        }
        lead(&mut house, how);
        let number = arrives(&mut house, Arrival { again: Some(1), ..Arrival::default() });
        writeln!(lines, "{how:14} {}", cell(&house, number)).unwrap();
    }
    insta::assert_snapshot!("kinds_again", lines);
}
