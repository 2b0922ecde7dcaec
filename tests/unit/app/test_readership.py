"""Are personas used and believed: looks counted without names, answers told only where there are enough."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from personae.adapters.decisions import open_decisions
from personae.app.decided_build import DecidedBuild
from personae.app.look_book import MOST, SECONDS, LookBook
from personae.app.ports import PublishedBuild
from personae.app.readership import COLUMNS, RatePersona, count_looks, personas_on, rate_persona, readership
from personae.domain.decision import NOTHING
from personae.domain.errors import NotFound, SettingsError
from personae.domain.readership import Look
from tests.fakes.decision_store import MemoryDecisions
from tests.fakes.page_build import publish

TODAY = date(2026, 5, 17)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> PublishedBuild:
    raw = publish(tmp_path_factory.mktemp("readers")).load()
    assert raw is not None
    return DecidedBuild(raw, NOTHING)


def row(build: PublishedBuild, memory: MemoryDecisions, persona: str) -> dict[str, object]:
    return dict(readership(build, memory).set_index("persona_id").loc[persona])


def test_a_look_is_a_count_of_a_month_and_nothing_else(build: PublishedBuild) -> None:
    memory = MemoryDecisions()
    count_looks(["u_e", "u_e", "b_d"], "persona", TODAY, memory)
    count_looks(["u_e"], "brief", TODAY, memory, " Sales ")
    count_looks([], "brief", TODAY, memory)
    assert memory.looks() == {
        Look(month=date(2026, 5, 1), persona_id="u_e", place="persona"): 1,
        Look(month=date(2026, 5, 1), persona_id="b_d", place="persona"): 1,
        Look(month=date(2026, 5, 1), persona_id="u_e", place="brief", job="sales"): 1,
    }
    found = row(build, memory, "u_e")
    assert (found["looks"], found["looks_persona"], found["looks_brief"]) == (2, 1, 1)
    assert found["jobs"] == "not said 1; sales 1" and found["last_month"] == "2026-05"
    assert str(row(build, memory, "u_p")["verdict"]).startswith("not looked at yet")
    assert readership(build, memory)["persona_id"].iloc[0] == "u_e"
    assert tuple(readership(build, memory).columns) == COLUMNS


def test_a_count_that_cannot_be_kept_disturbs_nobody(tmp_path: Path) -> None:
    count_looks(["u_e"], "persona", TODAY, open_decisions(Path("/proc")))
    (tmp_path / "decisions.sqlite").write_bytes(b"no database" * 100)
    count_looks(["u_e"], "persona", TODAY, open_decisions(tmp_path))


def test_few_answers_are_not_told(build: PublishedBuild) -> None:
    memory = MemoryDecisions()
    for believed, useful in ((5, 4), (1, 4)):
        rate_persona(RatePersona(persona="u_e", believed=believed, useful=useful), TODAY, build, memory)
    found = row(build, memory, "u_e")
    assert found["answers"] == 2 and pd.isna(found["believed"]) and pd.isna(found["useful"])
    assert "too few answers" in str(found["verdict"])
    rate_persona(RatePersona(persona="reporters", believed=1, useful=1, job="product"), TODAY, build, memory)
    found = row(build, memory, "u_e")
    assert (found["believed"], found["useful"]) == (2.33, 3.0) and "not believed" in str(found["verdict"])


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        (RatePersona(persona="u_e", believed=0, useful=3), SettingsError),
        (RatePersona(persona="u_e", believed=3, useful=6), SettingsError),
        (RatePersona(persona="u_e", believed=3, useful=3, job="boss"), SettingsError),
        (RatePersona(persona="nobody", believed=3, useful=3), NotFound),
    ],
)
def test_wrong_answers_are_refused(build: PublishedBuild, request_: RatePersona, kind: type[Exception]) -> None:
    memory = MemoryDecisions()
    with pytest.raises(kind):
        rate_persona(request_, TODAY, build, memory)
    assert memory.opinions() == ()


def test_only_a_given_name_can_be_cited(build: PublishedBuild) -> None:
    """"The export" stands in a quote; a name that the program made up is nobody's word for the persona."""
    found = readership(build, MemoryDecisions()).set_index("persona_id")["cited"]
    assert found["card_e"] == 0 and pd.isna(found["u_e"])


def test_a_brief_is_about_the_personas_of_the_people_on_the_deal(build: PublishedBuild) -> None:
    assert set(personas_on(build, "o3")) == set(personas_on(build, "Deal 3")) == {"b_d", "u_e"}
    assert personas_on(build, "no such deal") == ()


def test_a_look_book_writes_together_and_loses_none() -> None:
    memory, now = MemoryDecisions(), [0.0]
    book = LookBook(memory, lambda: now[0])
    book.add("u_e", "persona", TODAY)
    assert memory.looks() == {}
    now[0] = SECONDS
    book.add("u_e", "persona", TODAY)
    (look,) = memory.looks()
    assert memory.looks()[look] == 2
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: book.add("u_e", "persona", TODAY), range(3 * MOST + 7)))
    book.write()
    book.write()
    assert memory.looks() == {look: 2 + 3 * MOST + 7}


def test_a_look_book_that_cannot_write_goes_on() -> None:
    book = LookBook(open_decisions(Path("/proc")))
    book.add("u_e", "persona", TODAY)
    book.write()
