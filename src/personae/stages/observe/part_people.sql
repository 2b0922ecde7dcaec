-- People of one part as numbers in the order of their ids, cut into chunks of about so many events.
SELECT
    person_id,
    CAST(row_number() OVER (ORDER BY person_id) AS BIGINT) AS person,
    CAST(floor(CAST(sum(n) OVER (ORDER BY person_id) - n AS DOUBLE) / {chunk_rows}) AS BIGINT) AS chunk
FROM (SELECT person_id, CAST(sum(n) AS BIGINT) AS n FROM part_owners GROUP BY person_id) AS people
