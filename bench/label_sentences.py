"""Draws the sentences of the labelled set from the shared texts that may ship, without labels.

    python bench/label_sentences.py path/to/shared/data > unlabelled.tsv

Rounds 1 and 2: simple random, seeded, within each source and field; nothing is looked at but length (3 to 60 words;
survey answers from 1 word), so that dull sentences come as they come. Round 3 (`words`): random among sentences with a
word of buyers' facets (BUYERS), which hardly come up otherwise; most of them are `none` too. The labels in
`bench/labelled_sentences.tsv` were then given by hand,
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
ROUNDS = (
    ("random", "", {"jupyter": 40, "keps": 60, "meetings": 260}),
    ("random", " 2", {"jupyter": 18, "keps": 26, "meetings": 130}),
    ("words", " words", {"jupyter": 6, "keps": 8, "meetings": 70}),
)
"""How drawn, what is added to the seed, sentences per field (survey question, proposal section; meetings: in all)."""
BUYERS = re.compile(
    r"\b(budgets?|costs?|costly|price[sd]?|pricing|expensive|cheap(er)?|afford|pay|euros?|money|profit|alternatives?"
    r"|instead of|compared|rather than|competit\w+|switch(ed|ing)?|replac\w+|used to|decid\w+|decision|criteri\w+"
    r"|chose|choose|prefer|approv\w+|boss|manager|management|customers? (want|need|ask)\w*|because|otherwise|so that"
    r"|important|critical|measured?|percent|target|usually|always|every (day|week|time)|first|then|next|after that"
    r"|worr\w+|risk\w*|concern\w*|security|compliance|years?|experience|not for|unless|heard|blog|mailing list)\b",
    re.IGNORECASE,
)


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


def drawn(data: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """(draw, place, source, field, sentence), no sentence twice."""
    texts = (
        ("jupyter", sentences(answers(data), 1)),
        ("keps", sentences(proposals(data), 3)),
        ("meetings", sentences(meetings(data), 3)),
    )
    taken: set[str] = set()
    for how, salt, take in ROUNDS:
        for source, fields in texts:
            chance = random.Random(f"{SEED} {source}{salt}")
            for field, found in fields.items():
                wanted = [one for one in found if one[0] not in taken and (how == "random" or BUYERS.search(one[1]))]
                for place, sentence in chance.sample(wanted, min(take[source], len(wanted))):
                    taken.add(place)
                    yield how, place, source, field, re.sub(r"\s+", " ", sentence)


def main() -> None:
    csv.writer(sys.stdout, delimiter="\t", lineterminator="\n").writerows(drawn(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
