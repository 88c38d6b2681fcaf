//! Names and phones beside a kept office: read from the store at once, made persons of when somebody looks.

use super::pack::{Bytes, Held, Pack, Written};
use crate::domain::id::CustomerId;
use crate::domain::state::customer::{Customer, name_mark};
use crate::domain::state::leaf::{Leaf, Packed};
use crate::domain::state::office::Office;
use crate::domain::state::sealed::Person;
use crate::domain::state::shelf::{Shelf, WIDTH};
use std::collections::HashMap;
use std::sync::Arc;

/// Everyone whose data were not erased, as the store has them: leaf by leaf, as the customers are.
#[derive(Default)]
pub struct Persons {
    leaves: Vec<Written>,
    /// The mark of everyone's name, by customer.
    marks: Vec<u64>,
}

impl Persons {
    /// One more; they come in the order of the customers. The phones are JSON, as stored.
    pub fn add(&mut self, customer: CustomerId, salt: &str, name: &str, phones: &str) {
        let leaf = customer.index() / WIDTH;
        if self.leaves.len() <= leaf {
            self.leaves.resize_with(leaf + 1, Written::default);
        }
        self.marks.resize(customer.index(), 0);
        self.marks.push(name_mark(name));
        let written = &mut self.leaves[leaf];
        customer.pack(written);
        [salt, name, phones].iter().for_each(|text| written.put_text(text));
    }

    /// Gives the customers of an office their names and phones back, as the events that registered them would have.
    pub fn attach(mut self, office: &mut Office) {
        let known = office.customers.len();
        // Who came after the kept position comes with the events.
        self.leaves.resize_with(known.div_ceil(WIDTH), Written::default);
        self.marks.resize(known, 0);
        office.names = self.marks.into_iter().collect();
        let all: Vec<Open> = self.leaves.into_iter().map(|written| Open(Arc::new(written.bytes))).collect();
        let leaves = office
            .customers
            .leaves()
            .iter()
            .zip(&all)
            .map(|(leaf, open)| Leaf::packed(Named { leaf: leaf.clone(), open: open.clone() }));
        office.customers = Shelf::of_leaves(known, leaves.collect());
        office.phones = Leaf::packed(Phones { all, known });
    }
}

/// Who has which phone: the first who gave it.
struct Phones {
    all: Vec<Open>,
    /// So many customers the office has; the store may know more by now.
    known: usize,
}

impl Packed<HashMap<String, CustomerId>> for Phones {
    fn unpack(&self) -> HashMap<String, CustomerId> {
        let mut phones = HashMap::with_capacity(self.known);
        let each = self.all.iter().flat_map(Open::persons).filter(|(id, _)| id.index() < self.known);
        for (id, person) in each {
            for phone in person.phones {
                phones.entry(phone).or_insert(id);
            }
        }
        phones
    }
    fn bytes(&self) -> Option<&[u8]> {
        None
    }
}

/// The customers of a leaf with their persons.
struct Named {
    leaf: Leaf<Vec<Customer>>,
    open: Open,
}

impl Packed<Vec<Customer>> for Named {
    fn unpack(&self) -> Vec<Customer> {
        let mut customers = self.leaf.to_vec();
        for (id, person) in self.open.persons() {
            if let Some(customer) = customers.get_mut(id.index() % WIDTH) {
                customer.person = Some(person);
            }
        }
        customers
    }
    /// Without the persons.
    fn bytes(&self) -> Option<&[u8]> {
        self.leaf.bytes()
    }
}

/// A person as the store has them. Phones that cannot be read fail the digest, which `verify` names.
pub fn person(salt: String, name: String, phones: &str) -> Person {
    Person { salt, name, phones: serde_json::from_str(phones).unwrap_or_default() }
}

/// The persons of one leaf, to be read.
#[derive(Clone)]
struct Open(Held);

impl Open {
    fn persons(&self) -> impl Iterator<Item = (CustomerId, Person)> {
        let mut bytes = Bytes::of(&self.0, 0..(*self.0).as_ref().len());
        std::iter::from_fn(move || {
            let id = CustomerId::unpack(&mut bytes)?;
            let mut text = || String::unpack(&mut bytes);
            let (salt, name, phones) = (text()?, text()?, text()?);
            Some((id, person(salt, name, &phones)))
        })
    }
}
