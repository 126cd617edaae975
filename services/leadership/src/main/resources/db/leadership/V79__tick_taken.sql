-- When a tick was taken: what has passed since is what its clock has moved. Unknown of those before.
ALTER TABLE tick ADD COLUMN taken_at timestamptz;
