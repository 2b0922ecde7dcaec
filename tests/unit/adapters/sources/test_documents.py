"""Files of documents: every form is read; lies, bombs, locks and damage end in a reason, never a crash or hang."""

import io
import json
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personae.adapters.sources import FileLooks
from personae.adapters.sources.files import SourceFile
from personae.adapters.sources.pdf_pages import pages_of
from personae.adapters.sources.texts import Unreadable
from personae.adapters.sources.word import word_of
from personae.app.propose_mapping import propose_mapping
from personae.domain.settings import SourceSettings

ALL = '[[source]]\nfiles = "talks/*"\ntable = "documents"\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(*paragraphs: str, name: str = "word/document.xml") -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, f"<w:document {W}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def pdf(*pages: str) -> bytes:
    """A small PDF, one line of text after another on each page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for text in pages:
        lines = " ".join(f"({line}) Tj 0 -14 Td" for line in text.split("\n"))
        stream = f"BT /F1 10 Tf 50 700 Td {lines} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, at = bytearray(b"%PDF-1.4\n"), []
    for i, body in enumerate(objects, 1):
        at.append(len(out))
        out += f"{i} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(at) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in at)
    return bytes(out + f"trailer\n<< /Size {len(at) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())


def test_every_form_becomes_a_document(read) -> None:
    result = read(
        ALL,
        {
            "talks/a.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello &amp; bye</v>\n",
            "talks/b.srt": "1\n00:00:01,000 --> 00:00:02,000\nAnn: Hi.\n\n2\n00:00:02,000 --> 00:00:03,000\nAnn: So.\n",
            "talks/c.docx": docx("Person: p1", "", "Q: Why?", "Dana: Cost.", "Q: And?", "Dana: Time."),
            "talks/d.pdf": pdf("Person: p2\nIt takes hours every morning to copy numbers from one\nsheet to the next."),
            "talks/e.json": json.dumps({"meeting_transcripts": [{"speaker": "Project Manager", "content": "Okay ."}]}),
            "talks/f.txt": "Ann Lee  0:05\nIt is slow.\n\nBo  0:09\nWhy?\n",
        },
    )
    assert result.rejected == ()
    assert read.rows(result, "documents", "document_id, kind, person_id, text") == [
        ("talks/a.vtt", "call", None, "Ann: Hello & bye\n"),
        ("talks/b.srt", "call", None, "Ann: Hi. So.\n"),
        ("talks/c.docx", "interview", "p1", "Person: p1\n\nQ: Why?\nDana: Cost.\nQ: And?\nDana: Time.\n"),
        (
            "talks/d.pdf",
            None,
            "p2",
            "Person: p2\nIt takes hours every morning to copy numbers from one sheet to the next.\n",
        ),
        ("talks/e.json", "call", None, "Project Manager: Okay .\n"),
        ("talks/f", "call", None, "Ann Lee: It is slow.\nBo: Why?\n"),
    ]
    assert json.loads(read.rows(result, "documents", "speakers")[2][0]) == {"Q": "interviewer", "Dana": "p1"}


def test_parties_of_one_file_name_the_speakers_of_another(read) -> None:
    said = {"callTranscripts": [{"callId": "c1", "transcript": [{"speakerId": "7", "sentences": [{"text": "Yes."}]}]}]}
    calls = {"calls": [{"metaData": {"id": "c1"}, "parties": [{"speakerId": "7", "name": "Ann"}]}]}
    result = read(ALL, {"talks/calls.json": json.dumps(calls), "talks/said.json": json.dumps(said)})
    assert read.rows(result, "documents", "document_id, text") == [("c1", "Ann: Yes.\n")]


def test_json_lines_of_documents_stay_rows(read) -> None:
    lines = '{"document_id": "1", "text": "one"}\n{"document_id": "2", "text": "two"}\n'
    assert read.rows(read(ALL, {"talks/rows.json": lines}), "documents", "text") == [("one",), ("two",)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", pdf("x"), "its name says Word, but it is a PDF"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "password-protected"),
        ("a.docx", docx("x")[:90], "damaged"),
        ("a.docx", docx("x", name="xl/workbook.xml"), "Excel"),
        ("a.docx", docx(""), "holds no text"),
        ("a.pdf", docx("x"), "its name says PDF, but it is a zip archive"),
        ("a.pdf", b"%PDF-1.4\ngarbage", "damaged"),
        ("a.pdf", pdf(""), "OCR"),
        ("a.vtt", pdf("x"), "its name says text, but it is a PDF"),
        ("a.vtt", "WEBVTT\n\n", "it holds no caption"),
        ("a.srt", b"\x00\x01\x02", "NUL"),
        ("a.json", "[1, 2", "it is not JSON"),
        ("a.json", "[" * 100_000, "nested too deeply"),
        ("a.json", '{"a": 1}', "it holds no talk"),
        ("a.txt", docx("x"), "zip archive"),
    ],
)
def test_what_is_not_as_it_says_is_rejected_with_the_reason(read, name: str, content: bytes | str, reason: str) -> None:
    result = read(ALL, {f"talks/{name}": content, "talks/z.md": "Fine."})
    assert [row[0] for row in read.rows(result, "documents", "text")] == ["Fine."]
    ((one, value),) = [(r.reason, r.value) for r in result.rejected]
    assert reason in one and value == f"talks/{name}"


def test_a_zip_bomb_ends_in_a_reason(read) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as body:
        for _ in range(70):
            body.write(b" " * 1_000_000)
    result = read(ALL, {"talks/bomb.docx": out.getvalue()})
    assert "zip bomb" in result.rejected[0].reason


def test_ten_thousand_pages_end_in_a_reason(read) -> None:
    begun = time.monotonic()
    result = read(ALL, {"talks/long.pdf": pdf(*["x"] * 10_000)})
    assert result.rejected[0].reason == (
        "the PDF has 10,000 pages; at most 2,000 are read as one document: split it"
    )
    assert time.monotonic() - begun < 60


def test_a_word_file_is_no_table(tmp_path: Path, read) -> None:
    with pytest.raises(Exception, match='table = "documents"'):
        read('[[source]]\nfiles = "a.docx"\ntable = "people"\n', {"a.docx": docx("x")})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_torn_pdfs_give_pages_or_a_sentence(data: st.DataObject) -> None:
    whole = bytearray(pdf("Ann: hello there", "Bo: more"))
    for _ in range(data.draw(st.integers(0, 12))):
        whole[data.draw(st.integers(9, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(pages_of(bytes(whole)), list | str)


def test_init_proposes_each_form(tmp_path: Path) -> None:
    for name, content in {
        "calls/a.vtt": b"WEBVTT\n",
        "calls/b.json": json.dumps([{"speaker": "A", "text": "Hi."}]).encode(),
        "notes/c.docx": docx("x"),
        "notes/d.pdf": pdf("x"),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    found = propose_mapping(tmp_path, FileLooks()).settings.sources
    assert [(source.files, source.format, source.table) for source in found] == [
        ("calls/*.json", "transcript", "documents"),
        ("calls/*.vtt", "vtt", "documents"),
        ("notes/*.docx", "docx", "documents"),
        ("notes/*.pdf", "pdf", "documents"),
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_torn_word_files_give_a_text_or_a_reason(data: st.DataObject, tmp_path: Path) -> None:
    whole = bytearray(docx("Ann: hello", "Bo: why"))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    path = tmp_path / "a.docx"
    path.write_bytes(whole)
    file = SourceFile(path, "a.docx", "docx", SourceSettings(files="a.docx", table="documents"))
    try:
        assert isinstance(word_of(file), str)
    except Unreadable as reason:
        assert str(reason)
