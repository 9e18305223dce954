-- The public keys by which a writer signs what others may carry.
CREATE TABLE writer_key (
    ward BIGINT NOT NULL,
    device BIGINT NOT NULL,
    officer BIGINT NOT NULL,
    public TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (ward, device, officer, public)
);

-- Envelopes kept for a person. `digest` is the SHA-256 of the cipher text; `prev`, `hash` and `body` are there
-- where it could be opened; `noted_at` is when it was written down beside the database too, since its device was told
-- to forget it; `decision` is `in` or `out` once somebody has decided.
CREATE TABLE quarantine (
    ward BIGINT NOT NULL,
    ticket BIGINT NOT NULL,
    device BIGINT NOT NULL,
    officer BIGINT NOT NULL,
    n BIGINT NOT NULL,
    digest TEXT NOT NULL,
    envelope TEXT NOT NULL,
    prev TEXT,
    hash TEXT,
    body TEXT,
    reason TEXT NOT NULL,
    arrived_at BIGINT NOT NULL,
    carrier_device BIGINT,
    carrier_officer BIGINT,
    noted_at BIGINT,
    decided_at BIGINT,
    decided_by BIGINT,
    decision TEXT,
    why TEXT,
    PRIMARY KEY (ward, ticket),
    UNIQUE (ward, device, officer, n, digest)
);
