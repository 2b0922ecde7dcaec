"""Hybrids of a build: who is asked, and what is said of each persona."""

from types import SimpleNamespace

import numpy as np
import pandas as pd

from personae.app.hybrids import find_hybrids, hybrids_of
from personae.domain.card import Card
from personae.domain.words import Layer


def persona(persona_id, layer, kind="discovered", matched=()):
    return SimpleNamespace(persona_id=persona_id, layer=layer, kind=kind, matched=matched, name=persona_id.title())


class Build:
    """Sixty users and forty budget holders in twenty accounts, and a card that is matched to both."""

    def __init__(self):
        rng = np.random.default_rng(0)
        self.people = [f"p{i:03d}" for i in range(100)]
        self.accounts = [f"a{i % 20}" for i in range(100)]
        counts = rng.multinomial(30, np.arange(1, 9) / 36, size=60)
        person, event = np.nonzero(counts)
        self.events = pd.DataFrame({"person_id": [self.people[i] for i in person],
                                    "account_id": [self.accounts[i] for i in person],
                                    "event": [f"e{j}" for j in event], "n": counts[person, event]})
        self.roles = pd.DataFrame({"opportunity_id": "o1", "person_id": self.people[60:],
                                   "account_id": self.accounts[60:], "role": "budget_holder", "p": 1.0})
        self.persons = pd.DataFrame({"person_id": self.people, "account_id": self.accounts,
                                     "title": ["Engineer"] * 60 + ["Head of Finance"] * 40})

    def personas_in_brief(self):
        return (persona("users", Layer.USER), persona("holders", Layer.BUYER), persona("finance", Layer.DEPARTMENT),
                persona("card", Layer.USER, "authored", ("users", "holders")), persona("lone", Layer.USER, "authored"))

    def memberships(self):
        return pd.DataFrame({"person_id": self.people, "persona_id": ["users"] * 60 + ["holders"] * 40})

    def frame(self, table):
        return {"roles": self.roles, "persons": self.persons}[table]

    def rows(self, table):
        return {"person_events": self.events}[table]


def test_a_card_that_stands_for_both_is_a_blend_and_each_alone_is_not():
    found = find_hybrids(Build())
    table = found.table.set_index("persona_id")
    assert table["verdict"].to_dict() == {
        "users": "one group", "holders": "one group", "card": "blend", "lone": "too few"}
    assert table.loc["card", "parts"] == "users (60); budget holders and deciders (40)"
    assert (table.loc["card", "n_use"], table.loc["card", "n_decide"], table.loc["card", "n_both"]) == (60, 40, 0)
    assert found.tests["card"].split[0].person_ids == tuple(Build().people[:60])


def test_only_those_asked_for_are_tested():
    assert list(find_hybrids(Build(), ["users"]).tests) == ["users"]


def test_a_card_with_titles_stands_for_the_people_who_have_them():
    build = Build()
    card = Card("lone", Layer.USER, "Lone", "", "lone.md", titles=("engineer", "head of finance"))
    frames = {"persons": build.persons, "roles": build.roles, "person_events": build.events}
    asked = [p for p in build.personas_in_brief() if p.persona_id == "lone"]
    assert hybrids_of(asked, [card], build.memberships(), frames, seed=0, only_blends=True)["lone"].verdict == "blend"
