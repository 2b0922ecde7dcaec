"""Whatever bytes a file holds: rejected rows or one of our errors, and read + rejected + duplicates + later = input."""

import gzip
import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personae.adapters.settings import parse_settings
from personae.adapters.sources import FileLooks, FileSources
from personae.app.ports import ReadResult
from personae.app.propose_mapping import propose_mapping
from personae.domain.errors import PersonaeError

_FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str, detail: str = "") -> None:
        """Nothing."""

    def advance(self, done: int, total: int) -> None:
        """Nothing."""


def read_bytes(name: str, content: bytes, toml: str) -> ReadResult | PersonaeError:
    """What reading gives, or the error of ours it ends in; any other error fails the test."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / name).write_bytes(content)
        try:
            found = parse_settings(
                f'[build]\nmax_rejected_share = 1\nmemory = "300MB"\n[[source]]\nfiles = "{name}"\n{toml}'
            )
            result = FileSources(max_line=5_000).read(root, found, root / ".cache", datetime(2025, 1, 1), Silent())
        except PersonaeError as error:
            assert "Traceback" not in str(error)
            return error
        for count in result.counts:
            parts = (count.n_read, count.n_rejected, count.n_duplicates, count.n_later)
            assert count.n_input == sum(parts) and min(parts) >= 0, count
        assert sum(c.n_rejected for c in result.counts) == len(result.rejected)
        return result


_CELL = st.one_of(
    st.sampled_from(
        [
            "p1",
            "",
            "2024-01-01",
            "2024-13-45",
            '"',
            '""',
            'a"b',
            '"a',
            "a,b",
            "x\ny",
            "\r",
            "\0",
            "é",
            "NULL",
            "😀",
            "1e400",
            "-",
            "\t",
            " ",
            "'",
            "\\",
            "\x1f",
            "9" * 40,
            "{}",
            "\ufeff",
        ]
    ),
    st.text(max_size=12),
)
_EVENTS = 'table = "events"\ncolumns = { person_id = "a", event = "b", at = "c", properties = "d" }\n'


@_FEW
@given(
    st.lists(st.lists(_CELL, max_size=6), max_size=12),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "cp1252", "utf-16", "utf-8-sig"]),
)
def test_rows_of_odd_cells(rows: list[list[str]], ending: str, encoding: str) -> None:
    text = ending.join(["a,b,c,d", *(",".join(row) for row in rows)])
    read_bytes("x.csv", text.encode(encoding, "replace"), _EVENTS)


@_FEW
@given(st.binary(max_size=400))
def test_any_bytes_after_a_header(content: bytes) -> None:
    read_bytes("x.csv", b"a,b,c,d\n" + content, _EVENTS)


@_FEW
@given(
    st.binary(max_size=300), st.sampled_from(["x.csv", "x.tsv", "x.jsonl", "x.parquet", "x.csv.gz", "x.txt", "x.md"])
)
def test_any_bytes_in_any_kind_of_file(content: bytes, name: str) -> None:
    read_bytes(name, content, 'table = "people"\n' if not name.endswith((".md", ".txt")) else 'table = "documents"\n')


@_FEW
@given(
    st.lists(
        st.one_of(
            st.dictionaries(
                st.sampled_from(
                    ["type", "userId", "event", "timestamp", "traits", "properties", "groupId", "messageId"]
                ),
                st.recursive(
                    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _CELL),
                    lambda v: st.lists(v, max_size=2) | st.dictionaries(_CELL, v, max_size=2),
                    max_leaves=4,
                ),
                max_size=6,
            ).map(json.dumps),
            st.text(max_size=30),
        ),
        max_size=8,
    )
)
def test_json_lines_of_anything(lines: list[str]) -> None:
    first = '{"type": "track", "userId": "u", "event": "e", "timestamp": "2024-01-01", "messageId": "m"}'
    read_bytes("x.jsonl", "\n".join([first, *lines]).encode("utf-8", "surrogatepass"), 'preset = "segment"\n')


_WORD = st.text(
    st.characters(codec="utf-8", exclude_characters='\r\n\0",', exclude_categories=("Zs", "Zl", "Zp", "Cc")),
    min_size=1,
    max_size=8,
)


@_FEW
@given(
    st.lists(st.tuples(_WORD, st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1))), max_size=20),
    st.lists(
        st.sampled_from(['p,"x,2024-01-01', "p", "a,b,c,d,e,f", 'p,"q"r,2024-01-01', "p,\0,2024-01-01"]), max_size=4
    ),
    st.randoms(use_true_random=False),
)
def test_torn_rows_never_cost_a_good_one(good: list[tuple[str, datetime]], torn: list[str], random) -> None:
    whole = [f"p{i},{word},{at.isoformat()}" for i, (word, at) in enumerate(good)]
    lines = whole + torn
    random.shuffle(lines)
    result = read_bytes("x.csv", "\n".join(["person_id,event,at", *lines, ""]).encode(), 'table = "events"\n')
    assert isinstance(result, ReadResult)
    n_input, n_rejected = (sum(getattr(c, f) for c in result.counts) for f in ("n_input", "n_rejected"))
    assert (n_input, n_rejected) == (len(lines), len(torn))
    rejected = {line.row for line in result.rejected}
    assert rejected == {i for i, line in enumerate(lines, 1) if line in torn}


@_FEW
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from(["2024-01-01", "", "nope"])),
        max_size=25,
    )
)
def test_a_plain_file_and_its_careful_reading_agree(rows: list[tuple[str, ...]]) -> None:
    text = "".join(",".join(row) + "\n" for row in [("person_id", "event", "at"), *rows])
    plain = read_bytes("x.csv", text.encode(), 'table = "events"\n')
    careful = read_bytes("x.csv", text.encode("utf-16"), 'table = "events"\n')
    packed = read_bytes("x.csv.gz", gzip.compress(text.encode()), 'table = "events"\n')
    assert isinstance(plain, ReadResult) and isinstance(careful, ReadResult) and isinstance(packed, ReadResult)
    seen = [[(r.row, r.column, r.value, r.reason) for r in result.rejected] for result in (plain, careful, packed)]
    assert seen[0] == seen[1] == seen[2]
    numbers = [[(c.n_input, c.n_read, c.n_duplicates) for c in result.counts] for result in (plain, careful, packed)]
    assert numbers[0] == numbers[1] == numbers[2]


@_FEW
@given(st.lists(st.lists(_CELL, min_size=1, max_size=5), max_size=6), st.binary(max_size=100))
def test_a_proposal_is_always_a_valid_file(rows: list[list[str]], noise: bytes) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "table.csv").write_bytes("\n".join(",".join(row) for row in rows).encode("utf-8", "replace"))
        (root / "noise.jsonl").write_bytes(noise)
        (root / "note.md").write_bytes(noise)
        proposal = propose_mapping(root, FileLooks())
        assert parse_settings(proposal.text, name=root.name) == proposal.settings
