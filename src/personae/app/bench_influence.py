"""Do personas say who decides? Final decision makers in Stack Overflow's survey of 2017, found without asking."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from personae.stages.discover import PersonaModel, Units

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
NAME = "stackoverflow_2017"
TOP = "I am the final decision maker"
SCALE = (TOP, "A lot of influence", "Some influence", "Not much influence", "No influence at all")
PLACE = ("Professional", "EmploymentStatus", "CompanyType", "CompanySize", "HomeRemote", "FormalEducation")
JOBS = ("DeveloperType", "NonDeveloperType")
TOOLS = ("HaveWorkedLanguage", "HaveWorkedFramework", "HaveWorkedDatabase", "HaveWorkedPlatform", "IDE", "Methodology")
YEARS = ("YearsProgram", "YearsCodedJob")
COMMON = 0.02
SIZES = (
    "Fewer than 10 employees", "10 to 19 employees", "20 to 99 employees", "100 to 499 employees",
    "500 to 999 employees", "1,000 to 4,999 employees", "5,000 to 9,999 employees", "10,000 or more employees",
)  # fmt: skip
FOLDS = 5
DRAWS = 200
BOOSTING = "gradient boosting"
MODELS = ("logistic regression", BOOSTING)
ASKED = "job, size, years"


@dataclass(frozen=True, slots=True)
class Survey:
    """`units`: what personas are found on (no answer on influence); `plain` (n, m): job type, company size and
    experience, NaN = unanswered; `tools` (n, t): tools used, NaN = unanswered; `decides` (n,): 1 = final decision
    maker on at least one item.
    """

    units: Units
    plain: pd.DataFrame
    tools: pd.DataFrame
    decides: Labels


def read_survey(folder: Path) -> Survey:
    """Respondents who answered at least one of the purchase-influence items on its own scale.

    `InfluenceInternet` holds answers on another scale (satisfaction) in the published file: it says nothing here.
    """
    answers = pd.read_csv(folder / NAME / "responses_half.csv.gz", keep_default_na=False, na_values=["NA"],
                          low_memory=False)
    items = answers[[c for c in answers if str(c).startswith("Influence")]]
    asked = items.isin(SCALE).any(axis=1)
    answers, items = answers[asked].reset_index(drop=True), items[asked]
    place = answers[list(PLACE)].astype("object")
    years = pd.DataFrame({c: years_of(answers[c]) for c in YEARS})
    jobs, tools = _several(answers, JOBS), _several(answers, TOOLS)
    size = answers["CompanySize"].map({text: float(i) for i, text in enumerate(SIZES)}).astype(float)
    units = Units(categories=place, flags={"job": jobs, "tool": tools}, numbers=years.pow(0.5))
    return Survey(units, pd.concat([jobs, size, years], axis=1), tools,
                  np.asarray((items == TOP).any(axis=1), dtype=np.int64))


def years_of(texts: pd.Series) -> pd.Series:
    """"Less than a year" -> 0.5, "3 to 4 years" -> 3.5, "20 or more years" -> 22; missing stays missing."""
    low = texts.str.extract(r"^(\d+)", expand=False).astype(float)
    years = low + np.where(texts.str.contains("more", na=False), 2.0, 0.5)
    return years.mask(texts == "Less than a year", 0.5)


def _several(answers: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """One column for each answer that at least 2% chose: 1 chosen, 0 not, NaN where the question is unanswered."""
    parts = []
    for column in columns:
        chosen = answers[column].str.get_dummies("; ").astype(float)
        chosen = chosen.loc[:, chosen.mean() >= COMMON].add_prefix(f"{column}: ")
        parts.append(chosen.where(answers[column].notna()))
    return pd.concat(parts, axis=1)


def bench_influence(folder: Path, numbers: Sequence[int], seed: int) -> pd.DataFrame:
    """Rows set, k, method, AUC, low, high (95% bootstrap over respondents) and what personas add to plain answers.

    Everything is out of fold, split by respondent: personas are found on the other folds, and so are their rates.
    """
    survey = read_survey(folder)
    given = _Target(survey.decides, seed)
    plain = survey.plain.to_numpy(dtype=float)
    wide = np.hstack([plain, survey.tools.to_numpy(dtype=float)])
    rows, base = [], dict[str, Array]()
    for kind in MODELS:
        base[kind] = given.predicted(kind, [plain] * FOLDS)
        rows += [given.row(None, f"{kind}: {ASKED}", base[kind]),
                 given.row(None, f"{kind}: {ASKED}, tools", given.predicted(kind, [wide] * FOLDS))]
    for k in numbers:
        fits = [PersonaModel(k, random_state=seed).fit(survey.units.take(train)) for train, _ in given.folds]
        proba = [fit.predict_proba(survey.units) for fit in fits]
        rows += [given.row(k, "persona alone", given.rates(proba, hard=True)),
                 given.row(k, "persona, by probability", given.rates(proba, hard=False))]
        for kind in MODELS:
            score = given.predicted(kind, [np.hstack([plain, p[:, 1:]]) for p in proba])
            rows.append(given.row(k, f"{kind}: {ASKED}, persona", score, base[kind]))
    return pd.DataFrame(rows)


def influence_text(table: pd.DataFrame) -> str:
    """The rows to print."""
    lines = [f"\n{NAME}: final decision maker on at least one item, AUC out of fold (95% over respondents)"]
    for row in table.to_dict("records"):
        k = "" if pd.isna(row["k"]) else f"k = {row['k']:.0f}"
        added = f"  adds {row['adds']:+.3f} ({row['adds_low']:+.3f}, {row['adds_high']:+.3f})"
        adds = "" if pd.isna(row["adds"]) else added
        lines.append(f"{row['method']:<46}{k:<8}{row['AUC']:.3f} ({row['low']:.3f}, {row['high']:.3f}){adds}")
    return "\n".join(lines)


class _Target:
    """What is to be told (n,), and the folds of respondents."""

    def __init__(self, decides: Labels, seed: int) -> None:
        self.decides = decides
        self.seed = seed
        split = StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(decides[:, None], decides)
        self.folds: list[tuple[Labels, Labels]] = list(split)

    def rates(self, proba: Sequence[Array], *, hard: bool) -> Array:
        """(n,) share of deciders among the persona's people in the other folds; `hard`: by the label alone."""
        score = np.zeros(len(self.decides))
        for p, (train, test) in zip(proba, self.folds, strict=True):
            belongs = np.eye(p.shape[1])[p.argmax(axis=1)] if hard else p
            mean = float(self.decides[train].mean())
            rate = (belongs[train].T @ self.decides[train] + 5 * mean) / (belongs[train].sum(axis=0) + 5)
            score[test] = belongs[test] @ rate
        return score

    def predicted(self, kind: str, tables: Sequence[Array]) -> Array:
        """(n,) what a model fitted on the other folds says; NaN in the tables = unanswered."""
        score = np.zeros(len(self.decides))
        for table, (train, test) in zip(tables, self.folds, strict=True):
            if kind == BOOSTING:
                model: Any = HistGradientBoostingClassifier(max_depth=3, learning_rate=0.05, max_iter=120,
                                                            random_state=self.seed)
                given = table
            else:
                model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))
                gaps = np.isnan(table)
                given = np.hstack([np.where(gaps, np.nanmean(table[train], axis=0), table),
                                   gaps[:, gaps[train].any(axis=0)]])
            score[test] = model.fit(given[train], self.decides[train]).predict_proba(given[test])[:, 1]
        return score

    def row(self, k: int | None, method: str, score: Array, without: Array | None = None) -> dict[str, object]:
        """A row of the table; `without`: the scores that personas were added to."""
        rng = np.random.default_rng([self.seed, 12])
        draws = [rng.integers(0, len(score), len(score)) for _ in range(DRAWS)]
        aucs = np.array([roc_auc_score(self.decides[d], score[d]) for d in draws])
        auc = float(roc_auc_score(self.decides, score))
        added, low, high = np.nan, np.nan, np.nan
        if without is not None:
            gained = aucs - np.array([roc_auc_score(self.decides[d], without[d]) for d in draws])
            added = auc - float(roc_auc_score(self.decides, without))
            low, high = np.quantile(gained, [0.025, 0.975])
        bottom, top = np.quantile(aucs, [0.025, 0.975])
        return {"set": NAME, "k": k, "method": method, "AUC": auc, "low": float(bottom), "high": float(top),
                "adds": added, "adds_low": float(low), "adds_high": float(high)}
