-- What the act with `seq` was called before its device went on under new numbers, or in its author's chain where a
-- person let it in: what comes under such a name is the first that had it. Acts up to `names_since` were judged before
-- anybody looked here.
CREATE TABLE former (
    ward INTEGER NOT NULL,
    device INTEGER NOT NULL,
    officer INTEGER NOT NULL,
    n INTEGER NOT NULL,
    hash TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (ward, device, officer, n, hash, seq)
) STRICT;

INSERT INTO former (ward, device, officer, n, hash, seq)
SELECT DISTINCT ward, device, officer, n, hash, seq FROM (
    SELECT l.ward, l.seq, l.officer AS author,
           json_extract(name.value, '$.writer.device') AS device,
           json_extract(name.value, '$.writer.officer') AS officer,
           json_extract(name.value, '$.n') AS n,
           json_extract(name.value, '$.hash') AS hash
    FROM cmd_log AS l,
         json_each(
             CASE WHEN l.body LIKE '%"was":[%' AND json_valid(l.body) AND l.outcome NOT LIKE '%"unreadable"%'
                  THEN l.body ELSE '{}' END,
             '$.was'
         ) AS name
) WHERE officer = author AND typeof(device) = 'integer' AND typeof(n) = 'integer' AND typeof(hash) = 'text';

INSERT INTO meta (ward, name, value)
SELECT ward, 'names_since', CAST(MAX(seq) AS TEXT) FROM cmd_log GROUP BY ward;
