//! Random acts on a sales floor: mostly sensible ones, some by the wrong person, some nonsense on purpose.

use super::floor::FOUR;
use super::{BING, CASHIER, DING, JIA, MANAGER, RECEPTION, SUPERVISOR, YI, phoned};
use chrono::{Days, TimeDelta};
use xiaokong::domain::act::Command;
use xiaokong::domain::id::{CustomerId, StaffId, UnitId};
use xiaokong::domain::reception::{Arrival, Closing};
use xiaokong::domain::roster::Shift;
use xiaokong::domain::state::customer::Grade;
use xiaokong::domain::state::office::Office;
use xiaokong::domain::state::staff::{Presence, Role, Team};
use xiaokong::domain::state::visit::{Visit, VisitKind, VisitState};
use xiaokong::domain::time::Instant;
use xiaokong::domain::{assignment, call, duty, people, reception, roster, setup, undo};

/// How many kinds of acts there are: `what` counts modulo this.
pub const FLOOR_ACTS: u8 = 34;

/// Random choices out of one number.
struct Dice(u32);

impl Dice {
    fn below(&mut self, count: u32) -> u32 {
        let face = self.0 % count.max(1);
        self.0 = (self.0 / count.max(1)).wrapping_mul(2_654_435_761).rotate_left(7) ^ face;
        face
    }

    fn one_in(&mut self, count: u32) -> bool {
        self.below(count) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u32) as usize]
    }
}

/// An open visit in that state, or a number that may mean nothing.
fn visit<'a>(office: &'a Office, state: VisitState, dice: &mut Dice) -> (u32, Option<&'a Visit>) {
    let open: Vec<&Visit> =
        office.open_visits.iter().map(|id| office.visit(*id)).filter(|visit| visit.state == state).collect();
    if open.is_empty() || dice.one_in(12) {
        return (dice.below(9), None);
    }
    let visit = dice.of(&open);
    (visit.number, Some(visit))
}

fn reason(dice: &mut Dice) -> String {
    if dice.one_in(9) { String::new() } else { "有原因".into() }
}

fn arrival(office: &Office, dice: &mut Dice) -> Arrival {
    // Whoever is busy is asked for often: that is when colleagues help and groups are handed over.
    let busy: Vec<StaffId> = FOUR.into_iter().filter(|id| office.receiving(*id).is_some()).collect();
    let ask = match dice.below(5) {
        0 => Some(StaffId(dice.below(11))),
        1 | 2 if !busy.is_empty() => Some(dice.of(&busy)),
        _ => None,
    };
    let phone = dice.below(12);
    Arrival {
        kind: dice.one_in(3).then(|| dice.of(VisitKind::ALL)),
        customer: (!dice.one_in(3)).then(|| phoned("客", &format!("139000000{phone:02}"))),
        ask,
        size: if dice.one_in(30) { 0 } else { 2 },
        again: dice.one_in(10).then(|| dice.below(office.visits.len() as u32 + 1)),
        team: if dice.one_in(8) { Team::Outreach } else { Team::Site },
        ..Arrival::default()
    }
}

fn presence(office: &Office, by: StaffId, dice: &mut Dice) -> (StaffId, Command) {
    let staff = if dice.one_in(2) { by } else { dice.of(&FOUR) };
    let away = FOUR.iter().find(|id| {
        !matches!(office.member(**id).duty.presence, Presence::Floor | Presence::Off) && dice.one_in(2)
    });
    let (staff, presence) = match away {
        Some(away) => (*away, Presence::Floor),
        None => (staff, dice.of(Presence::ALL)),
    };
    let by = if dice.one_in(3) { by } else { SUPERVISOR };
    let minutes = dice.one_in(2).then(|| dice.below(90));
    (by, duty::Command::Move { staff, presence, reason: reason(dice), minutes }.into())
}

