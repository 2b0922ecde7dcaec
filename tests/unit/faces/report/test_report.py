"""What the report says of a build, and what it must never show."""

from dataclasses import replace
from pathlib import Path

import pytest

from personae.adapters.builds import FolderBuilds
from personae.app.ports import Contents
from personae.domain.evidence import Interval
from personae.faces.report import render_html, render_markdown
from personae.faces.report.compose import compose
from personae.faces.report.contexts import ReportView
from personae.faces.report.figures import figure, percent
from tests.fakes.sample_build import contents


def view_of(given: Contents, root: Path) -> ReportView:
    store = FolderBuilds(root)
    with store.writing() as scratch:
        store.publish(given, scratch)
    build = store.load()
    assert build is not None
    return compose(build)


@pytest.fixture
def view(tmp_path: Path) -> ReportView:
    return view_of(contents("20260101T000000Z-aa"), tmp_path)


def test_html_is_one_file_that_asks_the_network_for_nothing(view: ReportView) -> None:
    html = render_html(view)
    assert "default-src 'none'" in html
    assert "<script" not in html and "http://" not in html and "https://" not in html


def test_every_part_is_there(view: ReportView) -> None:
    html = render_html(view)
    for part in ("Editors", "Edits daily.", "Fears lock-in.", "Who said so?", "Not looked for.", "export them", "rejected"):
        assert part in html


def test_text_from_the_data_cannot_become_markup(tmp_path: Path) -> None:
    given = contents("20260101T000000Z-aa")
    persona = replace(given.personas[0], name="<script>alert(1)</script>")
    html = render_html(view_of(replace(given, personas=(persona,)), tmp_path))
    assert "<script>" not in html


def test_figures_of_too_few_people_are_withheld() -> None:
    estimate = Interval(0.5, 0.4, 0.6)
    assert figure(estimate, "share", 5, 5) == "50% (40% to 60%)"
    assert figure(estimate, "share", 4, 5) == "too few (under 5 people)"
    assert percent(estimate, 4, 5) == "too few (under 5 people)"


def test_markdown_is_the_same_every_time(view: ReportView) -> None:
    assert render_markdown(view) == render_markdown(view)
    assert set(render_markdown(view)) == {"README.md", "user/editors-p_x.md"}
