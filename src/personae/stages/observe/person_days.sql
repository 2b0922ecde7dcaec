-- Events by person and day since 1970-01-01 (UTC).
SELECT who.person, days.day, CAST(sum(days.n) AS BIGINT) AS n
FROM all_days AS days JOIN who ON who.source_id = days.person_id
GROUP BY who.person, days.day
