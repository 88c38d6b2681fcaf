//! Customers as people: registering one, erasing personal data on demand (rules §6, §11.8).

use crate::domain::context::{Context, Stamp};
use crate::domain::id::CustomerId;
use crate::domain::party::{self, Named};
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
        Event::Erased { customer } => {
            office.customers[customer.index()].person = None;
            office.phones.retain(|_, id| id != customer);
        }
    }
}