fn policy(dice: &mut Dice) -> Command {
    let (key, values): (&str, &[&str]) = dice.of(&[
        ("returning_keeps", &["true", "false"][..]),
        ("owner_busy", &["wait", "courtesy"]),
        ("order_basis", &["sign_in", "fixed", "fewest"]),
        ("passed_lunch", &["kept", "lost"]),
        ("passed_returning", &["kept", "lost"]),
        ("passed_out", &["kept", "lost"]),
        ("queue_overnight", &["keep", "clear"]),
        ("rotation_after", &["30m", "3h"]),
        ("handover_within", &["10m", "3h"]),
    ]);
    setup::Command::SetPolicy { key: key.into(), value: dice.of(values).into() }.into()
}

fn people(office: &Office, dice: &mut Dice) -> (StaffId, Command) {
    let mut customer = || CustomerId(dice.below(office.customers.len() as u32 + 1));
    let (one, other) = (customer(), customer());
    let to = StaffId(1 + dice.below(7));
    match dice.below(4) {
        0 => (RECEPTION, people::Command::Link { customer: one, kin: other }.into()),
        1 | 2 => {
            let reason = reason(dice);
            (SUPERVISOR, people::Command::Reassign { customer: one, to, reason }.into())
        }
        _ => (MANAGER, people::Command::Erase { customer: one }.into()),
    }
}

fn staffing(dice: &mut Dice) -> Command {
    let staff = dice.of(&FOUR);
    let name = ["甲", "乙", "丙", "丁"][(staff.0 - JIA.0) as usize].to_string();
    let roles = match dice.below(5) {
        0 => vec![],
        1 => vec![Role::Cashier],
        2 => vec![Role::Supervisor, Role::Consultant],
        3 => vec![Role::Consultant],
        _ => {
            let team = Some(dice.of(Team::ALL));
            return setup::Command::AddStaff { name, role: Role::Consultant, team }.into();
        }
    };
    setup::Command::SetRoles { staff, roles }.into()
}

/// An act there is something for, most of the time: nobody can be given away where nobody waits.
fn sensible(office: &Office, now: Instant, what: u8, dice: &mut Dice) -> u8 {
    let waits = office.waiting().next().is_some();
    let busy = FOUR.iter().any(|id| office.receiving(*id).is_some());
    let here = FOUR.iter().filter(|id| office.presence(**id, now) != Presence::Off).count();
    match what {
        _ if dice.one_in(12) => what,
        _ if here < 2 => 22,
        5..=11 | 17 if !waits => 0,
        12..=16 | 18..=21 if !busy => {
            if waits {
                6
            } else {
                0
            }
        }
        22 | 23 if here == FOUR.len() => 6,
        _ => what,
    }
}

