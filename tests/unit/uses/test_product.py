"""Features, requirements, conflicts."""

import pandas as pd
import pytest

from personae.app.use_tables import request_rows, use_tables
from personae.domain.settings import Settings
from personae.stages.check.demand import demands
from personae.uses.product import conflicts, feature_use, product_use
from personae.uses.product.backlog import wishes
from personae.uses.sheet import Use, markdown
from personae.uses.talk import talk
from tests.fakes.small_company import SmallCompany, small_company

NAMES = {"user_builder": "Builders", "buyer_champion": "Champions"}


@pytest.fixture(scope="module")
def company() -> SmallCompany:
    return small_company()


def use_of(company: SmallCompany, minimum: int = 5) -> Use:
    tables = use_tables(company.frames, company.memberships, company.personas, (), Settings())
    return product_use(
        company.frames["features"],
        tables["feature_use"],
        wishes(tables["requests"], NAMES),
        conflicts(tables["talk"]),
        tables["talk"],
        company.personas,
        (company.links, company.paths),
        minimum,
    )


def test_who_uses_what(company: SmallCompany) -> None:
    use = feature_use(company.frames["features"], company.frames["person_events"], company.memberships)
    share = use.set_index(["feature_id", "persona_id"])["share"]
    assert share["edit", "user_builder"] == 1
    assert share["edit", "user_manager"] == 0
    assert set(use["feature_id"]) == {"edit", "board"}, "no event tells of the others: unknown, not 0"


def test_the_backlog_says_who_asked_what_was_lost_and_what_is_planned(company: SmallCompany) -> None:
    rows = request_rows(demands(company.frames, ()), company.frames, company.memberships)
    wish = next(w for w in wishes(rows, NAMES) if w.requirement == "audit log export")
    assert wish.state == "planned"
    assert wish.personas == ("Champions",)
    assert (wish.n_people, wish.n_lost_over, wish.lost_amount) == (1, 20, 100.0 * sum(range(2, 41, 2)))
    assert (wish.won, wish.lost, wish.open) == (1, 1, 1), "the deals of the one who asks"


def test_nothing_is_uncovered_where_no_features_are_listed(company: SmallCompany) -> None:
    frames = company.frames | {"features": company.frames["features"].iloc[:0]}
    rows = request_rows(demands(frames, ()), frames, company.memberships)
    assert {w.state for w in wishes(rows, NAMES, listed=False)} == {"unknown"}


def test_control_of_buyers_against_overhead_of_users(company: SmallCompany) -> None:
    found = conflicts(talk(company.personas))
    assert list(found["conflict"]) == ["control against little overhead"]
    assert (found["need_persona"][0], found["pain_persona"][0]) == ("buyer_champion", "user_builder")


def test_few_words_are_no_conflict(company: SmallCompany) -> None:
    said = talk(company.personas).assign(n_people=1)
    assert conflicts(said).empty


def test_who_asks_for_it_too_is_no_one_it_hurts(company: SmallCompany) -> None:
    said = talk(company.personas)
    pain = said[said["persona_id"] == "user_builder"].iloc[:1]
    also = pain.assign(facet="requirement", text="We need an audit log.", n_people=8)
    assert conflicts(pd.concat([said, also], ignore_index=True)).empty


def test_the_sheet_keeps_both_sides_visible(company: SmallCompany) -> None:
    text = markdown(use_of(company).sheet)
    assert "| Editor (core) | 100%" in text
    assert "Audit log export [planned]" in text
    assert "Engineering: cycle time days → Renewals" in text
    assert "nobody seen [no use]" in text


def test_shares_of_few_people_are_withheld(company: SmallCompany) -> None:
    given = use_of(company, minimum=1000)
    assert "100%" not in markdown(given.sheet)
    assert given.tables["feature_use"]["share"].isna().all()
