"""Sentence models, from installed files only: nothing is downloaded."""

import os
from functools import cache
from pathlib import Path

from personae.adapters.language.kept import KeptPoints
from personae.adapters.language.minilm import MiniLM
from personae.domain.language import Embedder

__all__ = ["kept_sentence_model", "sentence_model"]


@cache
def sentence_model(threads: int | None = None) -> Embedder | None:
    """The sentence model, or None where `personae[language]` isn't installed. Loaded once (0.3 s, 120 MB).

    `threads`: at most so many cores; None: all that this process may use. Vectors are the same with any number.
    Raises `EngineError` for damaged files.
    """
    try:
        import onnxruntime  # noqa: PLC0415 an extra: works without
        import personae_language  # noqa: PLC0415 an extra: works without
    except ImportError:
        return None
    return MiniLM(personae_language, onnxruntime, threads or _cores())


def kept_sentence_model(root: Path, threads: int | None = None) -> Embedder | None:
    """The sentence model with points kept in the workspace at `root` between builds; None as above."""
    model = sentence_model(threads)
    return KeptPoints(model, root) if model else None


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
