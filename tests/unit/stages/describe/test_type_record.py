"""A buyer type is shown where the first weeks of deals have foretold something here, and nowhere else."""

import numpy as np
import pandas as pd
import pytest

from personae.stages.describe.committee_types import committee_types
from personae.stages.describe.deal_starts import starts
from personae.stages.describe.leanings import leaning
from personae.stages.describe.type_record import FEWEST, type_record

BEGUN = pd.Timestamp("2026-01-01")


def deals(n: int, seed: int, *, tied: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`n` decided deals of 30 accounts. `tied`: the more touches in the first weeks, the sooner it is decided, and what
    is asked for first is asked for later; else both by chance."""
    rng = np.random.default_rng(seed)
    opportunities, touches = [], []
    for i in range(n):
        busy, proof = rng.uniform(0.5, 4), rng.uniform(0.1, 0.9)
        days = 120 / busy if tied else rng.uniform(30, 240)
        opportunities.append((f"o{i}", f"a{i % 30}", BEGUN, BEGUN + pd.Timedelta(days=days), True, i % 2 == 0))
        for _ in range(rng.poisson(busy * days / 7)):
            day = rng.uniform(0, days)
            later = proof if tied else rng.uniform(0.1, 0.9)
            asks = rng.random() < (proof if day < 15 else later)
            touches.append((f"o{i}", "p", BEGUN + pd.Timedelta(days=day), "demo" if asks else "lunch", None))
    columns = ["opportunity_id", "account_id", "created_at", "closed_at", "is_closed", "is_won"]
    return (
        pd.DataFrame(opportunities, columns=columns),
        pd.DataFrame(touches, columns=["opportunity_id", "person_id", "at", "kind", "subject"]),
    )


def test_what_foretells_has_a_record_and_is_shown() -> None:
    found = type_record(starts(*deals(200, 1, tied=True)))
    assert found.pace.concordance is not None
    assert found.pace.concordance.low > 0.6
    assert found.pace.holds
    assert found.appetite.holds
    told = committee_types(*deals(200, 1, tied=True))
    assert set(told["pace"].dropna()) == {"fast", "deliberate"}
    assert set(told["appetite"].dropna()) == {"reason", "relationship"}


def test_what_is_chance_is_not_shown() -> None:
    """Of 20 sets without any tie at most a few pass an interval of 95%."""
    held = [type_record(starts(*deals(120, seed, tied=False))) for seed in range(20)]
    assert sum(r.pace.holds for r in held) <= 3
    assert sum(r.appetite.holds for r in held) <= 3
    quiet = next(seed for seed, r in enumerate(held) if not r.pace.holds)
    assert "does not predict here" in held[quiet].pace.words
    assert committee_types(*deals(120, quiet, tied=False))["pace"].isna().all()


def test_few_decided_deals_are_no_record() -> None:
    found = type_record(starts(*deals(FEWEST - 5, 1, tied=True)))
    assert found.pace.concordance is None
    assert "not enough seen" in found.pace.words


def test_only_the_first_weeks_are_looked_at() -> None:
    """Touches after the window, and deals that end within it, change no early score."""
    opportunities, touches = deals(60, 2, tied=True)
    known = starts(opportunities, touches)
    assert known.window is not None
    early = touches[touches["at"] <= BEGUN + pd.Timedelta(days=known.window)]
    again = starts(opportunities, early)
    pd.testing.assert_series_equal(known.table["pace"], again.table["pace"])
    pd.testing.assert_series_equal(known.table["lean"], again.table["lean"])


@pytest.mark.parametrize("missing", ["opportunities", "activities", "both"])
def test_nothing_known_is_no_crash(missing: str) -> None:
    opportunities, touches = deals(40, 1, tied=True)
    none, silent = opportunities.head(0), touches.head(0)
    assert committee_types(
        none if missing != "activities" else opportunities, silent if missing != "opportunities" else touches
    ).empty


def test_proof_and_people_are_told_apart() -> None:
    texts = pd.Series(["demo of reports", "reference visit", "call about lunch", "proposal sent", "technical workshop"])
    assert leaning(texts).tolist() == [1, -1, -1, 0, 1]
