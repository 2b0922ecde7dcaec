"""Headers, speakers and kinds of text files; the text itself is never touched."""

import json

from hypothesis import given
from hypothesis import strategies as st

from personae.stages.read.transcripts import read_transcript


@given(st.text(max_size=300))
def test_the_text_stays_as_it_is(text: str) -> None:
    cells = read_transcript(text, "d", "").cells
    assert cells["text"] == text and cells["document_id"]


def test_first_lines_are_a_header_only_while_they_are_known_words() -> None:
    cells = read_transcript("# Call with Acme\nParticipant: p1\nCompany: acme\n\nNote: nothing.\n", "d", "calls").cells
    assert (cells["person_id"], cells["account_id"], cells["kind"], cells["title"]) == (
        "p1",
        "acme",
        "call",
        "Call with Acme",
    )
    assert read_transcript("We agreed on this: Person: x\n", "d", "").cells.get("person_id") is None


def test_speakers_with_times_and_bold_labels() -> None:
    text = "[00:01] **Moderator:** Why?\n[00:05] **Ann B.:** Because.\n00:09 Moderator: And?\n00:12 Ann B.: So.\n"
    assert json.loads(read_transcript(text, "d", "").cells["speakers"] or "") == {
        "Moderator": "interviewer",
        "Ann B.": None,
    }


def test_a_colon_in_prose_is_no_speaker() -> None:
    assert read_transcript("Three things: a. Again: b.\nResult: good.\n", "d", "").cells["speakers"] is None


def test_two_participants_are_not_the_one_of_the_header() -> None:
    text = "Person: p1\n\nQ: a\nAnn: b\nBo: c\nAnn: d\nBo: e\nQ: f\n"
    assert json.loads(read_transcript(text, "d", "").cells["speakers"] or "") == {
        "Q": "interviewer",
        "Ann": None,
        "Bo": None,
    }


def test_an_id_and_an_unknown_kind_are_kept_for_validation() -> None:
    cells = read_transcript("---\nid: 7\nkind: podcast\n---\nHi", "d", "").cells
    assert (cells["document_id"], cells["kind"]) == ("7", "podcast")
