"""all-MiniLM-L6-v2 on ONNX Runtime: sentences to points, the same whatever they are embedded with."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from personae.adapters.language.wordpiece import WordPiece, by_length
from personae.domain.errors import EngineError

WIDTH = 384
LONGEST = 256
"""Tokens read of a sentence, as the model was trained; the rest is not seen."""
TOKENS_AT_ONCE = 2048
SENTENCES_AT_ONCE = 64


class Files(Protocol):
    """What the distribution `personae_language` tells of itself."""

    NAME: str
    MODEL: Path
    VOCABULARY: Path
    CHECKSUMS: Path


class MiniLM:
    """An `Embedder` (domain/language.py): (n, 384) float32, rows of length one.

    Only sentences of one length are put together, so nothing is padded: each number is the sum of the same terms in the
    same order in any company and with any number of threads. It is rounded to what float16 holds, so that a kept point
    takes half the room and is the same. A text met twice is embedded once. Raises `EngineError` for files that are not
    as they were made.
    """

    def __init__(self, files: Files, runtime: Any, threads: int) -> None:
        check(files.CHECKSUMS)
        self._name = files.NAME
        self._tokenizer = WordPiece.read(files.VOCABULARY, LONGEST)
        options = runtime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Multiplies the int8 weights out once, when loading, instead of for every batch.
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        self._session = runtime.InferenceSession(str(files.MODEL), options, providers=["CPUExecutionProvider"])

    @property
    def name(self) -> str:
        """Model and version."""
        return self._name

    def __call__(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """(n, 384), rows of length one; (0, 384) for no sentences."""
        tokens = self._tokenizer.encode(sentences)
        distinct = list(dict.fromkeys(tokens))
        points = np.zeros((len(distinct), WIDTH), np.float32)
        for places in _batches(distinct):
            states = self._session.run(None, {"tokens": np.array([distinct[place] for place in places], np.int64)})[0]
            mean = states.mean(axis=1)
            unit = mean / np.sqrt((mean * mean).sum(axis=1, keepdims=True))
            points[places] = unit.astype(np.float16)
        place_of = {sentence: place for place, sentence in enumerate(distinct)}
        return points[[place_of[sentence] for sentence in tokens]]


def _batches(tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    for length, places in by_length(tokens).items():
        size = max(1, min(SENTENCES_AT_ONCE, TOKENS_AT_ONCE // length))
        for start in range(0, len(places), size):
            yield places[start : start + size]


def check(checksums: Path) -> None:
    """Raise `EngineError` unless the files beside `checksums` (lines of `sha256sum`) are as they were made."""
    for line in checksums.read_text(encoding="ascii").splitlines():
        wanted, name = line.split(maxsplit=1)
        path = checksums.parent / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            raise EngineError(
                "A file of the sentence model is missing or damaged.", value=str(path),
                todo="Install personae-language anew, or remove it to work without a sentence model.",
            )  # fmt: skip
