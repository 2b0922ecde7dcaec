"""Use case: `personae forget PERSON`: out of sources, documents, cards, the cache and every build; and the proof."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import pandas as pd

from personae.app.forget_decisions import Traces, traces_of, without_person
from personae.app.ports import DecisionStore, PublishedBuild
from personae.domain.errors import NotFound, WorkspaceError
from personae.domain.settings import Settings
from personae.stages.read.redact import Terms

_LEAST_WORDS = 4
"""A quote shorter than that ("Yes.", "It is slow.") is anybody's: its words prove nothing."""

PERSON_COLUMNS = {
    "people": ("person_id",), "events": ("person_id",), "contact_roles": ("person_id",), "activities": ("person_id",),
    "documents": ("person_id",), "answers": ("person_id", "respondent_id"),
}


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Who is to be forgotten. `labels`: document -> labels under which they speak; `whole`: documents all theirs.

    `logins`: what decisions call them as an author; elsewhere such a word may mean anything.
    """

    terms: Terms
    labels: Mapping[str, frozenset[str]]
    whole: frozenset[str]
    quotes: tuple[str, ...]
    n_short: int
    logins: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one file. `action`: "rows removed", "text removed", "file removed"."""

    path: str
    action: str
    n: int
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """A place where something of the person still stands, and what (a kind of thing, never the thing itself)."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked through, and what was found."""

    n_files: int
    n_bytes: int
    kinds: Mapping[str, int]
    unread: tuple[str, ...]
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class ForgetResult:
    """`searched` is None for a dry run. `ok`: everything was done and nothing of the person was found."""

    changes: tuple[Change, ...]
    builds: tuple[str, ...]
    searched: Searched | None
    n_quotes: int
    n_short: int
    build_id: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the search found nothing, and could look at everything."""
        return self.searched is not None and not self.searched.left and not self.searched.unread


class Erasure(Protocol):
    """The workspace's files, as this use case needs them."""

    def tables(self, root: Path, settings: Settings) -> Mapping[str, pd.DataFrame]:
        """The canonical tables that name people (people, answers, contact_roles, activities, documents), and
        `event_people`: the ids of events."""

    def plan(self, root: Path, settings: Settings, person: Forgotten) -> tuple[Change, ...]:
        """What would change in source files and cards; writes nothing."""

    def apply(self, root: Path, settings: Settings, person: Forgotten) -> tuple[Change, ...]:
        """Change them: each written beside and renamed. Returns what was changed."""

    def remove_builds(self, root: Path) -> None:
        """Remove every build and the cache."""

    def search(self, root: Path, person: Forgotten) -> Searched:
        """Look through every byte under `root`."""


@dataclass(frozen=True, slots=True)
class ForgetRequest:
    """`person`: an id, an e-mail address or a full name. Nothing is written unless `sure`."""

    root: Path
    settings: Settings
    person: str
    sure: bool = False


def forget_person(
    request: ForgetRequest,
    files: Erasure,
    builds: Sequence[PublishedBuild],
    decisions: DecisionStore,
    rebuild: Callable[[], str | None],
) -> ForgetResult:
    """Remove a person, build anew, and search every byte of the workspace, and every decision, for what is left.

    `builds`: all published ones (for what the person said); `rebuild` runs a fresh build and returns its id, or None
    when nothing is left to build from. A decision stays when only its author is to be forgotten. Raises `NotFound` when
    nobody is meant, or several people are; `WorkspaceError` when a source outside the workspace holds the person:
    nothing is changed then.
    """
    authors = {one.who for one in decisions.all()}
    person = identify(request.person, files.tables(request.root, request.settings), builds, authors)
    named = replace(person.terms, ids=person.terms.ids | person.logins)
    traces = traces_of(named, person.quotes, builds)
    n_decisions = sum(without_person(one, traces) != one for one in decisions.all())
    told = (Change(decisions.place, "decisions removed or cleaned", n_decisions),) if n_decisions else ()
    planned = files.plan(request.root, request.settings, person)
    ids = tuple(build.manifest.build_id for build in builds)
    quotes, short = len(person.quotes), person.n_short
    if not request.sure:
        return ForgetResult((*planned, *told), ids, None, quotes, short)
    outside = [f"{change.path} ({change.action}: {change.n})" for change in planned if change.outside]
    if outside:
        raise WorkspaceError(
            "Sources outside the workspace hold this person; nothing was changed.", value="; ".join(outside),
            todo="Remove the person there (or where those files come from), then run `personae forget` again.",
        )
    done = files.apply(request.root, request.settings, person)
    decisions.rewrite(lambda one: without_person(one, traces))
    files.remove_builds(request.root)
    build_id = rebuild()
    searched = _with_decisions(files.search(request.root, person), decisions, traces)
    return ForgetResult((*done, *told), ids, searched, quotes, short, build_id)


