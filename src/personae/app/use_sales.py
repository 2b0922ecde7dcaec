"""Use case: the list of deals, and a brief for one."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from personae.app.ports import PublishedBuild
from personae.app.use_shared import shared
from personae.app.use_tables import minimum_of, use_table
from personae.domain.errors import NotFound
from personae.domain.observed import PERSONS, ROLES
from personae.uses.sales import Deal, brief_use, deals_use
from personae.uses.sheet import Use


def deals(build: PublishedBuild) -> Use:
    """Open deals with what their committee lacks, and what won deals had."""
    known = shared(build)
    return deals_use(use_table(build, "deal_committees"), known.seats, dict(known.names), minimum_of(build))


def brief(build: PublishedBuild, opportunity: str) -> Use:
    """The brief of an opportunity, by id or name. Raises `NotFound`."""
    found = build.select("opportunities", {"opportunity_id": opportunity}) or (
        build.select("opportunities", {"name": opportunity}) if build.count("opportunities") else []
    )
    if not found:
        raise NotFound(
            "There is no such opportunity in this build.",
            value=opportunity,
            allowed="an opportunity's id, or its whole name",
            todo="`personae use sales` lists open deals.",
        )
    return brief_use(_gathered(build, found[0]))


def _gathered(build: PublishedBuild, row: Mapping[str, Any]) -> Deal:
    account, known = row["account_id"], shared(build)
    where = {"account_id": account}
    members = pd.DataFrame(
        build.select("memberships", where) if account else [], columns=["layer", "person_id", "persona_id", "p"]
    )
    persons = pd.DataFrame(build.select("persons", where) if account else [], columns=list(PERSONS.names))
    seated = pd.DataFrame(build.select("roles", {"opportunity_id": row["opportunity_id"]}), columns=list(ROLES.names))
    earlier = pd.DataFrame(build.select("roles", where) if account else [], columns=list(ROLES.names))
    people = _people(persons, members)
    elsewhere = earlier[~earlier["person_id"].isin(seated["person_id"])].drop_duplicates(["person_id", "role"])
    others = people[~people["person_id"].isin(seated["person_id"]) & people["seniority"].ne("unknown")]
    users = members[(members["layer"] == "user") & members["persona_id"].notna()]["persona_id"].value_counts()
    return Deal(
        opportunity=row,
        account=next(iter(build.select("accounts", where)), {}) if account else {},
        committee=seated[["person_id", "role", "origin", "p"]].merge(people, on="person_id", how="left"),
        others=others.merge(elsewhere[["person_id", "role", "origin", "p"]], on="person_id", how="left"),
        users={str(key): int(n) for key, n in users.items()},
        health=_health(build, account),
        seats=known.seats,
        wishes=known.wishes,
        talk=known.talk,
        stories=known.stories,
        names=known.names,
        minimum=minimum_of(build),
    )


def _health(build: PublishedBuild, account: str | None) -> Mapping[str, Any]:
    return next(iter(build.select("renewals", {"account_id": account})), {}) if account else {}


def _people(persons: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """People of an account with their personas: title, department, seniority, is_user, buyer, p_buyer, user."""
    buyer = members[members["layer"] == "buyer"].drop_duplicates("person_id").set_index("person_id")
    user = members[members["layer"] == "user"].drop_duplicates("person_id").set_index("person_id")
    people = persons[["person_id", "title", "department", "seniority", "is_user", "is_contact"]].drop_duplicates(
        "person_id"
    )
    return people.assign(
        buyer=people["person_id"].map(buyer["persona_id"]),
        p_buyer=people["person_id"].map(buyer["p"]),
        user=people["person_id"].map(user["persona_id"]),
    )
