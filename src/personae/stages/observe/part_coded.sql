-- One chunk of a part in numbers only: sorting those is what makes the rest fast and small.
SELECT people.person, names.step, epoch_us(events."at") AS at_us
FROM part_events AS events
JOIN part_people AS people ON people.person_id = events.person_id
JOIN part_names AS names ON names.event = events.event
WHERE people.chunk = {chunk} AND events."at" <= CAST({until} AS TIMESTAMP)
