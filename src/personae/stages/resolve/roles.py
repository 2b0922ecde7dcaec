"""Roles on deals: recorded ones in our words, and inferred ones, marked so, where the CRM is blank."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from personae.domain.errors import SettingsError
from personae.domain.observed import ROLES
from personae.domain.words import Role
from personae.stages.resolve.behaviour import committee_behaviour
from personae.stages.resolve.lexicon import read_toml
from personae.stages.resolve.role_model import learned_roles
from personae.stages.resolve.role_priors import guessed_roles
from personae.stages.resolve.text import tokens

_KEY: Final = ["opportunity_id", "person_id"]


def infer_roles(
    contact_roles: pd.DataFrame, persons: pd.DataFrame, activities: pd.DataFrame, opportunities: pd.DataFrame, *,
    role_map: Mapping[str, str] | None = None, aliases: pd.DataFrame | None = None, judged: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Who plays which role on which deal (schema ROLES).

    Recorded roles are put into our words (`role_map`: the workspace's own words -> a Role; they win); a word that
    nobody knows is `other`, with the word in the reason. Everyone on a deal without a recorded role, and everyone
    who only has activities on it, gets an inferred role: from a model of the roles recorded in this workspace
    where there are enough (role_model.py), else from title and behaviour by weak priors (role_priors.py);
    `unknown` when neither is sure. An empty field is unknown, never no. `aliases` (schema ALIASES) replaces source
    ids by person ids first. People who aren't in `persons` are left out. `judged` (schema ROLE_VERDICTS): what people
    said: a role that they confirmed or set counts, and teaches, like a recorded one (origin `confirmed`); an inferred
    one that they dismissed is `unknown`.

    Raises `SettingsError` when `role_map` names no role of ours.
    """
    known = persons.drop_duplicates("person_id").set_index("person_id", drop=False)
    given = _as_persons(contact_roles.reindex(columns=[*_KEY, "role", "is_primary"]), aliases, known.index)
    touches = _as_persons(activities.reindex(columns=[*_KEY, "kind", "at", "direction"]), aliases, known.index)
    deals = opportunities.drop_duplicates("opportunity_id").set_index("opportunity_id", drop=False)
    recorded = with_confirmed(recorded_roles(given, role_map or {}), judged, known.index, deals.index)
    blank = _without_role(given, touches, recorded)
    members = pd.concat([recorded[_KEY], blank]).drop_duplicates(ignore_index=True)
    behaviour = committee_behaviour(members, touches, deals, given)
    inferred = _without_dismissed(_inferred(recorded, blank, behaviour, known), judged)
    roles = pd.concat([recorded, inferred], ignore_index=True) if len(inferred) else recorded
    account = roles["opportunity_id"].map(deals["account_id"]).astype(object)
    account = account.where(account.notna(), roles["person_id"].map(known["account_id"]).astype(object))
    roles = roles.assign(account_id=account.where(account.notna(), None))
    return roles.loc[:, list(ROLES.names)].reset_index(drop=True)


def _as_persons(frame: pd.DataFrame, aliases: pd.DataFrame | None, known: pd.Index) -> pd.DataFrame:
    frame = frame.dropna(subset=_KEY)
    if aliases is not None and len(aliases):
        stands_for = aliases.drop_duplicates("source_id").set_index("source_id")["person_id"]
        person = frame["person_id"].map(stands_for)
        frame = frame.assign(person_id=person.where(person.notna(), frame["person_id"]))
    return frame[frame["person_id"].isin(known)].reset_index(drop=True)


def recorded_roles(given: pd.DataFrame, role_map: Mapping[str, str]) -> pd.DataFrame:
    """One row per deal, person and role said in the CRM; blank and "unknown" cells give none."""
    words = _role_words(role_map)
    text = given["role"].astype(object).where(given["role"].notna(), "").map(str)
    said = given.assign(said=text.map(lambda cell: cell.split(";"))).explode("said", ignore_index=True)
    said["said"] = said["said"].map(str.strip).astype(object)
    plain = {text: " ".join(tokens(text)) for text in said["said"].unique()}
    key = said["said"].map(plain)
    said = said.assign(role=key.map(words).astype(object))
    said = said[~key.isin(_empty()) & (said["role"] != Role.UNKNOWN)]
    mapped = said["role"].notna()
    reason = "recorded in the CRM as " + said["said"].map(lambda text: f'"{text}"')
    reason = reason.where(mapped, reason + ", none of our words; map it under [roles] in personae.toml")
    said = said.assign(
        role=said["role"].where(mapped, str(Role.OTHER)).astype(object), origin="recorded", p=1.0,
        reason=reason.astype(object),
    )
    return said[[*_KEY, "role", "origin", "p", "reason"]].drop_duplicates([*_KEY, "role"], ignore_index=True)


