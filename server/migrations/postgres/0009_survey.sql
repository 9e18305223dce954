-- What was said, without whose dossier it was about; its name is chance, so that its place tells nothing either.
CREATE TABLE survey_answer (
    ward BIGINT NOT NULL,
    id TEXT NOT NULL,
    day TEXT NOT NULL,
    procedure TEXT NOT NULL,
    form BIGINT NOT NULL,
    answers TEXT NOT NULL,
    comment TEXT NOT NULL,
    PRIMARY KEY (ward, id)
);

CREATE INDEX survey_day ON survey_answer (ward, day);

-- Whose dossier has been rated, without what was said or when.
CREATE TABLE survey_done (
    ward BIGINT NOT NULL,
    dossier TEXT NOT NULL,
    PRIMARY KEY (ward, dossier)
);
