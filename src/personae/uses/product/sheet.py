"""The product sheet: features by persona, requirements, what to build next, conflicts."""

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from personae.domain.evidence import Interval
from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona
from personae.domain.words import Layer
from personae.uses.product.backlog import Wish
from personae.uses.product.next_steps import next_for_buyers, next_for_users
from personae.uses.sheet import Cell, Grid, Section, Sheet, Use, listed, money, plural, rows, share_cell

CORE: Final = "core"
SHOWN_CONFLICTS: Final = 12


def product_use(
    features: pd.DataFrame,
    use: pd.DataFrame,
    wanted: Sequence[Wish],
    against: pd.DataFrame,
    talk: pd.DataFrame,
    personas: Sequence[Persona],
    chain: tuple[Sequence[Link], Sequence[ChainPath]],
    minimum: int,
) -> Use:
    """What a product manager takes away. `minimum`: fewest people a number may stand for."""
    links, paths = chain
    names = {p.persona_id: p.name for p in personas}
    users = [p for p in personas if p.layer is Layer.USER and p.kind == "discovered"]
    sections = (
        _matrix("Core experience: for users", features[features["kind"] == CORE], use, users, wanted, minimum),
        _matrix(
            "What buyers require: administration, security, compliance, integration",
            features[features["kind"] != CORE],
            use,
            users,
            wanted,
            minimum,
        ),
        _backlog(wanted, minimum),
        next_for_users(talk, paths, links, names),
        next_for_buyers(wanted, paths),
        _conflicts(against, names),
    )
    bare = sum(w.state in ("planned", "not covered") for w in wanted)
    lead = (
        "The core experience serves users; administration, security and compliance answer buyers. Both are here, "
        "kept apart, with who uses and who asks."
    )
    facts = (
        ("features", f"{len(features):,}"),
        ("user personas", f"{len(users):,}"),
        ("requirements", f"{len(wanted):,}"),
        ("not covered", f"{bare:,}"),
        ("conflicts", f"{against['conflict'].nunique():,}"),
    )
    hidden = use["n_members"].astype(int) < minimum
    told = use.assign(**{name: use[name].mask(hidden) for name in ("n_people", "share", "low", "high")})
    tables = {"feature_use": told, "backlog": _frame(wanted), "conflicts": against}
    return Use(Sheet("Product", lead, sections, facts), tables)


def _matrix(
    title: str,
    features: pd.DataFrame,
    use: pd.DataFrame,
    users: Sequence[Persona],
    wanted: Sequence[Wish],
    minimum: int,
) -> Section:
    shares = {(row["feature_id"], row["persona_id"]): row for row in use.to_dict("records")}
    lines = [
        (
            Cell(str(row["name"]), f"{row['kind']}", "" if _yes(row["shipped"]) else "not shipped"),
            *(_share(shares.get((row["feature_id"], p.persona_id)), minimum) for p in users),
            _mainly(row["feature_id"], shares, users),
            _asked(str(row["name"]), wanted, minimum),
        )
        for row in features.to_dict("records")
    ]
    headings = ("feature", *(p.name for p in users), "serves most", "asked for by")
    return Section(
        title,
        (
            Grid(
                headings,
                rows(*lines),
                (
                    "No features of this kind are listed. A table (feature_id, name, kind, shipped, events, covers) "
                    "would show who uses and who asks."
                ),
            ),
        ),
        "Share of a persona's members who used it at least once, with its 95% interval. “unknown”: no event tells."
        if lines
        else "",
    )


def _share(row: Mapping[object, object] | None, minimum: int) -> Cell:
    if row is None:
        return Cell("unknown")
    share = Interval(*(float(str(row[name])) for name in ("share", "low", "high")))
    return share_cell(share, int(str(row["n_members"])), minimum)


def _mainly(
    feature: object, shares: Mapping[tuple[object, object], Mapping[object, object]], users: Sequence[Persona]
) -> Cell:
    """The persona that uses it most, if its interval lies above all others'; else says that several do."""
    known = [
        (float(str(row["low"])), float(str(row["share"])), float(str(row["high"])), p.name)
        for p in users
        if (row := shares.get((feature, p.persona_id)))
    ]
    if not known:
        return Cell("unknown")
    best = max(known, key=lambda k: k[1])
    if best[1] == 0:
        return Cell("nobody seen", tag="no use")
    close = [name for _, _, high, name in known if high >= best[0]]
    return Cell(best[3] if len(close) == 1 else f"{len(close)} personas alike")


def _asked(feature: str, wanted: Sequence[Wish], minimum: int) -> Cell:
    mine = [w for w in wanted if feature in w.covered or feature in w.planned]
    if not mine:
        return Cell("nobody heard")
    who = listed(dict.fromkeys(name for w in mine for name in w.personas[:2])) or "lost deals"
    return Cell(who, "; ".join(w.voices(minimum) for w in mine))


def _backlog(wanted: Sequence[Wish], minimum: int) -> Section:
    lines = [
        (
            Cell(w.requirement, w.concern),
            Cell(listed(w.personas[:3]) or "—", w.voices(minimum)),
            Cell(plural(w.n_lost_over, "lost deal"), f"worth {money(w.lost_amount)}" if w.lost_amount else "")
            if w.n_lost_over
            else Cell("—"),
            Cell(f"{w.won} won, {w.lost} lost, {w.open} open", f"open ones {w.open_worth}" if w.open_worth else ""),
            _cover(w),
        )
        for w in wanted
    ]
    return Section(
        "Requirements backlog",
        (
            Grid(
                ("requirement", "asked for by", "lost naming it", "deals of those who ask", "cover"),
                rows(*lines),
                "No requirement is heard: there are no quotes, lost reasons or cards that name one.",
            ),
        ),
        "Heard in documents, in the reasons of lost deals and on cards. Money lost first." if lines else "",
    )


def _cover(wish: Wish) -> Cell:
    if wish.state == "unknown":
        return Cell("unknown", "no features are listed")
    return Cell(listed(wish.covered or wish.planned) or "nothing", tag=wish.state)


def _conflicts(against: pd.DataFrame, names: Mapping[str, str]) -> Section:
    lines = [
        (
            Cell(str(first["conflict"]), str(first["manage"]), "assumed" if pair["assumed"].any() else ""),
            *(_side(pair, side, names) for side in ("need", "pain")),
        )
        for _, pair in against.groupby("conflict", sort=False)
        for first in [pair.iloc[0]]
    ]
    return Section(
        "Conflict map",
        (
            Grid(
                ("conflict, and how to manage it", "a need of", "a pain of"),
                rows(*lines[:SHOWN_CONFLICTS]),
                "No need of one layer is heard as a pain of another. That may also mean that too little was said.",
            ),
        ),
        "A need of buyers or departments that can hurt users. It says where to be careful, not who is right."
        if lines
        else "",
    )


def _side(pair: pd.DataFrame, side: str, names: Mapping[str, str]) -> Cell:
    who = pair[f"{side}_persona"].unique()
    loudest = pair.iloc[0]
    said = f"“{loudest[side]}”" if loudest[f"{side}_who"] else str(loudest[side])
    return Cell(
        said,
        f"{listed(names.get(p, p) for p in who[:3])}"
        + (f" and {len(who) - 3} more" if len(who) > 3 else "")
        + (f"; {loudest[f'{side}_who']}" if loudest[f"{side}_who"] else ""),
    )


def _frame(wanted: Sequence[Wish]) -> pd.DataFrame:
    return pd.DataFrame([w.row() for w in wanted], columns=list(Wish.COLUMNS))


def _yes(value: object) -> bool:
    return value is True or value == 1
