-- The day in which a project ends if it goes on as earned schedule on the current baseline says.
ALTER TABLE figures ADD COLUMN projected_finish date;
