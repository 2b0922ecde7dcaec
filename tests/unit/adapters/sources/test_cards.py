"""Persona cards: the round trip, what is tolerated, and what is an error with file and line."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.adapters.sources.card_text import HEADINGS, facet_of
from personae.adapters.sources.cards import card_text, read_card, read_cards, write_card
from personae.domain.card import Card, CardLink, CardStatement
from personae.domain.errors import CardError, StorageError
from personae.domain.words import Concern, Department, Facet, Layer, Origin, Role

words = (
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
tricky = st.sampled_from(
    [
        "- a list",
        "# heading",
        "? asks",
        "why ? because",
        "a [concern: cost]",
        "back\\slash",
        "1. first",
        "ends ?",
        "\\[x\\]",
        "[source: me]",
        "---",
        "* star",
        "a] b",
        "? ?",
        "yes",
        "12",
        "2020-01-01",
        "null",
        "> quoted",
        "`code`",
        "\\",
    ]
)
lines = words | tricky


@st.composite
def statements(draw: st.DrawFn) -> CardStatement:
    source = draw(st.none() | lines)
    return CardStatement(
        facet=draw(st.sampled_from(list(Facet))),
        text=draw(lines),
        question=draw(st.none() | lines),
        concern=draw(st.none() | st.sampled_from(list(Concern))),
        source=source,
        origin=Origin.ASSUMED if source is None else Origin.AUTHORED,
    )


cards = st.builds(
    Card,
    card_id=st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True).filter(lambda i: i not in {"readme", "index"}),
    layer=st.sampled_from(list(Layer)),
    name=lines,
    summary=st.just("") | lines,
    path=st.just(""),
    statements=st.lists(statements(), max_size=6).map(tuple),
    titles=st.lists(lines, max_size=3).map(tuple),
    departments=st.lists(st.sampled_from([d.value for d in Department]), max_size=2).map(tuple),
    events=st.lists(lines, max_size=3).map(tuple),
    roles=st.lists(st.sampled_from([r.value for r in Role]), max_size=2).map(tuple),
    links=st.lists(st.builds(CardLink, lines, st.just("") | lines), max_size=3).map(tuple),
    author=st.none() | lines,
    written=st.none() | lines,
)


def without_place(card: Card) -> Card:
    return replace(card, path="", statements=tuple(replace(s, line=0) for s in card.statements))


@given(cards)
def test_reading_what_was_written_gives_the_same_card(card: Card) -> None:
    with TemporaryDirectory() as folder:
        path = write_card(card, Path(folder))
        (again,) = read_cards(Path(folder))
        assert without_place(again) == card
        assert again.path == path.name
        assert card_text(again) == path.read_text(encoding="utf-8")
        written = path.read_bytes().decode().split("\n")
        assert all(written[s.line - 1].startswith("- ") for s in again.statements)


def put(folder: Path, text: str, name: str = "card.md") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


HEAD = "---\nlayer: buyer\nname: Head\n---\n"


def test_every_facet_has_a_heading_that_is_read_back() -> None:
    assert {facet_of(heading) for heading in HEADINGS.values()} == set(Facet)


def test_headings_are_tolerant() -> None:
    assert facet_of("Frustrations") is Facet.PAIN
    assert facet_of("KEY GOALS:") is Facet.GOAL
    assert facet_of("Goals & Needs") is Facet.GOAL
    assert facet_of("Buyer’s journey") is Facet.DECISION_STEP
    assert facet_of("Weather") is None


def test_a_line_takes_its_question_inline_or_below_and_may_wrap(tmp_path: Path) -> None:
    put(
        tmp_path,
        HEAD + "Sums up\nin two lines.\n\n## Concerns\n- Wants SSO [concern: security] ? Who asked?\n- Wants\n"
        "  a log [source: call in May]\n  ? When did they\n    ask?\n",
    )
    (card,) = read_cards(tmp_path)
    assert card.summary == "Sums up in two lines."
    first, second = card.statements
    assert (first.text, first.question, first.concern) == ("Wants SSO", "Who asked?", Concern.SECURITY)
    assert first.origin is Origin.ASSUMED
    assert first.line == 9
    assert (second.text, second.question) == ("Wants a log", "When did they ask?")
    assert (second.origin, second.source) == (Origin.AUTHORED, "call in May")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("---\nlayer: [\n---\n", "line 2"),
        ("---\nlayer: boss\nname: x\n---\n", "user, department, buyer"),
        ("---\nname: x\n---\n", "does not say its layer"),
        ("---\nlayer: user\n", "not closed"),
        ("---\nlayer: user\nname: x\ntitels: [a]\n---\n", "line 4: `titels` is not a key of a card"),
        ("---\nlayer: user\nname: x\ndepartments: [Engineerin]\n---\n", "Did you mean 'Engineering'"),
        ("---\nlayer: buyer\nname: x\nroles: [Kingmaker]\n---\n", "champion"),
        ("---\nlayer: user\nname: {a: b}\n---\n", "should be text"),
        ("---\nid: A B\nlayer: user\nname: x\n---\n", "a-b"),
        ("---\n- a\n---\n", "not a list of keys"),
        ("---\nlayer: user\n---\n", "no name"),
        (HEAD + "## Gaols\n- x\n", "line 5: this is no heading"),
        (HEAD + "## Goals\n? lost\n", "belongs to no statement"),
        (HEAD + "## Concerns\n- x [concern: weather]\n", "line 6"),
        (HEAD + "## Goals\n- [source: me]\n", "says nothing"),
        (HEAD.replace("name: Head", "name: Head\nlinks: [{from: x}]"), "to, text"),
        ("Just some notes about nothing.\n", "neither a persona card nor a persona document"),
    ],
)
def test_errors_name_file_line_and_what_is_allowed(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(CardError) as error:
        read_cards(put(tmp_path, text))
    assert says in str(error.value)
    assert "card.md" in str(error.value)


def test_two_cards_of_one_id_are_an_error(tmp_path: Path) -> None:
    put(put(tmp_path, HEAD.replace("layer", "id: a\nlayer"), "one.md"), HEAD.replace("layer", "id: a\nlayer"), "two.md")
    with pytest.raises(CardError, match=r"one\.md and two\.md"):
        read_cards(tmp_path)


def test_bytes_that_are_no_text_are_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "card.md").write_bytes(b"---\nname: \xff\xfe\n")
    with pytest.raises(CardError, match="not UTF-8"):
        read_cards(tmp_path)


@given(st.text(max_size=300))
def test_any_text_is_a_card_or_a_card_error(text: str) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "x.md").write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            read = read_cards(Path(folder))
        except CardError as error:
            assert "x.md" in str(error)
        else:
            assert len(read) == 1


def test_no_folder_means_no_cards_and_a_readme_is_no_card(tmp_path: Path) -> None:
    assert read_cards(tmp_path / "none") == ()
    assert read_cards(put(tmp_path, "# About these cards\n", "README.md")) == ()


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    card = Card("a", Layer.USER, "A", "", "")
    with pytest.raises(StorageError):
        write_card(card, tmp_path / "file")


FOREIGN = """# User Persona: Dana Fields

