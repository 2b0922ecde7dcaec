"""Use case: a round of exercises."""

from personae.app.ports import PublishedBuild
from personae.app.use_tables import use_table
from personae.uses.sheet import Use
from personae.uses.training import Exercise, exercise_round, training_use


def exercises(build: PublishedBuild, n: int = 10, seed: int = 0) -> tuple[Exercise, ...]:
    """`n` exercises drawn with a seed; fewer when the build gives fewer."""
    return exercise_round(use_table(build, "exercises"), _layers(build), n, seed)


def training(build: PublishedBuild, n: int = 10, seed: int = 0) -> Use:
    """The same round as a workshop to print."""
    names = {p.persona_id: p.name for p in build.personas_in_brief()}
    return training_use(exercises(build, n, seed), names, seed)


def _layers(build: PublishedBuild) -> dict[str, str]:
    return {p.persona_id: str(p.layer) for p in build.personas_in_brief() if p.kind == "discovered"}
