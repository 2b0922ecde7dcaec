"""Training: a round to answer on the page, and the same round as a workshop to print."""

from dataclasses import dataclass

from personae.app.use_training import exercises, training
from personae.domain.errors import SettingsError, WorkspaceError
from personae.faces.pages.page import Asked, Page
from personae.faces.pages.uses_shown import GROUP, Context, sheet_of
from personae.uses.training import answer_line

ROUND = 10


@dataclass(frozen=True, slots=True)
class Question:
    """One exercise as it is read: clues, choices by name, the right one with the reason, how hard."""

    clues: str
    about: str
    choices: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class RoundContext:
    """A round. `said` says why there is none."""

    questions: tuple[Question, ...]
    seed: int
    said: str


def context(asked: Asked) -> RoundContext:
    """The round of a seed (`?seed=3`)."""
    seed = seed_of(asked)
    names = {p.persona_id: p.name for p in asked.build.personas_in_brief()}
    try:
        drawn = exercises(asked.build, ROUND, seed)
    except WorkspaceError as error:
        return RoundContext((), seed, str(error))
    questions = tuple(
        Question(
            e.clues,
            f"{e.layer} persona, {e.difficulty}",
            tuple(names.get(c, c) for c in e.choices),
            answer_line(e, names),
        )
        for e in drawn
    )
    return RoundContext(
        questions, seed, "" if questions else training(asked.build, 1, seed).sheet.sections[0].parts[0].empty
    )


def workshop_context(asked: Asked) -> Context | None:
    """The same round on paper: questions first, answers last."""
    sheet = sheet_of(lambda: training(asked.build, ROUND, seed_of(asked)), "Training")
    return Context(sheet, "training", "Answer it here") if sheet else None


def seed_of(asked: Asked) -> int:
    """The seed asked for, 0 without one. Raises `SettingsError` when it is no number."""
    said = asked.query.get("seed", "") or "0"
    if not said.isdecimal() or len(said) > 9:
        raise SettingsError("The seed is not a number.", value=said[:40], allowed="0 to 999999999")
    return int(said)


PAGE = Page("training", "/uses/training", "uses_training.html.j2", context, budget=6, nav="Training", group=GROUP)
WORKSHOP = Page("workshop", "/uses/training/workshop", "uses_sheet.html.j2", workshop_context, budget=6)
