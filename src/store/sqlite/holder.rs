//! Who has the writer's lock, as the kernel tells it: for the sentence of whoever waited too long.

use crate::store::place::beside;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Where in the shared-memory file SQLite puts the lock of the one writer.
const WRITER: &str = "120";

/// The process; none where nobody has it any more or the kernel does not say.
pub fn writer(store: &Path) -> Option<u32> {
    let file = std::fs::metadata(beside(store, "-shm")).ok()?;
    let locks = std::fs::read_to_string("/proc/locks").ok()?;
    holder_in(&locks, file.ino())
}

/// Finds it in the kernel's table: `1: POSIX ADVISORY WRITE 4711 fe:00:10616978 120 120`.
fn holder_in(locks: &str, file: u64) -> Option<u32> {
    let place = format!(":{file}");
    let mut rows = locks.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let row = rows.find(|row| {
        matches!(row[..], [_, "POSIX", _, "WRITE", _, at, from, to]
            if at.ends_with(&place) && (from, to) == (WRITER, WRITER))
    })?;
    // 0: a process of another container.
    row.get(4)?.parse().ok().filter(|process| *process > 0)
}

#[cfg(test)]
mod tests {
    use super::holder_in;

    #[test]
    fn only_the_holder_of_this_files_writers_lock_is_named() {
        let table = "1: FLOCK  ADVISORY  WRITE 1 fe:00:77 0 EOF\n\
                     2: POSIX  ADVISORY  READ 2 fe:00:77 120 120\n\
                     3: POSIX  ADVISORY  WRITE 3 fe:00:7 120 120\n\
                     3: -> POSIX  ADVISORY  WRITE 4 fe:00:77 120 120\n\
                     4: POSIX  ADVISORY  WRITE 5 fe:00:77 123 123\n\
                     5: POSIX  ADVISORY  WRITE 4711 fe:00:77 120 120\n";
        assert_eq!(holder_in(table, 77), Some(4_711));
        assert_eq!(holder_in(table, 78), None);
    }
}
