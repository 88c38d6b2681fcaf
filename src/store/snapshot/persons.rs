//! Names and phones beside a kept office: read from the store at once, made persons of when somebody looks.

use super::pack::{Bytes, Pack, Written};
use crate::domain::id::CustomerId;
use crate::domain::state::customer::Customer;
use crate::domain::state::leaf::Leaf;
use crate::domain::state::office::Office;
use crate::domain::state::sealed::Person;
use crate::domain::state::shelf::{Shelf, WIDTH};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Everyone whose data were not erased, as the store has them.
#[derive(Default)]
pub struct Persons {
    written: Written,
    /// Whose, and from where on; in the order of the customers.
    starts: Vec<(CustomerId, usize)>,
}

impl Persons {
    /// One more; they come in the order of the customers. The phones are JSON, as stored.
    pub fn add(&mut self, customer: CustomerId, salt: &str, name: &str, phones: &str) {
        self.starts.push((customer, self.written.bytes.len()));
        [salt, name, phones].iter().for_each(|text| self.written.put_text(text));
    }

    /// Gives the customers of an office their names and phones back, as the events that registered them would have.
    pub fn attach(self, office: &mut Office) {
        let open = Arc::new(Open { bytes: Arc::new(self.written.bytes), starts: self.starts });
        let known = office.customers.len();
        let leaves = office.customers.leaves().iter().enumerate().map(|(number, leaf)| {
            let (open, leaf) = (Arc::clone(&open), leaf.clone());
            Leaf::packed(move || open.named(&leaf, number * WIDTH))
        });
        office.customers = Shelf::of_leaves(known, leaves.collect());
        // Who came after the kept position comes with the events.
        office.phones = Leaf::packed(move || open.phones(known));
    }
}

/// A person as the store has them. Phones that cannot be read fail the digest, which `verify` names.
pub fn person(salt: String, name: String, phones: &str) -> Person {
    Person { salt, name, phones: serde_json::from_str(phones).unwrap_or_default() }
}

/// The same, to be read.
struct Open {
    bytes: Arc<Vec<u8>>,
    starts: Vec<(CustomerId, usize)>,
}

impl Open {
    /// The customers of a leaf that begins with the one at `first`.
    fn named(&self, leaf: &[Customer], first: usize) -> Vec<Customer> {
        let mut customers = leaf.to_vec();
        for (id, person) in self.among(first..first + customers.len()) {
            customers[id.index() - first].person = Some(person);
        }
        customers
    }

    /// Who has which phone: the first who gave it.
    fn phones(&self, known: usize) -> HashMap<String, CustomerId> {
        let mut phones = HashMap::with_capacity(self.starts.len());
        for (id, person) in self.among(0..known) {
            for phone in person.phones {
                phones.entry(phone).or_insert(id);
            }
        }
        phones
    }

    fn among(&self, places: Range<usize>) -> impl Iterator<Item = (CustomerId, Person)> {
        let [from, to] =
            [places.start, places.end].map(|at| self.starts.partition_point(|(id, _)| id.index() < at));
        self.starts[from..to].iter().filter_map(|(id, start)| Some((*id, self.person(*start)?)))
    }

    fn person(&self, start: usize) -> Option<Person> {
        let mut bytes = Bytes::of(&self.bytes, start..self.bytes.len());
        let mut text = || String::unpack(&mut bytes);
        let (salt, name, phones) = (text()?, text()?, text()?);
        Some(person(salt, name, &phones))
    }
}
