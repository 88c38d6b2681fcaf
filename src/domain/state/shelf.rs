//! A list that copies of an office share: all units, all claims, everyone who ever came.
//!
//! An office is copied whenever somebody looks at a later moment of it, and twice in every desk. Only what changes in a
//! copy is copied, a shelf of a few things at a time; the rest is there once, however long the office has existed.

use crate::domain::state::leaf::Leaf;
use std::ops::{Index, IndexMut};

/// Things on one shelf: enough that a copy is cheap, few enough that a change is.
pub const WIDTH: usize = 64;

/// A list by place, from 0, that only grows.
#[derive(Clone, PartialEq, Debug)]
pub struct Shelf<T> {
    /// Each but the last is full.
    shelves: Vec<Leaf<Vec<T>>>,
    len: usize,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { shelves: Vec::new(), len: 0 }
    }
}

impl<T> Shelf<T> {
    /// How many.
    pub fn len(&self) -> usize {
        self.len
    }

    /// So many things, [`WIDTH`] on each leaf but the last. A leaf that turns out to hold other than it should has no
    /// more of them than it has.
    pub fn of_leaves(len: usize, leaves: Vec<Leaf<Vec<T>>>) -> Self {
        debug_assert_eq!(leaves.len(), len.div_ceil(WIDTH));
        Self { shelves: leaves, len }
    }

    /// Its leaves, [`WIDTH`] things on each but the last.
    pub fn leaves(&self) -> &[Leaf<Vec<T>>] {
        &self.shelves
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The one at a place.
    #[inline]
    pub fn get(&self, place: usize) -> Option<&T> {
        self.shelves.get(place / WIDTH)?.get(place % WIDTH)
    }

    /// The last one.
    pub fn last(&self) -> Option<&T> {
        self.get(self.len.checked_sub(1)?)
    }

    /// All, in order.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { shelf: self, from: 0, to: self.len() }
    }
}

impl<T: Clone> Shelf<T> {
    /// Puts one more at the end.
    pub fn push(&mut self, thing: T) {
        match self.shelves.last_mut() {
            Some(last) if !self.len.is_multiple_of(WIDTH) => last.make_mut().push(thing),
            _ => {
                let mut shelf = Vec::with_capacity(WIDTH);
                shelf.push(thing);
                self.shelves.push(Leaf::new(shelf));
            }
        }
        self.len += 1;
    }

    /// The one at a place, to be changed.
    pub fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        self.shelves.get_mut(place / WIDTH)?.make_mut().get_mut(place % WIDTH)
    }

    /// All, to be changed: copies every shelf that is shared.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.shelves.iter_mut().flat_map(|shelf| shelf.make_mut().iter_mut())
    }
}

/// As for every list: a place comes from the office itself.
impl<T> Index<usize> for Shelf<T> {
    type Output = T;
    #[inline]
    fn index(&self, place: usize) -> &T {
        &self.shelves[place / WIDTH][place % WIDTH]
    }
}

impl<T: Clone> IndexMut<usize> for Shelf<T> {
    fn index_mut(&mut self, place: usize) -> &mut T {
        &mut self.shelves[place / WIDTH].make_mut()[place % WIDTH]
    }
}

impl<T: Clone> Extend<T> for Shelf<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, things: I) {
        things.into_iter().for_each(|thing| self.push(thing));
    }
}

impl<T: Clone> FromIterator<T> for Shelf<T> {
    fn from_iter<I: IntoIterator<Item = T>>(things: I) -> Self {
        let mut things = things.into_iter();
        let (mut shelves, mut len) = (Vec::new(), 0);
        loop {
            let mut shelf = Vec::with_capacity(WIDTH);
            shelf.extend(things.by_ref().take(WIDTH));
            if shelf.is_empty() {
                return Self { shelves, len };
            }
            len += shelf.len();
            shelves.push(Leaf::new(shelf));
        }
    }
}

impl<'a, T> IntoIterator for &'a Shelf<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

/// Goes over all, from either end.
pub struct Iter<'a, T> {
    shelf: &'a Shelf<T>,
    from: usize,
    to: usize,
}

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Self { shelf: self.shelf, from: self.from, to: self.to }
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;
    #[inline]
    fn next(&mut self) -> Option<&'a T> {
        let place = (self.from < self.to).then_some(self.from)?;
        self.from += 1;
        self.shelf.get(place)
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.to - self.from, Some(self.to - self.from))
    }
}

impl<T> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.to = (self.from < self.to).then_some(self.to)?.checked_sub(1)?;
        self.shelf.get(self.to)
    }
}

impl<T> ExactSizeIterator for Iter<'_, T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_list() {
        let mut shelf: Shelf<usize> = Shelf::default();
        assert!(shelf.is_empty() && shelf.get(0).is_none() && shelf.last().is_none());
        shelf.extend(0..1_000);
        assert_eq!(shelf.len(), 1_000);
        assert!(shelf.iter().copied().eq(0..1_000) && shelf.iter().rev().copied().eq((0..1_000).rev()));
        let mut both = shelf.iter();
        assert_eq!((both.next(), both.next_back(), both.len()), (Some(&0), Some(&999), 998));
        assert!((0..1_000).all(|place| shelf[place] == place && shelf.get(place) == Some(&place)));
        assert_eq!((shelf.get(1_000), shelf.last()), (None, Some(&999)));
        shelf.iter_mut().for_each(|thing| *thing += 1);
        shelf[64] = 7;
        assert_eq!((shelf[63], shelf[64], shelf.get_mut(65)), (64, 7, Some(&mut 66)));
    }

    #[test]
    fn a_copy_changes_alone_and_shares_the_rest() {
        let one: Shelf<usize> = (0..200).collect();
        let mut other = one.clone();
        other[70] = 0;
        other.push(200);
        assert_eq!((one[70], one.len(), other[70], other.len()), (70, 200, 0, 201));
        let shared = |shelf: usize| std::ptr::eq(&*one.shelves[shelf], &*other.shelves[shelf]);
        assert_eq!([0, 1, 2, 3].map(shared), [true, false, true, false]);
    }
}
