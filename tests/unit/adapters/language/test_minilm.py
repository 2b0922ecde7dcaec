import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import onnxruntime
import personae_language
import pytest

from personae.adapters.language import sentence_model
from personae.adapters.language.minilm import MiniLM, check
from personae.domain.errors import EngineError

SENTENCES = [
    "The page takes ages to load.",
    "Loading is so slow.",
    "It costs too much per seat.",
    "The price is too high.",
    "We need single sign-on.",
    "I love the colours.",
]
IN_FLOAT32 = {(0, 1): 0.7724, (2, 3): 0.5632, (0, 2): 0.1331, (1, 3): 0.2330, (3, 5): 0.0954, (4, 5): 0.0262}
"""Cosines by the model's published float32 weights."""


def test_near_the_float32_model() -> None:
    model = sentence_model(1)
    assert model is not None and model.name == "all-MiniLM-L6-v2-int8/1"
    points = model(SENTENCES)
    assert points.shape == (6, 384) and points.dtype == np.float32
    assert np.linalg.norm(points, axis=1) == pytest.approx(1, abs=1e-4)
    assert (points.astype(np.float16) == points).all()
    for (a, b), cosine in IN_FLOAT32.items():
        assert points[a] @ points[b] == pytest.approx(cosine, abs=0.01)


def test_a_sentence_has_the_same_point_in_any_company_and_with_any_threads() -> None:
    model, wider = sentence_model(1), sentence_model(2)
    assert model is not None and wider is not None
    texts = [*SENTENCES, *(f"{sentence} Number {n}." for n in range(10) for sentence in SENTENCES)]
    together = model(texts)
    singly = np.concatenate([model([text]) for text in texts[:20]])
    assert (together[:20] == singly).all()
    assert (model(texts[::-1])[::-1] == together).all() and (wider(texts) == together).all()


def test_none_and_empty_sentences() -> None:
    model = sentence_model(1)
    assert model is not None
    assert model([]).shape == (0, 384) and np.isfinite(model(["", " "])).all()


def test_without_the_extra_there_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "personae_language", None)
    assert sentence_model.__wrapped__() is None


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    check(personae_language.CHECKSUMS)
    sums = tmp_path / "SHA256SUMS"
    shutil.copy(personae_language.CHECKSUMS, sums)
    (tmp_path / "vocabulary.txt").write_text("changed")
    names = {"NAME": "x", "MODEL": tmp_path / "model.onnx", "VOCABULARY": tmp_path / "vocabulary.txt"}
    with pytest.raises(EngineError, match="missing or damaged"):
        MiniLM(SimpleNamespace(**names, CHECKSUMS=sums), onnxruntime, 1)
