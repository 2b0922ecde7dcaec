"""Claims against quotes written by hand: what is found, and that nothing is claimed from quotes of something else.

`claims.tsv` was there when the thresholds were set; `claims_held_out.tsv` was written afterwards, and looked
at once before denials under a condition were mended.
"""

from collections import Counter
from pathlib import Path

import pytest

from personae.adapters.language import sentence_model
from personae.domain.card import CardStatement
from personae.domain.language import Embedder
from personae.domain.words import Facet
from personae.stages.describe.audit.stance import stance_of
from personae.stages.describe.audit.verdict import AGAINST, BETWEEN, FOR
from personae.stages.describe.audit.words import Heard, words
from personae.stages.describe.nearness import Nearness

DATA = Path(__file__).parent / "data"
NAMES = {FOR: "for", AGAINST: "against"}


def cases(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def judged(name: str, embed: Embedder | None) -> Counter[tuple[str, str]]:
    """(what a reader says, what the audit says) -> how many."""
    found: Counter[tuple[str, str]] = Counter()
    rows = cases(name)
    near = Nearness((row[4] for row in rows), embed)
    for facet, said_facet, stance, claim, said in rows:
        row = {"masked": said, "text": said, "facet": said_facet, "document_id": "d", "start": 0, "end": 1,
               "person_id": "p", "account_id": "a"}  # fmt: skip
        verdicts = words(CardStatement(Facet(facet), claim), Heard((row,), near))
        found[stance, NAMES[verdicts[0].stance] if verdicts else "unrelated"] += 1
    return found


@pytest.mark.parametrize("name", ["claims.tsv", "claims_held_out.tsv"])
@pytest.mark.parametrize("with_model", [False, True])
def test_little_is_claimed_from_what_is_unrelated_and_nothing_the_wrong_way(name: str, with_model: bool) -> None:
    embed = sentence_model() if with_model else None
    if with_model and embed is None:
        pytest.skip("needs the extra `language`")
    found = judged(name, embed)
    n_unrelated = sum(n for (stance, _), n in found.items() if stance == "unrelated")
    assert found["unrelated", "for"] + found["unrelated", "against"] <= 0.12 * n_unrelated
    assert found["for", "against"] + found["against", "for"] == 0


@pytest.mark.parametrize("name", ["claims.tsv", "claims_held_out.tsv"])
def test_a_sentence_model_finds_more_than_half_and_twice_what_words_find(name: str) -> None:
    embed = sentence_model()
    if embed is None:
        pytest.skip("needs the extra `language`")
    with_model, without = judged(name, embed), judged(name, None)
    right = [("for", "for"), ("against", "against")]
    n = sum(n for (stance, _), n in with_model.items() if stance != "unrelated")
    assert sum(with_model[pair] for pair in right) >= max(0.6 * n, 2 * sum(without[pair] for pair in right))


@pytest.mark.parametrize(
    ("claim", "facet", "said", "said_facet", "stance"),
    [
        ("Needs an audit log", Facet.REQUIREMENT, "Without an audit log I would not sign", "requirement", FOR),
        ("Must integrate with Jira", Facet.REQUIREMENT, "If it does not talk to Jira it is useless", "pain", FOR),
        ("The export is slow", Facet.PAIN, "The export is fast and easy", "feeling", AGAINST),
        ("The export is slow", Facet.PAIN, "I export on Mondays", "workflow_step", BETWEEN),
        ("Wants fewer meetings", Facet.GOAL, "I want more meetings", "goal", AGAINST),
        ("Feels proud", Facet.FEELING, "I am frustrated with it", "feeling", AGAINST),
        ("Does not need support", Facet.REQUIREMENT, "I do not need support", "requirement", FOR),
    ],
)
def test_which_way_a_quote_speaks(claim: str, facet: Facet, said: str, said_facet: str, stance: int) -> None:
    assert stance_of(claim, facet, said, said_facet) == stance
