"""Which canonical table a file is, which column is which, and why: from names and from what the values look like."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from personae.domain.settings import SourceSettings
from personae.domain.tables import BY_NAME, OUTCOMES, Column, Kind, Table
from personae.stages.read.look import ColumnLook, FileLook
from personae.stages.read.mapping import ROW_NAME, plain_name
from personae.stages.read.names import COLUMNS, FILES, FIRST_NAMES, LAST_NAMES
from personae.stages.read.presets import PRESETS
from personae.stages.read.surveys import is_choice, is_scale

_ENOUGH = 0.9
_LEAST_SCORE = 2.0
_MANY_QUESTIONS = 12
_FEW_ROWS, _FEW_ACCOUNTS = 100, 5
"""A column with fewer values than that over so many rows is a category ("new", "current"), not a customer's id."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One source proposed for a file. `why`: canonical column -> what was seen; `left`: columns that nothing takes."""

    source: SourceSettings
    score: float
    reason: str
    why: dict[str, str]
    left: tuple[str, ...] = ()


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
    survey = _survey(look)
    if survey is not None:
        guesses.append(survey)
    best = max(guesses, key=lambda guess: guess.score, default=None)
    if best is None or best.score < _LEAST_SCORE:
        return FileProposal(look, (), _seen(look))
    if look.header_rows > 1:
        best = replace(best, source=replace(best.source, header_rows=look.header_rows))
    return FileProposal(look, (best,))


def _seen(look: FileLook) -> str:
    """What can be said of a file that is not known."""
    ids = [c.name for c in look.columns if c.n_given > 1 and c.distinct == 1 and c.given == 1 and c.times < _ENOUGH]
    times = [c.name for c in look.columns if c.times >= _ENOUGH]
    numbers = [c.name for c in look.columns if c.numbers >= _ENOUGH and c.name not in times]
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
        found = _find(look, table, column, {c.name for c in taken.values()}, column.name == "is_won")
        if found is not None:
            taken[column.name], why[column.name], scores[column.name] = found
    mapped, constants = {name: c.name for name, c in taken.items()}, {}  # type: dict[str, str], dict[str, str]
    if not _fill(look, table, mapped, constants, why):
        return None
    hinted = _hint(look, table)
    score = sum(scores.values()) / 2 + hinted + _fits(table, taken, hinted)
    reason = _reason(table, look, taken, hinted)
    used = {part for value in mapped.values() for part in value.split(" + ")}
    left = tuple(c.name for c in look.columns if c.name not in used and c.n_given)
    source = SourceSettings(files=look.shown, table=table.name, columns=mapped, constants=constants)
    return Guess(source, score, reason, why, left)


def _by_need(table: Table) -> list[Column]:
    return sorted(table.columns, key=lambda column: (not column.required, column.name == "is_won"))


def _find(look: FileLook, table: Table, column: Column, taken: set[str],
          share: bool) -> tuple[ColumnLook, str, float] | None:
    """The likeliest column: by name, if its values can be what is needed. `share`: it may be used twice."""
    names = [plain_name(name) for name in COLUMNS[table.name].get(column.name, ())]
    best: tuple[ColumnLook, str, float] | None = None
    for found in look.columns:
        if (found.name in taken and not share) or not _can_be(found, table, column):
            continue
        plain = plain_name(found.name)
        if plain in names:
            score = 1.5 - 0.5 * names.index(plain) / len(names)
        elif column.kind is not Kind.FLOAT and any(len(name) > 4 and name in plain for name in names):
            score = 0.5
        else:
            continue
        if best is None or score > best[2]:
            best = (found, f'named "{found.name}"; {_values(found, column)}', score)
    if best is None and column.required and column.kind is Kind.TIME:
        times = [c for c in look.columns if c.times >= _ENOUGH and c.given >= _ENOUGH and c.name not in taken]
        if len(times) == 1:
            return times[0], f"the only column of times; {_values(times[0], column)}", 0.5
    return best


def _can_be(found: ColumnLook, table: Table, column: Column) -> bool:
    """Whether the values that were seen can be read as the column."""
    if found.n_given == 0 or (column.required and found.given < 0.8):
        return False
    share = {
        Kind.TIME: found.times, Kind.DATE: max(found.times, found.periods), Kind.FLOAT: found.numbers,
        Kind.INT: found.numbers, Kind.BOOL: found.flags, Kind.JSON: found.json,
    }.get(column.kind)
    if share is not None:
        return share >= _ENOUGH
    if column.allowed:
        return all(value.lower() in column.allowed for value in found.values)
    if column.name == "email":
        return found.emails >= 0.5
    return _can_be_text(found, table, column)


def _can_be_text(found: ColumnLook, table: Table, column: Column) -> bool:
    if column.name == "account_id" and found.n_given >= _FEW_ROWS and found.n_distinct < _FEW_ACCOUNTS:
        return False
    if table.key == (column.name,):
        return found.distinct >= 0.95 or found.n_given < 20
    return not (found.times >= _ENOUGH and found.numbers < _ENOUGH)


def _values(found: ColumnLook, column: Column) -> str:
    if column.kind in (Kind.TIME, Kind.DATE):
        return f"{max(found.times, found.periods):.0%} of its values are times"
    if column.kind in (Kind.FLOAT, Kind.INT):
        return f"{found.numbers:.0%} are numbers"
    if column.kind is Kind.BOOL:
        return f"{found.flags:.0%} are yes or no"
    if column.name == "email":
        return f"{found.emails:.0%} are e-mail addresses"
    return f"{found.n_distinct:,} different in {found.n_given:,}"


