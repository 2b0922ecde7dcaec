"""A small workspace in which every page has something to show: two builds, nine accounts, sixty people."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from personae.adapters.builds import FolderBuilds
from personae.app.ports import Contents
from personae.domain.build import Discovery, Manifest, ReadCount, Rejected
from personae.domain.evidence import EventPath, Interval, Measure, Quote, Record
from personae.domain.finding import Finding, Gap
from personae.domain.link import ChainPath, Link
from personae.domain.persona import EarnedType, Persona, PrevalenceStep, Size, SuccessTriple, Unknown
from personae.domain.statement import Statement
from personae.domain.words import Archetype, Concern, Facet, Job, Layer, Origin, Severity, Standing

FIRST, SECOND = "20260101T000000Z-aa", "20260201T000000Z-bb"
SECRET_NAME, SECRET_MAIL = "Esther Gruber", "esther@beacon.example"
SAID = "The export breaks every Monday."
INTERVAL = Interval(0.4, 0.3, 0.5)


def publish(root: Path) -> FolderBuilds:
    """Both builds, published under `root`; the second is current."""
    store = FolderBuilds(root)
    for build_id, previous, n_people in ((FIRST, None, 20), (SECOND, FIRST, 30)):
        with store.writing() as scratch:
            store.publish(contents(build_id, previous, n_people), scratch)
    return store


def contents(build_id: str = SECOND, previous: str | None = None, n_people: int = 30) -> Contents:
    """One build."""
    frames = _frames()
    links, paths = _chain()
    return Contents(
        manifest=_manifest(build_id, previous),
        personas=_personas(n_people),
        memberships=_memberships(),
        links=links,
        paths=paths,
        findings=_findings(),
        gaps=(Gap("No campaigns", "which message reaches whom", "Run `personae init` on their export.", "campaigns"),),
        frames=frames | _discovered(previous),
        models={},
        rejected=(Rejected("people.csv", 3, "email", SECRET_MAIL, f"two people have {SECRET_MAIL}"),),
        tables={
            "person_events": pd.DataFrame({
                "person_id": ["p0"], "account_id": ["a0"], "event": ["export"], "n": [3],
            })
        },
    )


def _manifest(build_id: str, previous: str | None) -> Manifest:
    return Manifest(
        build_id, datetime(2026, 2, 2, 3), datetime(2026, 2, 1), "0.1.0", 0,
        {"name": "Sample customers", "build": {"show_from": 5, "seed": 0}}, {"people.csv": "x"}, {"discover": "2"},
        previous=previous, counts={"accounts": 9, "persons": 60, "documents": 2},
        reads=(ReadCount("people.csv", "people", 61, 60, 1),),
        discoveries=(Discovery("user", 50, 2, None, "two predict best",
                               ((1, 0.0, 0.0, 1.0), (2, 0.9, 0.1, 0.8), (3, 0.85, 0.15, 0.6)), "a mixture"),),
        timings={"read": 1.0},
    )


def _personas(n_people: int) -> tuple[Persona, ...]:
    quote = Quote("interview/esther.md", 40, 40 + len(SAID), SAID, SAID, "p0", "a0")
    against = Quote("interview/esther.md", 90, 106, "Exports are fine.", "Exports are fine.", "p1", "a0", -1)
    measure = Measure("share of exports", INTERVAL, "share", 30, 9, "person_events")
    path = EventPath(("open report", "export"), INTERVAL, 25, 300, "transitions")
    users = (
        Statement("u_e", Facet.BEHAVIOUR, "Exports reports every week.", Origin.MEASURED, (measure,), n_people=30),
        Statement("u_e", Facet.PAIN, "Exports get in the way.", Origin.QUOTED, (quote, against), n_people=2),
        Statement("u_e", Facet.GOAL, "Wants a report without work.", Origin.QUOTED, (quote,), n_people=1),
        Statement("u_e", Facet.WORKFLOW_STEP, "Opens a report, then exports.", Origin.MEASURED, (path,), n_people=25),
        Statement("u_e", Facet.NOT_WHEN, "They plan sprints.", Origin.MEASURED, (measure,)),
    )
    worry = Statement(
        "b_d", Facet.CONCERN, "Compliance: named on 4 deals.", Origin.RECORDED,
        (Record("opportunities", "lost for compliance", 7, 6, 5, "opportunities"),), concern=Concern.COMPLIANCE,
    )
    assumed = Statement(
        "card_e", Facet.GOAL, "Wants fewer meetings.", Origin.ASSUMED, (), "What did you want last week?",
        Standing.UNTESTED,
    )
    refuted = Statement(
        "card_e", Facet.PAIN, "Never exports.", Origin.AUTHORED, (replace(measure, stance=-1),), "How often?",
        Standing.CONTRADICTED,
    )
    size = Size(n_people, n_people, 9, INTERVAL, INTERVAL)
    one = Persona(
        "u_e", Layer.USER, "discovered", "Reporters who export", "They export.", size, users,
        SuccessTriple(goal=users[2].statement_id), (EarnedType("goal-directed", True, "goals"),), Archetype.EMPLOYEE,
        "titles", 0.8, (Unknown(Facet.CHANNEL, "Where do they read?", "interviews"),),
        (PrevalenceStep("export", 40, 9), PrevalenceStep("work in Finance", 3, 2)), "u_p", "They plan less.",
        ("card_e",),
    )
    return (
        one,
        Persona("u_p", Layer.USER, "discovered", "Planners", "They plan.", replace(size, n_people=20)),
        Persona("d_f", Layer.DEPARTMENT, "discovered", "Finance", "They count.", size),
        Persona("b_d", Layer.BUYER, "discovered", "Deciders", "They decide.", replace(size, n_people=12), (worry,)),
        Persona(
            "card_e", Layer.USER, "authored", "Reporter Rita", "As we see her.", Size(0, 0, 0, None, None),
            (assumed, refuted), matched=("u_e",),
        ),
    )


def _memberships() -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = [
        ("user", f"p{i}", f"p{i}", f"a{i % 9}", "Finance", "u_e" if i % 9 < 6 else "u_p", 0.9) for i in range(50)
    ]
    rows += [("buyer", f"p{i}", f"p{i}", f"a{i % 9}", "Finance", "b_d", 0.7) for i in range(48, 60)]
    rows += [("department", f"a{i}/Finance", None, f"a{i}", "Finance", "d_f", 1.0) for i in range(9)]
    return pd.DataFrame(
        rows, columns=["layer", "unit_id", "person_id", "account_id", "department", "persona_id", "p"]
    )


def _chain() -> tuple[tuple[Link, ...], tuple[ChainPath, ...]]:
    up = Link("u_e", "user", "d_f", "department", "moves", "measured", "activity", "days_to_close", INTERVAL,
              n_accounts=9, n_rows=90, text="Exporting goes with closing sooner.")
    top = Link("d_f", "department", "Renewals", "organisation", "moves", "measured", "days_to_close", None,
               Interval(0.1, -0.1, 0.3), n_accounts=9, n_rows=9, text="Closing sooner goes with renewal.")
    asked = Link("u_p", "user", "d_f", "department", "moves", "measured", why_not="Too few.")
    path = ChainPath((up.link_id, top.link_id), Interval(0.04, -0.04, 0.1), top.link_id, "It may be none.", "reads so")
    return (up, top, asked), (path,)


def _findings() -> tuple[Finding, ...]:
    quote = Quote("interview/esther.md", 40, 40 + len(SAID), SAID, SAID, "p0", "a0")
    return (
        Finding("adoption", Severity.HIGH, "account", "a0", "Bought and not used", "Few use it.", "Call them.",
                Job.SUCCESS, 0.9, (quote,), 5, 1),
        Finding("one_person", Severity.LOW, "workspace", "", "One person decides", "Often so.", "Ask.", Job.SALES),
    )


def _frames() -> dict[str, pd.DataFrame]:
    ids = [f"a{i}" for i in range(9)]
    deals = pd.DataFrame({
        "opportunity_id": [f"o{i}" for i in range(24)], "account_id": [f"a{i % 9}" for i in range(24)],
        "name": [f"Deal {i}" for i in range(24)], "amount": 100.0, "stage": "Proposal",
        "created_at": pd.Timestamp("2025-06-01"), "closed_at": pd.Timestamp("2025-08-01"),
        "is_won": [i < 12 for i in range(24)], "is_closed": [i < 22 for i in range(24)], "lost_reason": None,
        "source": "inbound",
    })
    roles = pd.DataFrame({
        "opportunity_id": [f"o{i}" for i in range(24)] + [f"o{i}" for i in range(12)],
        "person_id": [f"p{48 + i % 12}" for i in range(24)] + [f"p{i}" for i in range(12)], "account_id": None,
        "role": ["champion"] * 24 + ["decision_maker"] * 12, "origin": ["recorded"] * 24 + ["inferred"] * 12,
        "p": [1.0] * 24 + [0.8] * 12, "reason": "a director in Finance",
    })
    persons = pd.DataFrame({
        "person_id": [f"p{i}" for i in range(60)], "account_id": [f"a{i % 9}" for i in range(60)],
        "name": SECRET_NAME, "title": "Analyst", "department": "Finance", "seniority": "professional",
        "is_user": [i < 50 for i in range(60)], "is_contact": [i >= 48 for i in range(60)],
    })
    months = pd.date_range("2025-01-01", periods=8, freq="MS")
    return {
        "accounts": pd.DataFrame({
            "account_id": ids, "name": ["Beacon Foods", *(f"Customer {i}" for i in range(1, 9))], "domain": None,
            "industry": "Food", "employees": 120.0, "segment": "mid", "arr": 1000.0,
        }),
        "opportunities": deals,
        "persons": persons,
        "roles": roles,
        "committees": pd.DataFrame({"opportunity_id": ["o0"], "account_id": ["a0"], "n_touches": [9],
                                    "days_open": [40.0], "touches_per_week": [1.5], "inbound_share": [0.5]}),
        "department_units": pd.DataFrame({"account_id": ids, "department": "Finance", "n_people": 6, "n_users": 5,
                                          "n_contacts": 1, "leader_id": None, "n_events": 900, "active_days": 90}),
        "metrics": pd.DataFrame({"account_id": "a0", "department": "Finance", "metric": "days_to_close",
                                 "period": months, "value": [9.0, 9, 8, 7, 6, 5, 5, 4], "better": "down"}),
        "outcomes": pd.DataFrame({"account_id": ids, "kind": ["renewed"] * 7 + ["churned"] * 2,
                                  "at": pd.Timestamp("2025-12-01"), "amount": 10.0}),
        "quotes": _quotes(),
        "features": pd.DataFrame({"feature_id": ["export"], "name": ["Export"], "kind": ["core"], "shipped": [True],
                                  "events": ["export"], "covers": [None]}),
        "person_activity": pd.DataFrame({"person_id": ["p0"], "account_id": ["a0"], "n_events": [3]}),
    }


def _discovered(previous: str | None) -> dict[str, pd.DataFrame]:
    """What discovery leaves for the pages: users drift, a little more than chance; Planners appeared."""
    months = [*pd.date_range("2025-09-01", periods=3, freq="MS"), pd.NaT]
    drift = [(month, one, n, 9, share, share - 0.05, share + 0.05, 0.04, share - 0.04)
             for one, n, share in (("", 50, 0.1), ("u_e", 34, 0.12), ("u_p", 16, None)) for month in months
             if share is not None]
    columns = ["month", "persona_id", "n_people", "n_accounts", "changed", "low", "high", "by_chance", "beyond_chance"]
    sure = [("user", "u_e", 34, 30, 3, 1, 0.93), ("user", "u_p", 16, 10, 4, 2, 0.8), ("user", "", 3, 0, 0, 3, 0.3),
            ("buyer", "b_d", 12, 12, 0, 0, 0.99)]
    fates = [("user", "appeared", "u_p", '["u_e"]', 16)] if previous else []
    typical = [("user", "u_e", "report_exported", 0.4, 0.3, 0.1), ("user", "u_e", "login", 0.1, 0.1, 0.1),
               ("buyer", "b_d", "role=decision_maker", 1.0, 0.9, 0.4), ("buyer", "b_d", "role=champion", 0.0, 0.1, 0.6),
               ("buyer", "b_d", "first_touch_share", 0.2, 0.3, 0.4)]
    return {
        "drift_months": pd.DataFrame(drift, columns=columns),
        "drift_moves": pd.DataFrame([("u_e", "u_p", 6, 7, 2.0), ("u_e", "none", 2, 2, 0.0)], columns=[
            "persona_id", "to_persona_id", "n_people", "n_times", "by_chance"]),
        "drift_steps": pd.DataFrame([("user", 31.0, 50, 8, 0.16, 0.1, 0.22, 0.157)][: 1 if previous else 0], columns=[
            "layer", "days", "n_units", "n_changed", "share", "low", "high", "per_month"]),
        "drift_fates": pd.DataFrame(fates, columns=["layer", "kind", "persona_id", "others", "n_units"]),
        "sureness": pd.DataFrame(sure, columns=[
            "layer", "persona_id", "n_units", "sure", "likely", "doubtful", "mean_p"]),
        "typical_members": pd.DataFrame(typical, columns=[
            "layer", "persona_id", "feature", "typical", "persona", "layer_mean"]),
    }


def _quotes() -> pd.DataFrame:
    said = [(0, "I count things.", "none"), (40, SAID, "pain"), (90, "Exports are fine.", "feeling")]
    rows = [(f"q{start}", "interview/esther.md", "p0", "a0", SECRET_NAME, start, start + len(text), text, text, facet)
            for start, text, facet in said]
    rows.append(("q9", "survey/p48/why", "p48", "a3", SECRET_NAME, 0, 9, f"Ask {SECRET_NAME}", "Ask [name]", "goal"))
    frame = pd.DataFrame(rows, columns=["quote_id", "document_id", "person_id", "account_id", "speaker", "start",
                                        "end", "text", "masked", "facet"])
    return frame.assign(p=0.8, concern=None, words="", kind=["interview"] * 3 + ["survey"])
