"""One small company and one build of it, shared by the tests that only read."""

from pathlib import Path

import pytest

import personae
from tests.system.small_company import write_small_company


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_company(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="session")
def built(company: Path) -> personae.Workspace:
    workspace = personae.open(company)
    workspace.build()
    return workspace
