"""`personae forget` and names as people write them: accents, capitals, encodings, packed files, names of files."""

import gzip
import io
import json
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae import bootstrap
from personae.adapters.language.answers import FOLDER
from personae.app.forget_person import ForgetResult
from personae.app.progress import NoProgress
from personae.stages.read.redact import Terms, folded, spellings
from tests.unit.adapters.sources.test_documents import docx, pdf

NAME = "José Ñuñez-Groß"
TOML = """
[[source]]
files = "people.csv"
table = "people"
[[source]]
files = "survey.csv"
table = "answers"
columns = { respondent_id = "Response ID", "*" = "What is hard?" }
constants = { survey = "s" }
[[source]]
files = "talks/*"
table = "documents"
"""
TURNS = "Q: What is hard?\n{name}: The quarterly roll-up takes me three evenings.\nBo Moe: It is fine for me.\n"
OTHERS = "Q: And you?\nBo Moe: I only read the totals on Mondays.\n"


def author(content: bytes) -> bytes:
    """A Word file with an author and a comment of his."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            new.writestr(part, old.read(part))
        new.writestr("docProps/core.xml", f"<cp><dc:creator>{NAME}</dc:creator></cp>")
        new.writestr("word/comments.xml", f'<w:comments><w:comment w:author="{NAME}"/></w:comments>')
    return out.getvalue()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "personae.toml").write_text(TOML, encoding="utf-8")
    people = f"u-0071,a1,jose.n@acme.example,{NAME}\nu-0072,a1,bo@acme.example,Bo Moe\n"
    (tmp_path / "people.csv").write_text(f"person_id,account_id,email,name\n{people}", encoding="utf-8")
    (tmp_path / "survey.csv").write_text(
        "Response ID,Recipient Email,What is hard?\n"
        "R_1,jose.n@acme.example,Nobody answers my tickets about the roll-up\n"
        "R_2,bo@acme.example,Nothing at all\n", encoding="utf-8",
    )
    talks = tmp_path / "talks"
    talks.mkdir()
    for i, name in enumerate(sorted(spellings(NAME))):
        (talks / f"t{i}.md").write_text(TURNS.format(name=name) + f"Bo Moe: Ask {name} again.\n", encoding="utf-8")
    (talks / "wide.txt").write_bytes(TURNS.format(name=NAME).encode("utf-16"))
    (talks / "bare.txt").write_bytes(TURNS.format(name=NAME).encode("utf-16-le"))
    (talks / "old.txt").write_bytes(TURNS.format(name=NAME).encode("cp1252"))
    (talks / "José Ñuñez-Groß.md").write_text(OTHERS, encoding="utf-8")
    cue = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Bo Moe>Jos&eacute; &Ntilde;u&ntilde;ez-Gro&szlig; knows.</v>\n"
    (talks / "c.vtt").write_text(cue, encoding="utf-8")
    talk = [{"speaker": NAME, "text": "It is slow."}, {"speaker": "Bo", "text": NAME}]
    (talks / "j.json").write_text(json.dumps(talk))
    (talks / "by.docx").write_bytes(author(docx("Bo Moe: It is fine.", "Q: Why?", "Bo Moe: It works.")))
    packed = zlib.compress(f"<< /Author ({NAME}) >>".encode("latin-1"))
    other = pdf("Bo Moe: It is fine for me and for the others of the team.")
    (talks / "by.pdf").write_bytes(other + b"9 0 obj\n<< >>\nstream\n" + packed + b"\nendstream\nendobj\n")
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / "k.json").write_text(json.dumps({"answer": f"{NAME} said so"}), encoding="utf-8")
    return tmp_path


def forget(root: Path) -> ForgetResult:
    return bootstrap.forget(root, NAME, sure=True, progress=NoProgress())


def test_no_spelling_and_no_packing_hides_the_name(root: Path) -> None:
    result = forget(root)
    assert result.searched is not None and (result.searched.left, result.searched.unread) == ((), ())
    assert result.ok and result.build_id is not None
    for path in root.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            content = gzip.decompress(content) if path.suffix == ".gz" else content
            for encoding in ("utf-8", "utf-16-le", "cp1252"):
                said = folded(content.decode(encoding, "replace") + path.name)
                for needle in ("nunez-gross", "jose.n@", "u-0071", "three evenings", "answers my tickets"):
                    assert needle not in said, (path, needle)
    assert (root / "talks/removed.md").read_text(encoding="utf-8") == OTHERS
    assert "It is fine for me." in (root / "talks/bare.txt").read_bytes().decode("utf-16-le")
    assert (root / "survey.csv").read_text().splitlines()[1:] == ["R_2,bo@acme.example,Nothing at all"]
    with zipfile.ZipFile(root / "talks/by.docx") as kept:
        assert b"[removed]" in kept.read("docProps/core.xml") and b"It is fine." in kept.read("word/document.xml")
    assert {change.action for change in result.changes} >= {"file renamed", "text removed", "file removed"}


HIDDEN = {
    "a.txt": NAME.encode("utf-16-be"),
    "b.txt": b"x" + f"ask {NAME}".encode("utf-16-le"),
    "c.txt": f"ask {NAME}".encode("utf-32"),
    "d.html": b"Jos&#233; &Ntilde;u&ntilde;ez-Gro&szlig;",
    "e.json": json.dumps(unicodedata.normalize("NFD", NAME)).encode(),
    "f.log": b"GET /people/Jos%C3%A9%20%C3%91u%C3%B1ez-Gro%C3%9F",
    "g.txt": b"JOSE NUNEZ-GROSS",
    "h.txt": "Ñuñez-Groß, José".encode("cp1252"),
    "i.bin": gzip.compress(NAME.encode()),
    "jose_nunez-gross.png": b"\x89PNG",
}


def test_the_search_finds_what_nobody_cleaned(root: Path) -> None:
    (root / "beside").mkdir()
    for name, content in HIDDEN.items():
        (root / "beside" / name).write_bytes(content)
    result = forget(root)
    assert result.searched is not None and not result.ok
    assert {left.path for left in result.searched.left} == {f"beside/{name}" for name in HIDDEN}


letters = st.text(st.characters(categories=("Lu", "Ll"), max_codepoint=0x24F), min_size=2, max_size=8)


@given(letters, letters, st.sampled_from(["NFC", "NFD"]), st.sampled_from([str, str.upper, str.title]))
def test_a_full_name_goes_in_every_form(given_name: str, family: str, form: str, case) -> None:
    terms = Terms(frozenset(), frozenset(), frozenset({f"{given_name} {family}"}))
    written = unicodedata.normalize(form, f"{given_name} {family}")
    assert terms.clean_text(f"ask {written} now") == "ask [removed] now"
    assert folded(written) == folded(unicodedata.normalize("NFC", written))
