"""Workspaces of words alone: named by what people are heard as, told for however few, and what a survey offered."""

import numpy as np
import pandas as pd
import pytest

from personae.domain.card import Card, CardStatement
from personae.domain.intervals import clustered_share
from personae.domain.settings import Settings
from personae.domain.words import Facet, Layer, Origin, Standing
from personae.stages.describe import describe
from personae.stages.describe.choices import choices
from personae.stages.describe.cohorts import cohorts
from personae.stages.describe.raised import share_ratio
from personae.stages.discover.heard import discover_heard
from tests.unit.stages.describe.planted_company import result

PEOPLE = [
    ("p1", "Accounts Payable Clerk", "Finance", "professional", "a1"),
    ("p2", "accounts payable clerk", "Finance", "professional", "a2"),
    ("p3", "CFO", "Finance", "c_level", "a1"),
    ("p4", "Finance Director", "Finance", "director", "a3"),
    ("p5", "Sales Rep", "Sales", "professional", "a3"),
    ("p6", None, "unknown", "unknown", None),
]
SAID = [
    ("p1", "goal", "I want to close the month by the third day."),
    ("p2", "pain", "Receipts go missing all the time."),
    ("p3", "budget", "The budget came out of finance."),
    ("p4", "trigger", "We started looking after the audit."),
    ("p5", "pain", "I never get a reason when a claim is rejected."),
    ("p6", "budget", "We had the budget for it."),
    ("p6", "alternative", "We looked at Concur as well."),
]


def frames() -> dict[str, pd.DataFrame]:
    persons = pd.DataFrame(PEOPLE, columns=["person_id", "title", "department", "seniority", "account_id"]).assign(
        department_source="title", seniority_source="title", is_user=False, is_contact=False, p_department=0.9
    )
    quotes = pd.DataFrame(SAID, columns=["person_id", "facet", "text"])
    where = dict(zip(persons["person_id"], persons["account_id"], strict=True))
    quotes = quotes.assign(
        quote_id=[f"q{i}" for i in range(len(quotes))], document_id="d", masked=quotes["text"], speaker="S", start=0,
        end=1, p=0.9, concern=None, words="", kind="interview", account_id=quotes["person_id"].map(where), not_of=None,
    )  # fmt: skip
    return {"persons": persons, "quotes": quotes, "person_events": pd.DataFrame(columns=["person_id", "event", "n"])}


def test_people_are_put_together_by_function_and_layer() -> None:
    found = {layer: discover_heard(layer, frames()) for layer in Layer}
    users, buyers, functions = (found[layer].memberships for layer in (Layer.USER, Layer.BUYER, Layer.DEPARTMENT))
    assert users.dropna(subset=["persona_id"])["person_id"].tolist() == ["p1", "p2"]
    assert buyers.dropna(subset=["persona_id"])["person_id"].tolist() == ["p3", "p4"]
    assert "p6" in set(buyers["person_id"]), "who speaks of deciding decides, also without a title"
    assert functions.dropna(subset=["persona_id"])["unit_id"].tolist() == ["a1/Finance", "a2/Finance", "a3/Finance"]
    assert "does not show that they behave alike" in found[Layer.USER].discovery.reason
    assert "Sales (1)" in found[Layer.USER].discovery.reason


def test_who_uses_the_product_is_no_buyer_heard() -> None:
    used = frames()
    used["person_events"] = pd.DataFrame({"person_id": ["p3", "p6"], "event": "login", "n": 3})
    assert set(discover_heard(Layer.BUYER, used).memberships["person_id"]) == {"p4"}


def test_in_b2c_everybody_is_a_user_and_nobody_heard_is_no_data() -> None:
    assert len(discover_heard(Layer.USER, frames(), b2c=True).memberships) == 6
    silent = frames() | {"quotes": frames()["quotes"].head(0)}
    assert discover_heard(Layer.USER, silent).discovery.refusal == "no data"


