"""Rows without one person: theirs go, the others stay to the byte, whatever the file."""

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from personae.adapters.sources.erase_rows import Rule, delimited, json_lines, parquet
from personae.stages.read.redact import Terms, without_person

WHO = Terms(frozenset({"u-17x", "7"}), frozenset({"ann@x.com"}), frozenset({"Ann Lee"}))
OWN = Rule(frozenset({"id"}), False)
named = st.sampled_from(["u-17x", "Ann Lee", "ask ANN  lee!", "7", "a;7;b"])
cells = st.text(alphabet='ab,;"\n é7', max_size=6) | named
leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["Ann Lee", "u-17x"])
texts = st.text(max_size=3)
trees = st.recursive(leaves, lambda some: st.lists(some, max_size=3) | st.dictionaries(texts, some, max_size=3))


@given(st.lists(st.tuples(cells, cells), max_size=8))
def test_delimited_rows(rows: list[tuple[str, str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("id", "text"), *rows])
    text = "".join(part for part, _ in delimited(io.StringIO(out.getvalue(), newline=""), ",", WHO, OWN))
    found = list(csv.reader(io.StringIO(text, newline="")))[1:]
    expected = [[WHO.clean(one), WHO.clean(two)] for one, two in rows if not WHO.is_one(one)]
    assert found == expected
    assert not any(WHO.is_one(row[0]) or "ann" in "".join(row).lower() for row in found)


def test_untouched_records_stay_to_the_byte() -> None:
    text = 'id,text\r\n1,"a ""b"""\r\n"2" ,x\r\nu-17x,y\r\n'
    assert "".join(part for part, _ in delimited(io.StringIO(text, newline=""), ",", WHO, OWN)) == text[:-9]


def test_json_lines_by_path_and_escaped_names() -> None:
    who = Terms(frozenset({"u1xx"}), frozenset(), frozenset({"Zoë Ott"}))
    lines = ['{"user":{"id":"u1xx"}}\n', '{"b":1,  "t":"by Zo\\u00eb Ott"}\n', '{"b":1,  "t":"else"}\n', "torn u1xx\n"]
    found = list(json_lines(lines, who, Rule(frozenset({"user.id"}), False)))
    assert found == [("", 1), ('{"b": 1, "t": "by [removed]"}\n', 1), (lines[2], 0), ("torn [removed]\n", 1)]


def test_a_deal_stays_a_row(tmp_path: Path) -> None:
    path = tmp_path / "deals.parquet"
    nested = [{"who": ["u-17x", "b"]}, {"who": []}]
    pq.write_table(pa.table({"id": ["u-17x", "o2"], "champions": ["u-17x;b", None], "more": nested, "n": [7, 8]}), path)
    table, n = parquet(path, WHO, Rule(frozenset({"id"}), True))
    assert n == 1 and table.to_pylist() == [
        {"id": "", "champions": "b", "more": {"who": ["b"]}, "n": 7},
        {"id": "o2", "champions": None, "more": {"who": []}, "n": 8},
    ]
    assert len(parquet(path, WHO, OWN)[0]) == 1
    assert parquet(path, WHO, Rule(frozenset({"n"}), False))[0].column("n").to_pylist() == [8]


def test_short_ids_are_whole_cells_only() -> None:
    assert WHO.clean("7") == "" and WHO.clean("17 of 7") == "17 of 7" and WHO.clean("1;7") == "1"


@given(trees)
def test_json_without_a_person_names_them_nowhere(value: object) -> None:
    text = json.dumps(list(_values(without_person(value, WHO))))
    assert "Ann Lee" not in text and "u-17x" not in text


def _values(value: object) -> list[object]:
    if isinstance(value, list):
        return [one for item in value for one in _values(item)]
    return [one for item in value.values() for one in _values(item)] if isinstance(value, dict) else [value]
