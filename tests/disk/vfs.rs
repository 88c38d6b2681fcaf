//! SQLite's own file system with an ear at the door: everything goes through to the real one and onto the tape, and one
//! call of a kind can be made to fail or to lie. Registered as the default, so that the program under test is as it is.
//!
//! The only unsafe code of the tests. What all of it rests on: SQLite hands every method of a file the memory it gave to
//! `xOpen`, of the size the file system asked for; the real file lies in it right behind ours.

use super::tape::{Step, Tape, Which};
use rusqlite::ffi;
use std::cell::RefCell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::size_of;
use std::ptr::null;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// What goes wrong, once, at the n-th call of its kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Harm {
    /// A read fails.
    Read,
    /// A write fails, nothing of it happens.
    Write,
    /// A write finds no room.
    Full,
    /// A write is carried out by half, then there is no room.
    Short,
    /// A sync fails.
    Sync,
    /// A sync fails, and the process is killed before it can say so.
    Die,
    /// A write says it was done and was not.
    Lie,
    /// Every sync of the log says it was done and was not: what the tools must notice.
    Idle,
}

impl Harm {
    pub const ALL: [Self; 8] =
        [Self::Read, Self::Write, Self::Full, Self::Short, Self::Sync, Self::Die, Self::Lie, Self::Idle];

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|harm| format!("{harm:?}") == text)
    }
}

/// Who listens to what one thread opens.
pub struct Ear {
    tape: Tape,
    harm: Option<Harm>,
    /// The call to be harmed; 0: none, and calls are not counted.
    at: AtomicU64,
    /// Calls so far of the kind that can be harmed.
    calls: AtomicU64,
}

impl Ear {
    /// The tape, for acknowledgements.
    pub fn tape(&self) -> &Tape {
        &self.tape
    }

    /// From now on calls are counted, and that one is harmed.
    pub fn arm(&self, at: u64) {
        self.calls.store(0, Ordering::SeqCst);
        self.at.store(at, Ordering::SeqCst);
    }

    /// No more harm; how many calls there were that could have been harmed.
    pub fn disarm(&self) -> u64 {
        self.at.store(0, Ordering::SeqCst);
        self.calls.load(Ordering::SeqCst)
    }

    /// Whether this call is the one to be harmed.
    fn strikes(&self, kinds: &[Harm]) -> Option<Harm> {
        let harm = self.harm.filter(|harm| kinds.contains(harm))?;
        let at = self.at.load(Ordering::SeqCst);
        let call = if at == 0 { 0 } else { self.calls.fetch_add(1, Ordering::SeqCst) + 1 };
        ((at > 0 && call == at) || harm == Harm::Idle).then_some(harm)
    }
}

thread_local! {
    /// Whoever opens a file is heard by this one for the file's life; where nobody listens all goes through.
    static EAR: RefCell<Option<Arc<Ear>>> = const { RefCell::new(None) };
}

/// The system's own file system.
struct Real(*mut ffi::sqlite3_vfs);
// SAFETY: SQLite's registered file systems live as long as the process and are used from any thread.
unsafe impl Send for Real {}
// SAFETY: as above; nothing here writes to it.
unsafe impl Sync for Real {}

static REAL: OnceLock<Real> = OnceLock::new();

#[repr(C)]
struct Overheard {
    /// SQLite looks for the methods here, at the beginning.
    file: ffi::sqlite3_file,
    heard: Option<(Arc<Ear>, Which)>,
}

/// From now on all that this thread opens is heard.
pub fn listen(tape: Tape, harm: Option<Harm>) -> Arc<Ear> {
    REAL.get_or_init(register);
    let ear = Arc::new(Ear { tape, harm, at: AtomicU64::new(0), calls: AtomicU64::new(0) });
    EAR.set(Some(Arc::clone(&ear)));
    ear
}

/// What this thread opens from now on nobody hears.
pub fn stop_listening() {
    EAR.set(None);
}

