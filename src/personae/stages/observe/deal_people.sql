-- Who is on which deal: everyone with a role on it, and everyone it was touched through.
WITH known AS (SELECT source_id, min(person_id) AS person_id FROM aliases GROUP BY source_id),
seen AS (
    SELECT opportunity_id, person_id FROM roles
    UNION ALL
    SELECT opportunity_id, person_id FROM activities
)
SELECT DISTINCT seen.opportunity_id, coalesce(known.person_id, seen.person_id) AS person_id
FROM seen LEFT JOIN known ON known.source_id = seen.person_id
WHERE seen.person_id IS NOT NULL
