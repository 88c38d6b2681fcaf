//! The bell: one byte written beside a store tells whoever watches it that something is new.
//!
//! In it: ringing ([`ring`], [`Rope`]) and waiting for a ring ([`Bell`]).
//! It is a hint, the journal is the truth: whoever waits also looks by itself now and then, so a lost ring costs time and
//! nothing else. Where nothing can be heard, because the system has no ear left or the file cannot be made, it looks often.
//! Why a file of its own: the log beside the store changes before the commit can be seen, and more than once.

use crate::store::clock::mark;
use crate::store::place::{Place, beside, side_file};
use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
use rustix::fd::OwnedFd;
use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};
use rustix::io::Errno;
use std::fs::{File, Metadata};
use std::mem::MaybeUninit;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often to look where nothing can be heard.
const DEAF: Duration = Duration::from_millis(20);
/// So long after a ring the next is not told yet: of a rush of acts a watcher sees many at one look.
const REST: Duration = Duration::from_millis(10);
/// Bytes of news about the bell's file read at once.
const NEWS: usize = 1_024;

/// Rings the bell of a store once.
pub fn ring(store: &Path) {
    Rope::of(store).pull();
}

/// Rings the bell of one store again and again: its file stays open as long as it bears the name.
pub struct Rope {
    path: PathBuf,
    /// With what tells it from others.
    bell: Option<(File, Identity)>,
}

/// Device and number of a file.
type Identity = (u64, u64);

impl Rope {
    /// The rope of a store's bell.
    pub fn of(store: &Path) -> Self {
        Self { path: bell_of(store), bell: None }
    }

    /// Rings: one byte at the start, so that the file never grows.
    pub fn pull(&mut self) {
        let identity = |data: Metadata| (data.dev(), data.ino());
        let there = std::fs::metadata(&self.path).ok().map(identity);
        // Watchers listen to what bears the name, which may be another file by now.
        if there.is_none() || self.bell.as_ref().map(|(_, identity)| *identity) != there {
            self.bell = side_file(&self.path).and_then(|bell| {
                let identity = bell.metadata().ok().map(identity)?;
                Some((bell, identity))
            });
        }
        if let Some((bell, _)) = &self.bell {
            let _ = bell.write_at(b"!", 0);
        }
    }
}

/// A store has one bell, whichever way one came to it.
fn bell_of(store: &Path) -> PathBuf {
    beside(&store.canonicalize().unwrap_or_else(|_| store.to_path_buf()), ".bell")
}

/// Waits for news of a store, and for calls from other threads.
pub struct Bell {
    /// The store's file; none where the store is no file.
    store: Option<PathBuf>,
    /// An inotify object.
    ear: Option<OwnedFd>,
    /// Its watch on the bell's file.
    watch: Option<i32>,
    calls: Calls,
    /// Whether a ring was heard, and whether somebody called, since it was last asked.
    rang: bool,
    called: bool,
    /// When a ring last ended a wait.
    looked: Option<Instant>,
}

/// How a thread is called that waits for the bell.
enum Calls {
    /// Nobody calls.
    None,
    /// By a counter of the kernel.
    Heard(Arc<OwnedFd>),
    /// Somebody would, but there is no counter left.
    Unheard,
}

/// Calls a thread that waits for a [`Bell`]; being dropped is its last call.
#[derive(Clone)]
pub struct Caller(Option<Arc<OwnedFd>>);

impl Caller {
    /// Ends the wait, or the next one.
    pub fn call(&self) {
        if let Some(counter) = &self.0 {
            // Only a counter that is full refuses, and that one calls already.
            let _ = rustix::io::write(counter, &1_u64.to_ne_bytes());
        }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        self.call();
    }
}

impl Bell {
    /// Listens from now on; what was written before is not told.
    pub fn of(url: &str) -> Self {
        let store = match Place::parse(url) {
            Ok(Place::File(path)) => Some(path),
            _ => None,
        };
        let mut bell = Self {
            store,
            ear: None,
            watch: None,
            calls: Calls::None,
            rang: false,
            called: false,
            looked: None,
        };
        bell.arm();
        bell
    }

