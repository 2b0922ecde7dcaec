"""Themes of 100,000 sentences, and agreement with coded answers, beside BERTopic on the same embeddings.

    python -m venv /tmp/bertopic && /tmp/bertopic/bin/pip install --no-deps bertopic
    /tmp/bertopic/bin/pip install numpy pandas scipy scikit-learn umap-learn hdbscan plotly tqdm pyyaml
    python bench/themes_beside_bertopic.py path/to/shared/data --bertopic /tmp/bertopic/bin/python [--n 100000]

Sentences: the distinct ones of the Jupyter survey, the Kubernetes proposals and the product meetings (38,000), and, up
to n, halves of two of them put together. They are embedded once, timed apart; then each method runs in a process of its
own on two threads. Seconds by the clock depend on what else the machine does, so processor seconds stand beside them.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_mutual_info_score

from personae.adapters.language import sentence_model
from personae.app.bench_themes_sets import theme_sets
from personae.stages.observe.words import themes

THREADS = 2
REPEATS = 3
"""BERTopic is not seeded: the mean of so many runs."""
COMPARED = ("hinderances", "pleasant_aspects")


def sentences(data: Path, n: int) -> list[str]:
    found: list[str] = []
    survey = pd.read_csv(data / "jupyter_survey_2015/survey_short_columns.csv", keep_default_na=False)
    cells = [str(cell) for column in survey.columns[3:] for cell in survey[column]]
    proposals = pd.read_csv(data / "kubernetes_enhancements/keps.csv.gz", keep_default_na=False)
    cells += [str(cell) for column in ("summary", "motivation", "goals", "risks") for cell in proposals[column]]
    for path in sorted((data / "product_meetings").glob("*.json")):
        cells += [turn["content"] for turn in json.loads(path.read_text("utf-8"))["meeting_transcripts"]]
    for line in "\n".join(cells).split("\n"):
        found += [part.strip() for part in re.split(r"(?<=[.!?])\s+", line) if len(part.split()) >= 3]
    found = list(dict.fromkeys(found))
    rng = np.random.default_rng(0)
    made = set(found)
    while len(found) < n:
        first, second = (found[place].split() for place in rng.integers(0, len(found), 2))
        text = " ".join([*first[: len(first) // 2 + 1], *second[len(second) // 2 :]])
        if text not in made:
            made.add(text)
            found.append(text)
    return [found[place] for place in np.sort(rng.choice(len(found), n, replace=False))]


class Stored:
    """The sentence model with the vectors of one list of texts at hand."""

    def __init__(self, texts: list[str], points: np.ndarray) -> None:
        self.name = "stored"
        self._texts, self._points, self._model = texts, points, sentence_model(THREADS)

    def __call__(self, texts: list[str]) -> np.ndarray:
        return self._points if texts == self._texts else self._model(texts)


def ours(folder: Path) -> None:
    """As a build does it, one facet and person per sentence; written as themes_bertopic.py does."""
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    stored = Stored(texts, np.load(folder / "points.npy"))
    began, busy = time.perf_counter(), time.process_time()
    ids = [f"{place:06}" for place in range(len(texts))]
    quotes = pd.DataFrame({"quote_id": ids, "text": texts, "masked": texts, "person_id": ids})
    found = themes(quotes.assign(facet="pain", account_id=None), 0, stored)
    topics = np.zeros(len(texts), int)
    for number, quote_ids in enumerate(found["quote_ids"]):
        topics[[int(quote) for quote in quote_ids]] = number
    spent = {
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - busy,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "topics": topics.tolist(),
        "labels": found["label"].head(12).tolist(),
    }
    (folder / "topics.json").write_text(json.dumps(spent))


def run(command: list[str], folder: Path) -> dict[str, Any]:
    limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), str(THREADS))
    subprocess.run([*command, str(folder)], check=True, env=os.environ | limits)
    return json.loads((folder / "topics.json").read_text())


def at_scale(methods: dict[str, list[str]], data: Path, n: int, folder: Path) -> None:
    texts = sentences(data, n)
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    points = folder / "points.npy"
    if not points.exists():
        began, busy = time.perf_counter(), time.process_time()
        np.save(points, sentence_model(THREADS)(texts))
        spent, cpu = time.perf_counter() - began, time.process_time() - busy
        words = np.mean([len(text.split()) for text in texts])
        print(f"embedding {n:,} sentences of {words:.1f} words: {spent:.0f} s, {cpu:.0f} processor s", flush=True)
    print(f"load of the machine: {os.getloadavg()[0]:.1f}\n")
    print("| method | seconds | processor seconds | peak MB | themes | largest | in no theme |")
    print("|---|---|---|---|---|---|---|")
    for name, command in methods.items():
        seen = run(command, folder)
        topics = np.array(seen["topics"])
        kept = np.bincount(topics[topics >= 0])
        shares = f"{kept.max() / n:.0%} | {(topics < 0).mean():.0%}"
        spent = f"{seen['seconds']:.0f} | {seen['cpu_seconds']:.0f} | {seen['peak_mb']:.0f}"
        print(f"| {name} | {spent} | {(kept > 0).sum()} | {shares} |", flush=True)
        print("\n".join(f"    {label}" for label in seen.get("labels", ())), flush=True)


def agreement(methods: dict[str, list[str]], data: Path, folder: Path) -> None:
    print("\n| answers with one code | method | found | AMI |\n|---|---|---|---|")
    for coded in (one for one in theme_sets(data) if one.name in COMPARED):
        (folder / "texts.json").write_text(json.dumps(coded.texts), encoding="utf-8")
        np.save(folder / "points.npy", sentence_model(THREADS)(coded.texts))
        for name, command in methods.items():
            judge(coded.name, name, command, coded.truth, folder)
        if "BERTopic" in methods:
            (folder / "k.txt").write_text(str(len(set(coded.truth)) + 1))
            judge(coded.name, "BERTopic, k", methods["BERTopic"], coded.truth, folder)
            (folder / "k.txt").unlink()


def judge(what: str, name: str, command: list[str], truth: list[str], folder: Path) -> None:
    runs = [run(command, folder)["topics"] for _ in range(REPEATS if name.startswith("BERTopic") else 1)]
    ami = np.mean([adjusted_mutual_info_score(truth, topics) for topics in runs])
    print(f"| {what} | {name} | {np.mean([len(set(topics)) for topics in runs]):.0f} | {ami:.3f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--bertopic", help="a Python that has BERTopic")
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--scratch", type=Path, help="keeps sentences and embeddings here")
    given = parser.parse_args()
    here = Path(__file__)
    methods = {"personae": [sys.executable, str(here), "--ours"]}
    if given.bertopic:
        methods["BERTopic"] = [given.bertopic, str(here.with_name("themes_bertopic.py"))]
    with tempfile.TemporaryDirectory(prefix="personae-themes-") as scratch:
        folder = given.scratch or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if given.n:
            at_scale(methods, given.data, given.n, folder)
        agreement(methods, given.data, Path(scratch))


if __name__ == "__main__":
    if "--ours" in sys.argv:
        ours(Path(sys.argv[-1]))
    else:
        main()
