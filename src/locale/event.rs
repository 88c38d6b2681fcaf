//! Events in words, for the log, a unit's card and time travel. Who did it and when is said beside them.
//!
//! A viewer sees no more of a customer than the office shows them (rules §6); the wall sees neither names, nor money,
//! nor why a unit is locked (rules §10). Nothing here trusts an id: the office may be that of an earlier moment.

use crate::domain::act::{Event, Recorded};
use crate::domain::id::{CustomerId, StaffId, UnitId};
use crate::domain::state::customer::{Party, masked_name, masked_phone};
use crate::domain::state::office::Office;
use crate::domain::state::sealed::Person;
use crate::domain::state::staff::Right;
use crate::domain::{control, hold, listing, people, setup, undo, waiting};
use crate::locale::Locale;

impl Locale {
    /// An event in words, as this viewer may see it; `None` is the wall.
    pub fn event(&self, office: &Office, viewer: Option<StaffId>, recorded: &Recorded) -> String {
        let teller = Teller { words: self, office, viewer };
        let said = match &recorded.event {
            Event::Setup(event) => teller.setup(event),
            Event::Listing(event) => teller.listing(event),
            Event::Pricing(event) => teller.pricing(event),
            Event::Scheme(event) => teller.scheme(event),
            Event::Control(event) => teller.control(event),
            Event::Hold(event) => teller.hold(event),
            Event::Waiting(event) => teller.waiting(event),
            Event::Change(event) => teller.change(event),
            Event::Paper(event) => teller.paper(event),
            Event::Issue(event) => teller.issue(event),
            Event::Payment(event) => teller.payment(event),
            Event::Plan(event) => teller.plan(event),
            Event::Assignment(event) => teller.assignment(event),
            Event::Reception(event) => teller.reception(event),
            Event::Call(event) => teller.call(event),
            Event::Roster(event) => teller.roster(event),
            Event::Duty(event) => teller.duty(event),
            Event::People(event) => teller.people(event),
            Event::Undo(event) => teller.undo(event),
            Event::Clock(event) => self.clock_event(event),
        };
        teller.served(said, &recorded.event)
    }

    /// Who did it: a name, or the house itself.
    pub fn actor(&self, office: &Office, by: Option<StaffId>) -> String {
        match by {
            None => self.text("event-house").to_string(),
            Some(id) => office.staff.get(id.index()).map_or_else(|| format!("#{id}"), |who| who.name.clone()),
        }
    }

    /// A customer as this viewer may see them: a name, else a phone, else that there is neither.
    pub fn customer(&self, office: &Office, viewer: Option<StaffId>, customer: CustomerId) -> String {
        if office.customers.get(customer.index()).is_none() {
            return format!("#{customer}");
        }
        match office.shown_name(viewer, customer) {
            None => self.text("customer-erased").to_string(),
            Some(name) if !name.is_empty() => name,
            Some(_) => {
                let phone = office.shown_phones(viewer, customer).into_iter().next();
                phone.unwrap_or_else(|| self.text("customer-nameless").to_string())
            }
        }
    }
}

/// What is needed to tell an event.
pub(super) struct Teller<'a> {
    pub(super) words: &'a Locale,
    pub(super) office: &'a Office,
    viewer: Option<StaffId>,
}

