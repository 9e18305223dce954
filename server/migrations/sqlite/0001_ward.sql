-- One ward's book: who may enter, what was done, how the dossiers stand. `ward` comes first in every key.

CREATE TABLE meta (
    ward INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (ward, name)
) STRICT;

-- The ward's settings as one JSON value a version; the newest is in force.
CREATE TABLE ward_config (
    ward INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ward, version)
) STRICT;

CREATE TABLE account (
    ward INTEGER NOT NULL,
    name TEXT NOT NULL,
    officer INTEGER NOT NULL,
    hash TEXT NOT NULL,
    must_change INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (ward, name)
) STRICT;

-- `token` is the SHA-256 of what the browser holds.
CREATE TABLE session (
    ward INTEGER NOT NULL,
    token BLOB NOT NULL,
    account TEXT NOT NULL,
    officer INTEGER NOT NULL,
    device INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (ward, token)
) STRICT;

CREATE INDEX session_account ON session (ward, account);

CREATE TABLE device (
    ward INTEGER NOT NULL,
    id INTEGER NOT NULL,
    secret BLOB NOT NULL,
    label TEXT NOT NULL,
    lane INTEGER,
    officer INTEGER,
    enrolled_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (ward, id)
) STRICT;

-- One queue: an officer on a device. `head` is the hash of the last act, `last_at` its claimed
-- time, `durable_n` the last act that a verified backup holds.
CREATE TABLE writer (
    ward INTEGER NOT NULL,
    device INTEGER NOT NULL,
    officer INTEGER NOT NULL,
    last_n INTEGER NOT NULL,
    head TEXT NOT NULL,
    last_at INTEGER NOT NULL,
    durable_n INTEGER NOT NULL,
    PRIMARY KEY (ward, device, officer)
) STRICT;

-- Every act ever judged, as its bytes arrived, with all that its verdict rested on and the final outcome.
CREATE TABLE cmd_log (
    ward INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    device INTEGER NOT NULL,
    officer INTEGER NOT NULL,
    n INTEGER NOT NULL,
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    ward_version INTEGER NOT NULL,
    lane INTEGER,
    outcome TEXT NOT NULL,
    PRIMARY KEY (ward, seq),
    UNIQUE (ward, device, officer, n)
) STRICT;

-- The dossiers as the acts have left them. `seq` is that of the last act, so its order is commit order.
CREATE TABLE record (
    ward INTEGER NOT NULL,
    dossier TEXT NOT NULL,
    seq INTEGER NOT NULL,
    code TEXT,
    status TEXT NOT NULL,
    field TEXT NOT NULL,
    handler INTEGER,
    received_day TEXT,
    closed_day TEXT,
    is_open INTEGER NOT NULL,
    created_by INTEGER NOT NULL,
    fold TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ward, dossier),
    UNIQUE (ward, code)
) STRICT;

CREATE INDEX record_seq ON record (ward, seq);
CREATE INDEX record_creator ON record (ward, created_by, seq);
CREATE INDEX record_day ON record (ward, received_day);

-- Failed attempts, by account, device and address.
CREATE TABLE attempt (
    ward INTEGER NOT NULL,
    subject TEXT NOT NULL,
    fails INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (ward, subject)
) STRICT;
