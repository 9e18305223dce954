-- What people complain of or propose, as they said it; of the secret only its digest. Nothing here is ever changed.
CREATE TABLE feedback (
    ward INTEGER NOT NULL,
    id TEXT NOT NULL,
    secret TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    content TEXT NOT NULL,
    dossier TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    at INTEGER NOT NULL,
    officer INTEGER,
    PRIMARY KEY (ward, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX feedback_at ON feedback (ward, at);

-- What was done about it, a row a step. Nobody's officer is the citizen.
CREATE TABLE feedback_step (
    ward INTEGER NOT NULL,
    feedback TEXT NOT NULL,
    n INTEGER NOT NULL,
    at INTEGER NOT NULL,
    officer INTEGER,
    what TEXT NOT NULL,
    PRIMARY KEY (ward, feedback, n)
) STRICT, WITHOUT ROWID;
