-- The same with names, to be kept.
SELECT people.person_id, head.event AS event_from, tail.event AS event_to, follows.n
FROM part_follows AS follows
JOIN part_people AS people ON people.person = follows.person
JOIN part_names AS head ON head.step = follows.step_from
JOIN part_names AS tail ON tail.step = follows.step_to
ORDER BY follows.person, follows.step_from, follows.step_to
