"""Use case: what the pages look up, computed once when a build is published, so that no page has to compute it."""

import json
import re
from collections.abc import Mapping

import pandas as pd

from personae.app.account_archetypes import account_archetypes
from personae.app.ports import Contents
from personae.domain.decision import document_key
from personae.domain.observed import OBSERVED
from personae.domain.tables import CANONICAL
from personae.domain.words import Layer, Severity
from personae.uses.sales.completeness import expected
from personae.uses.sales.presence import held, presence

MOST_MIX, FIRST_ROWS = 8, 3
EMAIL = re.compile(r"[^\s@\"']+@[^\s@\"']+\.\w+")
SAID_BY = {Layer.USER: "user_persona", Layer.BUYER: "buyer_persona"}
_COLUMNS = {table.name: list(table.names) for table in (*CANONICAL, *OBSERVED)}
NEEDED = ("accounts", "opportunities", "persons", "roles", "department_units", "quotes", "outcomes")


def page_tables(contents: Contents) -> dict[str, pd.DataFrame]:
    """account_rows, archetypes, presence, seat_worth, deal_rows, document_rows, document_kinds, rejected_reasons and
    things (what the search box finds), by name.

    `quotes` comes back with the personas of who speaks (`user_persona`, `buyer_persona`), and `about` (1, or 0 when
    a sentence is about no facet).
    """
    frames = {name: _whole(contents.frames, name) for name in NEEDED}
    members = contents.memberships
    found = account_archetypes(members, contents.personas, frames["outcomes"], frames["accounts"])
    known = contents.frames.get("seat_worth")
    seats = presence(frames["roles"], frames["opportunities"], members) if known is None else known
    accounts = _account_rows(contents, frames, found.of_account)
    deals = _deal_rows(frames, _n_missing(frames["roles"], seats))
    return {
        "account_rows": accounts,
        "archetypes": found.archetypes,
        "presence": found.presence,
        "seat_worth": seats,
        "deal_rows": deals,
        "quotes": _spoken(frames["quotes"], members),
        "document_rows": _document_rows(frames["quotes"]),
        "document_kinds": frames["quotes"][["kind"]].drop_duplicates().dropna().sort_values("kind"),
        "rejected_reasons": _rejected_reasons(contents),
        "things": _things(contents, accounts, deals),
    }


