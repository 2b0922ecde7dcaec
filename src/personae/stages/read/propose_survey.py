"""A survey's or a page of reviews' table: one row a respondent, one column a question."""

import re
from dataclasses import replace

from personae.domain.settings import SourceSettings
from personae.domain.tables import BY_NAME
from personae.stages.read.look import ColumnLook, FileLook
from personae.stages.read.mapping import ROW_NAME, plain_name
from personae.stages.read.match import ENOUGH, Guess, find, hint, stem
from personae.stages.read.surveys import choice_separator, is_scale

_MANY_QUESTIONS, _SHORTEST = 12, 12
_WHO = r"(?:recipient|respondent|reviewer|contact|user|your|work|first|last|full|author|sur|given|family)*"
_ABOUT = re.compile(
    r"(?:start|end|recorded|completed|created|updated|submit\w*|response|review)?(?:date|time|timestamp|at)(?:utc)?"
    r"|(?:response|respondent|submission|participant|collector|network|review|reviewer|user|contact|device|session"
    r"|browser|form)?id|status|responsetype|state|progress|duration(?:inseconds)?|finished|completed?|ip(?:address)?"
    rf"|(?:user)?language|locale|{_WHO}name|{_WHO}e?mail(?:address)?|(?:location)?(?:latitude|longitude)"
    r"|distributionchannel|externaldata(?:reference)?|customdata\d*|tags|collector|referr?er|useragent|utm\w+"
    r"|phone(?:number)?|reviewer|author|verified(?:reviewer)?|reviewurl|url|link|country|version|seq|responsenumber"
)
"""Names of columns (letters and digits only) in which survey tools write about the answering, not the answer."""
_NAMED = re.compile(r"name|mail|reviewer|author|customer$")
_REVIEW = {
    "pros", "cons", "likebest", "dislike", "whatdoyoulikebest", "whatdoyoudislike", "advantages", "disadvantages",
    "overallcomments", "reasonforswitching", "reasonforchoosing", "problemssolved", "benefits", "likes", "dislikes",
}
"""Questions that reviews answer without asking them."""


def propose_survey(look: FileLook) -> Guess | None:
    """The table as answers, or None. Columns about the answering (ids, addresses, names, times) are no questions."""
    found = _known(look)
    used = {hit[0].name for hit in found.values()}
    rest = [c for c in look.columns if c.name not in used and c.n_given]
    questions = [c for c in rest if not _about(c)]
    hinted = hint(look, BY_NAME["answers"])
    if not _is_survey(questions, hinted):
        return None
    mapped = {name: hit[0].name for name, hit in found.items()}
    why = {name: hit[1] for name, hit in found.items()}
    if "respondent_id" not in mapped:
        mapped["respondent_id"], why["respondent_id"] = ROW_NAME, "no column of ids: the row's number stands for it"
    mapped["*"] = ", ".join(c.name for c in questions)
    choices = {c.name: mark for c in questions if (mark := choice_separator(c))}
    scales = sum(map(is_scale, questions))
    marks = ", ".join(sorted({mark.strip() for mark in choices.values()}))
    several = f"{len(choices)} with several choices (split at {marks})" if choices else "0 with several choices"
    why["*"] = (f"{len(questions)} columns that look like questions: {several}, {scales} scales, "
                f"{len(questions) - len(choices) - scales} others")
    why["survey"] = "the file's name"
    source = SourceSettings(files=look.shown, table="answers", columns=mapped, constants={"survey": stem(look)},
                            split=choices)
    score = 2.5 + hinted + 0.1 * min(len(questions), 20)
    left = tuple(c.name for c in rest if _about(c))
    return Guess(source, score, "one row per respondent, one column per question", why, left)


def _known(look: FileLook) -> dict[str, tuple[ColumnLook, str, float]]:
    found: dict[str, tuple[ColumnLook, str, float]] = {}
    for column in BY_NAME["answers"].columns:
        if column.name in ("respondent_id", "at", "person_id", "account_id"):
            hit = find(look, BY_NAME["answers"], replace(column, required=False), set(), False)
            sure = hit is not None and (hit[2] > 0.5 or column.name == "at")
            if hit is not None and sure and (column.name != "respondent_id" or hit[0].distinct >= 0.99):
                found[column.name] = hit
    first = look.columns[0]
    if "respondent_id" not in found and first.distinct == 1 and first.given == 1 and (
        first.n_given > 20 or first.name.strip() == "#" or plain_name(first.name).endswith("id")
    ) and not _NAMED.search(plain_name(first.name)) and first.times < ENOUGH and first.emails < 0.5:
        found["respondent_id"] = (first, "the first column, different in every row", 0.0)
    return found


def _about(column: ColumnLook) -> bool:
    """Whether a column is about the answering: by its name, or because it holds addresses or times."""
    bare = re.sub(r"\(.*?\)", "", column.name)
    names = {plain_name(column.name), plain_name(bare), plain_name(column.name.rsplit(":", 1)[-1])}
    return any(_ABOUT.fullmatch(name) for name in names if name) or column.emails >= 0.5 or column.times >= ENOUGH


def _is_survey(questions: list[ColumnLook], hinted: float) -> bool:
    """Several questions, or the parts of reviews, or what a file of that name may well hold."""
    asked = sum("?" in c.name for c in questions)
    parts = sum(plain_name(c.name) in _REVIEW and c.mean_length >= _SHORTEST for c in questions)
    prefixes = {c.name.rsplit("_", 1)[0] for c in questions if c.name.rsplit("_", 1)[-1].isdigit()}
    many = len(questions) >= _MANY_QUESTIONS and bool(prefixes)
    return asked >= 2 or parts >= 2 or (hinted > 0 and len(questions) >= 3) or many
