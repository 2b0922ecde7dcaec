"""Decisions joined to tables: roles on deals, quotes, and what the labeller may learn from."""

from typing import Final

import pandas as pd

from personae.domain.decision import (
    ADDED_STATEMENTS,
    PERSONA_NAMES,
    ROLE_VERDICTS,
    Current,
    Decision,
    DecisionKind,
    Verdict,
    document_key,
    quote_key,
)
from personae.domain.statement import fingerprint
from personae.domain.words import Facet, Role
from personae.stages.observe.words.labels import BY_PEOPLE, CONCERNED, concern_of

TAUGHT: Final = ("text", "facet")
_KEY: Final = ["opportunity_id", "person_id"]


def decision_tables(now: Current) -> dict[str, pd.DataFrame]:
    """What the stages of a build read: PERSONA_NAMES, ADDED_STATEMENTS, ROLE_VERDICTS; empty where nothing is said."""
    named = [(one.subject, one.detail["name"]) for one in now.of(DecisionKind.NAME)]
    added = [
        (one.persona_id, one.detail["facet"], one.about, one.detail.get("question"), one.detail.get("source"))
        for one in now.of(DecisionKind.ADDED)
    ]
    return {
        PERSONA_NAMES.name: pd.DataFrame(named, columns=list(PERSONA_NAMES.names), dtype=object),
        ADDED_STATEMENTS.name: pd.DataFrame(added, columns=list(ADDED_STATEMENTS.names), dtype=object),
        ROLE_VERDICTS.name: role_verdicts(now),
    }


def role_verdicts(now: Current) -> pd.DataFrame:
    """One row a decided role: the table ROLE_VERDICTS."""
    held = now.of(DecisionKind.ROLE)
    rows = [
        (one.detail["opportunity_id"], one.detail["person_id"], one.detail["role"], str(one.value)) for one in held
    ]
    return pd.DataFrame(rows, columns=list(ROLE_VERDICTS.names), dtype=object)


def decided_roles(roles: pd.DataFrame, now: Current) -> pd.DataFrame:
    """The roles of a build as people have decided since: the next build infers the others anew.

    `roles`: the baked table. Confirmed and set roles take the place of inferred ones; a dismissed one is unknown.
    """
    said = role_verdicts(now)
    if roles.empty or (said.empty and not roles["origin"].eq("confirmed").any()):
        return roles
    yes = said[said["verdict"] != str(Verdict.DISMISSED)]
    keys = pd.MultiIndex.from_frame(roles[_KEY])
    sure = pd.MultiIndex.from_frame(yes[_KEY])
    open_ = roles["origin"].ne("recorded")
    kept = roles[~(open_ & keys.isin(sure))]
    no = pd.MultiIndex.from_frame(said.loc[said["verdict"] == str(Verdict.DISMISSED), [*_KEY, "role"]])
    gone = kept["origin"].eq("inferred") & pd.MultiIndex.from_frame(kept[[*_KEY, "role"]]).isin(no)
    back = kept["origin"].eq("confirmed")
    kept = kept.assign(
        role=kept["role"].where(~(gone | back), str(Role.UNKNOWN)),
        origin=kept["origin"].where(~back, "inferred"),
        p=kept["p"].where(~(gone | back), 0.0),
        reason=kept["reason"].where(~gone, "people dismissed the inferred role").where(~back, "no longer confirmed"),
    )
    recorded = pd.MultiIndex.from_frame(kept.loc[kept["origin"] == "recorded", [*_KEY, "role"]])
    new = yes[~pd.MultiIndex.from_frame(yes[[*_KEY, "role"]]).isin(recorded)]
    accounts = roles.drop_duplicates("opportunity_id").set_index("opportunity_id")["account_id"]
    rows = new[[*_KEY, "role"]].assign(
        account_id=new["opportunity_id"].map(accounts), origin="confirmed", p=1.0, reason="confirmed by people"
    )
    return pd.concat([kept, rows.reindex(columns=kept.columns)], ignore_index=True) if len(rows) else kept


def taught(now: Current) -> pd.DataFrame:
    """What people said quotes are about, for the labeller: text (masked, as shown to them), facet. One row a quote."""
    said = [(one.about, one.detail["facet"]) for one in now.of(DecisionKind.QUOTE) if one.about]
    return pd.DataFrame(said, columns=list(TAUGHT), dtype=object)


def decided_quotes(quotes: pd.DataFrame, now: Current) -> pd.DataFrame:
    """The table `quotes` as people judged it: their facets, and in `not_of` the personas a quote does not speak for.

    A quote is known by document, span and words; where its document was edited so that the span moved, by document and
    words (the nearest of several alike).
    """
    facets = _found(quotes, now.of(DecisionKind.QUOTE))
    silent = _found(quotes, now.of(DecisionKind.SPEAKER))
    if not facets and not silent:
        return quotes
    frame = quotes.copy()
    for row, one in facets:
        facet = Facet(one.detail["facet"])
        concern = concern_of(str(frame.at[row, "text"]), facet) if facet in CONCERNED else None
        frame.loc[row, ["facet", "p", "concern", "words"]] = [str(facet), 1.0, concern, BY_PEOPLE]
    not_of: dict[object, set[str]] = {}
    for row, one in silent:
        not_of.setdefault(row, set()).add(one.persona_id or "")
    if not_of:
        lists = pd.Series({row: ";".join(sorted(ids)) for row, ids in not_of.items()}, dtype=object)
        frame["not_of"] = lists.reindex(frame.index)
    return frame


def _found(quotes: pd.DataFrame, said: tuple[Decision, ...]) -> list[tuple[object, Decision]]:
    """(row of the table, decision) of each decision whose quote is still there; later ones of a row win."""
    if not said or quotes.empty:
        return []
    wanted = {one.detail["document"] for one in said}
    documents = quotes["document_id"].astype(str)
    keys = {document: document_key(document) for document in documents.unique()}
    rows = quotes[documents.map(keys).isin(wanted)]
    exact: dict[str, object] = {}
    alike: dict[tuple[str, str], list[tuple[int, object]]] = {}
    spans = zip(rows.index, rows["document_id"], rows["start"], rows["end"], rows["text"], strict=True)
    for row, document, start, end, text in spans:
        exact[quote_key(str(document), int(start), int(end), str(text))] = row
        alike.setdefault((keys[str(document)], fingerprint("t", text)), []).append((int(start), row))
    found: list[tuple[object, Decision]] = []
    for one in said:
        key = one.subject.split("/")[0]
        near = alike.get((one.detail["document"], one.detail["text"]), [])
        if key in exact:
            found.append((exact[key], one))
        elif near:
            at = int(one.detail["start"])
            found.insert(0, (min(near, key=lambda place: (abs(place[0] - at), place[0]))[1], one))
    return found
