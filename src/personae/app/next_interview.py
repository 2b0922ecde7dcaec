"""Use case: whom to interview next, for which persona, and what to ask: from one published build."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from personae.app.interview_guide import GuideQuestion, guide_of
from personae.app.ports import PublishedBuild
from personae.app.saturation import Saturation, saturation
from personae.domain.observed import QUOTES, THEMES
from personae.domain.persona import Persona
from personae.domain.privacy import MINIMUM_PEOPLE, show
from personae.domain.words import Layer

_TALKS = ("interview", "call", "observation")
_ASKS = 5
_NO_DECISION = ("no decision", "status quo", "no budget", "on hold", "postponed", "went dark", "stalled", "do nothing")
_SLOW = 0.9
"""An open deal older than so many of the closed ones took is a decision that does not come."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A role at a kind of account. `n_open`: members of the persona there who have not been heard."""

    role: str
    account_kind: str
    n_open: int
    n_heard: int


@dataclass(frozen=True, slots=True)
class NextInterview:
    """One persona. `asks`: best first; empty when nobody is known who has not been heard. `basis`: what was counted."""

    persona_id: str
    name: str
    layer: str
    saturation: Saturation
    basis: str
    asks: tuple[Ask, ...]
    guide: tuple[GuideQuestion, ...]
    show_from: int = MINIMUM_PEOPLE


def next_interviews(build: PublishedBuild) -> tuple[NextInterview, ...]:
    """Every persona of the build, where an interview teaches most first.

    First come those of whom too few people were heard, then by the chance of a new theme, then by how much is open.
    Nobody is named: an answer is a role at a kind of account (won, lost, no decision; for users and departments also
    left, when the account has churned).
    """
    quotes = build.frame("quotes").reindex(columns=list(QUOTES.names))
    themes = build.frame(THEMES.name).reindex(columns=list(THEMES.names))
    quotes = quotes.merge(themes[["quote_id", "theme_id"]].drop_duplicates("quote_id"), on="quote_id", how="left")
    people = _members(build)
    kinds = _account_kinds(build)
    roles = _roles(build)
    settings = build.manifest.settings.get("build", {})
    show_from = int(settings.get("show_from", MINIMUM_PEOPLE))
    found = [_of_persona(persona, people[people["persona_id"] == persona.persona_id], quotes, kinds, roles, show_from)
             for persona in build.personas()]
    return tuple(sorted(found, key=_rank))


def _rank(one: NextInterview) -> tuple[bool, float, int, str]:
    chance = one.saturation.p_new
    return (chance is not None, -(chance or 0.0), -len(one.guide), one.persona_id)


def _of_persona(
    persona: Persona, members: pd.DataFrame, quotes: pd.DataFrame, kinds: dict[str, str], roles: dict[str, str],
    show_from: int,
) -> NextInterview:
    ids = set(members["person_id"].dropna())
    said = quotes[quotes["person_id"].isin(ids)]
    talks = said[said["kind"].isin(_TALKS)]
    enough = talks["person_id"].nunique() > 0
    used, basis = (talks, "interviews, calls and observations") if enough else (said, "surveys, tickets and reviews")
    themes = used.groupby("theme_id")["person_id"].agg(set).tolist()
    asks = _asks(members, set(talks["person_id"]), kinds, roles)
    estimate = saturation(themes, used["person_id"].nunique())
    guide = guide_of(persona, tuple(ask.account_kind for ask in asks[:3]))
    return NextInterview(persona.persona_id, persona.name, persona.layer, estimate, basis, asks, guide, show_from)


def _members(build: PublishedBuild) -> pd.DataFrame:
    """persona_id, person_id, account_id, department, seniority; for departments, everybody who works there."""
    columns = ["person_id", "account_id", "department", "seniority"]
    persons = build.frame("persons").reindex(columns=columns)
    units = build.memberships()
    units = units[units["persona_id"].notna()]
    groups = units["layer"] == Layer.DEPARTMENT
    single = units[~groups][["persona_id", "person_id"]].merge(persons, on="person_id", how="left")
    staff = units[groups][["persona_id", "account_id", "department"]].merge(persons, on=["account_id", "department"])
    return pd.concat([single, staff], ignore_index=True)


