-- The public keys by which a writer signs what others may carry.
CREATE TABLE writer_key (
    ward INTEGER NOT NULL,
    device INTEGER NOT NULL,
    officer INTEGER NOT NULL,
    public TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (ward, device, officer, public)
) STRICT;

-- Envelopes kept for a person. `digest` is the SHA-256 of the cipher text; `prev`, `hash` and `body` are there
-- where it could be opened; `noted_at` is when it was written down beside the database too, since its device was told
-- to forget it; `decision` is `in` or `out` once somebody has decided.
CREATE TABLE quarantine (
    ward INTEGER NOT NULL,
    ticket INTEGER NOT NULL,
    device INTEGER NOT NULL,
    officer INTEGER NOT NULL,
    n INTEGER NOT NULL,
    digest TEXT NOT NULL,
    envelope TEXT NOT NULL,
    prev TEXT,
    hash TEXT,
    body TEXT,
    reason TEXT NOT NULL,
    arrived_at INTEGER NOT NULL,
    carrier_device INTEGER,
    carrier_officer INTEGER,
    noted_at INTEGER,
    decided_at INTEGER,
    decided_by INTEGER,
    decision TEXT,
    why TEXT,
    PRIMARY KEY (ward, ticket),
    UNIQUE (ward, device, officer, n, digest)
) STRICT;
