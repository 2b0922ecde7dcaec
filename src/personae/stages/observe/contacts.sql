-- Each person across their deals. Shares are summed in whole millionths, so that no order of adding changes them.
WITH homes AS (SELECT person_id, min(account_id) AS account_id FROM persons GROUP BY person_id),
own AS (
    SELECT
        person_id, CAST(count(*) AS BIGINT) AS n_touches,
        CAST(sum(inbound) AS DOUBLE) / nullif(CAST(count(inbound) AS DOUBLE), 0.0) AS inbound_share,
        CAST(sum(meeting) AS DOUBLE) / nullif(CAST(count(*) AS DOUBLE), 0.0) AS meeting_share
    FROM touches WHERE person_id IS NOT NULL GROUP BY person_id
),
by_deal AS (
    SELECT opportunity_id, person_id, count(*) AS n, min(touched_at) AS first_at
    FROM touches WHERE person_id IS NOT NULL AND opportunity_id IS NOT NULL GROUP BY opportunity_id, person_id
),
spans AS (
    SELECT
        deals.opportunity_id, deals.account_id, deals.n_touches, deals.is_won,
        coalesce(deals.is_closed, bounds.closed_at IS NOT NULL) AS is_closed,
        epoch_us(coalesce(bounds.created_at, deals.first_touch)) AS from_us,
        epoch_us(coalesce(bounds.closed_at, deals.last_touch)) AS to_us
    FROM committees AS deals
    JOIN (
        SELECT opportunity_id, min(created_at) AS created_at, max(closed_at) AS closed_at
        FROM opportunities GROUP BY opportunity_id
    ) AS bounds ON bounds.opportunity_id = deals.opportunity_id
),
parts AS (
    SELECT
        deal_people.person_id, spans.account_id,
        CASE WHEN spans.is_won THEN 1 ELSE 0 END AS won,
        CASE WHEN NOT spans.is_won AND spans.is_closed THEN 1 ELSE 0 END AS lost,
        CASE WHEN spans.to_us > spans.from_us
            THEN CAST(epoch_us(by_deal.first_at) - spans.from_us AS DOUBLE) / CAST(spans.to_us - spans.from_us AS DOUBLE) END AS entry,
        CASE WHEN spans.n_touches > 0
            THEN CAST(coalesce(by_deal.n, 0) AS DOUBLE) / CAST(spans.n_touches AS DOUBLE) END AS share
    FROM deal_people
    LEFT JOIN spans ON spans.opportunity_id = deal_people.opportunity_id
    LEFT JOIN by_deal ON by_deal.opportunity_id = deal_people.opportunity_id AND by_deal.person_id = deal_people.person_id
    WHERE deal_people.opportunity_id IS NOT NULL
),
deals AS (
    SELECT
        person_id, min(account_id) AS account_id, CAST(count(*) AS BIGINT) AS n_opportunities,
        CAST(sum(won) AS BIGINT) AS n_won, CAST(sum(lost) AS BIGINT) AS n_lost,
        CAST(sum(CAST(round((CASE WHEN entry < 0 THEN 0 WHEN entry > 1 THEN 1 ELSE entry END) * 1000000) AS BIGINT)) AS DOUBLE)
            / nullif(CAST(count(entry) AS DOUBLE), 0.0) / 1000000.0 AS first_touch_share,
        CAST(sum(CAST(round(share * 1000000) AS BIGINT)) AS DOUBLE) / nullif(CAST(count(share) AS DOUBLE), 0.0) / 1000000.0 AS touch_share
    FROM parts GROUP BY person_id
)
SELECT
    everyone.person_id, coalesce(homes.account_id, deals.account_id) AS account_id,
    coalesce(deals.n_opportunities, CAST(0 AS BIGINT)) AS n_opportunities,
    coalesce(deals.n_won, CAST(0 AS BIGINT)) AS n_won, coalesce(deals.n_lost, CAST(0 AS BIGINT)) AS n_lost,
    coalesce(own.n_touches, CAST(0 AS BIGINT)) AS n_touches,
    own.inbound_share, own.meeting_share, deals.first_touch_share, deals.touch_share
FROM (SELECT DISTINCT person_id FROM deal_people) AS everyone
LEFT JOIN homes ON homes.person_id = everyone.person_id
LEFT JOIN deals ON deals.person_id = everyone.person_id
LEFT JOIN own ON own.person_id = everyone.person_id
ORDER BY everyone.person_id
