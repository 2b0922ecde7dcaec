"""A round of exercises: drawn with a seed, answered, scored per persona; or printed for a workshop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from personae.uses.sheet import Cell, Grid, Items, Section, Sheet, Use, listed, rows

CHOICES: Final = 4
LETTERS: Final = "ABCD"


@dataclass(frozen=True, slots=True)
class Exercise:
    """One question: clues, the personas to choose from (ids), the right one, and why."""

    exercise_id: str
    kind: str
    layer: str
    clues: str
    choices: tuple[str, ...]
    answer: str
    explanation: str
    difficulty: str
    certainty: float


def exercise_round(pool: pd.DataFrame, layers: Mapping[str, str], n: int, seed: int) -> tuple[Exercise, ...]:
    """`n` exercises, or as many as there are: personas in turn, easy ones first. Same pool, n and seed: same round.

    `layers`: persona id -> layer, of the personas that may be offered as answers.
    """
    random = np.random.default_rng(seed)
    shuffled = pool.iloc[random.permutation(len(pool))] if len(pool) else pool
    turn = shuffled.groupby("persona_id").cumcount()
    drawn = shuffled.iloc[turn.to_numpy().argsort(kind="stable")].head(n)
    order = drawn["difficulty"].map({"easy": 0, "medium": 1, "hard": 2}).to_numpy().argsort(kind="stable")
    return tuple(
        Exercise(
            row["exercise_id"],
            row["kind"],
            row["layer"],
            row["clues"],
            _choices(row["persona_id"], row["layer"], layers, random),
            row["persona_id"],
            row["explanation"],
            row["difficulty"],
            float(row["certainty"]),
        )
        for row in drawn.iloc[order].to_dict("records")
    )


def _choices(answer: str, layer: str, layers: Mapping[str, str], random: np.random.Generator) -> tuple[str, ...]:
    others = [p for p, at in layers.items() if at == layer and p != answer]
    picked = [others[i] for i in random.permutation(len(others))[: CHOICES - 1]] + [answer]
    return tuple(picked[i] for i in random.permutation(len(picked)))


def score(round_: Sequence[Exercise], answers: Sequence[str | None]) -> pd.DataFrame:
    """One row a persona asked for: persona_id, asked, right, mistaken_for (ids, "; " between). None = not answered."""
    rows: dict[str, list[object]] = {}
    for exercise, answer in zip(round_, answers, strict=True):
        row = rows.setdefault(exercise.answer, [0, 0, []])
        row[0] = int(str(row[0])) + 1
        row[1] = int(str(row[1])) + (answer == exercise.answer)
        if answer not in (None, exercise.answer) and isinstance(row[2], list):
            row[2].append(answer)
    return pd.DataFrame(
        [
            (p, asked, right, "; ".join(map(str, wrong)) if isinstance(wrong, list) else "")
            for p, (asked, right, wrong) in rows.items()
        ],
        columns=["persona_id", "asked", "right", "mistaken_for"],
    )


def answer_line(exercise: Exercise, names: Mapping[str, str]) -> str:
    """The right answer and why, and how sure the model itself is."""
    return (
        f"{names.get(exercise.answer, exercise.answer)}. {exercise.explanation} The model is "
        f"{100 * exercise.certainty:.0f}% sure: {exercise.difficulty}."
    )


def training_use(round_: Sequence[Exercise], names: Mapping[str, str], seed: int) -> Use:
    """The round as a workshop to print: questions first, answers on a sheet of their own."""
    questions = [
        (
            Cell(str(i)),
            Cell(e.clues, f"{e.kind}, {e.difficulty}"),
            Cell("   ".join(f"{LETTERS[j]} {names.get(c, c)}" for j, c in enumerate(e.choices))),
        )
        for i, e in enumerate(round_, 1)
    ]
    answers = tuple(
        Cell(f"{i}: {LETTERS[e.choices.index(e.answer)]}, {answer_line(e, names)}") for i, e in enumerate(round_, 1)
    )
    empty = (
        "There is nothing to tell apart yet: a layer needs two discovered personas, and profiles that at least five "
        "people share or quotes that one persona says more than the others."
    )
    sections = (
        Section(
            "Who is this?",
            (Grid(("no.", "clues", "is it"), rows(*questions), empty),),
            "Alone or in pairs, two minutes each. Write down what decided." if questions else "",
        ),
        Section(
            "Answers",
            (Items(answers, "No exercises."),),
            "A profile is what several real people share; a quote is masked. Difficulty is the model's own doubt."
            if answers
            else "",
        ),
    )
    layers = listed(sorted({e.layer for e in round_}))
    facts = (("exercises", str(len(round_))), ("layers", layers or "none"), ("seed", str(seed)))
    lead = "Learn to recognise each persona. The same seed gives the same round, so that a team can compare."
    return Use(Sheet("Training", lead, sections, facts), {"exercises": _frame(round_)})


def _frame(round_: Sequence[Exercise]) -> pd.DataFrame:
    """One row an exercise, in the order of the round."""
    return pd.DataFrame(
        [
            (
                i,
                e.exercise_id,
                e.kind,
                e.layer,
                e.difficulty,
                e.certainty,
                e.clues,
                "; ".join(e.choices),
                e.answer,
                e.explanation,
            )
            for i, e in enumerate(round_, 1)
        ],
        columns=[
            "n",
            "exercise_id",
            "kind",
            "layer",
            "difficulty",
            "certainty",
            "clues",
            "choices",
            "answer",
            "explanation",
        ],
    )
