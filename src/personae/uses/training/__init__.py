"""Training: recognise the persona from a real, anonymised profile or a quote."""

from personae.uses.training.pool import exercise_pool
from personae.uses.training.rounds import LETTERS, Exercise, answer_line, exercise_round, score, training_use

__all__ = ["LETTERS", "Exercise", "answer_line", "exercise_pool", "exercise_round", "score", "training_use"]
