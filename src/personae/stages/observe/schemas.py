"""Schemas of what lies between events and features: the engine's tables while it works, and what is kept per part."""

from personae.domain.tables import Table, flag, text, time, whole

OWNERS = Table("owners", "who acted in a part, in which account", (
    text("person_id", required=True), text("account_id"), whole("n", required=True),
))
COUNTS = Table("counts", "how often each id did each thing in a part", (
    text("person_id", required=True), text("event", required=True), whole("n", required=True),
))
DAYS = Table("days", "events by id and day since 1970-01-01", (
    text("person_id", required=True), whole("day", required=True), whole("n", required=True),
))
STRETCHES = Table("stretches", "runs of one id's events without a longer gap, in one part", (
    text("person_id", required=True), whole("first_us", required=True), whole("last_us", required=True),
    text("first_event", required=True), text("last_event", required=True),
))
FOLLOWS = Table("transitions", "what follows what inside stretches", (
    text("person_id", required=True), text("event_from", required=True), text("event_to", required=True),
    whole("n", required=True),
))
KEPT = (OWNERS, COUNTS, DAYS, STRETCHES, FOLLOWS)
"""What is kept of each part. Ids are as in the source: people may be joined differently from build to build."""

RETOLD = Table("retold", "what follows what, in numbers", (
    whole("person", required=True), whole("step_from", required=True), whole("step_to", required=True),
    whole("n", required=True),
))
PEOPLE_CODES = Table("part_people", "ids of a part as numbers", (
    text("person_id", required=True), whole("person", required=True), whole("chunk", required=True),
))
NAME_CODES = Table("names", "event names as numbers", (text("event", required=True), whole("step", required=True)))
CODED = Table("part_coded", "events in numbers", (
    whole("person", required=True), whole("step", required=True), whole("at_us", required=True),
))
STEPS = Table("part_steps", "events with their neighbours in time", (
    *CODED.columns, whole("before_us"), whole("before_step"), whole("after_us"),
))
EVENT_PEOPLE = Table("event_people", "everyone who acted, by account", (
    text("person_id", required=True), text("account_id"), whole("n_events", required=True),
))
WHO = Table("who", "every id seen in events and the person it stands for", (
    text("source_id", required=True), text("person_id", required=True), text("account_id"),
    whole("person", required=True), flag("settled", required=True),
))
SETTLED = Table("settled_ids", "ids of people of whom what is kept is final", (
    text("source_id", required=True), text("person_id", required=True),
))
ACTIVE_PEOPLE = Table("active_people", "the people behind those ids", (
    whole("person", required=True), text("person_id", required=True), text("account_id"),
))
PERSON_DAYS = Table("person_days", "events by person and day", (
    whole("person", required=True), whole("day", required=True), whole("n", required=True),
))
PIECES = Table("pieces", "stretches in each person's order", (
    whole("person", required=True), whole("first_us", required=True), whole("last_us", required=True),
    whole("first_step", required=True), whole("before_us"), whole("before_step"),
))
TANGLED = Table("tangled", "people whose stretches overlap", (
    whole("person", required=True), whole("chunk", required=True),
))
CHUNKS = Table("chunks", "how many chunks there are", (whole("n", required=True),))
DEAL_PEOPLE = Table("deal_people", "who is on which deal", (text("opportunity_id"), text("person_id", required=True)))
TOUCHES = Table("touches", "activities with the person they stand for", (
    text("opportunity_id"), text("person_id"), time("touched_at", required=True), whole("inbound"),
    whole("meeting", required=True),
))
