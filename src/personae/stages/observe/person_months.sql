-- Activity by person and calendar month (UTC).
SELECT people.person_id, people.account_id, months.month, months.n_events, months.active_days
FROM (
    SELECT person, month, CAST(sum(n) AS BIGINT) AS n_events, CAST(count(*) AS BIGINT) AS active_days
    FROM (
        SELECT person, n, CAST(date_trunc('month', DATE '1970-01-01' + CAST(day AS INTEGER)) AS DATE) AS month
        FROM person_days
    ) AS dated
    GROUP BY person, month
) AS months
JOIN active_people AS people ON people.person = months.person
ORDER BY months.person, months.month
