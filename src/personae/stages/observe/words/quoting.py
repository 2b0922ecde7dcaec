"""Quotes: every sentence of every document, with who said it, as an exact slice."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from personae.domain.errors import DomainError
from personae.domain.observed import QUOTES
from personae.domain.statement import fingerprint
from personae.stages.observe.words.choices import in_words
from personae.stages.observe.words.cues import words_of
from personae.stages.observe.words.masking import Masker
from personae.stages.observe.words.sentences import split
from personae.stages.observe.words.speakers import Turn, asker_by_questions, asks, turns, usual
from personae.stages.observe.words.timeline import Timeline

_DOCUMENT = ("document_id", "kind", "person_id", "account_id", "at", "speakers", "text", "title", "times")
_READ = ("document_id", "kind", "person_id", "account_id", "speakers", "text", "times")
_SENTENCE = (
    "document_id", "person_id", "account_id", "speaker", "start", "end", "text", "masked", "kind", "start_s", "end_s",
)  # fmt: skip

TRANSCRIPTS = frozenset({"interview", "call"})


@dataclass(frozen=True, slots=True)
class Voice:
    """Who a speaker label stands for. `quoted` is False for the interviewer's side."""

    person_id: str | None
    account_id: str | None
    quoted: bool = True


class Roster:
    """Known people, looked up by id and by name."""

    def __init__(self, persons: pd.DataFrame) -> None:
        self.accounts: dict[str, str | None] = {}
        self.by_name: dict[str, list[str]] = {}
        self.names: list[str] = []
        self.names_of: dict[str, list[str]] = {}
        self.names_at: dict[str, list[str]] = {}
        for row in _rows(persons, ("person_id", "account_id", "name")):
            person = row["person_id"]
            if person is None:
                continue
            self.accounts[person] = row["account_id"]
            if row["name"]:
                self.names.append(row["name"])
                keys = [row["name"].casefold(), row["name"].split()[0].casefold()]
                self.names_of[person] = keys
                if row["account_id"] is not None:
                    self.names_at.setdefault(row["account_id"], []).extend(keys)
                for key in dict.fromkeys(keys):
                    self.by_name.setdefault(key, []).append(person)

    def named(self, label: str, account_id: str | None) -> str | None:
        """The one person of that name; within the account first. None when there is none, or more than one."""
        plain = label.casefold().split("(")[0].strip()
        family, comma, given = plain.partition(", ")
        found = self.by_name.get(plain) or (self.by_name.get(f"{given} {family}", []) if comma else [])
        here = [person for person in found if account_id is not None and self.accounts[person] == account_id]
        if len(here) == 1:
            return here[0]
        return found[0] if len(found) == 1 and (account_id is None or " " in label) else None


def sentences_of(documents: pd.DataFrame, persons: pd.DataFrame, keep: Iterable[str] = ()) -> pd.DataFrame:
    """Sentences of customers in `documents`, with document, person, account, speaker, start, end, text, masked, kind,
    and where in the recording they are said (start_s, end_s; missing where the document has no times).

    One row per sentence that is not the interviewer's. `keep`: names of things, never masked. Raises `DomainError` when
    a slice does not hold.
    """
    roster = Roster(persons)
    masker = Masker([*roster.names, *roster.accounts], keep)
    rows = [
        row
        for document in _rows(documents, _READ)
        for row in _document(document, roster, masker)
    ]
    frame = pd.DataFrame(rows, columns=list(_SENTENCE)).astype({"start_s": float, "end_s": float})
    _verify(frame, documents)
    return frame


