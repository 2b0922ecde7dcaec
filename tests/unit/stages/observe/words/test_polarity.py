import pytest

from personae.stages.observe.words.cues import words_of
from personae.stages.observe.words.polarity import polarity


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("I love it", [0.5, 0, 0, 0, 0]),
        ("It is slow", [0, 0.5, 0, 0, 0]),
        ("It is not easy", [0, 0, 0.5, 0, 0]),
        ("I never had a problem", [0, 0, 0, 0.5, 0]),
        ("Slow, clunky and confusing", [0, 0.75, 0, 0, 0]),
        ("It would be great", [0.5, 0, 0, 0, 1]),
        ("The meeting is on Monday", [0, 0, 0, 0, 0]),
        ("No, thanks to all of you this is really quite simple", [0.5, 0, 0.5, 0, 0]),
        ("", [0, 0, 0, 0, 0]),
    ],
)
def test_praise_and_complaint(sentence: str, expected: list[float]) -> None:
    assert polarity(words_of(sentence)) == pytest.approx(expected)
