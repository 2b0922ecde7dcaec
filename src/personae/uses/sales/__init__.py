"""Sales: who was on the deals that were won, and a brief per opportunity in which both arguments land."""

from personae.uses.sales.brief import Deal, brief_use
from personae.uses.sales.completeness import deal_committees, deals_use
from personae.uses.sales.presence import presence

__all__ = ["Deal", "brief_use", "deal_committees", "deals_use", "presence"]
