//! The queue before the writer's lock: first come, first served, among processes.
//!
//! The kernel wakes those who wait for a `flock` in the order they came, but whoever passes by before the one just woken
//! has got up takes it. Hence two locks: only the holder of `next` may wait for `turn`, so nobody passes by there, and the
//! one behind gets up while the turn is being used. Such a wait has no limit: an usher, a thread of its own, does it, and
//! the writer waits for the usher only as long as it likes. Whoever is next reads what the others wrote meanwhile, so that
//! its turn is spent on its own act. The queue is for fairness alone: nobody writes because of it, SQLite's lock decides
//! that (design §4).

use crate::store::clock::mark;
use crate::store::place::{beside, side_file};
use std::cell::{Cell, OnceCell};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Nobody at a desk acts twice so soon: who does is in a rush.
const RUSH: Duration = Duration::from_millis(100);

/// A place to stand in the queue of one store.
pub struct Queue {
    booth: Arc<Booth>,
    /// Whether there is an usher; not asked before one is needed.
    usher: OnceCell<bool>,
    /// When the turn was last let go.
    left: Cell<Option<Instant>>,
    /// Who had the turn within this time stands in line.
    rush: Duration,
}

/// What writer and usher share.
struct Booth {
    /// Whoever has this is the next one.
    next: File,
    /// Whoever has this has the turn.
    turn: File,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// Nobody wants anything.
    Idle,
    /// The writer waits for its turn.
    Wanted,
    /// The same, and nobody is before it but the one who has the turn.
    Near,
    /// The writer waited too long; the usher still stands in the queue.
    Unwanted,
    /// It is the writer's turn.
    Held,
    /// The writer is gone for good.
    Closed,
}

impl Queue {
    /// None where the side files are not to be had, for one can write without.
    pub fn open(path: &Path) -> Option<Self> {
        let [next, turn] = files(path).map(|path| side_file(&path));
        let (next, turn) = (next?, turn?);
        let booth = Booth { next, turn, state: Mutex::new(State::Idle), changed: Condvar::new() };
        Some(Self { booth: Arc::new(booth), usher: OnceCell::new(), left: Cell::new(None), rush: RUSH })
    }

    /// Hires one the first time; false where no thread is to be had.
    fn has_usher(&self) -> bool {
        *self.usher.get_or_init(|| {
            let booth = Arc::clone(&self.booth);
            std::thread::Builder::new().name("usher".into()).spawn(move || booth.serve()).is_ok()
        })
    }

    /// Waits until the turn is near, then calls `prepare`, once and without a lock, and waits for the turn; each wait no longer
    /// than this, for a suspended process may have it. Says whether the turn came.
    pub fn stand(&self, patience: Duration, prepare: impl FnOnce()) -> bool {
        let is_rush = self.left.get().is_some_and(|left| left.elapsed() < self.rush);
        if self.booth.want(is_rush) == State::Held {
            prepare();
            return true;
        }
        if !self.has_usher() {
            self.booth.give_up();
            return false;
        }
        self.booth.changed.notify_all();
        if self.booth.wait_while(State::Wanted, patience) != State::Wanted {
            prepare();
        }
        self.booth.wait_while(State::Near, patience);
        let mut state = self.booth.state();
        if matches!(*state, State::Wanted | State::Near) {
            *state = State::Unwanted;
        }
        *state == State::Held
    }

    /// Lets the next one have its turn.
    pub fn leave(&self) {
        let mut state = self.booth.state();
        if *state == State::Held {
            *state = State::Idle;
            let _ = self.booth.turn.unlock();
            self.left.set(Some(mark()));
        }
    }
}

/// The side files of a store's queue.
fn files(store: &Path) -> [PathBuf; 2] {
    [".queue", ".turn"].map(|suffix| beside(store, suffix))
}

impl Drop for Queue {
    /// An usher that still stands in the queue goes as soon as it is served; the file is closed with it.
    fn drop(&mut self) {
        self.leave();
        *self.booth.state() = State::Closed;
        self.booth.changed.notify_all();
    }
}

impl Booth {
    /// Nothing is left half-done by a panic: the state is one word.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wants the turn, and goes as far as it can without waiting: where nobody is before it no usher need get up. Not in a
    /// rush: whoever just had the turn would have it again before the next one, already called, has got up.
    fn want(&self, is_rush: bool) -> State {
        let mut state = self.state();
        // An usher that still stands in the queue for an earlier wish holds for us what it gets: nothing tells whether it has it.
        *state = match *state {
            State::Idle if !is_rush => self.step_up(),
            _ => State::Wanted,
        };
        *state
    }

    /// Lets go of all that was gone for without an usher.
    fn give_up(&self) {
        let mut state = self.state();
        *state = State::Idle;
        let _ = self.next.unlock();
    }

    /// As far as one gets without waiting. Who has `next` and not the turn keeps it: the usher finds it in its hand.
    fn step_up(&self) -> State {
        if self.next.try_lock().is_err() {
            return State::Wanted;
        }
        if self.turn.try_lock().is_err() {
            return State::Near;
        }
        let _ = self.next.unlock();
        State::Held
    }

