"""Tests of claims against records: metrics that departments report, leaders, roles on deals, concerns."""

import re

import numpy as np
import pandas as pd

from personae.domain.card import CardStatement
from personae.domain.evidence import Measure, Record
from personae.domain.intervals import wilson
from personae.domain.observed import KNOWN_ROLES
from personae.domain.words import Facet, Layer, Role, Seniority
from personae.stages.describe.audit.verdict import AGAINST, BETWEEN, FOR, Subject, Verdict, judge_share
from personae.stages.describe.roles_held import member_roles
from personae.stages.describe.text import clauses, denies, direction, stems

_UNITS = {
    "day",
    "hour",
    "minut",
    "percent",
    "pct",
    "number",
    "count",
    "total",
    "averag",
    "avg",
    "mean",
    "month",
    "weekly",
    "rat",
    "per",
}
_MEASURES = {Facet.SUCCESS_METRIC, Facet.GOAL, Facet.WHY_IT_MATTERS}
_ROLE_WORDS = {
    Role.BUDGET_HOLDER: r"\bbudget\b|\beconomic buyer\b|\bcontrols? (?:the )?spend",
    Role.CHAMPION: r"\bchampion|\badvocate",
    Role.DECISION_MAKER: r"\bdecision[- ]maker|\bfinal (?:decision|say)|\bdecides\b|\bapproves the purchase"
    r"|\bchooses tools",
    Role.TECHNICAL_APPROVER: r"\btechnical (?:approv|buyer)|\bsecurity review",
    Role.EXECUTIVE_SPONSOR: r"\bexecutive sponsor|\bsponsors? the",
    Role.PROCUREMENT: r"\bnegotiat|\bprocurement specialist",
    Role.END_USER: r"\bend user",
    Role.EVALUATOR: r"\bevaluat(?:es|or)\b",
}
_ROLE_FACETS = {Facet.BUDGET, Facet.RESPONSIBILITY, Facet.CHARACTERISTIC}
_HELD, _HARDLY, _FEWEST_DEALS = 0.3, 0.08, 10


def metrics(subject: Subject, line: CardStatement) -> list[Verdict]:
    """As in "Reports cycle time; lower is better": whether their departments report it, and which way is better."""
    frame = subject.cohorts.frame("metrics")
    if line.facet not in _MEASURES or frame.empty or subject.cohorts.layer is Layer.BUYER:
        return []
    said = stems(line.text)
    named = [m for m in sorted(frame["metric"].dropna().unique()) if (words := stems(m) - _UNITS) and words <= said]
    own = subject.cohorts.people[subject.rows][["account_id", "department"]].drop_duplicates()
    reported = frame.merge(own, on=["account_id", "department"], how="inner")
    return [verdict for metric in named for verdict in _reported(reported, str(metric), line)]


def _reported(reported: pd.DataFrame, metric: str, line: CardStatement) -> list[Verdict]:
    """Only among departments that report anything: silence is unknown."""
    units = reported[["account_id", "department"]].drop_duplicates()
    with_it = reported[reported["metric"] == metric]
    n_with = len(with_it[["account_id", "department"]].drop_duplicates())
    if len(units) < 3:
        return []
    found = wilson(n_with, len(units))
    stance = judge_share(found, enough=0.5, few=0.1)
    better = with_it["better"].dropna()
    if n_with and not better.empty:
        up = str(better.value_counts().sort_index(kind="stable").idxmax()) == "up"
        if direction(line.text) == (-1 if up else 1):
            stance = AGAINST
    accounts = int(units["account_id"].nunique())
    measure = Measure(
        f"departments that report {metric}",
        found,
        "share of departments that report metrics",
        len(units),
        accounts,
        "metrics",
        stance,
    )
    return [Verdict(stance, (measure,))]


