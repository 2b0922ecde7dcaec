-- Each event with what the same person did just before, and when they did the next thing.
SELECT
    person, step, at_us,
    lag(at_us) OVER w AS before_us,
    lag(step) OVER w AS before_step,
    lead(at_us) OVER w AS after_us
FROM part_coded
WINDOW w AS (PARTITION BY person ORDER BY at_us, step)
