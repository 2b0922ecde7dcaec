"""Is a persona one group, or a blend of those who use and those who hold the budget?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from scipy import sparse, stats

from personae.domain.words import Role
from personae.stages.discover.blocks import Array, Ints
from personae.stages.discover.choose import against_nothing, beyond
from personae.stages.discover.judge import for_judge, judge, judge_blocks
from personae.stages.discover.mixture import em, posterior
from personae.stages.discover.model import account_numbers
from personae.stages.discover.search import search
from personae.stages.discover.units import Units, encode

DECIDING = (Role.DECISION_MAKER.value, Role.BUDGET_HOLDER.value, Role.EXECUTIVE_SPONSOR.value)
SILENT = (Role.UNKNOWN.value, Role.OTHER.value)
FEWEST, FEWEST_SIDE = 20, 5
SURE = 0.01
MOSTLY, HARDLY = 0.5, 1 / 3
MOST = 3_000
"""People compared: more tell the same, and take longer."""

Verdict = Literal["one group", "blend", "two groups", "one person", "too few"]


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a proposed split: who, and what they do.

    `uses` and `decides`: shares of those of whom it is known (NaN: of nobody).
    """

    name: str
    person_ids: tuple[str, ...]
    uses: float
    decides: float
    marks: tuple[str, ...]
    """What sets the part apart most, as names of events and roles."""


@dataclass(frozen=True, slots=True)
class Hybrid:
    """What the test says, why, and with "blend" or "two groups" the split, users first.

    `gain` per person of two groups over one on held-out accounts, its standard error, and what data without groups
    gain at most (`limit`); None where it was too little to measure. `p`: of Fisher's exact test that deciders on deals
    use it as seldom by chance, beside the others on deals.
    """

    verdict: Verdict
    reason: str
    n_people: int
    n_use: int
    n_decide: int
    n_both: int
    gain: float | None = None
    error: float | None = None
    limit: float | None = None
    p: float | None = None
    split: tuple[Part, ...] = ()


def hybrid_test(person_ids: Sequence[str], frames: Mapping[str, pd.DataFrame], *, seed: int = 0,
                only_blends: bool = False) -> Hybrid:
    """Test the members of a persona, or the people whom an authored card is about.

    Two things must hold for a "blend": inside these people two groups predict unseen accounts better than one
    (behaviour, roles on deals, whether they use, whether they take part in deals; by two standard errors, and by more
    than data of the same kind without groups), and few do both: fewer than half of those who do either, and deciders
    use it more seldom than the others on deals (Fisher's exact test, one-sided, p below 0.01), or surely fewer than a
    third of them do (Jeffreys' interval). Only people on deals are compared: whoever neither uses nor is on a deal is
    not seen, so that among all who are seen using and deciding exclude each other by that alone (Berkson 1946). Two
    groups without the second are "two groups".
    People of whom neither events nor a known role are there say nothing and are left out: an empty role is not a no.
    So are people who are the only one at their account, where user and buyer are one: if half of them are, the verdict
    is "one person". `only_blends`: where using and deciding are not apart, it is "one group" without the comparison of
    one group with two, which is what takes long. `frames`: `person_events`, `roles` and `persons`.
    """
    everybody = _people(person_ids, frames)
    table = everybody[~everybody["alone"]].reset_index(drop=True)
    found = _counted(table)
    if len(table) < len(everybody) / 2:
        return replace(found, verdict="one person", reason=f"{len(everybody) - len(table)} of {len(everybody)} people "
                       "are the only one at their account: user and buyer are one person there, and are not split.")
    if len(table) < FEWEST:
        return replace(found, reason=f"Events or a known role are there of {len(table)} people: at least {FEWEST} "
                                     "are needed to tell one group from two.")
    found = replace(found, p=_exclusive(table))
    if only_blends and not _apart(found):
        return replace(found, verdict="one group", reason="Using and deciding are not apart: "
                       f"of {found.n_use} who use and {found.n_decide} who decide, {found.n_both} do both.")
    if len(table) > MOST:
        rows = np.sort(np.random.default_rng([seed, 17]).permutation(len(table))[:MOST])
        table = table.iloc[rows].reset_index(drop=True)
    return _compared(found, table, frames, seed)


def _compared(found: Hybrid, table: pd.DataFrame, frames: Mapping[str, pd.DataFrame], seed: int) -> Hybrid:
    """One group against two, on held-out accounts; with two, what sets them apart."""
    roles, counts, events = _evidence(table["person_id"], frames)
    units = Units(counts=counts, count_names=events, shares={"role": roles} if roles.shape[1] > 1 else {},
                  flags={"side": table[["uses", "on deals"]].astype(float)})
    groups = account_numbers(table["account_id"], len(table))
    blocks = encode(units).blocks(units)
    gain, error = judge(blocks, judge_blocks(blocks), groups, [1, 2], seed=seed).gain(2)
    real, nothing = against_nothing(blocks, groups, [2], seed)
    found = replace(found, gain=gain, error=error, limit=beyond(nothing, 3))
    if gain <= 2 * error or real <= beyond(nothing, 3):
        return replace(found, verdict="one group", reason=f"Two groups gain {gain:+.3f} per person on unseen accounts "
                       f"(standard error {error:.3f}): no more than chance would.")
    strict, rng = judge_blocks(blocks), np.random.default_rng([seed, 13])
    mixture = em(strict, for_judge(blocks, strict, search(blocks, groups, 2, rng).mixture), steps=10)
    labels = posterior(strict, mixture).argmax(axis=1)
    return _judged(found, _parts(table, labels, _features(counts, events, roles)))


