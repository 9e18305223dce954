-- Devices that have read the book after its last restore and had nothing left to send. When that restore was stands in
-- `meta`.
CREATE TABLE returned (
    ward INTEGER NOT NULL,
    device INTEGER NOT NULL,
    PRIMARY KEY (ward, device)
) STRICT;
