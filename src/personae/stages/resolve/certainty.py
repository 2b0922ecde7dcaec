"""How sure a department is: logistic in what the lexicon and the model say, so that 0.8 means right four times in five.

Coefficients are fitted by `bench/train_titles.py` on titles whose first reading was judged, and lie in
`trained/titles.json`; how well they hold: `personae bench titles`.
"""

import math
from typing import Final, NamedTuple

LEXICON_FEATURES: Final = ("weak", "plain", "firm", "agrees", "untaught", "rivals", "unexplained", "letters", "long")
MODEL_FEATURES: Final = ("log_odds", "lead", "unmet", "long")

_FLOOR: Final = 0.04
_FROM_WEAK: Final = 2.35
_FROM_PLAIN: Final = 4.5
_FROM_FIRM: Final = 6.0


class Told(NamedTuple):
    """What is known of one answer of the lexicon.

    `strength` and `letters` of the phrase; `rivals`: other departments named as strongly; `unexplained`: words that
    tell neither department nor rank; `words` of the title.
    """

    strength: float
    letters: int
    rivals: int
    unexplained: int
    words: int


def lexicon_features(told: Told, p_same: float | None) -> tuple[float, ...]:
    """Features of an answer of the lexicon, in the order `LEXICON_FEATURES`.

    `p_same` is the model's probability of the same department, None where the model was never taught it.
    """
    same = 0.0 if p_same is None else _log_odds(p_same)
    return (
        float(told.strength < _FROM_WEAK), float(_FROM_WEAK <= told.strength < _FROM_PLAIN),
        float(told.strength >= _FROM_FIRM), same, float(p_same is None), float(min(told.rivals, 2)),
        float(min(told.unexplained, 4)), float(min(told.letters, 16)) / 8, float(told.words > 5),
    )


def model_features(best: float, second: float, unmet: int, words: int) -> tuple[float, ...]:
    """Features of an answer of the model, in the order `MODEL_FEATURES`.

    `best` and `second` are its two highest probabilities; `unmet` counts words it was never taught.
    """
    return _log_odds(best), _log_odds(best) - _log_odds(second), float(min(unmet, 3)), float(words > 5)


def sure(features: tuple[float, ...], coefficients: tuple[float, ...]) -> float:
    """The probability that the answer is right; `coefficients` begin with the intercept."""
    total = coefficients[0] + sum(f * c for f, c in zip(features, coefficients[1:], strict=True))
    return 1 / (1 + math.exp(-total))


def _log_odds(p: float) -> float:
    bounded = min(max(p, _FLOOR), 1 - _FLOOR)
    return math.log(bounded / (1 - bounded))