def _document(document: dict[str, str | None], roster: Roster, masker: Masker) -> Iterator[tuple[object, ...]]:
    text, kind = document["text"] or "", document["kind"]
    labels = _speakers(document["speakers"])
    mapping = {label: who for label, who in labels.items() if who}
    spoken = [Turn(0, len(text), None)]
    if kind != "survey":
        names = _names_here(document, roster)
        spoken = turns(text, [*labels, *names], transcript=kind in TRANSCRIPTS)
    voices = _voices(document, spoken, mapping, roster)
    timeline = Timeline(document["times"])
    for turn in spoken:
        voice = voices[turn.speaker]
        if voice.quoted:
            for start, end in split(text, turn.start, turn.end):
                said = text[start:end]
                yield (
                    document["document_id"],
                    voice.person_id,
                    voice.account_id,
                    turn.speaker,
                    start,
                    end,
                    said,
                    masker(said),
                    kind,
                    *timeline.seconds(start, end),
                )


def _names_here(document: dict[str, str | None], roster: Roster) -> list[str]:
    """Names of the document's person and of the people of its account, as labels that may stand in it."""
    person = document["person_id"]
    account = document["account_id"] or _account(roster, person)
    own = roster.names_of.get(person, []) if person is not None else []
    return own + (roster.names_at.get(account, []) if account is not None else [])


def _voices(
    document: dict[str, str | None], spoken: list[Turn], mapping: dict[str, str], roster: Roster
) -> dict[str | None, Voice]:
    """Each speaker label of one document -> who it is."""
    whole = Voice(document["person_id"], document["account_id"] or _account(roster, document["person_id"]))
    labels = list(dict.fromkeys(turn.speaker for turn in spoken if turn.speaker is not None))
    voices: dict[str | None, Voice] = {None: whole}
    open_ones: list[str] = []
    for label in labels:
        voice = _known_voice(label, document, mapping, roster)
        if voice is None:
            open_ones.append(label)
        else:
            voices[label] = voice
    return voices | _remaining(open_ones, voices, whole, document, spoken)


def _known_voice(label: str, document: dict[str, str | None], mapping: dict[str, str], roster: Roster) -> Voice | None:
    """What the mapping, the label itself or the roster say."""
    stands_for = mapping.get(label.casefold())
    if stands_for is not None:
        if asks(stands_for) or stands_for == "interviewer":
            return Voice(None, None, quoted=False)
        return Voice(stands_for, _account(roster, stands_for) or document["account_id"])
    if asks(label):
        return Voice(None, None, quoted=False)
    person = roster.named(label, document["account_id"])
    return None if person is None else Voice(person, _account(roster, person) or document["account_id"])


def _remaining(
    labels: list[str],
    voices: dict[str | None, Voice],
    whole: Voice,
    document: dict[str, str | None],
    spoken: list[Turn],
) -> dict[str | None, Voice]:
    """Labels nothing names: the document's person when one is left; else the asker is found, or nobody credited."""
    nobody = Voice(None, None)
    taken = {voice.person_id for voice in voices.values() if voice is not whole}
    if not labels:
        return {}
    asker = any(not voice.quoted for voice in voices.values())
    if not asker and len(labels) + len(voices) > 2:
        named = asker_by_questions(document["text"] or "", spoken)
        if named in labels:
            rest: dict[str | None, Voice] = {named: Voice(None, None, quoted=False)}
            others = [label for label in labels if label != named]
            return rest | _remaining(others, {**voices, **rest}, whole, document, spoken)
    if whole.person_id in taken and document["kind"] == "interview" and not asker:
        return {label: Voice(None, None, quoted=usual(label)) for label in labels}
    if len(labels) == 1 and whole.person_id is not None and whole.person_id not in taken:
        return {labels[0]: whole}
    return dict.fromkeys(labels, nobody)


def _account(roster: Roster, person: str | None) -> str | None:
    return roster.accounts.get(person) if person is not None else None


def _speakers(speakers: str | None) -> dict[str, str | None]:
    """The `speakers` column: label (case-folded) -> person id, "interviewer", or None: a speaker nobody named.

    Every label starts a turn of its own, named or not. Unreadable JSON names no speakers.
    """
    if not speakers:
        return {}
    try:
        found = json.loads(speakers)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(label).strip().casefold(): str(who) if who else None for label, who in found.items()}


