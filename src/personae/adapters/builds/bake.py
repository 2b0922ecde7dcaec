"""Writes `personas.sqlite` for one build."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from personae.adapters.builds.codec import to_text
from personae.adapters.builds.schema import BAKED_INDEXES, INDEXES, SEARCHES, TABLES
from personae.app.page_tables import page_tables
from personae.app.ports import Contents

MEMBERSHIP_COLUMNS = ["layer", "unit_id", "person_id", "account_id", "department", "persona_id", "p"]


def bake(contents: Contents, path: Path) -> None:
    """Everything the pages show, indexed, in one file made for reading only."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = OFF")  # the file is renamed into place whole; a torn one is never seen
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        for statement in TABLES:
            db.execute(statement)
        _objects(db, contents)
        _rows(db, "memberships", contents.memberships.reindex(columns=MEMBERSHIP_COLUMNS))
        for name, frame in {**contents.frames, **page_tables(contents)}.items():
            _frame(db, name, frame)
        for statement in (*INDEXES, *BAKED_INDEXES, *SEARCHES):
            db.execute(statement)
        db.execute("COMMIT")
    finally:
        db.close()


def _objects(db: sqlite3.Connection, contents: Contents) -> None:
    personas = contents.personas
    _many(
        db,
        "personas",
        (
            (
                i,
                p.persona_id,
                p.layer,
                p.kind,
                p.name,
                p.size.n_people,
                p.size.n_accounts,
                to_text(replace(p, statements=())),
            )
            for i, p in enumerate(personas)
        ),
    )
    _many(
        db,
        "statements",
        (
            (i, s.statement_id, s.persona_id, s.facet, s.text, s.origin, s.standing, to_text(s))
            for i, s in enumerate(s for p in personas for s in p.statements)
        ),
    )
    _many(db, "links", ((i, x.link_id, to_text(x)) for i, x in enumerate(contents.links)))
    _many(db, "paths", ((i, x.path_id, to_text(x)) for i, x in enumerate(contents.paths)))
    _many(
        db,
        "findings",
        (
            (i, f.finding_id, f.check, f.severity, f.scope, f.subject, to_text(f))
            for i, f in enumerate(contents.findings)
        ),
    )
    _many(db, "gaps", ((i, to_text(x)) for i, x in enumerate(contents.gaps)))
    _many(db, "models", ((layer, to_text(dict(model))) for layer, model in contents.models.items()))


def _many(db: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    rows = list(rows)
    if rows:
        marks = ",".join("?" * len(rows[0]))
        db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _frame(db: sqlite3.Connection, name: str, frame: pd.DataFrame) -> None:
    """A frame as table `t_<name>`: times as ISO text, so that they sort and read as they are."""
    columns = ", ".join(f'"{column}"' for column in frame.columns)
    db.execute(f'CREATE TABLE "t_{name}" ({columns})')
    _rows(db, f"t_{name}", frame)
    for column in ("account_id", "person_id", "opportunity_id", "document_id"):
        if column in frame.columns:
            db.execute(f'CREATE INDEX "t_{name}_by_{column}" ON "t_{name}" ("{column}")')


def _rows(db: sqlite3.Connection, table: str, frame: pd.DataFrame) -> None:
    if frame.empty:
        return
    plain = pd.DataFrame({column: _plain(frame[column]) for column in frame.columns}, dtype=object)
    marks = ",".join("?" * plain.shape[1])
    db.executemany(f'INSERT INTO "{table}" VALUES ({marks})', plain.itertuples(index=False, name=None))


def _plain(values: pd.Series) -> pd.Series:
    """Python values that SQLite takes; missing becomes None."""
    missing = values.isna()
    if pd.api.types.is_datetime64_any_dtype(values):
        values = values.dt.strftime("%Y-%m-%dT%H:%M:%S.%f")
    elif pd.api.types.is_bool_dtype(values):
        values = values.astype("Int64")
    return values.astype(object).where(~missing, None)
