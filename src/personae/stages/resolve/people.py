"""Users and contacts joined into persons: by e-mail, then by name inside one account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from personae.domain.tables import ACCOUNTS
from personae.stages.resolve.emails import company_domain, email_keys, plain_domain
from personae.stages.resolve.joins import Pairs, by_email, by_mailbox, by_misspelt_mailbox, by_name, by_similar_name
from personae.stages.resolve.persons import SourceRows, person_frame

SAME_ID: Final = "same id"

Mode = Literal["auto", "b2b", "b2c"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is who. `persons`, `aliases`: schemas in domain/observed.py; `accounts`: the canonical schema.

    `accounts` holds the given rows, and one row more for each account that only people or events name, or
    that only an e-mail domain tells (its id is the domain).
    """

    persons: pd.DataFrame
    aliases: pd.DataFrame
    accounts: pd.DataFrame


def resolve_people(
    people: pd.DataFrame, event_people: pd.DataFrame, accounts: pd.DataFrame, *, contact_ids: Sequence[str] = (),
    departments: Mapping[str, str] | None = None, seniorities: Mapping[str, str] | None = None, mode: Mode = "auto",
) -> Resolution:
    """Join every id seen into persons.

    `people`: canonical people; `event_people`: person_id, account_id, n_events (one row per person and account);
    `contact_ids`: ids on contact roles or activities. Ids join on the same mailbox (unless their names are those of
    two people: a shared mailbox), then on the same full name inside one account, on a name that fits the mailbox,
    on a nickname, an initial or one typing error; never when both have events and only the name speaks, and never
    when several could be meant. A person keeps the id used in events. In mode "b2c" only e-mail joins, and no
    account is made from a domain. `departments`, `seniorities` as in `classify_titles`.
    """
    rows = source_rows(people, event_people, contact_ids)
    known = _with_named_accounts(accounts, rows["account_id"])
    if mode != "b2c":
        rows["account_id"], known = _accounts_from_domains(rows, known)
    person, rule, p = _joined(rows, names_too=mode != "b2c")
    rows = rows.assign(person=person)
    chosen = _chosen_ids(rows)
    rows["person_id"] = rows["person"].map(chosen)
    own = (rows["source_id"] == rows["person_id"]).to_numpy()
    aliases = pd.DataFrame({
        "source_id": rows["source_id"], "person_id": rows["person_id"], "account_id": rows["account_id"],
        "rule": np.where(own, SAME_ID, rule), "p": np.where(own, 1.0, p),
    })
    persons = person_frame(rows, departments or {}, seniorities or {})
    return Resolution(persons, aliases.reset_index(drop=True), known)


def source_rows(people: pd.DataFrame, event_people: pd.DataFrame, contact_ids: Sequence[str]) -> SourceRows:
    """One row per id seen: people first, in order, then ids that only events or deals know."""
    own = people.reindex(columns=[
        "person_id", "account_id", "email", "name", "title", "department", "seniority", "manager_id",
    ]).dropna(subset=["person_id"]).drop_duplicates("person_id", keep="last").astype(object)
    busiest = event_people.reindex(columns=["person_id", "account_id", "n_events"]).dropna(subset=["person_id"])
    busiest = busiest.sort_values("n_events", ascending=False, kind="stable")
    total = busiest.groupby("person_id", sort=False)["n_events"].sum()
    where = busiest.dropna(subset=["account_id"]).drop_duplicates("person_id").set_index("person_id")["account_id"]
    ids = pd.Index(own["person_id"])
    others = pd.Index([*total.index, *contact_ids]).unique().difference(ids, sort=False)
    rows = pd.concat([own, pd.DataFrame({"person_id": others.astype(object)})], ignore_index=True).astype(object)
    rows = rows.where(rows.notna(), None).rename(columns={"person_id": "source_id"})
    rows["n_events"] = rows["source_id"].map(total).fillna(0).astype("int64")
    rows["is_user"] = rows["source_id"].isin(total.index)
    rows["is_contact"] = rows["source_id"].isin(set(contact_ids))
    seen = rows["source_id"].map(where).astype(object)
    rows["account_id"] = seen.where(seen.notna(), rows["account_id"])
    rows["account_id"] = rows["account_id"].where(rows["account_id"].notna(), None)
    rows["mailbox"] = email_keys(rows["email"])
    return rows


