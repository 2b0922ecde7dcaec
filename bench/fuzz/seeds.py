"""Small files of each kind to begin with, written for this; and words of the formats, for libFuzzer's dictionary."""

import io
import json
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"

VTT = (
    b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.500\n<v Ann Lee>We sign in &amp; wait,\n<i>every</i> day.</v>\n\n"
    b"2\n00:00:03.500 --> 00:00:05.000 align:start\n<v.loud Bo>Why 3 &lt; 4?</v>\n",
    b"WEBVTT - a meeting\n\n1\n00:00:01.000 --> 00:00:02.000\nAnn Lee (Acme): Hello there.\n\n"
    b"2\n00:00:02.000 --> 00:00:04.000\nIt takes hours.\n",
    b'WEBVTT\n\nNOTE\nPerson: p1\n\n1 "Ann Lee" (7)\n00:01.000 --> 00:02.000\nHi.\n',
)
SRT = (
    b"1\r\n00:00:01,000 --> 00:00:02,500\r\nAnn: First line\r\n\r\n"
    b"2\r\n00:00:03,000 --> 00:00:04,000\r\nBo: Second\r\n",
    b"1\n00:00:01,000 --> 00:00:02,500\nAnn\nFirst\n\n2\n00:00:03,000 --> 00:00:04,000\nBo\nSecond\n\n"
    b"3\n00:00:05,000 --> 00:00:06,000\nAnn\nThird\n",
)
OTTER = (
    b"Call with Acme\nMon, Mar 4\n\nAnn Lee  0:05\nIt is slow.\nEvery day.\n\nBo  1:09:30\nWhy?\n\n"
    b"Transcribed by https://otter.ai\n",
    b"Speaker 1  00:00\nHello\n\nSpeaker 2  00:07\nHi\n\nSpeaker 1  00:09\nSo\n",
)
GONG = (
    json.dumps({"calls": [{"metaData": {"id": "c1", "title": "Demo", "started": "2024-01-01T10:00:00Z"},
                           "parties": [{"speakerId": "7", "name": "Ann", "affiliation": "External", "context": [
                               {"objects": [{"objectType": "Contact", "objectId": "p1"}]}]}]}],
                "callTranscripts": [{"callId": "c1", "transcript": [
                    {"speakerId": "7", "topic": None, "sentences": [{"start": 0, "end": 900, "text": "It is slow."}]},
                    {"speakerId": "8", "sentences": [{"start": 950, "text": "Why?"}]}]}]}).encode(),
    json.dumps([{"speaker": "A", "text": "Hi.", "start": 0.5}, {"speaker_name": "B", "sentence": "So."}]).encode(),
)
CARD = (
    b"---\nid: ana\nlayer: user\nname: The analyst\ntitles: [Analyst]\ndepartments: [Finance]\nlinks:\n"
    b"  - to: finance\n    text: faster close\n---\n\nCopies numbers.\n\n## Pains\n\n- Copying by hand"
    b" [source: interviews, 2024]\n  ? How many hours a week?\n- [concern: security] Keys in mails\n",
    b"# Persona: Petra\n\n**Goals**\n\n* Close the month early\n\n| Pains | Tools |\n|---|---|\n| slow | Excel |\n",
)
TABLE = (
    b"Respondent ID,What is hard?,Which tools?\n1,Copying,Excel;SAP\n2,\"Waiting, and \"\"asking\"\"\",SAP\n",
    b"ResponseId,Q1\nResponse ID,What is hard?\n"
    b"\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\"\nR_1,slow\n",
    b"Respondent ID;What is hard?;\n;Response;Excel\n1;slow;Excel\n",
)


def docx(body: str) -> bytes:
    """A Word file with that body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        head = f'<w:document xmlns:w="{W}" xmlns:mc="{MC}">'
        archive.writestr("word/document.xml", f"{head}<w:body>{body}</w:body></w:document>")
    return out.getvalue()


BODIES = (
    "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Notes</w:t></w:r></w:p><w:p><w:r><w:t>Ann: slow</w:t>"
    "<w:br/><w:t>again</w:t><w:tab/></w:r></w:p>",
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Bo</w:t></w:r></w:p></w:tc><w:tc><w:p><w:ins><w:r><w:t>fast</w:t></w:r></w:ins>"
    "</w:p></w:tc></w:tr></w:tbl><w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>",
    "<w:p><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>in</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
    "<mc:Fallback><w:p><w:r><w:t>old</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:p>",
)


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
