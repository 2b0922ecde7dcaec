"""Sentence models, from installed files only: nothing is downloaded."""

import os
from functools import cache

from personae.adapters.language.minilm import MiniLM
from personae.domain.language import Embedder

__all__ = ["sentence_model"]


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


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
