//! The different texts of all units: rooms, layouts, uses and entrances say the same over and over, and each is to be
//! looked at once.

use crate::domain::state::office::Office;
use crate::domain::state::unit::UnitSpec;
use std::collections::HashMap;
use std::sync::Arc;

/// The texts of a unit that can be looked for.
const FIELDS: usize = 4;
/// What stands where a unit has no such text.
const NONE: u32 = u32::MAX;

/// Every different text, numbered, and which of them each unit has.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    numbers: HashMap<String, u32>,
    units: Vec<Entry>,
}

/// The texts of one unit.
#[derive(Clone, Debug)]
struct Entry {
    /// What they were read from. As long as it is kept here nobody can change it: the same one says the same.
    spec: Arc<UnitSpec>,
    texts: [u32; FIELDS],
}

impl Texts {
    /// Takes over what is new or different in an office.
    pub fn follow(&mut self, office: &Office) {
        if self.numbers.len() > FIELDS * office.units.len() {
            // Most of them are of price lists long replaced.
            *self = Self::default();
        }
        self.units.truncate(office.units.len());
        for (place, unit) in office.units.iter().enumerate() {
            if self.units.get(place).is_some_and(|entry| Arc::ptr_eq(&entry.spec, &unit.spec)) {
                continue;
            }
            let entry = Entry { texts: self.number(place, &unit.spec), spec: unit.spec.clone() };
            match self.units.get_mut(place) {
                Some(old) => *old = entry,
                None => self.units.push(entry),
            }
        }
    }

    fn number(&mut self, place: usize, spec: &UnitSpec) -> [u32; FIELDS] {
        let before = place.checked_sub(1).and_then(|place| self.units.get(place));
        let before = before.map(|entry| (entry.spec.clone(), entry.texts));
        let mut texts = [NONE; FIELDS];
        for (field, text) in fields(spec).into_iter().enumerate() {
            let Some(text) = text else { continue };
            // Mostly that of the unit before.
            let same = before.as_ref().filter(|(spec, _)| fields(spec)[field] == Some(text));
            texts[field] = match (same, self.numbers.get(text)) {
                (Some((_, texts)), _) => texts[field],
                (None, Some(number)) => *number,
                (None, None) => {
                    let number = self.numbers.len() as u32;
                    self.numbers.insert(text.to_string(), number);
                    number
                }
            };
        }
        texts
    }

    /// Which texts are meant, by number.
    pub fn which(&self, is_meant: impl Fn(&str) -> bool) -> Vec<bool> {
        let mut which = vec![false; self.numbers.len()];
        for (text, number) in &self.numbers {
            which[*number as usize] = is_meant(text);
        }
        which
    }

    /// Whether the unit at a place has one of those texts.
    pub fn has(&self, place: usize, which: &[bool]) -> bool {
        let texts = self.units.get(place).map_or([NONE; FIELDS], |entry| entry.texts);
        texts.iter().any(|number| which.get(*number as usize) == Some(&true))
    }
}

fn fields(spec: &UnitSpec) -> [Option<&str>; FIELDS] {
    [Some(&*spec.room), spec.layout.as_deref(), spec.usage.as_deref(), spec.entrance.as_deref()]
}
