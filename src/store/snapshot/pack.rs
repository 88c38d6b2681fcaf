//! The form of a kept office: fields one after the other, numbers as short as they are, nothing named.
//!
//! Written by hand instead of through serde because the state shares types with the journal's JSON: fields left out there
//! cannot be left out of a form without names, and instants would be text. No version: see `build.rs`.

use crate::domain::state::leaf::{Leaf, Packed};
use crate::domain::state::shelf::{Shelf, WIDTH};
use crate::domain::time::Instant;
use chrono::{DateTime, Datelike, NaiveDate};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::hash::Hash;
use std::ops::Range;
use std::sync::Arc;

/// What was written so far.
#[derive(Default)]
pub struct Written {
    pub bytes: Vec<u8>,
    /// Shared texts and their numbers: each is written out once, where it comes first.
    words: HashMap<Arc<str>, usize>,
    /// The last instant, in seconds since 1970: the next is mostly near.
    second: i64,
}

impl Written {
    /// Appends bytes as they are.
    pub fn put(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends a text: its length, then its bytes.
    pub fn put_text(&mut self, text: &str) {
        text.len().pack(self);
        self.put(text.as_bytes());
    }
}

/// Bytes that stay as long as anybody has them.
pub type Held = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// What is still to be read of bytes that stay as long as something in them is packed.
pub struct Bytes<'a> {
    pub rest: &'a [u8],
    /// The shared texts met so far, by number.
    words: Vec<Arc<str>>,
    /// The last instant, in seconds since 1970.
    second: i64,
    whole: &'a Held,
    /// Where `rest` ends in `whole`.
    end: usize,
}

impl<'a> Bytes<'a> {
    /// These of them; nothing where there are none such.
    pub fn of(whole: &'a Held, place: Range<usize>) -> Self {
        let end = place.end;
        Self {
            rest: (**whole).as_ref().get(place).unwrap_or_default(),
            words: Vec::new(),
            second: 0,
            whole,
            end,
        }
    }

    /// The next `count` bytes.
    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// A count of things that each take a byte at least: one that cannot be true reserves no memory.
    fn count(&mut self) -> Option<usize> {
        usize::unpack(self).filter(|count| *count <= self.rest.len())
    }
}

