-- A day's takings as they were handed over to the accountant: once, and never changed.
CREATE TABLE till (
    ward BIGINT NOT NULL,
    day TEXT NOT NULL,
    officer BIGINT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ward, day)
);
