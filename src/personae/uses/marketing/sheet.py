"""The marketing sheet: messages by persona and channel, one story underneath, what not to claim, what converts."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from personae.domain.link import Link
from personae.domain.persona import Persona
from personae.domain.words import Layer
from personae.uses.marketing.campaigns import conversion
from personae.uses.marketing.contradictions import contradictions, contradictions_section
from personae.uses.product.backlog import Wish
from personae.uses.sheet import Cell, Grid, Section, Sheet, Use, listed, percent, rows

TITLES: Final[Mapping[Layer, str]] = {
    Layer.USER: "To users, where users read",
    Layer.DEPARTMENT: "To department heads",
    Layer.BUYER: "To buyers, where buyers look",
}
OPEN_WITH: Final[Mapping[Layer, tuple[str, ...]]] = {
    Layer.USER: ("pain", "goal", "own_words"),
    Layer.DEPARTMENT: ("success_metric", "goal", "pain"),
    Layer.BUYER: ("goal", "success_metric", "trigger", "requirement", "concern"),
}
"""Facets whose words open a message, most telling first."""
HEARD: Final = 2
"""People who must name a channel before a message is sent there: one person's habit is no channel."""


def marketing_use(
    personas: Sequence[Persona],
    talk: pd.DataFrame,
    stories: pd.DataFrame,
    links: Sequence[Link],
    wanted: Sequence[Wish],
    against: pd.DataFrame,
    campaigns: pd.DataFrame,
) -> Use:  # seven inputs, one each of what a build says about messages
    """What a product marketer takes away."""
    names = {p.persona_id: p.name for p in personas}
    wrong = contradictions(links, wanted, against, talk, names)
    sent = conversion(campaigns) if len(campaigns) else pd.DataFrame(columns=["message_id"])
    messages = pd.DataFrame(
        [_message(p, talk, stories, links, wanted) for p in personas],
        columns=["persona_id", "layer", "persona", *_PARTS],
    )
    sections = (
        *(_messages(layer, messages[messages["layer"] == str(layer)]) for layer in Layer),
        _story(stories),
        contradictions_section(wrong),
        _sent(sent),
    )
    lead = (
        "User words for users, buyer words for buyers, one story underneath. Beside each message stands the proof; "
        "where there is none, it says so."
    )
    facts = (
        ("personas", f"{len(personas):,}"),
        ("with a known channel", f"{(messages['channel'] != '').sum():,}"),
        ("claims to leave out", f"{len(wrong):,}"),
    )
    return Use(
        Sheet("Marketing", lead, sections, facts),
        {"messages": messages, "stories": stories, "do_not_claim": wrong, "campaigns": sent},
    )


EFFECTS: Final = (
    "In brackets: standard deviations by which the metric is better per standard deviation more of what they do, its "
    "95% interval, and the accounts it rests on."
)
_PARTS: Final = ("channel", "channel_who", "words", "words_who", "proof", "proof_tag", "assumed")


def _message(
    persona: Persona, talk: pd.DataFrame, stories: pd.DataFrame, links: Sequence[Link], wanted: Sequence[Wish]
) -> tuple[object, ...]:
    mine = talk[talk["persona_id"] == persona.persona_id]
    heard = mine[(mine["n_people"] >= HEARD) | mine["origin"].isin(["assumed", "authored"])]
    channel, words = _first(heard, ("channel",)), _first(mine, OPEN_WITH[persona.layer])
    proof, tag = proof_for(persona, stories, links, wanted)
    assumed = any(row.get("origin") == "assumed" for row in (channel, words))
    return (
        persona.persona_id,
        str(persona.layer),
        persona.name,
        channel.get("text", ""),
        channel.get("who", ""),
        words.get("text", ""),
        words.get("who", ""),
        proof,
        tag,
        assumed,
    )


def _first(mine: pd.DataFrame, facets: Sequence[str]) -> dict[str, Any]:
    for facet in facets:
        rows = mine[mine["facet"] == facet]
        if len(rows):
            return {str(k): v for k, v in rows.iloc[0].items()}
    return {}


def proof_for(
    persona: Persona, stories: pd.DataFrame, links: Sequence[Link], wanted: Sequence[Wish]
) -> tuple[str, str]:
    """The proof that may stand beside a message, and its state: "", "no clear effect", "covered" or "no proof"."""
    column = {Layer.USER: "user", Layer.DEPARTMENT: "department"}.get(persona.layer)
    if column and len(stories):
        told = stories[stories[column] == persona.persona_id]
        if len(told):
            first = told.iloc[0]
            return str(first[f"to_{column}"]), "" if first["clear"] else "no clear effect"
    moves = [link for link in links if persona.persona_id == link.source and link.kind == "moves" and link.effect]
    if moves:
        best = max(moves, key=lambda link: link.effect.low if link.effect else 0.0)
        return best.text, "" if best.effect and best.effect.low > 0 else "no clear effect"
    answers = [w for w in wanted if persona.name in w.personas and w.covered]
    if answers:
        return "Answered: " + listed(f"{w.requirement} ({listed(w.covered)})" for w in answers[:3]), "covered"
    return "nothing measured yet", "no proof"


def _messages(layer: Layer, mine: pd.DataFrame) -> Section:
    lines = [
        (
            Cell(row["persona"], page="persona", params={"persona_id": row["persona_id"]}),
            Cell(row["channel"], row["channel_who"])
            if row["channel"]
            else Cell("unknown", "ask where they read and listen"),
            Cell(
                f"“{row['words']}”" if row["words_who"] else row["words"],
                row["words_who"],
                "assumed" if row["assumed"] else "",
            )
            if row["words"]
            else Cell("unknown", "nothing heard in their words"),
            Cell(row["proof"], tag=row["proof_tag"]),
        )
        for row in mine.to_dict("records")
    ]
    return Section(
        TITLES[layer],
        (
            Grid(
                ("persona", "where", "open with their words", "proof beside it"),
                rows(*lines),
                f"No {layer} persona is known.",
            ),
        ),
        EFFECTS if lines and layer is Layer.USER else "",
    )


def _story(stories: pd.DataFrame) -> Section:
    clear = stories[stories["clear"].astype(bool)] if len(stories) else stories
    lines = [
        (Cell(row["to_user"]), Cell(row["to_department"]), Cell(row["to_buyer"], row["strength"]))
        for row in clear.head(3).to_dict("records")
    ]
    return Section(
        "One story underneath",
        (
            Grid(
                ("told to the user", "told to the department", "told to the buyer"),
                rows(*lines),
                (
                    "No path from users over a department to a goal has a clear effect, so there is no proof that all "
                    "three can hear. Department metrics and outcomes would supply it."
                ),
            ),
        ),
        "The same proof for all three; none hears what the others could contradict." if lines else "",
    )


def _sent(sent: pd.DataFrame) -> Section:
    lines = [
        (
            Cell(
                str(row["message_id"]),
                f"for: {row['persona']}" if isinstance(row["persona"], str) else "for whom is not recorded",
            ),
            Cell(str(row["channel"] or "unknown")),
            Cell(
                percent(row["rate"]),
                f"{percent(row['low'])} to {percent(row['high'])}; {row['responded']:,} of {row['sent']:,}",
            ),
            Cell("", tag=row["verdict"]),
        )
        for row in sent.to_dict("records")
    ]
    return Section(
        "What converts where",
        (
            Grid(
                ("message", "channel", "answered", "beside the others"),
                rows(*lines),
                ("No campaigns are given. A table (message_id, channel, persona, sent, responded) would show it."),
            ),
        ),
        "As sent; audiences differ, so a better rate may be a warmer audience." if lines else "",
    )
