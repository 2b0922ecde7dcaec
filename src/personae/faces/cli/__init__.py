"""The command line: `personae ...`. Each command turns words into one request and prints one result."""

from personae.faces.cli.program import main

__all__ = ["main"]