def _with_decisions(searched: Searched, decisions: DecisionStore, traces: Traces) -> Searched:
    """The search with the decisions, which may lie in a database elsewhere."""
    rows = decisions.all()
    left = [Left(decisions.place, f"decision {one.decision_id}") for one in rows if without_person(one, traces) != one]
    kinds = {**searched.kinds, "decisions": len(rows)} if rows else searched.kinds
    return replace(searched, kinds=kinds, left=(*searched.left, *left))


def identify(
    said: str, tables: Mapping[str, pd.DataFrame], builds: Sequence[PublishedBuild], authors: Collection[str] = ()
) -> Forgotten:
    """The one person who is meant, with every id, address and name that stands for them.

    `authors`: who decided something; they need not be in the data.
    """
    known = [tables["people"], *(build.frame("persons") for build in builds)]  # sources may have lost them since
    people = pd.concat([frame.reindex(columns=["person_id", "email", "name"]) for frame in known])
    people = people.drop_duplicates("person_id", ignore_index=True)
    wanted = " ".join(said.split()).casefold()
    folded = people.apply(lambda column: column.astype("string").str.strip().str.casefold().str.split().str.join(" "))
    ids = {str(value) for value in people["person_id"][folded["person_id"] == wanted]}
    ids |= {str(v) for name, columns in PERSON_COLUMNS.items() if name in tables
            for column in columns if column in tables[name]
            for v in tables[name][column].dropna().unique() if str(v).casefold() == wanted}
    ids |= {str(v) for v in tables["event_people"]["person_id"].unique() if str(v).casefold() == wanted}
    by_mail = (folded["email"] == wanted).fillna(False)
    wrote = {who for who in authors if who.casefold() == wanted}
    if not ids and not by_mail.any() and not (wrote and not (folded["name"] == wanted).fillna(False).any()):
        _one(said, folded, people, wanted)
    rows = people["person_id"].isin(ids) | by_mail
    if not rows.any():
        rows = folded["name"] == wanted
    rows = rows.fillna(False)
    mails = set(folded.loc[rows, "email"].dropna()) - {""}
    rows |= folded["email"].isin(mails)  # the same person under another id
    found = people[rows]
    emails = set(map(str, found["email"].dropna())) | {who for who in wrote if "@" in who}
    names = {name for name in (*map(str, found["name"].dropna()), *(wrote - emails)) if len(name.split()) > 1}
    every_id = frozenset(ids | set(map(str, found["person_id"].dropna())))
    person = _said_by(Terms(every_id, frozenset(emails), frozenset(names)), tables, builds)
    return replace(person, logins=frozenset(wrote))


def _one(said: str, folded: pd.DataFrame, people: pd.DataFrame, wanted: str) -> None:
    """Raises `NotFound` unless the name means one person."""
    named = people[folded["name"] == wanted]
    mails = folded.loc[named.index, "email"].dropna().nunique()
    if named.empty:
        raise NotFound("Nobody of that id, e-mail address or name is in sources, builds or decisions.", value=said,
                       todo="Give the id as in your data, the whole address, or the full name.")
    if named["person_id"].nunique() > 1 and not (mails == 1 and folded.loc[named.index, "email"].notna().all()):
        raise NotFound("Several people have that name.", value=said,
                       allowed=", ".join(sorted(map(str, named["person_id"].dropna()))),
                       todo="Give the id or the e-mail address of the one who is meant.")


def _said_by(terms: Terms, tables: Mapping[str, pd.DataFrame], builds: Sequence[PublishedBuild]) -> Forgotten:
    """What they said in every build: whole documents, labels in others, and the words of their quotes."""
    frames = [frame for build in builds if not (frame := build.frame("quotes")).empty]
    quotes = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(
        columns=["document_id", "person_id", "speaker", "text"])
    own = quotes["person_id"].isin(terms.ids)
    mine = quotes[own]
    documents = tables["documents"].reindex(columns=["document_id", "person_id"])
    whole = set(documents["document_id"][documents["person_id"].isin(terms.ids)].map(str))
    labels: dict[str, frozenset[str]] = {}
    for document, spoken in mine.dropna(subset=["speaker"]).groupby("document_id")["speaker"]:
        labels[str(document)] = frozenset(map(str, spoken.unique()))
    said = set(mine["text"].map(str)) - set(quotes["text"][~own].map(str))
    long = tuple(sorted(text for text in said if len(text.split()) >= _LEAST_WORDS))
    return Forgotten(terms, labels, frozenset(whole), long, len(said) - len(long))
