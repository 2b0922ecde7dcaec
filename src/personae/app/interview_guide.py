"""An interview guide: what is unknown, assumed or disputed of a persona, asked about what happened, not opinions."""

from dataclasses import dataclass

from personae.domain.persona import Persona
from personae.domain.words import Layer, Origin, Standing

_MOST, _MOST_DIVIDED = 12, 3
_OTHERWISE = "When did you last see this, and when was it otherwise?"
_CLOSING = "Whom should I ask who would see it differently?"

_OPENING = {
    Layer.USER: "Take me back to the last day you did this work. What did you do first, and what then?",
    Layer.DEPARTMENT: "Take me back to the day you last reported your numbers. What did you show, to whom, and what "
                      "did they ask?",
    Layer.BUYER: "Take me back to the day you first thought that something had to change. What happened that day?",
}
_BY_KIND = {
    "won": "And on the day you decided for us: who was in the room, and what had been in doubt until then?",
    "lost": "And on the day you decided for another: what did it have, and what should have been different with us?",
    "no decision": "And on the day it stopped: what happened, and what do you do instead since then?",
    "left": "And on the day you knew you would leave: what had happened, and who was for it?",
}


@dataclass(frozen=True, slots=True)
class GuideQuestion:
    """One question, and why it is asked: "opening", "disputed" (by the data), "divided" (people say both), "assumed",
    "unknown" or "closing"."""

    question: str
    why: str
    about: str = ""


def guide_of(persona: Persona, kinds: tuple[str, ...]) -> tuple[GuideQuestion, ...]:
    """Opening, the kinds of account to be asked, then what is disputed, divides people, is assumed or unknown.

    At most 12 of the latter.
    """
    found = [GuideQuestion(_OPENING[persona.layer], "opening")]
    found += [GuideQuestion(_BY_KIND[kind], "opening", kind) for kind in dict.fromkeys(kinds) if kind in _BY_KIND]
    disputed, divided, assumed = [], [], []
    for statement in persona.statements:
        if statement.standing in (Standing.MIXED, Standing.CONTRADICTED):
            disputed.append(GuideQuestion(statement.question or _OTHERWISE, "disputed", statement.text))
        elif statement.standing is None and any(piece.stance < 0 for piece in statement.evidence):
            divided.append(GuideQuestion(_OTHERWISE, "divided", statement.text))
        elif statement.origin is Origin.ASSUMED or statement.standing is Standing.UNTESTED:
            ask = statement.question or "When did this last happen to you, and what did you do?"
            assumed.append(GuideQuestion(ask, "assumed", statement.text))
    unknown = [GuideQuestion(gap.question, "unknown", str(gap.facet).replace("_", " ")) for gap in persona.unknowns]
    seen: dict[str, GuideQuestion] = {}
    for question in [*disputed, *divided[:_MOST_DIVIDED], *assumed, *unknown]:
        seen.setdefault(question.question + question.about, question)
    return (*found, *list(seen.values())[:_MOST], GuideQuestion(_CLOSING, "closing"))
