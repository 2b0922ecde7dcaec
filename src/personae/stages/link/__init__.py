"""What follows from what: the value chain with error bars, its paths and their weakest links."""

from personae.stages.link.chain import VERSION, Chain, chain

__all__ = ["VERSION", "Chain", "chain"]
