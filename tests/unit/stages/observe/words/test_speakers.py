import pytest

from personae.stages.observe.words.speakers import asker_by_questions, asks, turns


@pytest.mark.parametrize(
    "text",
    [
        "Interviewer: How?\nAnna: Like this.",
        "**Interviewer:** How?\n**Anna:** Like this.",
        "**Interviewer**: How?\n\n**Anna**: Like this.",
        "[00:01] Interviewer: How?\n[00:02:10] Anna: Like this.",
        "Interviewer (00:01): How?\nAnna (00:02): Like this.",
        "Interviewer 0:01\nHow?\nAnna 0:05\nLike this.",
        "00:01 Interviewer: How?\n00:02 Anna (Ops lead): Like this.",
        "- Interviewer: How?\n- Anna: Like this.",
    ],
)
def test_labels_in_their_usual_forms(text: str) -> None:
    found = turns(text, ["Anna"])
    assert [turn.speaker for turn in found] == ["Interviewer", "Anna"]
    assert [text[turn.start : turn.end].strip() for turn in found] == ["How?", "Like this."]


def test_a_turn_runs_over_lines_and_what_stands_before_is_nobodys() -> None:
    text = "# Notes\nDate: May\nQ: How?\nA: One.\nTwo.\n"
    found = turns(text)
    assert [(turn.speaker, text[turn.start : turn.end].strip()) for turn in found] == [
        ("Q", "How?"),
        ("A", "One.\nTwo."),
    ]


def test_fields_of_a_form_are_no_speakers() -> None:
    assert [turn.speaker for turn in turns("Pros: easy\nCons: slow", transcript=False)] == [None]
    assert [turn.speaker for turn in turns("Summary: all went well.\nit was at 10:30 today")] == [None]


def test_who_asks() -> None:
    assert asks("Interviewer 2") and asks("MODERATOR") and not asks("Anna")
    text = "Ben: How do you plan? And why?\nAnna: I use a list. It is short. It works.\nBen: Is it?\nAnna: Yes. It is."
    assert asker_by_questions(text, turns(text)) == "Ben"
    even = "Ben: Yes.\nAnna: No."
    assert asker_by_questions(even, turns(even)) is None
