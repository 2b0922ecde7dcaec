-- The people behind those ids.
SELECT DISTINCT person, person_id, account_id FROM who