def leader(subject: Subject, line: CardStatement) -> list[Verdict]:
    """As in "Led by a director": the rank of the most senior person, department by department."""
    if subject.cohorts.layer is not Layer.DEPARTMENT or line.facet not in (
        Facet.CHARACTERISTIC,
        Facet.INFLUENCE,
        Facet.RESPONSIBILITY,
    ):
        return []
    if not re.search(r"\b(?:led|leads|leader|headed|run) ?(?:by)?\b", line.text, re.I):
        return []
    words = {
        "director": Seniority.DIRECTOR,
        "vice president": Seniority.VP,
        "vp": Seniority.VP,
        "manager": Seniority.MANAGER,
        "chief": Seniority.C_LEVEL,
        "c-level": Seniority.C_LEVEL,
        "head": Seniority.LEAD,
    }
    wanted = {str(rank) for word, rank in words.items() if re.search(rf"\b{word}\b", line.text, re.I)}
    own = subject.cohorts.people[subject.rows][["account_id", "department"]].drop_duplicates()
    units = subject.cohorts.frame("department_units").merge(own, on=["account_id", "department"], how="inner")
    ranks = subject.cohorts.frame("persons").drop_duplicates("person_id").set_index("person_id")["seniority"]
    led = units["leader_id"].map(ranks).astype("object").dropna()
    led = led[led != Seniority.UNKNOWN.value]
    if not wanted or len(led) < subject.cohorts.minimum:
        return []
    found = wilson(float(led.isin(wanted).sum()), len(led))
    stance = judge_share(found, denied=denies(line.text))
    return [
        Verdict(
            stance,
            (
                Measure(
                    f"led by {' or '.join(sorted(wanted))}",
                    found,
                    "share of departments",
                    len(led),
                    len(led),
                    "department_units.leader_id with persons.seniority",
                    stance,
                ),
            ),
        )
    ]


def roles(subject: Subject, line: CardStatement) -> list[Verdict]:
    """A role claimed ("controls the budget"): how often it is recorded as theirs, on deals where a role is.

    A blank role is unknown, not no. So the claim is contradicted only where the role is recorded for other
    people on enough of their own deals, and hardly ever for them.
    """
    if subject.cohorts.layer is not Layer.BUYER or line.facet not in _ROLE_FACETS:
        return []
    held = member_roles(subject.cohorts)
    held = held[held["origin"].isin(KNOWN_ROLES)]
    own = subject.rows[subject.cohorts.rows_of(held["person_id"])] if len(held) else np.zeros(0, dtype=bool)
    mine, theirs = held[own], held[~own & held["opportunity_id"].isin(held[own]["opportunity_id"]).to_numpy()]
    if mine["person_id"].nunique() < subject.cohorts.minimum:
        return []
    named = [role for role, pattern in _ROLE_WORDS.items() if re.search(pattern, clauses(line.text)[0], re.I)]
    verdicts = (_role(mine, theirs, role, denies(line.text)) for role in named)
    return [verdict for verdict in verdicts if verdict is not None]


def _role(mine: pd.DataFrame, theirs: pd.DataFrame, role: Role, denied: bool) -> Verdict | None:
    seats = len(mine.drop_duplicates(["opportunity_id", "person_id"]))
    held = len(mine[mine["role"] == role.value])
    elsewhere = theirs[theirs["role"] == role.value]["opportunity_id"].nunique()
    found = wilson(held, seats)
    if found.low >= _HELD or (found.value >= _HELD and held >= _FEWEST_DEALS):
        stance = FOR
    elif found.high <= _HARDLY and elsewhere >= _FEWEST_DEALS:
        stance = AGAINST
    elif held:
        stance = BETWEEN
    else:
        return None
    stance = -stance if denied else stance
    described = (
        f"{role.value} on {held:,} of {seats:,} deals with a recorded role; others hold it on {elsewhere:,} of these"
    )
    record = Record(
        "contact_roles", described, held, int(mine["person_id"].nunique()), int(mine["account_id"].nunique()),
        "contact_roles, as the CRM has them", stance,
    )  # fmt: skip
    return Verdict(stance, (record,))
