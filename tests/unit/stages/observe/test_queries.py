"""Every query of the stage: what it says it reads is what it reads, and both engines can run it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlglot
from sqlglot import exp

from personae.adapters.engine.dialect import to_spark
from personae.domain.query import Query
from personae.domain.tables import CANONICAL
from personae.stages.observe import Rules, as_of_query, crm, merge, part, table_query
from personae.stages.observe.schemas import OWNERS
from personae.stages.observe.text import query, utc_text

RULES = Rules("2025-01-01 00:00:00.000000", 1_800_000_000, ("it's {odd} \\",))
NOW = datetime(2025, 1, 1)


def every_query() -> list[Query]:
    named = (
        *part.part_queries(RULES), *part.steps_queries(RULES), *part.chunk_queries(RULES), *merge.who_queries(),
        *merge.merge_queries(RULES), *crm.crm_queries(NOW),
    )
    return [
        *(query for _, query in named), part.owners(RULES), part.kept_owners(), part.chunks("tangled"),
        part.coded(RULES, 0), part.event_people(), merge.tangled_people(RULES), merge.tangled_coded(RULES, 0),
        merge.tangled_follows(), merge.merged_transitions(RULES, 0), merge.transitions(), merge.people_chunks(RULES),
        *(as_of_query(table, NOW, "all_rows") for table in CANONICAL), *(table_query(table) for table in CANONICAL),
    ]


@pytest.mark.parametrize("query", every_query(), ids=lambda query: query.name)
def test_inputs_are_what_is_read_and_columns_what_is_returned(query: Query) -> None:
    tree = sqlglot.parse_one(query.render(), read="duckdb")
    made_within = {cte.alias for cte in tree.find_all(exp.CTE)}
    assert {table.name for table in tree.find_all(exp.Table)} - made_within == set(query.inputs)
    assert tree.named_selects == [column.name for column in query.columns]


@pytest.mark.parametrize("query", every_query(), ids=lambda query: query.name)
def test_only_functions_that_mean_the_same_on_both_engines(query: Query) -> None:
    assert to_spark(query.render(), query.name)


def test_ignored_names_are_values_whatever_is_in_them() -> None:
    names = ["it's", "{until}", "a' OR '1'='1", "{0}"]
    found = query("part_owners", ["part_events"], OWNERS, {"until": "x"}, names).render()
    tree = sqlglot.parse_one(found, read="duckdb")
    listed = next(tree.find_all(exp.In))
    assert sorted(each.this for each in listed.expressions) == sorted(names)
    assert "IN" not in query("part_owners", ["part_events"], OWNERS, {"until": "x"}).render().split()


def test_moments_are_written_in_utc_to_the_microsecond() -> None:
    plain = datetime(2025, 3, 30, 1, 30, 0, 1)
    assert utc_text(plain) == "2025-03-30 01:30:00.000001"
    assert utc_text(plain.replace(tzinfo=UTC)) == utc_text(plain)
    assert utc_text(plain.replace(tzinfo=timezone(timedelta(hours=2)))) == "2025-03-29 23:30:00.000001"
