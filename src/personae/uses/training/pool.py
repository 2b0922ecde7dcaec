"""The pool of exercises that a build gives. A profile stands for real people and shows nobody."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from personae.domain.persona import Persona
from personae.domain.statement import fingerprint
from personae.domain.words import Facet, Layer, Origin
from personae.uses.sheet import percent
from personae.uses.talk import words_of

COLUMNS: Final = (
    "exercise_id",
    "kind",
    "layer",
    "persona_id",
    "clues",
    "explanation",
    "certainty",
    "difficulty",
    "n_people",
)
TOP: Final = 3
MOST: Final = 12
EASY, MEDIUM, FAIR = 0.85, 0.6, 0.4
"""Certainty of the right answer from which an exercise is easy, medium, or fair at all."""
TELLING: Final = (
    Facet.OWN_WORDS,
    Facet.GOAL,
    Facet.PAIN,
    Facet.SUCCESS_METRIC,
    Facet.CONCERN,
    Facet.WORKFLOW_STEP,
    Facet.CHANNEL,
    Facet.REQUIREMENT,
)
PACES: Final = (
    (12.0, "nearly every working day"),
    (5.0, "a few times a week"),
    (2.0, "about once a week"),
    (0.0, "now and then"),
)


def exercise_pool(
    person_events: pd.DataFrame,
    person_activity: pd.DataFrame,
    memberships: pd.DataFrame,
    personas: Sequence[Persona],
    minimum: int,
) -> pd.DataFrame:
    """Exercises of both kinds (columns: `COLUMNS`); none where a layer has fewer than two discovered personas.

    A profile is what at least `minimum` people have in common: their three most frequent actions (without
    those that a name gives away) and their pace, in
    words, so that no person can be told from it. `certainty` is the model's: mean membership probability times the
    share of the people with that profile who belong to the persona; for quotes the share of those who said it,
    counting one unheard voice against it.
    """
    found = [p for p in personas if p.kind == "discovered"]
    many = {layer for layer in {p.layer for p in found} if sum(p.layer is layer for p in found) > 1}
    able = [p for p in found if p.layer in many]
    users = memberships[(memberships["layer"] == "user") & memberships["persona_id"].isin([p.persona_id for p in able])]
    named = " ".join(p.name.casefold() for p in able if p.layer is Layer.USER)
    rows = (
        [
            *_profiles(person_events[~_given_away(person_events["event"], named)], person_activity, users, minimum),
            *_quotes(able),
        ]
        if len(person_events)
        else _quotes(able)
    )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _given_away(events: pd.Series, names: str) -> pd.Series:
    """Events that a persona's name already says ("timeline_viewed", "who view timelines"): too easy a clue."""
    telling = {e: any(w in names for w in _spoken(e).casefold().split()[:-1] or [e]) for e in events.unique()}
    return events.map(telling).astype(bool)


def _profiles(
    events: pd.DataFrame, activity: pd.DataFrame, users: pd.DataFrame, minimum: int
) -> list[tuple[object, ...]]:
    if events.empty or users.empty:
        return []
    ranked = events[events["person_id"].isin(users["person_id"])].sort_values(
        ["person_id", "n", "event"], ascending=[True, False, True], kind="stable"
    )
    top = ranked[ranked.groupby("person_id").cumcount() < TOP].sort_values(["person_id", "event"], kind="stable")
    actions = top.groupby("person_id")["event"].agg(" · ".join)
    people = users.drop_duplicates("person_id").set_index("person_id")[["persona_id", "p"]]
    people = people.join(actions.rename("actions"), how="inner").join(_pace(activity), how="left")
    people["pace"] = people["pace"].fillna("pace unknown")
    sizes = people.groupby(["actions", "pace"]).size().rename("crowd")
    groups = people.groupby(["actions", "pace", "persona_id"]).agg(n=("p", "size"), p=("p", "mean")).reset_index()
    groups = groups.merge(sizes.reset_index(), on=["actions", "pace"])
    groups = groups[groups["n"] >= minimum]
    groups["certainty"] = groups["p"] * groups["n"] / groups["crowd"]
    kept = groups[groups["certainty"] >= FAIR].sort_values(["n", "actions"], ascending=[False, True], kind="stable")
    kept = kept.groupby("persona_id").head(MOST)
    shares = _shares(ranked, people["persona_id"])
    return [
        _profile(row["actions"], row["pace"], row["persona_id"], row["certainty"], row["n"], shares)
        for _, row in kept.iterrows()
    ]


