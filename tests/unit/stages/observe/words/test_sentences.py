from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.stages.observe.words.sentences import split


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It works. I like it.", ["It works.", "I like it."]),
        ("i like it. it works", ["i like it.", "it works"]),
        ("It takes 1.5 hours, e.g. on Mondays, i.e. often.", ["It takes 1.5 hours, e.g. on Mondays, i.e. often."]),
        ("Ask Dr. Who. He knows.", ["Ask Dr. Who.", "He knows."]),
        ("See https://a.io/b.c?d=1. Then stop.", ["See https://a.io/b.c?d=1.", "Then stop."]),
        ("- first point\n* second point\n1. third point", ["first point", "second point", "third point"]),
        ("> quoted\n# Heading\n---\nplain", ["quoted", "plain"]),
        ("Really?! Yes... maybe", ["Really?!", "Yes... maybe"]),
        ("今日は遅い。困ります。", ["今日は遅い。", "困ります。"]),
        ("यह धीमा है। मुझे पसंद नहीं।", ["यह धीमा है।", "मुझे पसंद नहीं।"]),
        ("¿Por qué? ¡No sé!", ["¿Por qué?", "¡No sé!"]),
        ("Das kostet ca. 5 Euro, z.B. im Mai. Gut so.", ["Das kostet ca. 5 Euro, z.B. im Mai.", "Gut so."]),
        ('He said "It is slow." Then he left.', ['He said "It is slow."', "Then he left."]),
        ("", []),
        ("...\n--", []),
    ],
)
def test_cuts_where_sentences_end(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_a_wrapped_line_goes_on() -> None:
    text = (
        "The exports that I make every week take far too long because\nnobody has fixed the queue. I wait.\n\nSo be it"
    )
    assert len(said(text)) == 3
    assert said(text)[0].endswith("queue.")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_spans_are_ordered_slices_that_lose_no_letter(text: str) -> None:
    spans = split(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    if "#" not in text and "`" not in text and ")" not in text and "[" not in text:
        kept = "".join(text[start:end] for start, end in spans)
        assert sum(c.isalpha() for c in kept) == sum(c.isalpha() for c in text)
