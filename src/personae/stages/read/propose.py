"""Which canonical table a file is, which column is which, and why: from names and from what the values look like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from personae.domain.settings import SourceSettings
from personae.domain.tables import BY_NAME, OUTCOMES, Column, Table
from personae.stages.read.look import ColumnLook, FileLook
from personae.stages.read.mapping import ROW_NAME, plain_name
from personae.stages.read.match import ENOUGH, Guess, find, hint, stem
from personae.stages.read.names import FIRST_NAMES, LAST_NAMES
from personae.stages.read.presets import PRESETS
from personae.stages.read.propose_survey import propose_survey
from personae.stages.read.transcripts import KINDS

_LEAST_SCORE = 2.0
_DISTINCT = 0.95
_SENTENCE, _PARAGRAPH = 40, 80
"""Characters: texts are longer than names and labels."""


@dataclass(frozen=True, slots=True)
class FileProposal:
    """What is proposed for a file: sources (none = not known, and `doubt` says what was seen)."""

    look: FileLook
    guesses: tuple[Guess, ...]
    doubt: str = ""


def propose_file(look: FileLook) -> FileProposal:
    """The best reading of one file, by itself."""
    if look.problem is not None:
        return FileProposal(look, (), look.problem)
    if not look.columns:
        return FileProposal(look, (), "the file is empty")
    for preset in PRESETS.values():
        export = preset.recognise(look.names)
        if export is not None:
            reason = f"its columns are those of {preset.title}'s export of {export.name}"
            return FileProposal(look, (Guess(SourceSettings(files=look.shown, preset=preset.name), 99, reason, {}),))
    guesses = [guess for table in BY_NAME.values() if (guess := _guess(look, table)) is not None]
    survey = propose_survey(look)
    if survey is not None:
        guesses.append(survey)
    best = max(guesses, key=lambda guess: guess.score, default=None)
    if best is None or best.score < _LEAST_SCORE:
        return FileProposal(look, (), _seen(look))
    chosen = [best, *(guess for guess in guesses if guess is not best and _says_more(guess, best))]
    if look.header_rows > 1:
        chosen = [replace(one, source=replace(one.source, header_rows=look.header_rows)) for one in chosen]
    return FileProposal(look, tuple(chosen))


def _says_more(guess: Guess, best: Guess) -> bool:
    """Texts beside what else a file holds (an export of conversations lists their people): both are read."""
    return guess.source.table == "documents" and guess.score >= 0 and best.source.table in ("people", "accounts")


def _seen(look: FileLook) -> str:
    """What can be said of a file that is not known."""
    ids = [c.name for c in look.columns if c.n_given > 1 and c.distinct == 1 and c.given == 1 and c.times < ENOUGH]
    times = [c.name for c in look.columns if c.times >= ENOUGH]
    numbers = [c.name for c in look.columns if c.numbers >= ENOUGH and c.name not in times]
    said = [f"{len(look.columns)} columns", f"{look.n_rows:,} rows looked at"]
    said += [f"one row per {ids[0]}"] if ids else ["no column that tells rows apart"]
    said += [f"times in {', '.join(times[:3])}"] if times else ["no column of times"]
    said += [f"{len(numbers)} columns of numbers"] if numbers else []
    return "; ".join(said)


def _guess(look: FileLook, table: Table) -> Guess | None:
    """The table's columns found in the file, if those that every row needs are among them."""
    taken: dict[str, ColumnLook] = {}
    why: dict[str, str] = {}
    scores: dict[str, float] = {}
    for column in _by_need(table):
        found = find(look, table, column, {c.name for c in taken.values()}, column.name == "is_won")
        if found is not None:
            taken[column.name], why[column.name], scores[column.name] = found
    mapped, constants = {name: c.name for name, c in taken.items()}, {}  # type: dict[str, str], dict[str, str]
    if not _fill(look, table, mapped, constants, why):
        return None
    hinted = hint(look, table)
    score = sum(scores.values()) / 2 + hinted + _fits(table, taken, hinted)
    reason = _reason(table, look, taken, hinted)
    used = {part for value in mapped.values() for part in value.split(" + ")}
    left = tuple(c.name for c in look.columns if c.name not in used and c.n_given)
    source = SourceSettings(files=look.shown, table=table.name, columns=mapped, constants=constants)
    return Guess(source, score, reason, why, left)


def _by_need(table: Table) -> list[Column]:
    return sorted(table.columns, key=lambda column: (not column.required, column.name == "is_won"))


def _fill(look: FileLook, table: Table, mapped: dict[str, str], constants: dict[str, str], why: dict[str, str]) -> bool:
    """What names alone do not give: a name from two columns, a row's number for a missing id. True when it is whole."""
    if table.name == "people":
        _person(look, mapped, why)
        if not {"email", "name", "title"} & set(mapped) and len(mapped) < 2 and not hint(look, table):
            return False
    if table.name == "opportunities" and "opportunity_id" not in mapped and {"stage", "is_won"} & set(mapped):
        mapped["opportunity_id"], why["opportunity_id"] = ROW_NAME, "no column of ids: the row's number stands for it"
    if table.name == "opportunities" and "is_won" in mapped and "is_closed" not in mapped:
        values = {value.lower() for value in look.column(mapped["is_won"]).values}
        if values <= {"won", "lost"}:
            constants["is_closed"], why["is_closed"] = "true", "every deal in the file is won or lost"
    if table.name == "documents" and "text" in mapped:
        _texts(look, mapped, constants, why)
    if table.name == "answers" and "survey" not in mapped and {"question", "answer"} <= set(mapped):
        constants["survey"], why["survey"] = stem(look), "the file's name"
    return all(c.name in mapped or c.name in constants for c in table.columns if c.required)


