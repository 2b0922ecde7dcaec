"""Drafting: questions of three layers, answers, cards on which every line is assumed and has its question."""

from pathlib import Path

import pytest

from personae.adapters.sources.cards import read_cards, write_card
from personae.app.draft_cards import Answers, draft_cards, example_cards, questions
from personae.domain.errors import SettingsError
from personae.domain.words import Concern, Facet, Layer, Origin


def test_each_layer_asks_for_the_whole_success_triple_and_its_own_questions() -> None:
    for layer in Layer:
        facets = {question.facet for question in questions(layer)}
        assert {Facet.GOAL, Facet.WHY_IT_MATTERS, Facet.SUCCESS_METRIC, Facet.NOT_WHEN} <= facets
    asked = " ".join(question.ask for layer in Layer for question in questions(layer))
    for words in (
        "Who does the work?",
        "How does this function define success?",
        "Who controls the budget?",
        "Who else influences",
    ):
        assert words in asked


def test_the_example_is_one_card_per_layer_linked_upwards_and_wholly_assumed() -> None:
    developer, engineering, director = example_cards()
    assert [card.layer for card in (developer, engineering, director)] == list(Layer)
    assert developer.links[0].target == engineering.card_id
    assert engineering.links[0].target == director.card_id
    assert director.links[0].target == "Renewal"
    every = [s for card in (developer, engineering, director) for s in card.statements]
    assert all(s.origin is Origin.ASSUMED and s.question for s in every)
    concerns = {s.concern for s in director.statements if s.facet is Facet.CONCERN}
    assert concerns == {Concern.SECURITY, Concern.ADMIN, Concern.INTEGRATION, Concern.COST}


def test_drafted_cards_survive_the_disk(tmp_path: Path) -> None:
    for card in example_cards(author="Ana", written="2026-01-02"):
        write_card(card, tmp_path)
    read = {card.card_id: card for card in read_cards(tmp_path)}
    for card in example_cards(author="Ana", written="2026-01-02"):
        again = read[card.card_id]
        assert (again.name, again.links, again.author, again.written) == (card.name, card.links, "Ana", "2026-01-02")
        assert [(s.facet, s.text, s.question, s.concern) for s in again.statements] == [
            (s.facet, s.text, s.question, s.concern) for s in card.statements
        ]


def test_own_answers_get_the_question_that_would_settle_them() -> None:
    (card,) = draft_cards(
        [Answers(Layer.USER, "Planner", lines={"goal": ["See delays  early", " "], "pain": ["Chasing people"]})]
    )
    assert card.summary == "See delays early"
    assert [s.text for s in card.statements] == ["See delays early", "Chasing people"]
    assert all(s.question for s in card.statements)
    assert card.links == ()


@pytest.mark.parametrize(
    "answers",
    [
        [Answers(Layer.USER, "  ")],
        [Answers(Layer.USER, "A"), Answers(Layer.USER, "a!")],
        [Answers(Layer.USER, "A", departments=("Enginering",))],
        [Answers(Layer.USER, "A", lines={"budget": ["mine"]})],
    ],
)
def test_impossible_answers_are_settings_errors(answers: list[Answers]) -> None:
    with pytest.raises(SettingsError):
        draft_cards(answers)


def test_roles_and_departments_are_taken_in_any_case() -> None:
    (card,) = draft_cards([Answers(Layer.BUYER, "Head", roles=("Decision Maker",), departments=("human resources",))])
    assert card.roles == ("decision_maker",)
    assert card.departments == ("Human Resources",)
