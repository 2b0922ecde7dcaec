-- Every event name as a number in the order of names.
SELECT event, CAST(row_number() OVER (ORDER BY event) AS BIGINT) AS step
FROM (SELECT DISTINCT event FROM all_counts) AS names
