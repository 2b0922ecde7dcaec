"""Slides hold all that the sheet says, and no more rows than one can read."""

import io

import pytest

from personae.uses.sheet import Cell, Grid, Items, Section, Sheet

pptx = pytest.importorskip("pptx", reason="needs python-pptx: pip install 'personae[export]'")
slides = pytest.importorskip("personae.adapters.papers.slides")


def texts(data: bytes) -> list[str]:
    """The text of each slide."""
    found = []
    for slide in pptx.Presentation(io.BytesIO(data)).slides:
        parts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        parts += [cell.text for shape in slide.shapes if shape.has_table for cell in shape.table.iter_cells()]
        found.append("\n".join(parts))
    return found


def test_everything_stands_on_some_slide() -> None:
    rows = tuple((Cell(f"row {i}", "3 of 9", "planned"), Cell(f"value {i}")) for i in range(20))
    sheet = Sheet("Brief", "Both must land.", (
        Section("Objections", (Grid(("what", "answer"), rows),)),
        Section("Next", (Items((Cell("Ask for the approver."),)), Items((), "Nobody is missing."))),
    ), (("amount", "1,200"),))
    found = texts(slides.sheet_slides(sheet, "As of 2026-01-01"))
    assert "Brief" in found[0] and "amount: 1,200" in found[0]
    whole = "\n".join(found)
    assert all(f"row {i} [planned] (3 of 9)" in whole and f"value {i}" in whole for i in range(20))
    assert "Ask for the approver." in whole and "Nobody is missing." in whole
    assert all("As of 2026-01-01" in text for text in found)
    assert max(text.count("[planned]") for text in found) <= slides.ROWS
    assert sum("Objections (continued)" in text for text in found) == 2
