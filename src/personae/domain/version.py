"""The version of the program; a build records it."""

__version__ = "0.1.0"
