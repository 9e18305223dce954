-- Who saved which version of the ward's settings, when, and what it changed, in a sentence of both languages. Versions of
-- before have no row; nobody is one that the server or its operator saved.
CREATE TABLE ward_change (
    ward INTEGER NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    officer INTEGER,
    vi TEXT NOT NULL,
    en TEXT NOT NULL,
    PRIMARY KEY (ward, version)
) STRICT, WITHOUT ROWID;
