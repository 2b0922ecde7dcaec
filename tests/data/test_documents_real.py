"""The shared product meetings, read as they are: every span checks out, every role speaks, nobody real is dropped."""

import json
import os
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from personae.adapters.settings import parse_settings
from personae.adapters.sources import FileSources
from personae.stages.observe.words import quotes

SHARED = Path(os.environ.get("PERSONAE_SHARED", Path(__file__).resolve().parents[3] / "shared"))
MEETINGS = SHARED / "data/product_meetings"
pytestmark = pytest.mark.skipif(not MEETINGS.exists(), reason="the shared data are not here")
NOBODY = pd.DataFrame(columns=["person_id", "account_id", "name"])


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str, detail: str = "") -> None:
        """Nothing."""

    def advance(self, done: int, total: int) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def meetings(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    cache = tmp_path_factory.mktemp("cache")
    settings = parse_settings(f'[[source]]\nfiles = "{MEETINGS}/*.json"\ntable = "documents"\n')
    result = FileSources().read(MEETINGS, settings, cache, datetime(2026, 1, 1), Silent())
    assert result.rejected == ()
    return pd.concat([pd.read_parquet(part.path) for part in result.of("documents")], ignore_index=True)


def raw(document_id: str) -> list[dict[str, str]]:
    meeting = json.loads((MEETINGS / document_id).read_text(encoding="utf-8"))
    turns: list[dict[str, str]] = meeting["meeting_transcripts"]
    return turns


def test_every_word_is_in_the_text(meetings: pd.DataFrame) -> None:
    assert len(meetings) == len(list(MEETINGS.glob("*.json")))
    for document_id, text, kind in zip(meetings["document_id"], meetings["text"], meetings["kind"], strict=True):
        said = [word for turn in raw(document_id) for word in turn["content"].split()]
        stored = iter(text.split())
        assert all(word in stored for word in said), document_id
        assert kind == "call"


def test_every_span_holds_and_every_speaker_is_kept(meetings: pd.DataFrame) -> None:
    found = quotes(meetings, NOBODY)
    texts = dict(zip(meetings["document_id"], meetings["text"], strict=True))
    spans = zip(found["document_id"], found["start"], found["end"], found["text"], strict=True)
    assert all(texts[document][start:end] == said for document, start, end, said in spans)
    heard = found.groupby("document_id")["speaker"].agg(set)
    for document_id in meetings["document_id"]:
        assert heard[document_id] == {turn["speaker"].strip() for turn in raw(document_id)}, document_id
