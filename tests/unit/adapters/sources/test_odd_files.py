"""Files as companies really have them: what is decided for each odd thing, and that nothing is lost in silence."""

import codecs
import gzip
import os
import tracemalloc
from datetime import datetime
from pathlib import Path

import pytest

from personae.adapters.sources import scan as scanning
from personae.domain.errors import PersonaeError, SettingsError, SourceError, StorageError, TooManyRejected

EVENTS = '[[source]]\nfiles = "e.csv"\ntable = "events"\n'
PEOPLE = '[[source]]\nfiles = "p.csv"\ntable = "people"\n'
HEAD = "person_id,event,at\n"


def reasons(result) -> list[tuple[int | None, str | None, str]]:
    return [(r.row, r.column, r.reason) for r in result.rejected]


def test_plain_events(read) -> None:
    result = read(EVENTS, {"e.csv": HEAD + "p1,open,2024-05-01T10:00:00Z\np2,close,2024-05-01 11:00\n"})
    assert read.rows(result, "events", "person_id, event, at") == [
        ("p1", "open", datetime(2024, 5, 1, 10)),
        ("p2", "close", datetime(2024, 5, 1, 11)),
    ]
    assert result.rejected == () and result.parts[0].n_rows == 2
    assert (result.parts[0].first_at, result.parts[0].last_at) == (datetime(2024, 5, 1, 10), datetime(2024, 5, 1, 11))


def test_bad_cells_are_rejected_with_row_column_value_and_reason(read) -> None:
    result = read(EVENTS, {"e.csv": HEAD + "p1,open,2024-05-01\n,open,2024-05-01\np2,open,tomorrow\np3,,2024-05-01\n"})
    assert reasons(result) == [
        (2, "person_id", "person_id is empty"),
        (3, "at", "at is not a time between 1900-01-01 and 2200-01-01"),
        (4, "event", "event is empty"),
    ]
    assert result.rejected[1].value == "tomorrow"


def test_rejected_name_the_users_column(read) -> None:
    toml = EVENTS + '[source.columns]\nperson_id = "wer"\nevent = "was"\nat = "wann"\n'
    result = read(toml, {"e.csv": "wer;was;wann\np1;auf;nie\np2;auf;01.05.2024 10:30\n"})
    assert result.rejected[0].column == "wann"
    assert read.rows(result, "events", "at") == [(datetime(2024, 5, 1, 10, 30),)]


@pytest.mark.parametrize(
    "broken, row, reason",
    [
        ("p2,open\n", 2, "2 columns instead of 3"),
        ("p2,open,2024-01-01,x,y\n", 2, "5 columns instead of 3"),
        ('p2,"open,2024-01-01\n', 2, "a quote is opened and never closed"),
        ('p2,"op"en,2024-01-01\n', 2, "text follows a closing quote"),
        ("p2,op\0en,2024-01-01\n", 2, "the line holds a NUL byte"),
        ("p2," + "x" * 200_000 + ",2024-01-01\n", 2, "the line is longer than 100,000 bytes"),
    ],
)
def test_a_torn_row_costs_only_itself(read, broken: str, row: int, reason: str) -> None:
    good = "".join(f"p{i},close,2024-02-{i:02d}\n" for i in range(3, 20))
    result = read(EVENTS, {"e.csv": HEAD + "p1,open,2024-01-01\n" + broken + good})
    assert [(r.row, r.reason) for r in result.rejected] == [(row, reason)]
    assert len(read.rows(result, "events")) == 18


def test_a_stray_quote_swallows_nothing(read) -> None:
    lines = [f"p{i},open,2024-01-{i % 27 + 1:02d}\n" for i in range(2000)]
    lines[700] = 'p700,"open,2024-01-05\n'
    result = read(EVENTS, {"e.csv": HEAD + "".join(lines)})
    assert (result.counts[0].n_read, result.counts[0].n_rejected) == (1999, 1)
    assert result.rejected[0].row == 701


def test_quoted_line_breaks_belong_to_the_cell(read) -> None:
    rows = '"p1","one\nof\r\nthem",2024-01-01\np2,"a ""b"", c",2024-01-02\n'
    for torn in ("", "p3,x\n"):
        result = read(EVENTS, {"e.csv": HEAD + rows + torn})
        assert [e for (e,) in read.rows(result, "events", "event")][1] == 'a "b", c'
        assert result.counts[0].n_read == 2


