"""What the simulator's people are called and what they say, as package data (TOML)."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """One file beside this module: `organisation`, `users`, `buyers`, `talk`. Group -> key -> list of text."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
