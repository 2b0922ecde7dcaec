-- What follows what within a session, of one chunk of people: inside stretches, across the borders of parts, and for
-- tangled people anew.
WITH chosen AS (SELECT person FROM people_chunks WHERE chunk = {chunk}),
clear AS (
    SELECT chosen.person FROM chosen LEFT JOIN tangled ON tangled.person = chosen.person WHERE tangled.person IS NULL
),
ids AS (SELECT who.source_id, who.person FROM who JOIN clear ON clear.person = who.person),
follows AS (
    SELECT ids.person, head.step AS step_from, tail.step AS step_to, kept.n
    FROM all_transitions AS kept
    JOIN ids ON ids.source_id = kept.person_id
    JOIN event_names AS head ON head.event = kept.event_from
    JOIN event_names AS tail ON tail.event = kept.event_to
    UNION ALL
    SELECT pieces.person, pieces.before_step AS step_from, pieces.first_step AS step_to, CAST(1 AS BIGINT) AS n
    FROM pieces JOIN clear ON clear.person = pieces.person
    WHERE pieces.first_us - pieces.before_us <= {gap_us}
    UNION ALL
    SELECT retold.person, retold.step_from, retold.step_to, retold.n
    FROM retold JOIN chosen ON chosen.person = retold.person
),
summed AS (
    SELECT person, step_from, step_to, CAST(sum(n) AS BIGINT) AS n FROM follows GROUP BY person, step_from, step_to
)
SELECT people.person_id, head.event AS event_from, tail.event AS event_to, summed.n
FROM summed
JOIN active_people AS people ON people.person = summed.person
JOIN event_names AS head ON head.step = summed.step_from
JOIN event_names AS tail ON tail.step = summed.step_to
ORDER BY summed.person, summed.step_from, summed.step_to
