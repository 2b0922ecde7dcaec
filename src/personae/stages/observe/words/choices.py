"""Survey questions that offer answers to choose from: what is chosen is counted, it is nobody's own words."""

import pandas as pd

from personae.stages.observe.words.said_roles import SaidRoles, asks_role

_FEWEST_ANSWERS = 20
_MOST_OPTIONS = 12
_LONGEST_OPTION = 6.0
"""Words of a mean option; sentences that repeat are somebody's template, and still words."""


def with_choices(answers: pd.DataFrame) -> pd.DataFrame:
    """The table answers with `choice`: kept where a source says it, else seen from the answers.

    A question offers choices when at least 20 answers to it are no more than 12 different short ones.
    """
    if answers.empty:
        return answers.assign(choice=pd.Series(dtype=object))
    given = answers["choice"] if "choice" in answers else pd.Series(None, index=answers.index, dtype=object)
    said = answers["answer"].astype(str).str.strip().str.casefold()
    keys = [answers["survey"].astype(str), answers["question"].astype(str)]
    n, options = said.groupby(keys).transform("size"), said.groupby(keys).transform("nunique")
    words = said.map(lambda text: len(text.split())).groupby(keys).transform("mean")
    closed = (n >= _FEWEST_ANSWERS) & (options <= _MOST_OPTIONS) & (words <= _LONGEST_OPTION)
    return answers.assign(choice=given.astype(object).where(given.notna(), closed).astype(bool))


def in_words(answers: pd.DataFrame) -> pd.DataFrame:
    """The answers that are somebody's words: no choices, and not what a role is called where that is asked."""
    roles = {question for question in answers["question"].dropna().unique() if asks_role(str(question))}
    titled = answers["answer"].map(lambda text: SaidRoles.may_be_title(str(text))).astype(bool)
    chosen = answers["choice"].eq(True) if "choice" in answers else pd.Series(False, index=answers.index)
    return answers[~((answers["question"].isin(roles) & titled) | chosen.astype(bool))]
