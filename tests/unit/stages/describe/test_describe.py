"""Describing a simulated company: true, with evidence, nothing invented, nothing of named people."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from personae.app.draft_cards import example_cards
from personae.domain.evidence import EventPath, Measure, Quote, Record
from personae.domain.persona import Persona
from personae.domain.settings import BuildSettings, Settings
from personae.domain.words import Archetype, Facet, Layer, Origin
from personae.simulate.product import OWN
from personae.stages.describe import describe, ledger
from tests.unit.stages.describe.planted_company import World, result


@pytest.fixture(scope="session")
def personas(world: World) -> dict[tuple[Layer, str], Persona]:
    found = describe(world.results, world.frames, (), Settings())
    return {(p.layer, p.persona_id): p for p in found}


def said(persona: Persona, facet: Facet) -> list[str]:
    return [s.text for s in persona.statements if s.facet is facet]


def test_every_persona_of_every_layer_is_described(world: World, personas: dict[tuple[Layer, str], Persona]) -> None:
    assert set(personas) == {(layer, g.persona_id) for layer, r in world.results.items() for g in r.personas}


def test_what_sets_a_user_persona_apart_is_what_was_planted(personas: dict[tuple[Layer, str], Persona]) -> None:
    for (layer, name), persona in personas.items():
        if layer is not Layer.USER:
            continue
        lifts = [
            (e.name.removeprefix("lift: "), s.distinctive)
            for s in persona.statements
            for e in s.evidence
            if isinstance(e, Measure) and e.name.startswith("lift: ")
        ]
        more = [event for event, lift in lifts if lift and lift > 1]
        assert more, name
        assert set(more) <= set(OWN[name]), f"{name}: {more}"


def test_lifts_and_shares_are_the_tables_own(world: World, personas: dict[tuple[Layer, str], Persona]) -> None:
    counts = world.frames["person_events"].pivot_table(index="person_id", columns="event", values="n", fill_value=0)
    shares = counts.div(counts.sum(axis=1), axis=0)
    of = world.results[Layer.USER].memberships.set_index("person_id")["persona_id"].reindex(shares.index)
    mine = shares.loc[of == "developer", "git_branch_linked"].mean()
    others = shares.loc[(of != "developer") & of.notna(), "git_branch_linked"].mean()
    (measures,) = [
        s.evidence
        for s in personas[Layer.USER, "developer"].statements
        if s.facet is Facet.BEHAVIOUR and any("git_branch_linked" in getattr(e, "name", "") for e in s.evidence)
    ]
    by_name = {e.name: e for e in measures if isinstance(e, Measure)}
    assert by_name["share of actions: git_branch_linked"].estimate.value == pytest.approx(mine)
    assert by_name["lift: git_branch_linked"].estimate.value == pytest.approx(mine / others)


def test_every_statement_has_evidence_and_enough_people(personas: dict[tuple[Layer, str], Persona]) -> None:
    for persona in personas.values():
        for s in persona.statements:
            assert s.evidence or (s.origin is Origin.ASSUMED and s.question)
            for e in s.evidence:
                if isinstance(e, Measure | Record | EventPath):
                    assert e.n_people >= 5, s.text
                if isinstance(e, Measure):
                    assert e.estimate.low <= e.estimate.value <= e.estimate.high
                    assert np.isfinite([e.estimate.low, e.estimate.high]).all(), s.text


def test_quotes_are_by_members_and_say_of_how_many(world: World, personas: dict[tuple[Layer, str], Persona]) -> None:
    members = world.results[Layer.USER].memberships.groupby("persona_id")["person_id"].agg(set)
    quoted = [
        (p, s)
        for (layer, _), p in personas.items()
        if layer is Layer.USER
        for s in p.statements
        if s.origin is Origin.QUOTED
    ]
    assert quoted
    for persona, s in quoted:
        assert {e.person_id for e in s.evidence if isinstance(e, Quote)} <= members[persona.persona_id]
        assert " people heard from" in s.text


def test_buyers_words_stay_off_the_user_layer(personas: dict[tuple[Layer, str], Persona]) -> None:
    for (layer, _), persona in personas.items():
        if layer is not Layer.BUYER:
            assert not [s for s in persona.statements if s.facet in (Facet.TRIGGER, Facet.CONCERN, Facet.BUDGET)]


def test_the_department_answers_its_questions(personas: dict[tuple[Layer, str], Persona]) -> None:
    engineering = personas[Layer.DEPARTMENT, "Engineering"]
    assert engineering.name == "Engineering"
    assert any(
        text.startswith("Reports cycle time in days (lower is better)")
        for text in said(engineering, Facet.SUCCESS_METRIC)
    )
    assert any("success means lower cycle time in days" in text for text in said(engineering, Facet.GOAL))
    assert any(text.startswith("Led by directors") for text in said(engineering, Facet.INFLUENCE))
    assert any("Engineers who" in text for text in said(engineering, Facet.CHARACTERISTIC)), "the users it covers"
    assert engineering.triple.goal and engineering.triple.measure


def test_a_department_that_reports_nothing_says_so(world: World) -> None:
    silent = {name: frame for name, frame in world.frames.items() if name != "quotes"}
    found = describe({Layer.DEPARTMENT: world.results[Layer.DEPARTMENT]}, silent, (), Settings())
    finance = next(p for p in found if p.persona_id == "Finance")
    measures = [s for s in finance.statements if s.facet is Facet.SUCCESS_METRIC]
    assert all(s.origin is Origin.ASSUMED and s.question for s in measures), "what is usual is assumed, never known"
    assert "Which metrics does it report?" in [u.question for u in finance.unknowns]


def test_buyers_have_roles_concerns_pattern_and_others_on_the_deal(personas: dict[tuple[Layer, str], Persona]) -> None:
    approver = personas[Layer.BUYER, "it_director"]
    assert approver.name.startswith("Technical approvers")
    concerns = [s for s in approver.statements if s.facet is Facet.CONCERN]
    assert concerns[0].concern is not None and concerns[0].concern.value == "security"
    assert any("win rate with them" in getattr(e, "name", "") for s in approver.statements for e in s.evidence)
    assert any(text.startswith("On their deals also sit") for text in said(approver, Facet.INFLUENCE))
    assert any("days to a decision" in text for text in said(approver, Facet.DECISION_STEP))
    recorded = [s for s in approver.statements if s.facet is Facet.RESPONSIBILITY and s.text.startswith("Recorded on")]
    inferred = [
        s
        for s in approver.statements
        if s.facet is Facet.RESPONSIBILITY and s.text.startswith("Where the CRM is blank")
    ]
    assert recorded[0].origin is Origin.RECORDED
    assert inferred[0].origin is Origin.MEASURED


def test_archetypes(personas: dict[tuple[Layer, str], Persona]) -> None:
    assert personas[Layer.USER, "it_admin"].archetype is Archetype.IT_DEPLOYER
    assert personas[Layer.USER, "developer"].archetype is Archetype.EMPLOYEE
    assert personas[Layer.BUYER, "department_head"].archetype is Archetype.DEPARTMENT_HEAD
    assert personas[Layer.BUYER, "executive"].archetype is Archetype.EXECUTIVE
    assert all(p.archetype_reason for p in personas.values() if p.archetype)


def test_names_are_unique_and_sensible(personas: dict[tuple[Layer, str], Persona]) -> None:
    for layer in Layer:
        names = [p.name for (of, _), p in personas.items() if of is layer]
        assert len(set(names)) == len(names)
    assert personas[Layer.USER, "developer"].name.startswith("Engineers who ")


def test_sizes_and_prevalence(world: World, personas: dict[tuple[Layer, str], Persona]) -> None:
    members = world.results[Layer.USER].memberships
    developer = personas[Layer.USER, "developer"]
    mine = members[members["persona_id"] == "developer"]
    assert (developer.size.n_people, developer.size.n_accounts) == (len(mine), mine["account_id"].nunique())
    assert developer.size.share is not None
    assert developer.size.share.value == pytest.approx(len(mine) / len(members))
    assert len(developer.prevalence) >= 3
    assert all(a.n_people >= b.n_people >= 5 for a, b in pairwise(developer.prevalence))


def test_the_same_inputs_give_the_same_personas(world: World) -> None:
    once = describe(world.results, world.frames, example_cards(), Settings())
    assert describe(world.results, world.frames, example_cards(), Settings()) == once
    shuffled = {name: frame.sample(frac=1, random_state=3) for name, frame in world.frames.items()}
    again = describe(world.results, shuffled, example_cards(), Settings())
    assert [(p.name, p.summary, [s.text for s in p.statements]) for p in again] == [
        (p.name, p.summary, [s.text for s in p.statements]) for p in once
    ]


def test_too_few_people_are_not_counted(world: World) -> None:
    strict = describe(world.results, world.frames, (), Settings(build=BuildSettings(show_from=10_000)))
    for persona in strict:
        assert all(s.origin in (Origin.QUOTED, Origin.OBSERVED, Origin.ASSUMED) for s in persona.statements)
        assert not persona.prevalence


def test_nothing_at_all_is_not_a_crash(world: World) -> None:
    assert describe({}, {}, (), Settings()) == ()
    alone = describe({Layer.USER: world.results[Layer.USER]}, {}, (), Settings())
    assert len(alone) == len(world.results[Layer.USER].personas)
    assert all(not p.statements and p.unknowns for p in alone)
    assert len({p.name for p in alone}) == len(alone)


def test_one_account_is_described_without_pretending_to_know_others(world: World) -> None:
    of = world.results[Layer.USER].memberships
    biggest = of["account_id"].value_counts().index[0]
    one = result(Layer.USER, of[of["account_id"] == biggest].drop(columns=["p", "layer"]))
    for persona in describe({Layer.USER: one}, world.frames, (), Settings()):
        assert persona.size.n_accounts == 1
        assert persona.size.share_accounts is None
        for s in persona.statements:
            assert all(
                np.isfinite([e.estimate.low, e.estimate.high]).all() for e in s.evidence if isinstance(e, Measure)
            )


def test_a_lone_persona_is_told_by_what_it_does_most(world: World) -> None:
    of = world.results[Layer.USER].memberships
    one = result(Layer.USER, of.assign(persona_id="all").drop(columns=["p", "layer"]))
    (persona,) = describe({Layer.USER: one}, world.frames, (), Settings())
    assert any(text.startswith("What they do most:") for text in said(persona, Facet.BEHAVIOUR))
    assert persona.separates is None


def test_no_mail_and_no_name_is_said(world: World, personas: dict[tuple[Layer, str], Persona]) -> None:
    people = world.frames["persons"].dropna(subset=["name"])
    secrets = set(people["name"]) | set(people["email"].dropna())
    everything = " ".join(s.text for p in personas.values() for s in p.statements) + " ".join(
        p.summary for p in personas.values()
    )
    assert not [secret for secret in secrets if secret in everything]
    assert "@" not in everything


def test_the_ledger_puts_first_what_would_teach_most(world: World) -> None:
    rows = ledger(describe(world.results, world.frames, example_cards(), Settings()))
    assert [r.worth for r in rows] == sorted((r.worth for r in rows), reverse=True)
    assert rows[0].standing.value == "untested"
    assert all(r.question for r in rows)


def test_ignored_events_are_not_spoken_of(world: World) -> None:
    settings = replace(Settings(), build=BuildSettings(ignore_events=("git_branch_linked",)))
    found = describe({Layer.USER: world.results[Layer.USER]}, world.frames, (), settings)
    names = [
        n
        for p in found
        for s in p.statements
        for e in s.evidence
        for n in (getattr(e, "name", ""), *getattr(e, "events", ()))
    ]
    assert names
    assert not [n for n in names if "git_branch_linked" in n]


def test_members_with_missing_words_do_not_matter(world: World) -> None:
    frames = dict(world.frames)
    frames["persons"] = frames["persons"].assign(title=None, department=None, seniority=None)
    found = describe({Layer.USER: world.results[Layer.USER]}, frames, (), Settings())
    assert all(p.name.startswith("People who ") for p in found)
    assert all("Who does the work: which titles and departments?" in [u.question for u in p.unknowns] for p in found)
    assert isinstance(frames["persons"], pd.DataFrame)
