"""Files in, canonical Parquet out: `FileSources` implements the port `Sources`; `FileLooks` looks, for proposals."""

from personae.adapters.sources.looks import FileLooks
from personae.adapters.sources.reader import FileSources

__all__ = ["FileLooks", "FileSources"]
