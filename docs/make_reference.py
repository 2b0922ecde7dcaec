"""Writes docs/reference.md from the code: commands, settings, tables, words, checks.

    python docs/make_reference.py           # writes it
    python docs/make_reference.py --check   # exits 1 when it is out of date
"""

import ast
import inspect
import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import typer.main

from personae.app.describe_schema import describe_schema
from personae.domain import settings
from personae.faces.cli.program import app
from personae.stages.check import CHECKS

TARGET = Path(__file__).with_name("reference.md")


def reference() -> str:
    """The whole page."""
    parts = [*commands(), *setting_tables(), *tables(), *checks()]
    return "# Reference\n\nGenerated from the code by `python docs/make_reference.py`.\n" + "\n".join(parts) + "\n"


def commands() -> Iterator[str]:
    """Every command with its arguments and options."""
    yield "\n## Commands\n"
    yield "Every command that prints something takes `--json`. Exit codes: 0 fine, 1 to 6 an error of that kind,"
    yield "10 a finding as severe as `--fail-on`, 70 a defect of ours."
    for name, command in _all_commands(typer.main.get_command(app)):
        yield f"\n### personae {name}\n\n{inspect.cleandoc(command.help or '')}\n"
        for parameter in command.params:
            if parameter.name == "help":
                continue
            said = parameter.opts[0] if parameter.param_type_name == "option" else (parameter.name or "").upper()
            yield f"- `{said}` {getattr(parameter, 'help', None) or ''}".rstrip()


def _all_commands(group: Any) -> Iterator[tuple[str, Any]]:
    """Every command with its whole name, those of a group after the group itself."""
    for name, command in group.commands.items():
        yield name, command
        if hasattr(command, "commands"):
            yield from ((f"{name} {inner}", one) for inner, one in _all_commands(command))


def setting_tables() -> Iterator[str]:
    """Every key of personae.toml with its default."""
    yield "\n## personae.toml\n"
    yield "`[workspace]` takes name, mode and cards of the whole; `[roles]` maps the CRM's words to ours;"
    yield "`[titles.departments]` and `[titles.seniorities]` map a workspace's own words."
    for section, kind in (("[build]", settings.BuildSettings), ("[[source]]", settings.SourceSettings),
                          ("[decisions]", settings.DecisionSettings),
                          ("[[goal]]", settings.GoalSettings), ("[language]", settings.LanguageSettings),
                          ("the whole", settings.Settings)):
        yield f"\n### {section}\n\n{inspect.cleandoc(kind.__doc__ or '')}\n"
        yield "| key | kind | default |\n| --- | --- | --- |"
        kinds = _annotations(kind)
        for field in fields(kind):
            default = "required" if field.default is MISSING and field.default_factory is MISSING else _default(field)
            yield f"| `{field.name}` | {kinds[field.name]} | {default} |"


def _annotations(kind: type) -> dict[str, str]:
    tree = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(tree, ast.ClassDef)
    return {
        node.target.id: ast.unparse(node.annotation).replace("|", "\\|")
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def _default(field: object) -> str:
    factory = field.default_factory  # type: ignore[attr-defined]  # a dataclass field
    value = field.default if factory is MISSING else factory()  # type: ignore[attr-defined]
    return f"`{value!r}`" if not hasattr(value, "__dataclass_fields__") else "as above"


def tables() -> Iterator[str]:
    """Canonical tables and fixed words."""
    described = describe_schema()
    yield "\n## Tables that go in\n\nAny of them may be missing. Times are UTC; an empty cell is unknown, never no."
    for name, table in described["tables"].items():
        yield f"\n### {name}\n\n{table['about'].capitalize()}. Key: {', '.join(table['key']) or 'none'}.\n"
        yield "| column | kind | required | about |\n| --- | --- | --- | --- |"
        for column in table["columns"]:
            about = "; ".join(part for part in (column["about"], ", ".join(column["allowed"])) if part)
            yield f"| `{column['name']}` | {column['kind']} | {'yes' if column['required'] else ''} | {about} |"
    yield "\n## Words\n"
    for name, words in described["words"].items():
        yield f"- **{name}**: {', '.join(words)}"


def checks() -> Iterator[str]:
    """Every check."""
    yield "\n## Checks\n"
    for check in CHECKS:
        yield f"- `{check.name}`: {check.about}"


if __name__ == "__main__":
    fresh = reference()
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.exists() and TARGET.read_text(encoding="utf-8") == fresh else 1)
    TARGET.write_text(fresh, encoding="utf-8")
