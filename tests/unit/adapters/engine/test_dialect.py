"""Translation for Spark: only what is known to keep its meaning passes."""

import pytest
import sqlglot
from sqlglot import exp

from personae.adapters.engine.dialect import ALLOWED, to_spark
from personae.domain.errors import EngineError


@pytest.mark.parametrize(("sql", "function"), [
    ("SELECT list(a ORDER BY b) FROM t", "array_agg"), ("SELECT isodow(d) FROM t", "dayofweek_iso"),
    ("SELECT regexp_replace(a, 'b', 'c') FROM t", "regexp_replace"), ("SELECT log(a) FROM t", "log"),
    ("SELECT epoch(a) FROM t", "time_to_unix"), ("SELECT date_diff('day', a, b) FROM t", "datediff"),
    ("SELECT no_such_thing(a) FROM t", "no_such_thing"),
    ("SELECT a FROM t WHERE b > (SELECT median(b) FROM t)", "median"),
])
def test_other_functions_are_named_and_refused(sql: str, function: str) -> None:
    with pytest.raises(EngineError) as caught:
        to_spark(sql, "mine")
    assert "'mine'" in str(caught.value)
    assert caught.value.value == function


def test_microseconds_both_ways() -> None:
    found = to_spark('SELECT epoch_us("at") AS a, make_timestamp(b) AS b FROM t', "mine")
    assert found == "SELECT UNIX_MICROS(CAST(`at` AS TIMESTAMP_LTZ)) AS a, TIMESTAMP_MICROS(b) AS b FROM t"


def test_order_of_nulls_and_text_keep_their_meaning() -> None:
    found = to_spark("SELECT a FROM t WHERE a <> 'it''s \\ {x}' ORDER BY a", "mine")
    assert "NULLS LAST" in found
    back = sqlglot.parse_one(found, read="spark").find(exp.Literal)
    assert back is not None
    assert back.this == "it's \\ {x}"


def test_broken_sql_is_an_engine_error() -> None:
    with pytest.raises(EngineError, match="can't be translated"):
        to_spark("SELECT (", "mine")


def test_the_list_holds_no_function_of_the_known_traps() -> None:
    assert not ALLOWED & {"array_agg", "regexp_replace", "log", "epoch", "datediff"}
