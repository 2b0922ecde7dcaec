"""What the labeller is worth on the labelled set: `python bench/train_labels.py --measure` runs this.

Five folds; a document (proposal, meeting) and equal answers stay together. Beside it: cues alone, the nearest prototype
(a facet's mean embedding) and the nearest labelled sentence by embedding, logistic regression over TF-IDF, over
embeddings. Macro-F1 is over facets with at least 10 sentences in the set shown.
"""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from train_labels import STRENGTH, Row, labelled, model_of, train, weights

from personae.domain.language import Embedder
from personae.domain.words import Facet
from personae.stages.observe.words.cues import load, words_of
from personae.stages.observe.words.labels import MINIMUM
from personae.stages.observe.words.model import Model

NONE = str(Facet.NONE)
LEAST = 10
TFIDF = {"words": 1.0, "characters": 1.0}
WHERE = {
    "real, drawn at random": lambda row: row["draw"] == "random",
    "real": lambda row: row["origin"] == "real",
    "written": lambda row: row["origin"] == "written",
    "all": lambda _: True,
}


def by_cues(sentence: str) -> str:
    weight = {facet: w for facet, w in load("cues").find(words_of(sentence)).weights.items() if facet != NONE}
    best = max(weight, key=lambda facet: weight[facet], default=NONE)
    return best if weight.get(best, 0) >= 2 else NONE


def named(model: Model, p: np.ndarray) -> list[str]:
    """The facet of each row of probabilities, as the labeller gives it."""
    return [model.classes[k] if p[row, k] >= MINIMUM else NONE for row, k in enumerate(p.argmax(axis=1))]


def nearest(learn: np.ndarray, facets: list[str], test: np.ndarray) -> dict[str, list[str]]:
    """By embedding: the nearest mean of a facet, and the nearest sentence."""
    kinds = sorted(set(facets))
    means = np.stack([learn[[facet == kind for facet in facets]].mean(axis=0) for kind in kinds])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    return {
        "nearest prototype": [kinds[k] for k in (test @ means.T).argmax(axis=1)],
        "nearest sentence": [facets[k] for k in (test @ learn.T).argmax(axis=1)],
    }


def group(row: Row) -> str:
    if row["source"] in ("jupyter", "written"):
        return row["sentence"].lower()
    return row["id"].rsplit("/", 1)[0]


def measure(embed: Embedder) -> None:
    rows = labelled()
    sentences, facets = [row["sentence"] for row in rows], [row["facet"] for row in rows]
    points = embed(sentences)
    found = {"cues": [by_cues(sentence) for sentence in sentences]}
    sure = np.zeros(len(rows))
    for learn, test in GroupKFold(5, shuffle=True, random_state=0).split(rows, groups=[group(row) for row in rows]):
        said, told = [sentences[i] for i in learn], [facets[i] for i in learn]
        stored = train(said, told, points=points[learn])
        ours, tfidf = model_of(stored, embed.name), model_of(stored, embed.name, alone=TFIDF)
        held = [sentences[i] for i in test]
        with_model = ours.see(held, embed).probabilities
        alike = LogisticRegression(C=10 * STRENGTH["sentence"], max_iter=500).fit(
            points[learn], told, sample_weight=weights(told)
        )
        labels = nearest(points[learn], told, points[test]) | {
            "TF-IDF": named(tfidf, tfidf.see(held).probabilities),
            "embeddings": alike.predict(points[test]).tolist(),
            "ours, no model": named(ours, ours.see(held).probabilities),
            "ours": named(ours, with_model),
        }
        for name, given in labels.items():
            for i, label in zip(test, given, strict=True):
                found.setdefault(name, [""] * len(rows))[i] = label
        sure[test] = with_model.max(axis=1)
    for title, keep in WHERE.items():
        show(title, [i for i, row in enumerate(rows) if keep(row)], facets, found, each=title == "real")
    reliability([i for i, row in enumerate(rows) if row["origin"] == "real"], facets, found["ours"], sure)


def show(title: str, places: list[int], facets: list[str], found: dict[str, list[str]], *, each: bool) -> None:
    truth = [facets[i] for i in places]
    kinds = sorted({one for one in truth if truth.count(one) >= LEAST}, key=lambda one: -truth.count(one))
    answers = {name: [labels[i] for i in places] for name, labels in found.items()}
    print(f"\n{title}: {len(truth)} sentences, {len(kinds)} facets")
    print(f"| facet | n | {' | '.join(answers)} |\n|---|---|{'---|' * len(answers)}")
    scores = {
        name: f1_score(truth, given, labels=kinds, average=None, zero_division=0) for name, given in answers.items()
    }
    for place, facet in enumerate(kinds if each else ()):
        print(f"| {facet} | {truth.count(facet)} | {' | '.join(f'{score[place]:.2f}' for score in scores.values())} |")
    print(f"| **macro-F1** | {len(truth)} | {' | '.join(f'**{score.mean():.3f}**' for score in scores.values())} |")
    right = [np.mean([a == b for a, b in zip(truth, given, strict=True)]) for given in answers.values()]
    print(f"| accuracy | | {' | '.join(f'{value:.3f}' for value in right)} |")
    print(f"| share of none | {truth.count(NONE) / len(truth):.2f} | ", end="")
    print(" | ".join(f"{given.count(NONE) / len(given):.2f}" for given in answers.values()), "|")


def reliability(places: list[int], facets: list[str], found: list[str], sure: np.ndarray) -> None:
    """Of the labels given with a probability, how many are right (real sentences; those below the minimum left out)."""
    print("\n| p said | labels | mean p | right |\n|---|---|---|---|")
    given = [(sure[i], found[i] == facets[i]) for i in places if sure[i] >= MINIMUM]
    gaps = []
    for low in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        inside = [(p, right) for p, right in given if low <= p < low + 0.1 + 1e-9 * (low == 0.9)]
        if inside:
            mean, share = np.mean(inside, axis=0)
            gaps.append(len(inside) * abs(mean - share))
            print(f"| {low:.1f} to {low + 0.1:.1f} | {len(inside)} | {mean:.2f} | {share:.2f} |")
    print(f"mean gap {sum(gaps) / len(given):.3f}")
