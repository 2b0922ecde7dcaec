"""People whom only words tell of: those who were interviewed or who answered, and what they are, as is said there."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from personae.domain.tables import PEOPLE
from personae.stages.observe.words.said_roles import SaidRoles, asks_role, bracketed, of_themselves
from personae.stages.observe.words.speakers import Turn, asker_by_questions, asks, turns, usual

TALKS = frozenset({"interview", "call"})
_READ = ("document_id", "kind", "person_id", "person_title", "account_id", "speakers", "text")
Row = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Heard:
    """`people`: rows of the table people, none of whom it held before; `documents`: now with whom each label is."""

    people: pd.DataFrame
    documents: pd.DataFrame


@dataclass(slots=True)
class _Guests:
    """People met so far, by id. What was known of one first stays."""

    known: frozenset[str]
    rows: dict[str, Row] = field(default_factory=dict)

    def meet(self, person: str, account: str | None, title: str | None) -> None:
        """Note a person; one of the other tables only when a title is said that those may lack."""
        if person in self.known:
            return
        row = self.rows.setdefault(person, {"person_id": person, "name": person if _is_name(person) else None})
        for key, value in (("account_id", account), ("title", title)):
            row[key] = row.get(key) or value


def people_heard(
    documents: pd.DataFrame, answers: pd.DataFrame, people: pd.DataFrame, accounts: pd.DataFrame, roles: SaidRoles
) -> Heard:
    """Who speaks in `documents` and `answers` and stands in no other table, with the title that is said of them.

    A title comes from the document's header, from brackets behind a speaker's label, from a label that is itself a
    role ("Project Manager"), from what they say ("I am the head of IT"), or from the survey's question on the role.
    Whoever is interviewed is a person, also without a name; in a talk in which nobody is known to ask, a label that
    nobody knows is one only when it says a role, since it may be the asking side's. The same label in two documents is
    two people, unless a header names one. An account given by its name gets its id.
    """
    documents = documents.assign(account_id=_account_ids(documents["account_id"], accounts))
    guests = _Guests(frozenset(people["person_id"].dropna().astype(str)) if len(people) else frozenset())
    names = {str(name).casefold() for name in people["name"].dropna()} if len(people) else set()
    talks = [_talk(row) for row in _rows(documents)]
    roles.read(text for talk in talks for text in talk.may_be_roles())
    speakers = [_meet_speakers(talk, guests, names, roles) for talk in talks]
    for person, account, title in _respondents(answers, roles):
        guests.meet(person, account, title)
    frame = pd.DataFrame(list(guests.rows.values()), columns=list(PEOPLE.names), dtype=object)
    return Heard(frame, documents.assign(speakers=pd.Series(speakers, index=documents.index, dtype=object)))


def with_one_id(documents: pd.DataFrame, aliases: Mapping[str, str]) -> pd.DataFrame:
    """Documents whose speakers stand under the one id of each person."""
    changed = [_renamed(value, aliases) for value in documents["speakers"].tolist()]
    return documents.assign(speakers=pd.Series(changed, index=documents.index, dtype=object))


def _renamed(speakers: object, aliases: Mapping[str, str]) -> object:
    mapping = _mapping(speakers if isinstance(speakers, str) else None)
    changed = {label: aliases.get(who, who) if who else who for label, who in mapping.items()}
    return json.dumps(changed, ensure_ascii=False) if changed != mapping else speakers


@dataclass(frozen=True, slots=True)
class _Talk:
    """One document taken apart: who is mapped, what is spoken, and which labels answer."""

    row: Row
    mapping: dict[str, str | None]
    spoken: list[Turn]
    answering: list[str]
    asked: bool
    """Whether somebody is known to ask."""
    brackets: Mapping[str, str]

    def named_roles(self, label: str) -> list[str]:
        """What may be the role of a label: what stands in brackets behind it, or the label itself."""
        named = (self.brackets.get(label.casefold()), None if usual(label) else label)
        return [text for text in named if text]

    def own_roles(self, labels: Collection[str]) -> Iterator[str]:
        """What these speakers may say that they are, in order."""
        text = self.row["text"] or ""
        said = (text[turn.start : turn.end] for turn in self.spoken if turn.speaker in labels)
        return (role for words in said for role in of_themselves(words))

    def may_be_roles(self) -> Iterator[str]:
        """Every text of it that may have to be judged."""
        yield from (text for label in self.answering for text in self.named_roles(label))
        yield from self.own_roles(self.answering)


def _talk(row: Row) -> _Talk:
    text, mapping = row["text"] or "", _mapping(row["speakers"])
    spoken = turns(text, list(mapping)) if row["kind"] in TALKS or mapping else []
    here = [turn for turn in spoken if turn.speaker is not None]
    labels = list(dict.fromkeys(str(turn.speaker) for turn in here))
    askers = {label for label in labels if asks(label) or asks(mapping.get(label) or "")}
    asker = None if askers else asker_by_questions(text, here)
    answering = [label for label in labels if label not in askers and label != asker]
    return _Talk(row, mapping, here, answering, bool(askers or asker), bracketed(text))


def _meet_speakers(talk: _Talk, guests: _Guests, names: set[str], roles: SaidRoles) -> str | None:
    """Meet the people of one document; gives its `speakers`, with the labels that stand for them."""
    row, mapping, answering = talk.row, talk.mapping, talk.answering
    person, account, title = row["person_id"], row["account_id"], row["person_title"]
    if person is not None:
        own = _first_role(talk.own_roles(answering), roles) if len(answering) < 2 else None
        guests.meet(person, account, title or own)
    for label in answering:
        said = _first_role(talk.named_roles(label), roles) or _first_role(talk.own_roles([label]), roles)
        alone = len(answering) == 1
        if mapping.get(label) or label.casefold() in names or (person is not None and alone):
            continue
        if said or (alone and talk.asked):
            mapping[label] = f"{row['document_id']}/{label}"
            guests.meet(str(mapping[label]), account, said or (title if alone else None))
    return json.dumps(mapping, ensure_ascii=False) if mapping else row["speakers"]


def _first_role(texts: Iterable[str], roles: SaidRoles) -> str | None:
    """The first of these that is a role ("Speaker 1" and "Customer" are none)."""
    return next((text for text in texts if roles.is_role(text)), None)


def _respondents(answers: pd.DataFrame, roles: SaidRoles) -> Iterator[tuple[str, str | None, str | None]]:
    """(person, account, title) of everyone who says in a survey what they are."""
    asked = {question for question in answers["question"].dropna().unique() if asks_role(str(question))}
    told = answers[answers["question"].isin(asked)]
    own = told["survey"].astype(str) + "/" + told["respondent_id"].astype(str)
    person = told["person_id"].astype(object).where(told["person_id"].notna(), own)
    for who, account, answer in zip(person, told["account_id"], told["answer"], strict=True):
        title = " ".join(str(answer).split())
        if roles.may_be_title(title):
            yield str(who), None if pd.isna(account) else str(account), title


def _account_ids(given: pd.Series, accounts: pd.DataFrame) -> pd.Series:
    """Names of accounts as ids, where one account alone has the name."""
    named = accounts.dropna(subset=["name"]).assign(
        key=lambda rows: rows["name"].astype(str).str.casefold().str.strip()
    )
    ids = named.drop_duplicates("key", keep=False).set_index("key")["account_id"]
    known = given.isin(set(accounts["account_id"]))
    found = given.astype(object).map(lambda value: ids.get(str(value).casefold().strip()))
    return given.astype(object).where(known | found.isna(), found)


def _is_name(person: str) -> bool:
    """Whether an id is a person's name as one writes it: two to four words, no digits or paths."""
    words = person.split()
    return 2 <= len(words) <= 4 and all(
        word.replace("-", "").replace("'", "").replace(".", "").isalpha() for word in words
    )


def _mapping(speakers: str | None) -> dict[str, str | None]:
    try:
        found = json.loads(speakers) if speakers else {}
    except ValueError:
        return {}
    return {str(label): str(who) if who else None for label, who in found.items()} if isinstance(found, dict) else {}


def _rows(documents: pd.DataFrame) -> Iterator[Row]:
    columns = [documents[name].tolist() if name in documents else [None] * len(documents) for name in _READ]
    for values in zip(*columns, strict=True):
        yield {name: None if pd.isna(value) else str(value) for name, value in zip(_READ, values, strict=True)}
