-- The cash book asks the log whose fee was left for later, and the records whose fee was corrected: few of many, found
-- without reading all of them. A query has the same words as its index, written out.
CREATE INDEX cmd_log_owing ON cmd_log (ward, seq) WHERE body LIKE '%"chua_thu"%';
CREATE INDEX record_corrected ON record (ward, closed_day) WHERE body LIKE '%"revisions":%';
