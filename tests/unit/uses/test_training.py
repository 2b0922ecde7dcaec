"""Exercises: fair, seeded, and of nobody."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.uses.training import exercise_pool, exercise_round, score, training_use
from personae.uses.training.pool import difficulty
from tests.fakes.small_company import SmallCompany, small_company

COMPANY = small_company()
LAYERS = {p.persona_id: str(p.layer) for p in COMPANY.personas}


def pool_of(company: SmallCompany, minimum: int = 5) -> pd.DataFrame:
    frames = company.frames
    return exercise_pool(
        frames["person_events"], frames["person_activity"], company.memberships, company.personas, minimum
    )


POOL = pool_of(COMPANY)


def test_both_kinds_and_the_right_persona() -> None:
    assert set(POOL["kind"]) == {"profile", "quote"}
    profile = POOL[(POOL["kind"] == "profile") & (POOL["persona_id"] == "user_builder")].iloc[0]
    assert "doc edited" in profile["clues"] or "build started" in profile["clues"]
    assert profile["certainty"] == pytest.approx(0.9)


def test_a_profile_that_few_share_is_not_shown() -> None:
    few = pool_of(COMPANY, minimum=10_000)
    assert set(few["kind"]) == {"quote"}


def test_a_layer_of_one_persona_gives_no_exercise() -> None:
    assert "department" not in set(POOL["layer"])


@given(st.integers(0, 50), st.integers(0, 1000))
def test_the_same_seed_gives_the_same_round(n: int, seed: int) -> None:
    first, second = (exercise_round(POOL, LAYERS, n, seed) for _ in range(2))
    assert first == second
    assert len(first) == min(n, len(POOL))
    assert all(e.answer in e.choices and len(set(e.choices)) == len(e.choices) for e in first)
    assert all({LAYERS[c] for c in e.choices} == {e.layer} for e in first)


def test_score_per_persona_names_whom_they_were_mistaken_for() -> None:
    drawn = exercise_round(POOL, LAYERS, 4, 0)
    wrong = next(c for c in drawn[0].choices if c != drawn[0].answer)
    table = score(drawn, [wrong, *(e.answer for e in drawn[1:-1]), None]).set_index("persona_id")
    assert table["asked"].sum() == 4
    assert table["right"].sum() == 2
    assert wrong in table.loc[drawn[0].answer, "mistaken_for"]


def test_difficulty_is_the_models_doubt() -> None:
    assert [difficulty(c) for c in (0.95, 0.7, 0.45)] == ["easy", "medium", "hard"]


def test_nothing_to_tell_apart_is_said() -> None:
    given_ = training_use((), {}, 0)
    assert "two discovered personas" in given_.sheet.sections[0].parts[0].empty
