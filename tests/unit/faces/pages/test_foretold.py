"""What a persona page says of predictions: the open one, the graded ones, the record; nothing of too few."""

from typing import Any

import pytest

from personae.faces.pages.foretold import foretold_view


class Held:
    """A build that carries these predictions."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self.rows = rows

    def select(self, table: str, where: dict[str, str], *, order: str) -> list[dict[str, Any]]:
        assert (table, order) == ("predictions", "-made_at")
        return [row for row in self.rows if row["persona_id"] == where["persona_id"]]


def row(verdict: str, observed: float | None = None, n: int = 40) -> dict[str, Any]:
    return {"persona_id": "u1", "verdict": verdict, "observed": observed, "n_observed": n, "n_units": n,
            "text": f"Of the {n} people, 62% will be active."}


def test_the_open_one_the_graded_ones_and_the_record() -> None:
    view = foretold_view(Held(row("open"), row("right", 0.64), row("lower", 0.4), row("right", 0.6)), "u1", 5)
    assert view is not None
    assert view.open == "Of the 40 people, 62% will be active."
    assert [outcome for _, outcome in view.graded] == ["It was 64%: as foretold", "It was 40%: lower than foretold"]
    assert view.record == "2 of 3 that were due came true; 90% should."


def test_what_could_not_be_graded_is_no_miss() -> None:
    view = foretold_view(Held(row("too few"), row("lost")), "u1", 5)
    assert view is not None
    assert view.record == "None could be graded yet."
    assert [outcome for _, outcome in view.graded] == ["too few to say", "not gradable any more"]


@pytest.mark.parametrize(("rows", "minimum"), [((), 5), ((row("open", n=40),), 50)])
def test_nothing_foretold_or_of_too_few_is_not_shown(rows: tuple[dict[str, Any], ...], minimum: int) -> None:
    assert foretold_view(Held(*rows), "u1", minimum) is None
