"""One story underneath: the same path of the chain told to the user, the department and the buyer."""

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from personae.domain.link import ChainPath, Link

COLUMNS: Final = (
    "path_id",
    "user",
    "department",
    "goal",
    "to_user",
    "to_department",
    "to_buyer",
    "strength",
    "clear",
    "weakest",
)


def stories(paths: Sequence[ChainPath], links: Sequence[Link], names: Mapping[str, str]) -> pd.DataFrame:
    """One row a path whose every link is measured, strongest first (columns: `COLUMNS`).

    Each of the three hears the same proof: the user what their work moves, the department that its metric moves and
    whose work does it, the buyer that the goal moves and through what. `clear`: the whole path's interval excludes
    zero; only then may it be claimed.
    """
    by_id = {link.link_id: link for link in links}
    rows = []
    for path in paths:
        steps = [by_id[link] for link in path.links if link in by_id]
        if path.strength is None or len(steps) < 2 or steps[-1].effect is None:
            continue
        moves = next((s for s in steps[:-1] if s.kind == "moves"), None)
        if moves is None or moves.effect is None:
            continue
        last, s = steps[-1], path.strength
        rows.append(
            (
                path.path_id,
                steps[0].source,
                last.source,
                last.target,
                *_told(moves, last, names),
                f"whole path {s.value:+.2f} ({s.low:+.2f} to {s.high:+.2f})",
                s.low > 0,
                path.weakest_reason,
            )
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _told(moves: Link, last: Link, names: Mapping[str, str]) -> tuple[str, str, str]:
    """The same two figures in the words of each of the three; as they are, also when they show nothing."""
    user, department = names.get(moves.source, moves.source), names.get(last.source, last.source)
    metric = _words(last.source_metric or moves.target_metric)
    goal = names.get(last.target, last.target)
    first, second = _figures(moves), _figures(last)
    if not _clear(moves):
        said = f"No clear link between what {user} do and {department}'s {metric} ({first})"
        return f"{said}.", f"{said}.", f"{said}; {metric} and {goal}: {second}."
    to_user = f"In months when you do more here, your department's {metric} is better ({first})."
    to_department = f"Your {metric} is better in months when {user} do more ({first})."
    if not _clear(last):
        return to_user, to_department, f"{department}'s {metric} and {goal}: no clear link ({second})."
    to_buyer = (
        f"Where {department}'s {metric} improved, {goal} is better ({second}); and {metric} is better when {user} "
        f"do more ({first})."
    )
    return to_user, to_department, to_buyer


def _figures(link: Link) -> str:
    """An effect in standard deviations of the target per standard deviation of the source, as the link has it."""
    e = link.effect
    return "not measured" if e is None else f"{e.value:+.2f}, {e.low:+.2f} to {e.high:+.2f}, {link.n_accounts} accounts"


def _clear(link: Link) -> bool:
    return link.effect is not None and link.effect.low > 0


def _words(metric: str | None) -> str:
    return (metric or "metric").replace("_", " ")
