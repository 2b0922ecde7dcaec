"""`[language]` in personae.toml: off by default, and mistakes are named."""

import pytest

from personae.adapters.settings import parse_settings
from personae.domain.errors import SettingsError


def test_off_unless_an_endpoint_is_named() -> None:
    assert parse_settings("").language.endpoint is None
    found = parse_settings('[language]\nendpoint = "http://localhost:1/v1"\nmodel = "m"\nkey_env = "K"\n').language
    assert (found.endpoint, found.model, found.key_env) == ("http://localhost:1/v1", "m", "K")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('endpoint = "localhost:11434"\nmodel = "m"', "is not an address"),
        ('endpoint = "file:///etc/passwd"\nmodel = "m"', "is not an address"),
        ('endpoint = "https://me:secret@host/v1"\nmodel = "m"', "no user or key in it"),
        ('endpoint = "https://host/v1"', "model is missing"),
        ('key_env = "sk-abc"', "the name, never the key itself"),
        ("timeout_seconds = 0", "out of range"),
        ("attempts = 100", "out of range"),
        ("key = 1", "language.key is unknown"),
    ],
)
def test_mistakes_are_named(said: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        parse_settings(f"[language]\n{said}\n")
