-- Stretches of all parts and ids in each person's order; `before_us` is the latest end of those before.
SELECT
    person, first_us, last_us, first_step,
    max(last_us) OVER (
        PARTITION BY person ORDER BY first_us, last_us, first_step, last_step
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before_us,
    lag(last_step) OVER (PARTITION BY person ORDER BY first_us, last_us, first_step, last_step) AS before_step
FROM (
    SELECT who.person, stretches.first_us, stretches.last_us, head.step AS first_step, tail.step AS last_step
    FROM all_stretches AS stretches
    JOIN who ON who.source_id = stretches.person_id
    JOIN event_names AS head ON head.event = stretches.first_event
    JOIN event_names AS tail ON tail.event = stretches.last_event
) AS coded
