-- A search of all years finds a dossier by its procedure too. Texts that are there already are made anew as the book is
-- opened: each ward waits for it until then.
INSERT INTO meta (ward, name, value) SELECT DISTINCT ward, 'refold', '0024' FROM ward_config WHERE TRUE
ON CONFLICT (ward, name) DO UPDATE SET value = excluded.value;
