-- The book of a year as it was closed: once, and never changed.
CREATE TABLE book_closing (
    ward INTEGER NOT NULL,
    year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    which TEXT NOT NULL,
    officer INTEGER NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ward, year, kind, which)
) STRICT, WITHOUT ROWID;
