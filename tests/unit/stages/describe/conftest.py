"""The simulated company, made once."""

import pytest

from tests.unit.stages.describe.planted_company import World, planted_company


@pytest.fixture(scope="session")
def world() -> World:
    """60 accounts, 1,500 people, planted personas as the groups."""
    return planted_company()
