"""Interviews, calls, tickets and observation notes: who says what, with the truth of each sentence."""

import json
from collections.abc import Set
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from personae.domain.words import Concern, Facet
from personae.simulate.content import load
from personae.simulate.months import Calendar
from personae.simulate.randomness import one, stream
from personae.simulate.settings import SimulationSettings
from personae.simulate.speech import Draft, Placed, Said, Voice, draw, filler, say

KINDS: Final = {"interview": 0.38, "call": 0.30, "ticket": 0.20, "observation": 0.12}
BUYER_SHARE: Final = {"interview": 0.25, "call": 1.0}
"""Share of the documents of a kind in which a buyer speaks; the others are users'."""
STORY_WEIGHT: Final = 3.0
"""How much more often people of an account with a story are heard."""
NEED_SHARE: Final = 0.05
"""Share of buyers' talks elsewhere that name the requirement which nothing covers."""
SECOND_SPEAKER: Final = 0.35
LABELS: Final = {"interview": "Interviewer", "call": "Host"}
DOCUMENTS: Final = ["document_id", "kind", "person_id", "account_id", "at", "speakers", "text", "title"]
SENTENCES: Final = ["document_id", "start", "end", "text", "facet", "concern", "persona", "person_id"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person who can be heard: `layer` user or buyer, persona of that layer, and the account's story."""

    person_id: str
    account_id: str
    name: str
    layer: str
    persona: str
    story: str | None
    needs: bool

    @property
    def says(self) -> dict[str, list[str]]:
        """Their sentences by what they are about."""
        bank: dict[str, dict[str, list[str]]] = load("users" if self.layer == "user" else "buyers")
        return bank[self.persona]

    @property
    def voice(self) -> Voice:
        """As a speaker in a text."""
        return Voice(self.name, self.person_id, self.persona)


def make_documents(
    settings: SimulationSettings, people: pd.DataFrame, buyers: pd.DataFrame, needing: Set[str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The canonical `documents`, and truth["sentences"].

    `buyers`: person_id, persona. `needing`: accounts that miss what no feature covers.
    """
    rng = stream(settings.seed, "documents")
    calendar = Calendar(settings.months, settings.last_day)
    everyone = {layer: _speakers(people, buyers, layer, needing) for layer in ("user", "buyer")}
    weights = {layer: _weights(speakers) for layer, speakers in everyone.items()}
    rows: list[tuple[object, ...]] = []
    truth: list[tuple[object, ...]] = []
    for number in range(settings.documents):
        kind = one(rng, KINDS)
        layer = "buyer" if rng.random() < BUYER_SHARE.get(kind, 0.0) else "user"
        layer = layer if everyone[layer] else ("buyer" if layer == "user" else "user")
        heard = everyone[layer]
        speaker = heard[int(rng.choice(len(heard), p=weights[layer]))]
        draft, speakers = _write(rng, kind, speaker, heard)
        document = f"D{number + 1:04d}"
        at = calendar.office(rng.uniform(0, settings.months), rng)
        title = f"{kind.title()} {number + 1}"
        rows.append((document, kind, speaker.person_id, speaker.account_id, at, speakers, draft.text, title))
        truth += [_truth(document, placed) for placed in draft.placed]
    documents = pd.DataFrame(rows, columns=DOCUMENTS)
    documents["at"] = pd.to_datetime(documents["at"]).astype("datetime64[us]")
    return documents, pd.DataFrame(truth, columns=SENTENCES)


def _speakers(people: pd.DataFrame, buyers: pd.DataFrame, layer: str, needing: Set[str]) -> list[Speaker]:
    if layer == "user":
        heard = people[people["is_user"] & ~people["is_bot"]]
    else:
        heard = people.drop(columns="persona").merge(buyers, on="person_id")
    columns = ("person_id", "account_id", "name", "persona", "story")
    return [
        Speaker(str(person), str(account), str(name), layer, str(persona),
                story if isinstance(story, str) else None, str(account) in needing)
        for person, account, name, persona, story in zip(*(heard[c].tolist() for c in columns), strict=True)
    ]


def _weights(speakers: list[Speaker]) -> NDArray[np.float64]:
    weights = np.array([STORY_WEIGHT if s.story or s.needs else 1.0 for s in speakers])
    return np.asarray(weights / max(weights.sum(), 1.0))


def _truth(document: str, placed: Placed) -> tuple[object, ...]:
    key, voice = placed.said.key, placed.voice
    concern = key if key in set(Concern) else None
    facet = Facet.CONCERN if concern else key
    return (document, placed.start, placed.end, placed.said.text, str(facet), concern, voice.persona, voice.person_id)


def _write(
    rng: np.random.Generator, kind: str, speaker: Speaker, others: list[Speaker],
) -> tuple[Draft, str | None]:
    """The text, and its speakers as JSON (None where nobody is named)."""
    if kind == "ticket":
        return _ticket(rng, speaker), None
    if kind == "observation" and speaker.layer == "user":
        return _observation(rng, speaker), None
    voices = [speaker]
    colleagues = [o for o in others if o.account_id == speaker.account_id and o.name != speaker.name]
    if kind == "call" and colleagues and rng.random() < SECOND_SPEAKER:
        voices.append(colleagues[int(rng.integers(len(colleagues)))])
    label = LABELS.get(kind, "Interviewer")
    speakers = {label: "interviewer", **{voice.name: voice.person_id for voice in voices}}
    return _talk(rng, label, voices, 6 if kind == "call" else 9), json.dumps(speakers)


def _story(rng: np.random.Generator, speaker: Speaker) -> list[Said]:
    """Sentences that the account's story adds."""
    bank: dict[str, dict[str, list[str]]] = load("missing")
    if speaker.story == "built_only_for_users" and speaker.layer == "buyer":
        return draw(rng, bank["blocked"], 3)
    if speaker.story == "sold_only_to_buyers":
        return draw(rng, bank["unused"], 2)
    if speaker.layer == "buyer" and rng.random() < (0.8 if speaker.needs else NEED_SHARE):
        return draw(rng, bank["uncovered"], 1)
    return []


def _talk(rng: np.random.Generator, label: str, speakers: list[Speaker], length: int) -> Draft:
    """Question and answer, with small talk between."""
    draft, host = Draft(), Voice(label)
    questions: dict[str, list[str]] = load("talk")["interviewer"]
    draft.turn(host, [filler(rng, "interviewer", "opening")])
    if rng.random() < 0.6:
        draft.turn(speakers[0].voice, [filler(rng, "filler", "talk")])
    for number, speaker in enumerate(speakers):
        said = draw(rng, speaker.says, length if number == 0 else 3)
        for sentence in [*said, *_story(rng, speaker)]:
            if rng.random() < 0.8:
                asked = questions.get(sentence.key, questions["any"]) if rng.random() < 0.7 else questions["any"]
                draft.turn(host, [Said(say(rng, one(rng, asked)))])
            draft.turn(speaker.voice, _padded(rng, sentence))
    draft.turn(host, [filler(rng, "interviewer", "closing")])
    draft.turn(speakers[0].voice, [filler(rng, "filler", "closing")])
    return draft


def _padded(rng: np.random.Generator, sentence: Said) -> list[Said]:
    """The sentence, sometimes with one that says nothing before or after it."""
    dull = [filler(rng, "filler", "talk")] if rng.random() < 0.4 else []
    return [*dull, sentence] if rng.random() < 0.5 else [sentence, *dull]


def _ticket(rng: np.random.Generator, speaker: Speaker) -> Draft:
    says = {key: value for key, value in speaker.says.items() if key in ("pain", "goal", "workflow_step", "adoption")}
    draft, voice = Draft(), speaker.voice
    draft.turn(voice, [filler(rng, "ticket", "greeting")], labelled=False)
    draft.turn(voice, [*draw(rng, says, 2), *_story(rng, speaker)], labelled=False)
    draft.turn(voice, [filler(rng, "ticket", "closing")], labelled=False)
    draft.turn(voice, [Said(speaker.name.split()[0])], labelled=False)
    return draft


def _observation(rng: np.random.Generator, speaker: Speaker) -> Draft:
    """What an observer wrote down, one line each."""
    draft, voice = Draft(), speaker.voice
    draft.turn(voice, [filler(rng, "observation", "opening")], labelled=False)
    for sentence in draw(rng, load("observed")[speaker.persona], 5):
        draft.turn(voice, [sentence], labelled=False)
        if rng.random() < 0.3:
            draft.turn(voice, [filler(rng, "observation", "dull")], labelled=False)
    return draft
