"""The uses of a published build: read from its tables, shown on pages within their budgets, given as commands."""

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from personae.adapters.builds import FolderBuilds
from personae.app import use_marketing, use_persona, use_product, use_sales, use_success, use_training
from personae.app.ports import PublishedBuild
from personae.app.use_tables import USE_TABLES, use_tables
from personae.domain.errors import NotFound, WorkspaceError
from personae.domain.observed import OBSERVED
from personae.domain.settings import Settings
from personae.domain.tables import CANONICAL
from personae.faces.cli.using import check, use
from personae.faces.pages import uses_marketing, uses_product, uses_sales, uses_success, uses_training
from personae.faces.pages.page import Asked, Page, Params
from personae.faces.pages.render import render
from tests.fakes.sample_build import contents
from tests.fakes.small_company import QUITE_DEAD
from tests.fakes.uses_build import publish

PAGES: tuple[tuple[Page, Params], ...] = (
    (uses_product.PAGE, {}),
    (uses_marketing.PAGE, {}),
    (uses_sales.PAGE, {}),
    (uses_sales.BRIEF, {"opportunity_id": "a05o2"}),
    (uses_success.PAGE, {}),
    (uses_success.ONE, {"account_id": "a05"}),
    (uses_training.PAGE, {}),
    (uses_training.WORKSHOP, {}),
)


class Nowhere:
    """Links that lead nowhere, in a served site."""

    asks = True

    def to(self, name: str, query: Params | None = None, **params: str) -> str:
        """An address."""
        return "/".join((name, *params.values()))

    def asset(self, name: str) -> str:
        """An address."""
        return name

    def has(self, name: str, **params: str) -> bool:
        """Every page is there."""
        return bool(name) or bool(params)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    publish(root)
    return root


@pytest.fixture
def build(workspace: Path) -> PublishedBuild:
    found = FolderBuilds(workspace).load()
    assert found is not None
    return found


def test_every_table_has_its_columns_also_without_any_input() -> None:
    frames = {table.name: pd.DataFrame(columns=list(table.names)) for table in (*CANONICAL, *OBSERVED)}
    members = pd.DataFrame(columns=["layer", "unit_id", "person_id", "account_id", "department", "persona_id", "p"])
    made = use_tables(frames, members, (), (), Settings())
    assert {name: tuple(frame.columns) for name, frame in made.items()} == USE_TABLES


def test_a_brief_by_id_and_by_name_with_both_arguments_and_who_is_missing(build: PublishedBuild) -> None:
    brief = use_sales.brief(build, "a05o2")
    assert brief.sheet == use_sales.brief(build, "Deal a05 2").sheet
    titles = [section.title for section in brief.sheet.sections]
    assert titles[:2] == ["For the organisation", "For the users"]
    missing = next(s for s in brief.sheet.sections if s.title.startswith("Who is missing"))
    said = missing.parts[0].items[0].text  # type: ignore[union-attr]  # that part is a list
    assert said.startswith("Decision maker: on 100% of won deals")
    assert "a05b1" in said, "who had that role on an earlier deal"


def test_one_customer_before_its_renewal(build: PublishedBuild) -> None:
    given = use_success.renewal(build, QUITE_DEAD)
    assert "far fewer active" in given.sheet.lead.casefold()
    assert given.tables["promises"]["state"].isin(["shown", "not covered"]).all()


@pytest.mark.parametrize("ask", [use_sales.brief, use_success.renewal])
def test_what_is_not_there_is_said(build: PublishedBuild, ask: object) -> None:
    with pytest.raises(NotFound, match="nothing-like-it"):
        ask(build, "nothing-like-it")  # type: ignore[operator]


def test_a_build_from_before_the_uses_says_what_to_do(tmp_path: Path) -> None:
    store = FolderBuilds(tmp_path)
    with store.writing() as scratch:
        store.publish(contents("20260101T000000Z-aa"), scratch)
    old = store.load()
    assert old is not None
    for ask in (
        use_product.product,
        use_marketing.marketing,
        use_sales.deals,
        use_success.renewals,
        use_training.training,
    ):
        with pytest.raises(WorkspaceError, match="personae build"):
            ask(old)
    for page, params in PAGES:
        text = render(page, Asked(old, Nowhere(), params), ())
        assert text is None or "personae build" in text


