"""A company with planted truth, for the demo, the tests and the benchmarks."""

from personae.simulate.company import Company, simulate_company, simulate_events
from personae.simulate.settings import SimulationSettings

__all__ = ["Company", "SimulationSettings", "simulate_company", "simulate_events"]
