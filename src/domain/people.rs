//! Customers as people: registering one, erasing personal data on demand (rules §6, §11.8).

use crate::domain::context::{Context, Stamp, required};
use crate::domain::id::{CustomerId, StaffId};
use crate::domain::party::{self, Named};
use crate::domain::reception;
use crate::domain::rejection::Rejection;
use crate::domain::state::customer::Party;
use crate::domain::state::office::Office;
use crate::domain::state::staff::Right;
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Registers a customer of the actor's.
    Register {
        /// Name and phones.
        customer: Named,
    },
    /// Makes two customers one party 同一客户: spouse, parents, children (rules §6).
    Link {
        /// One.
        customer: CustomerId,
        /// The other.
        kin: CustomerId,
    },
    /// Gives a customer of the pool, or of somebody who left, to a consultant (rules §6).
    Reassign {
        /// Who.
        customer: CustomerId,
        /// To whom.
        to: StaffId,
        /// Why.
        reason: String,
    },
    /// Erases a customer's name and phones; what they bought stays.
    Erase {
        /// Who.
        customer: CustomerId,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A customer was registered.
    Registered {
        /// Who.
        party: Party,
    },
    /// Two customers became one party.
    Linked {
        /// One.
        customer: CustomerId,
        /// The other.
        kin: CustomerId,
    },
    /// A customer was given to a consultant.
    Reassigned {
        /// Who.
        customer: CustomerId,
        /// To whom.
        to: StaffId,
        /// Whose it was, if anybody's.
        from: Option<StaffId>,
        /// Why.
        reason: String,
    },
    /// Personal data were erased.
    Erased {
        /// Whose.
        customer: CustomerId,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let event = match command {
        Command::Register { customer } => {
            context.require(office, Right::Visit)?;
            match party::resolve(office, customer, context)? {
                Party::Known(id) => {
                    let subject = office.shown_name(Some(context.by), id).unwrap_or_default();
                    return Err(Rejection::AlreadySo { subject });
                }
                party => Event::Registered { party },
            }
        }
        Command::Link { customer, kin } => {
            context.require(office, Right::Visit)?;
            let parties =
                [*customer, *kin].map(|id| office.customers.get(id.index()).map(|known| known.party));
            match parties {
                [Some(one), Some(other)] if one != other => {
                    let owners = [*customer, *kin].map(|id| office.owner_at(id, context.now));
                    // One party has one owner: what touches a colleague's customer is not for the other to say.
                    if owners.into_iter().flatten().any(|owner| owner != context.by) {
                        context.require(office, Right::Rotation)?;
                    }
                    Event::Linked { customer: *customer, kin: *kin }
                }
                [Some(_), Some(_)] => {
                    let subject = office.shown_name(Some(context.by), *customer).unwrap_or_default();
                    return Err(Rejection::AlreadySo { subject });
                }
                _ => return Err(Rejection::CustomerUnknown),
            }
        }
        Command::Reassign { customer, to, reason } => {
            context.require(office, Right::Rotation)?;
            let known = office.customers.get(customer.index()).ok_or(Rejection::CustomerUnknown)?;
            let member = office.member(*to);
            if !member.may(Right::Hold) {
                return Err(Rejection::NoConsultant { name: member.name.clone() });
            }
            match office.owner_at(*customer, context.now) {
                Some(owner) if owner == *to => {
                    return Err(Rejection::AlreadySo { subject: member.name.clone() });
                }
                // Taking a protected customer from somebody is a ruling: the manager's (rules §6, §7).
                Some(_) => context.require(office, Right::Manage)?,
                None => {}
            }
            let reason = required("reason", reason)?;
            Event::Reassigned { customer: *customer, to: *to, from: known.owner, reason }
        }
        Command::Erase { customer } => {
            context.require(office, Right::Manage)?;
            let known = office.customers.get(customer.index()).ok_or(Rejection::CustomerUnknown)?;
            if known.person.is_none() {
                return Err(Rejection::CustomerErased);
            }
            Event::Erased { customer: *customer }
        }
    };
    Ok(vec![event])
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, stamp: &Stamp) {
    match event {
        Event::Registered { party } => {
            party::register(office, party, stamp.by, stamp.at);
        }
        Event::Linked { customer, kin } => {
            let (party, joining) = (office.customer(*customer).party, office.customer(*kin).party);
            for other in office.customers.iter_mut().filter(|other| other.party == joining) {
                other.party = party;
            }
            office.has_kin.remove(&joining);
            office.has_kin.insert(party);
            reception::reowned(office, *customer, None, stamp.at);
        }
        Event::Reassigned { customer, to, from, .. } => {
            let entry = &mut office.customers[customer.index()];
            entry.owner = Some(*to);
            office.followed[customer.index()] = stamp.at;
            reception::reowned(office, *customer, *from, stamp.at);
        }
        Event::Erased { customer } => {
            office.customers[customer.index()].person = None;
            office.names[customer.index()] = 0;
            office.phones.make_mut().retain(|_, id| id != customer);
        }
    }
}
