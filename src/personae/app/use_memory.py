"""What is made of a build stays as it is, since a build never changes: make it once, give it again."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar, cast

from personae.app.ports import PublishedBuild

Made = TypeVar("Made")
BUILDS = 2
"""Builds remembered: the current one and the one that pages compare it with."""


def remembered(make: Callable[[PublishedBuild], Made]) -> Callable[[PublishedBuild], Made]:
    """`make`, called once for each build object; errors are not remembered."""
    kept = lru_cache(maxsize=BUILDS)(lambda build: make(cast(PublishedBuild, build)))

    @wraps(make)
    def give(build: PublishedBuild) -> Made:
        return kept(cast(object, build))

    return give
