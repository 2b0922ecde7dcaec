"""Use case: customers before renewal, and one of them."""

import pandas as pd

from personae.app.ports import PublishedBuild
from personae.app.use_tables import USE_TABLES, minimum_of, use_table
from personae.domain.errors import NotFound
from personae.domain.observed import DEPARTMENT_UNITS
from personae.uses.sheet import Use
from personae.uses.success import account_use, renewals_use


def renewals(build: PublishedBuild) -> Use:
    """Customers at risk first, with reasons."""
    return renewals_use(use_table(build, "renewals"), use_table(build, "sign_record"), minimum_of(build))


def renewal(build: PublishedBuild, account: str) -> Use:
    """One customer, by account id or name: what was sold, what shows, for whom to act. Raises `NotFound`."""
    known = build.count("renewals")
    found = build.select("renewals", {"account_id": account}) or (
        build.select("renewals", {"name": account}) if known else []
    )
    if not found:
        raise NotFound(
            "No present customer has that id or name in this build.",
            value=account,
            allowed="an account's id, or its whole name",
            todo="`personae use success` lists customers.",
        )
    row = found[0]
    where = {"account_id": row["account_id"]}
    names = {p.persona_id: p.name for p in build.personas_in_brief()}
    promises, moved = (
        pd.DataFrame(build.select(name, where), columns=list(USE_TABLES[name])) for name in ("promises", "metric_moves")
    )
    crowd = pd.DataFrame(build.select("department_units", where), columns=list(DEPARTMENT_UNITS.names))
    return account_use(row, promises, moved, crowd, names, minimum_of(build))
