//! A desk that follows random days event by event counts what a desk that counts everything anew does.

use crate::common::House;
use crate::common::follower::follower;
use crate::days::{SHRINKS, Verdict, days};
use xiaokong::app::message::Message;
use xiaokong::app::refresh::refresh;
use xiaokong::app::update::update;
use xiaokong::domain::act::{self, Event};

/// Follows the journal; time passes before each event, so that holds lapse before it is recorded. `deaf` is the fault of
/// taking holds in without telling the counts.
fn in_step(house: &House, deaf: bool) -> Verdict {
    let mut desk = follower(house);
    for recorded in &house.journal {
        update(&mut desk, Message::Tick(recorded.at));
        if deaf && matches!(recorded.event, Event::Hold(_)) {
            act::apply(&mut desk.office, recorded);
        } else {
            update(&mut desk, Message::News(vec![recorded.clone()], recorded.at));
        }
    }
    update(&mut desk, Message::Tick(house.now));
    let followed = (desk.counts.clone(), desk.due.clone());
    refresh(&mut desk);
    match followed == (desk.counts.clone(), desk.due.clone()) {
        true => Ok(()),
        false => Err(format!("{followed:?} followed, {:?} {:?} counted", desk.counts, desk.due)),
    }
}

#[test]
fn what_is_followed_is_what_is_counted() {
    if let Err(found) = days(|house, _| in_step(house, false), crate::common::Fault::None, |_| {}, SHRINKS) {
        panic!("{found}");
    }
    let deaf = days(|house, _| in_step(house, true), crate::common::Fault::None, |_| {}, 0);
    assert!(deaf.is_err(), "the check does not see counts that were not told");
}
