"""The recovery benchmark: what it hands to the build, and what it makes of the answer."""

import json
from pathlib import Path

import pandas as pd
import pytest

from personae.app.bench_recovery import BENCH, LINES, bench_recovery, summarise
from personae.simulate import SimulationSettings
from personae.simulate.scores import Found

TINY = SimulationSettings(accounts=40, people=600, events=15_000, opportunities=80, documents=5)
NOTHING = Found(
    pd.DataFrame(columns=["layer", "unit_id", "person_id", "account_id", "department", "persona_id", "p"]),
    pd.DataFrame(columns=["opportunity_id", "person_id", "role", "p"]),
    pd.DataFrame(columns=["check", "scope", "subject", "title", "what"]),
    pd.DataFrame(columns=["source", "target", "kind", "origin", "source_metric", "target_metric", "p_value", "low",
                          "why_not"]),
)


class _Said:
    """A progress that keeps what it is told."""

    def __init__(self) -> None:
        self.stages: list[str] = []

    def stage(self, name: str, detail: str = "") -> None:
        self.stages.append(f"{name} {detail}")

    def advance(self, done: int, total: int) -> None:
        assert 0 <= done < total


def test_every_seed_is_written_built_and_scored(tmp_path: Path) -> None:
    built: list[Path] = []

    def build(folder: Path) -> Found:
        assert (folder / "personae.toml").exists()
        assert not (folder / "truth").exists()
        built.append(folder)
        return NOTHING

    said = _Said()
    result = bench_recovery(build, tmp_path, seeds=(3, 5), settings=TINY, progress=said)
    assert [folder.name for folder in built] == ["seed-3", "seed-5"]
    assert said.stages == ["recovery seed 3", "recovery seed 5"]
    assert result.seeds == (3, 5)
    assert result.scores[0]["oracle_ari"] != result.scores[1]["oracle_ari"]
    assert result.summary["user_ari"].mean == 0.0
    assert result.met["user_ari"] is False
    assert result.met["nulls_claimed"] is True


def test_text_and_json_say_the_same(tmp_path: Path) -> None:
    result = bench_recovery(lambda _: NOTHING, tmp_path, seeds=(0, 1), settings=TINY)
    text = result.text()
    plain = json.loads(json.dumps(result.as_dict()))
    assert "2 seeds" in text and "40 accounts" in text
    assert "NOT met" in text
    for line in LINES:
        assert (line.about in text) == (line.key in plain["summary"])
    assert f"{plain['summary']['oracle_ari']['mean']:.3f}" in text


def test_figures_that_some_seeds_lack_say_how_many(tmp_path: Path) -> None:
    result = bench_recovery(lambda _: NOTHING, tmp_path, seeds=(0,), settings=TINY)
    assert "failure_precision" not in result.summary
    assert result.summary["seconds"].low is None


def test_interval_is_students() -> None:
    summary = summarise([0.8, 0.9, 1.0])
    assert summary.mean == pytest.approx(0.9)
    assert summary.low == pytest.approx(0.9 - 4.302653 * 0.1 / 3**0.5)
    assert (summary.least, summary.most, summary.n) == (0.8, 1.0, 3)


def test_the_bench_is_as_hard_as_the_default() -> None:
    default = SimulationSettings()
    for name in ("separation", "noise", "burstiness", "missingness", "title_lies", "months"):
        assert getattr(BENCH, name) == getattr(default, name)
