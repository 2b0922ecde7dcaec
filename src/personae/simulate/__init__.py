"""A company with planted truth, for the demo, the tests and the benchmarks."""

from personae.simulate.company import Company, simulate_company, simulate_events
from personae.simulate.settings import SimulationSettings
from personae.simulate.write import write_company

__all__ = ["Company", "SimulationSettings", "simulate_company", "simulate_events", "write_company"]
