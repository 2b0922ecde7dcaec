"""What builds foretell, and how it is graded: laws, coverage, and when nothing is said."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.domain.prediction import PREDICTIONS, record
from personae.domain.words import Layer
from personae.stages.check.foretell import foretell, known_to, next_month, one_more
from personae.stages.check.grade import grade
from tests.unit.stages.link.planted import empty_frames, persona

NOW = pd.Timestamp("2025-06-30T23:59:59.999999")


def company(people: int, rate: float, months: int, seed: int = 0) -> dict[str, pd.DataFrame]:
    """People of one persona, each active in a month with the same chance, from January 2024 on."""
    rng = np.random.default_rng(seed)
    starts = pd.date_range("2024-01-01", periods=months, freq="MS")
    active = rng.random((people, months)) < rate
    rows = [(f"p{i}", f"a{i % 9}", starts[m]) for i in range(people) for m in range(months) if active[i, m]]
    frames = empty_frames()
    frames["person_months"] = pd.DataFrame(rows, columns=["person_id", "account_id", "month"])
    frames["person_activity"] = pd.DataFrame({"person_id": ["p0"], "last_at": [starts[-1] + pd.DateOffset(months=1)]})
    return frames


def members(people: int, layer: str = "user") -> pd.DataFrame:
    ids = [f"p{i}" for i in range(people)]
    return pd.DataFrame({"layer": layer, "unit_id": ids, "person_id": ids, "account_id": "a", "department": None,
                         "persona_id": "u1", "p": 1.0})


def deals(won: list[list[bool]]) -> dict[str, pd.DataFrame]:
    """Deals of p0, by window of 90 days, the last window ending with June 2025."""
    rows = [(f"o{w}-{i}", NOW - pd.Timedelta(days=90 * (len(won) - 1 - w) + 10), flag)
            for w, flags in enumerate(won) for i, flag in enumerate(flags)]
    frames = empty_frames()
    closed = pd.DataFrame(rows, columns=["opportunity_id", "closed_at", "is_won"])
    frames["opportunities"] = closed.reindex(columns=frames["opportunities"].columns)
    frames["roles"] = pd.DataFrame({"opportunity_id": [row[0] for row in rows], "person_id": "p0"})
    return frames


USERS = replace(persona("u1", Layer.USER), kind="discovered")
BUYERS = replace(persona("u1", Layer.BUYER), kind="discovered")


def test_the_next_whole_month_and_the_last_one_seen() -> None:
    whole, part = next_month(NOW), next_month(pd.Timestamp("2025-06-12"))
    assert (whole.begins, whole.due, whole.last) == tuple(map(pd.Timestamp, ("2025-07-01", "2025-08-01", "2025-06-01")))
    assert (part.begins, part.last) == tuple(map(pd.Timestamp, ("2025-07-01", "2025-05-01")))


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 500)), min_size=3, max_size=6), st.integers(1, 500))
def test_the_value_lies_in_its_interval(windows: list[tuple[float, int]], n_next: int) -> None:
    shares, sizes = (np.array(column, dtype=float) for column in zip(*windows, strict=True))
    value, low, high = one_more(shares, sizes, n_next)
    assert 0 <= low <= value + 1e-12
    assert value <= high + 1e-12 <= 1 + 1e-12
    assert low < high


def test_about_nine_of_ten_predictions_come_true() -> None:
    told = []
    for seed in range(60):
        frames = company(60, 0.6, 19, seed)
        past = {**frames, "person_months": frames["person_months"][frames["person_months"]["month"] < "2025-07-01"]}
        said = foretell([USERS], members(60), past, NOW, "b1")
        told.append(grade(said, {"b1": members(60)}, frames, NOW + pd.Timedelta(days=32)))
    graded, right = record(pd.concat(told)["verdict"])
    assert graded == 60
    assert right / graded >= 0.8


def test_a_persona_that_stops_is_graded_lower() -> None:
    frames = company(60, 0.9, 18)
    said = foretell([USERS], members(60), frames, NOW, "b1")
    stopped = {**frames, "person_activity": frames["person_activity"].assign(last_at=pd.Timestamp("2025-07-31"))}
    found = grade(said, {"b1": members(60)}, stopped, pd.Timestamp("2025-08-01"))
    assert found[["verdict", "observed"]].to_numpy().tolist() == [["lower", 0.0]]
    assert "60 people seen in the three months to June 2025" in found.at[0, "text"]


def test_an_export_that_ends_early_is_no_decline() -> None:
    frames = company(60, 0.9, 18)
    said = foretell([USERS], members(60), frames, NOW, "b1")
    later = grade(said, {"b1": members(60)}, frames, pd.Timestamp("2025-12-31"))
    assert later["verdict"].tolist() == ["open"]
    assert known_to("user", frames, pd.Timestamp("2025-12-31")) == pd.Timestamp("2025-07-04")


def test_wins_of_deals_with_a_buyer_persona() -> None:
    past = [[True] * 6 + [False] * 4] * 5
    said = foretell([BUYERS], members(1, "buyer"), deals(past), NOW, "b1")
    assert said["kind"].tolist() == ["wins"]
    assert said.at[0, "value"] == pytest.approx(0.6)
    after = deals([*past, [True] * 6 + [False] * 4])
    after["opportunities"]["closed_at"] += pd.Timedelta(days=90)
    after["activities"] = pd.DataFrame({"at": [NOW + pd.Timedelta(days=150)]})
    assert grade(said, {"b1": members(1)}, after, NOW + pd.Timedelta(days=200))["verdict"].tolist() == ["right"]


@pytest.mark.parametrize(("people", "months"), [(10, 18), (60, 3)])
def test_too_few_people_or_months_foretell_nothing(people: int, months: int) -> None:
    frames = company(people, 0.6, months)
    now = frames["person_activity"]["last_at"].max()
    assert foretell([USERS], members(people), frames, now, "b1").empty


def test_nothing_known_foretells_nothing() -> None:
    said = foretell([USERS, BUYERS], members(5), empty_frames(), NOW, "b1")
    assert said.empty
    assert list(said.columns) == list(PREDICTIONS.names)


def test_a_build_that_is_gone_leaves_its_predictions_ungraded() -> None:
    frames = company(60, 0.9, 20)
    said = foretell([USERS], members(60), frames, NOW, "b1")
    assert grade(said, {}, frames, NOW + pd.DateOffset(months=2))["verdict"].tolist() == ["lost"]