![photo](dana.png)
| | |
**Job title:** Senior Software Engineer, Acme
**Age:** 34
Department: Engineering

> "I just want to ship."

## Bio
Dana builds services. She joined two years ago.

## Goals
- Ship *faster*
- Less overhead

**Frustrations**
1. Too many meetings

## Favourite colour
Blue.
"""


def test_a_persona_document_from_elsewhere_is_read_leniently(tmp_path: Path) -> None:
    (card,) = read_cards(put(tmp_path, FOREIGN, "dana.md"))
    assert (card.card_id, card.layer, card.name) == ("dana", Layer.USER, "Dana Fields")
    assert card.titles == ("Senior Software Engineer",)
    assert card.departments == ("Engineering",)
    said = [(s.facet, s.text) for s in card.statements]
    assert (Facet.GOAL, "Ship faster") in said
    assert (Facet.PAIN, "Too many meetings") in said
    assert (Facet.BACKGROUND, "She joined two years ago.") in said
    assert not any("34" in text for _, text in said), "demographics decide nothing and are left out"
    assert all(s.origin is Origin.ASSUMED and s.line > 0 for s in card.statements)


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        ("# Buyer persona: CFO\n## Goals\n- Grow\n", Layer.BUYER),
        (
            "# The CFO\n## Objections\n- The budget is approved by the vendor board; procurement signs off\n",
            Layer.BUYER,
        ),
        ("# Sam\n## Goals\n- Finish work\n", Layer.USER),
        ("# Sales\n## KPIs\n- The department reports win rate\n", Layer.DEPARTMENT),
    ],
)
def test_the_layer_of_a_foreign_document_is_guessed(tmp_path: Path, text: str, layer: Layer) -> None:
    (card,) = read_cards(put(tmp_path, text))
    assert card.layer is layer


def test_a_label_with_nothing_behind_it_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "petra.md"
    text = "# Persona: Petra\n\nGoals: **\nTitle:  \nPains: > \n\n* Close the month\nGoals: \" Ship faster\n"
    path.write_text(text, encoding="utf-8")
    card = read_card(path)
    assert [statement.text for statement in card.statements] == ["Ship faster"]
    path.write_text(card_text(card), encoding="utf-8")
    assert [statement.text for statement in read_card(path).statements] == ["Ship faster"]
