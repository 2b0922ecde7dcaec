"""Claims that must not be made yet: the data contradict them, or another persona would."""

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from personae.domain.link import Link
from personae.uses.product.backlog import Wish
from personae.uses.sheet import Cell, Grid, Section, listed, rows

COLUMNS: Final = ("claim", "told_to", "why_not", "kind")
MOST: Final = 6


def contradictions(
    links: Sequence[Link], wanted: Sequence[Wish], against: pd.DataFrame, talk: pd.DataFrame, names: Mapping[str, str]
) -> pd.DataFrame:
    """One row a claim to leave out (columns: `COLUMNS`); `kind`: not shipped, no clear effect, opposite effect,
    pain of another, contradicted."""
    found = [*_not_shipped(wanted), *_unclear(links, names), *_pains(against, names), *_refuted(talk, names)]
    return pd.DataFrame(found, columns=list(COLUMNS))


def _not_shipped(wanted: Sequence[Wish]) -> list[tuple[str, str, str, str]]:
    return [
        (
            f"{w.requirement.capitalize()}: you have it",
            listed(w.personas[:2]) or "buyers",
            f"{listed(w.planned)} is planned, not shipped" if w.planned else "no feature covers it",
            "not shipped",
        )
        for w in wanted
        if w.state in ("planned", "not covered")
    ][:MOST]


def _unclear(links: Sequence[Link], names: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    rows = []
    for link in sorted(links, key=lambda link: (link.target_layer != "organisation", -link.n_accounts)):
        if link.kind != "moves" or link.effect is None or link.effect.low > 0:
            continue
        kind = "opposite effect" if link.effect.high < 0 else "no clear effect"
        told = "buyers" if link.target_layer == "organisation" else "department heads"
        e = link.effect
        rows.append(
            (
                _claim(link, names),
                told,
                f"{e.value:+.2f} ({e.low:+.2f} to {e.high:+.2f}, {link.n_accounts} accounts)",
                kind,
            )
        )
    return list({row[0]: row for row in rows}.values())[:MOST]


def _claim(link: Link, names: Mapping[str, str]) -> str:
    source, target = names.get(link.source, link.source), names.get(link.target, link.target)
    if link.target_layer == "organisation":
        return f"{source}'s {(link.source_metric or 'work').replace('_', ' ')} moves {target}"
    return f"The work of {source} moves {target}'s {(link.target_metric or 'metric').replace('_', ' ')}"


def _pains(against: pd.DataFrame, names: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    first = against.drop_duplicates("conflict")
    return [
        (
            f"More of “{row['need']}” without a word on effort",
            names.get(row["need_persona"], row["need_persona"]),
            f"{names.get(row['pain_persona'], row['pain_persona'])}: “{row['pain']}”",
            "pain of another",
        )
        for row in first.to_dict("records")
    ]


def _refuted(talk: pd.DataFrame, names: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    wrong = talk[talk["standing"] == "contradicted"]
    return [
        (
            str(row["text"]),
            names.get(row["persona_id"], row["persona_id"]),
            "the data contradict this line of the team's card",
            "contradicted",
        )
        for row in wrong.to_dict("records")
    ][:MOST]


def contradictions_section(found: pd.DataFrame) -> Section:
    """What not to claim."""
    lines = [
        (Cell(str(row["claim"])), Cell(str(row["told_to"])), Cell(str(row["why_not"]), tag=str(row["kind"])))
        for row in found.to_dict("records")
    ]
    return Section(
        "Do not claim yet",
        (
            Grid(
                ("claim", "to", "what stands against it"),
                rows(*lines),
                ("Nothing in the data contradicts these messages. That may also mean that little was measured."),
            ),
        ),
    )
