"""What is broken: one file per failure mode, one registry, and what the inputs lack."""

from personae.stages.check.conflated_hybrid import titled
from personae.stages.check.context import CheckContext
from personae.stages.check.gaps import find_gaps
from personae.stages.check.registry import CHECKS, VERSION, Check, run_checks

__all__ = ["CHECKS", "VERSION", "Check", "CheckContext", "find_gaps", "run_checks", "titled"]
