"""What the report says of a build, and what it must never show."""

from dataclasses import replace
from pathlib import Path

import pytest

from personae.adapters.builds import FolderBuilds
from personae.app.ports import Contents, PublishedBuild
from personae.domain.evidence import Interval
from personae.faces.pages import compose, render_alone, render_markdown
from personae.faces.pages.figures import figure, percent
from tests.fakes.sample_build import contents


def view_of(given: Contents, root: Path) -> PublishedBuild:
    store = FolderBuilds(root)
    with store.writing() as scratch:
        store.publish(given, scratch)
    build = store.load()
    assert build is not None
    return build


@pytest.fixture
def view(tmp_path: Path) -> PublishedBuild:
    return view_of(contents("20260101T000000Z-aa"), tmp_path)


def test_html_is_one_file_that_asks_the_network_for_nothing(view: PublishedBuild) -> None:
    html = render_alone(view)
    assert "default-src 'none'" in html
    assert "<script" not in html and "http://" not in html and "https://" not in html


def test_every_part_is_there(view: PublishedBuild) -> None:
    html = render_alone(view)
    parts = ("Editors", "Edits daily.", "Fears lock-in.", "Who said so?", "Not looked for.", "export them", "rejected")
    assert [part for part in parts if part not in html] == []


def test_text_from_the_data_cannot_become_markup(tmp_path: Path) -> None:
    given = contents("20260101T000000Z-aa")
    persona = replace(given.personas[0], name="<script>alert(1)</script>")
    html = render_alone(view_of(replace(given, personas=(persona,)), tmp_path))
    assert "<script>" not in html


def test_figures_of_too_few_people_are_withheld() -> None:
    estimate = Interval(0.5, 0.4, 0.6)
    assert figure(estimate, "share", 5, 5) == "50% (40% to 60%)"
    assert figure(estimate, "share", 4, 5) == "too few (under 5 people)"
    assert percent(estimate, 4, 5) == "too few (under 5 people)"


def test_markdown_is_the_same_every_time(view: PublishedBuild) -> None:
    assert render_markdown(compose(view)) == render_markdown(compose(view))
    assert set(render_markdown(compose(view))) == {"README.md", "user/editors-p_x.md"}
