-- Who acted in one part, in which account, how often.
SELECT person_id, account_id, CAST(count(*) AS BIGINT) AS n
FROM part_events
WHERE person_id IS NOT NULL AND event IS NOT NULL AND "at" <= CAST({until} AS TIMESTAMP) /* ignored */
GROUP BY person_id, account_id