def _whole(frames: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    """The table with every column of its schema, also when the build has none."""
    frame = frames.get(name, pd.DataFrame())
    missing = [column for column in _COLUMNS[name] if column not in frame.columns]
    return frame.assign(**dict.fromkeys(missing)) if missing else frame


def _account_rows(contents: Contents, frames: Mapping[str, pd.DataFrame], archetype: pd.Series) -> pd.DataFrame:
    """One row an account: who it is, how many people, which personas, how it went, what was found there."""
    rows = (
        frames["accounts"]
        .drop_duplicates("account_id")[["account_id", "name", "industry", "segment", "employees", "arr"]]
        .set_index("account_id")
    )
    persons = frames["persons"]
    people = persons.groupby("account_id")
    rows["n_people"] = people.size()
    rows["n_users"] = persons[persons["is_user"].eq(True)].groupby("account_id").size()
    rows["n_contacts"] = persons[persons["is_contact"].eq(True)].groupby("account_id").size()
    rows["archetype_id"] = archetype.reindex(rows.index)
    rows["mix"] = _mix(contents.memberships)
    due = frames["outcomes"].sort_values("at", kind="stable").groupby("account_id").last()
    rows["outcome"], rows["outcome_at"] = due["kind"], due["at"]
    rows["n_open"] = frames["opportunities"].groupby("account_id")["is_closed"].agg(lambda v: int((v.eq(False)).sum()))
    subjects = pd.Series([f.subject for f in contents.findings if f.scope == "account"], dtype=object)
    rows["n_findings"] = subjects.value_counts()
    counts = ["n_people", "n_users", "n_contacts", "n_open", "n_findings"]
    rows[counts] = rows[counts].fillna(0).astype(int)
    rows["name"] = rows["name"].fillna(pd.Series(rows.index, index=rows.index))
    return rows.sort_values(["n_people", "name"], ascending=[False, True]).reset_index()


def _mix(memberships: pd.DataFrame) -> pd.Series:
    """account_id -> JSON [[persona_id, people], ...] of its user personas, biggest first."""
    users = memberships[(memberships["layer"] == Layer.USER) & memberships["persona_id"].notna()]
    counts = users.groupby(["account_id", "persona_id"]).size().reset_index(name="n")
    counts = counts.sort_values(["account_id", "n", "persona_id"], ascending=[True, False, True])
    lists: dict[str, list[list[object]]] = {}
    for account, persona, n in counts.itertuples(index=False):
        mine = lists.setdefault(account, [])
        if len(mine) < MOST_MIX:
            mine.append([persona, n])
    return pd.Series({account: json.dumps(mine) for account, mine in lists.items()}, dtype=object)


def _deal_rows(frames: Mapping[str, pd.DataFrame], missing: Mapping[str, int]) -> pd.DataFrame:
    """One row a deal with its account's name, its state, how many people sit on it and how many usual roles lack."""
    deals = frames["opportunities"].drop_duplicates("opportunity_id")
    accounts = frames["accounts"].drop_duplicates("account_id").set_index("account_id")["name"]
    roles = frames["roles"].drop_duplicates(["opportunity_id", "person_id"])
    rows = deals[
        ["opportunity_id", "account_id", "name", "stage", "amount", "created_at", "closed_at", "lost_reason"]
    ].assign(
        account=deals["account_id"].map(accounts).fillna(deals["account_id"]),
        state=_state(deals),
        n_people=deals["opportunity_id"].map(roles.groupby("opportunity_id").size()).fillna(0).astype(int),
        n_missing=deals["opportunity_id"].map(pd.Series(missing, dtype=float)),
    )
    rows["name"] = rows["name"].fillna(rows["opportunity_id"])
    rank = rows["state"].map({"open": 0, "unknown": 1, "won": 2, "lost": 2})
    order = rows.assign(rank=rank).sort_values(["rank", "created_at"], ascending=[True, False], kind="stable").index
    return rows.loc[order].reset_index(drop=True)


def _n_missing(roles: pd.DataFrame, seats: pd.DataFrame) -> Mapping[str, int]:
    """opportunity_id -> how many of the roles that won deals usually had its committee lacks; deals with people."""
    usual = {seat["name"] for seat in expected(seats)}
    here = held(roles)
    n_here = here[here["role"].isin(usual)].groupby("opportunity_id")["role"].nunique().to_dict()
    return {str(deal): len(usual) - int(n_here.get(deal, 0)) for deal in roles["opportunity_id"].dropna().unique()}


def _state(deals: pd.DataFrame) -> pd.Series:
    state = pd.Series("unknown", index=deals.index, dtype=object)
    state[deals["is_closed"].eq(False)] = "open"
    state[deals["is_won"].eq(True)] = "won"
    state[deals["is_closed"].eq(True) & deals["is_won"].eq(False)] = "lost"
    return state


def _spoken(quotes: pd.DataFrame, memberships: pd.DataFrame) -> pd.DataFrame:
    """Quotes with the personas of who speaks; `about`: is it about any facet?"""
    result = quotes.assign(about=(quotes["facet"] != "none").astype(int))
    for layer, column in SAID_BY.items():
        mine = memberships[(memberships["layer"] == layer) & memberships["person_id"].notna()]
        ids = mine.drop_duplicates("person_id").set_index("person_id")["persona_id"]
        speaks = quotes["person_id"].map(ids)
        judged = zip(speaks, quotes["not_of"], strict=True)
        silent = [isinstance(no, str) and who in no.split(";") for who, no in judged]
        result = result.assign(**{column: speaks.mask(pd.Series(silent, index=quotes.index, dtype=bool))})
    return result


def _document_rows(quotes: pd.DataFrame) -> pd.DataFrame:
    """One row a document: kind, who speaks, how many sentences, how many of them say something on a facet."""
    labelled = quotes.assign(labelled=quotes["facet"] != "none")
    grouped = labelled.groupby("document_id", sort=True)
    rows = grouped.agg(kind=("kind", "first"), n_sentences=("masked", "size"), n_labelled=("labelled", "sum"))
    rows = rows.assign(account_id=grouped["account_id"].first()).reset_index()
    return rows.assign(document_key=[document_key(one) for one in rows["document_id"]])


def _rejected_reasons(contents: Contents) -> pd.DataFrame:
    """source, column, reason, n, rows (the first few): no values, which could be anybody's address."""
    groups: dict[tuple[str, str, str], list[int | None]] = {}
    for bad in contents.rejected:
        reason = EMAIL.sub("[mail]", bad.reason)
        groups.setdefault((str(bad.source), bad.column or "", reason), []).append(bad.row)
    rows = [
        (*key, len(where), ", ".join(str(row) for row in where[:FIRST_ROWS] if row is not None))
        for key, where in groups.items()
    ]
    frame = pd.DataFrame(rows, columns=["source", "column", "reason", "n", "rows"])
    return frame.sort_values(["n", "source", "column"], ascending=[False, True, True], ignore_index=True)


def _things(contents: Contents, accounts: pd.DataFrame, deals: pd.DataFrame) -> pd.DataFrame:
    """kind, id, of, name, text: what the search box finds besides quotes."""
    order = list(Severity)
    rows = [("persona", p.persona_id, "", p.name, p.summary) for p in contents.personas]
    rows += [
        ("finding", f.finding_id, f.subject, f.title, f.what)
        for f in sorted(contents.findings, key=lambda f: order.index(f.severity))
    ]
    rows += [
        ("statement", s.statement_id, p.persona_id, s.text, p.name) for p in contents.personas for s in p.statements
    ]
    frame = pd.DataFrame(rows, columns=["kind", "id", "of", "name", "text"])
    account = pd.DataFrame(
        {
            "kind": "account",
            "id": accounts["account_id"],
            "of": "",
            "name": accounts["name"],
            "text": accounts["industry"].fillna(""),
        }
    )
    deal = pd.DataFrame(
        {
            "kind": "opportunity",
            "id": deals["opportunity_id"],
            "of": deals["account_id"],
            "name": deals["name"],
            "text": deals["account"],
        }
    )
    return pd.concat([frame, account, deal], ignore_index=True)
