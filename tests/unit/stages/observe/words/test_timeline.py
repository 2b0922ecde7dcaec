"""Seconds of a quote: from the pieces that hold its first and its last character; none where nothing is timed."""

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.domain.evidence import clock
from personae.stages.observe.words import quotes
from personae.stages.observe.words.timeline import Timeline
from personae.stages.read.captions import read_captions
from personae.stages.read.turns import conversation

PIECES = "[[5, 20, 1.0, 4.0], [21, 40, 4.0, 9.5], [60, 80, 30.0, 31.0]]"


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        (5, 20, (1.0, 4.0)), (10, 12, (1.0, 4.0)), (5, 40, (1.0, 9.5)), (25, 70, (4.0, 31.0)),
        (41, 59, (None, None)), (0, 5, (None, None)), (81, 90, (None, None)),
    ],
)  # fmt: skip
def test_a_stretch_begins_with_its_first_piece_and_ends_with_its_last(
    start: int, end: int, seconds: tuple[float | None, float | None]
) -> None:
    assert Timeline(PIECES).seconds(start, end) == seconds


@pytest.mark.parametrize("times", [None, "", "no JSON", "{}", "[1, 2]", '[["a", 1, 2, 3]]'])
def test_without_readable_times_there_are_none(times: str | None) -> None:
    assert Timeline(times).seconds(0, 100) == (None, None)


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 5), st.integers(0, 60)), min_size=1, max_size=12),
    st.integers(0, 200), st.integers(1, 200),
)  # fmt: skip
def test_seconds_never_run_backwards(steps: list[tuple[int, int, int]], start: int, length: int) -> None:
    pieces, at, second = [], 0, 0
    for width, gap, lasts in steps:
        pieces.append([at, at + width, second, second + lasts])
        at, second = at + width + gap, second + lasts
    first, last = Timeline(json.dumps(pieces)).seconds(start, start + length)
    assert (first is None) == (last is None)
    assert first is None or last is None or first <= last


def test_captions_give_every_quote_its_time() -> None:
    text = (
        "WEBVTT\n\n00:12:30.000 --> 00:12:34.000\n<v Ann>The export is slow.\n\n"
        "00:12:34.000 --> 00:12:40.000\n<v Ann>We need it for the audit and\n\n"
        "00:12:40.000 --> 00:12:44.500\n<v Ann>nobody can wait.\n"
    )
    said, header = read_captions(text)
    document = pd.DataFrame([conversation(said, "d1", "interviews", header=header)])
    found = quotes(document, pd.DataFrame(columns=["person_id", "account_id", "name"]))
    assert list(zip(found["text"], found["start_s"], found["end_s"], strict=True)) == [
        ("The export is slow.", 750.0, 754.0), ("We need it for the audit and nobody can wait.", 754.0, 764.5),
    ]  # fmt: skip


def test_a_place_in_a_recording_reads_as_a_clock() -> None:
    assert [clock(s) for s in (0, 59.9, 754.0, 3723)] == ["0:00", "0:59", "12:34", "1:02:03"]
