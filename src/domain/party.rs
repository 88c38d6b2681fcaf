//! Which customer a command means: a known one by phone or name, or a new one (rules §6 matching).

use crate::domain::context::Context;
use crate::domain::id::{CustomerId, StaffId};
use crate::domain::rejection::Rejection;
use crate::domain::state::customer::{Customer, Party, name_mark};
use crate::domain::state::office::Office;
use crate::domain::state::sealed::{NAME_MAX, PHONES_MAX, Person, Sealed};
use crate::domain::state::staff::Right;
use crate::domain::time::Instant;
use serde::{Deserialize, Serialize};

/// How a command names a customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Named {
    /// By number.
    Known(CustomerId),
    /// By name and phones.
    Person(Person),
}

/// Finds or prepares the customer: a phone decides; a name alone only finds the actor's own customers.
pub fn resolve(office: &Office, named: &Named, context: &Context) -> Result<Party, Rejection> {
    let person = match named {
        Named::Known(id) => {
            let known = office.customers.get(id.index()).ok_or(Rejection::CustomerUnknown)?;
            let is_erased = known.person.is_none();
            return if is_erased { Err(Rejection::CustomerErased) } else { Ok(Party::Known(*id)) };
        }
        Named::Person(person) => person,
    };
    let person = checked(person)?;
    if let Some(id) = person.phones.iter().find_map(|phone| office.phones.get(phone)) {
        return Ok(Party::Known(*id));
    }
    if person.phones.is_empty() {
        let own = |customer: &&Customer| customer.owner == Some(context.by);
        if let Some(customer) = office.namesakes(&person.name).rev().find(own) {
            return Ok(Party::Known(customer.id));
        }
    }
    Ok(Party::New(CustomerId::next(office.customers.len()), Sealed::new(person)))
}

/// A person as the office keeps it: a name, phones as digits only.
fn checked(person: &Person) -> Result<Person, Rejection> {
    let invalid =
        |field: &str, limit: usize| Rejection::TextInvalid { field: field.to_string(), limit: limit as u32 };
    let name = person.name.trim();
    let phones: Option<Vec<String>> = person.phones.iter().map(|phone| plain_phone(phone)).collect();
    let phones = phones.filter(|phones| phones.len() <= PHONES_MAX).ok_or_else(|| invalid("phone", 20))?;
    if name.is_empty() && phones.is_empty() {
        return Err(Rejection::CustomerMissing);
    }
    if name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        return Err(invalid("customer", NAME_MAX));
    }
    Ok(Person { salt: person.salt.clone(), name: name.to_string(), phones })
}

/// A phone as digits, without separators and without the country code of the mainland; `None` when it is no phone.
pub fn plain_phone(text: &str) -> Option<String> {
    let plain = crate::domain::money::narrow(text);
    let digits: String = plain.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
    let digits = digits.strip_prefix("+86").unwrap_or(&digits);
    let is_phone = (3..=20).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_phone.then(|| digits.to_string())
}

/// Registers a new customer as an event is applied; returns its number either way.
pub fn register(office: &mut Office, party: &Party, owner: Option<StaffId>, at: Instant) -> CustomerId {
    if let Party::New(id, sealed) = party {
        for phone in sealed.open.iter().flat_map(|person| &person.phones) {
            office.phones.make_mut().entry(phone.clone()).or_insert(*id);
        }
        let person = sealed.open.clone();
        let mark = person.as_ref().map_or(0, |person| name_mark(&person.name));
        // A cashier or the reception desk registers for the office, not for themselves.
        let owner = owner.filter(|id| office.member(*id).may(Right::Hold));
        office.customers.push(Customer { id: *id, person, owner, grade: None, since: at, party: *id });
        office.followed.push(at);
        office.names.push(mark);
    }
    party.id()
}
