-- What citizens who asked for it are told: no address and no text, both are read from the record when it is sent. An
-- act is news once; a reminder has the days after which it comes in place of the act.
CREATE TABLE news (
    ward BIGINT NOT NULL,
    dossier TEXT NOT NULL,
    event TEXT NOT NULL,
    device BIGINT NOT NULL,
    officer BIGINT NOT NULL,
    n BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    moved_at BIGINT NOT NULL,
    why_vi TEXT NOT NULL,
    why_en TEXT NOT NULL,
    PRIMARY KEY (ward, dossier, event, device, officer, n)
);

CREATE INDEX news_waiting ON news (ward, moved_at) WHERE state = 'tin_cho';