impl Teller<'_> {
    pub(super) fn unit(&self, id: UnitId) -> String {
        self.office.units.get(id.index()).map_or_else(|| format!("#{id}"), |unit| unit.spec.address())
    }

    pub(super) fn staff(&self, id: StaffId) -> String {
        self.words.actor(self.office, Some(id))
    }

    pub(super) fn customer(&self, id: CustomerId) -> String {
        if !self.is_insider() {
            return self.words.text("customer-hidden").to_string();
        }
        self.words.customer(self.office, self.viewer, id)
    }

    pub(super) fn party(&self, party: &Party) -> String {
        match party {
            // The office of an earlier moment does not know them yet: as much as any colleague may see.
            Party::New(id, sealed)
                if self.office.customers.get(id.index()).is_none() && self.is_insider() =>
            {
                sealed.open.as_ref().map_or_else(|| self.words.text("customer-erased").to_string(), masked)
            }
            party => self.customer(party.id()),
        }
    }

    /// Whether the viewer works here: the wall does not.
    pub(super) fn is_insider(&self) -> bool {
        self.may(Right::OwnPresence)
    }

    fn may(&self, right: Right) -> bool {
        let staff = self.viewer.and_then(|id| self.office.staff.get(id.index()));
        staff.is_some_and(|staff| staff.may(right))
    }

    /// Whether the viewer may see the money on a unit: who sees all, or whose claim it is or was (rules §7).
    pub(super) fn sees_money(&self, unit: UnitId) -> bool {
        let own = self.office.claims_on(unit).any(|claim| {
            self.is_insider()
                && (claim.consultant == self.viewer
                    || claim.customer.is_some_and(|id| self.office.sees(self.viewer, id)))
        });
        own || self.may(Right::SeeAll)
    }

    pub(super) fn because(&self, sentence: String, reason: Option<&str>) -> String {
        match reason.filter(|reason| !reason.is_empty() && self.is_insider()) {
            Some(reason) => sentence + &self.words.say("event-because", &[("reason", reason.into())]),
            None => sentence,
        }
    }

    /// The sentence with whoever got a unit out of its waiting line by the event.
    fn served(&self, said: String, event: &Event) -> String {
        let alone = event.units().len() == 1;
        let add = |said: String, (unit, next): (UnitId, &hold::Succession)| {
            let args =
                [("unit", self.unit(unit).into()), ("name", self.staff(next.waiter.consultant).into())];
            said + &self.words.say(if alone { "event-next" } else { "event-next-unit" }, &args)
        };
        event.successions().into_iter().fold(said, add)
    }

    fn setup(&self, event: &setup::Event) -> String {
        let words = self.words;
        match event {
            setup::Event::Founded { name, practice, manager, .. } => {
                let args = [("name", name.into()), ("manager", manager.into())];
                match practice {
                    true => words.say("event-setup-founded-practice", &args),
                    false => words.say("event-setup-founded", &args),
                }
            }
            setup::Event::RehearsalBegun {} => words.text("event-setup-rehearsal_begun").to_string(),
            setup::Event::StaffAdded { name, role, team } => words.say(
                "event-setup-staff_added",
                &[
                    ("name", name.into()),
                    ("role", words.role(*role).into()),
                    ("team", words.team(*team).into()),
                ],
            ),
            setup::Event::RolesSet { staff, roles, .. } if roles.is_empty() => {
                words.say("event-setup-roles_set-left", &[("name", self.staff(*staff).into())])
            }
            setup::Event::RolesSet { staff, roles, team } => words.say(
                "event-setup-roles_set",
                &[
                    ("name", self.staff(*staff).into()),
                    ("roles", words.roles(roles).into()),
                    ("team", words.team(*team).into()),
                ],
            ),
            setup::Event::PolicySet { key, value, before } => words.say(
                "event-setup-policy_set",
                &[("key", key.into()), ("value", value.into()), ("before", before.into())],
            ),
            setup::Event::StageSet { stage } => {
                words.say("event-setup-stage_set", &[("stage", words.stage(*stage).into())])
            }
            setup::Event::LicenceSet { building, licence } => {
                let known = self.office.buildings.get(building.index());
                let building = known.map_or_else(|| format!("#{building}"), |known| known.name.clone());
                let granted = licence.granted.to_string();
                let number = (&licence.number).into();
                words.say(
                    "event-setup-licence_set",
                    &[("building", building.into()), ("number", number), ("granted", granted.into())],
                )
            }
        }
    }

    fn listing(&self, event: &listing::Event) -> String {
        let listing::Event::Listed { source, added, revised } = event;
        self.words.say(
            "event-listing-listed",
            &[("source", source.into()), ("added", added.len().into()), ("revised", revised.len().into())],
        )
    }

    fn control(&self, event: &control::Event) -> String {
        match event {
            control::Event::Locked { unit, reason } => {
                let said = self.words.say("event-control-locked", &[("unit", self.unit(*unit).into())]);
                self.because(said, Some(reason))
            }
            control::Event::Unlocked { unit, reason, .. } => {
                let said = self.words.say("event-control-unlocked", &[("unit", self.unit(*unit).into())]);
                self.because(said, Some(reason))
            }
            control::Event::Released { batch, units, .. } => self
                .words
                .say("event-control-released", &[("batch", batch.into()), ("count", units.len().into())]),
        }
    }

    fn hold(&self, event: &hold::Event) -> String {
        let words = self.words;
        match event {
            hold::Event::Placed { unit, party, until, .. } => words.say(
                "event-hold-placed",
                &[
                    ("unit", self.unit(*unit).into()),
                    ("customer", self.party(party).into()),
                    ("until", words.instant(*until).into()),
                ],
            ),
            hold::Event::Requested { unit, party, minutes } => words.say(
                "event-hold-requested",
                &[
                    ("unit", self.unit(*unit).into()),
                    ("customer", self.party(party).into()),
                    ("span", words.span(*minutes).into()),
                ],
            ),
            hold::Event::Extended { unit, until, before, reason } => {
                let (until, before) = (words.instant(*until), words.instant(*before));
                let args =
                    [("unit", self.unit(*unit).into()), ("until", until.into()), ("before", before.into())];
                self.because(words.say("event-hold-extended", &args), Some(reason))
            }
            hold::Event::Released { unit, reason } => {
                let said = words.say("event-hold-released", &[("unit", self.unit(*unit).into())]);
                self.because(said, reason.as_deref())
            }
            hold::Event::Expired { unit } => {
                words.say("event-hold-expired", &[("unit", self.unit(*unit).into())])
            }
            hold::Event::Served { unit, waiter, until, .. } => words.say(
                "event-hold-served",
                &[
                    ("unit", self.unit(*unit).into()),
                    ("consultant", self.staff(waiter.consultant).into()),
                    ("customer", self.customer(waiter.customer).into()),
                    ("until", words.instant(*until).into()),
                ],
            ),
        }
    }

    fn waiting(&self, event: &waiting::Event) -> String {
        let words = self.words;
        match event {
            waiting::Event::Joined { unit, party } => words.say(
                "event-waiting-joined",
                &[("unit", self.unit(*unit).into()), ("customer", self.party(party).into())],
            ),
            waiting::Event::Left { unit, .. } => {
                words.say("event-waiting-left", &[("unit", self.unit(*unit).into())])
            }
            waiting::Event::Withdrawn { unit, .. } => {
                words.say("event-waiting-withdrawn", &[("unit", self.unit(*unit).into())])
            }
            waiting::Event::Confirmed { unit, consultant, customer, until, .. } => words.say(
                "event-waiting-confirmed",
                &[
                    ("unit", self.unit(*unit).into()),
                    ("consultant", self.staff(*consultant).into()),
                    ("customer", self.customer(*customer).into()),
                    ("until", words.instant(*until).into()),
                ],
            ),
            waiting::Event::Refused { unit, consultant, reason } => {
                let args =
                    [("unit", self.unit(*unit).into()), ("consultant", self.staff(*consultant).into())];
                self.because(words.say("event-waiting-refused", &args), Some(reason))
            }
            waiting::Event::HandedOver { to } => {
                words.say("event-waiting-handed_over", &[("name", self.staff(*to).into())])
            }
        }
    }

    fn people(&self, event: &people::Event) -> String {
        match event {
            people::Event::Registered { party } => {
                self.words.say("event-people-registered", &[("customer", self.party(party).into())])
            }
            people::Event::Linked { customer, kin } => {
                let args =
                    [("customer", self.customer(*customer).into()), ("kin", self.customer(*kin).into())];
                self.words.say("event-people-linked", &args)
            }
            people::Event::Reassigned { customer, to, from, reason } => {
                let args = [
                    ("customer", self.customer(*customer).into()),
                    ("name", self.staff(*to).into()),
                    ("from", self.office.name_of(*from).into()),
                ];
                let said = match from {
                    Some(_) => self.words.say("event-people-reassigned", &args),
                    None => self.words.say("event-people-reassigned-pool", &args),
                };
                self.because(said, Some(reason))
            }
            people::Event::Erased { customer } => {
                self.words.say("event-people-erased", &[("number", customer.0.into())])
            }
        }
    }

    fn undo(&self, event: &undo::Event) -> String {
        let undo::Event::Undone { deed, unit, .. } = event;
        match unit {
            None => self.words.say("event-undo-undone", &[("deed", (*deed).into())]),
            Some(unit) => {
                let args = [("deed", (*deed).into()), ("unit", self.unit(*unit).into())];
                self.words.say("event-undo-undone-unit", &args)
            }
        }
    }
}

fn masked(person: &Person) -> String {
    match (person.name.is_empty(), person.phones.first()) {
        (true, Some(phone)) => masked_phone(phone),
        _ => masked_name(&person.name),
    }
}
