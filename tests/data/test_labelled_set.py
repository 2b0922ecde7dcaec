"""The labelled set: every row carries its source, every real sentence stands in the document that it names."""

import csv
import gzip
import json
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from personae.domain.words import Concern, Facet
from personae.stages.observe.words import label_sentences

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("PERSONAE_SHARED", ROOT.parent / "shared"))
shared = pytest.mark.skipif(not (SHARED / "data").exists(), reason="the shared data are not here")
SOURCES = ("jupyter", "keps", "meetings", "written")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (ROOT / "bench/labelled_sentences.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_every_row_has_a_source_a_facet_and_its_own_sentence(rows: list[dict[str, str]]) -> None:
    assert len({row["id"] for row in rows}) == len(rows)
    said = Counter(re.sub(r"\W+", " ", row["sentence"].lower()).strip() for row in rows if row["origin"] == "written")
    assert max(said.values()) == 1
    for row in rows:
        assert row["source"] in SOURCES and (row["origin"] == "written") == (row["source"] == "written"), row
        assert row["id"].startswith(row["source"]) or row["origin"] == "written", row
        assert (row["draw"] in ("random", "words")) == (row["origin"] == "real"), row
        assert row["facet"] in set(Facet) and row["concern"] in {"", *Concern} and row["sentence"].strip(), row


def test_none_is_the_most_common_facet_of_real_sentences(rows: list[dict[str, str]]) -> None:
    facets = Counter(row["facet"] for row in rows if row["draw"] == "random")
    assert facets.most_common(1)[0][0] == "none" and sum(facets.values()) >= 1_500
    assert set(Facet) == {row["facet"] for row in rows}


@shared
def test_real_sentences_are_slices_of_their_documents(rows: list[dict[str, str]]) -> None:
    data, texts = SHARED / "data", defaultdict(list)  # some proposals have no number, so a place may name several
    with (data / "jupyter_survey_2015/survey_short_columns.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for field, text in row.items():
                texts[f"jupyter/{row['']}/{field}"].append(text)
    with gzip.open(data / "kubernetes_enhancements/keps.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for field, text in row.items():
                texts[f"keps/{row['kep']}/{field}"].append(text)
    for path in (data / "product_meetings").glob("*.json"):
        for number, turn in enumerate(json.loads(path.read_text(encoding="utf-8"))["meeting_transcripts"]):
            spoken = re.sub(r"\s+", " ", re.sub(r"\{\w+\}", " ", turn["content"]))
            texts[f"meetings/{path.stem}/{number}"].append(spoken)
    for row in rows:
        if row["origin"] == "real":
            place, span = row["id"].rsplit(":", 1)
            start, end = map(int, span.split("-"))
            assert row["sentence"] in {re.sub(r"\s+", " ", text[start:end]) for text in texts[place]}, row["id"]


@shared
def test_verdicts_on_some_answers_help_with_the_others() -> None:
    survey = pd.read_csv(SHARED / "data/jupyter_survey_2015/survey_short_columns.csv", keep_default_na=False)
    given = {"hinderances": "pain", "workflow_needs_addressed_1": "goal", "pleasant_aspects_1": "feeling"}
    answers = [(text, facet) for field, facet in given.items() for text in survey[field] if text.strip()]
    some = pd.DataFrame(answers, columns=["text", "facet"]).drop_duplicates("text").sample(600, random_state=0)
    taught, others = some.head(40), some.tail(-40)
    right = {}
    for name, told in (("before", None), ("one", taught.head(1)), ("after", taught)):
        found = label_sentences(others["text"], taught=told)["facet"]
        right[name] = float(np.mean(found.to_numpy() == others["facet"].to_numpy()))
    assert right["after"] > right["before"] + 0.1
    assert abs(right["one"] - right["before"]) < 0.05
