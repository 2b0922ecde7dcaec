"""Delimiters, headers, decimal marks, and which of day and month comes first."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.stages.read.detect import DELIMITERS, day_first, decimal_mark, delimiter_of, header_of, rows_of

_CELL = st.text(
    st.characters(codec="ascii", exclude_characters="".join(DELIMITERS) + '\r\n"', exclude_categories=("Cc",)),
    min_size=1,
    max_size=8,
)


@given(st.sampled_from(DELIMITERS), st.integers(2, 6), st.data())
def test_the_delimiter_that_wrote_a_file_is_found(delimiter: str, width: int, data) -> None:
    rows = data.draw(st.lists(st.lists(_CELL, min_size=width, max_size=width), min_size=3, max_size=8))
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    assert delimiter_of(out.getvalue()) == delimiter


def test_decimal_commas_do_not_look_like_delimiters() -> None:
    assert delimiter_of("a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n") == ";"


def test_a_cut_last_row_is_dropped() -> None:
    assert rows_of("a,b\n1,2\n3,4\n5", ",") == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_headers_are_unique_and_named() -> None:
    assert header_of(["\ufeffa", "", "A", "a", " b "]) == ("a", "column2", "A_2", "a_3", "b")


@pytest.mark.parametrize(
    "cells, mark",
    [
        (["3,6667", "1,0"], ","),
        (["1.234,50"], ","),
        (["1,234", "12,345"], "."),
        (["1,234.5", "2.5"], "."),
        ([], "."),
        (["x", "1.5"], "."),
        (["0,3333", "1,234"], ","),
    ],
)
def test_decimal_mark(cells: list[str], mark: str) -> None:
    assert decimal_mark(cells) == mark


@pytest.mark.parametrize(
    "cells, first",
    [
        (["03/04/2024"], None),
        (["13/04/2024"], True),
        (["04/13/2024 10:00"], False),
        (["25-12-23"], True),
        (["2024-01-02"], None),
    ],
)
def test_day_first(cells: list[str], first: bool | None) -> None:
    assert day_first(cells) is first