def _rows(frame: pd.DataFrame, columns: tuple[str, ...]) -> Iterator[dict[str, str | None]]:
    """Rows as dictionaries of text or None; missing columns are None."""
    lists = [
        [None if pd.isna(value) else str(value) for value in frame[column].tolist()]
        if column in frame.columns
        else [None] * len(frame)
        for column in columns
    ]
    for values in zip(*lists, strict=True):
        yield dict(zip(columns, values, strict=True))


def _verify(frame: pd.DataFrame, documents: pd.DataFrame) -> None:
    """Every quote is a slice of its stored document, or the build stops."""
    texts = dict(zip(documents["document_id"].astype(str), documents["text"], strict=True)) if len(documents) else {}
    ids, starts, ends, said = (frame[name].tolist() for name in ("document_id", "start", "end", "text"))
    for document_id, start, end, text in zip(ids, starts, ends, said, strict=True):
        if texts[document_id][start:end] != text:
            raise DomainError(
                "A quote is not a slice of its document.",
                value=(document_id, start, end, text[:80]),
                todo="Please report this; the build was not published.",
            )


def answers_as_documents(answers: pd.DataFrame) -> pd.DataFrame:
    """Survey answers in people's own words as documents of kind "survey", one per answer; choices are none.

    `answers`: survey, respondent_id, question, answer, and where known person_id, account_id, at. The document's id is
    `survey/respondent/question` (a further answer to the same question adds `#2`, `#3` ...); its title is the question;
    its text the answer as it stands. A respondent without a person is a person of their own: `survey/respondent`.
    """
    answers = in_words(answers)
    if answers.empty:
        return pd.DataFrame(columns=list(_DOCUMENT))
    survey, who, question = (answers[name].astype(str) for name in ("survey", "respondent_id", "question"))
    own = survey + "/" + who
    nth = answers.groupby([survey, who, question], sort=False).cumcount() + 1
    again = pd.Series(["" if n == 1 else f"#{n}" for n in nth], index=answers.index)
    person = answers["person_id"].where(answers["person_id"].notna(), own) if "person_id" in answers else own
    empty = pd.Series([None] * len(answers), index=answers.index, dtype=object)
    return pd.DataFrame(
        {
            "document_id": own + "/" + question + again,
            "kind": "survey",
            "person_id": person,
            "account_id": answers.get("account_id", empty),
            "at": answers.get("at", empty),
            "speakers": empty,
            "text": answers["answer"],
            "title": question,
            "times": empty,
        }
    ).reset_index(drop=True)


def as_quotes(sentences: pd.DataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    """Sentences with their labels (row by row): the table `quotes`. The id is made from document and span."""
    frame = sentences.reset_index(drop=True)
    spans = zip(frame["document_id"], frame["start"], frame["end"], strict=True)
    frame["quote_id"] = [fingerprint("q", *span) for span in spans]
    for column in ("facet", "p", "concern", "words"):
        frame[column] = labels[column].to_numpy()
    said = zip(frame["words"], frame["text"], frame["masked"], strict=True)
    frame["words"] = [words if text == masked else _shown(words, masked) for words, text, masked in said]
    return frame.reindex(columns=list(QUOTES.names))


def _shown(words: str, masked: str) -> str:
    """Deciding words without those that the mask hides."""
    left = set(words_of(masked))
    parts = []
    for part in words.split("; "):
        asked, sign, own = part.rpartition("question: ")
        kept = own if sign else " ".join(word for word in own.split() if word in left)
        parts.append(asked + sign + kept)
    return "; ".join(part for part in parts if part)


def questions_of(sentences: pd.DataFrame, documents: pd.DataFrame) -> list[str | None]:
    """The survey question behind each sentence; None where it answers none."""
    if "title" not in documents.columns:
        return [None] * len(sentences)
    titles = {
        str(key): None if pd.isna(title) else str(title)
        for key, title in zip(documents["document_id"], documents["title"], strict=True)
    }
    pairs = zip(sentences["document_id"].tolist(), sentences["kind"].tolist(), strict=True)
    return [titles[document] if kind == "survey" else None for document, kind in pairs]