def test_trailing_delimiters_are_no_column(read) -> None:
    result = read(EVENTS, {"e.csv": HEAD + "p1,open,2024-01-01,,\np2,open,2024-01-02,,\n"})
    assert result.counts[0].n_read == 2


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("torn", [False, True])
def test_line_endings(read, ending: str, torn: bool) -> None:
    lines = ["person_id,event,at", "p1,open,2024-01-01", "p2,open,2024-01-02"] + (["p3,x"] if torn else [])
    result = read(EVENTS, {"e.csv": ending.join(lines) + ending})
    assert result.counts[0].n_read == 2 and result.counts[0].n_rejected == int(torn)


def test_mixed_line_endings(read) -> None:
    result = read(EVENTS, {"e.csv": HEAD + "p1,open,2024-01-01\r\np2,open,2024-01-02\np3,open,2024-01-03\r"})
    assert result.counts[0].n_read == 3


@pytest.mark.parametrize(
    "encoding, bom",
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("cp1252", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
    ],
)
def test_encodings_are_found(read, encoding: str, bom: bytes) -> None:
    content = bom + "person_id,name\np1,Jürgen Groß\np2,Zoë – “Ω”\n".replace("Ω", "x").encode(encoding)
    result = read(PEOPLE, {"p.csv": content})
    assert read.rows(result, "people", "person_id, name") == [("p1", "Jürgen Groß"), ("p2", "Zoë – “x”")]


def test_mixed_encodings_are_told_apart_line_by_line(read) -> None:
    content = b"person_id,name\n" + "p1,Jürgen\n".encode() + "p2,Zoë\n".encode("cp1252") + b"p3,Al\x81\n"
    result = read(PEOPLE, {"p.csv": content})
    assert read.rows(result, "people", "name") == [("Jürgen",), ("Zoë",)]
    assert reasons(result) == [(3, None, "the line is neither UTF-8 nor cp1252")]
    assert result.notes == ("p.csv: 1 lines are not UTF-8 and were read as cp1252",)


def test_a_set_encoding_is_kept_to(read) -> None:
    result = read(PEOPLE + 'encoding = "latin-1"\n', {"p.csv": "person_id,name\np1,Zoë\n".encode("latin-1")})
    assert read.rows(result, "people", "name") == [("Zoë",)]
    with pytest.raises(SourceError, match="encoding is unknown"):
        read(PEOPLE + 'encoding = "klingon"\n', {"p.csv": b"person_id,name\np1,x\n"})


@pytest.mark.parametrize("content", [b"", b"\n\n", b"person_id,event,at\n", b"person_id,event,at", codecs.BOM_UTF8])
def test_empty_files_are_no_error(read, content: bytes) -> None:
    result = read(EVENTS, {"e.csv": content})
    assert result.parts == () and sum(count.n_input for count in result.counts) == 0


def test_a_missing_column_names_those_that_are_there(read) -> None:
    with pytest.raises(SourceError, match=r"nothing is mapped to at.*person_id, event"):
        read(EVENTS, {"e.csv": "person_id,event\np1,x\n"})
    with pytest.raises(SourceError, match="has no column 'wann'"):
        read(
            EVENTS + '[source.columns]\nperson_id = "person_id"\nevent = "event"\nat = "wann"\n',
            {"e.csv": HEAD + "p1,x,2024-01-01\n"},
        )


def test_no_file(read) -> None:
    with pytest.raises(SourceError, match="No file matches"):
        read(EVENTS)


def test_too_many_rejected_says_why(read) -> None:
    content = HEAD + "p1,open,never\np2,open,never\np3,open,2024-01-01\n"
    with pytest.raises(TooManyRejected, match=r"2 of 3 rows of e.csv can't be used: at is not a time.*\(2\)"):
        read(EVENTS, {"e.csv": content}, share=0.2)
    assert read(EVENTS, {"e.csv": content}, share=0.7).counts[0].n_read == 1


