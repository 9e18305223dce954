-- Devices that have read the book after its last restore and had nothing left to send. When that restore was stands in
-- `meta`.
CREATE TABLE returned (
    ward BIGINT NOT NULL,
    device BIGINT NOT NULL,
    PRIMARY KEY (ward, device)
);
