"""What people decided, as pages show it: in both the served pages and the frozen ones."""

from collections.abc import Mapping
from typing import Final

from personae.domain.decision import Decision, DecisionKind, Verdict
from personae.faces.pages.contexts import JudgedView
from personae.faces.pages.people import key_of

TONES: Final = {
    Verdict.RIGHT: "good", Verdict.CONFIRMED: "good", Verdict.SET: "good",
    Verdict.WRONG: "bad", Verdict.NOT_THIS_PERSONA: "bad", Verdict.DISMISSED: "bad", Verdict.WRONG_FACET: "bad",
}  # fmt: skip


def judged(one: Decision | None, said: str = "") -> JudgedView | None:
    """A decision as it stands beside its thing; `said` replaces the verdict's own word."""
    if one is None:
        return None
    return JudgedView(
        decision_id=one.decision_id,
        said=said or verdict_words(one.value),
        who=name_of(one.who),
        when=f"{one.at:%Y-%m-%d}",
        reason=one.reason or "",
        tone=TONES.get(one.value, "plain"),
    )


def name_of(who: str) -> str:
    """Who decided, without the rest of an address: mails never reach a page."""
    return who.split("@", maxsplit=1)[0]


def verdict_words(value: object) -> str:
    """A verdict (or another word of ours) as people read it."""
    return str(value).replace("_", " ")


def decision_words(one: Decision, names: Mapping[str, str]) -> str:
    """What was decided, in a sentence; people on deals by their keys."""
    about, given = one.about or "", one.detail
    persona = names.get(one.persona_id or "", "a persona that is gone")
    facet = given.get("facet", "").replace("_", " ")
    said = {
        DecisionKind.NAME: f"named “{given.get('name', '')}” (was “{about}”)",
        DecisionKind.SPEAKER: f"does not speak for {persona}: “{about}”",
        DecisionKind.QUOTE: f"about {'nothing we ask about' if facet == 'none' else facet}: “{about}”",
        DecisionKind.ADDED: f"added to {persona}, {facet}: {about}",
        DecisionKind.STATEMENT: f"{verdict_words(one.value)}, of {persona}: {about}",
        DecisionKind.ROLE: f"{verdict_words(one.value)}: {about}, for {key_of(given.get('person_id', ''))}",
    }.get(one.kind, f"{one.kind} {verdict_words(one.value)}: {about}")
    return f"taken back: {said}" if one.value is Verdict.TAKEN_BACK else said
