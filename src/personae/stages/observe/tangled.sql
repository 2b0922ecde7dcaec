-- People some of whose stretches overlap or touch at one instant: their events interleave, so what follows what
-- can't be had from the parts alone. Cut into chunks of about so many events.
SELECT person, CAST(floor(CAST(sum(n) OVER (ORDER BY person) - n AS DOUBLE) / {chunk_rows}) AS BIGINT) AS chunk
FROM (
    SELECT days.person, CAST(sum(days.n) AS BIGINT) AS n
    FROM person_days AS days
    JOIN (SELECT DISTINCT person FROM pieces WHERE first_us <= before_us) AS woven ON woven.person = days.person
    GROUP BY days.person
) AS people
