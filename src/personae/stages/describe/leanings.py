"""Whether a touch or a sentence asks for proof or for people: words of two lists."""

import re

import numpy as np
import pandas as pd

from personae.stages.describe.clustered import Ints

REASON = (
    r"demos?|trial\w*|pilot\w*|poc|proof\w*|document\w*|security|questionnaire|rfp|rfi|evaluat\w*|comparison\w*|compare\w*"
    r"|workshop\w*|technical\w*|architect\w*|benchmark\w*|test(?:s|ed|ing)?|spec\w*|requirement\w*|certif\w*|audit\w*|roi"
    r"|data sheet\w*|checklist|scorecard|matrix|evidence|business case|features?|angebot|nachweis\w*|vergleich\w*"
    r"|lastenheft|essai|preuve\w*|comparatif|prueba\w*|comparaci\w*"
)
RELATION = (
    r"meeting\w*|lunch\w*|dinner\w*|visit\w*|events?|reference\w*|conference\w*|coffee|introduction\w*|trust\w*"
    r"|relationship\w*|partner\w*|recommend\w*|colleague\w*|peer\w*|team you|your people|know (?:you|them)|referr\w*"
    r"|besuch\w*|referenz\w*|vertrauen|empfehl\w*|confiance|r[ée]f[ée]rence\w*|confianza|referencia\w*"
)
_REASON = re.compile(rf"\b(?:{REASON})\b", re.IGNORECASE)
_RELATION = re.compile(rf"\b(?:{RELATION})\b", re.IGNORECASE)


def leaning(texts: pd.Series) -> Ints:
    """+1 asks for proof (demo, trial, document, comparison), -1 for people (visit, reference, meeting), 0 neither or
    both; aligned with `texts`. A demo that is a meeting asks for proof."""
    distinct = {text: _one(str(text)) for text in texts.unique()}
    return np.array([distinct[text] for text in texts], dtype=np.int64)


def _one(text: str) -> int:
    if _REASON.search(text):
        return 1
    return -1 if _RELATION.search(text) else 0
