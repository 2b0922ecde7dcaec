"""A simulated company as files: what its systems would export, a mapping for them, and the truth apart."""

from importlib import resources
from pathlib import Path
from typing import Final

import pandas as pd

from personae.domain.errors import StorageError
from personae.simulate.company import Company

ACCOUNT: Final = {
    "Id": "account_id", "Name": "name", "Website": "domain", "Industry": "industry", "NumberOfEmployees": "employees",
    "Segment__c": "segment", "ARR__c": "arr",
}
CONTACT: Final = {
    "Id": "contact_id", "AccountId": "account_id", "Email": "email", "FirstName": "first", "LastName": "last",
    "Title": "title", "Department": "department",
}
OPPORTUNITY: Final = {
    "Id": "opportunity_id", "AccountId": "account_id", "Name": "name", "Amount": "amount", "StageName": "stage",
    "CreatedDate": "created_at", "CloseDate": "closed_at", "IsWon": "is_won", "IsClosed": "is_closed",
    "Loss_Reason__c": "lost_reason", "LeadSource": "source",
}
ROLE: Final = {
    "OpportunityId": "opportunity_id", "ContactId": "contact_id", "Role": "role", "IsPrimary": "is_primary",
}
TASK: Final = {
    "Id": "activity_id", "WhatId": "opportunity_id", "WhoId": "contact_id", "Type": "kind", "ActivityDateTime": "at",
    "CallType": "call", "Subject": "subject",
}
USER: Final = {
    "user_id": "person_id", "account_id": "account_id", "email": "email", "name": "name", "title": "title",
    "department": "department", "manager": "manager_id",
}
"""Column in the file -> column here, per file."""
DIRECTIONS: Final = {"in": "Inbound", "out": "Outbound"}


def write_company(company: Company, folder: Path, *, with_truth: bool = True) -> None:
    """Write the company as a workspace: `personae.toml`, `data/`, and beside them `truth/` (which nothing reads).

    `data/events/2025-01.parquet` ... and `users.csv` are the product's; `crm/` holds Salesforce objects, where a
    user who is also a contact has an id of its own (joined by e-mail); `documents/` Markdown with a header; the
    rest canonical CSV. People in `truth/` carry the id of their events, or else of the CRM; `sentences` positions
    count from the start of the file. Raises `StorageError` when the folder can't be written.
    """
    try:
        for part in ("data/events", "data/crm", "data/documents", *(["truth"] if with_truth else [])):
            (folder / part).mkdir(parents=True, exist_ok=True)
        _write_product(company, folder / "data")
        _write_crm(company, folder / "data" / "crm")
        for table, name in (("outcomes", "outcomes"), ("metrics", "metrics"), ("features", "features"),
                            ("campaigns", "campaigns"), ("answers", "survey")):
            _csv(_dates(company.tables[table]), folder / "data" / f"{name}.csv")
        heads = _write_documents(company.tables["documents"], folder / "data" / "documents")
        for name, frame in company.truth.items() if with_truth else ():
            _csv(_shifted(frame, heads) if name == "sentences" else frame, folder / "truth" / f"{name}.csv")
        text = resources.files("personae.simulate.content").joinpath("workspace.toml").read_text(encoding="utf-8")
        (folder / "personae.toml").write_text(text.replace("{as_of}", company.settings.end), encoding="utf-8")
    except OSError as error:
        raise StorageError(
            f"The simulated company could not be written: {error.strerror}.", value=str(folder),
            todo="Give a folder that can be written, on a disk with space.",
        ) from error


def _write_product(company: Company, folder: Path) -> None:
    events = company.tables["events"].rename(columns={"person_id": "user_id", "at": "timestamp"})
    month = events["timestamp"].to_numpy().astype("datetime64[M]")
    for name, frame in events.groupby(month, sort=True):
        frame.to_parquet(folder / "events" / f"{name:%Y-%m}.parquet", index=False, compression="zstd")
    people = company.tables["people"]
    _csv(_named(people[_is_user(people)], USER), folder / "users.csv")


def _is_user(people: pd.DataFrame) -> "pd.Series[bool]":
    return people["person_id"].str.startswith("U")


def _write_crm(company: Company, folder: Path) -> None:
    """Contacts: everyone who is no user, and users who are on deals, under a contact's id."""
    tables = company.tables
    _csv(_named(tables["accounts"], ACCOUNT), folder / "Account.csv")
    told = pd.concat([tables["contact_roles"]["person_id"], tables["activities"]["person_id"]]).unique()
    people = tables["people"]
    contacts = people[~_is_user(people) | people["person_id"].isin(told)]
    names = contacts["name"].str.split(" ", n=1, expand=True)
    contacts = contacts.assign(contact_id=_contact(contacts["person_id"]), first=names[0], last=names[1])
    _csv(_named(contacts, CONTACT), folder / "Contact.csv")
    deals = tables["opportunities"]
    deals = deals.assign(closed_at=deals["closed_at"].dt.strftime("%Y-%m-%d"))
    _csv(_named(deals, OPPORTUNITY), folder / "Opportunity.csv")
    roles = tables["contact_roles"]
    _csv(_named(roles.assign(contact_id=_contact(roles["person_id"])), ROLE), folder / "OpportunityContactRole.csv")
    tasks = tables["activities"]
    tasks = tasks.assign(
        activity_id=[f"T{i + 1:06d}" for i in range(len(tasks))], contact_id=_contact(tasks["person_id"]),
        call=tasks["direction"].map(DIRECTIONS),
    )
    _csv(_named(tasks, TASK), folder / "Task.csv")


def _contact(person: "pd.Series[str]") -> "pd.Series[str]":
    return "C" + person.str[1:]


def _write_documents(documents: pd.DataFrame, folder: Path) -> dict[str, int]:
    """One Markdown file each; returns the length of each header, by document."""
    heads = {}
    for row in documents.itertuples(index=False):
        head = (
            f"---\nid: {row.document_id}\nkind: {row.kind}\nperson: {row.person_id}\naccount: {row.account_id}\n"
            f"date: {row.at:%Y-%m-%d}\ntitle: {row.title}\n---\n\n"
        )
        heads[str(row.document_id)] = len(head)
        (folder / f"{row.document_id}.md").write_text(head + str(row.text), encoding="utf-8")
    return heads


def _shifted(sentences: pd.DataFrame, heads: dict[str, int]) -> pd.DataFrame:
    shift = sentences["document_id"].map(heads)
    return sentences.assign(start=sentences["start"] + shift, end=sentences["end"] + shift)


def _dates(frame: pd.DataFrame) -> pd.DataFrame:
    """Periods as plain dates."""
    return frame.assign(period=frame["period"].dt.strftime("%Y-%m-%d")) if "period" in frame else frame


def _named(frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    return frame[list(columns.values())].set_axis(list(columns), axis=1)


def _csv(frame: pd.DataFrame, path: Path) -> None:
    """Comma, UTF-8, ISO dates, true and false in small letters, empty where unknown."""
    frame = frame.copy()
    for name in frame.select_dtypes(["bool", "boolean"]):
        frame[name] = frame[name].map({True: "true", False: "false"})
    frame.to_csv(path, index=False, date_format="%Y-%m-%dT%H:%M:%SZ")
