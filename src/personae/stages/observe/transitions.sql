-- What follows what within a session: as kept for settled people, as merged for the others.
SELECT settled.person_id, kept.event_from, kept.event_to, kept.n
FROM all_transitions AS kept JOIN settled_ids AS settled ON settled.source_id = kept.person_id
UNION ALL
SELECT person_id, event_from, event_to, n FROM merged_transitions
