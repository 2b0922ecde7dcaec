-- Everyone who acted, by account: what resolution starts from.
SELECT person_id, account_id, CAST(sum(n) AS BIGINT) AS n_events
FROM all_owners
GROUP BY person_id, account_id
ORDER BY person_id, account_id NULLS FIRST