def test_events_twice_are_read_once_and_like_events_stay(read) -> None:
    content = "person_id,event,at,session\np1,open,2024-01-01,a\np1,open,2024-01-01,a\np1,open,2024-01-01,b\n"
    result = read(EVENTS, {"e.csv": content})
    assert (result.counts[0].n_read, result.counts[0].n_duplicates) == (2, 1)


def test_of_one_key_the_last_row_wins(read) -> None:
    result = read(PEOPLE, {"p.csv": "person_id,name,title\np1,Old,CEO\np2,B,\np1,New,\n"})
    assert read.rows(result, "people", "person_id, name, title") == [("p2", "B", None), ("p1", "New", None)]
    assert result.counts[0].n_duplicates == 1


def test_of_one_key_in_two_sources_each_column_keeps_the_last_value_given(read) -> None:
    toml = PEOPLE + '[[source]]\nfiles = "q.csv"\ntable = "people"\n'
    result = read(
        toml, {"p.csv": "person_id,name,title\np1,Ann,CEO\np2,Bo,\n", "q.csv": "person_id,name\np1,Anne\np3,Cy\n"}
    )
    assert read.rows(result, "people", "person_id, name, title") == [
        ("p1", "Anne", "CEO"),
        ("p2", "Bo", None),
        ("p3", "Cy", None),
    ]
    assert [(c.n_read, c.n_duplicates) for c in result.counts] == [(2, 0), (1, 1)]


def test_offsets_are_honoured_and_naive_times_are_the_sources_zone(read) -> None:
    content = (
        HEAD
        + "p1,a,2024-07-01T12:00:00+05:00\np1,b,2024-07-01 12:00:00\np1,c,2024-01-01 12:00\np1,d,2024-07-01T12:00Z\n"
    )
    result = read(EVENTS + 'timezone = "Europe/Berlin"\n', {"e.csv": content})
    assert [at for (at,) in read.rows(result, "events", "at")] == [
        datetime(2024, 7, 1, 7),
        datetime(2024, 7, 1, 10),
        datetime(2024, 1, 1, 11),
        datetime(2024, 7, 1, 12),
    ]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2024-03-04", datetime(2024, 3, 4)),
        ("2024-03-04T05:06:07.123456Z", datetime(2024, 3, 4, 5, 6, 7, 123456)),
        ("1709528767", datetime(2024, 3, 4, 5, 6, 7)),
        ("1709528767123", datetime(2024, 3, 4, 5, 6, 7, 123000)),
        ("04.03.2024", datetime(2024, 3, 4)),
        ("3/4/2024 5:06 PM", datetime(2024, 3, 4, 17, 6)),
        ("3/4/24", datetime(2024, 3, 4)),
        ("Mon, 04 Mar 2024 05:06:07 +0200", datetime(2024, 3, 4, 3, 6, 7)),
        ("Mar 4, 2024", datetime(2024, 3, 4)),
        ("2024/03/04 05:06", datetime(2024, 3, 4, 5, 6)),
    ],
)
def test_times_as_people_write_them(read, text: str, expected: datetime) -> None:
    result = read(EVENTS, {"e.csv": HEAD + f'p1,x,"{text}"\n'})
    assert read.rows(result, "events", "at") == [(expected,)]


@pytest.mark.parametrize("text", ["infinity", "epoch", "0001-01-01", "9999-12-31", "2024-02-30", "yyyy-mm-dd", "12"])
def test_what_is_no_time(read, text: str) -> None:
    result = read(EVENTS, {"e.csv": HEAD + f"p1,x,{text}\n"})
    assert (result.counts[0].n_read, result.counts[0].n_rejected) == (0, 1)


def test_day_first_when_a_value_proves_it_or_the_settings_say_so(read) -> None:
    both = HEAD + "p1,x,03/04/2024\np1,y,25/04/2024\n"
    assert read.rows(read(EVENTS, {"e.csv": both}), "events", "at")[0] == (datetime(2024, 4, 3),)
    one = {"e.csv": HEAD + "p1,x,03/04/2024\n"}
    assert read.rows(read(EVENTS, one), "events", "at") == [(datetime(2024, 3, 4),)]
    assert read.rows(read(EVENTS + "day_first = true\n", one), "events", "at") == [(datetime(2024, 4, 3),)]