/// Puts ours before the system's own file system.
fn register() -> Real {
    // SAFETY: asks for the default file system; what is open already stays with it.
    let real = unsafe { ffi::sqlite3_vfs_find(null()) };
    // SAFETY: `real` is the registered default; a copy of it is a valid description of a file system.
    let mut ours = unsafe { *real };
    ours.zName = c"ear".as_ptr();
    ours.szOsFile += size_of::<Overheard>() as c_int;
    ours.xOpen = Some(open);
    ours.xDelete = Some(delete);
    // SAFETY: never freed, as SQLite demands. All methods not replaced belong to the real one and, in the unix file system,
    // look at nothing of the description they are called with but `pAppData`, `mxPathname`, which the copy has too.
    let said = unsafe { ffi::sqlite3_vfs_register(Box::leak(Box::new(ours)), 1) };
    assert_eq!(said, ffi::SQLITE_OK);
    Real(real)
}

/// The system's own file system.
fn below() -> *mut ffi::sqlite3_vfs {
    REAL.get().expect("registered").0
}

/// The real file behind ours, and its methods.
///
/// # Safety
/// `file` was opened by [`open`].
unsafe fn real(file: *mut ffi::sqlite3_file) -> (*mut ffi::sqlite3_file, &'static ffi::sqlite3_io_methods) {
    // SAFETY: the real file lies behind ours in the same memory, see the head of this file; its methods are static.
    unsafe {
        let real = file.byte_add(size_of::<Overheard>());
        (real, &*(*real).pMethods)
    }
}

