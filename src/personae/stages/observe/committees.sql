-- The people of each deal. A deal still open is measured to the as-of date; one closed before it was made has no length.
WITH deals AS (
    SELECT
        opportunity_id, min(account_id) AS account_id, min(amount) AS amount,
        min(created_at) AS created_at, max(closed_at) AS closed_at,
        max(CASE WHEN is_won THEN 1 WHEN NOT is_won THEN 0 END) AS won,
        max(CASE WHEN is_closed THEN 1 WHEN NOT is_closed THEN 0 END) AS closed
    FROM opportunities WHERE opportunity_id IS NOT NULL GROUP BY opportunity_id
),
paced AS (
    SELECT
        opportunity_id,
        CAST(epoch_us(coalesce(closed_at, CAST({as_of} AS TIMESTAMP))) - epoch_us(created_at) AS DOUBLE) / 86400000000.0 AS days
    FROM deals
),
people AS (
    SELECT
        deal_people.opportunity_id, CAST(count(DISTINCT deal_people.person_id) AS BIGINT) AS n_people,
        CAST(count(DISTINCT CASE WHEN persons.department <> 'unknown' THEN persons.department END) AS BIGINT) AS n_departments
    FROM deal_people LEFT JOIN persons ON persons.person_id = deal_people.person_id
    GROUP BY deal_people.opportunity_id
),
touched AS (
    SELECT
        opportunity_id, CAST(count(*) AS BIGINT) AS n_touches, min(touched_at) AS first_touch, max(touched_at) AS last_touch,
        CAST(sum(inbound) AS DOUBLE) / nullif(CAST(count(inbound) AS DOUBLE), 0.0) AS inbound_share
    FROM (SELECT opportunity_id, touched_at, inbound FROM touches WHERE opportunity_id IS NOT NULL) AS counted
    GROUP BY opportunity_id
)
SELECT
    deals.opportunity_id, deals.account_id,
    coalesce(people.n_people, CAST(0 AS BIGINT)) AS n_people,
    coalesce(people.n_departments, CAST(0 AS BIGINT)) AS n_departments,
    coalesce(touched.n_touches, CAST(0 AS BIGINT)) AS n_touches,
    touched.first_touch, touched.last_touch,
    CASE WHEN paced.days >= 0 THEN paced.days END AS days_open,
    CASE WHEN paced.days >= 0 THEN CAST(coalesce(touched.n_touches, CAST(0 AS BIGINT)) AS DOUBLE)
        / (CASE WHEN paced.days > 7 THEN paced.days / 7.0 ELSE CAST(1 AS DOUBLE) END) END AS touches_per_week,
    touched.inbound_share,
    deals.won = 1 AS is_won, deals.closed = 1 AS is_closed, deals.amount
FROM deals
JOIN paced ON paced.opportunity_id = deals.opportunity_id
LEFT JOIN people ON people.opportunity_id = deals.opportunity_id
LEFT JOIN touched ON touched.opportunity_id = deals.opportunity_id
ORDER BY deals.opportunity_id
