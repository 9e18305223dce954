-- Lines of the civil-status registers, as that software's files had them. A line is known by its register, volume and
-- number without differences of spelling; the body is as it was written.
CREATE TABLE civil_line (
    ward INTEGER NOT NULL,
    register TEXT NOT NULL,
    book TEXT NOT NULL,
    number TEXT NOT NULL,
    on_day TEXT NOT NULL,
    code TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ward, register, book, number)
) STRICT;

CREATE INDEX civil_line_day ON civil_line (ward, on_day);

-- What the city's software is told: one row a change of a dossier's exchange status, numbered from 1 in each dossier.
-- The body is what is sent, and names nobody.
CREATE TABLE city_message (
    ward INTEGER NOT NULL,
    dossier TEXT NOT NULL,
    n INTEGER NOT NULL,
    body TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    moved_at INTEGER NOT NULL,
    why_vi TEXT NOT NULL,
    why_en TEXT NOT NULL,
    PRIMARY KEY (ward, dossier, n)
) STRICT;

CREATE INDEX city_message_open ON city_message (ward, moved_at) WHERE state IN ('giao_cho', 'giao_tu_choi');
