-- No two living devices print from one lane. The list beside the database says whose a doubled one is.

UPDATE device SET lane = NULL
WHERE revoked_at IS NULL AND lane IS NOT NULL AND EXISTS (
    SELECT 1 FROM device AS older
    WHERE older.ward = device.ward AND older.lane = device.lane AND older.revoked_at IS NULL
      AND older.id < device.id
);

CREATE UNIQUE INDEX device_lane ON device (ward, lane) WHERE revoked_at IS NULL AND lane IS NOT NULL;
