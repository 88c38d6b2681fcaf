-- The clocks of the host as last believed, so that a wall clock that steps is noticed: one row at most, no part of the
-- journal. `wall` and `up` are milliseconds, since 1970 UTC and since the boot that `boot` names.
CREATE TABLE clock (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    wall INTEGER NOT NULL,
    boot BLOB NOT NULL,
    up INTEGER NOT NULL
) STRICT;