/// Can be kept.
pub trait Pack: Sized {
    /// Appends it.
    fn pack(&self, out: &mut Written);
    /// Reads it; `None` when the bytes say no such thing.
    fn unpack(from: &mut Bytes<'_>) -> Option<Self>;
}

impl Pack for u64 {
    fn pack(&self, out: &mut Written) {
        let mut rest = *self;
        while rest >= 0x80 {
            out.bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        out.bytes.push(rest as u8);
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = from.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

/// Small numbers of either sign stay short: 0, -1, 1, -2 …
impl Pack for i64 {
    fn pack(&self, out: &mut Written) {
        ((self << 1) ^ (self >> 63)).cast_unsigned().pack(out);
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        let folded = u64::unpack(from)?;
        Some((folded >> 1).cast_signed() ^ -((folded & 1).cast_signed()))
    }
}

macro_rules! narrower {
    ($($narrow:ty as $wide:ty),*) => {$(
        impl Pack for $narrow {
            fn pack(&self, out: &mut Written) {
                (*self as $wide).pack(out);
            }
            fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
                <$wide>::unpack(from)?.try_into().ok()
            }
        }
    )*};
}
narrower!(u32 as u64, usize as u64, i32 as i64);

impl Pack for bool {
    fn pack(&self, out: &mut Written) {
        out.bytes.push(u8::from(*self));
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        Some(from.byte()? != 0)
    }
}

impl Pack for String {
    fn pack(&self, out: &mut Written) {
        out.put_text(self);
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        let count = from.count()?;
        std::str::from_utf8(from.take(count)?).ok().map(str::to_string)
    }
}

/// By number, after the first time: the layouts of a hundred thousand units are a dozen texts, in the file and in memory.
impl Pack for Arc<str> {
    fn pack(&self, out: &mut Written) {
        let next = out.words.len();
        let number = *out.words.entry(Self::clone(self)).or_insert(next);
        number.pack(out);
        if number == next {
            out.put_text(self);
        }
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        let number = usize::unpack(from)?;
        if number == from.words.len() {
            let count = from.count()?;
            let word = std::str::from_utf8(from.take(count)?).ok()?;
            from.words.push(word.into());
        }
        from.words.get(number).cloned()
    }
}

/// Seconds since the instant before it, and whether a part of a second follows.
impl Pack for Instant {
    fn pack(&self, out: &mut Written) {
        let (second, nanos) = (self.timestamp(), self.timestamp_subsec_nanos());
        let since = second - std::mem::replace(&mut out.second, second);
        (since * 2 + i64::from(nanos > 0)).pack(out);
        if nanos > 0 {
            nanos.pack(out);
        }
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        let since = i64::unpack(from)?;
        from.second = from.second.checked_add(since >> 1)?;
        let nanos = if since & 1 == 1 { u32::unpack(from)? } else { 0 };
        DateTime::from_timestamp(from.second, nanos)
    }
}

impl Pack for NaiveDate {
    fn pack(&self, out: &mut Written) {
        self.num_days_from_ce().pack(out);
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        Self::from_num_days_from_ce_opt(i32::unpack(from)?)
    }
}

impl<T: Pack> Pack for Option<T> {
    fn pack(&self, out: &mut Written) {
        self.is_some().pack(out);
        if let Some(inner) = self {
            inner.pack(out);
        }
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        if bool::unpack(from)? { T::unpack(from).map(Some) } else { Some(None) }
    }
}

impl<T: Pack> Pack for Arc<T> {
    fn pack(&self, out: &mut Written) {
        (**self).pack(out);
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        T::unpack(from).map(Self::new)
    }
}

impl<A: Pack, B: Pack> Pack for (A, B) {
    fn pack(&self, out: &mut Written) {
        self.0.pack(out);
        self.1.pack(out);
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

/// The form of every collection: how many, then each.
fn pack_all<'a, T: Pack + 'a>(items: impl ExactSizeIterator<Item = &'a T>, out: &mut Written) {
    items.len().pack(out);
    items.for_each(|item| item.pack(out));
}

/// The form of every map: how many, then each key with its value.
fn pack_pairs<'a, K: Pack + 'a, V: Pack + 'a>(
    pairs: impl ExactSizeIterator<Item = (&'a K, &'a V)>,
    out: &mut Written,
) {
    pairs.len().pack(out);
    for (key, value) in pairs {
        key.pack(out);
        value.pack(out);
    }
}

/// Fills an empty collection, made for so many.
fn unpack_into<T: Pack, C: Extend<T>>(from: &mut Bytes<'_>, made: impl Fn(usize) -> C) -> Option<C> {
    let count = from.count()?;
    let mut all = made(count);
    for _ in 0..count {
        all.extend([T::unpack(from)?]);
    }
    Some(all)
}

/// In bytes of its own with its own texts, compressed, told how long: so it can stay packed until somebody asks for it.
impl<T: Pack> Pack for Leaf<T> {
    fn pack(&self, out: &mut Written) {
        let made = || {
            let mut own = Written::default();
            (**self).pack(&mut own);
            lz4_flex::compress_prepend_size(&own.bytes)
        };
        let packed = self.bytes().map_or_else(|| Cow::Owned(made()), Cow::Borrowed);
        packed.len().pack(out);
        out.put(&packed);
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        let count = from.count()?;
        let start = from.end - from.rest.len();
        from.take(count)?;
        Some(Self::packed(Place { whole: Arc::clone(from.whole), place: start..start + count }))
    }
}

/// Where in a kept office a leaf lies.
struct Place {
    whole: Held,
    place: Range<usize>,
}

impl<T: Pack> Packed<T> for Place {
    fn unpack(&self) -> T {
        let packed = (*self.whole).as_ref().get(self.place.clone()).unwrap_or_default();
        let own = lz4_flex::decompress_size_prepended(packed).unwrap_or_default();
        let place = 0..own.len();
        let own: Held = Arc::new(own);
        let mut bytes = Bytes::of(&own, place);
        let part = T::unpack(&mut bytes).filter(|_| bytes.rest.is_empty());
        // The bytes were whole when the office was opened, made by this very program, and are in memory since.
        part.unwrap_or_else(|| unreachable!("a packed part of the office holds something else"))
    }
    fn bytes(&self) -> Option<&[u8]> {
        (*self.whole).as_ref().get(self.place.clone())
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn pack(&self, out: &mut Written) {
        pack_all(self.iter(), out);
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        unpack_into(from, Self::with_capacity)
    }
}

/// Of what hardly anybody asks for: leaf by leaf, unpacked one at a time.
impl<T: Pack + Clone> Pack for Shelf<T> {
    fn pack(&self, out: &mut Written) {
        self.len().pack(out);
        self.leaves().iter().for_each(|leaf| leaf.pack(out));
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        let len = from.count()?;
        let leaves = (0..len.div_ceil(WIDTH)).map(|_| Leaf::unpack(from)).collect::<Option<_>>()?;
        Some(Self::of_leaves(len, leaves))
    }
}

/// A list that everyone asks for, thing by thing.
pub fn pack_open<T: Pack + Clone>(shelf: &Shelf<T>, out: &mut Written) {
    pack_all(shelf.iter(), out);
}

/// Reads what [`pack_open`] wrote.
pub fn unpack_open<T: Pack + Clone>(from: &mut Bytes<'_>) -> Option<Shelf<T>> {
    let count = from.count()?;
    (0..count).map(|_| T::unpack(from)).collect()
}

impl<T: Pack> Pack for VecDeque<T> {
    fn pack(&self, out: &mut Written) {
        pack_all(self.iter(), out);
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        unpack_into(from, Self::with_capacity)
    }
}

impl<T: Pack + Ord> Pack for BTreeSet<T> {
    fn pack(&self, out: &mut Written) {
        pack_all(self.iter(), out);
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        unpack_into(from, |_| Self::new())
    }
}

impl<K: Pack + Ord, V: Pack> Pack for BTreeMap<K, V> {
    fn pack(&self, out: &mut Written) {
        pack_pairs(self.iter(), out);
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        unpack_into(from, |_| Self::new())
    }
}

impl<K: Pack + Eq + Hash, V: Pack> Pack for HashMap<K, V> {
    fn pack(&self, out: &mut Written) {
        pack_pairs(self.iter(), out);
    }
    fn unpack(from: &mut Bytes<'_>) -> Option<Self> {
        unpack_into(from, Self::with_capacity)
    }
}
