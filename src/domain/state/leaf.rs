//! A part of the office that may still lie packed where the office was kept, and is unpacked when somebody asks for it.
//!
//! Most of an old office is what ended years ago, and hardly anybody looks at it. Copies of an office share its leaves, packed
//! or not; only a copy that changes one gets its own.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

type Unpack<T> = Box<dyn FnOnce() -> T + Send + Sync>;

/// One part, shared by copies of an office.
pub struct Leaf<T>(Arc<Part<T>>);

struct Part<T>(LazyLock<T, Unpack<T>>);

impl<T> Leaf<T> {
    /// A part that is unpacked when it is first asked for, and then once for all copies.
    pub fn packed(unpack: impl FnOnce() -> T + Send + Sync + 'static) -> Self {
        Self(Arc::new(Part(LazyLock::new(Box::new(unpack)))))
    }
}

impl<T: Send + Sync + 'static> Leaf<T> {
    /// A part that lies open.
    pub fn new(part: T) -> Self {
        Self::packed(move || part)
    }
}

impl<T: Clone + Send + Sync + 'static> Leaf<T> {
    /// The part, to be changed: copied first where others share it.
    pub fn make_mut(&mut self) -> &mut T {
        &mut Arc::make_mut(&mut self.0).0
    }
}

impl<T: Clone + Send + Sync + 'static> Clone for Part<T> {
    fn clone(&self) -> Self {
        let copy = T::clone(&self.0);
        Self(LazyLock::new(Box::new(move || copy)))
    }
}

impl<T> Clone for Leaf<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Leaf<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0.0
    }
}

impl<T: Default + Send + Sync + 'static> Default for Leaf<T> {
    fn default() -> Self {
        Self::packed(T::default)
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

    #[test]
    fn it_is_unpacked_when_asked_for_and_once_for_all_copies() {
        static UNPACKED: AtomicUsize = AtomicUsize::new(0);
        let leaf = Leaf::packed(|| {
            UNPACKED.fetch_add(1, Ordering::Relaxed);
            vec![1, 2, 3]
        });
        let mut copy = leaf.clone();
        assert_eq!(UNPACKED.load(Ordering::Relaxed), 0);
        assert_eq!((copy.len(), leaf[2], UNPACKED.load(Ordering::Relaxed)), (3, 3, 1));
        copy.make_mut().push(4);
        assert_eq!((leaf.len(), copy.len(), UNPACKED.load(Ordering::Relaxed)), (3, 4, 1));
        assert!(leaf != copy && copy == Leaf::new(vec![1, 2, 3, 4]));
    }
}
