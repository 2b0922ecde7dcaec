"""Marketing: which message for which persona on which channel, with the proof beside each claim."""

from personae.uses.marketing.sheet import marketing_use

__all__ = ["marketing_use"]
