"""Unknown words of titles: compounds taken apart, typing errors mended, everything else left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.stages.resolve.spelling import Speller, understood


@pytest.mark.parametrize(("word", "meant"), [
    ("taxmanager", ("tax", "manager")), ("marketingmedewerker", ("marketingmedewerker",)),
    ("vertiebsleiter", ("vertriebsleiter",)), ("accoutant", ("accountant",)), ("entreprenuer", ("entrepreneur",)),
    ("logisitcs", ("logistics",)), ("recruiter", ("recruiter",)), ("zzyzzx", ("zzyzzx",)), ("graduate", ("graduate",)),
])
def test_understands_compounds_and_slips(word: str, meant: tuple[str, ...]) -> None:
    assert understood((word,)) == meant


def test_the_first_letter_and_short_words_are_never_changed() -> None:
    speller = Speller(["marketing", "sales"])
    assert speller.mended("arketing") is None
    assert speller.mended("narketing") is None
    assert understood(("salse",)) == ("salse",)


@given(st.sampled_from(["production", "recruitment", "controlling"]), st.data())
def test_one_slip_is_mended(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word) - 2))
    slips = [word[:place] + word[place + 1 :], word[:place] + word[place + 1] + word[place] + word[place + 2 :]]
    slip = data.draw(st.sampled_from(slips))
    assert slip == word or Speller([word]).mended(slip) == word
