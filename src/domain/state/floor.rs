//! The floor: who is here, who is free, in which order they stand (rules §5). Questions only; nothing changes here.

use crate::domain::id::{CustomerId, StaffId};
use crate::domain::state::call::Call;
use crate::domain::state::customer::{Customer, name_mark};
use crate::domain::state::office::Office;
use crate::domain::state::policy::OrderBasis;
use crate::domain::state::staff::{Presence, Right, Role, Team};
use crate::domain::state::turn::Turn;
use crate::domain::state::visit::{Visit, VisitState};
use crate::domain::time::{Instant, due_after, instant_of, minutes};
use chrono::NaiveDate;

/// What the roster and the clock say of somebody's attendance today.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Attendance {
    /// Signed in before the office opened.
    InTime,
    /// Signed in after that.
    Late,
    /// Should be here and is not.
    Missing,
    /// The roster says rest, or the office is not open yet.
    NotDue,
}

/// Too few on the floor over lunch (rules §5).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LunchGap {
    /// On the floor, free or receiving.
    pub here: u32,
    /// Needed at least.
    pub needed: u32,
}

impl Office {
    /// When the rotation starts to count on the day of `at` (rules §5), UTC.
    pub fn rotation_starts(&self, at: Instant) -> Instant {
        self.opening(at) + minutes(self.policy.rotation_after.0)
    }

    /// When the office opens on the day of `at`, UTC.
    pub fn opening(&self, at: Instant) -> Instant {
        instant_of(self.day(at), self.policy.opens_at, self.policy.time_zone)
    }

    /// The visit somebody is receiving.
    pub fn receiving(&self, staff: StaffId) -> Option<&Visit> {
        let open = self.open_visits.iter().map(|id| self.visit(*id));
        open.filter(|visit| visit.state == VisitState::Receiving)
            .find(|visit| visit.consultant == Some(staff))
    }

    /// Visits waiting, oldest first.
    pub fn waiting(&self) -> impl Iterator<Item = &Visit> {
        self.open_visits.iter().map(|id| self.visit(*id)).filter(|visit| visit.state == VisitState::Waiting)
    }

    /// Presence at `now`: yesterday's sign-in does not count today, and a suspension ends at its time.
    pub fn presence(&self, staff: StaffId, now: Instant) -> Presence {
        let duty = self.member(staff).duty;
        match duty.signed_in {
            Some(at) if self.day(at) == self.day(now) => match duty.until {
                Some(until) if until <= now => Presence::Floor,
                _ => duty.presence,
            },
            _ => Presence::Off,
        }
    }

    /// Whether the person can receive the next group: works here as one who has customers, is on the floor, receives nobody.
    pub fn is_eligible(&self, staff: StaffId, now: Instant) -> bool {
        self.member(staff).may(Right::Hold)
            && self.presence(staff, now) == Presence::Floor
            && self.receiving(staff).is_none()
    }

    /// The rotation of a team at `now`, first to last: consultants signed in that day, by the order basis in force.
    /// Who is with a new visitor stands behind the others: the turn is being spent (rules §12 scenario 2).
    pub fn rotation(&self, team: Team, now: Instant) -> Vec<StaffId> {
        let here = |id: &StaffId| {
            let member = self.member(*id);
            member.is(Role::Consultant) && member.team == team && self.presence(*id, now) != Presence::Off
        };
        let mut order: Vec<StaffId> = self.line.iter().copied().filter(here).collect();
        if self.policy.order_basis == OrderBasis::Fewest {
            order.sort_by_key(|id| self.new_visitors(*id, self.day(now)));
        }
        order.sort_by_key(|id| self.is_spending(*id));
        order
    }

    /// Whether the person is with a visitor who spends their turn.
    pub fn is_spending(&self, staff: StaffId) -> bool {
        self.receiving(staff).is_some_and(|visit| visit.spends_turn)
    }

    /// The turn ledger of a day, in order of time.
    pub fn turns_of(&self, day: NaiveDate) -> &[Turn] {
        self.turns.get(&day).map_or(&[], |turns| turns.as_slice())
    }

    /// New visitors a consultant received that day.
    pub fn new_visitors(&self, staff: StaffId, day: NaiveDate) -> usize {
        let own = self.turns_of(day).iter().filter(|turn| turn.staff == staff && !turn.undone);
        own.filter(|turn| turn.kind.is_new_visitor()).count()
    }

    /// Make-up credits somebody has.
    pub fn credits_of(&self, staff: StaffId) -> usize {
        self.credits.iter().filter(|credit| credit.staff == staff).count()
    }

    /// Until when a customer's owner is protected (rules §6), UTC; `None` without an owner.
    pub fn protected_until(&self, customer: CustomerId) -> Option<Instant> {
        self.customer(customer).owner?;
        let policy = &self.policy;
        Some(due_after(
            self.followed[customer.index()],
            policy.protection_days,
            policy.deadline_time,
            policy.time_zone,
        ))
    }

