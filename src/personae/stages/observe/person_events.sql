-- How often each person did each thing.
SELECT people.person_id, people.account_id, names.event, counts.n
FROM (
    SELECT who.person, names.step, CAST(sum(counts.n) AS BIGINT) AS n
    FROM all_counts AS counts
    JOIN who ON who.source_id = counts.person_id
    JOIN event_names AS names ON names.event = counts.event
    GROUP BY who.person, names.step
) AS counts
JOIN active_people AS people ON people.person = counts.person
JOIN event_names AS names ON names.step = counts.step
ORDER BY counts.person, counts.step
