"""`personae forget` on a small made workspace: gone from every byte, the others untouched, and the search can fail."""

import gzip
import json
from pathlib import Path

import pandas as pd
import pytest

from personae import bootstrap
from personae.adapters.settings import load_settings
from personae.adapters.sources.erase import FileErasure
from personae.app.build_workspace import build_workspace
from personae.app.forget_person import ForgetRequest, ForgetResult, forget_person
from personae.domain.errors import NotFound, WorkspaceError

TOML = """
[[source]]
files = "people.csv"
table = "people"
[[source]]
files = "events.csv.gz"
table = "events"
[[source]]
files = "answers.jsonl"
table = "answers"
[[source]]
files = "survey.parquet"
table = "answers"
[[source]]
files = "deals.csv"
table = "opportunities"
[[source]]
files = "talks/*"
table = "documents"
"""
SAID = "The nightly import breaks whenever the column order changes"
MINE = "I copy numbers between four sheets before every board meeting"


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str, detail: str = "") -> None:
        """Nothing."""

    def advance(self, done: int, total: int) -> None:
        """Nothing."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "personae.toml").write_text(TOML)
    (tmp_path / "people.csv").write_text(
        "person_id,account_id,email,name,title,manager_id\n"
        "u-0071,a1,dana.lee@acme.com,Dana Lee,Analyst,\n"
        "u-0072,a1,bo@acme.com,Bo Moe,\"Lead, data\",u-0071\n"
        "crm-9,a1,Dana.Lee@acme.com,Dana Lee,Analyst,\n"
    )
    rows = "".join(f"u-007{i % 2 + 1},a1,open,2024-01-0{i % 9 + 1}T10:00:00\n" for i in range(40))
    (tmp_path / "events.csv.gz").write_bytes(gzip.compress(f"person_id,account_id,event,at\n{rows}".encode()))
    answers = [
        {"survey": "s", "respondent_id": "u-0071", "question": "Why?", "answer": MINE + "."},
        {"survey": "s", "respondent_id": "u-0072", "question": "Why?", "answer": "Ask dana.lee@acme.com about it."},
    ]
    (tmp_path / "answers.jsonl").write_text("".join(json.dumps(row) + "\n" for row in answers))
    more = {"survey": ["t", "t"], "respondent_id": ["crm-9", "u-0072"], "question": ["Who?"] * 2}
    pd.DataFrame({**more, "answer": ["Nobody.", "with Dana Lee"]}).to_parquet(tmp_path / "survey.parquet")
    (tmp_path / "deals.csv").write_text("opportunity_id,account_id,name,stage\no1,a1,Upgrade for Dana  Lee,open\n")
    talks = tmp_path / "talks"
    talks.mkdir()
    (talks / "own.md").write_text(f"Person: u-0071\n\nQ: Why?\nA: {MINE} for the third year.\n")
    (talks / "both.txt").write_text(f"Q: And?\nDana Lee: {SAID}.\nThat is all.\nBo Moe: Dana Lee is right.\nQ: Ok?\n")
    cues = f"1\n00:01.000 --> 00:02.000\n<v Dana Lee>{SAID}.</v>\n\n2\n00:02.000 --> 00:03.000\n<v Bo Moe>Yes.</v>\n"
    (talks / "call.vtt").write_text(f"WEBVTT\n\n{cues}")
    talk = [{"speaker": "Dana Lee", "text": SAID}, {"speaker": "Bo", "text": "Hm."}]
    (talks / "call.json").write_text(json.dumps(talk))
    (tmp_path / "personas").mkdir()
    card = "---\nlayer: user\nname: Analyst\n---\n\n## Pain\n- Says Dana Lee: slow\n"
    (tmp_path / "personas/analyst.md").write_text(card)
    return tmp_path


def build(root: Path) -> str:
    request = bootstrap.build_request(root, as_of="2024-06-01", fresh=True)
    return build_workspace(request, bootstrap.build_ports(request, Silent())).manifest.build_id


def forget(root: Path, person: str, *, sure: bool = True) -> ForgetResult:
    store = bootstrap.builds(root)
    published = [found for build_id in store.ids() if (found := store.load(build_id)) is not None]
    request = ForgetRequest(root, load_settings(root), person, sure)
    return forget_person(request, FileErasure(), published, bootstrap.decisions(root), lambda: build(root))


def test_nothing_of_the_person_is_left_and_the_others_are(root: Path) -> None:
    first = build(root)
    found = bootstrap.published(root).frame("quotes")
    assert SAID + "." in set(found["text"]) and (found["person_id"] == "u-0071").any()
    plan = forget(root, "dana.lee@acme.com", sure=False)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".cache" not in str(path)}
    assert plan.builds == (first,) and not plan.ok and plan.searched is None
    assert {change.path for change in plan.changes} == {
        "people.csv", "events.csv.gz", "answers.jsonl", "survey.parquet", "deals.csv", "talks/own.md",
        "talks/both.txt", "talks/call.vtt", "talks/call.json", "personas/analyst.md",
    }  # fmt: skip
    assert all(path.read_bytes() == content for path, content in before.items())

    result = forget(root, "Dana Lee")
    assert result.searched is not None and result.searched.left == () and result.searched.unread == () and result.ok
    assert result.build_id is not None and bootstrap.builds(root).ids() == (result.build_id,)
    assert set(result.searched.kinds) == {"text and other", "gzip", "Parquet", "SQLite"}
    for path in root.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            content = gzip.decompress(content) if path.suffix == ".gz" else content
            for needle in (b"Dana", b"dana.lee", b"u-0071", b"crm-9", SAID.encode(), MINE.encode()):
                assert needle not in content, (path, needle)
    assert (root / "people.csv").read_text().splitlines()[1] == "u-0072,a1,bo@acme.com,Bo Moe,\"Lead, data\","
    assert len(pd.read_csv(root / "events.csv.gz")) == 20
    assert (root / "talks/both.txt").read_text() == "Q: And?\nBo Moe: [removed] is right.\nQ: Ok?\n"
    assert "<v Bo Moe>Yes.</v>" in (root / "talks/call.vtt").read_text()
    assert json.loads((root / "talks/call.json").read_text()) == [{"speaker": "Bo", "text": "Hm."}]
    assert "Upgrade for [removed]" in (root / "deals.csv").read_text()
    assert not list(root.rglob("*.draft"))


def test_what_is_left_elsewhere_is_named(root: Path) -> None:
    build(root)
    (root / "notes-dana-lee.bak").write_bytes(gzip.compress(f"… {SAID.upper()}\n".encode()))
    (root / "old.csv").write_text("person_id\nU-0071\n")
    (root / "torn.zip").write_bytes(b"PK\x03\x04 nothing")
    result = forget(root, "u-0071")
    assert not result.ok and result.searched is not None
    assert {(left.path, left.what) for left in result.searched.left} == {
        ("notes-dana-lee.bak", "name in the file's name"),
        ("notes-dana-lee.bak", "words of a quote"),
        ("old.csv", "id"),
    }
    assert [name.split()[0] for name in result.searched.unread] == ["torn.zip"]


def test_sources_outside_are_refused_and_nothing_changes(root: Path) -> None:
    inside = root / "inside"
    inside.mkdir()
    (inside / "personae.toml").write_text('[[source]]\nfiles = "../people.csv"\ntable = "people"\n')
    before = (root / "people.csv").read_bytes()
    with pytest.raises(WorkspaceError, match=r"\.\./people\.csv \(rows removed or cleaned: 3\)"):
        forget(inside, "u-0071")
    assert (root / "people.csv").read_bytes() == before


def test_nobody_and_two_of_a_name(root: Path) -> None:
    with pytest.raises(NotFound, match="Nobody"):
        forget(root, "Zed")
    with (root / "people.csv").open("a") as stream:
        stream.write("u-0099,a2,other@b.com,Dana Lee,Boss,\n")
    with pytest.raises(NotFound, match="u-0099"):
        forget(root, "Dana Lee")




def test_somebody_whom_only_a_build_still_holds(root: Path) -> None:
    build(root)
    for name in ("events.csv.gz", "answers.jsonl", "survey.parquet", "deals.csv"):
        (root / name).unlink()
    for path in (root / "talks").iterdir():
        path.unlink()
    (root / "talks/z.md").write_text("Nothing of anybody.")
    (root / "people.csv").write_text("person_id,account_id,name\nu-0072,a1,Bo Moe\n")
    people, documents = TOML.split("[[source]]")[1], TOML.rsplit("[[source]]", maxsplit=1)[-1]
    (root / "personae.toml").write_text(f"[[source]]{people}[[source]]{documents}")
    assert forget(root, "u-0071").ok