def test_where_no_role_is_known_all_are_one_group_and_the_reason_says_how_to_part_them() -> None:
    unknown = frames()
    unknown["persons"] = unknown["persons"].assign(title=None, department="unknown", seniority="unknown")
    found = discover_heard(Layer.USER, unknown)
    assert found.discovery.n_personas == 1
    assert "tells them apart" in found.discovery.reason


def test_two_people_make_a_persona_that_is_named_told_and_says_how_few() -> None:
    given = frames()
    results = {layer: discover_heard(layer, given) for layer in Layer}
    personas = {p.layer: p for p in describe(results, given, (), Settings())}
    user = personas[Layer.USER]
    assert user.name == "Accounts Payable Clerks"
    assert user.summary.startswith("2 people of whom only words are known, in 2 accounts")
    assert "I want to close the month by the third day" in user.summary
    told = next(s for s in user.statements if s.facet is Facet.CHARACTERISTIC)
    assert told.text.startswith("Heard as Accounts Payable Clerk (2)")
    pain = next(s for s in user.statements if s.facet is Facet.PAIN)
    assert "said by 1 of 2 people heard from, in 1 account" in pain.text
    assert {s.facet for s in personas[Layer.BUYER].statements} >= {Facet.BUDGET, Facet.TRIGGER}


def survey(n: int, daily: dict[str, float]) -> pd.DataFrame:
    """`n` people a persona; "How often?" by the given shares, "Status" the same for all."""
    rows = []
    for persona, share in daily.items():
        for i in range(n):
            rows += [("s", f"{persona}{i}", "How often?", "Daily" if i < share * n else "Weekly"),
                     ("s", f"{persona}{i}", "Status", "Complete")]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["survey", "respondent_id", "question", "answer"])
    return frame.assign(person_id=frame["respondent_id"], account_id=None, choice=True)


def test_what_was_chosen_is_counted_and_compared() -> None:
    answers = survey(50, {"a": 0.8, "b": 0.3})
    ids = answers["person_id"].unique()
    memberships = pd.DataFrame({"person_id": ids, "account_id": None, "persona_id": [i[0] for i in ids]})
    ground = cohorts(result(Layer.USER, memberships), {"answers": answers}, Settings())
    found = {s.persona_id: s for s in choices(ground)}
    assert found["a"].text == "How often?: 80% answered “Daily”, against 30% of the others (2.7 times as often)."
    assert found["a"].origin is Origin.MEASURED and found["a"].facet is Facet.BEHAVIOUR
    assert "“Weekly”" in found["b"].text
    assert len(choices(ground)) == 2, "what everybody answers says nothing"


def test_the_ratio_of_two_shares_covers_the_truth() -> None:
    """40 against 40 people, 30% and 20%: the interval of the ratio holds 1.5 in about 95 of 100 samples."""
    rng = np.random.default_rng(3)
    ones = np.ones(40)
    covered = 0
    for _ in range(400):
        one, other = (clustered_share((rng.random(40) < p).astype(float), ones) for p in (0.3, 0.2))
        ratio = share_ratio(one, other)
        covered += ratio.low <= 1.5 <= ratio.high
    assert covered >= 0.93 * 400
    none = share_ratio(clustered_share(ones, ones), clustered_share(0 * ones, ones))
    assert none.low > 1 and none.high == pytest.approx(np.inf)


def test_a_card_is_held_against_the_words_of_two_people_and_against_no_number() -> None:
    given = frames()
    card = Card(
        "clerk", Layer.USER, "Clerk", "", "clerk.md", titles=("Accounts Payable Clerk",),
        statements=(CardStatement(Facet.PAIN, "Receipts go missing"), CardStatement(Facet.PAIN, "The setup took weeks"),
                    CardStatement(Facet.CHARACTERISTIC, "Works in Sales")),
    )  # fmt: skip
    personas = describe({layer: discover_heard(layer, given) for layer in Layer}, given, (card,), Settings())
    authored = next(p for p in personas if p.kind == "authored")
    assert [s.standing for s in authored.statements] == [Standing.SUPPORTED, Standing.UNTESTED, Standing.UNTESTED]
    assert authored.size.n_people == 2
