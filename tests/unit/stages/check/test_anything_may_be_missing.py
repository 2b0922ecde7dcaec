"""Any table and any optional column may be empty: less is said, nothing breaks."""

import pandas as pd
import pytest

from personae.domain import observed, tables
from personae.domain.words import Facet, Layer
from personae.stages.check import CheckContext, find_gaps, run_checks
from personae.stages.link import chain
from tests.unit.stages.check.workspace import Workspace
from tests.unit.stages.link.planted import Planted

TABLES = [t for t in (*tables.CANONICAL, *observed.OBSERVED) if t.name != "events"]
READ = {
    "accounts", "persons", "roles", "person_events", "person_months", "metrics", "outcomes", "opportunities",
    "features", "quotes",
}
OPTIONAL = [(t.name, c.name) for t in TABLES for c in t.columns if t.name in READ and not c.required]


def whole() -> tuple[Planted, dict[str, pd.DataFrame], Workspace]:
    """A company where every check and link has something to look at."""
    planted = Planted(n_accounts=20, n_months=9, effect=0.4, people=2)
    workspace = Workspace()
    workspace.card("director", Layer.BUYER, (Facet.REQUIREMENT, "Data residency"), (Facet.BUDGET, "Owns the budget"))
    workspace.feature("board", events="board_viewed")
    workspace.feature("whiteboard", events="whiteboard_opened")
    for i in range(20):
        deal = workspace.deal(f"A{i}", i % 3 > 0, None if i % 3 else "Security review failed", at="2024-03-01")
        workspace.role(deal, f"A{i}", f"A{i}p0", "decision_maker")
        workspace.add("person_events", person_id=f"A{i}p0", account_id=f"A{i}", event="board_viewed", n=3)
        workspace.quote("We need single sign-on.", f"A{i}p1", f"A{i}")
        workspace.outcome(f"A{i}", "renewed" if i % 4 else "churned", at="2025-02-01")
    frames = planted.frames | {name: frame for name, frame in workspace.context().frames.items() if len(frame)}
    frames["persons"] = frames["persons"].assign(title="Engineer", seniority="unknown")
    return planted, frames, workspace


def look(planted: Planted, frames: dict[str, pd.DataFrame], workspace: Workspace) -> int:
    """Everything, on these frames."""
    found = chain(planted.personas, planted.memberships, frames, workspace.cards, (), 0)
    gaps = find_gaps(frames, workspace.cards, workspace.settings)
    personas = (*planted.personas, *workspace.personas)
    context = CheckContext(personas, planted.memberships, frames, found.links, found.paths, workspace.cards, gaps=gaps)
    return len(found.links) + len(run_checks(context)) + len(gaps)


@pytest.mark.parametrize("name", [t.name for t in TABLES])
def test_a_table_may_be_empty(name: str) -> None:
    planted, frames, workspace = whole()
    frames[name] = frames[name].iloc[:0]
    assert look(planted, frames, workspace) > 0


@pytest.mark.slow
@pytest.mark.parametrize(("name", "column"), OPTIONAL)
def test_an_optional_column_may_be_blank(name: str, column: str) -> None:
    planted, frames, workspace = whole()
    frames[name] = frames[name].assign(**{column: frames[name].get(column, pd.Series(dtype=object))})
    blank = pd.Series([None] * len(frames[name]), index=frames[name].index, dtype=object)
    typed = frames[name][column].dtype
    frames[name][column] = blank.astype(typed) if str(typed).startswith(("datetime", "float")) else blank
    assert look(planted, frames, workspace) > 0


def test_nullable_types_of_parquet_read_the_same() -> None:
    planted, frames, workspace = whole()
    before = look(planted, frames, workspace)
    frames = {name: frame.convert_dtypes() if name not in ("person_months", "metrics") else frame
              for name, frame in frames.items()}
    assert look(planted, frames, workspace) == before
