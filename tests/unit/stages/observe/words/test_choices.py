"""Answers to choose from are told from words, and are no quotes."""

import pandas as pd

from personae.domain.tables import ANSWERS
from personae.stages.observe.words import answers_as_documents, with_choices
from personae.stages.observe.words.choices import in_words


def answers(question: str, given: list[str], **more: object) -> pd.DataFrame:
    frame = pd.DataFrame({"survey": "s", "question": question, "answer": given})
    frame["respondent_id"] = [f"r{i}" for i in range(len(given))]
    return frame.assign(**more).reindex(columns=list(ANSWERS.names)).astype(object)


OFTEN = answers("How often?", ["Daily", "weekly", "Weekly"] * 10)
WORDS = answers("What hinders you?", [f"The export of file {i} is slow" for i in range(30)])
REPEATED = answers("What do you want?", ["I want to close the books much faster than we do today"] * 30)
ROLE = answers("What is your role?", ["Analyst"] * 5 + ["I do a bit of everything, whatever is on fire on that day"])


def test_few_short_answers_are_choices_and_sentences_are_not() -> None:
    told = with_choices(pd.concat([OFTEN, WORDS, REPEATED], ignore_index=True))
    assert told.groupby("question")["choice"].all().to_dict() == {
        "How often?": True, "What hinders you?": False, "What do you want?": False,
    }  # fmt: skip


def test_few_answers_tell_nothing_and_what_the_source_says_counts() -> None:
    assert not with_choices(OFTEN.head(6))["choice"].any()
    assert with_choices(WORDS.assign(choice=True))["choice"].all()
    assert with_choices(OFTEN.head(0)).empty


def test_only_words_become_documents() -> None:
    told = with_choices(pd.concat([OFTEN, WORDS, ROLE], ignore_index=True))
    assert set(in_words(told)["question"]) == {"What hinders you?", "What is your role?"}
    made = answers_as_documents(told)
    assert len(made) == 31, "the words, and the one answer on the role that is no title"
    assert len(answers_as_documents(WORDS.drop(columns="choice"))) == 30, "also where nobody looked for choices"
