-- Events by person and day; `day` counts days since 1970-01-01 (UTC).
SELECT people.person_id, days.day, days.n
FROM (
    SELECT person, day, CAST(count(*) AS BIGINT) AS n
    FROM (SELECT person, CAST(floor(at_us / 86400000000.0) AS BIGINT) AS day FROM part_steps) AS dated
    GROUP BY person, day
) AS days
JOIN part_people AS people ON people.person = days.person
ORDER BY days.person, days.day
