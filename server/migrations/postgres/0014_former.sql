-- What the act with `seq` was called before its device went on under new numbers, or in its author's chain where a
-- person let it in: what comes under such a name is the first that had it. Acts up to `names_since` were judged before
-- anybody looked here.
CREATE TABLE former (
    ward BIGINT NOT NULL,
    device BIGINT NOT NULL,
    officer BIGINT NOT NULL,
    n BIGINT NOT NULL,
    hash TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (ward, device, officer, n, hash, seq)
);

INSERT INTO former (ward, device, officer, n, hash, seq)
SELECT DISTINCT ward, device, officer, n, hash, seq FROM (
    SELECT l.ward, l.seq, l.officer AS author,
           CAST(name.value -> 'writer' ->> 'device' AS BIGINT) AS device,
           CAST(name.value -> 'writer' ->> 'officer' AS BIGINT) AS officer,
           CAST(name.value ->> 'n' AS BIGINT) AS n,
           name.value ->> 'hash' AS hash
    FROM cmd_log AS l
    CROSS JOIN LATERAL json_array_elements(
        -- An escaped NUL is a text to us and none to PostgreSQL.
        CASE WHEN l.body LIKE '%"was":[%' AND position('\u0000' IN l.body) = 0 AND l.outcome NOT LIKE '%"unreadable"%'
             THEN CAST(l.body AS JSON) -> 'was' ELSE CAST('[]' AS JSON) END
    ) AS name (value)
) AS named WHERE officer = author AND device IS NOT NULL AND n IS NOT NULL AND hash IS NOT NULL;

INSERT INTO meta (ward, name, value)
SELECT ward, 'names_since', CAST(MAX(seq) AS TEXT) FROM cmd_log GROUP BY ward;
