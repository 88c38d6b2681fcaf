-- The journal is the truth; guard, event_unit and personal beside it can be checked against it.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- `at` is milliseconds since 1970 UTC; `payload` is kept byte for byte, because the chain covers it.
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    staff INTEGER,
    terminal TEXT NOT NULL,
    command BLOB NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    version INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE event_unit (
    unit INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (unit, seq)
) STRICT, WITHOUT ROWID;

-- One row a live claim: the key is what refuses a second one.
CREATE TABLE guard (
    unit INTEGER PRIMARY KEY,
    claim INTEGER NOT NULL
) STRICT;

-- Personal data outside the chain, so that they can be erased.
CREATE TABLE personal (
    customer INTEGER PRIMARY KEY,
    salt TEXT NOT NULL,
    name TEXT NOT NULL,
    phones TEXT NOT NULL
) STRICT;

-- What every command was answered, refusals too: a repeated command gets the same answer.
CREATE TABLE answer (
    command BLOB PRIMARY KEY,
    content BLOB NOT NULL,
    verdict TEXT NOT NULL,
    refused INTEGER NOT NULL,
    as_of INTEGER NOT NULL,
    at INTEGER NOT NULL,
    staff INTEGER NOT NULL,
    terminal TEXT NOT NULL
) STRICT;
CREATE TRIGGER answer_no_update BEFORE UPDATE ON answer BEGIN SELECT RAISE(ABORT, 'answers are append-only'); END;
CREATE TRIGGER answer_no_delete BEFORE DELETE ON answer BEGIN SELECT RAISE(ABORT, 'answers are append-only'); END;
