"""On real words: roles of meetings are kept, praise is told from complaint, and little is called the wrong one."""

import json
import os
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from personae.domain.tables import ACCOUNTS, ANSWERS, PEOPLE, Table
from personae.stages.describe.polarity import polarity
from personae.stages.observe.words import SaidRoles, people_heard, with_choices
from personae.stages.read.talks import read_talks
from personae.stages.read.turns import conversation
from personae.stages.resolve import classify_titles

SHARED = Path(os.environ.get("PERSONAE_SHARED", Path(__file__).resolve().parents[2].parent / "shared")) / "data"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared real data")
SURVEY = SHARED / "jupyter_survey_2015" / "survey_short_columns.csv"


def empty(table: Table) -> pd.DataFrame:
    return pd.DataFrame(columns=list(table.names), dtype=object)


def test_every_speaker_of_the_meetings_is_a_person_with_the_role_that_the_label_says() -> None:
    rows = []
    for path in sorted((SHARED / "product_meetings").glob("*.json"))[:6]:
        (talk,) = read_talks(json.loads(path.read_text(encoding="utf-8")), {})
        rows.append(conversation(talk.said, path.stem, "meetings"))
    documents = pd.DataFrame(rows)
    documents["account_id"] = None
    found = people_heard(documents, empty(ANSWERS), empty(PEOPLE), empty(ACCOUNTS), SaidRoles(classify_titles)).people
    assert Counter(found["title"]) == {
        "Project Manager": 6, "Marketing": 6, "Industrial Designer": 6, "User Interface": 6,
    }  # fmt: skip


def test_praise_and_complaint_are_seldom_taken_for_each_other() -> None:
    survey = pd.read_csv(SURVEY, index_col=0)
    for columns, sign in (("pleasant_aspects", 1), ("difficult_aspects", -1)):
        said = pd.concat([survey[c] for c in survey.columns if c.startswith(columns)]).dropna()
        found = Counter(polarity(text) for text in said)
        assert found[sign] >= 0.9 * (found[sign] + found[-sign]), columns


def test_the_survey_s_choices_are_told_from_its_words() -> None:
    survey = pd.read_csv(SURVEY)
    answers = survey.melt(id_vars=[survey.columns[0]], var_name="question", value_name="answer").dropna()
    answers = answers.rename(columns={survey.columns[0]: "respondent_id"}).assign(survey="s")
    told = with_choices(answers.reindex(columns=list(ANSWERS.names)).astype(object))
    chosen = set(told.loc[told["choice"], "question"])
    assert {"how_often", "how_long_used", "how_run", "years_in_role", "audience_size", "status"} <= chosen
    assert not chosen & {"hinderances", "pleasant_aspects_1", "role", "features_changes_1"}
