"""Interviews, calls, tickets and observation notes: what people say, with the truth of each sentence."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from personae.simulate.content import load as bank
from personae.simulate.months import Calendar
from personae.simulate.randomness import one, stream
from personae.simulate.settings import SimulationSettings

KINDS: Final = {"interview": 0.4, "call": 0.28, "ticket": 0.2, "observation": 0.12}
BUYER_KINDS: Final = frozenset({"call"})
CONCERNS: Final = frozenset({"security", "compliance", "admin", "integration", "cost", "risk", "adoption"})
PRODUCT: Final = "Planwell"
DOCUMENTS: Final = ["document_id", "kind", "person_id", "account_id", "at", "speakers", "text", "title"]
SENTENCES: Final = ["document_id", "start", "end", "text", "facet", "concern", "persona", "person_id"]


@dataclass(slots=True)
class Draft:
    """A text under way, with where each sentence lies."""

    text: str = ""
    sentences: list[tuple[int, int, str, str]] = field(default_factory=list)

    def turn(self, speaker: str, sentences: list[tuple[str, str]]) -> None:
        """One turn of a speaker: (sentence, key) pairs on one line."""
        self.text += f"{speaker}: " if speaker else ""
        for sentence, key in sentences:
            start = len(self.text)
            self.text += sentence
            self.sentences.append((start, len(self.text), sentence, key))
            self.text += " "
        self.text = self.text.rstrip() + "\n"


def make_documents(
    settings: SimulationSettings, people: pd.DataFrame, buyers: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The canonical `documents`, and truth["sentences"]. `buyers` has person_id, persona."""
    rng = stream(settings.seed, "documents")
    calendar = Calendar(settings.months, settings.last_day)
    users = people[people["is_user"]]
    told = people.merge(buyers.rename(columns={"persona": "buyer"}), on="person_id")
    told = told[told["buyer"].isin(list(bank("buyers")))]
    rows, truth = [], []
    kinds = rng.choice(list(KINDS), size=settings.documents, p=list(KINDS.values()))
    for number, kind in enumerate(kinds):
        buyer = kind in BUYER_KINDS and len(told) > 0
        if not buyer and not len(users):
            continue
        person = (told if buyer else users).iloc[int(rng.integers(len(told) if buyer else len(users)))]
        persona = person["buyer"] if buyer else person["persona"]
        draft = _write(rng, kind, bank("buyers" if buyer else "users")[persona], person["name"])
        document = f"D{number + 1:04d}"
        speakers = f'{{"{person["name"]}": "{person["person_id"]}", "Interviewer": "interviewer"}}'
        at = calendar.office(rng.uniform(0, settings.months), rng)
        rows.append((document, kind, person["person_id"], person["account_id"], at, speakers, draft.text,
                     f"{kind.title()} {number + 1}"))
        truth += [(document, *_facet(sentence), persona, person["person_id"]) for sentence in draft.sentences]
    documents = pd.DataFrame(rows, columns=DOCUMENTS)
    documents["at"] = pd.to_datetime(documents["at"]).astype("datetime64[us]")
    return documents, pd.DataFrame(truth, columns=SENTENCES)


def _facet(sentence: tuple[int, int, str, str]) -> tuple[int, int, str, str, str | None]:
    start, end, text, key = sentence
    return (start, end, text, "concern", key) if key in CONCERNS else (start, end, text, key, None)


def _write(rng: np.random.Generator, kind: str, says: dict[str, list[str]], name: str) -> Draft:
    talk = bank("talk")
    draft = Draft()
    keys = list(rng.permutation(list(says)))[: {"ticket": 2, "observation": 3}.get(kind, 7)]
    if kind in ("interview", "call"):
        draft.turn("Interviewer", [(one(rng, talk["interviewer"]["opening"]), "none")])
    for key in keys:
        if kind in ("interview", "call"):
            asks = talk["interviewer"].get(key, talk["interviewer"]["any"])
            draft.turn("Interviewer", [(one(rng, asks), "none")])
        sentence = one(rng, says[key]).replace("{tool}", PRODUCT).replace("{old}", "spreadsheets")
        turn = [(sentence, key)]
        if rng.random() < 0.5:
            turn.insert(int(rng.integers(2)), (one(rng, talk["filler"]["talk"]), "none"))
        draft.turn(name, turn)
    return draft
