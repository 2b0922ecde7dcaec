"""A persona told by a language model: what holds is told, lies are dropped, and no answer is no crash."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.adapters.language.answers import FOLDER, KeptAnswers
from personae.app.cited import Source, listed, why_not
from personae.app.narrate import NarrateRequest, cited_texts, narrate, render_narrative
from personae.app.ports import PublishedBuild
from personae.app.propose_labels import ProposeRequest, propose_facets, render_proposals
from personae.domain.errors import ModelError, NotFound
from personae.domain.narrative import Narrative
from personae.domain.statement import fingerprint
from tests.fakes.page_build import SAID, SECRET_NAME, publish

SLOW = Source("s_1", "Copying numbers takes hours. (7 people, 3 accounts)", ("It takes 2.5 hours every week",))
SHARE = Source("s_2", "62% of 1,200 sessions end in an export.")
QUOTE = fingerprint("q", "interview/esther.md", 40, 40 + len(SAID))


class Model:
    """Says what it is told to say, and remembers what it was asked."""

    name = "fake at nowhere"

    def __init__(self, *answers: str | Exception) -> None:
        self.answers, self.asked = list(answers), []  # type: ignore[var-annotated]

    def ask(self, task: str, material: str) -> str:
        self.asked.append((task, material))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def build(tmp_path: Path) -> PublishedBuild:
    found = publish(tmp_path).load()
    assert found is not None
    return found


def answer(*sentences: Any) -> str:
    return json.dumps({"sentences": [{"text": text, "cites": list(cites)} for text, *cites in sentences]})


@pytest.mark.parametrize(
    ("said", "cites"),
    [
        ("Copying numbers takes them hours.", [SLOW]),
        ("Seven people say that it takes hours.", [SLOW]),
        ("7 people say that copying takes “2.5 hours every week”.", [SLOW]),
        ("Copying takes 2,5 hours a week.", [SLOW]),
        ("Sessions end in an “export” (1,200 of them).", [SHARE]),
        ("Of 1200 sessions 62 percent end in an export.", [SHARE]),
    ],
)
def test_what_holds(said: str, cites: list[Source]) -> None:
    assert why_not(said, cites, "") is None


@pytest.mark.parametrize(
    ("said", "cites", "reason"),
    [
        ("Copying numbers takes hours.", [], "cites nothing"),
        ("Copying numbers takes 9 hours.", [SLOW], "the number 9 "),
        ("Nine people copy numbers.", [SLOW], "the number 9 "),
        ("62 of 1,200 sessions end in an export.", [SHARE], "the number 62 "),
        ("Copying numbers takes 2.6 hours.", [SLOW], "2.6"),
        ("Most people lose hours copying numbers.", [SLOW], "most"),
        ("Copying numbers never takes hours.", [SLOW], "never"),
        ("Copying numbers doesn't take hours.", [SLOW], "doesn't"),
        ("They say “it takes all day”.", [SLOW], "nobody said"),
        ('They say "it takes 2.5 hours every month".', [SLOW], "nobody said"),
        ("Copying numbers into Salesforce takes hours.", [SLOW], "Salesforce"),
        ("Chocolate and football matter greatly to these analysts.", [SLOW], "too little"),
        ("Copying hours " * 40, [SLOW], "longer than"),
    ],
)
def test_what_does_not_hold(said: str, cites: list[Source], reason: str) -> None:
    assert reason in (why_not(said, cites, "") or "it holds")


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_checked(said: str, ground: str) -> None:
    found = why_not(said, [Source("s", ground, (ground,))], "")
    assert found is None or found


@given(st.text(max_size=100))
def test_any_answer_has_a_list_or_a_reason(said: str) -> None:
    try:
        assert isinstance(listed(said, "sentences"), list)
    except ModelError as error:
        assert "not what was asked for" in str(error)


def test_fences_and_chatter_around_the_answer() -> None:
    assert listed('Sure!\n```json\n{"sentences": [1]}\n```\nAnything else?', "sentences") == [1]


def statement(build: PublishedBuild, text: str) -> str:
    persona = build.persona("u_e")
    assert persona is not None
    return next(s.statement_id for s in persona.statements if s.text == text)


def test_truths_are_told_and_lies_dropped(build: PublishedBuild, tmp_path: Path) -> None:
    weekly = statement(build, "Exports reports every week.")
    model = Model(answer(
        ("They export reports every week.", weekly, "s_000000000000"),
        (f"One says: “{SAID}”", QUOTE),
        ("They export reports 14 times every week.", weekly),
        ("They export reports. Their chief loves golf.", weekly),
        ("They export reports.",),
        ("They export reports.", "s_ffffffffffff"),
    ))
    found = narrate(NarrateRequest("Reporters who export"), build, model, KeptAnswers(tmp_path))
    assert [told.text for told in found.told] == [
        "They export reports every week.", f"One says: “{SAID}”", "They export reports.",
    ]
    assert found.told[0].cites == (weekly,)
    assert len(found.dropped) == 4 and "14" in found.dropped[0].reason
    said = render_narrative(found, cited_texts(build, found))
    assert f"1. Exports reports every week. ({weekly})" in said and "Thrown away: 4." in said


def test_what_is_sent_is_masked_and_small_numbers_stay_here(build: PublishedBuild, tmp_path: Path) -> None:
    model = Model(answer())
    narrate(NarrateRequest("u_e"), build, model, KeptAnswers(tmp_path))
    propose_facets(ProposeRequest(), build, Model('{"labels": []}'), KeptAnswers(tmp_path))
    ((_, material),) = model.asked
    assert SECRET_NAME not in material and "30 people" in material and "2 people" not in material


def test_the_same_question_is_asked_once(build: PublishedBuild, tmp_path: Path) -> None:
    model = Model(answer(("They export reports.", statement(build, "Exports reports every week."))), answer())
    first, second = (narrate(NarrateRequest("u_e"), build, model, KeptAnswers(tmp_path)) for _ in range(2))
    assert first == second and len(first.told) == 1 and len(model.asked) == 1
    for path in (tmp_path / FOLDER).glob("*.json"):
        path.write_text("{torn", encoding="utf-8")
    assert narrate(NarrateRequest("u_e"), build, model, KeptAnswers(tmp_path)).told == ()


@pytest.mark.parametrize(
    "broken", ["I'd rather not.", '{"sentences": "none"}', "[]", '{"sentences": [[], 3, {"text": 1}]}']
)
def test_garbage_leaves_a_note_and_is_not_kept(build: PublishedBuild, tmp_path: Path, broken: str) -> None:
    found = narrate(NarrateRequest("u_e"), build, Model(broken), KeptAnswers(tmp_path))
    assert found.told == () and found.note and render_narrative(found, {})
    if "[[]" not in broken:
        assert not list((tmp_path / FOLDER).glob("*"))


def test_no_answer_leaves_a_note(build: PublishedBuild, tmp_path: Path) -> None:
    found = narrate(NarrateRequest("u_e"), build, Model(ModelError("It is down.")), KeptAnswers(tmp_path))
    assert (found.told, found.note) == ((), "It is down.")
    labels = propose_facets(ProposeRequest(), build, Model(ModelError("It is down.")), KeptAnswers(tmp_path))
    assert labels.facets == () and "It is down." in labels.notes[0]


def test_nobody_of_that_name_and_nothing_known(build: PublishedBuild, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        narrate(NarrateRequest("nobody"), build, Model(answer()), KeptAnswers(tmp_path))
    silent = narrate(NarrateRequest("u_p"), build, Model(ModelError("not asked")), KeptAnswers(tmp_path))
    assert isinstance(silent, Narrative) and "Nothing is known" in (silent.note or "")


def test_proposals_hold_only_with_words_of_the_sentence(build: PublishedBuild, tmp_path: Path) -> None:
    labels = [
        {"id": "q0", "facet": "responsibility", "words": "count things"},
        {"id": "q0", "facet": "pain", "words": "cry"},
        {"id": "q0", "facet": "happiness", "words": "count"},
        {"id": "q0", "facet": "goal", "words": ""},
        {"id": "q0", "facet": "goal", "words": "I"},
        {"id": "q0", "facet": "goal", "words": "unt thin"},
        {"id": "q77", "facet": "goal", "words": "count"},
        {"id": "q0", "facet": "none"},
        "x",
    ]
    found = propose_facets(ProposeRequest(), build, Model(json.dumps({"labels": labels})), KeptAnswers(tmp_path))
    ((one),) = found.facets
    assert (one.quote_id, one.facet, one.words) == ("q0", "responsibility", "count things")
    assert found.asked == 1 and len(found.dropped) == 7
    assert "1 proposals hold, 7 were thrown away" in render_proposals(found)
