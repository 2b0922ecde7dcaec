"""What discovery knows, on pages: typical members, sureness, the curve, drift; never of too few people."""


import pytest

from personae.adapters.builds import FolderBuilds
from personae.faces.pages import layer, persona
from personae.faces.pages.discovery import sure_view, surely
from personae.faces.pages.page import Asked
from personae.faces.pages.render import render
from personae.faces.pages.site import PAGES
from personae.faces.web.server import ServedLinks
from tests.fakes.page_build import FIRST, publish


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FolderBuilds:
    return publish(tmp_path_factory.mktemp("workspace"))


def ask(store: FolderBuilds, build_id: str | None = None, **params: str) -> Asked:
    build = store.load(build_id)
    assert build is not None
    return Asked(build, ServedLinks(), params, {}, store.ids(), store.load)


def test_a_typical_user_is_what_the_most_central_do_and_nobody_in_particular(store: FolderBuilds) -> None:
    page = persona.context(ask(store, persona_id="u_e"))
    assert page is not None and page.typical is not None
    assert (page.typical.n_people, page.typical.of_actions) == (5, True)
    assert [(row.what, row.typical, row.others, row.bar) for row in page.typical.rows] == [
        ("report exported", "40%", "10%", 100.0), ("login", "10%", "10%", 25.0)]


def test_a_typical_buyer_is_what_most_of_them_are(store: FolderBuilds) -> None:
    page = persona.context(ask(store, persona_id="b_d"))
    assert page is not None and page.typical is not None
    assert [(row.what, row.typical) for row in page.typical.rows] == [("role: decision maker", "100%")]


def test_drift_is_told_against_chance_with_where_they_went(store: FolderBuilds) -> None:
    page = persona.context(ask(store, persona_id="u_e"))
    assert page is not None and page.drift is not None
    assert len(page.drift.months) == 3
    assert page.drift.said == (
        "In a month 12% (7.0% to 17%) of its people do what another persona does. Chance alone would show 4%: "
        "what is above it is drift.")
    assert page.drift.moves == (("u_p", "Planners", "6", "7 times; 2 by chance"),), "two people are too few to show"
    few = persona.context(ask(store, persona_id="u_p"))
    assert few is not None and few.drift is None


def test_sureness_of_too_few_is_not_shown(store: FolderBuilds) -> None:
    build = store.load()
    assert build is not None
    view = sure_view(build, "u_e", 5)
    assert view is not None and "88% belong with a probability of 0.9 or more" in view.said
    assert surely({"n_units": 4, "sure": 4, "likely": 0, "doubtful": 0}, 5) is None


def test_the_layer_says_how_many_why_and_what_became_of_them(store: FolderBuilds) -> None:
    page = layer.context(ask(store, layer="user"))
    assert page is not None and page.curve is not None
    assert [(p.k, p.gain, p.stability, p.chosen) for p in page.curve.points] == [
        (1, "+0.000 ± 0.000", "100%", False), (2, "+0.900 ± 0.100", "80%", True), (3, "+0.850 ± 0.150", "60%", False)]
    assert page.found == "two predict best"
    assert page.n_none == "Fewer than 5"
    assert page.fates == (("u_p", "Planners", "appeared", "Reporters who export"),)
    assert page.since == (
        "Of 50 that are in both builds, 8 changed persona (16.0%, 10.0 to 22.0) in 31 days, which is 15.7% a month.")
    assert page.moves == (("Reporters who export", "Planners", "6", "7", "2"),)
    first = layer.context(ask(store, FIRST, layer="user"))
    assert first is not None and (first.since, first.fates) == ("", ())
    other = layer.context(ask(store, layer="buyer"))
    assert other is not None and (other.curve, other.found) == (None, "Not looked for.")
    assert layer.context(ask(store, layer="nonsense")) is None


def test_pages_keep_their_budget(store: FolderBuilds) -> None:
    for page, params in ((layer.PAGE, {"layer": "user"}), (persona.PAGE, {"persona_id": "u_e"})):
        asked = ask(store, **params)
        before = asked.build.queries
        assert render(page, asked, PAGES)
        assert asked.build.queries - before <= page.budget
