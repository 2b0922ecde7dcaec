"""Train the department model of `personae.stages.resolve` on O*NET and ESCO titles.

    python bench/train_titles.py ../shared/data src/personae/stages/resolve/trained

Deterministic: same files, same model. Prints what held-out occupations say (whole occupations are held out, so
that no near copy of a test title was seen), for the model alone, the lexicon alone, and the agreement of the two.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from personae.app.bench_title_sets import occupation_titles
from personae.stages.resolve import lexicon_department, model
from personae.stages.resolve.titles import title_text

HOLD_OUT = 5
SEED = 0


def load(data: Path) -> pd.DataFrame:
    """All titles with department, group (the occupation, for holding out), language and the text the model sees."""
    table = occupation_titles(data)
    table["text"] = [title_text(title) for title in table["title"]]
    return table[table["text"] != ""].reset_index(drop=True)


def fit(table: pd.DataFrame) -> model.TitleModel:
    """Logistic regression on hashed TF-IDF; many small departments must not drown in "Other": balanced roots."""
    counts = model.counts(table["text"].tolist())
    tfidf = TfidfTransformer().fit(counts)
    share = table["department"].value_counts(normalize=True)
    weights = {name: float((1 / part) ** 0.5) for name, part in share.items()}
    learner = LogisticRegression(C=6.0, max_iter=100, tol=1e-3, class_weight=weights, random_state=SEED)
    learner.fit(tfidf.transform(counts), table["department"])
    coefficients = np.where(np.abs(learner.coef_) < 0.02, 0, learner.coef_).T.astype(np.float32)
    packed, scale = model.pack(coefficients)
    return model.TitleModel(
        tuple(learner.classes_), tfidf.idf_.astype(np.float16).astype(np.float32),
        packed.astype(np.float32) * scale, learner.intercept_.astype(np.float32), 1.0,
        words_met(table),
    )


def words_met(table: pd.DataFrame) -> model.BoolArray:
    """The filter of words that stand in training titles."""
    met = np.zeros(model.FILTER, bool)
    met[[place for word in {w for text in table["text"] for w in text.split()} for place in model.word_places(word)]] = True
    return met


def temperature(trained: model.TitleModel, table: pd.DataFrame) -> float:
    """The divisor of the logits that makes held-out probabilities as likely as they can be."""
    p = trained.probabilities(table["text"].tolist())
    place = {name: i for i, name in enumerate(trained.departments)}
    truth = table["department"].map(place).to_numpy(dtype=int)

    def loss(divisor: float) -> float:
        logits = np.log(p + 1e-9) / divisor
        logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return float(-logits[np.arange(len(truth)), truth].mean())

    return float(round(minimize_scalar(loss, bounds=(0.3, 5), method="bounded").x, 3))


def agreement(trained: model.TitleModel, table: pd.DataFrame) -> dict[str, float]:
    """How often the lexicon is right on held-out occupations where the model agrees, and where it doesn't."""
    best = np.array(trained.departments)[trained.probabilities(table["text"].tolist()).argmax(axis=1)]
    said = np.array(lexicon_department(table["title"]))
    truth, speaks = table["department"].to_numpy(), said != "unknown"
    agree = speaks & (said == best)
    report(table, truth, best, said)
    return {
        "agree": round(float((said == truth)[agree].mean()), 3),
        "differ": round(float((said == truth)[speaks & ~agree].mean()), 3),
        "model_when_differ": round(float((best == truth)[speaks & ~agree].mean()), 3),
    }


def report(table: pd.DataFrame, truth: Sequence[str], best: Sequence[str], said: Sequence[str]) -> None:
    """Held-out figures, by language."""
    frame = pd.DataFrame({"language": table["language"], "truth": truth, "model": best, "lexicon": said})
    print(f"{'':10}{'n':>8}{'model acc':>11}{'macro-F1':>10}{'lexicon speaks':>16}{'right when':>12}{'model then':>12}")
    for language, rows in [("all", frame), *frame.groupby("language")]:
        spoke = rows[rows["lexicon"] != "unknown"]
        print(
            f"{language:10}{len(rows):8}{(rows.model == rows.truth).mean():11.3f}"
            f"{f1_score(rows.truth, rows.model, average='macro'):10.3f}{len(spoke) / len(rows):16.3f}"
            f"{(spoke.lexicon == spoke.truth).mean():12.3f}{(spoke.model == spoke.truth).mean():12.3f}"
        )


def main() -> None:
    """Hold out a fifth of the occupations, measure, then train on everything and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    table = load(arguments.data)
    groups = sorted(table["group"].unique())
    held = set(np.random.default_rng(SEED).permutation(groups)[: len(groups) // HOLD_OUT])
    test = table["group"].isin(held)
    test &= table["department"].isin(set(table["department"][~test]))
    trial = fit(table[~table["group"].isin(held)])
    divisor = temperature(trial, table[test])
    calibration = agreement(trial, table[test])
    final = fit(table)
    packed, scale = model.pack(final.weights)
    arguments.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        arguments.out / "titles.npz", weights=packed, scale=scale, idf=final.idf.astype(np.float16),
        intercept=final.intercept, met=np.packbits(final.met),
    )
    about = {
        "departments": list(final.departments), "temperature": divisor,
        "trained_on": "O*NET alternate and reported titles (CC BY 4.0), ESCO occupation labels", "titles": len(table),
        "held_out": calibration,
    }
    (arguments.out / "titles.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(about, indent=1))


if __name__ == "__main__":
    main()
