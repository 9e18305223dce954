-- How a ballot came in; those of before were all given online.
ALTER TABLE survey_answer ADD COLUMN channel TEXT NOT NULL DEFAULT 'mang';
