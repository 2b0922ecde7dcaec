"""Companies shared by the tests; those that build copy them first, those that only read share one build."""

from pathlib import Path

import pytest

import personae
from tests.system.small_company import write_small_company, write_tiny_company


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_company(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_company(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def built(company: Path) -> personae.Workspace:
    workspace = personae.open(company)
    workspace.build()
    return workspace
