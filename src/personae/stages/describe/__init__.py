"""What is true of each persona: statements with evidence, success triple, types, names; and the audit of cards."""

from personae.stages.describe.committee_types import committee_types
from personae.stages.describe.compose import describe
from personae.stages.describe.ledger import Assumption, ledger
from personae.stages.describe.results import ClassifyTitles, GroupLike, LayerResultLike

__all__ = ["Assumption", "ClassifyTitles", "GroupLike", "LayerResultLike", "committee_types", "describe", "ledger"]
