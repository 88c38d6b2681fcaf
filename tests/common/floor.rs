//! A sales floor of the scenarios: groups come, are given away, are closed (rules §5).

use super::{BING, DING, House, JIA, RECEPTION, SUPERVISOR, YI, phoned};
use xiaokong::domain::id::{CustomerId, StaffId};
use xiaokong::domain::reception::{Arrival, Closing};
use xiaokong::domain::state::staff::Presence;
use xiaokong::domain::state::visit::VisitKind;
use xiaokong::domain::{assignment, duty, reception, setup};

/// The consultants of the scenarios, in the order they sign in.
pub const FOUR: [StaffId; 4] = [JIA, YI, BING, DING];

/// 甲 乙 丙 丁 signed in at the times of scenario 1.
pub fn morning() -> House {
    let mut house = House::new();
    for (time, who) in ["11-28 08:41", "11-28 08:44", "11-28 08:47", "11-28 08:52"].into_iter().zip(FOUR) {
        house.to(time);
        house.must(who, duty::Command::SignIn { staff: who });
    }
    house
}

/// The same house when the rotation counts.
pub fn open() -> House {
    let mut house = morning();
    house.to("11-28 10:00");
    house
}

/// A group of one kind of which nothing else is known.
pub fn group(kind: VisitKind) -> Arrival {
    Arrival { kind: Some(kind), ..Arrival::default() }
}

/// A group that asks for somebody.
pub fn asking(kind: VisitKind, who: StaffId) -> Arrival {
    Arrival { ask: Some(who), ..group(kind) }
}

/// A customer with a phone, of whom the desk says nothing else.
pub fn calling_at(name: &str, phone: &str) -> Arrival {
    Arrival { customer: Some(phoned(name, phone)), ..Arrival::default() }
}

/// A group arrives; its waiting number.
pub fn arrives(house: &mut House, arrival: Arrival) -> u32 {
    house.must(RECEPTION, reception::Command::Arrive(arrival));
    house.office.visits.last().unwrap().number
}

/// The command that gives a group away by the rules.
pub fn by_rule(number: Option<u32>) -> assignment::Command {
    assignment::Command::Assign { number, to: None, reason: String::new() }
}

/// The command that gives a group to somebody.
pub fn out_of_order(number: u32, to: StaffId) -> assignment::Command {
    assignment::Command::Assign { number: Some(number), to: Some(to), reason: "主管安排".into() }
}

/// Gives a group away by the rules; who has it now.
pub fn given(house: &mut House, number: u32) -> StaffId {
    house.must(RECEPTION, by_rule(Some(number)));
    let open = house.office.open_visits.iter().map(|id| house.office.visit(*id));
    open.filter(|visit| visit.number == number).find_map(|visit| visit.consultant).unwrap()
}

/// A group arrives and is given away by the rules; who has it.
pub fn received(house: &mut House, arrival: Arrival) -> StaffId {
    let number = arrives(house, arrival);
    given(house, number)
}

/// The command that closes a reception with nothing said.
pub fn closing(number: u32) -> reception::Command {
    reception::Command::Finish(Closing { number, ..Closing::default() })
}

/// Closes what somebody is receiving.
pub fn closes(house: &mut House, who: StaffId) {
    let number = house.office.receiving(who).unwrap().number;
    house.must(who, closing(number));
}

/// The command that sends somebody somewhere.
pub fn going(staff: StaffId, presence: Presence) -> duty::Command {
    duty::Command::Move { staff, presence, reason: "有事".into(), minutes: None }
}

/// Somebody is somewhere from now on, said by the supervisor.
pub fn goes(house: &mut House, staff: StaffId, presence: Presence) {
    house.must(SUPERVISOR, going(staff, presence));
}

/// The line now.
pub fn line(house: &House) -> Vec<StaffId> {
    house.office.rotation(xiaokong::domain::state::staff::Team::Site, house.now)
}

/// A setting changes.
pub fn policy(house: &mut House, key: &str, value: &str) {
    house.must(super::MANAGER, setup::Command::SetPolicy { key: key.into(), value: value.into() });
}

/// A customer received and closed as somebody's own before; their number.
pub fn customer_of(house: &mut House, who: StaffId, name: &str, phone: &str) -> CustomerId {
    let number = arrives(house, calling_at(name, phone));
    house.must(SUPERVISOR, out_of_order(number, who));
    let customer = house.office.visits.last().unwrap().customer.unwrap();
    closes(house, who);
    customer
}
