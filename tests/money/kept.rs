//! An office that is kept and read again is the same office, whatever its life was (design §4 snapshots).

use super::{Check, holds_and_bites};
use xiaokong::domain::id::CustomerId;
use xiaokong::domain::state::office::Office;
use xiaokong::store::snapshot::{self, Persons, Whole};

/// Kept, read, and given its names and phones back as the store has them.
fn again(office: &Office) -> Option<Office> {
    let bytes = snapshot::bytes_of(office, &[7; 32]);
    let kept = snapshot::believe(&bytes)?;
    assert_eq!((kept.seq, kept.hash), (office.head, [7; 32]));
    let mut read = kept.read().filter(Whole::is_sound)?.office()?;
    assert!(read.phones.is_empty() && read.customers.iter().all(|customer| customer.person.is_none()));
    let mut persons = Persons::default();
    for known in &office.customers {
        let Some(person) = &known.person else { continue };
        let phones = serde_json::to_string(&person.phones).expect("JSON");
        persons.add(known.id, &person.salt, &person.name, &phones);
    }
    persons.attach(&mut read);
    Some(read)
}

#[test]
fn a_kept_office_is_the_office() {
    let check: Check = |house| {
        // Every few acts: an office is large, and what is kept of it does not depend on how it came about.
        if !house.journal.len().is_multiple_of(5) {
            return Ok(());
        }
        let same = again(&house.office).as_ref() == Some(&house.office);
        if same { Ok(()) } else { Err("the kept office differs".into()) }
    };
    // A phone that belongs to nobody is not kept: the check would see what is left out by mistake.
    holds_and_bites(check, |house| {
        house.office.phones.make_mut().insert("1".into(), CustomerId(0));
    });
}
