-- The book of a year as it was closed: once, and never changed.
CREATE TABLE book_closing (
    ward BIGINT NOT NULL,
    year BIGINT NOT NULL,
    kind TEXT NOT NULL,
    which TEXT NOT NULL,
    officer BIGINT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ward, year, kind, which)
);
