"""Department layer missing: nothing joins what users do with what buyers want."""

from typing import Final

import pandas as pd
from scipy import stats

from personae.domain.evidence import Evidence
from personae.domain.finding import Finding
from personae.domain.words import Department, Job, Layer, Severity
from personae.stages.check.context import CheckContext
from personae.stages.check.proof import named, plural, record, share, share_of_accounts

NAME: Final = "department_layer_missing"
MOSTLY: Final = 0.6
"""Share of people without a known department from which the layer counts as missing."""
SURE: Final = 0.75
MINIMUM_KNOWN: Final = 4


def run(context: CheckContext) -> list[Finding]:
    """The layer on the whole (personas, metrics, known departments), and accounts that lack it alone."""
    if context.consumer or not (len(context.personas) or len(context.accounts)):
        return []
    whole = _whole(context)
    # Where the layer is missing everywhere, naming every account would only repeat it.
    if whole and whole[0].severity == Severity.HIGH:
        return whole
    flagged = flagged_accounts(context.accounts)
    return [*whole, *_summary(context, flagged), *(_account(str(a), row) for a, row in flagged.iterrows())]


def flagged_accounts(accounts: pd.DataFrame) -> pd.DataFrame:
    """Accounts where most people's department is surely unknown, nobody leads one, and none reports a metric."""
    table = accounts[accounts["n_people"].ge(MINIMUM_KNOWN)].copy()
    unknown = table["unknown_share"].fillna(1.0) * table["n_people"]
    table["n_unknown"] = unknown.round().astype(int)
    table["confidence"] = stats.beta.sf(0.5, 0.5 + unknown, 0.5 + table["n_people"] - unknown)
    bare = table["n_metrics"].eq(0) & table["unknown_share"].fillna(1.0).ge(MOSTLY) & table["confidence"].ge(SURE)
    return table[bare].sort_values(["confidence", "n_people"], ascending=False)


def _whole(context: CheckContext) -> list[Finding]:
    persons, metrics = context.frames["persons"], context.frames["metrics"]
    departments = context.of(Layer.DEPARTMENT)
    n_unknown = int(persons["department"].eq(Department.UNKNOWN).sum())
    lacks = [
        *(["no department persona, discovered or written"] if not departments else []),
        *(["no department reports a metric"] if metrics.empty else []),
        *([f"the department of {n_unknown:,} of {len(persons):,} people is unknown"]
          if len(persons) and n_unknown / len(persons) >= MOSTLY else []),
        *(["nobody is known to lead a department"]
          if len(persons) and context.frames["department_units"]["leader_id"].isna().all() else []),
    ]
    if not lacks or (departments and lacks == ["no department reports a metric"] and not len(persons)):
        return []
    evidence: list[Evidence] = [record("personas", "department personas", len(departments))]
    if len(persons):
        evidence.append(share("people whose department is unknown", n_unknown, len(persons),
                              persons["account_id"].nunique(), "persons"))
    evidence.append(record("metrics", "department metrics", len(metrics), 0, metrics["account_id"].nunique()))
    sides = _sides(context)
    return [Finding(
        NAME, Severity.HIGH if not departments else Severity.MEDIUM, "workspace", "",
        "The department layer is missing" if not departments else "The department layer is thin",
        f"{'; '.join(lacks).capitalize()}. So {sides} cannot be joined credibly: from one person's better work to an "
        "organisation's goal is too big a leap.",
        "Write a department card for each function the product serves (how it defines success, which metrics it "
        "reports, who leads it), and supply job titles or departments and, where customers share them, monthly "
        "metrics.", Job.RESEARCH, None, tuple(evidence), n_unknown, persons["account_id"].nunique(),
    )]


def _sides(context: CheckContext) -> str:
    users, buyers = len(context.of(Layer.USER)), len(context.of(Layer.BUYER))
    if users and buyers:
        return f"the {plural(users, 'user persona')} and the {plural(buyers, 'buyer persona')}"
    return "users and buyers"


def _summary(context: CheckContext, flagged: pd.DataFrame) -> list[Finding]:
    if len(flagged) < 2:
        return []
    return [Finding(
        NAME, Severity.MEDIUM, "workspace", "", "Accounts without a department layer",
        f"In {plural(len(flagged), 'account')} of {len(context.accounts):,} most people's department is unknown and "
        f"no department reports a metric: {named(list(flagged['name']))}.",
        "Fill in job titles for these accounts, and ask their heads of department which figure they report.",
        Job.DATA, float(flagged["confidence"].max()),
        (share_of_accounts("accounts without a department layer", len(flagged), len(context.accounts),
                           "persons, metrics"),),
        int(flagged["n_people"].sum()), len(flagged),
    )]


def _account(account: str, row: pd.Series) -> Finding:
    leader = "" if row["has_leader"] else ", nobody is known to lead one"
    return Finding(
        NAME, Severity.MEDIUM, "account", account, f"{row['name']}: no department is known",
        f"The department of {row['n_unknown']} of {row['n_people']} people is unknown{leader}, and none reports a "
        "metric: what users gain there cannot be told to its buyers.",
        "Ask the champion who leads the function and which figure it reports; record job titles.", Job.SUCCESS,
        float(row["confidence"]),
        (share("people whose department is unknown", int(row["n_unknown"]), int(row["n_people"]), 1, "persons"),
         record("metrics", "department metrics of this account", 0, 0, 1)),
        int(row["n_people"]), 1,
    )
