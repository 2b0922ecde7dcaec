"""What single pages work out."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from personae.adapters.builds import FolderBuilds
from personae.domain.errors import SettingsError
from personae.domain.evidence import Interval
from personae.domain.link import ChainPath, Link
from personae.faces.pages import (
    accounts,
    assumptions,
    audit,
    builds,
    compare,
    document,
    evidence,
    findings,
    opportunity,
    persona,
    write_frozen,
)
from personae.faces.pages.chain import chain_view
from personae.faces.pages.department_numbers import metric_views
from personae.faces.pages.page import Asked
from personae.faces.pages.paging import paging
from personae.faces.web.server import ServedLinks
from tests.fakes.page_build import FIRST, SAID, publish


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FolderBuilds:
    return publish(tmp_path_factory.mktemp("workspace"))


def ask(store: FolderBuilds, params: Mapping[str, str] | None = None, **query: str) -> Asked:
    build = store.load()
    assert build is not None
    return Asked(build, ServedLinks(), params or {}, query, store.ids(), store.load)


def test_a_deal_says_who_is_missing_and_what_must_land_for_whom(store: FolderBuilds) -> None:
    page = opportunity.context(ask(store, {"opportunity_id": "o12"}))
    assert page is not None
    assert [one.name for one in page.missing] == ["decision maker"]
    assert [(one.name, one.statements[0].text) for one in page.landing if one.layer == "buyer"] == [
        ("Deciders", "Compliance: named on 4 deals.")
    ]
    inferred = opportunity.context(ask(store, {"opportunity_id": "o0"}))
    assert inferred is not None and inferred.missing == ()
    assert ("decision maker", "inferred, 80% likely", "a director in Finance") in [
        (r.role, r.how, r.why) for s in inferred.seats for r in s.roles
    ]


def test_search_filters_by_what_it_is_about_and_who_says_it(store: FolderBuilds) -> None:
    assert [row.text for row in evidence.context(ask(store, q="export break")).quotes] == [SAID]
    assert [row.text for row in evidence.context(ask(store, facet="goal")).quotes] == ["Ask [name]"]
    assert evidence.context(ask(store, q="exports", persona="b_d")).quotes == ()
    assert evidence.context(ask(store, q="count")).quotes[0].facet == "", "sentences about nothing are found by words"
    assert {"account_id": "a0"} in [thing.params for thing in evidence.context(ask(store, q="beac")).things]


@pytest.mark.parametrize("words", ['"', "' OR 1=1 --", "a*(", "NEAR(x", "*", "   ", "ünïcode", "x" * 5000])
def test_whatever_is_typed_is_only_words(store: FolderBuilds, words: str) -> None:
    evidence.context(ask(store, q=words))
    accounts.context(ask(store, q=words))


def test_accounts_are_found_by_name_and_kept_by_archetype(store: FolderBuilds) -> None:
    assert [row.name for row in accounts.context(ask(store, q="beacon")).rows] == ["Beacon Foods"]
    page = accounts.context(ask(store))
    assert page.paging.total == 9
    kind = page.archetypes[0][0]
    assert accounts.context(ask(store, archetype=kind)).total < 9


@pytest.mark.parametrize(("page", "first"), [("1", 1), ("3", 101), ("99", 201), ("-1", 1), ("x", 1), ("1e9", 1)])
def test_any_page_number_gives_a_page(store: FolderBuilds, page: str, first: int) -> None:
    assert paging(ask(store, page=page), 210).first == first


def test_a_persona_says_how_it_changed_and_withholds_small_counts(store: FolderBuilds) -> None:
    page = persona.context(ask(store, {"persona_id": "u_e"}))
    assert page is not None
    assert page.changed == "20 people on 2026-02-01, 30 now (+50%)."
    assert [step.people for step in page.persona.prevalence] == ["40", "under 5"]
    assert page.persona.flows[0].steps[1][1] == ("export",) and page.persona.flows[0].arrows[0][3] == "40%"


def test_the_audit_puts_what_was_refuted_first(store: FolderBuilds) -> None:
    page = audit.context(ask(store))
    assert [said.text for said in page.cards[0].statements] == ["Never exports.", "Wants fewer meetings."]


def test_the_ledger_asks_what_would_teach_most_first(store: FolderBuilds) -> None:
    page = assumptions.context(ask(store))
    assert page.rows[0].text == "Wants fewer meetings." and page.rows[0].worth > page.rows[1].worth
    assert "What did you want last week?" in page.guides[0].questions


def test_builds_show_reasons_and_never_values(store: FolderBuilds) -> None:
    page = builds.context(ask(store))
    assert page.rejected[0][2] == "two people have [mail]" and page.others == (FIRST,)
    assert page.balance.startswith("61 rows came in: 60 used, 1 rejected")


def test_compare_tells_what_grew(store: FolderBuilds) -> None:
    page = compare.context(ask(store, {"older": FIRST}))
    assert page is not None
    assert ("user", "Reporters who export", "resized", "20", "30") in page.personas
    assert compare.context(ask(store, {"older": "no such build"})) is None


def test_findings_of_one_job(store: FolderBuilds) -> None:
    assert [f.title for f in findings.context(ask(store, job="sales")).findings] == ["One person decides"]


def test_a_document_is_there_by_a_name_that_says_nothing(store: FolderBuilds) -> None:
    assert document.context(ask(store, {"document_key": "interview/esther.md"})) is None


def test_metrics_are_better_or_worse_by_their_own_direction() -> None:
    rows = [
        {"department": "Finance", "metric": m, "period": f"2025-{i + 1:02}-01", "value": v, "better": b}
        for m, b in (("days", "down"), ("hits", "up"), ("odd", None))
        for i, v in enumerate([9.0, 9, 8, 5, 4, 4])
    ]
    assert {view.name: view.trend for view in metric_views(rows)["Finance"]} == {
        "days": "better", "hits": "worse", "odd": "",
    }  # fmt: skip


def test_nothing_is_drawn_outside_the_chain_picture() -> None:
    half = Interval(0.5, 0.4, 0.6)
    links = [Link(f"u{i}", "user", f"d{i % 7}", "department", "moves", "measured", effect=half) for i in range(30)]
    links += [
        Link(f"b{i}", "buyer", "Renewals", "organisation", "answers_for", "measured", effect=half) for i in range(9)
    ]
    view = chain_view(links, (ChainPath((links[0].link_id,), half, links[0].link_id, "x", "x"),), ())
    assert all(
        n.x >= 0 and n.x + n.width <= view.width and n.y > 0 and n.y + n.height <= view.height for n in view.nodes
    )
    assert sum(edge.weakest for edge in view.edges) == 1
    assert {edge.width for edge in view.edges if edge.tone == "buyer"} < {3.0, 2.75}, "shares stay thin"


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SettingsError, match="other than a report"):
        write_frozen(tmp_path, [("index.html", "x")])
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_frozen_report_leaves_nothing_of_the_last(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    write_frozen(folder, [("assets/enhance.js", ""), ("old.html", "x")])
    assert write_frozen(folder, [("assets/enhance.js", ""), ("new.html", "x")]) == 2
    assert sorted(path.name for path in folder.rglob("*.html")) == ["new.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
