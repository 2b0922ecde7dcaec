"""Who is really there: one engine for three layers, and persona identity across builds."""

from personae.stages.discover.buyers import discover_buyers, score_buyers
from personae.stages.discover.departments import discover_departments
from personae.stages.discover.expression import score_expression
from personae.stages.discover.hybrid import Hybrid, Part, hybrid_test
from personae.stages.discover.model import PersonaModel
from personae.stages.discover.remember import VERSION, score_units
from personae.stages.discover.result import Group, LayerResult, Previous
from personae.stages.discover.units import Units
from personae.stages.discover.users import discover_users

__all__ = [
    "VERSION", "Group", "Hybrid", "LayerResult", "Part", "PersonaModel", "Previous", "Units", "discover_buyers",
    "discover_departments", "discover_users", "hybrid_test", "score_buyers", "score_expression", "score_units",
]
