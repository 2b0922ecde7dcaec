"""A proposal as the text of a commented `personae.toml`."""

import json
import re
from collections.abc import Sequence

from personae.domain.settings import SourceSettings
from personae.stages.read.match import Guess
from personae.stages.read.propose import FileProposal

_HEAD = """\
# Proposed by `personae init` from what the files look like. Read it, correct it, then run `personae build`.
# Each [[source]] says which file becomes which table and which column is which; the comments say what was seen.
# Tables and their columns: personae schema

[workspace]
name = {name}
"""


def render_toml(name: str, proposals: Sequence[FileProposal], guesses: Sequence[Guess]) -> str:
    """The file's text: `guesses` as sources in their order, then what is not known of the other files."""
    parts = [_HEAD.format(name=text(name)), *(_source(guess) for guess in guesses)]
    unknown = [proposal for proposal in proposals if not proposal.guesses]
    if unknown:
        parts.append("# Not known: no table fits these files. Map them by hand if they matter, or leave them.")
        parts.extend(f"#   {proposal.look.shown}: {_one_line(proposal.doubt)}" for proposal in unknown)
        parts.append("")
    if not guesses:
        parts.append("# No file was recognised. With persona cards in personas/ a build runs on those alone.\n")
    return "\n".join(parts)


def text(value: str) -> str:
    """A TOML string: JSON's escapes are TOML's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else text(name)


def _one_line(comment: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", comment)


def _source(guess: Guess) -> str:
    source = guess.source
    lines = [f"# {_one_line(guess.reason)}.", "[[source]]"]
    if source.name is not None:
        lines.append(f"name = {text(source.name)}")
    lines.append(f"files = {text(source.files)}")
    if source.preset is not None:
        return "\n".join([*lines, f"preset = {text(source.preset)}", ""])
    lines += [f"table = {text(source.table or '')}", *_settings(source)]
    if source.columns:
        lines.append("[source.columns]")
        lines += [f"{_key(name)} = {text(column)}  # {_one_line(guess.why.get(name, ''))}".rstrip(" #")
                  for name, column in source.columns.items()]
    for section, given in (("constants", source.constants), ("split", source.split)):
        if given:
            lines.append(f"[source.{section}]")
            lines += [f"{_key(name)} = {text(value)}  # {_one_line(guess.why.get(name, ''))}".rstrip(" #")
                      for name, value in given.items()]
    if guess.left:
        shown = ", ".join(guess.left[:20]) + (f" and {len(guess.left) - 20} more" if len(guess.left) > 20 else "")
        lines.append(f"# Not used: {_one_line(shown)}")
    return "\n".join([*lines, ""])


def _settings(source: SourceSettings) -> list[str]:
    lines = [f"format = {text(source.format)}"] if source.format else []
    return lines + ([f"header_rows = {source.header_rows}"] if source.header_rows > 1 else [])
