-- A search of all years finds a dossier by the person it was handed in for. Texts that are there already are made anew
-- as the book is opened, where letters are folded: each ward waits for it until then.
INSERT INTO meta (ward, name, value) SELECT DISTINCT ward, 'refold', '0021' FROM ward_config;
