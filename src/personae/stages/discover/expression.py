"""A layer's model as one SQL query: personas for millions of people, where the table is."""

from typing import Any, Final, Literal

import numpy as np
from scipy.special import gammaln

from personae.domain.errors import SettingsError
from personae.stages.discover.blocks import TINY
from personae.stages.discover.outside import EDGES, LEAST_P
from personae.stages.discover.remember import Remembered, read

HALF_LOG_2PI: Final = 0.9189385332046727

Dialect = Literal["duckdb", "spark"]

QUERY = """WITH profile (event, k, a0, g0, a1, g1) AS (VALUES
{profile}
), persona (k, persona_id, log_share) AS (VALUES
{persona}
), counted AS (
  SELECT person_id, event, CAST(sum(n) AS DOUBLE) AS n FROM {table} WHERE n > 0 GROUP BY person_id, event
), sums AS (
  SELECT c.person_id, p.k, sum(c.n) AS total,
    sum({lgamma_n0} - p.g0) AS l0,
    sum({lgamma_n1} - p.g1) AS l1
  FROM counted AS c JOIN profile AS p ON c.event = p.event GROUP BY c.person_id, p.k
), everybody AS (
  SELECT q.person_id, p.k, p.log_share, coalesce(s.total, 0.0) AS total, coalesce(s.l0, 0.0) AS l0,
    coalesce(s.l1, 0.0) AS l1
  FROM (SELECT DISTINCT person_id FROM {table}) AS q CROSS JOIN persona AS p
  LEFT JOIN sums AS s ON s.person_id = q.person_id AND s.k = p.k
), calm_or_bursty AS (
  SELECT person_id, k, log_share, total, {head0} + l0 - {lgamma_t0} AS b0,
    {head1} + l1 - {lgamma_t1} AS b1
  FROM everybody
), fit AS (
  SELECT person_id, k, log_share, total, greatest(b0, b1) + ln(1 + exp(-abs(b0 - b1))) AS loglik FROM calm_or_bursty
), best AS (
  SELECT person_id, max(log_share + loglik) AS top FROM fit GROUP BY person_id
), sure AS (
  SELECT f.person_id, max(f.total) AS total, min(CASE WHEN f.log_share + f.loglik = b.top THEN f.k END) AS k,
    max(CASE WHEN f.log_share + f.loglik = b.top THEN f.loglik END) AS loglik,
    1 / sum(exp(f.log_share + f.loglik - b.top)) AS p
  FROM fit AS f JOIN best AS b ON f.person_id = b.person_id GROUP BY f.person_id
)
SELECT s.person_id, CASE WHEN {outside} THEN NULL ELSE p.persona_id END AS persona_id, s.p
FROM sure AS s JOIN persona AS p ON s.k = p.k"""


def score_expression(model: dict[str, Any], table: str = "person_events", dialect: Dialect = "duckdb") -> str:
    """One query: person_id, persona_id (NULL = fits none) and p, as `score_units` gives on counts.

    `model` is the `LayerResult.model` of a layer found on counts (users; buyers where roles are all that is known);
    `table`, maybe with its schema before a dot, has person_id, event and n (several rows of one person and event add
    up; other events are ignored). The rows come in no order. Only the ways of quoting differ between the dialects.
    Raises SettingsError when the model holds no personas, or holds evidence other than counts.
    """
    known = read(model)
    if known is None:
        raise SettingsError("This layer has no personas to score against.", todo="Build with more data first.")
    if known.encoder.block_names() != ["counts"]:
        raise SettingsError("Only personas found on counts of events can be written as SQL.",
                            value=", ".join(known.encoder.block_names()), allowed="counts",
                            todo="Place people with `personae score TABLE` instead, without --sql.")
    params, d = known.mixture.params[0], len(known.encoder.count_names)
    c0, c1 = (float(np.exp(params[0, d + s])) for s in (0, 1))
    calm = float(params[0, d + 2])
    mark = "`" if dialect == "spark" else '"'
    return QUERY.format(
        table=".".join(f"{mark}{part}{mark}" for part in table.replace(mark, 2 * mark).split(".")),
        profile=_profiles(known, c0, c1, dialect), persona=_personas(known, dialect),
        lgamma_n0=_lgamma("(c.n + p.a0)"), lgamma_n1=_lgamma("(c.n + p.a1)"),
        lgamma_t0=_lgamma(f"(total + {c0!r})"), lgamma_t1=_lgamma(f"(total + {c1!r})"),
        head0=repr(float(gammaln(c0) + np.log(calm + TINY))), head1=repr(float(gammaln(c1) + np.log(1 - calm + TINY))),
        outside=_outside(known),
    )


def _lgamma(x: str) -> str:
    """ln gamma(x), x > 0, where an engine has no such function: Stirling's series (Abramowitz and Stegun 6.1.41) at
    x + 8, brought back by the recurrence; wrong by 1e-12 at most."""
    y = f"({x} + 8)"
    series = f"(1 / 12e0 - (1 / 360e0 - (1 / 1260e0 - (1 / 1680e0 - 1 / (1188e0 * {y} * {y})) / ({y} * {y}))" \
             f" / ({y} * {y})) / ({y} * {y})) / {y}"
    back = " * ".join([x, *(f"({x} + {i})" for i in range(1, 8))])
    return f"(({x} + 7.5) * ln({y}) - {y} + {HALF_LOG_2PI!r} + {series} - ln({back}))"


def _profiles(known: Remembered, c0: float, c1: float, dialect: Dialect) -> str:
    """Rows event, persona, and for both concentrations the pseudo-counts and their log gamma."""
    rows = []
    for j, event in enumerate(known.encoder.count_names):
        for k, share in enumerate(known.mixture.params[0][:, j]):
            numbers = (c0 * share, gammaln(c0 * share), c1 * share, gammaln(c1 * share))
            rows.append(f"  ({_quoted(event, dialect)}, {k}, " + ", ".join(map(_double, numbers)) + ")")
    return ",\n".join(rows)


def _personas(known: Remembered, dialect: Dialect) -> str:
    shares = zip(known.persona_ids, np.log(known.mixture.shares), strict=True)
    return ",\n".join(f"  ({k}, {_quoted(name, dialect)}, {_double(share)})" for k, (name, share) in enumerate(shares))


def _double(number: float) -> str:
    return f"CAST({float(number)!r} AS DOUBLE)"


def _outside(known: Remembered) -> str:
    """When a person fits none: the condition of `Bounds.outside`."""
    if known.mixture.k == 1:
        return "FALSE"
    undecided = f"s.p < {LEAST_P!r}"
    if not known.bounds.least:
        return undecided
    *classes, most = known.bounds.least
    by_size = " ".join(f"WHEN s.total < {e!r} THEN {v!r}" for e, v in zip(EDGES.tolist(), classes, strict=True))
    return f"{undecided} OR s.loglik / greatest(s.total, 1.0) < CASE {by_size} ELSE {most!r} END"


def _quoted(text: str, dialect: Dialect) -> str:
    if dialect == "spark":  # where a doubled quote joins two texts, and a backslash escapes
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return "'" + text.replace("'", "''") + "'"