    /// Waits as long as the state is this one, but not longer than that; gives the state then.
    fn wait_while(&self, waiting: State, patience: Duration) -> State {
        let waited = self.changed.wait_timeout_while(self.state(), patience, |state| *state == waiting);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Goes from one state to another, where it is that one.
    fn tell(&self, from: State, to: State) {
        let mut state = self.state();
        if *state == from {
            *state = to;
            self.changed.notify_all();
        }
    }

    /// The usher's life.
    fn serve(&self) {
        loop {
            let idle = |state: &mut State| matches!(state, State::Idle | State::Held);
            let called = self.changed.wait_while(self.state(), idle);
            if *called.unwrap_or_else(PoisonError::into_inner) == State::Closed {
                return;
            }
            let near = self.next.lock();
            self.tell(State::Wanted, State::Near);
            let locked = near.and_then(|()| self.turn.lock());
            let _ = self.next.unlock();
            let mut state = self.state();
            match *state {
                State::Near if locked.is_ok() => *state = State::Held,
                // Too late, or not to be had: whoever comes next shall not wait for us.
                State::Wanted | State::Near | State::Unwanted => {
                    *state = State::Idle;
                    let _ = self.turn.unlock();
                }
                State::Idle | State::Held | State::Closed => {}
            }
            self.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::MetadataExt;
    use std::sync::mpsc::channel;

    /// No test waits this long, unless it fails.
    const LONG: Duration = Duration::from_secs(60);

    fn queue() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("q");
        (folder, path)
    }

    /// How many stand in the queue, says the kernel.
    fn standing(path: &Path) -> usize {
        let ours = files(path).map(|path| {
            let file = std::fs::metadata(path).expect("a side file");
            format!(":{} ", file.ino())
        });
        let locks = std::fs::read_to_string("/proc/locks").expect("the kernel's table");
        let waits = |line: &&str| line.contains("-> FLOCK") && ours.iter().any(|file| line.contains(file));
        locks.lines().filter(waits).count()
    }

    fn until(what: &str, mut is_so: impl FnMut() -> bool) {
        for _ in 0..LONG.as_millis() {
            if is_so() {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("never: {what}");
    }

    #[test]
    fn who_comes_first_is_served_first() {
        let (_folder, path) = queue();
        let waits = |number| {
            let there = path.clone();
            until("it stands in the queue", || standing(&there) == number);
        };
        let first = Queue::open(&path).expect("a queue");
        assert!(first.stand(LONG, || ()));
        let (sender, served) = channel();
        let waiters: Vec<_> = (1..=5)
            .map(|number| {
                let (path, sender) = (path.clone(), sender.clone());
                let waiter = std::thread::spawn(move || {
                    let queue = Queue::open(&path).expect("a queue");
                    assert!(queue.stand(LONG, || ()));
                    sender.send(number).expect("heard");
                    queue.leave();
                });
                waits(number);
                waiter
            })
            .collect();
        first.leave();
        waiters.into_iter().for_each(|waiter| waiter.join().expect("served"));
        assert_eq!(served.try_iter().collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn who_just_had_the_turn_stands_in_line() {
        let (_folder, path) = queue();
        let mut queue = Queue::open(&path).expect("a queue");
        queue.rush = LONG;
        assert!(queue.stand(LONG, || ()));
        assert_eq!(queue.usher.get(), None, "nobody was in the way");
        queue.leave();
        assert!(queue.stand(LONG, || ()));
        assert_eq!(queue.usher.get(), Some(&true), "the usher stands in line");
        queue.leave();
        queue.rush = Duration::ZERO;
        assert!(queue.stand(LONG, || ()));
        queue.leave();
        // Nothing is left behind: another one finds it free.
        assert!(Queue::open(&path).expect("a queue").stand(LONG, || ()));
    }

    #[test]
    fn who_is_next_prepares_while_another_has_the_turn() {
        let (_folder, path) = queue();
        let (holder, second) = (Queue::open(&path).expect("a queue"), Queue::open(&path).expect("a queue"));
        let third = Queue::open(&path).expect("a queue");
        assert!(holder.stand(LONG, || ()));
        let (sender, heard) = channel();
        let waiter = std::thread::spawn(move || {
            assert!(second.stand(LONG, || sender.send("prepared").expect("heard")));
            second.leave();
        });
        assert_eq!(heard.recv_timeout(LONG), Ok("prepared"), "while the holder has the turn");
        assert!(!third.stand(Duration::from_millis(1), || panic!("it is not near")));
        holder.leave();
        waiter.join().expect("served");
    }

    #[test]
    fn who_waited_too_long_goes_on_and_lets_go_of_a_late_turn() {
        let (_folder, path) = queue();
        let (holder, late) = (Queue::open(&path).expect("a queue"), Queue::open(&path).expect("a queue"));
        assert!(holder.stand(LONG, || ()));
        for _ in 0..3 {
            assert!(!late.stand(Duration::from_millis(1), || ()), "two at a time");
            late.leave();
        }
        until("the usher stands in the queue", || standing(&path) == 1);
        holder.leave();
        // The late usher is served before this one, and must let go.
        assert!(holder.stand(LONG, || ()));
        holder.leave();
        assert!(late.stand(LONG, || ()));
    }

    #[test]
    fn who_is_gone_keeps_nobody_waiting() {
        let (_folder, path) = queue();
        let (holder, gone) = (Queue::open(&path).expect("a queue"), Queue::open(&path).expect("a queue"));
        assert!(holder.stand(LONG, || ()));
        assert!(!gone.stand(Duration::from_millis(1), || ()));
        until("the usher stands in the queue", || standing(&path) == 1);
        let usher = Arc::downgrade(&gone.booth);
        drop(gone);
        drop(holder);
        until("the usher goes home", || usher.strong_count() == 0);
        assert!(Queue::open(&path).expect("a queue").stand(LONG, || ()));
    }
}
