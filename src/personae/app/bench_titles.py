"""`personae bench titles`: how often titles are read rightly, beside lexicon, model and nearest title alone."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score

from personae.app.bench_title_sets import labelled_titles, occupation_titles
from personae.app.ports import Progress
from personae.domain.words import Department
from personae.stages.resolve import classify_titles, lexicon_department, model_department

FEW_TITLES: Final = 10
EDGES: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)

Reader = Callable[[list[str]], pd.DataFrame]
"""Titles -> department, and seniority where the method tells one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TitlesBench:
    """What to run. `labelled`: files with title, department, seniority; `data`: the folder with onet_titles and
    esco_titles, None = without the nearest-title method and without occupations.
    """

    labelled: tuple[Path, ...] = ()
    data: Path | None = None
    sample: int = 5000
    seed: int = 0


@dataclass(frozen=True, slots=True)
class TitlesBenchResult:
    """`table`: one row per set, method and language ("all" for the whole set); `reliability`: how often answers of a
    stated probability are right; `text`: both to print.
    """

    table: pd.DataFrame
    reliability: pd.DataFrame
    text: str


def bench_titles(request: TitlesBench, progress: Progress | None = None) -> TitlesBenchResult:
    """Every method on every set, ours also by language; "first look" repeats what was said before any tuning on a set.

    On occupations (set "O*NET" and "ESCO xx") the shipped model has seen the very titles: only the lexicon is
    judged there; held-out figures of the model are printed by bench/train_titles.py (docs/titles.md).
    Raises `SourceError` for a labelled file that can't be used.
    """
    known = occupation_titles(request.data) if request.data else None
    methods = readers(known)
    rows, sure = [], []
    for path in request.labelled:
        if progress:
            progress.stage("bench titles", path.name)
        table = labelled_titles(path)
        rows += [judged(path.stem, table, name, read) for name, read in methods.items()]
        rows += first_look(path.stem, table) + by_language(path.stem, table)
        sure.append(reliability(path.stem, table))
    if known is not None:
        for language, part in known.groupby("language"):
            name = "O*NET" if language == "en" else f"ESCO {language}"
            sample = part.sample(min(request.sample, len(part)), random_state=request.seed)
            rows.append(judged(name, sample, "lexicon alone", methods["lexicon alone"]))
    result, sures = pd.DataFrame(rows), pd.concat(sure, ignore_index=True) if sure else pd.DataFrame()
    printed = [frame.to_string(index=False, na_rep="-") for frame in (result, sures) if len(frame)]
    return TitlesBenchResult(result, sures, "\n\n".join(printed) or "Nothing to judge on.")


def by_language(name: str, table: pd.DataFrame) -> list[dict[str, object]]:
    """Ours on each language of a set that tells it, languages with few titles together."""
    if "language" not in table:
        return []
    sizes = table["language"].map(table["language"].value_counts())
    languages = table["language"].where(sizes >= FEW_TITLES, "others")
    return [judged(name, part, "personae", classify_titles, str(code)) for code, part in table.groupby(languages)]


def first_look(name: str, table: pd.DataFrame) -> list[dict[str, object]]:
    """What was said of a set before anything was tuned on it, where the file keeps it."""
    if "first_department" not in table:
        return []
    languages = [("all", table), *table.groupby("language")] if "language" in table else [("all", table)]
    looks = [
        judged(name, part, "personae, first look", _kept(part), str(code))
        for code, part in languages if code == "all" or len(part) >= FEW_TITLES
    ]
    return [{column: value for column, value in look.items() if column != "per_second"} for look in looks]


def _kept(part: pd.DataFrame) -> Reader:
    said = part[["first_department", "first_seniority"]].set_axis(["department", "seniority"], axis=1)
    return lambda _: said.reset_index(drop=True)


def reliability(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Answers by stated probability: how many, what was stated on average, how many were right; and if everything
    less sure were unknown, the share answered and right.
    """
    said = classify_titles(table["title"])
    parts = []
    for what in ("department", "seniority"):
        p, right = said[f"p_{what}"].to_numpy(float), said[what].map(str).to_numpy() == table[what].to_numpy()
        for low, high in pairwise(EDGES):
            here, above = (p >= low) & (p < high) & (p > 0), (p >= low) & (p > 0)
            if here.any():
                parts.append({
                    "set": name, "of": what, "p": f"{low:.2f}-{min(high, 1):.2f}", "n": int(here.sum()),
                    "stated": p[here].mean(), "right": right[here].mean(), "answered_above": above.mean(),
                    "right_above": right[above].mean(),
                })
    return pd.DataFrame(parts).round(3)


def readers(known: pd.DataFrame | None) -> dict[str, Reader]:
    """The methods by name."""
    methods: dict[str, Reader] = {
        "personae": classify_titles,
        "lexicon alone": lambda titles: pd.DataFrame({"department": lexicon_department(titles)}),
        "model alone": lambda titles: pd.DataFrame({"department": model_department(titles)}),
    }
    if known is not None:
        methods["nearest title"] = nearest_title(known)
    return methods


def nearest_title(known: pd.DataFrame) -> Reader:
    """The department of the most similar known title (letters in runs of 3 to 5, TF-IDF, cosine)."""
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, dtype=np.float32)
    matrix = vectors.fit_transform(known["title"])
    departments = known["department"].to_numpy(dtype=object)

    def read(titles: list[str]) -> pd.DataFrame:
        near = vectors.transform(titles) @ matrix.T
        return pd.DataFrame({"department": departments[np.asarray(near.argmax(axis=1)).ravel()]})

    return read


def judged(name: str, table: pd.DataFrame, method: str, read: Reader, language: str = "all") -> dict[str, object]:
    """One row of the bench: accuracy and macro-F1, and how often the method answers at all."""
    begun = time.perf_counter()
    said = read(table["title"].tolist()).astype({"department": str})
    seconds = time.perf_counter() - begun
    department, truth = said["department"].to_numpy(str), table["department"].to_numpy(str)
    answers = department != str(Department.UNKNOWN)
    row: dict[str, object] = {
        "set": name, "method": method, "language": language, "n": len(table),
        "department": float((department == truth).mean()),
        "department_f1": macro_f1(truth, department), "answers": float(answers.mean()),
        "right_when": float((department == truth)[answers].mean()) if answers.any() else float("nan"),
    }
    if "seniority" in said and "seniority" in table:
        rank, true_rank = said["seniority"].map(str).to_numpy(str), table["seniority"].to_numpy(str)
        row |= {"seniority": float((rank == true_rank).mean()), "seniority_f1": macro_f1(true_rank, rank)}
    return {k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()} | {
        "per_second": round(len(table) / max(seconds, 1e-9)),
    }


def macro_f1(truth: npt.NDArray[np.str_], said: npt.NDArray[np.str_]) -> float:
    """Mean F1 over the classes that are there."""
    return float(f1_score(truth, said, average="macro", labels=np.unique(truth), zero_division=0))