def _texts(look: FileLook, mapped: dict[str, str], constants: dict[str, str], why: dict[str, str]) -> None:
    own = look.column(mapped["document_id"]) if "document_id" in mapped else None
    if own is None or own.distinct < _DISTINCT:
        mapped["document_id"], why["document_id"] = ROW_NAME, "no column tells rows apart: the row's number does"
    kind = kind_of(look.shown)
    if "kind" not in mapped and kind is not None:
        constants["kind"], why["kind"] = kind, "the name of the file or its folder"


def kind_of(shown: str) -> str | None:
    """The kind of documents that a path names: a word of the file's name, or its folder."""
    folder, _, name = shown.rpartition("/")
    words = re.findall(r"[a-z0-9]+", name.lower())
    found = next((_EXPORTS[word] for word in words if word in _EXPORTS), None)
    return found or next((KINDS[word] for word in (*words, folder.rpartition("/")[2].lower()) if word in KINDS), None)


def _person(look: FileLook, mapped: dict[str, str], why: dict[str, str]) -> None:
    by_plain = {plain_name(name): name for name in look.names}
    first = next((by_plain[p] for n in FIRST_NAMES if (p := plain_name(n)) in by_plain), None)
    last = next((by_plain[p] for n in LAST_NAMES if (p := plain_name(n)) in by_plain), None)
    if first and last and mapped.get("name") in (None, first, last):
        mapped["name"], why["name"] = f"{first} + {last}", "first and last name, joined"
    if "person_id" not in mapped and "email" in mapped and look.column(mapped["email"]).distinct > ENOUGH:
        mapped["person_id"], why["person_id"] = mapped["email"], "no column of ids: e-mail addresses tell people apart"


_EXPORTS = {
    "zendesk": "ticket", "intercom": "ticket", "jira": "ticket", "freshdesk": "ticket", "helpscout": "ticket",
    "conversations": "ticket", "cases": "ticket", "issues": "ticket", "g2": "review", "capterra": "review",
    "trustpilot": "review", "appstore": "review", "playstore": "review", "trustradius": "review",
    "fieldnotes": "observation",
}
"""What tools and stores put into their exports."""

_TELLING: dict[str, tuple[str, ...]] = {
    "accounts": ("industry", "employees", "domain", "arr", "segment", "name"), "people": ("email", "title", "name"),
    "events": ("event", "at", "person_id"), "opportunities": ("stage", "amount", "is_won", "closed_at", "created_at"),
    "contact_roles": ("role",), "activities": ("opportunity_id", "kind"), "outcomes": ("kind",),
    "metrics": ("metric", "value", "period"), "documents": ("text",), "answers": ("question", "answer"),
    "features": ("kind", "shipped"), "campaigns": ("sent", "responded"),
}


def _fits(table: Table, taken: dict[str, ColumnLook], hinted: float) -> float:
    """How much the file looks like that table rather than another with the same ids."""
    telling = sum(name in taken for name in _TELLING[table.name])
    if table.name == "events" and taken.get("event") is not None:
        crowded = taken["event"].distinct > 0.5 and taken["event"].n_given > 50
        return (-2.0 if crowded else 0.5) + 0.3 * telling
    if table.name == "activities" and "opportunity_id" not in taken:
        return -2.0
    if table.name == "documents":
        said = {"person_id", "account_id", "at"} & set(taken) or hinted
        return 1.0 if said and taken["text"].mean_length > (_SENTENCE if hinted else _PARAGRAPH) else -2.0
    if table.name in ("accounts", "people", "opportunities") and telling == 0:
        return 0.8 if hinted and table.key[0] in taken and plain_name(taken[table.key[0]].name) != "id" else -1.5
    if table is OUTCOMES:
        return 1.5
    return 0.3 * telling


def _reason(table: Table, look: FileLook, taken: dict[str, ColumnLook], hinted: float) -> str:
    said = f"{len(taken)} of the columns of {table.name} are there"
    return said + (f', and its name, "{stem(look)}", hints at it' if hinted else "")


def propose_roles(proposals: Sequence[FileProposal]) -> tuple[FileProposal, ...]:
    """Columns of a file of deals whose cells name people seen elsewhere become contact roles, one source a column."""
    people = _people(proposals)
    return tuple(_with_roles(proposal, people) for proposal in proposals)


def _people(proposals: Sequence[FileProposal]) -> frozenset[str]:
    known: set[str] = set()
    for proposal in proposals:
        for guess in proposal.guesses:
            column = guess.source.columns.get("person_id")
            if column in proposal.look.names:
                known |= proposal.look.column(str(column)).values
    return frozenset(known)


def _with_roles(proposal: FileProposal, people: frozenset[str]) -> FileProposal:
    deals = next((g for g in proposal.guesses if g.source.table == "opportunities"), None)
    if deals is None or not people or deals.source.columns["opportunity_id"] == ROW_NAME:
        return proposal
    found = []
    for name in deals.left:
        column = proposal.look.column(name)
        share = len(column.pieces & people) / len(column.pieces) if column.pieces else 0.0
        if share >= 0.3:
            several = {name: ";"} if column.several else {}
            source = SourceSettings(
                files=proposal.look.shown, table="contact_roles", name=name, split=several,
                columns={"opportunity_id": deals.source.columns["opportunity_id"], "person_id": name},
                constants={"role": name.removesuffix("s").replace("_", " ")},
            )
            why = {"person_id": f"{share:.0%} of its values are people of other files", "role": "the column's name"}
            found.append(Guess(source, 1, "people named on deals", why))
    return replace(proposal, guesses=(*proposal.guesses, *found)) if found else proposal
