-- Nobody reads records by who made them: nothing comes back to a volunteer's tablet.

DROP INDEX record_creator;
