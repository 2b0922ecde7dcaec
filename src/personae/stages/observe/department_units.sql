-- Functions inside accounts: where people are known to work, or metrics are reported. The leader is the one person of the highest rank there, when that rank leads.
-- `active_days` are person-days: the sum over people of the days each was active.
WITH ranked AS (
    SELECT
        persons.person_id, persons.account_id, persons.department, persons.is_user, persons.is_contact,
        CASE persons.seniority
            WHEN 'owner' THEN 1 WHEN 'c_level' THEN 2 WHEN 'vp' THEN 3 WHEN 'director' THEN 4
            WHEN 'lead' THEN 5 WHEN 'manager' THEN 6 END AS rank_here,
        activity.n_events, activity.active_days
    FROM persons LEFT JOIN person_activity AS activity ON activity.person_id = persons.person_id
    WHERE persons.account_id IS NOT NULL AND persons.department <> 'unknown'
),
tops AS (
    SELECT account_id, department, min(rank_here) AS top FROM ranked GROUP BY account_id, department
),
leaders AS (
    SELECT ranked.account_id, ranked.department, min(ranked.person_id) AS leader_id
    FROM ranked
    JOIN tops ON tops.account_id = ranked.account_id AND tops.department = ranked.department AND tops.top = ranked.rank_here
    GROUP BY ranked.account_id, ranked.department
    HAVING count(*) = 1
),
peopled AS (
    SELECT
        account_id, department, CAST(count(*) AS BIGINT) AS n_people,
        CAST(sum(CASE WHEN is_user THEN 1 ELSE 0 END) AS BIGINT) AS n_users,
        CAST(sum(CASE WHEN is_contact THEN 1 ELSE 0 END) AS BIGINT) AS n_contacts,
        CAST(sum(coalesce(n_events, 0)) AS BIGINT) AS n_events,
        CAST(sum(coalesce(active_days, 0)) AS BIGINT) AS active_days
    FROM ranked GROUP BY account_id, department
),
units AS (
    SELECT account_id, department FROM peopled
    UNION
    SELECT account_id, department FROM metrics
)
SELECT
    units.account_id, units.department, coalesce(peopled.n_people, 0) AS n_people,
    coalesce(peopled.n_users, 0) AS n_users, coalesce(peopled.n_contacts, 0) AS n_contacts, leaders.leader_id,
    coalesce(peopled.n_events, 0) AS n_events, coalesce(peopled.active_days, 0) AS active_days
FROM units
LEFT JOIN peopled ON peopled.account_id = units.account_id AND peopled.department = units.department
LEFT JOIN leaders ON leaders.account_id = units.account_id AND leaders.department = units.department
ORDER BY units.account_id, units.department
