"""Otter, JSON of calls, Word bodies and PDF pages: words kept, speakers joined, nothing crashes."""

import json
import re
import time
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.stages.read.captions import read_captions
from personae.stages.read.meet import read_meet
from personae.stages.read.office import NotWord, word_text
from personae.stages.read.otter import read_otter
from personae.stages.read.paper import flowed
from personae.stages.read.talks import parties_of, read_talks
from personae.stages.read.transcripts import read_transcript
from personae.stages.read.turns import conversation

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
GONG = {
    "callTranscripts": [
        {
            "callId": "c9",
            "transcript": [
                {"speakerId": "1", "sentences": [{"start": 500, "end": 900, "text": "Why now?"}]},
                {"speakerId": "2", "sentences": [{"start": 1000, "end": 2500, "text": "The audit."}, {"text": "So."}]},
                {"speakerId": "3", "sentences": [{"text": "Yes."}]},
            ],
        }
    ],
    "calls": [
        {
            "metaData": {"id": "c9", "title": "Demo", "started": "2024-03-01T10:00:00Z"},
            "parties": [
                {"speakerId": "1", "name": "Sal Rep", "affiliation": "Internal"},
                {
                    "speakerId": "2",
                    "name": "Ann Lee",
                    "affiliation": "External",
                    "context": [{"objects": [{"objectType": "Contact", "objectId": "003A"}]}],
                },
            ],
        }
    ],
}


def test_gong_joins_speakers_to_parties() -> None:
    (talk,) = read_talks(GONG, parties_of(GONG))
    cells = conversation(talk.said, talk.talk_id or "", "", who=talk.who, header={"title": talk.title or ""})
    assert cells["text"] == "Sal Rep: Why now?\nAnn Lee: The audit. So.\nSpeaker 3: Yes.\n"
    assert json.loads(cells["speakers"] or "") == {"Sal Rep": "interviewer", "Ann Lee": "003A", "Speaker 3": None}
    assert (talk.talk_id, talk.at, cells["title"], cells["kind"]) == ("c9", "2024-03-01T10:00:00Z", "Demo", "call")
    assert json.loads(cells["times"] or "")[0][2:] == [0.5, 0.9]


def test_parties_may_stand_in_another_file() -> None:
    transcripts = {"callTranscripts": GONG["callTranscripts"]}
    (talk,) = read_talks(transcripts, parties_of({"calls": GONG["calls"]}))
    assert [piece.speaker for piece in talk.said] == ["Sal Rep", "Ann Lee", "Ann Lee", "Speaker 3"]
    assert read_talks({"calls": GONG["calls"]}, {}) == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["callTranscripts", "transcript", "sentences", "speaker", "text", "calls", "parties", "start"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(json_values)
def test_any_json_is_read_or_not(value: object) -> None:
    for talk in read_talks(value, parties_of(value)):
        cells = conversation(talk.said, "d", "", who=talk.who)
        assert all(word in (cells["text"] or "") for piece in talk.said for word in piece.text.split())


def test_otter_turns_and_what_stands_before_them() -> None:
    text = "Title: Onboarding\n\nAnn Lee  0:05  \nIt is slow.\nVery.\n\nSpeaker 2  1:02:07\nWhy?\n\nTranscribed by https://otter.ai\n"
    found = read_otter(text)
    assert found is not None
    preface, said = found
    assert [(s.speaker, s.text.strip(), s.start) for s in said] == [
        ("Ann Lee", "It is slow. Very.", 5.0),
        ("Speaker 2", "Why?", 3727.0),
    ]
    assert conversation(said, "d", "", preface=preface)["text"].startswith("Title: Onboarding\n\nAnn Lee: It is slow.")
    assert read_otter("We open at 9:00\nand close at 8:00\n") is None


@given(st.text(alphabet="ab:0\n 1é", max_size=200))
def test_otter_loses_no_word(text: str) -> None:
    found = read_otter(text)
    if found is not None:
        kept = conversation(found[1], "d", "", preface=found[0])["text"] or ""
        assert all(word in kept for line in text.splitlines() for word in line.split() if ":" not in word)


def document(body: str) -> bytes:
    return f'<?xml version="1.0"?><w:document {W}><w:body>{body}</w:body></w:document>'.encode()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def test_meet_has_turns_under_clocks_and_its_own_last_lines_go() -> None:
    text = "Weekly - Transcript\nAttendees\nAnn, Bo\nTranscript\n00:00:00\nAnn: Why?\nBo: It is\n"
    text += "slow: really.\n00:05:00\nAnn: So.\n"
    found = read_meet(text + "Meeting ended after 00:07:12\nThis editable transcript was computer generated.\n")
    assert found is not None
    assert [(piece.speaker, piece.text) for piece in found[1]] == [
        ("Ann", "Why?"), ("Bo", "It is"), ("Bo", "slow: really."), ("Ann", "So."),
    ]
    assert read_meet("Ann: Why?\n00:00:00\nBo: So.\n") is None


@given(st.lists(st.text(alphabet="ab:0\n é", max_size=30), max_size=6))
def test_meet_loses_no_word(pieces: list[str]) -> None:
    text = "T - Transcript\n00:00:00\n" + "\n00:05:00\n".join(pieces)
    found = read_meet(text)
    if found is not None:
        said = " ".join(f"{piece.speaker or ''} {piece.text}" for piece in found[1])
        assert set(re.findall(r"[abé]+", " ".join(text.splitlines()[2:]))) <= set(re.findall(r"[abé]+", said))


@given(st.lists(st.tuples(st.sampled_from(["Ann", "Bo"]), st.text(max_size=20)), min_size=1, max_size=8))
def test_the_list_that_says_most_is_the_talk(turns: list[tuple[str, str]]) -> None:
    said = [{"speaker": name, "text": text, "words": [{"speaker": name, "text": word} for word in text.split()]}
            for name, text in turns]
    found = read_talks({"meta": [{"name": "x", "text": ""}], "utterances": said}, {})
    kept = [text for _, text in turns if text.strip()]
    if 2 * len(kept) >= len(turns) and kept:
        told = "".join("".join(piece.text.split()) for piece in found[0].said)
        assert told == "".join("".join(text.split()) for text in kept)


def test_word_paragraphs_tables_headings_insertions() -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Call</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>Ann: kept </w:t></w:r><w:ins><w:r><w:t>added</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
        f"<w:tbl><w:tr><w:tc>{paragraph('Why?')}</w:tc>"
        f"<w:tc>{paragraph('Cost')}{paragraph('& time')}</w:tc></w:tr></w:tbl>"
        f"<w:sdt><w:sdtContent>{paragraph('in a control')}</w:sdtContent></w:sdt>"
    )
    assert word_text(document(body)) == "# Call\nAnn: kept added\nWhy? | Cost & time\nin a control\n"


