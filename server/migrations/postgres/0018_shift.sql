-- Whom volunteers helped in a half-day, by tap: nothing of a citizen. A shift is told again as it grows, under a number
-- that goes up; the last telling is the row.
CREATE TABLE volunteer_shift (
    ward BIGINT NOT NULL,
    id TEXT NOT NULL,
    officer BIGINT NOT NULL,
    device BIGINT NOT NULL,
    day TEXT NOT NULL,
    told_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ward, id)
);

CREATE INDEX volunteer_shift_day ON volunteer_shift (ward, day);
