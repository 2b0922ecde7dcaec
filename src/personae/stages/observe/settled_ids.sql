-- Ids of settled people.
SELECT source_id, person_id FROM who WHERE settled