def test_entities_and_other_xml_are_no_word_file() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    for xml in (bomb, b"<html><body>x</body></html>", b"<w", b"", b"\xff\xfe\x00"):
        with pytest.raises(NotWord):
            word_text(xml)
    assert word_text(document("<w:r>" * 20_000 + "</w:r>" * 20_000)) == ""


@given(st.lists(st.from_regex(r"[\w&<é.,]{1,8}( [\w&<]{1,8}){0,4}", fullmatch=True), max_size=8))
def test_every_word_of_a_word_file_is_in_the_text(paragraphs: list[str]) -> None:
    text = word_text(document("".join(map(paragraph, paragraphs))))
    assert text.split() == " ".join(paragraphs).split()


@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 60))
def test_torn_word_bodies_never_crash(noise: bytes, at: int, cut: int) -> None:
    whole = document(paragraph("Ann: hello & more") * 3)
    try:
        word_text(whole[:at] + noise + whole[at + cut :])
    except NotWord as reason:
        assert str(reason)


def test_pdf_lines_flow_and_running_heads_go() -> None:
    body = "Ann: we open four files every morning and copy\nnumbers from one to the next until they agree, then\nsend."
    body += "\nBo: Why?\n"
    pages = [f"Acme research 2024\n{body}Page {i} of 3" for i in (1, 2, 3)]
    text = flowed(pages)
    assert "copy numbers from one" in text and "send.\nBo: Why?\n" in text
    assert "Acme research" not in text and "Page" not in text
    assert flowed(["the data\x02\nbase is slow and it takes a long long time\n"]).startswith("the database is")


@given(st.lists(st.text(alphabet="ab .:\n", max_size=60), max_size=2))
def test_pages_lose_no_letter(pages: list[str]) -> None:
    def letters(text: str) -> str:
        return "".join(character for character in text if not character.isspace())

    assert letters(flowed(pages)) == letters("".join(pages))


def test_notes_of_watching_are_observations() -> None:
    text = "Observed: p12\nWhere: warehouse 3\nTask: counting stock\nDate: 2024-05-01\n\nShe counts by hand.\n"
    cells = read_transcript(text, "d", "notes").cells
    assert (cells["kind"], cells["person_id"], cells["title"], cells["at"]) == (
        "observation",
        "p12",
        "counting stock, warehouse 3",
        "2024-05-01",
    )
    talk = "Participant: I use a sheet.\nQ: Why?\nParticipant: Habit.\n"
    assert read_transcript(talk, "d", "").cells.get("person_id") is None


LONG = ("# a" + " " * 50, "a: b" + " " * 50)


@pytest.mark.parametrize("piece", ["\n", *LONG, "<v ", "<c", "Ann ", "A 0:01\n", "1:", "A (b) "])
def test_time_grows_with_the_text(piece: str) -> None:
    """Texts that make a careless pattern look at the rest again from every place."""
    text = piece[:3] + piece[3:] * 3_000 + "x" if len(piece) > 9 else piece * 100_000
    begun = time.monotonic()
    read_transcript(text, "d", "")
    read_otter(text)
    flowed([text])
    read_captions("WEBVTT\n\n00:01.000 --> 00:02.000\n" + text)
    assert time.monotonic() - begun < 10
