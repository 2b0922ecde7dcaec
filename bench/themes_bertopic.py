"""BERTopic on given embeddings; run by themes_beside_bertopic.py in an environment that has it (numpy, bertopic).

    python themes_bertopic.py FOLDER

FOLDER holds texts.json, points.npy; the topics of each text, seconds and peak megabytes are written to topics.json.
With k.txt, topics are merged down to so many. Settings are BERTopic's own, but that of few texts 5 make a topic.
"""

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
from bertopic import BERTopic

FEW = 1000


def main() -> None:
    folder = Path(sys.argv[1])
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    points = np.load(folder / "points.npy")
    k = folder / "k.txt"
    began, busy = time.perf_counter(), time.process_time()
    model = BERTopic(
        min_topic_size=10 if len(texts) >= FEW else 5, nr_topics=int(k.read_text()) if k.exists() else None
    )
    topics, _ = model.fit_transform(texts, points)
    spent = {
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - busy,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "topics": [int(topic) for topic in topics],
    }
    (folder / "topics.json").write_text(json.dumps(spent))


if __name__ == "__main__":
    main()