/// One act on the floor and who does it: often the one who may, whoever `by` is.
pub fn floor_act(office: &Office, now: Instant, by: StaffId, what: u8, more: u32) -> (StaffId, Command) {
    let mut dice = Dice(more);
    let dice = &mut dice;
    let desk = if dice.one_in(6) { by } else { RECEPTION };
    let boss = if dice.one_in(6) { by } else { SUPERVISOR };
    match sensible(office, now, what % FLOOR_ACTS, dice) {
        0..=4 => (desk, reception::Command::Arrive(arrival(office, dice)).into()),
        5..=10 => {
            let number = dice.one_in(3).then(|| visit(office, VisitState::Waiting, dice).0);
            (desk, assignment::Command::Assign { number, to: None, reason: String::new() }.into())
        }
        11 => {
            let number = Some(visit(office, VisitState::Waiting, dice).0);
            let to = Some(StaffId(1 + dice.below(6)));
            (boss, assignment::Command::Assign { number, to, reason: reason(dice) }.into())
        }
        12..=16 => {
            let (number, found) = visit(office, VisitState::Receiving, dice);
            let own = found.and_then(|visit| visit.consultant).filter(|_| !dice.one_in(4));
            let customer = dice.one_in(3).then(|| phoned("客", &format!("139000000{:02}", dice.below(12))));
            let grade = dice.one_in(2).then(|| dice.of(&Grade::ALL));
            let closing = Closing { number, grade, customer, ..Closing::default() };
            (own.unwrap_or(boss), reception::Command::Finish(closing).into())
        }
        17 => {
            let number = visit(office, VisitState::Waiting, dice).0;
            (desk, reception::Command::Leave { number, reason: reason(dice) }.into())
        }
        18 => {
            let (number, found) = visit(office, VisitState::Receiving, dice);
            let own = found.and_then(|visit| visit.consultant).unwrap_or(by);
            (own, reception::Command::Show { number, unit: UnitId(144 + dice.below(3)) }.into())
        }
        19 | 20 => handing_over(office, by, dice),
        21 => {
            let state = if dice.one_in(2) { VisitState::Receiving } else { VisitState::Finished };
            let number = visit(office, state, dice).0;
            let owner = StaffId(1 + dice.below(7));
            (boss, assignment::Command::Establish { number, owner, reason: reason(dice) }.into())
        }
        22 | 23 => {
            let off = |id: &StaffId| office.presence(*id, now) == Presence::Off && !dice.one_in(8);
            let staff = FOUR.into_iter().find(off).unwrap_or_else(|| dice.of(&FOUR));
            (if dice.one_in(2) { staff } else { desk }, duty::Command::SignIn { staff }.into())
        }
        24..=26 => presence(office, by, dice),
        27 => {
            let deed = dice.one_in(2).then_some(office.head);
            (if deed.is_some() { boss } else { desk }, undo::Command::Undo { deed }.into())
        }
        28 => (desk, logged(now, dice)),
        29 => people(office, dice),
        30 => (MANAGER, if dice.one_in(2) { staffing(dice) } else { policy(dice) }),
        31 => (boss, rostered(office, now, dice)),
        _ => handing_over(office, by, dice),
    }
}

/// A hand-over; where nobody has an own customer waiting, one of them comes.
fn handing_over(office: &Office, by: StaffId, dice: &mut Dice) -> (StaffId, Command) {
    let (number, found) = visit(office, VisitState::Receiving, dice);
    let waits = |id: StaffId| office.waiting().any(|waiting| waiting.asked == Some(id));
    let mut open = office.open_visits.iter().map(|id| office.visit(*id));
    let fitting = open.find(|visit| visit.consultant.is_some_and(waits));
    let busy = found.and_then(|visit| visit.consultant);
    match (fitting.and_then(|visit| Some((visit.number, visit.consultant?))), busy) {
        (Some((number, own)), _) if !dice.one_in(6) => (own, assignment::Command::HandOver { number }.into()),
        (None, Some(busy)) if !dice.one_in(6) => {
            let arrival = Arrival { ask: Some(busy), ..arrival(office, dice) };
            (RECEPTION, reception::Command::Arrive(arrival).into())
        }
        _ => (busy.unwrap_or(by), assignment::Command::HandOver { number }.into()),
    }
}

fn logged(now: Instant, dice: &mut Dice) -> Command {
    let ahead = TimeDelta::minutes(i64::from(dice.below(300)) - 10);
    call::Command::Log {
        customer: phoned("客", &format!("139000000{:02}", dice.below(12))),
        consultant: (!dice.one_in(5)).then(|| dice.of(&[JIA, YI, BING, DING, CASHIER])),
        appointment: dice.one_in(2).then(|| now + ahead),
        source: "电话".into(),
        note: String::new(),
    }
    .into()
}

fn rostered(office: &Office, now: Instant, dice: &mut Dice) -> Command {
    let today = office.day(now);
    let shift = |dice: &mut Dice| Shift {
        day: today.checked_add_days(Days::new(u64::from(dice.below(3)))).unwrap_or(today),
        staff: StaffId(dice.below(12)),
        works: dice.one_in(2),
    };
    roster::Command::Set { shifts: (0..dice.below(4)).map(|_| shift(dice)).collect() }.into()
}
