//! People in the due list: told anew from visits, calls and customers; and followed by a desk from event to event.

use crate::common::floor::morning;
use crate::common::follower::follower;
use crate::common::random::{FLOOR_ACTS, floor_act};
use crate::common::*;
use chrono::{NaiveTime, TimeDelta};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use xiaokong::app::message::Message;
use xiaokong::app::update::update;
use xiaokong::domain::state::due::{About, DueItem, DueKind, due_list};
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::staff::Right;
use xiaokong::domain::state::visit::VisitState;
use xiaokong::domain::time::{Instant, instant_of, minutes};

type Verdict = Result<(), String>;

/// Who is due, from every visit, call and customer there ever was.
fn told(office: &Office, now: Instant) -> Vec<DueItem> {
    let policy = &office.policy;
    let mut all = Vec::new();
    for visit in &office.visits {
        let (shows, at, kind) = match visit.state {
            VisitState::Waiting => {
                let red = visit.arrived + minutes(policy.wait_red.0);
                (visit.arrived + minutes(policy.wait_amber.0), red, DueKind::Waiting)
            }
            VisitState::Receiving => {
                let since = visit.assigned.expect("received");
                let evening = instant_of(
                    office.day(since),
                    NaiveTime::from_hms_opt(18, 0, 0).unwrap(),
                    policy.time_zone,
                );
                let long = since + TimeDelta::hours(2);
                let at = if since < evening && evening < long { evening } else { long };
                (at - TimeDelta::minutes(30), at, DueKind::Reception)
            }
            _ => continue,
        };
        if shows <= now {
            all.push(DueItem { at, about: About::Visit(visit.id), kind });
        }
    }
    for call in &office.calls {
        // A later call with an appointment takes the place of an earlier one.
        let last = office
            .calls
            .iter()
            .rev()
            .find(|other| other.customer == call.customer && other.appointment.is_some());
        let stands = last.map(|last| last.id) == Some(call.id) && !call.kept;
        if let Some(at) = call.appointment.filter(|at| stands && office.day(*at) >= office.day(now)) {
            all.push(DueItem { at, about: About::Call(call.id), kind: DueKind::Appointment });
        }
    }
    for customer in office.customers.iter().filter(|customer| customer.person.is_some()) {
        let owner = customer.owner.is_some_and(|owner| office.member(owner).may(Right::Hold));
        let last = office.visits.iter().filter(|visit| {
            visit.customer == Some(customer.id)
                && visit.closed == Some(office.followed[customer.id.index()])
                && visit.next.is_some()
        });
        for next in last.filter_map(|visit| visit.next) {
            let protected = office.protected_until(customer.id).is_some_and(|until| now < until);
            if owner && protected && office.day(next) <= office.day(now) {
                let about = About::Customer(customer.id);
                all.push(DueItem { at: next, about, kind: DueKind::FollowUp });
            }
        }
    }
    for customer in &office.customers {
        let owner = customer.owner.filter(|owner| office.member(*owner).may(Right::Hold));
        let until = owner.and_then(|_| office.protected_until(customer.id));
        let Some(at) = until.filter(|at| now < *at && *at - now <= TimeDelta::days(2)) else { continue };
        if customer.person.is_some() {
            all.push(DueItem { at, about: About::Customer(customer.id), kind: DueKind::Protection });
        }
    }
    all.sort_unstable();
    all
}

/// One random day and the fortnight after it; `skew` is the fault of a wrong clock, `deaf` that of a desk without ticks.
fn day(steps: &[(u8, u32, u16)], skew: i64, deaf: bool) -> Verdict {
    let mut house = morning();
    for (what, more, pause) in steps {
        house.now += TimeDelta::minutes(i64::from(*pause));
        let (by, command) = floor_act(&house.true_office(), house.now, JIA, *what, *more);
        let _ = house.send(by, command);
        same(&house, skew)?;
    }
    let mut follows = follower(&house);
    for recorded in &house.journal {
        if !deaf {
            update(&mut follows, Message::Tick(recorded.at));
        }
        update(&mut follows, Message::News(vec![recorded.clone()], recorded.at));
    }
    for hours in [0, 1, 5, 14, 2 * 24, 11 * 24, 14 * 24] {
        house.now = house.now.max(house.office.at) + TimeDelta::hours(hours);
        same(&house, skew)?;
        if !deaf {
            update(&mut follows, Message::Tick(house.now));
        }
        let anew = due_list(&house.true_office(), house.now);
        if follows.due != anew {
            return Err(format!("{:?} followed, {anew:?} anew", follows.due));
        }
    }
    Ok(())
}

fn same(house: &House, skew: i64) -> Verdict {
    let office = house.true_office();
    let now = house.now.max(house.office.at);
    let mut listed = due_list(&office, now + TimeDelta::minutes(skew));
    listed.retain(|item| item.unit().is_none());
    let told = told(&office, now);
    if listed == told { Ok(()) } else { Err(format!("{listed:?} listed, {told:?} told")) }
}

fn days(skew: i64, deaf: bool) -> Verdict {
    let config = Config { cases: 40, failure_persistence: None, max_shrink_iters: 100, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let pause = prop_oneof![4 => Just(0u16), 4 => 1..9u16, 2 => 10..80u16, 1 => 80..200u16];
    let steps = prop::collection::vec((0..FLOOR_ACTS, any::<u32>(), pause), 5..70);
    let outcome = runner.run(&steps, |steps| day(&steps, skew, deaf).map_err(TestCaseError::fail));
    outcome.map_err(|fault| fault.to_string())
}

#[test]
fn the_people_due_are_told_anew_and_followed() {
    if let Err(found) = days(0, false) {
        panic!("{found}");
    }
    assert!(days(3, false).is_err(), "the check does not see a wrong clock");
    assert!(days(0, true).is_err(), "the check does not see a desk that stands still");
}