    /// Who a customer belongs to at `now` (rules §6): the owner while protected or while a claim of theirs lives; else the
    /// owner of their kin; `None` in the pool 公共客户. Whose role has no customers (any more) owns none.
    pub fn owner_at(&self, customer: CustomerId, now: Instant) -> Option<StaffId> {
        let now = self.freeze.map_or(now, |freeze| now.min(freeze.since));
        let kin = self.kin_of(customer);
        kin.into_iter().find_map(|id| {
            let owner = self.customer(id).owner.filter(|owner| self.member(*owner).may(Right::Hold))?;
            let protected = self.protected_until(id).is_some_and(|until| now < until);
            (protected || self.has_claim(id)).then_some(owner)
        })
    }

    /// The customer and everyone who is one party with them, themselves first.
    pub fn kin_of(&self, customer: CustomerId) -> Vec<CustomerId> {
        let party = self.customer(customer).party;
        let mut kin = vec![customer];
        if self.has_kin.contains(&party) {
            let others = self.customers.iter().filter(|other| other.party == party);
            kin.extend(others.map(|other| other.id).filter(|other| *other != customer));
        }
        kin
    }

    fn has_claim(&self, customer: CustomerId) -> bool {
        self.units.iter().filter_map(|unit| unit.claim).any(|id| self.claim(id).customer == Some(customer))
    }

    /// The last visit of a customer, if any.
    pub fn last_visit(&self, customer: CustomerId) -> Option<&Visit> {
        self.visits.iter().rev().find(|visit| visit.customer == Some(customer))
    }

    /// The appointment a customer has for the day of `now` and has not kept yet.
    pub fn appointment_of(&self, customer: CustomerId, now: Instant) -> Option<&Call> {
        let day = self.day(now);
        self.appointments()
            .find(|call| call.customer == customer && call.appointment.is_some_and(|at| self.day(at) == day))
    }

    /// Appointments not kept yet, in order of the calls.
    pub fn appointments(&self) -> impl Iterator<Item = &Call> {
        self.expected.iter().map(|id| &self.calls[id.index()])
    }

    /// Appointments of today that show in the queue at `now`: from a while before their time on (policy
    /// `appointment_shows`), soonest first.
    pub fn appointments_due(&self, now: Instant) -> Vec<&Call> {
        let horizon = now + minutes(self.policy.appointment_shows.0);
        let today = self.day(now);
        let due = |call: &&Call| call.appointment.is_some_and(|at| at <= horizon && self.day(at) == today);
        let mut calls: Vec<&Call> = self.appointments().filter(due).collect();
        calls.sort_by_key(|call| call.appointment);
        calls
    }

    /// Known customers of that full name: a name alone only warns (rules §6).
    pub fn namesakes<'a>(&'a self, name: &'a str) -> impl DoubleEndedIterator<Item = &'a Customer> {
        let mark = name_mark(name);
        let marked = self.names.iter().enumerate().filter(move |(_, other)| **other == mark && mark != 0);
        let same =
            move |customer: &&Customer| customer.person.as_ref().is_some_and(|person| person.name == name);
        marked.map(|(place, _)| &self.customers[place]).filter(same)
    }

    /// Whether the roster has somebody working that day; without a roster for the day, everyone works.
    pub fn is_rostered(&self, staff: StaffId, day: NaiveDate) -> bool {
        let Some(shifts) = self.roster.get(&day) else { return true };
        shifts.get(&staff).copied().unwrap_or(true)
    }

    /// How somebody's attendance stands at `now`.
    pub fn attendance(&self, staff: StaffId, now: Instant) -> Attendance {
        let opening = self.opening(now);
        match self.member(staff).duty.signed_in.filter(|at| self.day(*at) == self.day(now)) {
            Some(at) if at > opening && self.is_rostered(staff, self.day(now)) => Attendance::Late,
            Some(_) => Attendance::InTime,
            // In a small office the manager has the consultant's role too, and keeps their own hours.
            None if self.member(staff).is(Role::Manager) => Attendance::NotDue,
            None if now > opening && self.is_rostered(staff, self.day(now)) => Attendance::Missing,
            None => Attendance::NotDue,
        }
    }

    /// The alarm of rules §5 "lunch cover": too few of the site team on the floor between two times of the day.
    pub fn lunch_gap(&self, now: Instant) -> Option<LunchGap> {
        let policy = &self.policy;
        let at = |time| instant_of(self.day(now), time, policy.time_zone);
        let line = self.rotation(Team::Site, now);
        if now < at(policy.lunch_from) || now >= at(policy.lunch_to) || line.is_empty() {
            return None;
        }
        let here = line.iter().filter(|id| self.presence(**id, now) == Presence::Floor).count() as u32;
        (here < policy.lunch_cover).then_some(LunchGap { here, needed: policy.lunch_cover })
    }
}
