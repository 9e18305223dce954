-- A day's takings as they were handed over to the accountant: once, and never changed.
CREATE TABLE till (
    ward INTEGER NOT NULL,
    day TEXT NOT NULL,
    officer INTEGER NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ward, day)
) STRICT, WITHOUT ROWID;
