"""People whom only words tell of: who they are, what they are, and who is left out because it may be anybody."""

import json

import pandas as pd
import pytest

from personae.domain.tables import ACCOUNTS, ANSWERS, DOCUMENTS, PEOPLE
from personae.stages.observe.words import SaidRoles, people_heard, quotes, with_one_id
from personae.stages.observe.words.said_roles import asks_role, bracketed, of_themselves
from personae.stages.observe.words.speakers import body_start
from personae.stages.read.transcripts import read_transcript
from personae.stages.resolve import classify_titles

INTERVIEW = """---
participant: Anna Keller
company: Nordwind
role: Accounts Payable Clerk
---
Interviewer: What is hard?
Anna: Receipts go missing all the time.
Interviewer: And then?
Anna: I write to everybody.
"""


def documents(*texts: str, folder: str = "interviews") -> pd.DataFrame:
    rows = [read_transcript(text, f"d{i}", folder).cells for i, text in enumerate(texts)]
    return pd.DataFrame(rows).reindex(columns=list(DOCUMENTS.names)).astype(object)


def heard(docs: pd.DataFrame, *, answers: pd.DataFrame | None = None, people: pd.DataFrame | None = None,
          accounts: pd.DataFrame | None = None):  # fmt: skip
    empty = {name: pd.DataFrame(columns=list(table.names), dtype=object) for name, table in
             (("answers", ANSWERS), ("people", PEOPLE), ("accounts", ACCOUNTS))}  # fmt: skip
    return people_heard(
        docs, empty["answers"] if answers is None else answers, empty["people"] if people is None else people,
        empty["accounts"] if accounts is None else accounts, SaidRoles(classify_titles),
    )  # fmt: skip


def test_the_person_of_a_header_is_met_with_role_and_account() -> None:
    found = heard(documents(INTERVIEW))
    (row,) = found.people.to_dict("records")
    assert (row["person_id"], row["name"], row["title"], row["account_id"]) == (
        "Anna Keller", "Anna Keller", "Accounts Payable Clerk", "Nordwind",
    )  # fmt: skip
    said = quotes(found.documents, found.people.assign(account_id="Nordwind"))
    assert set(said["person_id"]) == {"Anna Keller"}
    assert said["text"].tolist() == ["Receipts go missing all the time.", "I write to everybody."], "no header line"


def test_whoever_answers_an_interviewer_is_a_person_without_a_name_too() -> None:
    talk = "Interviewer: What do you do?\nP3: I am the head of IT at a bank.\nInterviewer: Since when?\nP3: Long.\n"
    found = heard(documents(talk))
    (row,) = found.people.to_dict("records")
    assert (row["person_id"], row["title"]) == ("d0/P3", "head of IT")
    assert json.loads(found.documents["speakers"][0])["P3"] == "d0/P3"


def test_a_label_in_a_talk_where_nobody_asks_is_a_person_only_with_a_role() -> None:
    talk = (
        "Project Manager: We begin now.\nAnn (Head of Sales): Fine with me.\nBob: I agree with that.\n"
        "Project Manager: Good, go on.\nAnn (Head of Sales): The price is too high.\nBob: It is.\n"
        "Speaker 1: I heard that too.\nSpeaker 1: Yes.\n"
    )
    found = heard(documents(talk, folder="calls"))
    assert dict(zip(found.people["person_id"], found.people["title"], strict=True)) == {
        "d0/Project Manager": "Project Manager", "d0/Ann": "Head of Sales",
    }  # fmt: skip


def test_people_of_the_other_tables_are_not_met_again_and_accounts_get_their_id() -> None:
    people = pd.DataFrame([{"person_id": "Anna Keller", "name": "Anna Keller"}]).reindex(columns=list(PEOPLE.names))
    accounts = pd.DataFrame([{"account_id": "a7", "name": "NORDWIND"}]).reindex(columns=list(ACCOUNTS.names))
    found = heard(documents(INTERVIEW), people=people, accounts=accounts)
    assert found.people.empty
    assert found.documents["account_id"].tolist() == ["a7"]


def test_a_survey_says_who_answers_where_it_asks() -> None:
    rows = [("s", "r1", "What is your primary role?", "Data scientist"), ("s", "r1", "What hinders you?", "Time"),
            ("s", "r2", "How many years have you been in this role?", "2-5 years"),
            ("s", "r3", "Your job title", "I do a bit of everything, whatever is on fire on that day")]  # fmt: skip
    answers = pd.DataFrame(rows, columns=["survey", "respondent_id", "question", "answer"])
    found = heard(documents(), answers=answers.reindex(columns=list(ANSWERS.names)))
    assert found.people[["person_id", "title"]].to_numpy().tolist() == [["s/r1", "Data scientist"]]


def test_speakers_follow_the_id_that_a_person_keeps() -> None:
    found = heard(documents(INTERVIEW)).documents
    renamed = with_one_id(found, {"Anna Keller": "u1"})
    assert json.loads(renamed["speakers"][0])["Anna"] == "u1"


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("I'm the head of IT at Acme.", "head of IT"),
        ("Well, I work as a data analyst for a bank", "data analyst"),
        ("My title is VP Finance, since May", "VP Finance"),
        ("Ich bin Einkaufsleiter bei Nordwind", "Einkaufsleiter"),
        ("I am exhausted by the third day", "exhausted"),
    ],
)
def test_what_people_say_that_they_are(said: str, role: str) -> None:
    assert next(of_themselves(said)) == role


@pytest.mark.parametrize(
    ("text", "is_role"),
    [("head of IT", True), ("exhausted", False), ("the one who signs", False), ("Anna", False),
     ("bookkeeper", True), ("not sure what you mean by that question", False)],
)  # fmt: skip
def test_a_role_is_told_from_other_words(text: str, is_role: bool) -> None:
    assert SaidRoles(classify_titles).is_role(text) is is_role


@pytest.mark.parametrize(
    ("question", "asks"),
    [("13. What is your primary role when using it?", True), ("Job title", True), ("role", True),
     ("14. How many years have you been in this role?", False), ("Which role does price play?", False),
     ("What hinders you?", False)],
)  # fmt: skip
def test_which_questions_ask_for_a_role(question: str, asks: bool) -> None:
    assert asks_role(question) is asks


def test_brackets_behind_a_label_and_headers_above_a_text() -> None:
    assert bracketed("Ann (Head of IT): Hello.\nBob (00:12): Hi.") == {"ann": "Head of IT"}
    assert body_start("Company: Acme\nRole: Nurse\n\nInterviewer: Hello") == len("Company: Acme\nRole: Nurse\n")
    assert body_start("Ann: Hello\nBob: Hi\n") == 0
    assert body_start(INTERVIEW) == INTERVIEW.index("Interviewer:")
