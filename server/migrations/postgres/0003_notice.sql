-- Outcomes that want eyes: which act of the log, and who has looked. Its author, on whatever device; or, where the
-- author has not for a day, the head of the counter.
CREATE TABLE notice (
    ward BIGINT NOT NULL,
    device BIGINT NOT NULL,
    officer BIGINT NOT NULL,
    n BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    judged_at BIGINT NOT NULL,
    read_at BIGINT,
    head_at BIGINT,
    head BIGINT,
    PRIMARY KEY (ward, device, officer, n)
);

CREATE INDEX notice_unread ON notice (ward, officer, judged_at) WHERE read_at IS NULL;

-- Devices that have shown an earlier outcome to its author say so when they are next heard.
INSERT INTO notice (ward, device, officer, n, seq, judged_at)
SELECT ward, device, officer, n, seq, received_at FROM cmd_log
WHERE outcome LIKE '{"conflict":%' OR outcome LIKE '{"rejected":%' OR outcome LIKE '{"quarantined":%';

-- Acts that a cleared storage took along, as their device has told. `told_by` is who worked on it then.
CREATE TABLE lost (
    ward BIGINT NOT NULL,
    device BIGINT NOT NULL,
    officer BIGINT NOT NULL,
    first_n BIGINT NOT NULL,
    last_n BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    told_by BIGINT NOT NULL,
    told_on BIGINT NOT NULL,
    settled_at BIGINT,
    settled_by BIGINT,
    PRIMARY KEY (ward, device, officer, first_n, last_n)
);
