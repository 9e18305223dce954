-- One ward's book: who may enter, what was done, how the dossiers stand. `ward` comes first in every key.

CREATE TABLE meta (
    ward BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (ward, name)
);

-- The ward's settings as one JSON value a version; the newest is in force.
CREATE TABLE ward_config (
    ward BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ward, version)
);

CREATE TABLE account (
    ward BIGINT NOT NULL,
    name TEXT NOT NULL,
    officer BIGINT NOT NULL,
    hash TEXT NOT NULL,
    must_change BOOLEAN NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (ward, name)
);

-- `token` is the SHA-256 of what the browser holds.
CREATE TABLE session (
    ward BIGINT NOT NULL,
    token BYTEA NOT NULL,
    account TEXT NOT NULL,
    officer BIGINT NOT NULL,
    device BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (ward, token)
);

CREATE INDEX session_account ON session (ward, account);

CREATE TABLE device (
    ward BIGINT NOT NULL,
    id BIGINT NOT NULL,
    secret BYTEA NOT NULL,
    label TEXT NOT NULL,
    lane BIGINT,
    officer BIGINT,
    enrolled_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    revoked_at BIGINT,
    PRIMARY KEY (ward, id)
);

-- One queue: an officer on a device. `head` is the hash of the last act, `last_at` its claimed
-- time, `durable_n` the last act that a verified backup holds.
CREATE TABLE writer (
    ward BIGINT NOT NULL,
    device BIGINT NOT NULL,
    officer BIGINT NOT NULL,
    last_n BIGINT NOT NULL,
    head TEXT NOT NULL,
    last_at BIGINT NOT NULL,
    durable_n BIGINT NOT NULL,
    PRIMARY KEY (ward, device, officer)
);

-- Every act ever judged, as its bytes arrived, with all that its verdict rested on and the final outcome.
CREATE TABLE cmd_log (
    ward BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    device BIGINT NOT NULL,
    officer BIGINT NOT NULL,
    n BIGINT NOT NULL,
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    ward_version BIGINT NOT NULL,
    lane BIGINT,
    outcome TEXT NOT NULL,
    PRIMARY KEY (ward, seq),
    UNIQUE (ward, device, officer, n)
);

-- The dossiers as the acts have left them. `seq` is that of the last act, so its order is commit order.
CREATE TABLE record (
    ward BIGINT NOT NULL,
    dossier TEXT NOT NULL,
    seq BIGINT NOT NULL,
    code TEXT,
    status TEXT NOT NULL,
    field TEXT NOT NULL,
    handler BIGINT,
    received_day TEXT,
    closed_day TEXT,
    is_open BOOLEAN NOT NULL,
    created_by BIGINT NOT NULL,
    fold TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ward, dossier),
    UNIQUE (ward, code)
);

CREATE INDEX record_seq ON record (ward, seq);
CREATE INDEX record_creator ON record (ward, created_by, seq);
CREATE INDEX record_day ON record (ward, received_day);

-- Failed attempts, by account, device and address.
CREATE TABLE attempt (
    ward BIGINT NOT NULL,
    subject TEXT NOT NULL,
    fails BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (ward, subject)
);
