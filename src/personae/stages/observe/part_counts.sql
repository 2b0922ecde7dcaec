-- How often each person did each thing in this chunk.
SELECT people.person_id, names.event, counts.n
FROM (SELECT person, step, CAST(count(*) AS BIGINT) AS n FROM part_steps GROUP BY person, step) AS counts
JOIN part_people AS people ON people.person = counts.person
JOIN part_names AS names ON names.step = counts.step
ORDER BY counts.person, counts.step
