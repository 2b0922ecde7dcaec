"""Train the department model of `personae.stages.resolve` on O*NET and ESCO titles and the lexicon's own phrases.

    python bench/train_titles.py ../shared/data src/personae/stages/resolve/trained

Deterministic: same files, same model. Prints what held-out occupations say (whole occupations are held out, so
that no near copy of a test title was seen), for the model alone and the lexicon alone. How sure an answer is
(`certainty.py`) is fitted on two kinds of titles: held-out occupations of offices, whose truth is another's, and, with
twice the weight, the first look at hand-labelled ones (columns first_* of bench/titles_by_hand_3.tsv and _4.tsv), whose
truth is one's own. Real titles should lie between.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from personae.app.bench_title_sets import occupation_titles
from personae.stages.resolve import certainty, lexicon, lexicon_department, model
from personae.stages.resolve.reading import read_title
from personae.stages.resolve.titles import of_lexicon, of_model, title_text

HOLD_OUT = 5
SEED = 0
FIRM_PHRASE = 3.0
PHRASE_WEIGHT = 2.0
HAND = tuple(Path(__file__).resolve().parent / f"titles_by_hand_{number}.tsv" for number in (3, 4))
HAND_SHARE = 2.0


def load(data: Path) -> pd.DataFrame:
    """All titles with department, group (the occupation, for holding out), language and the text the model sees."""
    table = occupation_titles(data)
    table["text"] = [title_text(title) for title in table["title"]]
    return table[table["text"] != ""].reset_index(drop=True)


def own_phrases() -> pd.DataFrame:
    """The lexicon's firm phrases as titles of their departments, without wildcards at the ends."""
    firm = [(phrase.text.strip("*"), phrase.label) for phrase in lexicon.department_phrases()
            if phrase.strength >= FIRM_PHRASE]
    rows = {(" ".join(lexicon.expanded(text).words), label) for text, label in firm if "*" not in text}
    table = pd.DataFrame(sorted(rows), columns=["text", "department"])
    return table[table["text"].str.len() > 3].assign(group="lexicon", language="-", title="")


def fit(table: pd.DataFrame) -> model.TitleModel:
    """Logistic regression on hashed TF-IDF; many small departments must not drown in "Other": balanced roots."""
    counts = model.counts(table["text"].tolist())
    tfidf = TfidfTransformer().fit(counts)
    share = table["department"].value_counts(normalize=True)
    weights = {name: float((1 / part) ** 0.5) for name, part in share.items()}
    learner = LogisticRegression(C=6.0, max_iter=200, tol=1e-3, class_weight=weights, random_state=SEED)
    weight = np.where(table["group"] == "lexicon", PHRASE_WEIGHT, 1.0)
    learner.fit(tfidf.transform(counts), table["department"], sample_weight=weight)
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
    words = {word for text in table["text"] for word in text.split()}
    met[[place for word in words for place in model.word_places(word)]] = True
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


def certainties(trained: model.TitleModel, test: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Coefficients of `certainty.sure`, for answers of the lexicon and of the model."""
    office = test[~test["department"].isin(["Other", "Production and Quality"])]
    by_code = judged(trained, office["title"], office["department"], None)
    hand = pd.concat([pd.read_csv(path, sep="\t", keep_default_na=False) for path in HAND])
    hand["first"] = hand["first_lexicon"].fillna(hand["first_department"])
    by_hand = judged(trained, hand["title"], hand["department"], hand["first"])
    told = [(table[table["lexicon"]], share) for table, share in ((by_code, 1.0), (by_hand, HAND_SHARE))]
    names = {"lexicon": certainty.LEXICON_FEATURES, "model": certainty.MODEL_FEATURES}
    whole = judged(trained, test["title"], test["department"], None)
    fits = {"lexicon": logistic(told), "model": logistic([(whole[~whole["lexicon"]], 1.0)])}
    return {
        kind: dict(zip(("intercept", *names[kind]), map(float, np.round(values, 3)), strict=True))
        for kind, values in fits.items()
    }


def judged(
    trained: model.TitleModel, titles: pd.Series, truth: pd.Series, first: pd.Series | None,
) -> pd.DataFrame:
    """Per title that gets an answer: by the lexicon or the model, its features, right or not (at `first` if given)."""
    nothing = lexicon.overrides({})
    readings = [read_title(title, nothing, nothing) for title in titles]
    p = trained.probabilities([" ".join(reading.words) for reading in readings]).tolist()
    rows = []
    for i, (reading, is_so) in enumerate(zip(readings, truth, strict=True)):
        told = reading.department is not None
        if not told and reading.tells_nothing:
            continue
        said = reading.department if told else trained.departments[p[i].index(max(p[i]))]
        if first is not None:
            if first.iloc[i] == "unknown":
                continue
            said = first.iloc[i]
        features = of_lexicon(reading, trained, p[i]) if told else of_model(reading, trained, p[i])
        rows.append((told, features, said == is_so))
    return pd.DataFrame(rows, columns=["lexicon", "features", "right"])


def logistic(parts: list[tuple[pd.DataFrame, float]]) -> npt.NDArray[np.float64]:
    """Intercept and coefficients; each part counts as much as its share says, whatever its size."""
    features = np.vstack([np.array(part["features"].tolist()) for part, _ in parts])
    right = np.concatenate([part["right"].to_numpy(bool) for part, _ in parts])
    weight = np.concatenate([np.full(len(part), 2000 * share / len(part)) for part, share in parts])
    learner = LogisticRegression(C=1.0, max_iter=1000).fit(features, right, sample_weight=weight)
    return np.concatenate([learner.intercept_, learner.coef_[0]])


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
    phrases = own_phrases()
    trial = fit(pd.concat([table[~table["group"].isin(held)], phrases]))
    divisor = temperature(trial, table[test])
    trial = replace(trial, temperature=divisor)
    said = np.array(lexicon_department(table.loc[test, "title"]))
    best = np.array(trial.departments)[trial.probabilities(table.loc[test, "text"].tolist()).argmax(axis=1)]
    report(table[test], table.loc[test, "department"].to_numpy(), best, said)
    coefficients = certainties(trial, table[test])
    final = fit(pd.concat([table, phrases]))
    packed, scale = model.pack(final.weights)
    arguments.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        arguments.out / "titles.npz", weights=packed, scale=scale, idf=final.idf.astype(np.float16),
        intercept=final.intercept, met=np.packbits(final.met),
    )
    about = {
        "departments": list(final.departments), "temperature": divisor,
        "trained_on": "O*NET alternate and reported titles (CC BY 4.0), ESCO occupation labels, the lexicon's phrases",
        "titles": len(table), "certainty": coefficients,
    }
    (arguments.out / "titles.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(about, indent=1))


if __name__ == "__main__":
    main()
