"""What a theme is called: its most telling words, as people said them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from personae.stages.observe.words.cues import words_of
from personae.stages.observe.words.themes_space import DULL, Places, stem

WORDS_IN_LABEL = 3
NO_WORDS = "(no words)"
MORE_THAN_USUAL = 1.5
"""A word of a theme is said so many times as often in it as in all texts."""
_SHARE_OF_PAIR = 0.5
"""A pair stands for its words when at least this share of the texts with the better word have the pair."""

Term = tuple[str, ...]


def name_groups(texts: Sequence[str], labels: Places) -> dict[int, str]:
    """Each group's label: its three most telling words or pairs of words, joined with ", ".

    Telling by class-TF-IDF (Grootendorst 2022): often in the group's texts, seldom in the others. A word that is about
    as usual everywhere, like the product's name, is left out where others are left. Words of one stem count together
    and are shown as said most.
    """
    counts: dict[int, Counter[Term]] = {}
    forms: dict[Term, Counter[str]] = {}
    for text, label in zip(texts, labels.tolist(), strict=True):
        here = _terms(text)
        counts.setdefault(label, Counter()).update(here.keys())
        for term, form in here.items():
            forms.setdefault(term, Counter())[form] += 1
    overall: Counter[Term] = Counter()
    for group in counts.values():
        overall.update(group)
    mean = sum(overall.values()) / max(len(counts), 1)
    sizes = np.bincount(labels) if len(labels) else np.zeros(0)
    names = {}
    for label, group in sorted(counts.items()):
        usual = {term: overall[term] / len(texts) * sizes[label] for term in group}
        own = {term: n for term, n in group.items() if n >= MORE_THAN_USUAL * usual[term]} or group
        score = {term: n / sizes[label] * np.log1p(mean / overall[term]) for term, n in own.items()}
        chosen = _choose(score, group)
        names[label] = ", ".join(_as_said(forms[term]) for term in chosen) or NO_WORDS
    return names


def _terms(text: str) -> dict[Term, str]:
    """Stems and pairs of neighbouring stems of a text, with how they were said."""
    words = words_of(text)
    found: dict[Term, str] = {}
    for word in words:
        if _tells(word):
            found.setdefault((stem(word),), word)
    for first, second in pairwise(words):
        if _tells(first) and _tells(second):
            found.setdefault((stem(first), stem(second)), f"{first} {second}")
    return found


def _tells(word: str) -> bool:
    return word not in DULL and len(word) > 2 and not word.isdigit()


def _choose(score: Mapping[Term, float], counts: Mapping[Term, int]) -> list[Term]:
    """The best words, each replaced by a pair that mostly stands for it; no stem twice."""
    best = sorted((term for term in score if len(term) == 1), key=lambda term: (-score[term], term))
    pairs = sorted((term for term in score if len(term) == 2), key=lambda term: (-counts[term], -score[term], term))
    chosen: list[Term] = []
    used: set[str] = set()
    for term in best:
        if len(chosen) == WORDS_IN_LABEL:
            break
        if term[0] in used:
            continue
        enough = max(2, _SHARE_OF_PAIR * counts[term])
        chosen.append(next((pair for pair in pairs if _fits(pair, term, score, used) and counts[pair] >= enough), term))
        used.update(chosen[-1])
    return chosen


def _fits(pair: Term, term: Term, score: Mapping[Term, float], used: set[str]) -> bool:
    """Whether the pair has the word, and another that tells too and was not used."""
    return term[0] in pair and all((word,) in score and word not in used for word in pair)


def _as_said(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))
