"""Measures masking: how many of the marked things are hidden, and which other words go with them.

    python bench/bench_masking.py [path/to/shared/data]

Without a path: the invented notes of bench/masking_notes.txt in three sets; the last was not used for the
rules. With one: also every answer of the Jupyter survey, in which nobody is named but once.
"""

import csv
import re
import sys
from collections import Counter
from pathlib import Path

from personae.stages.observe.words.masking import Masker

NOTES = Path(__file__).with_name("masking_notes.txt")
_MARKED = re.compile(r"\{([^{}]+)\}")
_WORD = re.compile(r"[^\W_]+")


SETS = ("there while the rules were made", "written after, then used to better them", "written last")


def notes() -> list[list[str]]:
    """The notes with their marks, in the three sets of `SETS`; a line `# ---` begins another."""
    found: list[list[str]] = [[]]
    for line in NOTES.read_text(encoding="utf-8").splitlines():
        if line.startswith("# ---"):
            found.append([])
        elif line.strip() and not line.startswith("#"):
            found[-1].append(line)
    return found


def measure(line: str, masker: Masker) -> tuple[int, list[str], list[str]]:
    """(marked things, those that can still be read, other words that went)."""
    plain = _MARKED.sub(r"\1", line)
    left = Counter(_WORD.findall(masker(plain)))
    outside = Counter(_WORD.findall(_MARKED.sub(" ", line)))
    marked = _MARKED.findall(line)
    open_ones = [thing for thing in marked if any((left - outside)[word] for word in _WORD.findall(thing)
                                                  if len(word) > 2 or not word.isascii() or word.isdigit())]
    return len(marked), open_ones, list((outside - left).elements())


def report(name: str, lines: list[str]) -> None:
    """One block of figures."""
    masker = Masker()
    found = [measure(line, masker) for line in lines]
    n, missed = sum(f[0] for f in found), [thing for f in found for thing in f[1]]
    words = [word for f in found for word in f[2]]
    print(f"{name}: {n - len(missed)} of {n} hidden; {len(words)} other words gone in {len(lines)} lines")
    print(f"  open: {missed}\n  gone: {words}")


def main() -> None:
    """Print the figures."""
    for name, lines in zip(SETS, notes(), strict=True):
        report(name, lines)
    if len(sys.argv) > 1:
        with Path(sys.argv[1], "jupyter_survey_2015/survey_short_columns.csv").open(encoding="utf-8") as file:
            cells = {cell for row in csv.reader(file) for cell in row if len(cell.split()) > 2}
        masker = Masker()
        changed = [(cell, masked) for cell in sorted(cells) if (masked := masker(cell)) != cell]
        print(f"jupyter: {len(changed)} of {len(cells)} answers changed")
        for _, masked in changed:
            print(f"  {masked[:160]!r}")


if __name__ == "__main__":
    main()
