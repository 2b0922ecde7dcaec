"""Sheets as Markdown; statements fit for use."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from personae.uses.sheet import Cell, Grid, Items, Section, Sheet, listed, markdown, rows
from personae.uses.talk import talk, words_of
from tests.fakes.small_company import small_company


@given(st.text())
def test_a_cell_cannot_break_its_table(text: str) -> None:
    sheet = Sheet("T", "L", (Section("S", (Grid(("a", "b"), rows((text, "end"))),)),))
    lines = [line for line in markdown(sheet).split("\n") if line.startswith("| ")]
    assert len(lines) == 3
    assert lines[-1].endswith("| end |")


def test_an_empty_part_says_why() -> None:
    sheet = Sheet(
        "T",
        "L",
        (
            Section(
                "S",
                (Grid(("a",), (), "No table: export it."), Items((), "No list: ask.")),
            ),
        ),
    )
    assert "No table: export it." in markdown(sheet) and "No list: ask." in markdown(sheet)


def test_tags_and_notes_are_read_in_line() -> None:
    sheet = Sheet("T", "L", (Section("S", (Items((Cell("x", "n = 5", "assumed"),)),)),))
    assert "- x [assumed] (n = 5)" in markdown(sheet)


def test_lists_of_words() -> None:
    assert [listed(words) for words in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == ["", "a", "a and b", "a, b and c"]


def test_a_quote_apart_from_how_many_said_it() -> None:
    assert words_of("“We ship.” (said by 3 of 9 people heard from, in 2 accounts)") == (
        "We ship.",
        "said by 3 of 9 people heard from, in 2 accounts",
    )
    assert words_of("They ship.") == ("They ship.", "")


def test_what_everybody_says_tells_nobody_apart() -> None:
    personas = small_company().personas
    hello = replace(personas[0].statements[0], text="“Good morning.” (said by 9 of 9 people heard from, in 9 accounts)")
    greeted = tuple(replace(p, statements=(*p.statements, replace(hello, persona_id=p.persona_id))) for p in personas)
    assert "Good morning." not in set(talk(greeted)["text"])
    assert "Good morning." in set(talk(greeted[:1])["text"]), "one persona alone may be the one that says it"
