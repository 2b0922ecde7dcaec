"""Words on the shared real text: every span checks out, speaker roles kept, the interviewer's side left out, speed."""

import csv
import gzip
import json
import os
import time
from pathlib import Path

import pandas as pd
import pytest

from personae.stages.observe.words import answers_as_documents, label_sentences, quotes

SHARED = Path(os.environ.get("PERSONAE_SHARED", Path(__file__).resolve().parents[3] / "shared"))
pytestmark = pytest.mark.skipif(not (SHARED / "data").exists(), reason="the shared data are not here")
NOBODY = pd.DataFrame(columns=["person_id", "account_id", "name"])
ROLES = ("Project Manager", "Marketing", "User Interface", "Industrial Designer")


@pytest.fixture(scope="module")
def meetings() -> pd.DataFrame:
    rows = []
    for path in sorted((SHARED / "data/product_meetings").glob("*.json"))[:8]:
        talk = json.loads(path.read_text(encoding="utf-8"))["meeting_transcripts"]
        text = "\n".join(f"{turn['speaker']}: {turn['content']}" for turn in talk)
        speakers = json.dumps({role: f"{path.stem}/{role}" for role in ROLES})
        rows.append(
            {
                "document_id": path.stem,
                "kind": "call",
                "person_id": None,
                "account_id": path.stem[:6],
                "speakers": speakers,
                "text": text,
                "turns": len(talk),
            }
        )
    return pd.DataFrame(rows)


def test_meetings_every_span_holds_and_roles_are_kept(meetings: pd.DataFrame) -> None:
    found = quotes(meetings, NOBODY)
    texts = dict(zip(meetings["document_id"], meetings["text"], strict=True))
    spans = zip(found["document_id"], found["start"], found["end"], found["text"], strict=True)
    assert all(texts[document][start:end] == said for document, start, end, said in spans)
    assert len(found) >= meetings["turns"].sum() * 0.9
    assert set(found["speaker"]) == set(ROLES)
    whole = found["document_id"] + "/" + found["speaker"]
    assert (whole == found["person_id"]).all()
    assert found["facet"].value_counts().index[0] == "none"


def test_a_marked_interviewer_is_left_out(meetings: pd.DataFrame) -> None:
    one = meetings.head(1).copy()
    one["speakers"] = json.dumps({"Project Manager": "interviewer", "Marketing": "m"})
    assert "Project Manager" not in set(quotes(one, NOBODY)["speaker"])


def test_proposals_goals_and_risks() -> None:
    with gzip.open(SHARED / "data/kubernetes_enhancements/keps.csv.gz", "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["risks"] and row["goals"]][:60]
    documents = pd.DataFrame(
        [
            {
                "document_id": f"{row['kep']}/{part}",
                "kind": "note",
                "person_id": row["authors"].split(";")[0],
                "text": row[part],
            }
            for row in rows
            for part in ("goals", "risks")
        ]
    )
    found = quotes(documents.drop_duplicates("document_id"), NOBODY)
    part = found["document_id"].str.rsplit("/", n=1).str[1]
    share = pd.crosstab(part, found["facet"], normalize="index")
    assert share.loc["goals", "goal"] > 2 * share.loc["risks", "goal"]
    assert share.loc["risks", "concern"] > 4 * share.loc["goals", "concern"]


def test_survey_answers_lean_the_way_their_question_asks() -> None:
    survey = pd.read_csv(SHARED / "data/jupyter_survey_2015/survey_short_columns.csv", keep_default_na=False)
    shares = {}
    for question in ("hinderances", "pleasant_aspects_1", "features_changes_1"):
        answers = [text for text in survey[question] if text.strip()]
        shares[question] = label_sentences(answers)["facet"].value_counts(normalize=True)
    assert shares["hinderances"].get("pain", 0) > 2 * shares["pleasant_aspects_1"].get("pain", 0)
    assert shares["pleasant_aspects_1"].get("feeling", 0) > 2 * shares["hinderances"].get("feeling", 0)
    assert shares["features_changes_1"].get("requirement", 0) > shares["pleasant_aspects_1"].get("requirement", 0)


@pytest.mark.slow
def test_ten_thousand_answers_in_seconds() -> None:
    survey = pd.read_csv(SHARED / "data/jupyter_survey_2015/survey_short_columns.csv", keep_default_na=False)
    texts = [text for text in survey["hinderances"] if text.strip()]
    answers = pd.DataFrame(
        {
            "survey": "s",
            "respondent_id": [str(n) for n in range(10_000)],
            "question": "q",
            "answer": [f"{texts[n % len(texts)]} {n}" for n in range(10_000)],
        }
    )
    began = time.process_time()
    found = quotes(answers_as_documents(answers), NOBODY)
    assert len(found) >= 10_000
    assert time.process_time() - began < 30
