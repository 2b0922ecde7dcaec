-- Everyone, cut into chunks of about so many events.
SELECT person, CAST(floor(CAST(sum(n) OVER (ORDER BY person) - n AS DOUBLE) / {chunk_rows}) AS BIGINT) AS chunk
FROM (SELECT person, CAST(sum(n) AS BIGINT) AS n FROM person_days GROUP BY person) AS people
