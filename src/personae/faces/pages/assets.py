"""Style sheet and script of the pages, as text."""

from importlib import resources
from typing import Final

ASSETS: Final = {
    "style.css": "text/css",
    "uses.css": "text/css",
    "enhance.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


def asset(name: str) -> str:
    """The text of an asset; KeyError for any other name."""
    if name not in ASSETS:
        raise KeyError(name)
    return resources.files(__package__).joinpath("static", name).read_text(encoding="utf-8")
