"""What a build expects of its personas by a date, and what came of it: how personas grade themselves."""

from collections.abc import Iterable
from typing import Final

from personae.domain.tables import Table, number, text, time, whole

PREDICTIONS: Final = Table("predictions", "what builds foretold of their personas, graded once their date has passed", (
    text("prediction_id", required=True), text("made_by", "the build that said so"), time("made_at", required=True),
    time("known_to", "how far the data reached then", required=True),
    time("begins", "of the window foretold", required=True), time("due", "its end", required=True),
    text("layer", required=True), text("persona_id", required=True), text("persona", "its name then"),
    text("kind", "active or wins", required=True), text("text", required=True),
    number("value", required=True), number("low", required=True), number("high", required=True),
    whole("n_units", "people, departments or deals that it is about"), whole("n_windows", "past windows it rests on"),
    text("verdict", "open, right, lower, higher, too few or lost", required=True),
    number("observed"), whole("n_observed"), time("graded_at"),
), key=("prediction_id",))

LEVEL: Final = 0.9
"""The share of predictions whose interval should hold what happens."""
GRADED: Final = ("right", "lower", "higher")


def record(verdicts: Iterable[str]) -> tuple[int, int]:
    """How many predictions were graded, and how many of them were right."""
    graded = [verdict for verdict in verdicts if verdict in GRADED]
    return len(graded), graded.count("right")


def record_text(verdicts: Iterable[str]) -> str | None:
    """The record in a sentence; None while nothing is graded."""
    graded, right = record(verdicts)
    return f"{right} of {graded} that were due came true; {LEVEL:.0%} should." if graded else None
