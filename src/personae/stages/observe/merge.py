"""All parts together: exact features per person, whatever the parts and however ids were joined.

Counts add up and days unite. Stretches become sessions when the gap between one's start and the latest end before it
is within the session gap, so a session may cross parts and ids. Transitions add up, plus one across each such border.
Where two stretches of one person overlap or touch at one instant, their events interleave: for those people (`tangled`)
what follows what is counted anew from the events of every part.
"""

from personae.domain.observed import PERSON_ACTIVITY, PERSON_EVENTS, PERSON_MONTHS, TRANSITIONS
from personae.domain.query import Query
from personae.stages.observe import schemas
from personae.stages.observe.part import Rules
from personae.stages.observe.text import query


def who_queries() -> tuple[tuple[str, Query], ...]:
    """(table to make, query), in order: who the ids stand for, and all names, as numbers."""
    return (
        ("who", query("who", ["all_owners", "aliases", "persons"], schemas.WHO)),
        ("settled_ids", query("settled_ids", ["who"], schemas.SETTLED)),
        ("active_people", query("active_people", ["who"], schemas.ACTIVE_PEOPLE)),
        ("event_names", query("event_names", ["all_counts"], schemas.NAME_CODES)),
    )


def merge_queries(rules: Rules) -> tuple[tuple[str, Query], ...]:
    """(table to make, query), in order: everything but transitions, and the sessions they need."""
    people = ["who", "active_people"]
    gap: dict[str, int | str] = {"gap_us": rules.gap_us}
    activity = ["active_people", "person_days", "person_events", "pieces"]
    return (
        ("person_events", query("person_events", ["all_counts", "event_names", *people], PERSON_EVENTS)),
        ("person_days", query("person_days", ["all_days", "who"], schemas.PERSON_DAYS)),
        ("person_months", query("person_months", ["person_days", "active_people"], PERSON_MONTHS)),
        ("pieces", query("pieces", ["all_stretches", "who", "event_names"], schemas.PIECES)),
        ("person_activity", query("person_activity", activity, PERSON_ACTIVITY, gap)),
    )


def people_chunks(rules: Rules) -> Query:
    """All who are not settled, in chunks: what is merged of them grows with the events. -> TANGLED's columns."""
    return query("people_chunks", ["person_days", "who"], schemas.TANGLED, {"chunk_rows": rules.chunk_rows})


def tangled_people(rules: Rules) -> Query:
    """People whose stretches overlap: `pieces`, `person_days` -> TANGLED."""
    return query("tangled", ["pieces", "person_days"], schemas.TANGLED, {"chunk_rows": rules.chunk_rows})


def tangled_coded(rules: Rules, chunk: int) -> Query:
    """One chunk of their events from all parts (`part_events`): -> CODED, to be made as `part_coded`."""
    inputs = ["part_events", "who", "tangled", "event_names"]
    return query("tangled_coded", inputs, schemas.CODED, {"until": rules.until, "chunk": chunk})


def tangled_follows() -> Query:
    """What follows what for that chunk: `part_follows` -> RETOLD."""
    return query("tangled_follows", ["part_follows"], schemas.RETOLD)


def merged_transitions(rules: Rules, chunk: int) -> Query:
    """What follows what within sessions, of one of the `people_chunks`: -> TRANSITIONS."""
    people = ["people_chunks", "who", "active_people", "tangled"]
    inputs = ["all_transitions", "event_names", "pieces", "retold", *people]
    return query("merged_transitions", inputs, TRANSITIONS, {"gap_us": rules.gap_us, "chunk": chunk})


def transitions() -> Query:
    """Those and what is kept of settled people, of whom nothing need be merged: -> TRANSITIONS, to be a view."""
    return query("transitions", ["all_transitions", "settled_ids", "merged_transitions"], TRANSITIONS)


def merge_tables() -> tuple[str, ...]:
    """What merging leaves in the engine beside the tables it is for, and those that `transitions` reads."""
    return (
        "retold", "tangled", "people_chunks", "pieces", "person_days", "event_names", "active_people", "who",
        "all_owners", "all_counts", "all_days", "all_stretches",
    )
