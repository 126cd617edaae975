-- The few exceptions that somebody has from another, for the inbox of that person.
CREATE INDEX handling_handed_over ON handling (exception_id) WHERE handed_over;
