-- Outcomes that want eyes: which act of the log, and who has looked. Its author, on whatever device; or, where the
-- author has not for a day, the head of the counter.
CREATE TABLE notice (
    ward INTEGER NOT NULL,
    device INTEGER NOT NULL,
    officer INTEGER NOT NULL,
    n INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    judged_at INTEGER NOT NULL,
    read_at INTEGER,
    head_at INTEGER,
    head INTEGER,
    PRIMARY KEY (ward, device, officer, n)
) STRICT;

CREATE INDEX notice_unread ON notice (ward, officer, judged_at) WHERE read_at IS NULL;

-- Devices that have shown an earlier outcome to its author say so when they are next heard.
INSERT INTO notice (ward, device, officer, n, seq, judged_at)
SELECT ward, device, officer, n, seq, received_at FROM cmd_log
WHERE outcome LIKE '{"conflict":%' OR outcome LIKE '{"rejected":%' OR outcome LIKE '{"quarantined":%';

-- Acts that a cleared storage took along, as their device has told. `told_by` is who worked on it then.
CREATE TABLE lost (
    ward INTEGER NOT NULL,
    device INTEGER NOT NULL,
    officer INTEGER NOT NULL,
    first_n INTEGER NOT NULL,
    last_n INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    told_by INTEGER NOT NULL,
    told_on INTEGER NOT NULL,
    settled_at INTEGER,
    settled_by INTEGER,
    PRIMARY KEY (ward, device, officer, first_n, last_n)
) STRICT;
