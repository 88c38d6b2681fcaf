# store: faults and findings
store-store_missing = No store at { $path }. Make one with xiaokong init or xiaokong import.
store-store_exists = There is a store at { $path } already; it is not overwritten. Choose another place.
store-store_invalid = { $path } is not a xiaokong store; nothing was changed. A file made by xiaokong init or import is needed: check --store.
store-store_too_new = { $path } was made by a newer program (schema { $found }, this one knows { $known }). Upgrade this program; the board may still read it.
store-store_on_network = { $path } lies on a network file system ({ $kind }), where one sale per unit cannot be kept safe. Use a local disk, or PostgreSQL for several hosts.
store-store_unreachable = Cannot read or write { $path }: { $cause }. Check path, permissions and disk.
store-no_backend = A store cannot be at { $path }. For now, use a file on a local disk, for example --store /data/project.db.
store-nowhere = It is not known where the store is: neither HOME nor XDG_DATA_HOME is set. Name a file with --store.
store-store_damaged = { $path } is damaged: { $cause }. Stop working in it, keep the file as it is, and make a new one from the last backup with xiaokong restore.
store-outcome_unknown = Writing to { $path } failed at the last step: { $cause }. It may have been done or not: look it up with xiaokong log before doing it again, and check the disk.
store-disk_full = The disk of { $path } is full; nothing was done. Free at least 100 MiB and try again.
store-store_read_only = { $path } is read-only; nothing was done. File and folder must be writable, even for looking only: check their permissions and the mount.
store-store_busy = { $process ->
    [none] { $path } is busy; nothing was done. Try again shortly.
   *[other] { $path } is busy; nothing was done: process { $process } has kept it from everybody else. Try again shortly; if it stays so, that terminal may be suspended: resume or close it.
}
store-chain_broken = { $path }: event { $seq } does not hold: { $what }. Stop writing and compare with a backup.
store-guard_refused = Unit { $unit } has a live claim: the last lock refused. This is a fault of the program; please report it.
store-not_practice = Only a practice project takes its time from outside. Leave out --now and XIAOKONG_NOW.
doctor-file = Store file { $path }, { $value } bytes
doctor-permission = File mode { $value } (only the owner should have access)
doctor-filesystem = File system: { $value }
doctor-space = Free disk space: { $value } MiB (at least 100 MiB needed)
doctor-sqlite = SQLite { $value }
doctor-schema = Schema { $value } (this program knows up to { $known })
doctor-journal_mode = Journal mode: { $value } (should be wal)
doctor-integrity = SQLite integrity check: { $value }
doctor-head = Last event { $seq }, fingerprint { $value }
doctor-chain = Hash chain recomputed: { $value }
doctor-practice = Practice project: { $value ->
    [true] yes
   *[other] no
}
doctor-fault = Could not examine further: { $value }
doctor-clock = Host clock { $value }{ $frozen ->
    [true] , unconfirmed, nothing ends: see `xiaokong clock`, and let a supervisor or manager confirm it
   *[other] , steady
}
