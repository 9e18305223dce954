-- By which way a citizen is told; what was told before went by e-mail, the one way there was.
ALTER TABLE news ADD COLUMN news_by TEXT NOT NULL DEFAULT 'thu_dien_tu';
