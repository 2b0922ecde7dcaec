"""How much of the planted truth a build found: user personas, roles, failures, links. Frames in, figures out."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score, f1_score

from personae.domain.words import Layer, Role
from personae.simulate.company import Company
from personae.simulate.oracle import oracle_personas

ACCOUNT_FAILURES: Final = ("built_only_for_users", "sold_only_to_buyers", "department_layer_missing")
LEVEL: Final = 0.05
"""A link counts as found when its corrected p value is below this and the effect is for the better."""
PRODUCT_FAILURES: Final = {"requirement_without_cover": ("residency",), "feature_serves_nobody": ("whiteboard",)}
"""Planted failures of the product, and a word by which a finding names its subject."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a build found, as the Python face gives it (`memberships`, `roles`, `findings`, `links`)."""

    memberships: pd.DataFrame
    roles: pd.DataFrame
    findings: pd.DataFrame
    links: pd.DataFrame


def score(company: Company, found: Found) -> dict[str, float]:
    """All figures by name; a figure whose truth is empty is left out."""
    return {
        **user_scores(company, found.memberships), **buyer_scores(company.truth, found.memberships),
        **role_scores(company.truth["roles"], found.roles),
        **failure_scores(company.truth, found.findings), **link_scores(company.truth, found.memberships, found.links),
    }


def user_scores(company: Company, memberships: pd.DataFrame) -> dict[str, float]:
    """Adjusted Rand index of user personas against the planted ones, over all users with events.

    Users who fit none form one group. `user_ari_share` is the part of the oracle's.
    """
    truth, found = _side_by_side(company.truth, memberships, Layer.USER)
    oracle = oracle_personas(company).set_index("person_id")["persona"].reindex(truth.index)
    ours = float(adjusted_rand_score(truth, found.fillna("none")))
    best = float(adjusted_rand_score(truth, oracle))
    return {
        "user_personas": float(found.nunique()), "user_ari": ours, "oracle_ari": best,
        "user_ari_share": ours / best if best > 0 else 0.0, "user_assigned": float(found.notna().mean()),
    }


def buyer_scores(truth: dict[str, pd.DataFrame], memberships: pd.DataFrame) -> dict[str, float]:
    """Buyer personas: how many, and their adjusted Rand index against the eight planted ones (place and role)."""
    planted, found = _side_by_side(truth, memberships, Layer.BUYER)
    return {
        "buyer_personas": float(found.nunique()),
        "buyer_ari": float(adjusted_rand_score(planted, found.fillna("none"))),
    }


def _side_by_side(
    truth: dict[str, pd.DataFrame], memberships: pd.DataFrame, layer: Layer,
) -> "tuple[pd.Series[Any], pd.Series[Any]]":
    """Planted and found persona of everyone who has a planted one in the layer, by person."""
    people = truth["person_personas"]
    planted = people[people["layer"] == layer].set_index("person_id")["persona"]
    members = memberships[memberships["layer"] == layer].drop_duplicates("person_id").set_index("person_id")
    return planted, members["persona_id"].reindex(planted.index)


def role_scores(truth: pd.DataFrame, roles: pd.DataFrame) -> dict[str, float]:
    """Macro-F1 of roles on deals: over all contacts listed in the CRM, and over those whose role it leaves blank.

    Classes are the planted roles that occur; a contact without an answer is wrong.
    """
    keys = ["opportunity_id", "person_id"]
    best = roles.sort_values("p", ascending=False, kind="stable", na_position="first").drop_duplicates(keys)
    both = truth.merge(best[[*keys, "role"]].rename(columns={"role": "found"}), on=keys, how="left")
    both["found"] = both["found"].fillna(Role.UNKNOWN).astype(str)
    listed = both[both["listed"]]
    blank = listed[~listed["recorded"]]
    return {
        name: float(f1_score(rows["role"], rows["found"], labels=sorted(rows["role"].unique()), average="macro",
                             zero_division=0.0))
        for name, rows in (("role_f1", listed), ("role_f1_blank", blank)) if len(rows)
    }


