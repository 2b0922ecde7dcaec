"""The rules of the house that a syntax tree can show."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "personae"
FILES = sorted(SRC.rglob("*.py"))
NAMES_THAT_SAY_NOTHING = {"utils.py", "misc.py", "helpers.py", "common.py"}
LONGEST_FILE, AIMED_MEDIAN, LONGEST_FUNCTION = 500, 150, 60


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Name and lines of each function, its docstring not counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            yield node.name, (node.end_lineno or 0) - body[0].lineno + 1


def test_there_are_files() -> None:
    assert len(FILES) > 30


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert path.name not in NAMES_THAT_SAY_NOTHING, "a name that says nothing"
    assert text.count("\n") <= LONGEST_FILE
    assert [f for f in functions(tree) if f[1] > LONGEST_FUNCTION] == []
    assert ast.get_docstring(tree), "every file says what it is for"
    bare = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler) and n.type is None]
    assert bare == [], "an except without a type hides what happened"


def test_half_of_the_files_are_short() -> None:
    assert statistics.median(p.read_text(encoding="utf-8").count("\n") for p in FILES) <= AIMED_MEDIAN


def test_no_empty_rooms() -> None:
    rooms = {p.parent for p in FILES}
    empty = [str(r.relative_to(SRC)) for r in rooms if not any(f.stat().st_size > 200 for f in r.glob("*.py"))
             and not any(d.is_dir() and d in rooms for d in r.iterdir())]
    assert empty == []


def test_public_functions_and_classes_say_what_they_do() -> None:
    silent = [
        f"{path.relative_to(SRC)}: {node.name}"
        for path in FILES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []
