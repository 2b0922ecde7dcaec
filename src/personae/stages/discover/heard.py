"""Groups of people of whom only words are known: by the function that their role names, kept apart by layer.

Words of 5 to 30 interviews are too few to find groups in, and a role is no behaviour. So nothing is claimed to be
found: people are put beside others of the same function, and the reason says so.
"""

import math
from collections.abc import Mapping

import pandas as pd

from personae.domain.build import Discovery
from personae.domain.statement import fingerprint
from personae.domain.words import Department, Facet, Layer, Seniority
from personae.stages.discover.result import MEMBERSHIP_COLUMNS, Group, LayerResult, empty_result

FEWEST = 2
"""People of one function who make a group: what one person says is an anecdote."""
_LEAST_SHARE = 0.01
"""Part of all who were heard, below which a function is too rare to be told as a persona."""
METHOD = "by the function of the role that people are heard with (v1)"
_HEADS = frozenset({Seniority.OWNER.value, Seniority.C_LEVEL.value, Seniority.VP.value, Seniority.DIRECTOR.value})
_TECHNICAL = frozenset({Department.IT.value, Department.SECURITY.value})
_LEADS = frozenset({Seniority.LEAD.value, Seniority.MANAGER.value})
_NO_FUNCTION = frozenset({Department.UNKNOWN.value, Department.OTHER.value})
_BUYING = frozenset(
    {
        Facet.TRIGGER.value,
        Facet.ALTERNATIVE.value,
        Facet.DECISION_CRITERION.value,
        Facet.DECISION_STEP.value,
        Facet.BUDGET.value,
    }
)
_USING = frozenset({Facet.WORKFLOW_STEP.value, Facet.TOOL.value, Facet.BEHAVIOUR.value, Facet.FEELING.value})
_SAID = frozenset(facet.value for facet in Facet if facet is not Facet.NONE)
_MOSTLY = 1 / 3
"""Part of what somebody says that is about deciding, before they count as a decider without a title."""
_ANY = "all functions"


def discover_heard(layer: Layer, frames: Mapping[str, pd.DataFrame], *, b2c: bool = False) -> LayerResult:
    """The layer's personas from `quotes` and `persons` alone; for workspaces without events (user) or deals (buyer).

    Buyers are heads of functions, whoever leads IT or security, Purchasing, and people who mostly speak of deciding;
    everyone else is a user; in B2C everyone is. A department persona is a function heard in `FEWEST` accounts. Where
    nobody's role is known, all are one group. p is how sure the title's function is.
    """
    people = _people_heard(frames)
    if layer is not Layer.DEPARTMENT and not b2c:
        people = people[people["buys"] == (layer is Layer.BUYER)]
    if layer is Layer.BUYER:
        people = people[~people["person_id"].isin(set(frames["person_events"]["person_id"]))]
    if layer is Layer.DEPARTMENT:
        people = people[people["account_id"].notna() & ~people["department"].isin(_NO_FUNCTION)]
    if people.empty:
        return empty_result(layer, "no data", _NOBODY[layer])
    keys = people["department"].where(~people["department"].isin(_NO_FUNCTION), _ANY)
    by_account = layer is Layer.DEPARTMENT
    sizes = people["account_id"].groupby(keys).nunique() if by_account else keys.value_counts()
    least = FEWEST if by_account else max(FEWEST, math.ceil(_LEAST_SHARE * len(people)))
    fit = [(str(key), int(n)) for key, n in sizes.items() if n >= least and (key != _ANY or len(sizes) == 1)]
    kept = [key for key, _ in sorted(fit, key=lambda pair: (-pair[1], pair[0]))]
    return _result(layer, people, keys, kept, least)


_NOBODY = {
    Layer.USER: "There are no product events, and nobody who works with the product was heard.",
    Layer.DEPARTMENT: "Nobody was heard whose account and function are known.",
    Layer.BUYER: "Nobody is known to take part in a buying decision, and nobody who decides was heard.",
}


def _people_heard(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """person_id, account_id, department, p_department, buys: everyone of whom there is a quote."""
    quotes = frames["quotes"]
    said = quotes[quotes["person_id"].notna()]
    ids = pd.Index(sorted(said["person_id"].unique()), name="person_id")
    columns = ["account_id", "department", "p_department", "seniority"]
    known = frames["persons"].drop_duplicates("person_id").set_index("person_id").reindex(columns=columns)
    people = known.reindex(ids).astype(object)
    account = said.dropna(subset=["account_id"]).drop_duplicates("person_id").set_index("person_id")["account_id"]
    people["account_id"] = people["account_id"].where(people["account_id"].notna(), account.reindex(ids).astype(object))
    people["department"] = people["department"].where(people["department"].notna(), Department.UNKNOWN.value)
    counts = {
        name: said[said["facet"].isin(facets)].groupby("person_id").size().reindex(ids, fill_value=0)
        for name, facets in (("buying", _BUYING), ("using", _USING), ("any", _SAID))
    }
    talks = (counts["buying"] >= FEWEST) & (counts["buying"] > counts["using"])
    talks &= counts["buying"] >= _MOSTLY * counts["any"]
    technical = people["department"].isin(_TECHNICAL) & people["seniority"].isin(_LEADS)
    place = people["seniority"].isin(_HEADS) | technical | people["department"].eq(Department.PURCHASING.value)
    return people.assign(buys=place | talks).reset_index()


def _result(layer: Layer, people: pd.DataFrame, keys: pd.Series, kept: list[str], least: int) -> LayerResult:
    ids = {key: fingerprint("heard", layer, key) for key in kept}
    frame = people[["person_id", "account_id", "department"]].assign(layer=layer.value, unit_id=people["person_id"])
    frame["persona_id"] = keys.map(ids).astype(object)
    frame["p"] = people["p_department"].astype(float).fillna(0.5).where(frame["persona_id"].notna(), 0.0)
    if layer is Layer.DEPARTMENT:
        frame["unit_id"] = frame["account_id"].astype(str) + "/" + frame["department"].astype(str)
        frame = frame.assign(person_id=None).drop_duplicates("unit_id")
    frame["persona_id"] = frame["persona_id"].where(frame["persona_id"].notna(), None)
    frame = frame[list(MEMBERSHIP_COLUMNS)].sort_values("unit_id", kind="stable", ignore_index=True)
    refusal = None if kept else "too few"
    groups = tuple(Group(ids[key], None, None, {}) for key in kept)
    reason = _reason(layer, people, keys, kept, least)
    discovery = Discovery(layer.value, len(frame), len(groups), refusal, reason, (), METHOD)
    return LayerResult(layer, discovery, frame, groups, {})


def _reason(layer: Layer, people: pd.DataFrame, keys: pd.Series, kept: list[str], least: int) -> str:
    alone = [
        f"{'function unknown' if key == _ANY else key} ({n})"
        for key, n in keys.value_counts().sort_index().items()
        if key not in kept
    ]
    what = "accounts" if layer is Layer.DEPARTMENT else "people"
    few = f" Fewer than {least} {what} of a function make no persona: {', '.join(alone)}." if alone else ""
    if kept == [_ANY]:
        few = " Nobody's role is known, so they are one group: a line such as `Role: buyer` in each tells them apart."
    source = "product" if layer is Layer.USER else "deal" if layer is Layer.BUYER else "metric"
    return (
        f"{len(people)} people were heard, and no {source} records what they do: they are grouped by the function "
        f"that their role names, which does not show that they behave alike.{few}"
    )
