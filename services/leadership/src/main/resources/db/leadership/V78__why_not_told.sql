-- The page of an exception asks why it was not told, and the list of those answered too late does.
CREATE INDEX suppression_by_exception ON suppression (exception_id, sequence)
  WHERE exception_id IS NOT NULL;
