"""A published build as tables: one vocabulary for Python, `--json` and files."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from personae.app.ports import PublishedBuild
from personae.app.predictions import stored_predictions
from personae.domain.decision import NOTHING, Current, DecisionKind
from personae.domain.evidence import Interval
from personae.domain.finding import Finding
from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona
from personae.domain.statement import Statement
from personae.stages.describe import ledger

PERSONA_COLUMNS = (
    "persona_id",
    "layer",
    "kind",
    "name",
    "summary",
    "n_people",
    "n_accounts",
    "n_units",
    "share",
    "share_low",
    "share_high",
    "share_accounts",
    "type",
    "types_earned",
    "archetype",
    "stability",
    "goal",
    "why",
    "measure",
    "nearest",
    "matched",
)
STATEMENT_COLUMNS = (
    "statement_id",
    "persona_id",
    "facet",
    "text",
    "origin",
    "standing",
    "n_people",
    "n_accounts",
    "value",
    "low",
    "high",
    "n_evidence",
    "n_against",
    "distinctive",
    "concern",
    "question",
    "verdict",
)
LINK_COLUMNS = (
    "link_id",
    "source",
    "source_layer",
    "source_metric",
    "target",
    "target_layer",
    "target_metric",
    "kind",
    "origin",
    "effect",
    "low",
    "high",
    "unit",
    "p_value",
    "n_accounts",
    "n_rows",
    "method",
    "why_not",
    "text",
)
PATH_COLUMNS = ("path_id", "strength", "low", "high", "weakest", "weakest_reason", "links", "text")
FINDING_COLUMNS = (
    "finding_id",
    "check",
    "severity",
    "scope",
    "subject",
    "title",
    "what",
    "todo",
    "job",
    "confidence",
    "n_people",
    "n_accounts",
    "n_evidence",
    "dismissed",
)
ASSUMPTION_COLUMNS = (
    "statement_id",
    "persona_id",
    "persona",
    "facet",
    "text",
    "standing",
    "question",
    "worth",
    "reason",
)
GAP_COLUMNS = ("what", "adds", "how", "table", "layer")


def personas_frame(personas: Iterable[Persona], layer: str | None = None) -> pd.DataFrame:
    """One row a persona (columns: `PERSONA_COLUMNS`); `type` is the richest type earned."""
    rows = [_persona(persona) for persona in personas if layer is None or persona.layer == layer]
    return _frame(rows, PERSONA_COLUMNS)


def _persona(persona: Persona) -> dict[str, Any]:
    size, said = persona.size, {s.statement_id: s.text for s in persona.statements}
    earned = [kind.type for kind in persona.types if kind.earned]
    return {
        "persona_id": persona.persona_id,
        "layer": str(persona.layer),
        "kind": persona.kind,
        "name": persona.name,
        "summary": persona.summary,
        "n_people": size.n_people,
        "n_accounts": size.n_accounts,
        "n_units": size.n_units,
        **_interval("share", size.share),
        "share_accounts": size.share_accounts.value if size.share_accounts else None,
        "type": earned[-1] if earned else None,
        "types_earned": "; ".join(earned),
        "archetype": persona.archetype and str(persona.archetype),
        "stability": persona.stability,
        "goal": said.get(persona.triple.goal or ""),
        "why": said.get(persona.triple.why or ""),
        "measure": said.get(persona.triple.measure or ""),
        "nearest": persona.nearest,
        "matched": "; ".join(persona.matched),
    }


def statements_frame(
    personas: Iterable[Persona], persona_id: str | None = None, now: Current = NOTHING, *, refuted: bool = False
) -> pd.DataFrame:
    """One row a statement (columns: `STATEMENT_COLUMNS`); value, low, high are of its first measure.

    `verdict`: what people said of it, as `now` has it; with `refuted`, also those that they judged wrong.
    """
    rows = [
        {**_statement(statement), "verdict": said and str(said.value)}
        for persona in personas
        if persona_id is None or persona.persona_id == persona_id
        for statement in (*persona.statements, *(persona.refuted if refuted else ()))
        for said in [now.on_statement(statement)]
    ]
    return _frame(rows, STATEMENT_COLUMNS)


def _statement(statement: Statement) -> dict[str, Any]:
    intervals = (getattr(e, "estimate", getattr(e, "share", None)) for e in statement.evidence)
    first = next((i for i in intervals if i is not None), None)
    return {
        "statement_id": statement.statement_id,
        "persona_id": statement.persona_id,
        "facet": str(statement.facet),
        "text": statement.text,
        "origin": str(statement.origin),
        "standing": statement.standing and str(statement.standing),
        "n_people": statement.n_people,
        "n_accounts": statement.n_accounts,
        "value": first.value if first else None,
        "low": first.low if first else None,
        "high": first.high if first else None,
        "n_evidence": len(statement.evidence),
        "n_against": sum(e.stance < 0 for e in statement.evidence),
        "distinctive": statement.distinctive,
        "concern": statement.concern and str(statement.concern),
        "question": statement.question,
    }


def assumptions_frame(personas: Iterable[Persona]) -> pd.DataFrame:
    """The assumption ledger (columns: `ASSUMPTION_COLUMNS`), what would teach most first."""
    rows = [
        {
            **_plain(entry, ASSUMPTION_COLUMNS),
            "statement_id": entry.statement.statement_id,
            "facet": str(entry.statement.facet),
            "text": entry.statement.text,
            "standing": str(entry.standing),
        }
        for entry in ledger(personas)
    ]
    return _frame(rows, ASSUMPTION_COLUMNS)


def links_frame(links: Iterable[Link]) -> pd.DataFrame:
    """One row a link (columns: `LINK_COLUMNS`)."""
    return _frame(
        [
            {**_plain(link, LINK_COLUMNS), "link_id": link.link_id, **_interval("effect", link.effect, "low", "high")}
            for link in links
        ],
        LINK_COLUMNS,
    )


def paths_frame(paths: Iterable[ChainPath]) -> pd.DataFrame:
    """One row a path of the chain (columns: `PATH_COLUMNS`); `links` are ids, bottom-up."""
    return _frame(
        [
            {
                **_plain(path, PATH_COLUMNS),
                "path_id": path.path_id,
                "links": "; ".join(path.links),
                **_interval("strength", path.strength, "low", "high"),
            }
            for path in paths
        ],
        PATH_COLUMNS,
    )


def findings_frame(findings: Iterable[Finding], now: Current = NOTHING) -> pd.DataFrame:
    """One row a finding (columns: `FINDING_COLUMNS`); `dismissed`: by whom and why, as `now` has it."""
    return _frame(
        [
            {
                **_plain(finding, FINDING_COLUMNS),
                "finding_id": finding.finding_id,
                "severity": str(finding.severity),
                "job": str(finding.job),
                "n_evidence": len(finding.evidence),
                "dismissed": said and f"{said.who}: {said.reason}",
            }
            for finding in findings
            for said in [now.on(DecisionKind.FINDING, finding.issue_id)]
        ],
        FINDING_COLUMNS,
    )


def gaps_frame(build: PublishedBuild) -> pd.DataFrame:
    """One row a gap (columns: `GAP_COLUMNS`)."""
    return _frame([_plain(gap, GAP_COLUMNS) for gap in build.gaps()], GAP_COLUMNS)


def predictions_frame(build: PublishedBuild) -> pd.DataFrame:
    """What was foretold of the personas, the latest first, and what came of it (table `predictions`)."""
    return stored_predictions(build).iloc[::-1].reset_index(drop=True)


def _interval(name: str, value: Interval | None, low: str = "", high: str = "") -> dict[str, float | None]:
    low, high = low or f"{name}_low", high or f"{name}_high"
    if value is None:
        return {name: None, low: None, high: None}
    return {name: value.value, low: value.low, high: value.high}


def _plain(thing: object, columns: tuple[str, ...]) -> dict[str, Any]:
    return {column: getattr(thing, column, None) for column in columns}


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns))


def records(frame: pd.DataFrame) -> list[Mapping[str, Any]]:
    """Rows as JSON-able mappings, missing as None."""
    return [
        {str(key): None if pd.api.types.is_scalar(value) and pd.isna(value) else value for key, value in row.items()}
        for row in frame.to_dict("records")
    ]