def _pace(activity: pd.DataFrame) -> pd.Series:
    """Active days a month, in words."""
    each = activity.drop_duplicates("person_id").set_index("person_id")
    days = each["active_days"] / (each["tenure_days"].clip(lower=30) / 30.4)
    return days.map(lambda d: next((word for low, word in PACES if d >= low), "now and then")).rename("pace")


def _shares(events: pd.DataFrame, persona: pd.Series) -> pd.DataFrame:
    """Event x persona: mean over people of the event's share of what they do."""
    part = events["n"] / events.groupby("person_id")["n"].transform("sum")
    table = part.groupby([events["event"], events["person_id"].map(persona)]).sum().unstack().fillna(0.0)
    return table / persona.value_counts().reindex(table.columns)


def _profile(
    actions: str, pace: str, persona_id: str, certainty: float, n: int, shares: pd.DataFrame
) -> tuple[object, ...]:
    events = actions.split(" · ")
    mine = shares.reindex(events, fill_value=0.0)
    own = mine[persona_id].astype(float).to_dict()
    others = mine.drop(columns=persona_id).mean(axis=1).astype(float).to_dict()
    telling = max(events, key=lambda e: own[e] / max(others[e], 1e-6))
    clues = f"Most of what they do: {', '.join(map(_spoken, events))}. They come {pace}."
    explanation = (
        f"“{_spoken(telling)}” gives it away: {percent(own[telling])} of what this persona "
        f"does, {percent(others[telling])} of what the other personas do on average."
    )
    return (
        fingerprint("x", "profile", actions, pace, persona_id),
        "profile",
        "user",
        persona_id,
        clues,
        explanation,
        round(float(certainty), 3),
        difficulty(float(certainty)),
        int(n),
    )


def _spoken(event: str) -> str:
    return event.replace("_", " ").replace("-", " ")


def difficulty(certainty: float) -> str:
    """easy, medium or hard, from how sure the model is of the right answer."""
    return "easy" if certainty >= EASY else "medium" if certainty >= MEDIUM else "hard"


def _quotes(personas: Sequence[Persona]) -> list[tuple[object, ...]]:
    """Quotes that one persona of the layer says more than all others together do, or nearly so."""
    said: dict[tuple[str, str], dict[str, tuple[int, str]]] = {}
    for persona in personas:
        for s in persona.statements:
            text, who = words_of(s.text)
            if s.origin is Origin.QUOTED and who and s.facet in TELLING:
                said.setdefault((str(persona.layer), text), {})[persona.persona_id] = (s.n_people, who)
    rows = []
    for (layer, text), by in said.items():
        persona_id = max(by, key=lambda p: by[p][0])
        n, who = by[persona_id]
        certainty = n / (1 + sum(count for count, _ in by.values()))  # one more voice may say it anywhere
        if certainty < FAIR or n < 1:
            continue
        rest = (
            "; no other persona was heard saying it often"
            if len(by) == 1
            else f"; {len(by) - 1} other{'s' * (len(by) > 2)} said it less often"
        )
        rows.append(
            (
                fingerprint("x", "quote", text, persona_id),
                "quote",
                layer,
                persona_id,
                f"“{text}”",
                f"{who[0].upper()}{who[1:]} of this persona{rest}.",
                round(certainty, 3),
                difficulty(certainty),
                n,
            )
        )
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).sort_values(
        ["n_people", "clues"], ascending=[False, True], kind="stable"
    )
    return [tuple(row) for row in frame.groupby("persona_id").head(MOST).itertuples(index=False, name=None)]
