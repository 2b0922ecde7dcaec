"""Weights and vocabulary of all-MiniLM-L6-v2 (int8), as files beside this one."""

from pathlib import Path

__all__ = ["CHECKSUMS", "MODEL", "NAME", "VOCABULARY", "__version__"]
__version__ = "1.0.0"
NAME = "all-MiniLM-L6-v2-int8/1"
"""Model and version of its files: changes when a sentence's vector would."""
_HERE = Path(__file__).parent
MODEL = _HERE / "model.onnx"
"""`tokens` (batch, length) int64, one length, unpadded -> `states` (batch, length, 384) float32."""
VOCABULARY = _HERE / "vocabulary.txt"
"""A token a line; its number is the line's, from 0."""
CHECKSUMS = _HERE / "SHA256SUMS"
"""As `sha256sum` writes them, for the two above."""
