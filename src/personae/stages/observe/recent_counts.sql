-- How often some people did each thing in each of the last months (calendar months, UTC).
SELECT people.person_id, people.account_id, counts.month, counts.event, counts.n
FROM (
    SELECT
        people.person_id, CAST(date_trunc('month', events."at") AS DATE) AS month, events.event,
        CAST(count(*) AS BIGINT) AS n
    FROM recent_events AS events
    JOIN followed AS people ON people.source_id = events.person_id
    WHERE events."at" >= CAST({since} AS TIMESTAMP) AND events."at" < CAST({until} AS TIMESTAMP)
        AND events.event IS NOT NULL
    GROUP BY people.person_id, CAST(date_trunc('month', events."at") AS DATE), events.event
) AS counts
JOIN (SELECT DISTINCT person_id, account_id FROM followed) AS people ON people.person_id = counts.person_id
ORDER BY counts.person_id, counts.month, counts.event
