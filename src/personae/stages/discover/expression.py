"""The user layer's model as one SQL query: personas for millions of people, where the table is."""

from typing import Any

import numpy as np
from scipy.special import gammaln

from personae.domain.errors import SettingsError
from personae.stages.discover.blocks import TINY
from personae.stages.discover.outside import EDGES, LEAST_P
from personae.stages.discover.remember import Remembered, read

QUERY = """WITH profile (event, k, a0, g0, a1, g1) AS (VALUES
{profile}
), persona (k, persona_id, log_share) AS (VALUES
{persona}
), counted AS (
  SELECT person_id, event, sum(n)::DOUBLE AS n FROM {table} WHERE n > 0 GROUP BY person_id, event
), sums AS (
  SELECT c.person_id, p.k, sum(c.n) AS total, sum(lgamma(c.n + p.a0) - p.g0) AS l0, sum(lgamma(c.n + p.a1) - p.g1) AS l1
  FROM counted AS c JOIN profile AS p ON c.event = p.event GROUP BY c.person_id, p.k
), calm_or_bursty AS (
  SELECT q.person_id, p.k, p.persona_id, p.log_share, coalesce(s.total, 0) AS total,
    {head0} + coalesce(s.l0, 0) - lgamma(coalesce(s.total, 0) + {c0}) AS b0,
    {head1} + coalesce(s.l1, 0) - lgamma(coalesce(s.total, 0) + {c1}) AS b1
  FROM (SELECT DISTINCT person_id FROM {table}) AS q CROSS JOIN persona AS p
  LEFT JOIN sums AS s ON s.person_id = q.person_id AND s.k = p.k
), fit AS (
  SELECT person_id, k, persona_id, total, greatest(b0, b1) + ln(1 + exp(-abs(b0 - b1))) AS loglik,
    log_share + loglik AS joint
  FROM calm_or_bursty
), best AS (
  SELECT person_id, any_value(total) AS total, max(joint) AS top, max_by(persona_id, (joint, -k)) AS persona_id,
    max_by(loglik, (joint, -k)) AS loglik, list(joint) AS joints
  FROM fit GROUP BY person_id
), sure AS (
  SELECT person_id, persona_id, total, loglik, 1 / list_sum(list_transform(joints, lambda j: exp(j - top))) AS p
  FROM best
)
SELECT person_id, CASE WHEN {outside} THEN NULL ELSE persona_id END AS persona_id, p FROM sure"""


def score_expression(model: dict[str, Any], table: str = "person_events") -> str:
    """One query in DuckDB's dialect: person_id, persona_id (NULL = fits none) and p, as `score_units` gives on counts.

    `model` is the user layer's `LayerResult.model`; `table` has person_id, event and n (several rows of one person and
    event add up; other events are ignored). The rows come in no order. Raises SettingsError when the model holds
    no personas, or holds evidence other than counts.
    """
    known = read(model)
    if known is None:
        raise SettingsError("This layer has no personas to score against.", todo="Build with more data first.")
    if known.encoder.block_names() != ["counts"]:
        raise SettingsError("Only personas found on counts of events can be written as SQL.",
                            value=", ".join(known.encoder.block_names()), allowed="counts", todo="Use `score_units`.")
    params, d = known.mixture.params[0], len(known.encoder.count_names)
    c0, c1 = (float(np.exp(params[0, d + s])) for s in (0, 1))
    calm = float(params[0, d + 2])
    return QUERY.format(
        table=".".join(f'"{part}"' for part in table.replace('"', '""').split(".")),
        profile=_profiles(known, c0, c1), persona=_personas(known), c0=repr(c0), c1=repr(c1),
        head0=repr(float(gammaln(c0) + np.log(calm + TINY))), head1=repr(float(gammaln(c1) + np.log(1 - calm + TINY))),
        outside=_outside(known),
    )


def _profiles(known: Remembered, c0: float, c1: float) -> str:
    """Rows event, persona, and for both concentrations the pseudo-counts and their log gamma."""
    rows = []
    for j, event in enumerate(known.encoder.count_names):
        for k, share in enumerate(known.mixture.params[0][:, j]):
            numbers = (c0 * share, gammaln(c0 * share), c1 * share, gammaln(c1 * share))
            rows.append(f"  ({_quoted(event)}, {k}, " + ", ".join(f"{float(x)!r}::DOUBLE" for x in numbers) + ")")
    return ",\n".join(rows)


def _personas(known: Remembered) -> str:
    shares = zip(known.persona_ids, np.log(known.mixture.shares), strict=True)
    return ",\n".join(f"  ({k}, {_quoted(name)}, {float(share)!r}::DOUBLE)" for k, (name, share) in enumerate(shares))


def _outside(known: Remembered) -> str:
    """When a person fits none: the condition of `Bounds.outside`."""
    if known.mixture.k == 1:
        return "FALSE"
    undecided = f"p < {LEAST_P!r}"
    if not known.bounds.least:
        return undecided
    *classes, most = known.bounds.least
    by_size = " ".join(f"WHEN total < {e!r} THEN {v!r}" for e, v in zip(EDGES.tolist(), classes, strict=True))
    return f"{undecided} OR loglik / greatest(total, 1) < CASE {by_size} ELSE {most!r} END"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
