"""Deals and functions: committees, contacts, department units. `opportunities` and `activities` are as of the date."""

from datetime import datetime

from personae.domain.observed import COMMITTEES, CONTACTS, DEPARTMENT_UNITS
from personae.domain.query import Query
from personae.stages.observe import schemas
from personae.stages.observe.text import query, utc_text


def crm_queries(as_of: datetime) -> tuple[tuple[str, Query], ...]:
    """(table to make, query), in order. Open deals are measured to `as_of`."""
    deals = ["deal_people", "touches", "opportunities", "persons"]
    until: dict[str, int | str] = {"as_of": utc_text(as_of)}
    return (
        ("deal_people", query("deal_people", ["roles", "activities", "aliases"], schemas.DEAL_PEOPLE)),
        ("touches", query("touches", ["activities", "aliases"], schemas.TOUCHES)),
        ("committees", query("committees", deals, COMMITTEES, until)),
        ("contacts", query("contacts", [*deals, "committees"], CONTACTS)),
        ("department_units", query("department_units", ["persons", "person_activity", "metrics"], DEPARTMENT_UNITS)),
    )
