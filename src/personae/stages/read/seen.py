"""From when on a row of a canonical table is known: later than the as-of date, nothing sees it."""

SEEN_FROM = {
    "events": "at", "activities": "at", "outcomes": "at", "documents": "at", "answers": "at", "metrics": "period",
    "opportunities": "created_at",
}
"""Table -> its column of time. Rows without a time, and other tables, are always known."""
