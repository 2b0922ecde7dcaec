"""What to build next, for whom, and what the value chain says it moves."""

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from personae.domain.link import ChainPath, Link
from personae.uses.product.backlog import Wish
from personae.uses.sheet import Cell, Grid, Section, listed, money, plural, rows

MOST: Final = 6


def next_for_users(
    talk: pd.DataFrame, paths: Sequence[ChainPath], links: Sequence[Link], names: Mapping[str, str]
) -> Section:
    """Pains of user personas, those first whose work the chain connects most strongly to a goal."""
    by_id = {link.link_id: link for link in links}
    best: dict[str, ChainPath] = {}
    for path in paths:  # strongest first
        first = by_id.get(path.links[0]) if path.links else None
        if first is not None:
            best.setdefault(first.source, path)
    pains = talk[(talk["layer"] == "user") & (talk["facet"] == "pain")]
    order = sorted(pains["persona_id"].unique(), key=lambda p: -_strength(best.get(p)))
    lines = [
        (
            Cell(names.get(p, p), page="persona", params={"persona_id": p}),
            _pain(pains[pains["persona_id"] == p]),
            _moves(best.get(p), by_id, names),
        )
        for p in order[:MOST]
    ]
    return Section(
        "Build next for users",
        (
            Grid(
                ("for whom", "what makes it hard today", "what the chain says it moves"),
                rows(*lines),
                "No pain of a user persona is heard. Interviews, tickets or survey answers would supply it.",
            ),
        ),
        "Personas whose work moves a department's metric and a goal come first. An association is no proof of cause: "
        "ship to some accounts first, and compare."
        if lines
        else "",
        half=False,
    )


def _strength(path: ChainPath | None) -> float:
    return path.strength.value if path is not None and path.strength is not None else -1.0


def _pain(pains: pd.DataFrame) -> Cell:
    first = pains.iloc[0]
    return Cell(
        f"“{first['text']}”" if first["who"] else str(first["text"]),
        str(first["who"]),
        "assumed" if first["origin"] == "assumed" else "",
    )


def _moves(path: ChainPath | None, by_id: Mapping[str, Link], names: Mapping[str, str]) -> Cell:
    steps = [by_id[link] for link in path.links if link in by_id] if path is not None else []
    if path is None or not steps or not steps[-1].target:
        return Cell("unknown: no path from their work to a goal", _weakest(path) if path is not None else "")
    metric = steps[-1].source_metric or next((s.target_metric for s in steps if s.target_metric), None)
    place = names.get(steps[-1].source, "")
    words = f"{place}: {(metric or 'its metric').replace('_', ' ')} → {steps[-1].target}"
    if path.strength is None:
        return Cell(words or "a path", f"not measured; {_weakest(path)}")
    s = path.strength
    tag = "" if s.low > 0 or s.high < 0 else "no clear effect"
    return Cell(words, f"strength {s.value:+.2f} ({s.low:+.2f} to {s.high:+.2f}); weakest link: {_weakest(path)}", tag)


def _weakest(path: ChainPath) -> str:
    return path.weakest_reason.replace(" -> ", " → ").rstrip(".")


def next_for_buyers(wanted: Sequence[Wish], paths: Sequence[ChainPath]) -> Section:
    """Requirements that nothing shipped covers: they open or close the door, whatever users love."""
    bare = [w for w in wanted if not w.covered]
    lines = [
        (
            Cell(w.requirement, w.concern, w.state),
            Cell(listed(w.personas[:2]) or "lost deals name it"),
            Cell(_stake(w), f"“{w.example}”" if w.example else ""),
        )
        for w in bare[:MOST]
    ]
    lead = "These decide whether a deal is won, not whether work gets better: " + (
        "the chain measures the second, so it says nothing of them." if paths else "no chain is measured here."
    )
    return Section(
        "Build next for buyers",
        (Grid(("what", "for whom", "what is at stake"), rows(*lines), "Every requirement that was heard is covered."),),
        lead if lines else "",
    )


def _stake(wish: Wish) -> str:
    parts = [
        *([f"{plural(wish.n_lost_over, 'lost deal')} worth {money(wish.lost_amount)}"] if wish.n_lost_over else []),
        *([f"{plural(wish.open, 'open deal')} of those who ask {wish.open_worth}".rstrip()] if wish.open else []),
    ]
    return "; ".join(parts) or "no deal names it yet"
