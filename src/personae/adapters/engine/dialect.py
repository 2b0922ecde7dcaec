"""DuckDB's dialect to Spark's, behind an allow-list: what is not on it may change its meaning on the way."""

import sqlglot
from sqlglot import exp

from personae.domain.errors import EngineError

ALLOWED = frozenset({
    "and", "or", "case", "if", "cast", "coalesce", "nullif", "count", "sum", "min", "max", "lag", "lead", "row_number",
    "dense_rank", "floor", "round", "lower", "timestamp_trunc", "epoch_us", "make_timestamp",
})
"""As sqlglot names them; `timestamp_trunc` is DuckDB's date_trunc."""


def to_spark(sql: str, name: str) -> str:
    """The query as Spark reads it. Raises `EngineError` naming a function that is not on the list."""
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except sqlglot.errors.SqlglotError as error:
        raise EngineError(
            f"Query {name!r} can't be translated for Spark.", value=str(error).splitlines()[0],
            todo="Please report this.",
        ) from error
    for function in list(tree.find_all(exp.Func)):
        called = _called(function)
        if called not in ALLOWED:
            raise EngineError(
                f"Query {name!r} uses a function that is not known to mean the same on Spark.", value=called,
                allowed=", ".join(sorted(ALLOWED)), todo="Use engine = \"duckdb\", or write the query without it.",
            )
        if called == "epoch_us":
            function.replace(_micros(function.expressions[0]))
    return tree.sql(dialect="spark", comments=False)


def _called(function: exp.Func) -> str:
    if isinstance(function, exp.UnixToTime):  # what sqlglot makes of make_timestamp(microseconds)
        return "make_timestamp" if str(function.args.get("scale")) == "6" else "unix_to_time"
    return function.name.lower() if isinstance(function, exp.Anonymous) else function.sql_name().lower()


def _micros(moment: exp.Expression) -> exp.Expression:
    zoned = exp.cast(moment.copy(), exp.DataType.Type.TIMESTAMPLTZ)
    return exp.Anonymous(this="UNIX_MICROS", expressions=[zoned])
