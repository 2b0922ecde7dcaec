"""Tables that the uses need, made once in a build and baked beside the rest, so that a page only reads."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from personae.app.ports import PublishedBuild
from personae.domain.card import Card
from personae.domain.errors import WorkspaceError
from personae.domain.persona import Persona
from personae.domain.settings import Settings
from personae.domain.tables import CAMPAIGNS
from personae.stages.check.accounts import account_facts, latest
from personae.stages.check.adoption import comparable_share
from personae.stages.check.demand import Demand, demands
from personae.uses.product.backlog import REQUESTS
from personae.uses.product.feature_use import COLUMNS as FEATURE_USE
from personae.uses.product.feature_use import feature_use
from personae.uses.sales.completeness import COLUMNS as DEALS
from personae.uses.sales.completeness import deal_committees
from personae.uses.sales.presence import COLUMNS as PRESENCE
from personae.uses.sales.presence import presence
from personae.uses.success.health import COLUMNS as RENEWALS
from personae.uses.success.health import RECORD_COLUMNS as SIGNS
from personae.uses.success.health import account_health, sign_record
from personae.uses.success.metrics import COLUMNS as MOVES
from personae.uses.success.metrics import metric_moves
from personae.uses.success.promises import COLUMNS as PROMISES
from personae.uses.success.promises import account_promises
from personae.uses.talk import COLUMNS as TALK
from personae.uses.talk import talk
from personae.uses.training.pool import COLUMNS as EXERCISES
from personae.uses.training.pool import exercise_pool

Frames = Mapping[str, pd.DataFrame]
USE_TABLES: Final[dict[str, tuple[str, ...]]] = {
    "feature_use": FEATURE_USE,
    "requests": REQUESTS,
    "talk": TALK,
    "seat_worth": PRESENCE,
    "deal_committees": DEALS,
    "metric_moves": MOVES,
    "promises": PROMISES,
    "renewals": RENEWALS,
    "sign_record": SIGNS,
    "exercises": EXERCISES,
    "campaigns": CAMPAIGNS.names,
}


def use_tables(
    frames: Frames, memberships: pd.DataFrame, personas: Sequence[Persona], cards: Sequence[Card], settings: Settings
) -> dict[str, pd.DataFrame]:
    """All tables of `USE_TABLES`, from the frames of a build; empty ones where the inputs are missing."""
    buyers = memberships[(memberships["layer"] == "buyer") & memberships["persona_id"].notna()]
    requests = request_rows(demands(frames, cards), frames, memberships)
    seats = presence(frames["roles"], frames["opportunities"], memberships)
    moved = metric_moves(frames["metrics"])
    promised = account_promises(frames["quotes"], requests, moved, buyers)
    facts = account_facts(frames, latest(frames, settings.build.as_of))
    facts["usual"] = comparable_share(facts["active_share"].astype(float), facts["n_people"].astype(float))
    return {
        "campaigns": frames["campaigns"][list(CAMPAIGNS.names)],
        "feature_use": feature_use(frames["features"], frames["person_events"], memberships),
        "requests": requests,
        "talk": talk(personas),
        "seat_worth": seats,
        "deal_committees": deal_committees(frames["opportunities"], frames["roles"], frames["accounts"], seats),
        "metric_moves": moved,
        "promises": promised,
        "renewals": account_health(
            facts,
            frames["person_months"],
            frames["opportunities"],
            frames["outcomes"],
            moved,
            promised,
            settings.build.show_from,
        ),
        "sign_record": sign_record(facts, settings.build.show_from),
        "exercises": exercise_pool(
            frames["person_events"], frames["person_activity"], memberships, personas, settings.build.show_from
        ),
    }


def request_rows(wanted: Sequence[Demand], frames: Frames, memberships: pd.DataFrame) -> pd.DataFrame:
    """One row a requirement, voice and deal of that voice (columns: `REQUESTS`)."""
    persona = _persona_of(memberships)
    deals = frames["opportunities"].drop_duplicates("opportunity_id").set_index("opportunity_id")
    seated = frames["roles"][["person_id", "opportunity_id"]].drop_duplicates()
    on = {str(person): list(mine) for person, mine in seated.groupby("person_id")["opportunity_id"]}
    rows: list[tuple[object, ...]] = []
    for demand in wanted:
        head = (demand.name, str(demand.concern) if demand.concern else None)
        tail = ("; ".join(dict.fromkeys(demand.covered)), "; ".join(dict.fromkeys(demand.planned)))
        for quote in demand.quotes:
            person = quote.person_id or ""
            voice = (*persona.get(person, (None, None)), quote.person_id, quote.account_id)
            nowhere: list[str | None] = [None]
            rows += [(*head, "quote", *voice, *_deal(deals, at), quote.masked, *tail) for at in on.get(person, nowhere)]
        for lost in demand.opportunities:
            place, reason = deals.at[lost, "account_id"], deals.at[lost, "lost_reason"]
            rows += [(*head, "lost_reason", None, None, None, place, *_deal(deals, lost), reason, *tail)]
        rows += [
            (*head, "card", card.card_id, str(card.layer), None, None, *_deal(deals, None), line.text, *tail)
            for card, line in demand.cards
        ]
    return pd.DataFrame(rows, columns=list(REQUESTS))


def _persona_of(memberships: pd.DataFrame) -> dict[str, tuple[str | None, str | None]]:
    """person -> (persona, layer): their buyer persona if they have one, since it speaks in deals, else the user one."""
    known = memberships[memberships["layer"].isin(["user", "buyer"]) & memberships["persona_id"].notna()]
    ordered = known.sort_values("layer", ascending=False, kind="stable")  # users first, buyers overwrite
    people = zip(ordered["person_id"], ordered["persona_id"], ordered["layer"], strict=True)
    return {str(person): (str(persona), str(layer)) for person, persona, layer in people}


def _deal(deals: pd.DataFrame, opportunity: str | None) -> tuple[object, object, object, object]:
    if opportunity is None or opportunity not in deals.index:
        return (opportunity, None, None, None)
    row = deals.loc[opportunity]
    return (opportunity, _known(row["is_won"]), _known(row["is_closed"]), _known(row["amount"]))


def _known(value: Any) -> object:
    return None if pd.isna(value) else value


def use_table(build: PublishedBuild, name: str) -> pd.DataFrame:
    """One of `USE_TABLES` of a build. Raises `WorkspaceError` when the build is from before the uses."""
    frame = build.frame(name)
    if not set(USE_TABLES[name]) <= set(frame.columns):
        raise WorkspaceError(
            "This build was made before the uses were.",
            value=build.manifest.build_id,
            todo="Run `personae build` again.",
        )
    return frame


def minimum_of(build: PublishedBuild) -> int:
    """Fewest people a number may stand for (`[build] show_from`)."""
    return int(build.manifest.settings.get("build", {}).get("show_from", 5))
