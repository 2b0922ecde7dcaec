"""How sure a department is: surer with agreement, less sure with rivals and unknown words."""

from hypothesis import given
from hypothesis import strategies as st

from personae.stages.resolve.certainty import (
    LEXICON_FEATURES,
    MODEL_FEATURES,
    Told,
    lexicon_features,
    model_features,
    sure,
)
from personae.stages.resolve.model import title_model

PLAIN = Told(strength=5.0, letters=8, rivals=0, unexplained=0, words=3)


def of_lexicon(told: Told, p_same: float) -> float:
    return sure(lexicon_features(told, p_same), title_model().certainty_of_lexicon)


def test_the_shipped_coefficients_fit_the_features() -> None:
    assert len(title_model().certainty_of_lexicon) == 1 + len(LEXICON_FEATURES)
    assert len(title_model().certainty_of_model) == 1 + len(MODEL_FEATURES)


@given(st.floats(0, 1), st.floats(0, 1))
def test_agreement_of_the_model_makes_surer(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert of_lexicon(PLAIN, low) <= of_lexicon(PLAIN, high)
    model = title_model().certainty_of_model
    assert sure(model_features(low, 0.0, 0, 3), model) <= sure(model_features(high, 0.0, 0, 3), model)


def test_rivals_weak_words_and_unknown_words_make_less_sure() -> None:
    for less in (PLAIN._replace(rivals=1), PLAIN._replace(unexplained=2), PLAIN._replace(strength=2.0)):
        assert of_lexicon(less, 0.5) < of_lexicon(PLAIN, 0.5)
