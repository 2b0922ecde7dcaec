"""Progress for those who want none: programs, pipes, tests."""


class NoProgress:
    """A `Progress` that says nothing."""

    def stage(self, name: str, detail: str = "") -> None:
        """A stage begins."""

    def advance(self, done: int, total: int) -> None:
        """So much is done."""
