"""Draws the sentences of the labelled set from the shared texts that may ship, without labels.

    python bench/label_sentences.py path/to/shared/data > unlabelled.tsv

Simple random, seeded, within each source and field; nothing is looked at but length (3 to 60 words; survey answers from
1 word), so that dull sentences come as they come. The labels in `bench/labelled_sentences.tsv` were then given by hand,
sentence by sentence, before any model had seen one (docs/words.md: how, and the rules).
"""

import csv
import gzip
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from personae.stages.observe.words.sentences import split

SEED = 20260301
SURVEY = (
    "hinderances",
    "integrations_1",
    "workflow_needs_addressed_1",
    "workflow_needs_addressed_2",
    "workflow_needs_not_addressed_1",
    "pleasant_aspects_1",
    "pleasant_aspects_2",
    "difficult_aspects_1",
    "difficult_aspects_2",
    "features_changes_1",
    "features_changes_2",
    "first_experience_enhancements_1",
    "role",
)
PROPOSAL = ("summary", "motivation", "goals", "user_stories", "risks")
TAKE = {"jupyter": 40, "keps": 60, "meetings": 260}
"""Sentences per field (survey question, proposal section) or, for meetings, in all."""


def answers(data: Path) -> Iterator[tuple[str, str, str]]:
    with (data / "jupyter_survey_2015/survey_short_columns.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for field in SURVEY:
                yield f"jupyter/{row['']}/{field}", field, row[field] or ""


def proposals(data: Path) -> Iterator[tuple[str, str, str]]:
    with gzip.open(data / "kubernetes_enhancements/keps.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for field in PROPOSAL:
                yield f"keps/{row['kep']}/{field}", field, row[field] or ""


def meetings(data: Path) -> Iterator[tuple[str, str, str]]:
    for path in sorted((data / "product_meetings").glob("*.json")):
        for number, turn in enumerate(json.loads(path.read_text(encoding="utf-8"))["meeting_transcripts"]):
            spoken = re.sub(r"\s+", " ", re.sub(r"\{\w+\}", " ", turn["content"]))  # transcribers' marks: {vocalsound}
            yield f"meetings/{path.stem}/{number}", "meetings", spoken


def sentences(texts: Iterator[tuple[str, str, str]], least: int) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for place, field, text in texts:
        for start, end in split(text):
            if least <= len(text[start:end].split()) <= 60:
                found.setdefault(field, []).append((f"{place}:{start}-{end}", text[start:end]))
    return found


def main() -> None:
    data = Path(sys.argv[1])
    out = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    for source, texts, least in (
        ("jupyter", answers(data), 1),
        ("keps", proposals(data), 3),
        ("meetings", meetings(data), 3),
    ):
        chance = random.Random(f"{SEED} {source}")
        for field, found in sentences(texts, least).items():
            for place, sentence in chance.sample(found, min(TAKE[source], len(found))):
                out.writerow((place, source, field, re.sub(r"\s+", " ", sentence)))


if __name__ == "__main__":
    main()
