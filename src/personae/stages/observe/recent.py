"""What people did month by month, of as many as are followed to see who changes."""

from datetime import datetime
from typing import Final

from personae.domain.query import Query
from personae.domain.tables import Table, date, text, whole
from personae.stages.observe.text import query, utc_text

FOLLOWED: Final = Table("followed", "every id in events of the people who are followed", (
    text("source_id", required=True), text("person_id", required=True), text("account_id"),
), key=("source_id",))
RECENT_COUNTS: Final = Table("recent_counts", "how often each of them did each thing, by month", (
    text("person_id", required=True), text("account_id"), date("month", required=True), text("event", required=True),
    whole("n", required=True),
), key=("person_id", "month", "event"))


def recent_counts(since: datetime, until: datetime) -> Query:
    """Counts from `since` to before `until`; needs the tables `recent_events` and `followed`."""
    limits: dict[str, int | str] = {"since": utc_text(since), "until": utc_text(until)}
    return query("recent_counts", ["recent_events", "followed"], RECENT_COUNTS, limits)
