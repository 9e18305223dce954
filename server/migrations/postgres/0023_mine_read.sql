-- What an officer has read of what others did, on whatever device; forgotten after the days in which it concerns them.
CREATE TABLE mine_read (
    ward BIGINT NOT NULL,
    officer BIGINT NOT NULL,
    dossier TEXT NOT NULL,
    at BIGINT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (ward, officer, dossier, at, why)
);