def test_unordered_events_are_kept_as_given(read) -> None:
    result = read(EVENTS, {"e.csv": HEAD + "p1,b,2024-02-01\np1,a,2024-01-01\n"})
    assert [e for (e,) in read.rows(result, "events", "event")] == ["b", "a"]
    assert result.parts[0].first_at == datetime(2024, 1, 1)


def test_later_than_the_as_of_date_is_counted_and_never_read(read) -> None:
    files = {"e.csv": HEAD + "p1,a,2024-01-01\np1,b,2024-06-01\np1,c,2030-01-01\n"}
    counts = [read(EVENTS, files, as_of=datetime(2024, m, 15)).counts[0] for m in (3, 8)]
    assert [(c.n_read, c.n_later) for c in counts] == [(1, 2), (2, 1)]


def test_unknown_accounts_are_kept(read) -> None:
    toml = EVENTS + '[[source]]\nfiles = "a.csv"\ntable = "accounts"\n'
    result = read(
        toml, {"e.csv": "person_id,event,at,account_id\np1,a,2024-01-01,ghost\n", "a.csv": "account_id\nreal\n"}
    )
    assert read.rows(result, "events", "account_id") == [("ghost",)]


def test_decimal_commas_and_money(read) -> None:
    toml = '[[source]]\nfiles = "o.csv"\ntable = "opportunities"\n'
    result = read(toml, {"o.csv": "opportunity_id;amount\n1;1.234,50\n2;3,6667\n3;€ 1.000\n4;\n5;n/a\n6;viel\n"})
    assert read.rows(result, "opportunities", "amount") == [(1234.5,), (3.6667,), (1000.0,), (None,), (None,)]
    assert reasons(result) == [(6, "amount", "amount is not a number (decimal mark ',')")]
    result = read(toml, {"o.csv": 'opportunity_id,amount\n1,"1,234.50"\n2,$99\n3,1e3\n4,nan\n5,inf\n'})
    assert read.rows(result, "opportunities", "amount") == [(1234.5,), (99.0,), (1000.0,), (None,)]


def test_yes_and_no(read) -> None:
    toml = '[[source]]\nfiles = "o.csv"\ntable = "opportunities"\n'
    result = read(toml, {"o.csv": "opportunity_id,is_won,is_closed\n1,Won,TRUE\n2,lost,no\n3,,0\n4,maybe,1\n"})
    assert read.rows(result, "opportunities", "is_won, is_closed") == [(True, True), (False, False), (None, False)]
    assert reasons(result) == [(4, "is_won", "is_won is neither yes nor no")]


def test_closed_vocabularies(read) -> None:
    toml = '[[source]]\nfiles = "x.csv"\ntable = "outcomes"\n'
    result = read(toml, {"x.csv": "account_id,kind,at\na,Renewed,2024-01-01\nb,gone,2024-01-01\n"})
    assert read.rows(result, "outcomes", "kind") == [("renewed",)]
    assert reasons(result) == [(2, "kind", "kind is none of renewed, churned, expanded, contracted")]


def test_globs_gz_and_one_part_a_file(read) -> None:
    toml = '[[source]]\nfiles = "days/*.csv.gz"\ntable = "events"\n'
    days = {f"days/{d}.csv.gz": gzip.compress((HEAD + f"p1,x,2024-01-0{d}\n").encode()) for d in (1, 2, 3)}
    result = read(toml, days)
    assert [count.source for count in result.counts] == sorted(days) and len(result.of("events")) == 3
    assert set(result.inputs) == set(days)


def test_a_gz_file_cut_short_is_a_clear_error(read) -> None:
    whole = gzip.compress((HEAD + "p1,x,2024-01-01\n" * 50).encode())
    with pytest.raises(SourceError, match="cut short"):
        read('[[source]]\nfiles = "e.csv.gz"\ntable = "events"\n', {"e.csv.gz": whole[:-9]})


def test_a_parquet_file_that_is_none(read) -> None:
    with pytest.raises(SourceError, match="Parquet file can't be read"):
        read('[[source]]\nfiles = "e.parquet"\ntable = "events"\n', {"e.parquet": b"PAR1 not really"})


def test_spreadsheets_say_what_to_do(read) -> None:
    with pytest.raises(SourceError, match=r"Excel files are not read.*Save it as CSV"):
        read('[[source]]\nfiles = "e.xlsx"\ntable = "events"\n', {"e.xlsx": b"PK"})


