"""What people decided, in the describing: their names, their statements, quotes that speak for nobody."""

from collections.abc import Mapping

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from personae.domain.decision import ADDED_STATEMENTS, PERSONA_NAMES
from personae.domain.evidence import Quote
from personae.domain.persona import Persona
from personae.domain.settings import Settings
from personae.domain.words import Layer, Origin, Standing
from personae.stages.describe import describe
from personae.stages.describe.judged import is_refused, with_given
from tests.unit.stages.describe.planted_company import World

NAMES = st.sampled_from(["Planners", "Planners (2)", "Reporters", "Buyers"])


def described(world: World, **tables: pd.DataFrame) -> dict[str, Persona]:
    frames: Mapping[str, pd.DataFrame] = {**world.frames, **tables}
    return {p.persona_id: p for p in describe({Layer.USER: world.results[Layer.USER]}, frames, (), Settings())}


@given(st.lists(NAMES, min_size=1, max_size=6), st.dictionaries(st.integers(0, 5), NAMES, max_size=3))
def test_names_stay_unique_whatever_people_give(generated: list[str], chosen: dict[int, str]) -> None:
    ids = [f"u_{i}" for i in range(len(generated))]
    given_ = {f"u_{i}": name for i, name in chosen.items()}
    given_ = {one: name for one, name in given_.items() if list(given_.values()).count(name) == 1}
    shown = with_given(generated, ids, given_)
    assert len(set(shown)) == len(shown)
    assert all(name == given_[one] for one, name in zip(ids, shown, strict=True) if one in given_)


def test_a_given_name_is_used_in_sentences_too(world: World) -> None:
    plain = described(world)
    persona_id = next(iter(plain))
    named = described(world, persona_names=pd.DataFrame([(persona_id, "Number pullers")], columns=PERSONA_NAMES.names))
    assert named[persona_id].name == "Number pullers" and named[persona_id].generated_name == plain[persona_id].name
    assert all(p.generated_name is None for one, p in named.items() if one != persona_id)
    old = f"“{plain[persona_id].name}”"
    assert any(old in s.text for p in plain.values() for s in p.statements)
    assert not any(old in s.text for p in named.values() for s in p.statements)


def test_an_added_statement_is_held_against_the_data(world: World) -> None:
    plain = described(world)
    persona = max(plain.values(), key=lambda p: p.size.n_people)
    place = next(s.text for s in persona.statements if "work in" in s.text).split("work in ")[1].split(" (")[0]
    rows = [
        (persona.persona_id, "characteristic", f"Most of them work in {place}.", None, "a call"),
        (persona.persona_id, "feeling", "They dream in colours.", "Ask them.", None),
        ("user_gone", "pain", "Nobody says this of anybody.", None, None),
    ]
    after = described(world, added_statements=pd.DataFrame(rows, columns=ADDED_STATEMENTS.names, dtype=object))
    added = {s.text: s for p in after.values() for s in p.statements if s.added}
    assert set(added) == {rows[0][2], rows[1][2]}
    held, open_ = added[str(rows[0][2])], added["They dream in colours."]
    assert (held.origin, held.standing) == (Origin.AUTHORED, Standing.SUPPORTED) and held.evidence
    assert (open_.origin, open_.standing, open_.question) == (Origin.ASSUMED, Standing.UNTESTED, "Ask them.")


def test_a_quote_that_people_refused_supports_nothing_of_that_persona(world: World) -> None:
    plain = described(world)
    persona_id, quote = next(
        (p.persona_id, e) for p in plain.values() for s in p.statements if s.origin is Origin.QUOTED
        for e in s.evidence if isinstance(e, Quote)
    )  # fmt: skip
    quotes = world.frames["quotes"]
    mine = (quotes["document_id"] == quote.document_id) & (quotes["start"] == quote.start)
    assert mine.sum() == 1
    after = described(world, quotes=quotes.assign(not_of=mine.map({True: f"user_x;{persona_id}", False: None})))
    shown = [e for s in after[persona_id].statements for e in s.evidence if isinstance(e, Quote)]
    assert quote not in shown
    other = described(world, quotes=quotes.assign(not_of=mine.map({True: "user_x", False: None})))
    assert other == plain


def test_only_whole_ids_are_refused() -> None:
    assert is_refused("u_1", "u_0;u_1") and not is_refused("u_1", "u_10;u_11") and not is_refused("u_1", float("nan"))
