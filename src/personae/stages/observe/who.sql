-- Every id seen in events -> the person it stands for, as a number in the order of person ids. A person is `settled`
-- when one id of theirs acted in one part and one account: what is kept of that part is then final.
WITH ids AS (SELECT person_id AS source_id, CAST(count(*) AS BIGINT) AS n FROM all_owners GROUP BY person_id),
known AS (
    SELECT source_id, min(person_id) AS person_id, min(account_id) AS account_id FROM aliases GROUP BY source_id
),
named AS (
    SELECT ids.source_id, coalesce(known.person_id, ids.source_id) AS person_id, known.account_id, ids.n
    FROM ids LEFT JOIN known ON known.source_id = ids.source_id
),
homes AS (
    SELECT
        people.person_id, coalesce(min(persons.account_id), min(people.account_id)) AS account_id,
        max(people.n) = 1 AND count(DISTINCT people.source_id) = 1 AS settled
    FROM named AS people LEFT JOIN persons ON persons.person_id = people.person_id
    GROUP BY people.person_id
)
SELECT
    named.source_id, named.person_id, homes.account_id,
    CAST(dense_rank() OVER (ORDER BY named.person_id) AS BIGINT) AS person, homes.settled
FROM named JOIN homes ON homes.person_id = named.person_id
