"""What the simulator accepts."""

from typing import Any

import pytest

from personae.domain.errors import SettingsError
from personae.simulate import SimulationSettings


@pytest.mark.parametrize(("given", "share"), [("high", 1.0), ("low", 0.35), (0.42, 0.42), (0, 0.0), (1, 1.0)])
def test_separation_by_name_or_number(given: str | float, share: float) -> None:
    assert SimulationSettings(separation=given).separation_share == share


@pytest.mark.parametrize("wrong", [
    {"separation": "huge"}, {"separation": 1.5}, {"accounts": 0}, {"people": 10, "accounts": 20}, {"months": 3},
    {"events": -1}, {"missingness": 2.0}, {"title_lies": -0.1}, {"noise": 9.0}, {"end": "2026-01-15"}, {"end": "soon"},
])
def test_impossible_settings_say_what_is_allowed(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsError) as caught:
        SimulationSettings(**wrong)
    assert caught.value.allowed
    assert caught.value.value is not None