def with_confirmed(
    recorded: pd.DataFrame, judged: pd.DataFrame | None, persons: pd.Index, deals: pd.Index
) -> pd.DataFrame:
    """Recorded roles, then those that people confirmed or set and the CRM doesn't hold, of known people and deals."""
    if judged is None or judged.empty:
        return recorded
    known = judged["person_id"].isin(persons) & judged["opportunity_id"].isin(deals)
    said = judged[known & judged["verdict"].ne("dismissed")]
    held = pd.MultiIndex.from_frame(recorded[[*_KEY, "role"]])
    new = said[~pd.MultiIndex.from_frame(said[[*_KEY, "role"]]).isin(held)]
    rows = new[[*_KEY, "role"]].assign(origin="confirmed", p=1.0, reason="confirmed by people").astype({"p": float})
    return pd.concat([recorded, rows], ignore_index=True) if len(rows) else recorded


def _without_dismissed(inferred: pd.DataFrame, judged: pd.DataFrame | None) -> pd.DataFrame:
    """Inferred roles; one that people dismissed on that deal is unknown, and isn't inferred again."""
    if judged is None or judged.empty or inferred.empty:
        return inferred
    no = pd.MultiIndex.from_frame(judged.loc[judged["verdict"].eq("dismissed"), [*_KEY, "role"]])
    gone = pd.MultiIndex.from_frame(inferred[[*_KEY, "role"]]).isin(no)
    return inferred.assign(
        role=inferred["role"].where(~gone, str(Role.UNKNOWN)), p=inferred["p"].where(~gone, 0.0),
        reason=inferred["reason"].where(~gone, "people dismissed the inferred role"),
    )


def _role_words(role_map: Mapping[str, str]) -> dict[str, str]:
    words = {str(role).replace("_", " "): str(role) for role in Role}
    for role, spellings in read_toml("roles")["words"].items():
        words |= {" ".join(tokens(word)): role for word in spellings}
    for word, role in role_map.items():
        if role not in set(Role):
            raise SettingsError(
                f"The CRM role {word!r} is mapped to a role that isn't in the list.", value=role,
                allowed=", ".join(Role), todo="Choose one of these under [roles] in personae.toml.",
            )
        words[" ".join(tokens(word))] = str(role)
    return {" ".join(tokens(word)): role for word, role in words.items()}


def _empty() -> frozenset[str]:
    return frozenset(" ".join(tokens(word)) for word in read_toml("roles")["empty"]["words"])


def _without_role(given: pd.DataFrame, touches: pd.DataFrame, recorded: pd.DataFrame) -> pd.DataFrame:
    """Deal and person where the CRM is blank: on the deal without a role, or only seen in activities."""
    pairs = pd.concat([given[_KEY], touches[_KEY]]).drop_duplicates(ignore_index=True)
    done = pd.MultiIndex.from_frame(recorded[_KEY])
    return pairs[~pd.MultiIndex.from_frame(pairs).isin(done)].reset_index(drop=True)


def _inferred(
    recorded: pd.DataFrame, blank: pd.DataFrame, behaviour: pd.DataFrame, persons: pd.DataFrame,
) -> pd.DataFrame:
    """Roles of the blank pairs: learned here if that proves better than the priors, else the priors'."""
    if blank.empty:
        return pd.DataFrame(columns=[*_KEY, "role", "origin", "p", "reason"])
    about = behaviour.join(
        persons[["account_id", "title", "department", "seniority"]], on="person_id",
    )
    rows = about.set_index(_KEY)
    wanted = rows.loc[pd.MultiIndex.from_frame(blank)].reset_index()
    single = recorded[~recorded.duplicated(_KEY, keep=False) ]
    learned = learned_roles(
        rows.loc[pd.MultiIndex.from_frame(single[_KEY])].reset_index(), single["role"].to_numpy(dtype=str), wanted,
    )
    answer = learned if learned is not None else guessed_roles(wanted)
    return pd.concat([blank, answer.assign(origin="inferred")], axis=1)[[*_KEY, "role", "origin", "p", "reason"]]
