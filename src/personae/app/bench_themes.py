"""`personae bench themes`: are answers gathered as people coded them, beside other methods on the same texts?"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.cluster import HDBSCAN, AgglomerativeClustering, KMeans
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score

from personae.app.bench_themes_sets import ThemeSet, theme_sets
from personae.app.ports import Progress
from personae.app.progress import NoProgress
from personae.domain.errors import SourceError
from personae.domain.language import Embedder
from personae.stages.observe.words import themes

FEW = 30
Labels = npt.NDArray[np.intp]
Points = npt.NDArray[np.float32]
Method = Callable[[list[str], int], Labels]
"""Texts, and how many themes there are for the methods that are told -> a label per text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemesBench:
    """What to run. `data`: the folder of real sets; `embed`: the sentence model, None = only methods without one;
    `draws`: how often `FEW` texts are drawn; `sets`: only these (all when empty).
    """

    data: Path
    embed: Embedder | None = None
    draws: int = 20
    sets: tuple[str, ...] = ()
    seed: int = 0


@dataclass(frozen=True, slots=True)
class ThemesBenchResult:
    """`table`: set, method, texts, coded, found, ami, ami_few; `text`: the same to print."""

    table: pd.DataFrame
    text: str


class Known:
    """A sentence model that embeds each text once."""

    def __init__(self, embed: Embedder) -> None:
        self._embed = embed
        self._rows: dict[str, Points] = {}
        self.name = embed.name

    def __call__(self, sentences: Sequence[str]) -> Points:
        new = [text for text in dict.fromkeys(sentences) if text not in self._rows]
        self._rows.update(zip(new, self._embed(new), strict=True))
        return np.stack([self._rows[text] for text in sentences])


def bench_themes(request: ThemesBench, progress: Progress | None = None) -> ThemesBenchResult:
    """Adjusted mutual information (Vinh et al. 2010) of each method's groups with the codes.

    Of all texts of a set, and the mean over draws of 30. Methods marked k are told how many codes there are; the others
    find their number. Raises `SourceError` for a folder that has none of the sets.
    """
    progress = progress or NoProgress()
    methods = contenders(request.embed, request.seed)
    rows = []
    for coded in theme_sets(request.data):
        if request.sets and not coded.name.startswith(request.sets):
            continue
        for name, method in methods.items():
            progress.stage("bench themes", f"{coded.name}: {name}")
            rows.append(judged(coded, name, method, request))
    if not rows:
        raise SourceError(
            "This folder has no set with coded themes.", value=str(request.data),
            allowed="jupyter_survey_2015, kubernetes_enhancements", todo="Give the folder that holds them.",
        )  # fmt: skip
    table = pd.DataFrame(rows)
    return ThemesBenchResult(table, as_text(table))


def contenders(embed: Embedder | None, seed: int) -> dict[str, Method]:
    """Name -> method. `personae` finds its number, with the sentence model and without one."""
    made: dict[str, Method] = {}
    if embed is not None:
        known = Known(embed)
        made["personae"] = lambda texts, k: _ours(texts, known, seed)
        made["Ward, k"] = lambda texts, k: AgglomerativeClustering(k).fit_predict(known(texts))
        made["k-means, k"] = lambda texts, k: KMeans(k, n_init=3, random_state=seed).fit_predict(known(texts))
        made["HDBSCAN"] = lambda texts, k: _dense(known(texts))
    made["personae, no model"] = lambda texts, k: _ours(texts, None, seed)
    made["NMF, k"] = lambda texts, k: _factors(texts, k, seed)
    return made


def _ours(texts: list[str], embed: Embedder | None, seed: int) -> Labels:
    """As a build does it: each text a quote of one facet."""
    ids = [str(place) for place in range(len(texts))]
    quotes = pd.DataFrame({"quote_id": ids, "text": texts, "masked": texts, "facet": "pain"})
    found = themes(quotes.assign(person_id=ids, account_id=None), seed, embed)
    labels = np.zeros(len(texts), np.intp)
    for number, quote_ids in enumerate(found["quote_ids"]):
        labels[[int(quote) for quote in quote_ids]] = number
    return labels


def _dense(points: Points) -> Labels:
    labels: Labels = HDBSCAN(min_cluster_size=max(3, len(points) // 50), copy=True).fit_predict(points)
    return labels


def _factors(texts: list[str], k: int, seed: int) -> Labels:
    weights = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    model = NMF(min(k, *weights.shape), init="nndsvd", max_iter=600, tol=1e-3, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the last digits change no label
        labels: Labels = model.fit_transform(weights).argmax(axis=1)
    return labels


def judged(coded: ThemeSet, name: str, method: Method, request: ThemesBench) -> dict[str, object]:
    """One row of the table. The same draws for every method."""
    truth = np.array(coded.truth)
    found = method(coded.texts, len(set(coded.truth)))
    rng = np.random.default_rng(request.seed)
    few = []
    for _ in range(request.draws if len(truth) > FEW else 0):
        some = rng.choice(len(truth), FEW, replace=False)
        labels = method([coded.texts[place] for place in some], len(set(truth[some])))
        few.append(adjusted_mutual_info_score(truth[some], labels))
    return {
        "set": coded.name, "method": name, "texts": len(truth), "coded": len(set(coded.truth)),
        "found": len(set(found.tolist())), "ami": adjusted_mutual_info_score(truth, found),
        "ami_few": float(np.mean(few)) if few else None,
    }  # fmt: skip


def as_text(table: pd.DataFrame) -> str:
    """A Markdown table, and the means over sets."""
    lines = [f"| set | method | texts | coded | found | AMI | AMI at {FEW} texts |", "|---|---|---|---|---|---|---|"]
    for row in table.to_dict("records"):
        few = "" if pd.isna(row["ami_few"]) else f"{row['ami_few']:.3f}"
        numbers = f"{row['texts']} | {row['coded']} | {row['found']} | {row['ami']:.3f} | {few}"
        lines.append(f"| {row['set']} | {row['method']} | {numbers} |")
    means = table.groupby("method", sort=False)[["ami", "ami_few"]].mean()
    lines += [f"| mean | {name} | | | | {ami:.3f} | {few:.3f} |" for name, ami, few in means.itertuples()]
    return "\n".join(lines)
