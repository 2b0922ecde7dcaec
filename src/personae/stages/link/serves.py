"""Which departments a user persona's people work in: co-membership."""

from personae.domain.evidence import Interval
from personae.domain.intervals import clustered_share
from personae.domain.link import Link
from personae.domain.words import Layer
from personae.stages.link.inputs import MINIMUM_PEOPLE, Inputs
from personae.stages.link.measured import Measured

METHOD = "co-membership v1: share of the department's users, clustered by account"


def serves(inputs: Inputs) -> tuple[Measured, ...]:
    """Links "serves": the share of a department persona's users who belong to the user persona.

    `effect` is that share with a 95% interval clustered by account; `n_rows` the users of the department.
    A pair with fewer than five people has no figure, and a user persona without any department says why.
    """
    found: list[Measured] = []
    placed = inputs.users.merge(
        inputs.units.rename(columns={"persona_id": "target"}), on=["account_id", "department"]
    )
    for target, people in placed.groupby("target", sort=True):
        totals = people.groupby("account_id").size()
        for source, members in people.groupby("persona_id", sort=True):
            hits = members.groupby("account_id").size().reindex(totals.index, fill_value=0)
            share = clustered_share(hits, totals)
            found.append(_link(str(source), str(target), share, len(members), len(totals), len(people)))
    linked = {m.link.source for m in found}
    found.extend(_without(p.persona_id) for p in inputs.of(Layer.USER) if p.persona_id not in linked)
    return tuple(found)


def _link(source: str, target: str, share: Interval, n_members: int, n_accounts: int, n_users: int) -> Measured:
    few = n_members < MINIMUM_PEOPLE
    return Measured(Link(
        source, Layer.USER, target, Layer.DEPARTMENT, "serves", "measured", effect=None if few else share,
        unit="share of the department's users", n_accounts=n_accounts, n_rows=n_users, method=METHOD,
        why_not=f"Too few: under {MINIMUM_PEOPLE} people of this persona work there." if few else None,
    ))


def _without(source: str) -> Measured:
    return Measured(Link(
        source, Layer.USER, "", Layer.DEPARTMENT, "serves", "measured", unit="share of the department's users",
        method=METHOD, why_not=(
            "No department is known for these people. Job titles, a department column, or a department card "
            "that this persona links to would supply it."),
    ))


