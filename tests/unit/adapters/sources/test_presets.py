"""Exports of Segment, PostHog, Salesforce and HubSpot become canonical rows without a mapping by hand."""

import json
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from personae.adapters.sources import FileLooks
from personae.app.propose_mapping import propose_mapping
from personae.domain.errors import SourceError


def preset(name: str, *files: str) -> str:
    return "".join(f'[[source]]\nfiles = "{file}"\npreset = "{name}"\n' for file in files)


def lines(*objects: dict) -> str:
    return "".join(json.dumps(item) + "\n" for item in objects)


SEGMENT = (
    lines(
        {
            "type": "track",
            "userId": "u1",
            "event": "Signed Up",
            "timestamp": "2024-01-01T00:00:00Z",
            "messageId": "m1",
            "properties": {"plan": "pro"},
            "context": {"groupId": "acme"},
        },
        {"type": "track", "userId": "u1", "event": "Signed Up", "timestamp": "2024-01-01T00:00:09Z", "messageId": "m1"},
        {
            "type": "track",
            "anonymousId": "anon",
            "event": "Opened",
            "timestamp": "2024-01-02T00:00:00.5+01:00",
            "messageId": "m2",
        },
        {"type": "page", "userId": "u1", "name": "Pricing", "timestamp": "2024-01-03T00:00:00Z", "messageId": "m3"},
        {
            "type": "identify",
            "userId": "u1",
            "traits": {"email": "u1@acme.com", "firstName": "Una", "lastName": "Ott"},
            "timestamp": "2024-01-01T00:00:00Z",
        },
        {"type": "identify", "userId": "u1", "traits": {"title": "CTO"}, "timestamp": "2024-01-02T00:00:00Z"},
        {
            "type": "group",
            "userId": "u1",
            "groupId": "acme",
            "traits": {"name": "Acme", "industry": "Tools", "employees": 40},
            "timestamp": "2024-01-01T00:00:00Z",
        },
        {"type": "alias", "userId": "u1", "previousId": "anon", "timestamp": "2024-01-01T00:00:00Z"},
    )
    + "not json\n[1, 2]\n"
)


def test_segment_calls_in_one_file(read) -> None:
    result = read(preset("segment", "calls.jsonl"), {"calls.jsonl": SEGMENT})
    assert read.rows(result, "events", "person_id, account_id, event, at") == [
        ("u1", "acme", "Signed Up", datetime(2024, 1, 1)),
        ("anon", None, "Opened", datetime(2024, 1, 1, 23, 0, 0, 500000)),
        ("u1", None, "Viewed Pricing", datetime(2024, 1, 3)),
    ]
    assert read.rows(result, "people", "person_id, account_id, email, name, title") == [
        ("u1", "acme", "u1@acme.com", "Una Ott", "CTO")
    ]
    assert read.rows(result, "accounts", "account_id, name, industry, employees") == [("acme", "Acme", "Tools", 40.0)]
    assert sorted(r.reason for r in result.rejected) == [
        "the call is not track, identify, group, page or screen",
        "the line is not a JSON object",
        "the line is not a JSON object",
    ]


def test_segment_tables_of_a_warehouse(read) -> None:
    result = read(
        preset("segment", "tracks.csv", "identifies.csv", "groups.csv"),
        {
            "tracks.csv": (
                "id,received_at,user_id,event,event_text,timestamp\n"
                "1,2024-01-01,u1,signed_up,Signed Up,2024-01-01 10:00\n"
            ),
            "identifies.csv": "id,received_at,user_id,email,title\n1,2024-01-01,u1,u1@a.com,CEO\n",
            "groups.csv": "id,received_at,user_id,group_id,name\n1,2024-01-01,u1,acme,Acme\n",
        },
    )
    assert read.rows(result, "events", "person_id, event") == [("u1", "Signed Up")]
    assert read.rows(result, "people", "person_id, account_id, email, title") == [("u1", "acme", "u1@a.com", "CEO")]
    assert read.rows(result, "accounts", "account_id, name") == [("acme", "Acme")]


