-- Touches with the person they stand for. Direction that is neither in nor out is unknown.
WITH known AS (SELECT source_id, min(person_id) AS person_id FROM aliases GROUP BY source_id)
SELECT
    activities.opportunity_id, coalesce(known.person_id, activities.person_id) AS person_id, activities."at" AS touched_at,
    CASE WHEN lower(activities.direction) = 'in' THEN CAST(1 AS BIGINT) WHEN lower(activities.direction) = 'out' THEN CAST(0 AS BIGINT) END AS inbound,
    CASE WHEN lower(activities.kind) LIKE '%meeting%' OR lower(activities.kind) LIKE '%demo%' THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS meeting
FROM activities LEFT JOIN known ON known.source_id = activities.person_id
WHERE activities."at" IS NOT NULL
