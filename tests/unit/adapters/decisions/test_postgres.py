"""The database of decisions: who writes at once, workspaces that share it, addresses and their secrets."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from personae.adapters.decisions import open_decisions
from personae.domain.errors import PersonaeError, SettingsError, WorkspaceError
from tests.unit.adapters.decisions.test_sqlite import MANY, write_at_once
from tests.unit.adapters.decisions.test_stores import named

SECRET = "s3cr3t-w0rd"


def test_processes_that_write_at_once_lose_nothing(postgres_url: str, tmp_path: Path) -> None:
    write_at_once(tmp_path, postgres_url)
    rows = open_decisions(tmp_path, postgres_url, "acme").all()
    assert len(rows) == 2 * MANY
    assert [one.supersedes for one in rows] == [None, *(one.decision_id for one in rows[:-1])]


def test_workspaces_in_one_database_do_not_see_each_other(postgres_url: str, tmp_path: Path) -> None:
    one, two = (open_decisions(tmp_path, postgres_url, name) for name in ("acme", "globex"))
    one.append(named("Acme's"))
    two.append(named("Globex's"))
    assert one.current().name_of("user_1") == "Acme's" and two.current().name_of("user_1") == "Globex's"
    assert two.all()[0].supersedes is None
    two.rewrite(lambda row: None)
    assert len(one.all()) == 1 and two.all() == ()


def test_a_database_of_a_newer_version_is_left_alone(postgres_url: str, tmp_path: Path) -> None:
    store = open_decisions(tmp_path, postgres_url, "acme")
    store.append(named("One"))
    url = sa.make_url(postgres_url)
    sock = f"{url.query['host']}/.s.PGSQL.5432"
    engine = sa.create_engine(url.set(drivername="postgresql+pg8000", query={}), connect_args={"unix_sock": sock})
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'r9999'")
    engine.dispose()
    with pytest.raises(WorkspaceError, match="newer version"):
        open_decisions(tmp_path, postgres_url, "acme").all()


def test_the_address_may_come_from_the_environment(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError, match="environment variable that is not set"):
        open_decisions(tmp_path, "${PERSONAE_TEST_URL}", "acme")
    monkeypatch.setenv("PERSONAE_TEST_URL", postgres_url)
    assert open_decisions(tmp_path, "${PERSONAE_TEST_URL}", "acme").append(named("One")).who == "ada"


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://ada:{SECRET}@localhost/decisions", f"postgresql://ada:{SECRET}@localhost", f"ada:{SECRET}@localhost",
        f"postgresql://ada:{SECRET}@localhost:port/decisions", "decisions.sqlite", "://", "postgresql://",
        f"postgresql://ada:{SECRET}@localhost/d?sslmode=maybe", f"postgresql://ada:{SECRET}@localhost/d?options=-c",
    ],
)
def test_a_wrong_address_says_what_is_allowed_and_never_the_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError) as told:
        open_decisions(tmp_path, url, "acme").all()
    assert SECRET not in str(told.value) and told.value.allowed


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    store = open_decisions(tmp_path, f"postgresql://ada:{SECRET}@127.0.0.1:9/decisions", "acme")
    for use in (store.all, store.version, lambda: store.append(named("One"))):
        with pytest.raises(PersonaeError, match="can't be used") as told:
            use()
        assert SECRET not in str(told.value) and "127.0.0.1:9" in str(told.value)


def test_a_database_that_may_only_be_read(postgres_url: str, tmp_path: Path) -> None:
    open_decisions(tmp_path, postgres_url, "acme").append(named("One"))
    url = sa.make_url(postgres_url)
    sock = f"{url.query['host']}/.s.PGSQL.5432"
    engine = sa.create_engine(url.set(drivername="postgresql+pg8000", query={}), connect_args={"unix_sock": sock})
    with engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {url.database} SET default_transaction_read_only = on")
    engine.dispose()
    store = open_decisions(tmp_path, postgres_url, "acme")
    assert store.current().name_of("user_1") == "One"
    with pytest.raises(PersonaeError, match="read-only"):
        store.append(named("Two", second=1))
