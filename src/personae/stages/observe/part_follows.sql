-- What follows what inside this chunk's stretches.
SELECT person, before_step AS step_from, step AS step_to, CAST(count(*) AS BIGINT) AS n
FROM part_steps
WHERE at_us - before_us <= {gap_us}
GROUP BY person, before_step, step
