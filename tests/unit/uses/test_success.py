"""What was promised, what shows, who is at risk."""

import pandas as pd
import pytest

from personae.app.use_tables import use_tables
from personae.domain.settings import BuildSettings, Settings
from personae.uses.sheet import markdown
from personae.uses.success import metric_moves, renewals_use
from personae.uses.success.health import far_below, signs_of
from personae.uses.success.promises import speaks_of
from tests.fakes.small_company import QUITE_DEAD, small_company


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    company = small_company()
    settings = Settings(build=BuildSettings(as_of="2026-01-01"))
    return use_tables(company.frames, company.memberships, company.personas, (), settings)


def test_the_dead_account_comes_first_with_its_reason(tables: dict[str, pd.DataFrame]) -> None:
    first = tables["renewals"].iloc[0]
    assert first["account_id"] == QUITE_DEAD
    assert "far fewer active" in first["signs"]
    assert tables["renewals"]["n_signs"].astype(int).gt(0).sum() == 2, "and the one whose number has not moved"


def test_metrics_move_where_they_were_made_to(tables: dict[str, pd.DataFrame]) -> None:
    state = tables["metric_moves"].set_index("account_id")["state"]
    assert set(state[[f"a{i:02d}" for i in range(0, 40, 2)]]) == {"better"}, "lower is better here"
    assert state[[f"a{i:02d}" for i in range(1, 40, 2)]].eq("no clear change").mean() > 0.8


def test_a_short_history_is_too_few() -> None:
    rows = pd.DataFrame(
        {
            "account_id": "a",
            "department": "IT",
            "metric": "m",
            "better": "up",
            "value": [1.0, 2, 3, 4],
            "period": pd.date_range("2025-01-01", periods=4, freq="MS"),
        }
    )
    assert metric_moves(rows)["state"].tolist() == ["too few"]
    assert metric_moves(rows.iloc[:0]).empty


def test_promises_are_held_against_the_metric_they_name(tables: dict[str, pd.DataFrame]) -> None:
    promises = tables["promises"].set_index(["account_id", "kind"])["state"]
    assert promises["a00", "goal"] == "shown"
    assert promises["a01", "goal"] == "not shown"
    assert promises["a00", "requirement"] == "not covered"


@pytest.mark.parametrize(
    ("text", "metric", "speaks"),
    [
        ("I want cycle time down by a quarter.", "cycle_time_days", True),
        ("It is a matter of time.", "cycle_time_days", False),
        ("We count days.", "days", False),
    ],
)
def test_only_telling_words_of_a_name_count(text: str, metric: str, speaks: bool) -> None:
    assert speaks_of(text, metric) is speaks


def test_renewal_is_a_year_after_the_last_outcome(tables: dict[str, pd.DataFrame]) -> None:
    assert set(pd.to_datetime(tables["renewals"]["due_at"])) == {pd.Timestamp("2026-03-01")}


def test_few_people_show_no_behaviour(tables: dict[str, pd.DataFrame]) -> None:
    assert not far_below(0.0, 2, 0.3)
    row = {
        "n_people": 4,
        "active_share": 0.0,
        "usual": 0.9,
        "n_worse": 0,
        "n_better": 0,
        "n_unshown": 0,
        "n_proved": 0,
        "trend": "falling",
    }
    assert signs_of(row, 5) == []
    given = renewals_use(tables["renewals"], tables["sign_record"], 1000)
    assert "100%" not in markdown(given.sheet)
    assert given.tables["renewals"]["active_share"].isna().all()