@pytest.mark.parametrize(("page", "params"), PAGES, ids=[page.name for page, _ in PAGES])
def test_pages_keep_their_budget_and_need_no_script(build: PublishedBuild, page: Page, params: Params) -> None:
    before = build.queries
    text = render(page, Asked(build, Nowhere(), params), (page,))
    assert text is not None
    assert build.queries - before <= page.budget
    assert "style=" not in text and "onclick" not in text and "<style" not in text


@pytest.mark.parametrize(
    ("page", "params"), [(uses_sales.BRIEF, {"opportunity_id": "x"}), (uses_success.ONE, {"account_id": "x"})]
)
def test_pages_of_what_is_not_there(build: PublishedBuild, page: Page, params: Params) -> None:
    assert render(page, Asked(build, Nowhere(), params), ()) is None


APP = typer.Typer()
APP.add_typer(use, name="use")
APP.command()(check)


def run(workspace: Path, *words: str, typed: str = "") -> str:
    done = CliRunner().invoke(APP, [*words, "-w", str(workspace)], input=typed)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("job", ["product", "marketing", "sales", "success", "training"])
def test_every_job_as_text_json_and_csv(workspace: Path, job: str) -> None:
    assert run(workspace, "use", job).startswith("# ")
    assert set(json.loads(run(workspace, "use", job, "--json"))) == {"title", "lead", "facts", "tables", "markdown"}
    assert len(list(csv.reader(io.StringIO(run(workspace, "use", job, "--csv"))))) > 1


def test_a_brief_goes_to_a_file(workspace: Path, tmp_path: Path) -> None:
    run(workspace, "use", "sales", "a05o2", "--markdown", str(tmp_path / "brief.md"))
    assert (tmp_path / "brief.md").read_text(encoding="utf-8").startswith("# Brief: Deal a05 2")


def test_a_round_on_the_terminal_ends_with_the_score(workspace: Path) -> None:
    said = run(workspace, "use", "training", "-n", "2", "--play", typed="A\nB\n")
    assert said.count("Who is it?") == 2
    assert said.count(" of 1  ") == 2


def test_check_fails_with_annotations_for_github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "personas").mkdir()
    (tmp_path / "personas" / "dev.md").write_text(
        "---\nid: dev\nlayer: user\nname: Developer\n---\n\n## Goals\n- Ship small changes\n", encoding="utf-8"
    )
    (tmp_path / "features.csv").write_text("feature_id,name,kind\nwb,Whiteboard: new,core\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    done = CliRunner().invoke(APP, ["check"])
    assert done.exit_code == 1
    assert done.output.startswith(
        "::error file=features.csv,line=2,title=personae feature_serves_nobody::Whiteboard: new"
    )
    monkeypatch.delenv("GITHUB_ACTIONS")
    assert CliRunner().invoke(APP, ["check"]).output.startswith("features.csv:2: error: ")


def test_a_persona_on_a_page(build: PublishedBuild) -> None:
    given = use_persona.persona_page(build, "Builders")
    assert given.sheet == use_persona.persona_page(build, "user_builder").sheet
    said = [item.text for section in given.sheet.sections for item in section.parts[0].items]  # type: ignore[union-attr]
    assert "Goal: unknown" in said
    assert any("waste of time" in text for text in said)
    with pytest.raises(NotFound, match="nobody"):
        use_persona.persona_page(build, "nobody")


def test_pdf_is_one_page_for_a_brief_and_the_same_every_time(workspace: Path, tmp_path: Path) -> None:
    pytest.importorskip("reportlab", reason="the extra personae[export] is not installed")
    for name in ("a.pdf", "b.pdf"):
        run(workspace, "use", "sales", "a05o2", "--pdf", str(tmp_path / name))
    first = (tmp_path / "a.pdf").read_bytes()
    assert first.startswith(b"%PDF") and first.count(b"/Type /Page\n") == 1
    assert first == (tmp_path / "b.pdf").read_bytes()
