"""One small company for the whole folder."""

import pytest

from personae.simulate import Company, SimulationSettings, simulate_company

SMALL = SimulationSettings(accounts=120, people=2_400, events=120_000, opportunities=500, documents=120)


@pytest.fixture(scope="session")
def company() -> Company:
    return simulate_company(SMALL)
