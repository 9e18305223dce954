-- A session's token changes every hour, its `root`, the digest of the first one, does not. The token before holds until
-- the browser has shown the new one, and a little longer. `browser` is what it said it was.
ALTER TABLE session ADD COLUMN root BLOB NOT NULL DEFAULT x'';
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN turned_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN token_before BLOB;
ALTER TABLE session ADD COLUMN shown_at INTEGER;

UPDATE session SET root = token, turned_at = created_at;

CREATE UNIQUE INDEX session_root ON session (ward, root);
CREATE INDEX session_before ON session (ward, token_before);
CREATE INDEX session_officer ON session (ward, officer);
