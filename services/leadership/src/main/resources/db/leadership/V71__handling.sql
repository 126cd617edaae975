-- Which exceptions somebody has answered since they last went up or were handed over: an inbox shows
-- them behind what waits.
CREATE TABLE handling (
  exception_id text    PRIMARY KEY,
  acknowledged boolean NOT NULL,
  handed_over  boolean NOT NULL
);
INSERT INTO handling
SELECT DISTINCT ON (exception_id) exception_id,
       kind IN ('ACKNOWLEDGE', 'REQUIRE_EXCEPTION_PLAN', 'GRANT_TOLERANCE'), kind = 'HAND_OVER'
FROM (
  SELECT exception_id, kind, sequence FROM decision
  WHERE accepted AND exception_id IS NOT NULL
    AND kind IN ('ACKNOWLEDGE', 'REQUIRE_EXCEPTION_PLAN', 'GRANT_TOLERANCE', 'HAND_OVER')
  UNION ALL
  SELECT exception_id, 'PASSED_UP', sequence FROM passed_up) turns
ORDER BY exception_id, sequence DESC;
