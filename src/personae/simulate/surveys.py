"""Survey answers and campaigns."""

from typing import Final

import numpy as np
import pandas as pd

from personae.simulate.content import load
from personae.simulate.randomness import one, stream
from personae.simulate.settings import SimulationSettings
from personae.simulate.speech import say

QUESTIONS: Final = {
    "What is the hardest part of your work today?": "pain",
    "What are you trying to achieve?": "goal",
    "How do you know that you did well?": "success_metric",
}
RESPONDENTS: Final = 0.02
"""Share of users who answer the survey."""

CAMPAIGNS: Final = (
    ("Less overhead for your sprint", "developer community", "developer", 9_000, 0.031),
    ("Keyboard first", "social media", "developer", 7_500, 0.024),
    ("Sprints that keep their word", "social media", "team_lead", 5_000, 0.020),
    ("Timelines that hold", "newsletter", "project_manager", 6_000, 0.026),
    ("Roadmaps on evidence", "newsletter", "product_manager", 4_000, 0.022),
    ("Security and administration brief", "trade publication", "it_director", 1_800, 0.035),
    ("Total cost over three years", "analyst report", "finance_buyer", 900, 0.028),
    ("What leaders see", "industry event", "executive", 600, 0.060),
    ("One tool for everyone", "newsletter", "everyone", 20_000, 0.004),
)
"""User messages on user channels answer, buyer messages on buyer channels; one to everyone does not."""


def make_answers(settings: SimulationSettings, people: pd.DataFrame) -> pd.DataFrame:
    """The canonical `answers`: a share of users on three open questions."""
    rng = stream(settings.seed, "answers")
    users = people[people["is_user"] & ~people["is_bot"]]
    chosen = users[rng.random(len(users)) < RESPONDENTS]
    rows = []
    for person in chosen.itertuples(index=False):
        says = load("users")[str(person.persona)]
        rows += [
            ("annual", person.person_id, question, say(rng, one(rng, says[facet])), person.person_id, person.account_id)
            for question, facet in QUESTIONS.items() if rng.random() < 0.8
        ]
    answers = pd.DataFrame(rows, columns=["survey", "respondent_id", "question", "answer", "person_id", "account_id"])
    answers["at"] = np.datetime64(settings.last_day, "us") - np.timedelta64(60, "D")
    return answers


def make_campaigns(settings: SimulationSettings) -> pd.DataFrame:
    """The canonical `campaigns`."""
    rng = stream(settings.seed, "campaigns")
    rows = [(f"M{i + 1:02d} {title}", channel, persona, sent, int(rng.binomial(sent, rate)))
            for i, (title, channel, persona, sent, rate) in enumerate(CAMPAIGNS)]
    return pd.DataFrame(rows, columns=["message_id", "channel", "persona", "sent", "responded"])
