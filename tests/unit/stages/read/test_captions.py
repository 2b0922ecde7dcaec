"""Captions: who speaks, what, when; every spoken word of a well-formed transcript is in the stored text."""

import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from personae.stages.read.captions import read_captions
from personae.stages.read.turns import Said, conversation, label_of

TEAMS = """WEBVTT

NOTE
Account: acme
Date: 2024-03-01

b1/12-0
00:00:01.000 --> 00:00:03.500
<v Ann Lee>We sign in &amp; wait,
<i>every</i> day.</v>

b1/12-1
00:00:03.500 --> 00:00:05.000
<v Bo>Why 3 &lt; 4?</v>
"""
ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:02.000
Ann Lee (Acme): Hello there.

2
00:00:02.000 --> 00:00:04.000
It takes: hours.

3
00:00:04.000 --> 00:00:05.000
Interviewer: Why?
"""
SRT = "1\r\n00:00:01,000 --> 00:00:02,500\r\nAnn\r\nFirst line\r\n\r\n"
SRT += "2\r\n00:00:03,000 --> 00:00:04,000\r\nBo\r\nSecond\r\n\r\n"
words = st.lists(st.from_regex(r"[a-z0-9é'<&]{1,9}", fullmatch=True), min_size=1, max_size=8).map(" ".join)
names = st.sampled_from(["Ann Lee", "Bo", "Žofie Nová", "Interviewer", "Dr. O'Hara"])


def cells_of(text: str) -> dict[str, str | None]:
    said, header = read_captions(text)
    return conversation(said, "d", "", header=header)


def test_voices_of_teams_with_entities_and_a_header_in_a_note() -> None:
    cells = cells_of(TEAMS)
    assert cells["text"] == "Ann Lee: We sign in & wait, every day.\nBo: Why 3 < 4?\n"
    assert (cells["account_id"], cells["at"], cells["kind"]) == ("acme", "2024-03-01", "call")
    times = json.loads(cells["times"] or "")
    assert [cells["text"][a:b] for a, b, _, _ in times] == ["We sign in & wait, every day.", "Why 3 < 4?"]
    assert times[0][2:] == [1.0, 3.5]


def test_zoom_labels_go_on_until_the_next() -> None:
    cells = cells_of(ZOOM)
    assert cells["text"] == "Ann Lee: Hello there. It takes: hours.\nInterviewer: Why?\n"
    assert json.loads(cells["speakers"] or "") == {"Ann Lee": None, "Interviewer": "interviewer"}
    assert cells["kind"] == "interview"


def test_names_on_their_own_line() -> None:
    twice = SRT + SRT.replace("First", "Third").replace("Second", "Fourth")
    assert cells_of(twice)["text"] == "Ann: First line\nBo: Second\nAnn: Third line\nBo: Fourth\n"
    webex = 'WEBVTT\n\n1 "Ann Lee" (7)\n00:01.000 --> 00:02.000\nHi.\n\n2 "Ann Lee" (7)\n00:02.000 --> 00:03.000\nSo.\n'
    assert cells_of(webex)["text"] == "Ann Lee: Hi. So.\n"


def test_two_lines_of_plain_captions_name_nobody() -> None:
    plain = SRT.replace("Ann", "Well then, we").replace("Bo", "And I think.")
    cells = cells_of(plain)
    assert cells["speakers"] is None and "Well then, we First line" in (cells["text"] or "")


def test_arrows_as_editors_make_them() -> None:
    for arrow in ("->", "–>", "→", "--->"):
        text = f"1\n00:00:01,000 {arrow} 00:00:02,000\nAnn: Hi.\n\n2\n00:00:02,000 {arrow} 00:00:03,000\nAnn: So.\n"
        assert cells_of(text)["text"] == "Ann: Hi. So.\n"


def test_a_torn_cue_keeps_its_words() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nfirst\n\n"
    text += "2\n00:00:02,000 -> torn\nsecond\n\n3\n00:00:03,000 --> 00:00:04,000\nthird"
    assert [word for word in ("first", "second", "third") if word in (cells_of(text)["text"] or "")] == [
        "first",
        "second",
        "third",
    ]


forms = st.sampled_from(["teams", "zoom", "srt", "brackets"])


@given(st.lists(st.tuples(names, words), min_size=1, max_size=12), forms)
def test_every_spoken_word_is_in_the_text_in_order(turns: list[tuple[str, str]], form: str) -> None:
    lines = ["WEBVTT", ""] if form != "srt" else []
    for i, (name, said) in enumerate(turns):
        clock = ",000" if form == "srt" else ".000"
        escaped = said if form == "srt" else said.replace("&", "&amp;").replace("<", "&lt;")
        label = f"[{name}]" if form == "brackets" else f"{name}:"
        body = f"<v {name}>{escaped}</v>" if form == "teams" else f"{label} {escaped}"
        lines += [str(i + 1), f"00:00:{i:02}{clock} --> 00:00:{i + 1:02}{clock}", body, ""]
    cells = cells_of("\n".join(lines))
    text = cells["text"] or ""
    at = 0
    for _, said in turns:
        for word in said.split():
            found = text.find(word, at)
            assert found >= 0, (word, text)
            at = found + len(word)
    pieces = [text[a:b] for a, b, _, _ in json.loads(cells["times"] or "[]")]
    assert " ".join(pieces).split() == " ".join(said for _, said in turns).split()


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=400), st.integers(0, 10**6)))
def test_nothing_crashes(text: str | int) -> None:
    if isinstance(text, int):  # a real file, torn at places
        chance = random.Random(text)
        lines = (TEAMS + ZOOM + SRT).splitlines(keepends=True)
        text = "".join(line[chance.randrange(len(line)) :] if chance.random() < 0.2 else line for line in lines)
    cells = cells_of(text)
    for start, end, _, _ in json.loads(cells["times"] or "[]"):
        assert 0 <= start < end <= len(cells["text"] or "")


@given(st.text(max_size=80))
def test_a_label_is_one_line_that_begins_with_a_letter(name: str) -> None:
    label = label_of(name)
    assert "\n" not in label and ":" not in label and (not label or label[0].isalnum()) and len(label) <= 48


def test_words_of_nobody_do_not_fall_to_the_one_before() -> None:
    said = [Said("Ann", "Hi."), Said(None, "Music."), Said("Ann", "So.")]
    assert conversation(said, "d", "")["text"] == "Ann: Hi.\nUnknown speaker: Music.\nAnn: So.\n"