POSTHOG = [
    {
        "uuid": "e1",
        "event": "report opened",
        "distinct_id": "d1",
        "timestamp": "2024-02-01 10:00:00+00",
        "properties": json.dumps({"$groups": {"company": "acme"}, "x": 1}),
        "person_properties": json.dumps({"email": "d1@acme.com", "name": "Di", "job_title": "Analyst"}),
    },
    {
        "uuid": "e1",
        "event": "report opened",
        "distinct_id": "d1",
        "timestamp": "2024-02-01 10:00:00+00",
        "properties": "{}",
        "person_properties": "{}",
    },
    {
        "uuid": "e2",
        "event": "$identify",
        "distinct_id": "d2",
        "timestamp": "2024-02-01 10:00:00+00",
        "properties": json.dumps({"$set": {"email": "d2@b.com"}}),
        "person_properties": "",
    },
    {
        "uuid": "e3",
        "event": "$groupidentify",
        "distinct_id": "d1",
        "timestamp": "2024-02-01 10:00:00+00",
        "properties": json.dumps({"$group_key": "acme", "$group_set": {"name": "Acme", "employees": 12}}),
        "person_properties": "",
    },
]


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_posthog(read, tmp_path: Path, kind: str) -> None:
    source = tmp_path / "all.jsonl"
    source.write_text(lines(*POSTHOG))
    if kind == "parquet":
        duckdb.execute(
            f"COPY (SELECT * FROM read_json('{source}', columns={{uuid:'VARCHAR', event:'VARCHAR', "
            f"distinct_id:'VARCHAR', timestamp:'TIMESTAMPTZ', properties:'VARCHAR', "
            f"person_properties:'VARCHAR'}})) TO '{tmp_path / 'all.parquet'}'"
        )
    result = read(preset("posthog", f"all.{kind}"))
    assert read.rows(result, "events", "person_id, account_id, event, at") == [
        ("d1", "acme", "report opened", datetime(2024, 2, 1, 10))
    ]
    assert read.rows(result, "people", "person_id, account_id, email, name, title") == [
        ("d1", "acme", "d1@acme.com", "Di", "Analyst"),
        ("d2", None, "d2@b.com", None, None),
    ]
    assert read.rows(result, "accounts", "account_id, name, employees") == [("acme", "Acme", 12.0)]
    assert {c.table: c.n_duplicates for c in result.counts}["events"] == 1


SALESFORCE = {
    "Account.csv": (
        '"Id","Name","Website","Industry","NumberOfEmployees"\n"001A","Acme","https://www.acme.com/x","Tools","50"\n'
    ),
    "Contact.csv": '"Id","AccountId","FirstName","LastName","Title","Email","Department"\n'
    '"003A","001A","Una","Ott","CTO","u@acme.com","IT"\n',
    "Opportunity.csv": '"Id","AccountId","Name","Amount","StageName","CloseDate","CreatedDate","LeadSource"\n'
    '"006A","001A","Big","1000","Closed Won","2024-05-01","2024-01-01T00:00:00.000+0000","Web"\n'
    '"006B","001A","Open","2000","Negotiation","2024-12-01","2024-02-01T00:00:00.000+0000",""\n'
    '"006C","001A","Gone","10","Closed Lost","2024-03-01","2024-02-01T00:00:00.000+0000",""\n',
    "OpportunityContactRole.csv": (
        '"Id","OpportunityId","ContactId","Role","IsPrimary"\n'
        '"00K","006A","003A","Economic Buyer","true"\n'
        '"00L","006B","003A","","false"\n'
    ),
    "Task.csv": (
        '"Id","WhoId","WhatId","ActivityDate","Subject","CallType"\n'
        '"00T","003A","006A","2024-04-01","Call: demo","Inbound"\n'
    ),
}


def test_salesforce(read) -> None:
    result = read(preset("salesforce", *SALESFORCE), SALESFORCE)
    assert read.rows(result, "accounts", "account_id, name, domain, employees") == [("001A", "Acme", "acme.com", 50.0)]
    assert read.rows(result, "people", "person_id, account_id, name, title, department") == [
        ("003A", "001A", "Una Ott", "CTO", "IT")
    ]
    assert read.rows(result, "opportunities", "opportunity_id, is_won, is_closed, closed_at, source") == [
        ("006A", True, True, datetime(2024, 5, 1), "Web"),
        ("006B", None, False, None, None),
        ("006C", False, True, datetime(2024, 3, 1), None),
    ]
    assert read.rows(result, "contact_roles", "opportunity_id, person_id, role, is_primary") == [
        ("006A", "003A", "Economic Buyer", True),
        ("006B", "003A", None, False),
    ]
    assert read.rows(result, "activities", "opportunity_id, person_id, kind, direction, subject") == [
        ("006A", "003A", "call", "in", "Call: demo")
    ]


