"""A small simulated company on disk, written once a test session."""

from pathlib import Path

from personae.simulate import SimulationSettings, simulate_company, write_company

SETTINGS = SimulationSettings(accounts=40, people=1200, events=60_000, opportunities=160, documents=60, months=12)


def write_small_company(folder: Path) -> Path:
    """The company's files in `folder`, with the mapping; returns the folder."""
    write_company(simulate_company(SETTINGS), folder)
    return folder
