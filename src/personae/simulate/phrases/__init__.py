"""What people say: sentences by persona and facet, written for the simulator, as package data."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def bank(name: str) -> dict[str, Any]:
    """The sentences of one file beside this module: group -> facet -> sentences."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
