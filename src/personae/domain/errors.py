"""One tree of errors: what happened, the value, what is allowed, what to do next."""


class PersonaeError(Exception):
    """Root. `str(error)` is a whole message for a person; faces print it and never a traceback."""

    exit_code = 1

    def __init__(self, what: str, *, value: object = None, allowed: str = "", todo: str = "") -> None:
        self.what = what
        self.value = value
        self.allowed = allowed
        self.todo = todo
        parts = [what]
        if value is not None:
            parts.append(f"Got: {value!r}.")
        if allowed:
            parts.append(f"Allowed: {allowed}.")
        if todo:
            parts.append(f"Next: {todo}")
        super().__init__(" ".join(parts))


class SettingsError(PersonaeError):
    """`personae.toml` (or a flag) says something impossible."""

    exit_code = 2


class SourceError(PersonaeError):
    """A source can't be read at all."""

    exit_code = 3


class TooManyRejected(SourceError):
    """More rows rejected than the set share allows."""


class CardError(SourceError):
    """An authored card is malformed."""


class WorkspaceError(PersonaeError):
    """The folder is not a workspace, is read-only, or holds no build."""

    exit_code = 4


class NothingToBuild(WorkspaceError):
    """No source gave a row and there are no cards."""


class StorageError(WorkspaceError):
    """A build could not be written (disk full, no permission); the last one is untouched."""


class EngineError(PersonaeError):
    """The table engine failed or lacks a part."""

    exit_code = 5


class ModelError(PersonaeError):
    """The language model of `[language]` gave no answer, or none that can be used. Builds never need it."""

    exit_code = 5


class NotFound(PersonaeError):
    """No such persona, person, build, link."""

    exit_code = 6


class DomainError(PersonaeError):
    """An invariant of the domain would be broken: a defect of ours, never of the input."""

    exit_code = 70


class StatementWithoutEvidence(DomainError):
    """A statement must have evidence or be called assumed."""

    def __init__(self, text: str, origin: str) -> None:
        super().__init__(
            "A statement has no evidence and is not called assumed.", value=f"{text} ({origin})",
            todo="Please report this; the build was not published.",
        )
