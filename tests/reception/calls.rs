//! Calls and appointments, the roster and attendance, lunch cover (rules §5, §8).

use crate::common::floor::{FOUR, arrives, calling_at, closes, customer_of, goes, group, open, received};
use crate::common::{BING, CASHIER, DING, House, JIA, RECEPTION, SUPERVISOR, YI, at, phoned};
use chrono::TimeDelta;
use xiaokong::domain::call::{AHEAD_MAX, Command as Call};
use xiaokong::domain::duty;
use xiaokong::domain::id::StaffId;
use xiaokong::domain::roster::{self, Shift};
use xiaokong::domain::state::floor::Attendance;
use xiaokong::domain::state::staff::Presence;
use xiaokong::domain::state::visit::VisitKind;
use xiaokong::domain::time::{Instant, minutes};

fn call(phone: &str, consultant: Option<StaffId>, appointment: Option<Instant>) -> Call {
    let (source, note) = (String::new(), String::new());
    Call::Log { customer: phoned("来电", phone), consultant, appointment, source, note }
}

fn due(house: &House) -> Vec<u32> {
    house.office.appointments_due(house.now).iter().map(|call| call.id.0).collect()
}

#[test]
fn a_call_is_the_owners_whoever_picks_up() {
    let mut house = open();
    let customer = customer_of(&mut house, BING, "李四", "13800000002");
    house.must(YI, call("13800000002", Some(YI), None));
    assert_eq!(house.office.calls[0].consultant, BING);
    // A caller nobody knows is whose call it was: by call as by visit, first registration wins.
    assert_eq!(house.code(RECEPTION, call("13800000003", None, None)), "no_consultant");
    assert_eq!(house.code(RECEPTION, call("13800000003", Some(CASHIER), None)), "no_consultant");
    assert_eq!(house.code(CASHIER, call("13800000003", Some(YI), None)), "not_permitted");
    house.must(RECEPTION, call("13800000003", Some(YI), None));
    let new = house.office.calls[1].customer;
    assert_eq!(house.office.owner_at(new, house.now), Some(YI));
    assert_eq!(received(&mut house, calling_at("", "13800000003")), YI);
    // A conversation protects anew.
    house.to("12-10 10:00");
    house.must(BING, call("13800000002", None, None));
    assert_eq!(house.office.protected_until(customer), Some(at("12-25 18:00")));
    // In the pool, whoever talks to them next has them.
    house.to("12-25 18:00");
    house.must(DING, call("13800000002", None, None));
    assert_eq!(house.office.owner_at(customer, house.now), Some(DING));
}

#[test]
fn an_appointment_shows_before_its_time_and_until_it_is_kept() {
    let mut house = open();
    let now = house.now;
    for wrong in [now, now - minutes(1), now + minutes(AHEAD_MAX) + TimeDelta::minutes(1)] {
        assert_eq!(house.code(JIA, call("13800000004", None, Some(wrong))), "appointment_invalid");
    }
    house.must(JIA, call("13800000004", None, Some(at("11-28 14:00"))));
    house.must(YI, call("13800000005", None, Some(at("11-28 13:50"))));
    house.must(YI, call("13800000006", None, Some(at("11-29 14:00"))));
    house.to("11-28 13:29");
    assert_eq!(due(&house), [1]);
    house.to("11-28 13:30");
    assert_eq!(due(&house), [1, 0], "soonest first");
    // A new appointment replaces the old one.
    house.must(YI, call("13800000005", None, Some(at("11-28 16:00"))));
    assert_eq!(due(&house), [0]);
    house.to("11-28 14:20");
    assert_eq!(due(&house), [0], "late is not gone");
    assert_eq!(received(&mut house, calling_at("", "13800000004")), JIA);
    assert_eq!((due(&house), house.office.calls[0].kept), (vec![], true));
    house.to("11-29 09:00");
    assert_eq!(due(&house), Vec::<u32>::new(), "yesterday's are not today's");
    house.to("11-29 13:45");
    assert_eq!(due(&house), [2]);
}

#[test]
fn attendance_is_what_the_roster_and_the_clock_say() {
    let mut house = House::new();
    house.to("11-27 18:00");
    let shift =
        |day: &str, staff, works| Shift { day: at(&format!("{day} 12:00")).date_naive(), staff, works };
    let set = |shifts: Vec<Shift>| roster::Command::Set { shifts };
    let rest = set(vec![shift("11-28", DING, false), shift("11-28", JIA, true)]);
    assert_eq!(house.code(JIA, rest.clone()), "not_permitted");
    assert_eq!(house.code(SUPERVISOR, set(vec![shift("11-26", DING, false)])), "day_over");
    house.must(SUPERVISOR, rest.clone());
    assert_eq!(house.code(SUPERVISOR, rest), "already_so");
    house.to("11-28 08:50");
    house.must(JIA, duty::Command::SignIn { staff: JIA });
    house.to("11-28 09:00");
    let say = |house: &House| FOUR.map(|who| house.office.attendance(who, house.now));
    use Attendance::{InTime, Late, Missing, NotDue};
    assert_eq!(say(&house), [InTime, NotDue, NotDue, NotDue]);
    house.to("11-28 09:05");
    house.must(YI, duty::Command::SignIn { staff: YI });
    assert_eq!(say(&house), [InTime, Late, Missing, NotDue]);
    house.must(DING, duty::Command::SignIn { staff: DING });
    assert_eq!(say(&house)[3], InTime, "who comes on a day of rest is not late");
}

#[test]
fn lunch_is_covered_or_said_not_to_be() {
    let mut house = open();
    house.to("11-28 12:30");
    for who in [JIA, YI] {
        goes(&mut house, who, Presence::Lunch);
    }
    assert_eq!(house.office.lunch_gap(house.now), None);
    arrives(&mut house, group(VisitKind::First));
    goes(&mut house, BING, Presence::Lunch);
    let gap = house.office.lunch_gap(house.now).unwrap();
    assert_eq!((gap.here, gap.needed), (1, 2));
    let alarm = |time| house.office.lunch_gap(at(time)).is_some();
    assert_eq!(
        ["11-28 11:59", "11-28 12:00", "11-28 13:59", "11-28 14:00"].map(alarm),
        [false, true, true, false]
    );
    assert_eq!(received(&mut house, group(VisitKind::Other)), DING);
    assert_eq!(house.office.lunch_gap(house.now).unwrap().here, 1, "who receives is on the floor");
    closes(&mut house, DING);
}