HUBSPOT_LABELS = {
    "companies.csv": (
        "Record ID,Company name,Company Domain Name,Industry,Number of Employees\n900,Acme,acme.com,TOOLS,50\n"
    ),
    "contacts.csv": (
        "Record ID,First Name,Last Name,Email,Job Title,Primary Associated Company ID,"
        "Associated Deal IDs,Buying Role\n"
        "1,Una,Ott,u@acme.com,CTO,900,70;71,DECISION_MAKER;BUDGET_HOLDER\n2,Al,,a@acme.com,,900,,\n"
    ),
    "deals.csv": "Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Associated Company IDs\n"
    "70,Big,Closed Won,1000,2024-05-01 10:00,2024-01-01 09:00,900;901\n71,New,Qualified,10,2025-05-01,2024-02-01,900\n",
}
HUBSPOT_NAMES = {
    "companies.csv": "HS_OBJECT_ID,NAME,DOMAIN,INDUSTRY,NUMBEROFEMPLOYEES\n900,Acme,acme.com,TOOLS,50\n",
    "contacts.csv": "hs_object_id,firstname,lastname,email,jobtitle,associatedcompanyid,hs_buying_role\n"
    "1,Una,Ott,u@acme.com,CTO,900,DECISION_MAKER;BUDGET_HOLDER\n2,Al,,a@acme.com,,900,\n",
    "deals.csv": "hs_object_id,dealname,dealstage,amount,closedate,createdate\n"
    "70,Big,closedwon,1000,2024-05-01T10:00:00Z,2024-01-01T09:00:00Z\n"
    "71,New,qualifiedtobuy,10,2025-05-01T00:00:00Z,2024-02-01T00:00:00Z\n",
    "contact_deal.csv": "Contact ID,Deal ID,Association Label\n1,70,Decision maker\n1,71,\n",
    "deal_company.csv": "Deal ID,Company ID\n70,900\n71,900\n",
}


@pytest.mark.parametrize("files", [HUBSPOT_LABELS, HUBSPOT_NAMES])
def test_hubspot_labels_and_internal_names(read, files: dict[str, str]) -> None:
    result = read(preset("hubspot", *files), files)
    assert read.rows(result, "accounts", "account_id, name, domain, employees") == [("900", "Acme", "acme.com", 50.0)]
    assert read.rows(result, "people", "person_id, account_id, name, title") == [
        ("1", "900", "Una Ott", "CTO"),
        ("2", "900", "Al", None),
    ]
    assert read.rows(result, "opportunities", "opportunity_id, account_id, is_won, is_closed, closed_at") == [
        ("70", "900", True, True, datetime(2024, 5, 1, 10)),
        ("71", "900", None, False, None),
    ]
    roles = read.rows(result, "contact_roles", "opportunity_id, person_id, role")
    assert [r[:2] for r in roles] == [("70", "1"), ("71", "1")]
    assert roles[0][2] == ("DECISION_MAKER;BUDGET_HOLDER" if files is HUBSPOT_LABELS else "Decision maker")


@pytest.mark.parametrize(
    "files, name",
    [
        ({"x/calls.jsonl": SEGMENT}, "segment"),
        ({f"y/{k}": v for k, v in SALESFORCE.items()}, "salesforce"),
        (HUBSPOT_LABELS, "hubspot"),
        (HUBSPOT_NAMES, "hubspot"),
        ({"ph.jsonl": lines(*POSTHOG)}, "posthog"),
    ],
)
def test_exports_are_recognised_without_a_mapping(read, tmp_path: Path, files: dict[str, str], name: str) -> None:
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(content)
    proposal = propose_mapping(tmp_path, FileLooks())
    assert {source.preset for source in proposal.settings.sources} == {name}
    assert read(proposal.text.split("\n", 1)[1]).parts


def test_a_file_that_is_no_such_export(read) -> None:
    with pytest.raises(SourceError, match="does not look like an export of HubSpot"):
        read(preset("hubspot", "x.csv"), {"x.csv": "a,b\n1,2\n"})