def _account_kinds(build: PublishedBuild) -> dict[str, str]:
    """Account -> won, lost, no decision (its latest deal), or left (it has churned)."""
    deals = build.frame("opportunities").reindex(
        columns=["account_id", "is_won", "is_closed", "created_at", "closed_at", "lost_reason"])
    began, ended = (pd.to_datetime(deals[name]) for name in ("created_at", "closed_at"))
    took = (ended - began).dt.days
    limit = took[took >= 0].quantile(_SLOW)
    open_for = (pd.Timestamp(build.manifest.as_of) - began).dt.days
    found: dict[str, str] = {}
    for i in began.sort_values(na_position="first").index:
        kind = _kind(deals.loc[i], bool(open_for[i] > limit))
        if kind is not None and pd.notna(deals.loc[i, "account_id"]):
            found[str(deals.loc[i, "account_id"])] = kind
    outcomes = build.frame("outcomes").reindex(columns=["account_id", "kind"])
    return found | dict.fromkeys(outcomes["account_id"][outcomes["kind"] == "churned"].map(str), "left")


def _kind(deal: pd.Series, slow: bool) -> str | None:
    if deal["is_won"] == 1:
        return "won"
    reason = str(deal["lost_reason"]).lower()
    if any(word in reason for word in _NO_DECISION):
        return "no decision"
    if deal["is_closed"] == 1:
        return "lost"
    return "no decision" if slow else None


def _roles(build: PublishedBuild) -> dict[str, str]:
    """Person -> their likeliest role on deals, in words."""
    roles = build.frame("roles").reindex(columns=["person_id", "role", "p"])
    best = roles[roles["role"] != "unknown"].sort_values("p", kind="stable", na_position="last")
    pairs = zip(best["person_id"].map(str), best["role"].map(str), strict=True)  # recorded ones have no p: they win
    return {person: role.replace("_", " ") for person, role in pairs}


def _asks(members: pd.DataFrame, heard: set[str], kinds: dict[str, str], roles: dict[str, str]) -> tuple[Ask, ...]:
    """Roles at kinds of account, least heard first, then where most are still to be heard."""
    counts: dict[tuple[str, str], list[int]] = {}
    for row in members.drop_duplicates("person_id").itertuples(index=False):
        role = roles.get(str(row.person_id)) or _place(row.seniority, row.department)
        cell = counts.setdefault((role, kinds.get(str(row.account_id), "any")), [0, 0])
        cell[row.person_id in heard] += 1
    asks = [Ask(role, kind, n_open, n_heard) for (role, kind), (n_open, n_heard) in counts.items() if n_open]
    return tuple(sorted(asks, key=lambda ask: (ask.n_heard, ask.account_kind == "any", -ask.n_open, ask.role))[:_ASKS])


def _place(seniority: object, department: object) -> str:
    known = [part.replace("_", " ") for part in (seniority, department) if isinstance(part, str) and part != "unknown"]
    return " in ".join(known) if len(known) == 2 else known[0] if known else "somebody of the persona"


def render_next_interviews(found: Iterable[NextInterview]) -> str:
    """The list as Markdown: per persona the estimate, whom to ask, the guide. Numbers of few people are not shown."""
    parts = ["# Next interviews", ""]
    for i, one in enumerate(found, 1):
        parts += [f"## {i}. {one.name} ({one.layer})", "", _estimate(one), ""]
        parts += ["Whom to ask:", "", *(_ask(ask, one.show_from) for ask in one.asks)] if one.asks else [
            "Everybody known of this persona has been heard, or nobody is known: look for people outside the data."]
        parts += ["", "What to ask:", ""]
        parts += [f"- {q.question}" + (f" *({q.why}: {q.about})*" if q.about else "") for q in one.guide]
        parts.append("")
    if len(parts) == 2:
        parts += ["There is no persona yet. Begin with three people who do the work, and three who paid for it.", ""]
    return "\n".join(parts)


def _estimate(one: NextInterview) -> str:
    heard = one.saturation
    if heard.expected_new is None or heard.p_new is None or heard.coverage is None:
        return f"{heard.n_people} heard ({one.basis}): too few to say what the next would bring. Interview."
    new = heard.expected_new
    return (f"Another interview is **{heard.verdict}** to bring a new theme ({heard.p_new:.0%}): {heard.n_people} "
            f"people heard ({one.basis}), {heard.n_themes} themes, {heard.n_once} of them raised by one person; "
            f"expected new themes in the next interview {new.value:.1f} (95%: {new.low:.1f} to {new.high:.1f}); "
            f"{heard.coverage:.0%} of what is raised has been heard.")


def _ask(ask: Ask, show_from: int) -> str:
    where = "any account" if ask.account_kind == "any" else f"an account of kind: {ask.account_kind}"
    n = show(ask.n_open, ask.n_open, show_from)
    left = f"{int(n)} not heard" if isinstance(n, float | int) else f"not heard: {n}"
    return f"- {ask.role}, at {where} ({ask.n_heard} heard, {left})"