def _fill(look: FileLook, table: Table, mapped: dict[str, str], constants: dict[str, str], why: dict[str, str]) -> bool:
    """What names alone do not give: a name from two columns, a row's number for a missing id. True when it is whole."""
    if table.name == "people":
        _person(look, mapped, why)
        if not {"email", "name", "title"} & set(mapped) and len(mapped) < 2 and not _hint(look, table):
            return False
    if table.name == "opportunities" and "opportunity_id" not in mapped and {"stage", "is_won"} & set(mapped):
        mapped["opportunity_id"], why["opportunity_id"] = ROW_NAME, "no column of ids: the row's number stands for it"
    if table.name == "opportunities" and "is_won" in mapped and "is_closed" not in mapped:
        values = {value.lower() for value in look.column(mapped["is_won"]).values}
        if values <= {"won", "lost"}:
            constants["is_closed"], why["is_closed"] = "true", "every deal in the file is won or lost"
    if table.name == "documents" and "document_id" not in mapped and "text" in mapped:
        mapped["document_id"], why["document_id"] = ROW_NAME, "no column of ids: the row's number stands for it"
    if table.name == "answers" and "survey" not in mapped and {"question", "answer"} <= set(mapped):
        constants["survey"], why["survey"] = _stem(look), "the file's name"
    return all(c.name in mapped or c.name in constants for c in table.columns if c.required)


def _person(look: FileLook, mapped: dict[str, str], why: dict[str, str]) -> None:
    by_plain = {plain_name(name): name for name in look.names}
    first = next((by_plain[p] for n in FIRST_NAMES if (p := plain_name(n)) in by_plain), None)
    last = next((by_plain[p] for n in LAST_NAMES if (p := plain_name(n)) in by_plain), None)
    if first and last and mapped.get("name") in (None, first, last):
        mapped["name"], why["name"] = f"{first} + {last}", "first and last name, joined"
    if "person_id" not in mapped and "email" in mapped and look.column(mapped["email"]).distinct > _ENOUGH:
        mapped["person_id"], why["person_id"] = mapped["email"], "no column of ids: e-mail addresses tell people apart"


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
        return 1.0 if said and taken["text"].mean_length > 80 else -2.0
    if table.name in ("accounts", "people", "opportunities") and telling == 0:
        return 0.8 if hinted and table.key[0] in taken and plain_name(taken[table.key[0]].name) != "id" else -1.5
    if table is OUTCOMES:
        return 1.5
    return 0.3 * telling


def _hint(look: FileLook, table: Table) -> float:
    stem = plain_name(_stem(look))
    return 1.0 if any(plain_name(piece) in stem for piece in FILES[table.name]) else 0.0


def _stem(look: FileLook) -> str:
    return look.shown.rsplit("/", 1)[-1].split(".", 1)[0]


def _reason(table: Table, look: FileLook, taken: dict[str, ColumnLook], hinted: float) -> str:
    said = f"{len(taken)} of the columns of {table.name} are there"
    return said + (f', and its name, "{_stem(look)}", hints at it' if hinted else "")


def _survey(look: FileLook) -> Guess | None:
    """A wide survey: one row per respondent, one column per question."""
    found: dict[str, tuple[ColumnLook, str, float]] = {}
    for column in BY_NAME["answers"].columns:
        if column.name in ("respondent_id", "at", "person_id", "account_id"):
            hit = _find(look, BY_NAME["answers"], replace(column, required=False), set(), False)
            if hit is not None and hit[2] > 0.5 and (column.name != "respondent_id" or hit[0].distinct >= 0.99):
                found[column.name] = hit
    first = look.columns[0]
    if "respondent_id" not in found and first.distinct == 1 and first.given == 1 and first.n_given > 20:
        found["respondent_id"] = (first, "the first column, different in every row", 0.0)
    used = {hit[0].name for hit in found.values()}
    questions = [c for c in look.columns if c.name not in used and c.times < _ENOUGH and c.n_given]
    asked = sum("?" in c.name for c in questions)
    hinted = _hint(look, BY_NAME["answers"])
    prefixes = {c.name.rsplit("_", 1)[0] for c in questions if c.name.rsplit("_", 1)[-1].isdigit()}
    if asked < 2 and not (hinted and len(questions) >= 3) and not (len(questions) >= _MANY_QUESTIONS and prefixes):
        return None
    mapped = {name: hit[0].name for name, hit in found.items()}
    why = {name: hit[1] for name, hit in found.items()}
    if "respondent_id" not in mapped:
        mapped["respondent_id"], why["respondent_id"] = ROW_NAME, "no column of ids: the row's number stands for it"
    mapped["*"] = ", ".join(c.name for c in questions) if not any("," in c.name for c in questions) else "*"
    choices = {c.name: ";" for c in questions if is_choice(c)}
    scales = sum(map(is_scale, questions))
    why["*"] = (f"{len(questions)} columns that look like questions: {len(choices)} with several choices (split at ;), "
                f"{scales} scales, {len(questions) - len(choices) - scales} others")
    source = SourceSettings(files=look.shown, table="answers", columns=mapped, constants={"survey": _stem(look)},
                            split=choices)
    why["survey"] = "the file's name"
    score = 2.5 + hinted + 0.1 * min(len(questions), 20)
    return Guess(source, score, "one row per respondent, one column per question", why)


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
