-- Everyone who is not settled, cut into chunks of about so many events.
SELECT person, CAST(floor(CAST(sum(n) OVER (ORDER BY person) - n AS DOUBLE) / {chunk_rows}) AS BIGINT) AS chunk
FROM (
    SELECT days.person, CAST(sum(days.n) AS BIGINT) AS n
    FROM person_days AS days JOIN (SELECT DISTINCT person FROM who WHERE NOT settled) AS open ON open.person = days.person
    GROUP BY days.person
) AS people