def _people(person_ids: Sequence[str], frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """People with evidence: person_id, account_id, alone, uses, on deals, decides (NaN = unknown)."""
    wanted = pd.Index(sorted({str(p) for p in person_ids}))
    counted = frames["person_events"]
    counted = counted[counted["person_id"].isin(wanted) & (counted["n"] > 0)]
    roles = frames["roles"][frames["roles"]["person_id"].isin(wanted)]
    known = roles[~roles["role"].isin(SILENT)]
    ids = wanted[wanted.isin(counted["person_id"]) | wanted.isin(known["person_id"])]
    table = pd.DataFrame({"person_id": ids})
    account = pd.concat([f[["person_id", "account_id"]] for f in (frames["persons"], counted, roles)]).dropna()
    home = account.drop_duplicates("person_id").set_index("person_id")["account_id"]
    table["account_id"] = table["person_id"].map(home)
    table["alone"] = table["account_id"].map(frames["persons"].groupby("account_id").size()).eq(1)
    table["uses"] = table["person_id"].isin(counted["person_id"])
    table["on deals"] = table["person_id"].isin(roles["person_id"])
    deciders = known.loc[known["role"].isin(DECIDING), "person_id"]
    unknown = table["on deals"] & ~table["person_id"].isin(known["person_id"])
    table["decides"] = table["person_id"].isin(deciders).astype(float).mask(unknown)
    return table


def _counted(table: pd.DataFrame) -> Hybrid:
    """How many use, decide, do both; no verdict yet."""
    decides = table["decides"] == 1
    return Hybrid("too few", "", len(table), int(table["uses"].sum()), int(decides.sum()),
                  int((table["uses"] & decides).sum()))


def _evidence(
    people: pd.Series, frames: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, sparse.csr_matrix, tuple[str, ...]]:
    """Of these people, in their order: shares of known roles, counts of events, names of the events."""
    ids = pd.Index(people)
    counted = frames["person_events"]
    counted = counted[counted["person_id"].isin(ids) & (counted["n"] > 0)]
    roles = frames["roles"][frames["roles"]["person_id"].isin(ids)]
    known = roles[~roles["role"].isin(SILENT)]
    weight = known["p"].fillna(1.0).clip(0, 1).groupby([known["person_id"], known["role"]]).sum().unstack()
    shares = weight.reindex(ids).fillna(0.0)
    shares = shares.div(np.maximum(shares.sum(axis=1), 1.0), axis=0)
    event, names = pd.factorize(counted["event"], sort=True)
    row = ids.get_indexer(pd.Index(counted["person_id"]))
    matrix = sparse.csr_matrix((counted["n"].to_numpy(dtype=float), (row, event)), shape=(len(ids), len(names)))
    return shares, matrix, tuple(str(n) for n in names)


def _apart(found: Hybrid) -> bool:
    """Whether those who use and those who decide are hardly the same people."""
    either = found.n_use + found.n_decide - found.n_both
    if min(found.n_use, found.n_decide) < FEWEST_SIDE or found.n_both >= MOSTLY * either:
        return False
    most = float(stats.beta.ppf(0.975, found.n_both + 0.5, found.n_decide - found.n_both + 0.5))
    return most < HARDLY or (found.p is not None and found.p < SURE)


def _exclusive(table: pd.DataFrame) -> float:
    """p of Fisher's exact test that deciders use less often than others on deals, of whom it is known who decides."""
    known = table[table["on deals"] & table["decides"].notna()]
    uses, decides = known["uses"], known["decides"] == 1
    cells = [[int((uses & decides).sum()), int((uses & ~decides).sum())],
             [int((~uses & decides).sum()), int((~uses & ~decides).sum())]]
    return float(stats.fisher_exact(cells, alternative="less").pvalue)


def _features(counts: sparse.csr_matrix, events: tuple[str, ...], roles: pd.DataFrame) -> pd.DataFrame:
    """(n, features): shares of events, and roles."""
    totals = np.maximum(np.asarray(counts.sum(axis=1)), 1.0)
    shares = pd.DataFrame(np.asarray(counts.toarray()) / totals, columns=list(events))
    return pd.concat([shares, roles.reset_index(drop=True).add_prefix("role: ")], axis=1)


def _parts(table: pd.DataFrame, labels: Ints, features: pd.DataFrame) -> tuple[Part, Part]:
    means: list[Array] = [features[labels == j].mean().to_numpy() for j in (0, 1)]
    made = []
    for j in (0, 1):
        mine = table[labels == j]
        top = np.argsort(means[1 - j] - means[j], kind="stable")[:3]
        marks = tuple(str(features.columns[i]) for i in top if means[j][i] > means[1 - j][i])
        uses, decides = float(mine["uses"].mean()), float(mine["decides"].mean())
        made.append(Part("", tuple(mine["person_id"]), uses, decides, marks))
    first, second = sorted(made, key=lambda part: (-part.uses, 0.0 if np.isnan(part.decides) else part.decides))
    return first, second


def _judged(found: Hybrid, parts: tuple[Part, Part]) -> Hybrid:
    """Two groups are there: are they users and budget holders?"""
    said = f"Two groups gain {found.gain:+.3f} per person on unseen accounts (standard error {found.error:.3f})"
    both = f"of {found.n_use} who use and {found.n_decide} who decide, {found.n_both} do both"
    if _apart(found) and parts[1].decides > parts[0].decides:
        users, deciders = replace(parts[0], name="users"), replace(parts[1], name="budget holders and deciders")
        return replace(found, verdict="blend", reason=f"{said}; {both}.", split=(users, deciders))
    named = tuple(replace(part, name=part.marks[0] if part.marks else f"group {i + 1}") for i, part in enumerate(parts))
    return replace(found, verdict="two groups", split=named,
                   reason=f"{said}, but they are not users on one side and budget holders on the other: {both}.")
