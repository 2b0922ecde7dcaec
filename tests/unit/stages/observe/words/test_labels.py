import pytest

from personae.domain.words import Concern, Facet
from personae.stages.observe.words import label_sentences
from personae.stages.observe.words.cues import Cues, words_of
from personae.stages.observe.words.model import shipped


@pytest.mark.parametrize(
    ("sentence", "facet"),
    [
        ("The onboarding process was confusing and took weeks.", "pain"),
        ("I love the clean design.", "feeling"),
        ("We compared it with two other vendors.", "alternative"),
        ("I manage a team of twelve recruiters.", "responsibility"),
        ("We want to reduce churn.", "goal"),
        ("I'm worried about who can see our data.", "concern"),
        ("It should integrate with our calendar.", "requirement"),
        ("We use Salesforce for our pipeline.", "tool"),
        ("Can you hear me?", "none"),
        ("Okay, thank you.", "none"),
        ("", "none"),
    ],
)
def test_plain_cases(sentence: str, facet: str) -> None:
    assert label_sentences([sentence])["facet"].tolist() == [facet]


def test_shape_words_and_repeatability() -> None:
    said = ["Our CFO must approve every budget.", "Is the data encrypted? I'm worried about a breach.", "Hm.", "Hm."]
    found = label_sentences(said)
    assert list(found.columns) == ["sentence", "facet", "p", "words", "concern"]
    assert found["sentence"].tolist() == said
    assert found["p"].between(0, 1).all() and set(found["facet"]) <= set(Facet)
    assert found["concern"].tolist()[1] == Concern.SECURITY and "worried" in found["words"][1]
    assert found["words"].tolist()[2:] == ["", ""]
    alone = [label_sentences([sentence])["p"][0] for sentence in said]
    assert alone == pytest.approx(found["p"].tolist(), abs=1e-12)


def test_a_label_has_words_that_are_in_the_sentence() -> None:
    said = ["Exporting is a nightmare.", "Typesetting math beautifully", "Researcher"]
    for sentence, facet, words in label_sentences(said)[["sentence", "facet", "words"]].itertuples(index=False):
        assert (facet == "none") == (words == "")
        assert all(word in words_of(sentence) for part in words.split("; ") for word in part.split())


def test_the_model_knows_every_facet_it_may_give() -> None:
    assert set(shipped().classes) == set(Facet)


def test_cue_syntax() -> None:
    cues = Cues("[pain]\n2 takes|took _ hours\n1 frustrat*\n[goal]\n2 ^ to learn\n# note\n")
    assert cues.find(words_of("It took me many hours")).weights == {"pain": 2.0}
    assert cues.find(words_of("It took me so many more hours")).weights == {}
    assert cues.find(words_of("Frustrating, FRUSTRATED")).weights == {"pain": 1.0}
    assert cues.find(words_of("To learn more")).weights == {"goal": 2.0}
    assert cues.find(words_of("I want to learn")).weights == {}