    /// What calls the thread that waits here.
    pub fn caller(&mut self) -> Caller {
        if let Calls::None = self.calls {
            let counter = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK);
            self.calls = counter.map_or(Calls::Unheard, |counter| Calls::Heard(Arc::new(counter)));
        }
        match &self.calls {
            Calls::Heard(counter) => Caller(Some(Arc::clone(counter))),
            _ => Caller(None),
        }
    }

    /// Whether rings cannot be heard.
    pub fn is_deaf(&self) -> bool {
        self.watch.is_none()
    }

    /// Waits for a ring or a call, but not longer than this. Whatever ended it: look, a ring may have been lost. A ring soon
    /// after another is not told before it is time, so whoever hears a single one gets up once for it.
    pub fn wait(&mut self, longest: Duration) {
        let is_unheard = matches!(self.calls, Calls::Unheard);
        let longest = if is_unheard || self.is_deaf() { longest.min(DEAF) } else { longest };
        (self.rang, self.called) = (false, false);
        if !self.listen(true, longest) {
            // Nothing tells that a folder was moved away and another one put there.
            return self.arm();
        }
        if self.rang {
            let rest = self.looked.map_or(Duration::ZERO, |looked| REST.saturating_sub(looked.elapsed()));
            if !self.called && !is_unheard && !rest.is_zero() {
                self.listen(false, rest);
            }
            self.looked = Some(mark());
        }
    }

    /// Waits for a call and, if it shall, for a ring; says whether one came.
    fn listen(&mut self, for_rings: bool, longest: Duration) -> bool {
        let calls = match &self.calls {
            Calls::Heard(counter) => Some(counter.as_ref()),
            Calls::None | Calls::Unheard => None,
        };
        let ear = self.ear.as_ref().filter(|_| for_rings);
        let mut ends: Vec<PollFd<'_>> =
            calls.into_iter().chain(ear).map(|end| PollFd::new(end, PollFlags::IN)).collect();
        let longest = Timespec::try_from(longest).ok();
        match poll(&mut ends, longest.as_ref()) {
            Ok(0) => return false,
            Ok(_) => {}
            // A signal: looking once too often does no harm.
            Err(Errno::INTR) => return true,
            // Never a busy loop, whatever the system has.
            Err(_) => {
                std::thread::sleep(DEAF);
                return true;
            }
        }
        let mut said = ends.iter().map(|end| !end.revents().is_empty());
        let is_called = calls.is_some() && said.next().unwrap_or_default();
        let is_rung = said.next().unwrap_or_default();
        if let (Some(counter), true) = (calls, is_called) {
            let _ = rustix::io::read(counter, &mut [0_u8; 8]);
            self.called = true;
        }
        if is_rung {
            self.hear();
        }
        true
    }

    /// Takes in what happened to the bell's file.
    fn hear(&mut self) {
        let Some(ear) = &self.ear else { return };
        let mut buffer = [MaybeUninit::uninit(); NEWS];
        let mut news = inotify::Reader::new(ear, &mut buffer);
        let mut is_moved = false;
        loop {
            match news.next() {
                Ok(event) => {
                    self.rang = true;
                    is_moved |= event.events() != ReadFlags::MODIFY;
                    // What does not fit is heard with the next wait.
                    if news.is_buffer_empty() {
                        break;
                    }
                }
                Err(Errno::WOULDBLOCK | Errno::INTR) => break,
                Err(_) => {
                    (self.ear, self.watch, is_moved) = (None, None, true);
                    break;
                }
            }
        }
        if is_moved {
            self.arm();
        }
    }

    /// Watches the file that is the bell now; a store's bell is made where there is none.
    fn arm(&mut self) {
        let Some(store) = &self.store else { return };
        if self.ear.is_none() {
            self.ear = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).ok();
        }
        let Some(ear) = &self.ear else { return };
        let path = bell_of(store);
        let flags = WatchFlags::MODIFY | WatchFlags::ATTRIB | WatchFlags::MOVE_SELF | WatchFlags::DELETE_SELF;
        let mut watch = inotify::add_watch(ear, &path, flags);
        if watch.is_err() && store.exists() && side_file(&path).is_some() {
            watch = inotify::add_watch(ear, &path, flags);
        }
        let watch = watch.ok();
        if let Some(old) = std::mem::replace(&mut self.watch, watch)
            && watch != Some(old)
        {
            // Gone by itself where the file was deleted.
            let _ = inotify::remove_watch(ear, old);
        }
    }
}
