"""What won deals had, and who is missing on a deal."""

import pandas as pd
import pytest

from personae.uses.sales import deal_committees, presence
from personae.uses.sales.committee import next_contact
from personae.uses.sales.completeness import missing
from personae.uses.sales.presence import held
from tests.fakes.small_company import SmallCompany, small_company

PEOPLE = ["person_id", "title", "department", "seniority", "buyer", "role", "origin", "p"]


@pytest.fixture(scope="module")
def company() -> SmallCompany:
    return small_company()


def seats_of(company: SmallCompany) -> pd.DataFrame:
    return presence(company.frames["roles"], company.frames["opportunities"], company.memberships)


def test_the_role_that_decides_is_found(company: SmallCompany) -> None:
    seats = seats_of(company).set_index(["kind", "name"])
    decider = seats.loc[("role", "decision_maker")]
    assert (decider["n_won_with"], decider["n_won"]) == (40, 40)
    assert decider["low"] > 0.5
    assert decider["recorded"] == 0
    assert pd.isna(seats.loc[("role", "champion")]["difference"]), "a role on every deal tells nothing"


def test_open_deals_lack_the_decider(company: SmallCompany) -> None:
    frames = company.frames
    deals = deal_committees(frames["opportunities"], frames["roles"], frames["accounts"], seats_of(company))
    assert len(deals) == 40
    assert set(deals["missing"]) == {"decision_maker"}
    assert deals["amount"].is_monotonic_decreasing


def test_an_empty_role_is_unknown_never_an_absence(company: SmallCompany) -> None:
    blank = company.frames["roles"].assign(role="unknown")
    assert presence(blank, company.frames["opportunities"], company.memberships).empty
    assert missing([], seats_of(company).iloc[:0]) == []


def test_an_unlikely_role_is_nobody_s_and_few_won_deals_say_nothing(company: SmallCompany) -> None:
    frames = company.frames
    guessed = frames["roles"].assign(p=frames["roles"]["p"].where(frames["roles"]["origin"] != "inferred", 0.4))
    assert set(held(guessed)["role"]) == {"champion"}
    assert "decision_maker" not in set(presence(guessed, frames["opportunities"], company.memberships)["name"])
    few = frames["opportunities"][frames["opportunities"]["opportunity_id"].str.startswith(("a00", "a01"))]
    assert presence(frames["roles"], few, company.memberships).empty


def test_intervals_are_wider_the_more_is_looked_at(company: SmallCompany) -> None:
    roles, deals = company.frames["roles"], company.frames["opportunities"].copy()
    closed = deals.index[deals["is_closed"].eq(True)][::7]
    deals.loc[closed, "is_won"] = ~deals.loc[closed, "is_won"].astype(bool)
    odd = roles[roles["opportunity_id"].str.endswith("0")].assign(role="evaluator", origin="recorded")
    one = presence(roles, deals, company.memberships).set_index("name").loc["decision_maker"]
    more = presence(pd.concat([roles, odd]), deals, company.memberships).set_index("name").loc["decision_maker"]
    assert more["n_deals"] == one["n_deals"]
    assert (more["high"] - more["low"]) > (one["high"] - one["low"])


def test_the_next_contact_had_the_role_before_or_fits_it() -> None:
    people = pd.DataFrame(
        [
            ("p1", "Clerk", "Finance", "junior", None, None, None, None),
            ("p2", "CFO", "Finance", "c_level", "buyer_x", None, None, None),
            ("p3", "Owner", "Sales", "owner", None, "decision_maker", "inferred", 0.6),
            ("p4", "Head", "Sales", "director", None, "decision_maker", "recorded", 1.0),
        ],
        columns=PEOPLE,
    )
    assert "p2, Payers" in next_contact("budget_holder", people, {"buyer_x": "Payers"})
    assert "p4" in next_contact("decision_maker", people, {}), "recorded before inferred, whatever the rank"
    assert "ask your champion" in next_contact("procurement", people, {})
