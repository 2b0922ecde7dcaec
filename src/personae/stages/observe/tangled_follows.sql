-- What follows what for those people, to be kept until the end of this run.
SELECT person, step_from, step_to, n FROM part_follows
