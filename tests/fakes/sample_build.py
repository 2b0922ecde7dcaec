"""A small whole build, with one of everything."""

from datetime import datetime

import pandas as pd

from personae.app.ports import Contents
from personae.domain.build import Discovery, Manifest, ReadCount, Rejected
from personae.domain.evidence import EventPath, Interval, Measure, Quote, Record
from personae.domain.finding import Finding, Gap
from personae.domain.link import ChainPath, Link
from personae.domain.persona import EarnedType, Persona, PrevalenceStep, Size, SuccessTriple, Unknown
from personae.domain.statement import Statement
from personae.domain.words import Archetype, Concern, Facet, Job, Layer, Origin, Severity, Standing

EVIDENCE = (
    Quote("d1", 0, 5, "Hello", "Hello", "p1", "a1", -1),
    Measure("active days", Interval(3.0, 2.0, 4.0), "days", 12, 4, "person_activity"),
    EventPath(("open", "edit"), Interval(0.5, 0.4, 0.6), 9, 40, "transitions"),
    Record("contact_roles", "role is champion", 7, 6, 5, "roles"),
)


def contents(build_id: str) -> Contents:
    statement = Statement("p_x", Facet.BEHAVIOUR, "Edits daily.", Origin.MEASURED, EVIDENCE, distinctive=2.0)
    assumed = Statement(
        "p_x", Facet.CONCERN, "Fears lock-in.", Origin.ASSUMED, (), "Who said so?", Standing.UNTESTED, Concern.RISK
    )
    persona = Persona(
        "p_x", Layer.USER, "discovered", "Editors", "They edit.", Size(12, 12, 4, Interval(0.3, 0.2, 0.4), None),
        (statement, assumed), SuccessTriple(goal=assumed.statement_id),
        (EarnedType("role-based", True, "titles", None),), Archetype.EMPLOYEE, "titles", 0.8,
        (Unknown(Facet.GOAL, "What for?", "interviews"),), (PrevalenceStep("edits", 10, 3),), None, None, ("card",),
    )
    link = Link("p_x", "user", "Engineering", "department", "moves", "measured", effect=Interval(0.2, 0.1, 0.3))
    return Contents(
        manifest=Manifest(
            build_id, datetime(2026, 1, 2, 3), datetime(2026, 1, 1), "0.1.0", 0, {"a": 1}, {"f": "x"}, {"m": "1"},
            reads=(ReadCount("s", "events", 3, 2, 1),),
            discoveries=(Discovery("user", 12, 1, None, "why", ((1, 0.0, 0.0, 1.0),)),),
        ),
        personas=(persona,),
        memberships=pd.DataFrame({"layer": ["user"], "unit_id": ["p1"], "person_id": ["p1"], "account_id": ["a1"],
                                  "department": [None], "persona_id": ["p_x"], "p": [0.9]}),
        links=(link,),
        paths=(ChainPath((link.link_id,), None, link.link_id, "unmeasured", "reads so"),),
        findings=(Finding("check", Severity.HIGH, "account", "a1", "T", "W", "D", Job.SALES, 0.7, EVIDENCE),),
        gaps=(Gap("events", "user personas", "export them"),),
        frames={
            "accounts": pd.DataFrame({
                "account_id": ["a1"], "arr": [float("nan")], "at": pd.to_datetime(["2026-01-01"]),
            }),
            "quotes": pd.DataFrame({
                "quote_id": ["q1", "q2"], "facet": ["pain", "goal"], "text": ["Miller said exports failed", "We ship"],
                "masked": ["[name] said exports failed", "We ship"],
            }),
        },
        models={"user": {"k": 3}},
        rejected=(Rejected("s", 3, "at", "x", "not a time"),),
        tables={"person_events": pd.DataFrame({"person_id": ["p1", "p2"], "event": ["open", "edit"], "n": [3, 4]})},
    )
