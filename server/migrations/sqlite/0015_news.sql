-- What citizens who asked for it are told: no address and no text, both are read from the record when it is sent. An
-- act is news once; a reminder has the days after which it comes in place of the act.
CREATE TABLE news (
    ward INTEGER NOT NULL,
    dossier TEXT NOT NULL,
    event TEXT NOT NULL,
    device INTEGER NOT NULL,
    officer INTEGER NOT NULL,
    n INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    moved_at INTEGER NOT NULL,
    why_vi TEXT NOT NULL,
    why_en TEXT NOT NULL,
    PRIMARY KEY (ward, dossier, event, device, officer, n)
) STRICT;

CREATE INDEX news_waiting ON news (ward, moved_at) WHERE state = 'tin_cho';