/// Who hears this file, and which it is.
///
/// # Safety
/// `file` was opened by [`open`] and is not closed while the answer is in use.
unsafe fn heard<'a>(file: *mut ffi::sqlite3_file) -> Option<(&'a Ear, Which)> {
    // SAFETY: `open` filled this in.
    let heard = unsafe { &(*file.cast::<Overheard>()).heard };
    heard.as_ref().map(|(ear, which)| (&**ear, *which))
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let which = match flags {
        flags if flags & ffi::SQLITE_OPEN_MAIN_DB != 0 => Some(Which::Database),
        flags if flags & ffi::SQLITE_OPEN_WAL != 0 => Some(Which::Wal),
        _ => None,
    };
    let heard = EAR.with_borrow(Clone::clone).zip(which);
    let open = |heard: Option<(Arc<Ear>, Which)>| {
        // SAFETY: SQLite's arguments go through as they are, but for the file, which gets the memory behind ours.
        unsafe {
            let real = file.byte_add(size_of::<Overheard>());
            let mut there = 1;
            if heard.is_some() {
                let access = (*below()).xAccess.expect("a method");
                access(below(), name, ffi::SQLITE_ACCESS_EXISTS, &mut there);
            }
            let said = (*below()).xOpen.expect("a method")(below(), name, real, flags, out);
            // SQLite closes only what has methods.
            let heard = heard.filter(|_| said == ffi::SQLITE_OK);
            let methods: *const _ = if said == ffi::SQLITE_OK { &METHODS } else { null() };
            file.cast::<Overheard>()
                .write(Overheard { file: ffi::sqlite3_file { pMethods: methods }, heard });
            let is_new = said == ffi::SQLITE_OK && there == 0;
            (said, which.filter(|_| is_new).map(|file| Step::Create { file }))
        }
    };
    match &heard {
        Some((ear, _)) => ear.tape.during(|| open(heard.clone())),
        None => open(None).0,
    }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: SQLite closes what `open` opened, once; nobody looks at it any more.
    unsafe {
        let (real, methods) = real(file);
        let said = methods.xClose.expect("a method")(real);
        drop(file.cast::<Overheard>().read().heard);
        said
    }
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, folder_too: c_int) -> c_int {
    // SAFETY: SQLite's arguments go through as they are.
    let delete = || unsafe { (*below()).xDelete.expect("a method")(below(), name, folder_too) };
    // SAFETY: SQLite's names end with a zero.
    let is_wal = unsafe { CStr::from_ptr(name) }.to_bytes().ends_with(b"-wal");
    let Some(ear) = EAR.with_borrow(Clone::clone) else { return delete() };
    ear.tape.during(|| {
        let said = delete();
        (said, (is_wal && said == ffi::SQLITE_OK).then_some(Step::Delete { file: Which::Wal }))
    })
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, into: *mut c_void, amount: c_int, at: i64) -> c_int {
    // SAFETY: called by SQLite on a file of ours; its arguments go through as they are.
    unsafe {
        if heard(file).is_some_and(|(ear, _)| ear.strikes(&[Harm::Read]).is_some()) {
            return ffi::SQLITE_IOERR_READ;
        }
        let (real, methods) = real(file);
        methods.xRead.expect("a method")(real, into, amount, at)
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    amount: c_int,
    at: i64,
) -> c_int {
    // SAFETY: called by SQLite on a file of ours, with so many bytes to read from; half of them are there too.
    unsafe {
        let (below, methods) = real(file);
        let Some((ear, which)) = heard(file) else {
            return methods.xWrite.expect("a method")(below, from, amount, at);
        };
        ear.tape.during(|| {
            let put = |amount: c_int| {
                let said = methods.xWrite.expect("a method")(below, from, amount, at);
                let bytes = std::slice::from_raw_parts(from.cast::<u8>(), amount as usize).to_vec();
                (said, (said == ffi::SQLITE_OK).then_some(Step::Write { file: which, at: at as u64, bytes }))
            };
            match ear.strikes(&[Harm::Write, Harm::Full, Harm::Short, Harm::Lie]) {
                Some(Harm::Write) => (ffi::SQLITE_IOERR_WRITE, None),
                Some(Harm::Full) => (ffi::SQLITE_FULL, None),
                Some(Harm::Short) => (ffi::SQLITE_FULL, put(amount / 2).1),
                Some(_) => (ffi::SQLITE_OK, None),
                None => put(amount),
            }
        })
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    // SAFETY: called by SQLite on a file of ours.
    unsafe {
        let (below, methods) = real(file);
        let truncate = || methods.xTruncate.expect("a method")(below, size);
        let Some((ear, which)) = heard(file) else { return truncate() };
        ear.tape.during(|| {
            let said = truncate();
            (said, (said == ffi::SQLITE_OK).then_some(Step::Truncate { file: which, size: size as u64 }))
        })
    }
}

/// Writes down that it was asked for. The machine's own disk is left in peace: the tape is the disk here.
unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: called by SQLite on a file of ours.
    let Some((ear, which)) = (unsafe { heard(file) }) else { return ffi::SQLITE_OK };
    let kinds: &[Harm] = match which {
        Which::Wal => &[Harm::Sync, Harm::Idle, Harm::Die],
        Which::Database => &[Harm::Sync],
    };
    let (said, is_last) = ear.tape.during(|| match ear.strikes(kinds) {
        Some(harm @ (Harm::Sync | Harm::Die)) => {
            ((ffi::SQLITE_IOERR_FSYNC, harm == Harm::Die), Some(Step::Forget { file: which }))
        }
        Some(_) => ((ffi::SQLITE_OK, false), None),
        None => ((ffi::SQLITE_OK, false), Some(Step::Sync { file: which })),
    });
    if is_last {
        std::process::abort();
    }
    said
}

/// A method that only goes through.
macro_rules! through {
    ($name:ident, $method:ident ( $($arg:ident : $kind:ty),* ) $(-> $out:ty)?) => {
        unsafe extern "C" fn $name(file: *mut ffi::sqlite3_file $(, $arg: $kind)*) $(-> $out)? {
            // SAFETY: called by SQLite on a file of ours; its arguments go through as they are.
            unsafe {
                let (real, methods) = real(file);
                methods.$method.expect("a method")(real $(, $arg)*)
            }
        }
    };
}

through!(file_size, xFileSize(size: *mut i64) -> c_int);
through!(lock, xLock(level: c_int) -> c_int);
through!(unlock, xUnlock(level: c_int) -> c_int);
through!(check_reserved_lock, xCheckReservedLock(out: *mut c_int) -> c_int);
through!(file_control, xFileControl(what: c_int, with: *mut c_void) -> c_int);
through!(sector_size, xSectorSize() -> c_int);
through!(device_characteristics, xDeviceCharacteristics() -> c_int);
through!(shm_map, xShmMap(page: c_int, size: c_int, extend: c_int, out: *mut *mut c_void) -> c_int);
through!(shm_lock, xShmLock(offset: c_int, count: c_int, flags: c_int) -> c_int);
through!(shm_barrier, xShmBarrier());
through!(shm_unmap, xShmUnmap(delete: c_int) -> c_int);

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    // Version 2: without memory-mapped reading, which would pass by the tape.
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
