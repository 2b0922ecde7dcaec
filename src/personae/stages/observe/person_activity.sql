-- Pace and span. A session's length grows by what each stretch adds to the latest end before it, so that
-- overlapping stretches count once; sums are of whole microseconds, so no order of adding changes them.
WITH sessions AS (
    SELECT
        person, min(first_us) AS first_us, max(last_us) AS last_us,
        CAST(sum(CASE WHEN starts THEN 1 ELSE 0 END) AS BIGINT) AS n_sessions,
        CAST(sum(CASE WHEN starts THEN last_us - first_us WHEN last_us > before_us THEN last_us - before_us ELSE 0 END)
            AS BIGINT) AS length_us
    FROM (
        SELECT person, first_us, last_us, before_us,
            before_us IS NULL OR first_us - before_us > {gap_us} AS starts
        FROM pieces
    ) AS marked
    GROUP BY person
),
days AS (
    SELECT
        person, CAST(sum(n) AS BIGINT) AS n_events, CAST(count(*) AS BIGINT) AS active_days,
        max(day) - min(day) + 1 AS tenure_days
    FROM person_days GROUP BY person
),
breadths AS (
    SELECT person_id, CAST(count(*) AS BIGINT) AS breadth FROM person_events GROUP BY person_id
)
SELECT
    people.person_id, people.account_id, days.n_events, days.active_days, sessions.n_sessions,
    CAST(sessions.length_us AS DOUBLE) / CAST(sessions.n_sessions AS DOUBLE) / 60000000.0 AS mean_session_minutes,
    make_timestamp(sessions.first_us) AS first_at, make_timestamp(sessions.last_us) AS last_at,
    days.tenure_days, breadths.breadth
FROM active_people AS people
JOIN days ON days.person = people.person
JOIN sessions ON sessions.person = people.person
JOIN breadths ON breadths.person_id = people.person_id
ORDER BY people.person_id
