-- Stretches: runs of one person's events without a gap longer than {gap_us} microseconds.
-- Only first and last events of runs are kept for the second sort.
WITH borders AS (
    SELECT person, step, at_us, starts, ends
    FROM (
        SELECT
            person, step, at_us,
            before_us IS NULL OR at_us - before_us > {gap_us} AS starts,
            after_us IS NULL OR after_us - at_us > {gap_us} AS ends
        FROM part_steps
    ) AS marked
    WHERE starts OR ends
),
runs AS (
    SELECT
        person, starts, at_us AS first_us, step AS first_step,
        CASE WHEN ends THEN at_us ELSE lead(at_us) OVER w END AS last_us,
        CASE WHEN ends THEN step ELSE lead(step) OVER w END AS last_step
    FROM borders
    WINDOW w AS (PARTITION BY person ORDER BY at_us, step, CASE WHEN starts THEN 0 ELSE 1 END)
)
SELECT people.person_id, runs.first_us, runs.last_us, head.event AS first_event, tail.event AS last_event
FROM runs
JOIN part_people AS people ON people.person = runs.person
JOIN part_names AS head ON head.step = runs.first_step
JOIN part_names AS tail ON tail.step = runs.last_step
WHERE runs.starts
ORDER BY runs.person, runs.first_us
