"""Measures words on the Jupyter survey: pain, need or praise from the answer alone.

    python bench/bench_words.py path/to/shared/data

Pain = what hinders, what is difficult; need = needs addressed (second table: and not addressed); praise = what is
pleasant. Each answer cell is one text. "Trained on none of it": our labeller, trained without any sentence of this
survey, its facets mapped as in MAPPING, fixed before the first run.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GroupKFold
from train_labels import labelled, train

from personae.stages.observe.words.model import Model, shipped

QUESTIONS = {
    "pain": ("hinderances", "difficult_aspects_1", "difficult_aspects_2", "difficult_aspects_3"),
    "need": ("workflow_needs_addressed_1", "workflow_needs_addressed_2", "workflow_needs_addressed_3"),
    "praise": ("pleasant_aspects_1", "pleasant_aspects_2", "pleasant_aspects_3"),
}
UNMET = ("workflow_needs_not_addressed_1", "workflow_needs_not_addressed_2", "workflow_needs_not_addressed_3")
_NEED = "goal requirement behaviour workflow_step responsibility tool success_metric why_it_matters"
MAPPING = {
    "pain": ("pain", "concern", "not_when", "budget"),
    "need": tuple(_NEED.split()),
    "praise": ("feeling", "decision_criterion"),
}
STRENGTH = {"words": 3.0, "characters": 3.0, "cues": 1.0, "meaning": 1.0}
VIEWS = {"words": 1.0, "characters": 1.0, "meaning": 1.0}
"""Thousands of short answers in three classes want more smoothing than 22 facets with few sentences, and no cues."""


def answers(survey: pd.DataFrame, questions: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    rows = [
        (who, kind, text.strip())
        for kind, columns in questions.items()
        for column in columns
        for who, text in zip(survey.iloc[:, 0], survey[column], strict=True)
        if text.strip()
    ]
    return pd.DataFrame(rows, columns=["who", "kind", "text"])


def say(name: str, truth: list[str], found: list[str]) -> None:
    macro = f1_score(truth, found, average="macro")
    print(f"| {name} | {len(truth)} | {accuracy_score(truth, found):.3f} | {macro:.3f} |", flush=True)


def learned(table: pd.DataFrame) -> list[str]:
    found = [""] * len(table)
    for learn, test in GroupKFold(5, shuffle=True, random_state=0).split(table, groups=table["who"]):
        model = Model(train(table["text"].iloc[learn].tolist(), table["kind"].iloc[learn].tolist(), STRENGTH), VIEWS)
        best = model.see(table["text"].iloc[test].tolist()).probabilities.argmax(axis=1)
        for place, k in zip(test, best, strict=True):
            found[place] = model.classes[k]
    return found


def mapped(model: Model, texts: list[str]) -> list[str]:
    p = model.see(texts).probabilities
    columns = {kind: [model.classes.index(facet) for facet in facets] for kind, facets in MAPPING.items()}
    scores = np.stack([p[:, places].sum(axis=1) for places in columns.values()], axis=1)
    return [list(columns)[k] for k in scores.argmax(axis=1)]


def main() -> None:
    folder = Path(sys.argv[1]) / "jupyter_survey_2015"
    survey = pd.read_csv(folder / "survey_short_columns.csv", keep_default_na=False)
    print("| pain, need or praise | n | accuracy | macro-F1 |\n|---|---|---|---|")
    everything = QUESTIONS | {"need": QUESTIONS["need"] + UNMET}
    rows = [row for row in labelled() if row["source"] != "jupyter"]
    blind = Model(train([row["sentence"] for row in rows], [row["facet"] for row in rows]))
    for name, questions in (("needs met", QUESTIONS), ("needs met and unmet", everything)):
        table = answers(survey, questions)
        say(f"{name}: learned, folds by respondent", table["kind"].tolist(), learned(table))
        say(f"{name}: trained on none of it", table["kind"].tolist(), mapped(blind, table["text"].tolist()))
        say(f"{name}: shipped labeller", table["kind"].tolist(), mapped(shipped(), table["text"].tolist()))


if __name__ == "__main__":
    main()
