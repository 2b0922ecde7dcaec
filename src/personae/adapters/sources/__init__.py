"""Files in, canonical Parquet out: `FileSources` implements the port `Sources`."""

from personae.adapters.sources.reader import FileSources

__all__ = ["FileSources"]
