import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.domain.errors import DomainError
from personae.domain.observed import QUOTES
from personae.stages.observe.words import answers_as_documents, quotes
from personae.stages.observe.words.quoting import _verify, sentences_of

PERSONS = pd.DataFrame(
    {
        "person_id": ["u1", "u2", "u3"],
        "account_id": ["a1", "a1", "a2"],
        "name": ["Anna Schmidt", "Bob Lee", "Cy Young"],
    }
)


def document(text: str, **more: object) -> pd.DataFrame:
    base = {"document_id": "d1", "kind": "interview", "person_id": None, "account_id": None, "speakers": None}
    return pd.DataFrame([{**base, "text": text, **more}])


def test_quotes_are_slices_with_speaker_person_and_mask() -> None:
    text = "# Talk\nInterviewer: How do you plan, Anna?\nAnna: I call Bob Lee daily. It takes hours!\n"
    found = quotes(document(text, person_id="u1", account_id="a1"), PERSONS)
    assert list(found.columns) == list(QUOTES.names)
    assert found["text"].tolist() == ["I call Bob Lee daily.", "It takes hours!"]
    assert [text[s:e] for s, e in zip(found["start"], found["end"], strict=True)] == found["text"].tolist()
    assert found["masked"].tolist()[0] == "I call [name] daily."
    assert set(found["person_id"]) == {"u1"} and set(found["account_id"]) == {"a1"}
    assert found["quote_id"].is_unique and found["facet"].tolist()[1] == "pain"


def test_the_mapping_says_who_is_who() -> None:
    speakers = json.dumps({"Speaker 1": "interviewer", "Speaker 2": "u3"})
    found = quotes(document("Speaker 1: Well, go on.\nSpeaker 2: I hate the export.", speakers=speakers), PERSONS)
    assert found[["speaker", "person_id", "account_id"]].to_numpy().tolist() == [["Speaker 2", "u3", "a2"]]


def test_the_interviewer_is_never_quoted() -> None:
    asked = "Dana: How do you do it? And then?\nEve: We print it. Then we sign.\nDana: Why? Who signs?\nEve: I do."
    found = quotes(document(asked, person_id="u1"), PERSONS)
    assert set(found["speaker"]) == {"Eve"} and set(found["person_id"]) == {"u1"}
    other = quotes(document("Anna: I see.\nPaula: So do we.\nAnna: We use Excel.", person_id="u1"), PERSONS)
    assert set(other["speaker"]) == {"Anna"}


def test_a_speaker_whom_nothing_names_counts_for_nobody() -> None:
    found = quotes(document("Kim: We use paper.\nLou: Me too.\nKim: Yes.", account_id="a1"), PERSONS)
    assert found["person_id"].isna().all() and found["account_id"].isna().all() and len(found) == 3


def test_colleagues_are_found_by_name() -> None:
    text = "Interviewer: Who decides?\nAnna: Finance.\nBob Lee: And legal.\n"
    found = quotes(document(text, person_id="u1", account_id="a1"), PERSONS)
    assert found["person_id"].tolist() == ["u1", "u2"]


def test_observation_keeps_kind_and_the_person_watched() -> None:
    found = quotes(
        document("She opens the list. Note: she copies rows by hand.", kind="observation", person_id="u2"), PERSONS
    )
    assert found["kind"].tolist() == ["observation"] * 2 and found["person_id"].tolist() == ["u2"] * 2


def test_answers_become_documents_one_each() -> None:
    answers = pd.DataFrame(
        {
            "survey": "s",
            "respondent_id": ["1", "1", "2"],
            "question": "What hinders you?",
            "answer": ["It is slow. Very.", "No API", "Nothing"],
            "person_id": [None, None, "u1"],
        }
    )
    documents = answers_as_documents(answers)
    assert documents["document_id"].tolist() == [
        "s/1/What hinders you?",
        "s/1/What hinders you?#2",
        "s/2/What hinders you?",
    ]
    found = quotes(documents, PERSONS)
    assert found["person_id"].tolist() == ["s/1", "s/1", "s/1", "u1"] and set(found["kind"]) == {"survey"}


def test_nothing_in_nothing_out() -> None:
    empty = pd.DataFrame(columns=["document_id", "text"])
    assert quotes(empty, PERSONS).empty
    assert answers_as_documents(pd.DataFrame(columns=["survey", "respondent_id", "question", "answer"])).empty
    assert quotes(document("Nothing known of anyone."), pd.DataFrame(columns=["person_id"]))["text"].tolist() != []


def test_a_false_slice_stops_the_build() -> None:
    frame = pd.DataFrame({"document_id": ["d1"], "start": [0], "end": [3], "text": ["xyz"]})
    with pytest.raises(DomainError, match="not a slice"):
        _verify(frame, document("abc"))


@given(st.text(max_size=300), st.sampled_from(["interview", "note", "observation", "survey"]), st.text(max_size=30))
def test_any_text_gives_true_slices(text: str, kind: str, speakers: str) -> None:
    found = quotes(document(text, kind=kind, speakers=speakers), PERSONS)
    for start, end, said in zip(found["start"], found["end"], found["text"], strict=True):
        assert text[start:end] == said


def test_deciding_words_do_not_give_a_name_away() -> None:
    found = quotes(document("Our CEO Mark Jensen said enough.", kind="note"), PERSONS)
    assert "jensen" in found["text"][0].lower() and "jensen" not in found["masked"][0].lower()
    assert found["words"].tolist() == ["ceo said"]


def test_a_speaker_nobody_named_is_not_taken_for_the_one_before() -> None:
    text = "Ann Lee: We plan on Mondays and it takes all day.\nCy Ott: I never look at the plan at all."
    documents = pd.DataFrame([{
        "document_id": "d", "kind": "call", "person_id": None, "account_id": None, "at": None, "title": None,
        "speakers": json.dumps({"Ann Lee": "p1", "Cy Ott": None}), "text": text,
    }])
    persons = pd.DataFrame([{"person_id": "p1", "account_id": "a1", "name": "Ann Lee"}])
    said = sentences_of(documents, persons).set_index("text")["person_id"]
    assert said["We plan on Mondays and it takes all day."] == "p1"
    assert pd.isna(said["I never look at the plan at all."])
