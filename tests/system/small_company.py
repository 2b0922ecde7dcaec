"""Simulated companies on disk, small enough to be built in seconds."""

from pathlib import Path

from personae.simulate import SimulationSettings, simulate_company, write_company

SMALL = SimulationSettings(accounts=40, people=1200, events=60_000, opportunities=160, documents=60, months=12)
TINY = SimulationSettings(accounts=12, people=200, events=6_000, opportunities=40, documents=12, months=8)


def write_small_company(folder: Path) -> Path:
    """The company's files in `folder`, with the mapping; returns the folder."""
    write_company(simulate_company(SMALL), folder)
    return folder


def write_tiny_company(folder: Path) -> Path:
    """One that is only built, never believed: the number of personas is given, so nothing is searched for."""
    write_company(simulate_company(TINY), folder, with_truth=False)
    settings = folder / "personae.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[build]\n", "[build]\nn_personas = { user = 2, buyer = 2 }\n"), encoding="utf-8")
    return folder
