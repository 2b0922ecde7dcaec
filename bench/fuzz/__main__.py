"""`python -m bench.fuzz TARGET --seconds 60`: one reader, fed by libFuzzer until the time is over or something breaks.

What breaks lies in `--artifacts` as the bytes of a file; `--again FILE` feeds it to the target once more.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["personae.stages.read", "personae.adapters.sources"]):
    from bench.fuzz.targets import TARGETS

SLOWEST = 10
"""Seconds that one input may take before it counts as a hang."""


def main() -> None:
    """Run one target."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--artifacts", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--again", type=Path, help="a file that broke something")
    asked = parser.parse_args()
    target = TARGETS[asked.target]
    if asked.again:
        target.one(asked.again.read_bytes())
        print("nothing broke")
        return
    with tempfile.TemporaryDirectory() as folder:
        corpus, seeds, words = (Path(folder, name) for name in ("corpus", "seeds", "words"))
        words.write_text("".join(f'"{word}"\n' for word in target.words), encoding="utf-8")
        corpus.mkdir()
        seeds.mkdir()
        for i, seed in enumerate(target.seeds):
            (seeds / str(i)).write_bytes(seed)
        asked.artifacts.mkdir(parents=True, exist_ok=True)
        atheris.Setup(
            [sys.argv[0], f"-max_total_time={asked.seconds}", f"-timeout={SLOWEST}", "-rss_limit_mb=3000",
             f"-max_len={target.longest}", f"-dict={words}", "-print_final_stats=1", "-verbosity=0",
             f"-artifact_prefix={asked.artifacts}/{asked.target}-", str(corpus), str(seeds)],
            target.one,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
