"""What changed since the last build, in a sentence."""

from collections.abc import Sequence

from personae.app.ports import PublishedBuild
from personae.domain.persona import Persona
from personae.faces.pages.figures import count

SAME, MUCH, MOST_NAMED = 0.02, 0.1, 4


def persona_change(persona: Persona, before: PublishedBuild | None) -> str:
    """Its size and name then and now; "" when there is no earlier build."""
    if before is None:
        return ""
    when = f"{before.manifest.as_of:%Y-%m-%d}"
    was = next((p for p in before.personas_in_brief() if p.persona_id == persona.persona_id), None)
    if was is None:
        return f"New since the build as of {when}."
    named = f" It was called “{was.name}”." if was.name != persona.name else ""
    then, now = was.size.n_people, persona.size.n_people
    if abs(now - then) <= SAME * max(then, 1):
        return f"About as many people as on {when}.{named}"
    return f"{count(then)} people on {when}, {count(now)} now ({_percent(then, now)}).{named}"


def build_changes(personas: Sequence[Persona], before: PublishedBuild | None) -> tuple[str, ...]:
    """Personas that appeared, faded, were renamed or changed size by a tenth or more; () without an earlier build."""
    if before is None:
        return ()
    old = {p.persona_id: p for p in before.personas_in_brief() if p.kind == "discovered"}
    new = {p.persona_id: p for p in personas if p.kind == "discovered"}
    both = [(old[one], new[one]) for one in new if one in old]
    lines = [
        _named("New", [p.name for one, p in new.items() if one not in old]),
        _named("No longer found", [p.name for one, p in old.items() if one not in new]),
        _named("Renamed", [f"{a.name}, now {b.name}" for a, b in both if a.name != b.name]),
        _named("Grew or shrank", [_resized(a, b) for a, b in both if _moved_much(a, b)]),
    ]
    return tuple(line for line in lines if line) or ("No persona appeared, faded, was renamed or changed by a tenth.",)


def _named(what: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{what}: {'; '.join(names[:MOST_NAMED])}{more}."


def _moved_much(before: Persona, after: Persona) -> bool:
    return abs(after.size.n_people - before.size.n_people) >= MUCH * max(before.size.n_people, 1)


def _resized(before: Persona, after: Persona) -> str:
    return f"{after.name} ({_percent(before.size.n_people, after.size.n_people)} people)"


def _percent(then: int, now: int) -> str:
    return f"{100 * (now - then) / then:+.0f}%" if then else f"from none to {count(now)}"