def failure_scores(truth: dict[str, pd.DataFrame], findings: pd.DataFrame) -> dict[str, float]:
    """Precision and recall of planted failures per account, over all and per kind; product failures found.

    Precision is left out of a kind that reports no account.
    """
    failures = truth["failures"]
    planted = {(str(f), str(a)) for f, a in zip(failures["failure"], failures["account_id"], strict=True)}
    rows = findings[(findings["scope"] == "account") & findings["check"].isin(ACCOUNT_FAILURES)]
    found = {(str(c), str(s)) for c, s in zip(rows["check"], rows["subject"], strict=True)}
    figures = _precision_recall("failure", planted, found)
    for kind in ACCOUNT_FAILURES:
        figures |= _precision_recall(kind, {p for p in planted if p[0] == kind}, {f for f in found if f[0] == kind})
    named = [_names(findings[findings["check"] == check], words) for check, words in PRODUCT_FAILURES.items()]
    return {**figures, "product_failures_recall": float(np.mean(named))}


def _precision_recall(name: str, planted: set[tuple[str, str]], found: set[tuple[str, str]]) -> dict[str, float]:
    both = len(planted & found)
    figures = {}
    if found:
        figures[f"{name}_precision"] = both / len(found)
    if planted:
        figures[f"{name}_recall"] = both / len(planted)
    return figures


def _names(findings: pd.DataFrame, words: tuple[str, ...]) -> bool:
    said = " ".join(findings[column].fillna("").str.cat(sep=" ") for column in ("subject", "title", "what")).lower()
    return any(word in said for word in words)


def link_scores(truth: dict[str, pd.DataFrame], memberships: pd.DataFrame, links: pd.DataFrame) -> dict[str, float]:
    """Share of planted real links that are found, and of planted null links that are claimed, per step.

    `links_found` and `nulls_claimed`: user persona -> department metric; `goals_found` and `goal_nulls_claimed`:
    department metric -> goal. Found personas stand for the planted persona (or department) most of them are.
    """
    stands_for = _stands_for(truth["person_personas"], memberships)
    measured = links[(links["kind"] == "moves") & (links["origin"] == "measured") & links["why_not"].isna()]
    good = measured[(measured["p_value"] < LEVEL) & (measured["low"] > 0)]
    moves = {
        (stands_for.get(source), stands_for.get(target), metric)
        for source, target, metric in zip(good["source"], good["target"], good["target_metric"], strict=True)
    }
    goals = {
        (stands_for.get(source), str(target).lower().rstrip("s"), metric)
        for source, target, metric in zip(good["source"], good["target"], good["source_metric"], strict=True)
    }
    figures = {}
    for kind, claimed, names in (
        ("moves", moves, ("links_found", "nulls_claimed")), ("goal", goals, ("goals_found", "goal_nulls_claimed")),
    ):
        planted = truth["links"][truth["links"]["kind"] == kind]
        hit = [row in claimed for row in zip(planted["source"], planted["target"], planted["metric"], strict=True)]
        for name, rows in zip(names, (planted["real"], ~planted["real"]), strict=True):
            figures[name] = float(np.mean(np.asarray(hit)[rows.to_numpy(dtype=bool)]))
    return figures


def _stands_for(planted: pd.DataFrame, memberships: pd.DataFrame) -> dict[str, str]:
    """Found persona -> the planted user persona, or the department, of most of its members."""
    members = memberships.dropna(subset=["persona_id"])
    planted = planted.loc[planted["layer"] == "user", ["person_id", "persona"]]
    users = members.loc[members["layer"] == Layer.USER, ["person_id", "persona_id"]].merge(planted, on="person_id")
    units = members[members["layer"] == Layer.DEPARTMENT]
    pairs = pd.concat([
        users[["persona_id", "persona"]].set_axis(["found", "planted"], axis=1),
        units[["persona_id", "department"]].set_axis(["found", "planted"], axis=1),
    ])
    most = pairs.groupby("found")["planted"].agg(lambda values: values.value_counts().index[0])
    return {str(found): str(name) for found, name in most.items()}
