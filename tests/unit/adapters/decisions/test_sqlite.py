"""The file of decisions: who writes at once, what a full disk, a wrong right, a damaged or a newer file do."""

import os
import resource
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from personae.adapters.decisions import FILE, open_decisions
from personae.adapters.decisions.tables import HEAD
from personae.domain.errors import StorageError, WorkspaceError
from personae.domain.readership import Look
from tests.unit.adapters.decisions.test_stores import named

MANY = 12
WRITER = """
import sys
from pathlib import Path
from personae.adapters.decisions import open_decisions
from tests.unit.adapters.decisions.test_stores import named
store = open_decisions(Path(sys.argv[1]), sys.argv[3], "acme")
for second in range(int(sys.argv[4])):
    store.append(named(f"{sys.argv[2]}{second}", second=second, who=sys.argv[2]))
"""


def write_at_once(folder: Path, url: str = "", processes: int = 2) -> None:
    """So many processes append `MANY` names of one persona each."""
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder), f"w{i}", url, str(MANY)], stderr=subprocess.PIPE)
        for i in range(processes)
    ]
    for process in running:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said.decode()


def test_reading_makes_no_file(tmp_path: Path) -> None:
    store = open_decisions(tmp_path)
    assert store.all() == () and store.current().decisions == () and store.version() == 0
    assert list(tmp_path.iterdir()) == []


def test_only_one_file_lies_there_afterwards(tmp_path: Path) -> None:
    store = open_decisions(tmp_path)
    store.append(named("One"))
    store.all()
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    """Also the making of the table is a race that nobody loses; each decision is superseded by exactly the next."""
    write_at_once(tmp_path)
    rows = open_decisions(tmp_path).all()
    assert len(rows) == 2 * MANY
    assert [one.supersedes for one in rows] == [None, *(one.decision_id for one in rows[:-1])]


def test_threads_share_one_store(tmp_path: Path) -> None:
    store = open_decisions(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda second: store.append(named(f"N{second}", second=second)), range(MANY)))
    assert len(store.all()) == MANY == store.version()


def test_a_killed_writer_leaves_whole_rows(tmp_path: Path) -> None:
    store = open_decisions(tmp_path)
    store.append(named("One"))
    dies = "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);" \
           "c.execute('BEGIN IMMEDIATE'); c.execute(\"UPDATE decisions SET who = 'half'\"); os._exit(9)"
    assert subprocess.run([sys.executable, "-c", dies, str(tmp_path / FILE)], check=False).returncode == 9
    assert [one.who for one in store.all()] == ["ada"]
    store.append(named("Two", second=1))
    assert store.current().name_of("user_1") == "Two"


def test_a_reader_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    store = open_decisions(tmp_path)
    store.append(named("One"))
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert store.current().name_of("user_1") == "One"
    other.execute("ROLLBACK")
    other.close()


def test_nothing_of_a_rewritten_row_is_left_in_the_bytes(tmp_path: Path) -> None:
    store = open_decisions(tmp_path)
    for second in range(50):
        store.append(named(f"Mentions Xanthippe {second}", second=second, who="xanthippe@acme.example"))
    assert b"Xanthippe" in (tmp_path / FILE).read_bytes()
    store.rewrite(lambda one: None if one.at.second % 2 else replace(one, who="[removed]", detail={"name": "kept"}))
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"anthippe" not in left and len(store.all()) == 25


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    store = open_decisions(Path("/proc"))
    with pytest.raises(StorageError, match="can't be written here") as told:
        store.append(named("One"))
    assert "[decisions] url" in told.value.todo
    (tmp_path / FILE).mkdir()
    with pytest.raises(StorageError):
        open_decisions(tmp_path).append(named("One"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_can_be_read(tmp_path: Path) -> None:
    store = open_decisions(tmp_path)
    store.append(named("One"))
    (tmp_path / FILE).chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert store.current().name_of("user_1") == "One"
        with pytest.raises(StorageError, match="can't be written"):
            store.append(named("Two", second=1))
    finally:
        tmp_path.chmod(0o755)


def test_a_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    """No file of a process may grow beyond a limit: what the kernel says then is what it says of a full disk."""
    store = open_decisions(tmp_path)
    store.append(named("One"))
    limit = (tmp_path / FILE).stat().st_size + 4096
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "from pathlib import Path\n"
        "from personae.adapters.decisions import open_decisions\n"
        "from personae.domain.errors import StorageError\n"
        "from tests.unit.adapters.decisions.test_stores import named\n"
        "try:\n    open_decisions(Path(sys.argv[1])).append(named('x' * 50_000, second=1))\n"
        "except StorageError as error:\n    print(error)\n"
    )
    assert hasattr(resource, "RLIMIT_FSIZE")
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert "The disk is full, or fails; the decision was not kept." in done.stdout, done.stderr
    assert [one.detail["name"] for one in store.all()] == ["One"]
    store.append(named("Two", second=2))
    assert store.current().name_of("user_1") == "Two"


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database at all" * 100)
    store = open_decisions(tmp_path)
    for use in (store.all, store.current, store.version, lambda: store.append(named("One"))):
        with pytest.raises(WorkspaceError, match="damaged"):
            use()


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    store = open_decisions(tmp_path)
    store.append(named("One"))
    with sqlite3.connect(tmp_path / FILE) as other:
        other.execute("UPDATE alembic_version SET version_num = 'r9999'")
    store = open_decisions(tmp_path)
    for use in (store.all, lambda: store.append(named("Two", second=1))):
        with pytest.raises(WorkspaceError, match="newer version"):
            use()


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    assert open_decisions(tmp_path).all() == ()
    with sqlite3.connect(tmp_path / FILE) as other:
        assert other.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)


def test_a_file_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    """The first version's table, with a decision in it, gets what came since and keeps the decision."""
    import sqlalchemy as sa  # noqa: PLC0415  # only here

    from personae.adapters.decisions.migrate import migrate, version_of  # noqa: PLC0415
    from personae.adapters.decisions.rows import append_row  # noqa: PLC0415

    engine = sa.create_engine(f"sqlite:///{tmp_path / FILE}")
    with engine.begin() as connection:
        migrate(connection, "r0001")
        append_row(connection, "", named("One"))
        assert version_of(connection) == "r0001" and not sa.inspect(connection).has_table("looks")
    engine.dispose()
    store = open_decisions(tmp_path)
    assert store.current().name_of("user_1") == "One" and store.looks() == {}
    with sqlite3.connect(tmp_path / FILE) as other:
        assert other.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)


def test_looks_of_many_at_once_are_all_counted(tmp_path: Path) -> None:
    store, one = open_decisions(tmp_path), Look(month=date(2026, 5, 1), persona_id="u_1", place="persona")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: store.count([one]), range(MANY)))
    assert store.looks() == {one: MANY}


def test_the_migrations_leave_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    import sqlalchemy as sa  # noqa: PLC0415  # only here
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415

    from personae.adapters.decisions.tables import METADATA  # noqa: PLC0415

    open_decisions(tmp_path).append(named("One"))
    with sa.create_engine(f"sqlite:///{tmp_path / FILE}").connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
