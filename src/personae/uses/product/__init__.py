"""Product: what is used by whom, what is asked for by whom, what to build next, where needs pull apart."""

from personae.uses.product.conflicts import conflicts
from personae.uses.product.feature_use import feature_use
from personae.uses.product.sheet import product_use

__all__ = ["conflicts", "feature_use", "product_use"]
