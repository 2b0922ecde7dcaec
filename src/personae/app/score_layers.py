"""Use case: place newcomers in the personas of any layer, or hand out the query that does it where the table is."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from personae.app.ports import PublishedBuild
from personae.app.score_people import score_people
from personae.domain.errors import NotFound, SourceError
from personae.domain.words import Layer
from personae.stages.discover import score_buyers, score_expression
from personae.stages.discover.expression import Dialect
from personae.stages.resolve import classify_titles
from personae.stages.resolve.roles import recorded_roles

KNOWN_OF_BUYERS = ("role", "department", "seniority", "title", "inbound_share", "meeting_share", "first_touch_share")
ROLE_COLUMNS = ["opportunity_id", "person_id", "account_id", "role"]


def score_layer(build: PublishedBuild, table: pd.DataFrame, layer: Layer = Layer.USER) -> pd.DataFrame:
    """Newcomers and their personas (persona_id None: fits none; persona, p), without fitting anything again.

    Users: as `score_people`. Buyers: `table` has person_id and some of `KNOWN_OF_BUYERS`, a row a person or (with
    opportunity_id) a deal of theirs; roles in the CRM's words, titles as they are; one row a person comes back.
    Departments: `table` has department or title; its rows come back in order, with the department.
    Raises `SourceError` for missing columns, `NotFound` when the build has no personas in that layer.
    """
    score: dict[Layer, Callable[[PublishedBuild, pd.DataFrame], pd.DataFrame]] = {
        Layer.USER: score_people,
        Layer.BUYER: _buyers,
        Layer.DEPARTMENT: _departments,
    }
    return score[layer](build, table)


def score_query(build: PublishedBuild, layer: Layer, table: str, dialect: Dialect) -> str:
    """One query over a table of person_id, event and n (buyers: the role as event): person_id, persona_id and p.

    Raises `NotFound` without personas, `SettingsError` when the layer was found on more than counts.
    """
    if layer is Layer.DEPARTMENT:
        raise NotFound("Departments need no query: their persona is their function.", value=str(layer),
                       todo="Join on the department, or run `personae score TABLE --layer department`.")  # fmt: skip
    return score_expression(dict(_model(build, layer)), table, dialect)


def _model(build: PublishedBuild, layer: Layer) -> Mapping[str, Any]:
    model = build.model(layer)
    if not model:
        raise NotFound(f"This build has no {layer} personas to place anyone in.", value=build.manifest.build_id,
                       todo="Build with data of that layer first.")  # fmt: skip
    return model


def _buyers(build: PublishedBuild, table: pd.DataFrame) -> pd.DataFrame:
    model = _model(build, Layer.BUYER)
    if "person_id" not in table or not set(KNOWN_OF_BUYERS) & set(table):
        raise SourceError("The table says nothing that buyers are told by.", value=", ".join(map(str, table.columns)),
                          allowed=f"person_id and some of {', '.join(KNOWN_OF_BUYERS)}",
                          todo="Give a file with those columns.")  # fmt: skip
    rows = table.dropna(subset=["person_id"]).assign(person_id=lambda t: t["person_id"].astype(str))
    people = rows.drop_duplicates("person_id").sort_values("person_id", ignore_index=True)
    placed = score_buyers(dict(model), _roles(build, rows), _placed(people, rows))
    return placed.assign(persona=placed["persona_id"].map(_names(build)))[["person_id", "persona_id", "persona", "p"]]


def _roles(build: PublishedBuild, rows: pd.DataFrame) -> pd.DataFrame:
    """person_id, role, p: the CRM's words in ours, a row a deal."""
    if "role" not in rows:
        return pd.DataFrame({"person_id": [], "role": [], "p": []})
    said = rows.reindex(columns=ROLE_COLUMNS)
    deal = said["opportunity_id"].where(said["opportunity_id"].notna(), pd.Series(range(len(said)), index=said.index))
    return recorded_roles(said.assign(opportunity_id=deal.astype(str)), build.manifest.settings.get("roles") or {})


def _placed(people: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """One row a person: what is known of them, departments and seniorities read from titles where they are not given;
    shares of several deals are averaged."""
    columns = ["person_id", *KNOWN_OF_BUYERS[1:]]
    found = people.reindex(columns=columns).astype(dict.fromkeys(("department", "seniority", "title"), "object"))
    for name in KNOWN_OF_BUYERS[4:]:
        means = pd.to_numeric(rows[name]).groupby(rows["person_id"]).mean() if name in rows else pd.Series(dtype=float)
        found[name] = found["person_id"].map(means).astype(float)
    read = classify_titles([str(t) if pd.notna(t) else "" for t in found["title"]])
    for name in ("department", "seniority"):
        found[name] = found[name].where(found[name].notna(), read[name].to_numpy())
    return found


def _departments(build: PublishedBuild, table: pd.DataFrame) -> pd.DataFrame:
    known = _model(build, Layer.DEPARTMENT)["departments"]
    if not {"department", "title"} & set(table):
        raise SourceError("The table names no department.", value=", ".join(map(str, table.columns)),
                          allowed="department or title", todo="Give a file with one of those columns.")  # fmt: skip
    given = table.reindex(columns=["department", "title"]).astype(object)
    said = given["title"].where(given["department"].isna(), given["department"])
    read = classify_titles([str(text) if pd.notna(text) else "" for text in said])
    exact = given["department"].isin(known)
    found = given["department"].where(exact, read["department"].to_numpy())
    ids = found.map(known).astype(object)
    return pd.DataFrame({
        **{name: table[name] for name in ("person_id", "account_id") if name in table},
        "department": found,
        "persona_id": ids.where(ids.notna(), None),
        "persona": ids.map(_names(build)),
        "p": read["p_department"].where(~exact.to_numpy(), 1.0).to_numpy(),
    })  # fmt: skip


def _names(build: PublishedBuild) -> dict[str, str]:
    return {persona.persona_id: persona.name for persona in build.personas_in_brief()}
