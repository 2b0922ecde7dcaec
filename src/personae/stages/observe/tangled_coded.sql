-- The events of one chunk of those people, from every part.
SELECT tangled.person, names.step, epoch_us(events."at") AS at_us
FROM part_events AS events
JOIN who ON who.source_id = events.person_id
JOIN tangled ON tangled.person = who.person
JOIN event_names AS names ON names.event = events.event
WHERE tangled.chunk = {chunk} AND events."at" <= CAST({until} AS TIMESTAMP)
