"""Files that lie about what they are, and texts that are odd: read as they are meant, or refused in a sentence."""

import gzip
import io
import json
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personae.adapters.sources.scan import encoding_of
from personae.adapters.sources.texts import whole_signs
from personae.domain.errors import SourceError
from tests.unit.adapters.sources.test_documents import ALL, W, docx

EVENTS = '[[source]]\nfiles = "x.csv"\ntable = "events"\n'
ROWS = "person_id,event,at\n" + "".join(f"p{i},click,2024-01-0{1 + i}\n" for i in range(5))
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)
) + f"]><w:document {W}><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"


def archive(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
        packed.writestr("word/document.xml", body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "a picture"),
        (b"%PDF-1.4\n%\xe2\xe3\n", "a PDF"),
        (docx("x"), "a zip archive"),
        (gzip.compress(ROWS.encode()), "a gzip archive"),
        (b"PAR1" + b"\0" * 50, "a Parquet file"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 50, "a recording"),
        (b"SQLite format 3\0" + b"\0" * 84, "a database"),
    ],
)
def test_a_table_that_is_something_else(read, content: bytes, kind: str) -> None:
    with pytest.raises(SourceError, match=f"x.csv is no table: it is {kind}"):
        read(EVENTS, {"x.csv": content})


def test_a_plain_file_named_gz(read) -> None:
    with pytest.raises(SourceError, match="can't be read to its end"):
        read(EVENTS.replace("x.csv", "x.csv.gz"), {"x.csv.gz": ROWS.encode()})


def test_a_gz_that_unpacks_without_end_is_refused(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("personae.adapters.sources.scan._BOMB", 8_000_000)
    with pytest.raises(SourceError, match="as a bomb does"):
        read(EVENTS.replace("x.csv", "x.csv.gz"), {"x.csv.gz": gzip.compress(ROWS.encode() + b"0" * 30_000_000)})


def test_more_columns_than_anybody_asks(read) -> None:
    begun = time.monotonic()
    with pytest.raises(SourceError, match="more than 10,000 columns"):
        read(EVENTS, {"x.csv": ",".join(f"c{i}" for i in range(1_000_000)) + "\n1\n"})
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(read, encoding: str) -> None:
    result = read(EVENTS, {"x.csv": ROWS.encode(encoding)})
    assert [row[0] for row in read.rows(result, "events", "person_id")] == ["p0", "p1", "p2", "p3", "p4"]
    said = read(ALL, {"talks/a.txt": "Ann: It is slow.\nBo: Why?\nAnn: So.\n".encode(encoding)})
    assert read.rows(said, "documents", "text") == [("Ann: It is slow.\nBo: Why?\nAnn: So.\n",)]


@given(st.text(st.characters(codec="ascii", min_codepoint=1), min_size=20, max_size=60))
def test_ascii_in_pairs_is_told_from_bytes(text: str) -> None:
    assert encoding_of(text.encode("utf-16-le")) == "utf-16-le" and encoding_of(text.encode("utf-16-be")) == "utf-16-be"
    assert encoding_of(text.encode()) == "utf-8"


def test_every_kind_of_line_end_begins_a_turn(read) -> None:
    text = "Ann: One.\r\nBo: Two.\rAnn: Three.\nBo: Four.\u2028Ann: Five.\x85Bo: Six.\n"
    result = read(ALL, {"talks/a.txt": text})
    assert read.rows(result, "documents", "text") == [
        ("Ann: One.\nBo: Two.\nAnn: Three.\nBo: Four.\nAnn: Five.\nBo: Six.\n",)
    ]


def test_a_short_text_in_cp1252(read) -> None:
    result = read(ALL, {"talks/a.txt": "Zu langsam – ganz übel".encode("cp1252")})
    assert read.rows(result, "documents", "text") == [("Zu langsam – ganz übel",)]


def test_halves_of_characters_in_json_are_stored_as_unreadable(read) -> None:
    talk = '[{"speaker": "A", "text": "\\ud83d half", "start": NaN}, {"speaker": "B\\udfff", "text": "so"}]'
    result = read(ALL, {"talks/a.json": talk})
    assert read.rows(result, "documents", "text") == [("Speaker A: \ufffd half\nB\ufffd: so\n",)]


@given(st.text(st.characters(exclude_categories=())))
def test_whole_signs_keep_the_length(text: str) -> None:
    assert len(whole_signs(text)) == len(text)
    whole_signs(text).encode("utf-8")


def test_other_scripts_signs_and_marks_stay(read) -> None:
    text = "دانا: كم مرة؟\nمارتا: كل يوم\n👩‍👩‍👧 e\u0301a\u0323 \u202eevil\u202c ok.\n"
    assert read.rows(read(ALL, {"talks/a.txt": text}), "documents", "text") == [(text,)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (archive(LAUGHS), "defines entities"),
        (archive(LAUGHS.replace('"aaaa"', 'SYSTEM "file:///etc/passwd"')), "defines entities"),
        (archive(f"<w:document {W}><w:body>{'<w:p>' * 100_000}{'</w:p>' * 100_000}</w:body></w:document>"), "no text"),
    ],
)
def test_word_files_that_mean_harm(read, content: bytes, reason: str) -> None:
    result = read(ALL, {"talks/a.docx": content, "talks/z.md": "Fine."})
    assert [reason in r.reason for r in result.rejected] == [True]


def test_names_in_an_archive_lead_nowhere(read) -> None:
    parts = {"../../escaped.txt": "x", "/absolute.txt": "x", "word\\..\\y.txt": "x"}
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>Fine.</w:t></w:r></w:p></w:body></w:document>"
    result = read(ALL, {"talks/a.docx": archive(body, **parts)})
    assert read.rows(result, "documents", "text") == [("Fine.\n",)]
    assert not list(read.root.parent.glob("escaped.txt")) and not list(read.root.rglob("*escaped*"))


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(100, 60_000), st.sampled_from(["[", '{"a":', '[{"a":']))
def test_json_of_any_depth_ends_in_a_reason(read, depth: int, opening: str) -> None:
    result = read(ALL, {"talks/a.json": opening * depth, "talks/z.md": "Fine."})
    assert len(result.rejected) == 1 and "JSON" in result.rejected[0].reason


def test_a_talk_of_thousands_of_cues_takes_seconds(read) -> None:
    cues = "".join(f"00:00:{i % 60:02}.000 --> 00:00:{i % 60:02}.500\nAnn: w{i}\n\n" for i in range(30_000))
    begun = time.monotonic()
    said = json.dumps([{"speaker": "A", "text": "x"}] * 30_000)
    result = read(ALL, {"talks/a.vtt": "WEBVTT\n\n" + cues, "talks/b.json": said})
    assert [len(text.split()) for (text,) in read.rows(result, "documents", "text")] == [30_001, 30_002]
    assert time.monotonic() - begun < 30
