-- The newest of all decisions, of which an inbox shows those in its reader's scope.
CREATE INDEX decision_lately ON decision (taken_at DESC) WHERE accepted;
