//! SQLite's own file system with an ear at the door: everything goes through to the real one and onto the tape, and one
//! call of a kind can be made to fail or to lie. Registered as the default, so that the program under test is as it is.
//!
//! The only unsafe code of the tests. What all of it rests on: SQLite hands every method of a file the memory it gave to
//! `xOpen`, of the size the file system asked for; the real file lies in it right behind ours.

use super::tape::{Step, Tape, Which};
use rusqlite::ffi;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::size_of;
use std::ptr::null;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

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
    /// A write says it was done and was not.
    Lie,
    /// Every sync of the log says it was done and was not: what the tools must notice.
    Idle,
}

impl Harm {
    pub const ALL: [Self; 7] =
        [Self::Read, Self::Write, Self::Full, Self::Short, Self::Sync, Self::Lie, Self::Idle];

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|harm| format!("{harm:?}") == text)
    }
}

struct Ear {
    real: Real,
    tape: Tape,
    harm: Option<(Harm, u64)>,
    /// Calls so far of the kind that can be harmed.
    calls: AtomicU64,
}

/// The system's own file system.
struct Real(*mut ffi::sqlite3_vfs);
// SAFETY: SQLite's registered file systems live as long as the process and are used from any thread.
unsafe impl Send for Real {}
// SAFETY: as above; nothing here writes to it.
unsafe impl Sync for Real {}

static EAR: OnceLock<Ear> = OnceLock::new();

#[repr(C)]
struct Overheard {
    /// SQLite looks for the methods here, at the beginning.
    file: ffi::sqlite3_file,
    which: Option<Which>,
}

/// Listens from now on; returns the tape for acknowledgements.
pub fn listen(tape: Tape, harm: Option<(Harm, u64)>) -> &'static Tape {
    // SAFETY: asks for the default file system, before any connection is open.
    let real = unsafe { ffi::sqlite3_vfs_find(null()) };
    let ear = EAR.get_or_init(|| Ear { real: Real(real), tape, harm, calls: AtomicU64::new(0) });
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
    &ear.tape
}

/// How often that happened which the harm counts.
pub fn calls() -> u64 {
    ear().calls.load(Ordering::SeqCst)
}

fn ear() -> &'static Ear {
    EAR.get().expect("listening")
}

/// Whether this call is the one to be harmed.
fn strikes(kinds: &[Harm]) -> Option<Harm> {
    let (harm, at) = ear().harm?;
    if !kinds.contains(&harm) {
        return None;
    }
    let call = ear().calls.fetch_add(1, Ordering::SeqCst) + 1;
    (call == at || harm == Harm::Idle).then_some(harm)
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

/// # Safety
/// `file` was opened by [`open`].
unsafe fn which(file: *mut ffi::sqlite3_file) -> Option<Which> {
    // SAFETY: `open` filled this in.
    unsafe { (*file.cast::<Overheard>()).which }
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
    ear().tape.during(|| {
        let below = ear().real.0;
        // SAFETY: SQLite's arguments go through as they are, but for the file, which gets the memory behind ours.
        unsafe {
            let real = file.byte_add(size_of::<Overheard>());
            let mut there = 1;
            if which.is_some() {
                (*below).xAccess.expect("a method")(below, name, ffi::SQLITE_ACCESS_EXISTS, &mut there);
            }
            let said = (*below).xOpen.expect("a method")(below, name, real, flags, out);
            let methods: *const _ = if said == ffi::SQLITE_OK { &METHODS } else { null() };
            file.cast::<Overheard>()
                .write(Overheard { file: ffi::sqlite3_file { pMethods: methods }, which });
            let is_new = said == ffi::SQLITE_OK && there == 0;
            (said, which.filter(|_| is_new).map(|file| Step::Create { file }))
        }
    })
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, folder_too: c_int) -> c_int {
    // SAFETY: SQLite's names end with a zero.
    let is_wal = unsafe { CStr::from_ptr(name) }.to_bytes().ends_with(b"-wal");
    ear().tape.during(|| {
        let below = ear().real.0;
        // SAFETY: SQLite's arguments go through as they are.
        let said = unsafe { (*below).xDelete.expect("a method")(below, name, folder_too) };
        (said, (is_wal && said == ffi::SQLITE_OK).then_some(Step::Delete { file: Which::Wal }))
    })
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, into: *mut c_void, amount: c_int, at: i64) -> c_int {
    // SAFETY: called by SQLite on a file of ours; its arguments go through as they are.
    unsafe {
        if which(file).is_some() && strikes(&[Harm::Read]).is_some() {
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
        let Some(which) = which(file) else {
            return methods.xWrite.expect("a method")(below, from, amount, at);
        };
        ear().tape.during(|| {
            let put = |amount: c_int| {
                let said = methods.xWrite.expect("a method")(below, from, amount, at);
                let bytes = std::slice::from_raw_parts(from.cast::<u8>(), amount as usize).to_vec();
                (said, (said == ffi::SQLITE_OK).then_some(Step::Write { file: which, at: at as u64, bytes }))
            };
            match strikes(&[Harm::Write, Harm::Full, Harm::Short, Harm::Lie]) {
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
        let which = which(file);
        ear().tape.during(|| {
            let said = methods.xTruncate.expect("a method")(below, size);
            let step = which.map(|file| Step::Truncate { file, size: size as u64 });
            (said, step.filter(|_| said == ffi::SQLITE_OK))
        })
    }
}

/// Writes down that it was asked for. The machine's own disk is left in peace: the tape is the disk here.
unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: called by SQLite on a file of ours.
    let Some(which) = (unsafe { which(file) }) else { return ffi::SQLITE_OK };
    ear().tape.during(|| {
        let kinds: &[Harm] = if which == Which::Wal { &[Harm::Sync, Harm::Idle] } else { &[Harm::Sync] };
        match strikes(kinds) {
            Some(Harm::Sync) => (ffi::SQLITE_IOERR_FSYNC, Some(Step::Forget { file: which })),
            Some(_) => (ffi::SQLITE_OK, None),
            None => (ffi::SQLITE_OK, Some(Step::Sync { file: which })),
        }
    })
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

through!(close, xClose() -> c_int);
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