def test_an_overlong_line_needs_no_more_memory_than_the_limit(read, tmp_path: Path) -> None:
    with (tmp_path / "e.csv").open("wb") as out:
        out.write(HEAD.encode() + b"p1,x,2024-01-01\n")
        for _ in range(60):
            out.write(b"y" * 1_000_000)
        out.write(b"\np2,x,2024-01-02\n")
    tracemalloc.start()
    result = read(EVENTS, max_line=100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (result.counts[0].n_read, result.counts[0].n_rejected) == (2, 1)
    assert peak < 40_000_000


def test_a_file_that_changes_while_it_is_read(read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = scanning._look

    def grows(stream, limit, most):
        found = real(stream, limit, most)
        with (tmp_path / "e.csv").open("ab") as out:
            out.write(b"p9,x,2024-01-01\n")
        return found

    monkeypatch.setattr(scanning, "_look", grows)
    with pytest.raises(SourceError, match="changed while it was read"):
        read(EVENTS, {"e.csv": HEAD + "p1,x,2024-01-01\n"})


def test_an_unchanged_file_is_not_read_again(read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"e.csv": HEAD + "p1,x,2024-01-01\n", "p.csv": "person_id\np1\n"}
    first = read(EVENTS + PEOPLE, files)
    old = 1_700_000_000
    for name in files:
        os.utime(tmp_path / name, (old, old))
    again = read(EVENTS + PEOPLE)
    monkeypatch.setattr("personae.adapters.sources.known.scan", lambda *a, **k: pytest.fail("looked at again"))
    monkeypatch.setattr("personae.adapters.sources.reader.make_part", lambda *a, **k: pytest.fail("read again"))
    third = read(EVENTS + PEOPLE)
    assert (
        [p.fingerprint for p in first.parts]
        == [p.fingerprint for p in again.parts]
        == [p.fingerprint for p in third.parts]
    )


def test_another_mapping_is_another_part(read) -> None:
    files = {"e.csv": "a,b,at\n1,2,2024-01-01\n"}
    one = read(EVENTS + '[source.columns]\nperson_id = "a"\nevent = "b"\nat = "at"\n', files)
    two = read(EVENTS + '[source.columns]\nperson_id = "b"\nevent = "a"\nat = "at"\n', files)
    assert one.parts[0].fingerprint != two.parts[0].fingerprint
    assert read.rows(two, "events", "person_id") == [("2",)]


def test_half_made_files_of_a_killed_read_are_swept(read, tmp_path: Path) -> None:
    cache = tmp_path / ".cache" / "read"
    cache.mkdir(parents=True)
    (cache / "events-x.parquet.beside").write_bytes(b"torn")
    (cache / "events-x.draft").write_bytes(b"torn")
    read(EVENTS, {"e.csv": HEAD + "p1,x,2024-01-01\n"})
    assert not list(cache.glob("*.beside")) and not list(cache.glob("*.draft")) and not (cache / "scratch").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_cache(read, tmp_path: Path) -> None:
    (tmp_path / ".cache").mkdir(mode=0o500)
    with pytest.raises(StorageError):
        read(EVENTS, {"e.csv": HEAD + "p1,x,2024-01-01\n"})


def test_a_cache_that_is_a_file(read, tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("in the way")
    with pytest.raises(StorageError, match="can't be written"):
        read(EVENTS, {"e.csv": HEAD + "p1,x,2024-01-01\n"})


def test_a_query_is_one_select(read) -> None:
    for sql in ("DROP TABLE x", "SELECT 1; SELECT 2", "COPY (SELECT 1) TO 'x'", "SELEC", ""):
        with pytest.raises(SettingsError):
            read(EVENTS + f'sql = "{sql}"\n', {"e.csv": HEAD + "p1,x,2024-01-01\n"})
    with pytest.raises(SettingsError, match=r"does not run.*columns of source: person_id"):
        read(EVENTS + 'sql = "SELECT nope FROM source"\n', {"e.csv": HEAD})


def test_errors_are_ours(read) -> None:
    assert issubclass(TooManyRejected, PersonaeError) and TooManyRejected.exit_code == 3