def _with_named_accounts(accounts: pd.DataFrame, used: pd.Series) -> pd.DataFrame:
    """The given accounts and those that are only referred to."""
    known = accounts.reindex(columns=list(ACCOUNTS.names))
    missing = pd.Index(used.dropna().unique()).difference(pd.Index(known["account_id"]), sort=False)
    return _appended(known, pd.DataFrame({"account_id": missing}, dtype=object))


def _appended(known: pd.DataFrame, extra: pd.DataFrame) -> pd.DataFrame:
    if extra.empty:
        return known.reset_index(drop=True)
    extra = extra.reindex(columns=known.columns)
    if known.empty:
        return extra.reset_index(drop=True)
    return pd.concat([known.astype(object), extra.astype(object)], ignore_index=True)


def _accounts_from_domains(rows: SourceRows, known: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
    """Give those without an account the one whose domain their mailbox has; a company domain nobody knows makes one."""
    blank = rows["account_id"].isna()
    domain = rows["mailbox"].where(blank, None).map(company_domain).astype(object)
    owners = known.assign(domain=known["domain"].map(plain_domain)).dropna(subset=["domain"])
    by_domain = owners.drop_duplicates("domain", keep=False).set_index("domain")["account_id"]
    at_work = rows.loc[~blank, ["account_id", "mailbox"]].dropna()
    seen = at_work.assign(domain=at_work["mailbox"].map(company_domain)).dropna()
    seen = seen.drop_duplicates(["domain", "account_id"])
    learned = seen.drop_duplicates("domain", keep=False).set_index("domain")["account_id"]
    claimed = set(owners["domain"]) | set(seen["domain"])
    found = domain.map(by_domain).astype(object)
    found = found.where(found.notna(), domain.map(learned).astype(object))
    new = domain[found.isna() & domain.notna() & ~domain.isin(claimed)]
    account = rows["account_id"].where(~blank, found.where(found.notna(), new.reindex(rows.index)))
    account = account.astype(object).where(account.notna(), None)
    names = pd.Index(new.unique())
    extra = pd.DataFrame({"account_id": names, "name": names, "domain": names}, dtype=object)
    extra = extra[~extra["account_id"].isin(set(known["account_id"]))]
    return account, _appended(known, extra)


def _joined(
    rows: SourceRows, *, names_too: bool,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_], npt.NDArray[np.float64]]:
    """Component number of every row, and the rule and certainty by which it came to its person."""
    pairs = by_email(rows)
    person = components(len(rows), pairs)
    if names_too:
        for join in (by_misspelt_mailbox, by_name, by_mailbox, by_similar_name, by_name, by_similar_name):
            pairs = pairs.and_then(join(rows.assign(person=person)))
            person = components(len(rows), pairs)
    rule = np.full(len(rows), SAME_ID, dtype=object)
    p = np.ones(len(rows))
    for side in (pairs.left, pairs.right):
        order = np.argsort(pairs.p, kind="stable")[::-1]
        rule[side[order]] = pairs.rule[order]
        p[side[order]] = np.minimum(p[side[order]], pairs.p[order])
    return person, rule, p


def components(n: int, pairs: Pairs) -> npt.NDArray[np.int64]:
    """Which rows hang together."""
    if not len(pairs.left):
        return np.arange(n, dtype=np.int64)
    graph = coo_array((np.ones(len(pairs.left), np.int8), (pairs.left, pairs.right)), shape=(n, n))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def _chosen_ids(rows: SourceRows) -> pd.Series:
    """Component -> the id its person keeps: the one with most events, else the first given."""
    order = rows.sort_values("n_events", ascending=False, kind="stable")
    return order.drop_duplicates("person").set_index("person")["source_id"]
