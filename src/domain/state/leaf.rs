//! A part of the office that may still lie packed where the office was kept, and is unpacked when somebody asks for it.
//!
//! Most of an old office is what ended years ago, and hardly anybody looks at it. Copies of an office share its leaves, packed
//! or not; only a copy that changes one gets its own.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// Where a part lies packed.
pub trait Packed<T>: Send + Sync {
    /// The part.
    fn unpack(&self) -> T;
    /// As it was kept, to be kept again without being unpacked; `None` where it was put together otherwise.
    fn bytes(&self) -> Option<&[u8]>;
}

/// One part, shared by copies of an office.
pub struct Leaf<T>(Arc<Part<T>>);

enum Part<T> {
    Open(T),
    Packed { source: Box<dyn Packed<T>>, open: OnceLock<T> },
}

impl<T> Leaf<T> {
    /// A part that lies open.
    pub fn new(part: T) -> Self {
        Self(Arc::new(Part::Open(part)))
    }

    /// A part that is unpacked when it is first asked for, and then once for all copies.
    pub fn packed(source: impl Packed<T> + 'static) -> Self {
        Self(Arc::new(Part::Packed { source: Box::new(source), open: OnceLock::new() }))
    }

    /// As it was kept, if nobody has changed it since.
    pub fn bytes(&self) -> Option<&[u8]> {
        match &*self.0 {
            Part::Open(_) => None,
            Part::Packed { source, .. } => source.bytes(),
        }
    }
}

impl<T: Clone> Leaf<T> {
    /// The part, to be changed: copied first where others share it.
    pub fn make_mut(&mut self) -> &mut T {
        let part = Arc::make_mut(&mut self.0);
        if let Part::Packed { source, open } = part {
            *part = Part::Open(open.take().unwrap_or_else(|| source.unpack()));
        }
        match part {
            Part::Open(open) => open,
            Part::Packed { .. } => unreachable!("it was opened above"),
        }
    }
}

impl<T> Deref for Part<T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        match self {
            Self::Open(open) => open,
            Self::Packed { source, open } => open.get_or_init(|| source.unpack()),
        }
    }
}

impl<T: Clone> Clone for Part<T> {
    fn clone(&self) -> Self {
        Self::Open(T::clone(self))
    }
}

impl<T> Clone for Leaf<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Leaf<T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Default> Default for Leaf<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: PartialEq> PartialEq for Leaf<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || **self == **other
    }
}

impl<T: fmt::Debug> fmt::Debug for Leaf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static UNPACKED: AtomicUsize = AtomicUsize::new(0);

    struct Three;

    impl Packed<Vec<u8>> for Three {
        fn unpack(&self) -> Vec<u8> {
            UNPACKED.fetch_add(1, Ordering::Relaxed);
            vec![1, 2, 3]
        }
        fn bytes(&self) -> Option<&[u8]> {
            Some(&[3])
        }
    }

    #[test]
    fn it_is_unpacked_when_asked_for_and_once_for_all_copies() {
        let leaf = Leaf::packed(Three);
        let mut copy = leaf.clone();
        assert_eq!((UNPACKED.load(Ordering::Relaxed), copy.bytes()), (0, Some(&[3][..])));
        assert_eq!((copy.len(), leaf[2], UNPACKED.load(Ordering::Relaxed)), (3, 3, 1));
        copy.make_mut().push(4);
        assert_eq!((leaf.len(), copy.len(), UNPACKED.load(Ordering::Relaxed)), (3, 4, 1));
        assert_eq!((leaf.bytes(), copy.bytes()), (Some(&[3][..]), None));
        assert!(leaf != copy && copy == Leaf::new(vec![1, 2, 3, 4]));
        let mut alone = Leaf::packed(Three);
        alone.make_mut().pop();
        assert_eq!((&*alone, alone.bytes()), (&vec![1, 2], None));
    }
}
