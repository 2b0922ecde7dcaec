-- Events of one part as numbers in the order of their names, so that ties in time break by name.
SELECT event, CAST(row_number() OVER (ORDER BY event) AS BIGINT) AS step
FROM (
    SELECT DISTINCT event
    FROM part_events
    WHERE person_id IS NOT NULL AND event IS NOT NULL AND "at" <= CAST({until} AS TIMESTAMP) /* ignored */
) AS names
