import pandas as pd
import pytest

from personae.stages.observe.words import answers_as_documents, label_sentences, quotes
from personae.stages.observe.words.questions import asked_facet, with_questions


@pytest.mark.parametrize(
    ("question", "facet"),
    [
        ("What, if anything, hinders you from using it more?", "pain"),
        ("What do you dislike about the product?", "pain"),
        ("What do you like best about the product?", "feeling"),
        ("What features would you like to see?", "requirement"),
        ("What problems is the product solving and how is that benefiting you?", "goal"),
        ("What is your primary role?", "responsibility"),
        ("pleasant_aspects_1", "feeling"),
    ],
)
def test_what_a_question_asks(question: str, facet: str) -> None:
    hint = asked_facet(question)
    assert hint is not None and hint[0] == facet


def test_no_hint_from_a_question_that_says_nothing() -> None:
    assert asked_facet("Anything else?") is None


def test_a_hint_fills_what_the_answer_leaves_open_and_says_so() -> None:
    said = ["git integration", "I love it, it is great and easy to use", "none"]
    found = with_questions(label_sentences(said), ["What do you dislike?"] * 3)
    assert found["facet"].tolist() == ["pain", "feeling", "none"]
    assert found["words"][0] == "question: dislike" and found["p"][0] == 0.5


def test_quotes_of_answers_use_the_question() -> None:
    answers = pd.DataFrame(
        {"survey": ["s"], "respondent_id": ["1"], "question": ["What hinders you?"], "answer": ["VPN"]}
    )
    found = quotes(answers_as_documents(answers), pd.DataFrame(columns=["person_id", "account_id", "name"]))
    assert found["facet"].tolist() == ["pain"] and found["words"].tolist() == ["question: hinders"]
