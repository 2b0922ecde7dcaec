"""A company as files: complete, joined by e-mail, truth apart, positions that hold."""

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from personae.domain.errors import StorageError
from personae.domain.tables import BY_NAME
from personae.simulate import Company, write_company
from tests.unit.simulate.conftest import SMALL


@pytest.fixture(scope="module")
def folder(company: Company, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("company")
    write_company(company, path)
    return path


def test_events_lie_by_month(company: Company, folder: Path) -> None:
    files = sorted((folder / "data" / "events").glob("*.parquet"))
    assert [file.stem for file in files][:2] == ["2024-01", "2024-02"]
    read = pd.concat([pd.read_parquet(file) for file in files])
    assert len(read) == SMALL.events
    assert list(read.columns) == ["user_id", "account_id", "event", "timestamp"]
    for file in files:
        assert set(pd.read_parquet(file)["timestamp"].dt.strftime("%Y-%m")) == {file.stem}


def test_mapping_names_files_and_columns_that_exist(folder: Path) -> None:
    settings = tomllib.loads((folder / "personae.toml").read_text())
    assert settings["build"]["as_of"] == SMALL.end
    for source in settings["source"]:
        files = list(folder.glob(source["files"]))
        assert files, source["files"]
        for ours, theirs in source.get("columns", {}).items():
            assert ours in BY_NAME[source["table"]].names
            read = pd.read_parquet(files[0]) if files[0].suffix == ".parquet" else pd.read_csv(files[0])
            assert theirs in read.columns


def test_every_person_is_in_the_product_or_the_crm(company: Company, folder: Path) -> None:
    users = pd.read_csv(folder / "data" / "users.csv")
    contacts = pd.read_csv(folder / "data" / "crm" / "Contact.csv")
    people = company.tables["people"]
    assert set(people["person_id"]) == set(users["user_id"]) | (set(contacts["Id"]) & set(people["person_id"]))
    both = users.merge(contacts, left_on="email", right_on="Email")
    assert len(both) > 50
    assert (both["user_id"].str[1:] == both["Id"].str[1:]).all()
    assert users["email"].is_unique and contacts["Email"].is_unique


def test_crm_refers_to_contacts_only(folder: Path) -> None:
    contacts = set(pd.read_csv(folder / "data" / "crm" / "Contact.csv")["Id"])
    roles = pd.read_csv(folder / "data" / "crm" / "OpportunityContactRole.csv")
    tasks = pd.read_csv(folder / "data" / "crm" / "Task.csv")
    assert set(roles["ContactId"]) <= contacts
    assert set(tasks["WhoId"]) <= contacts
    assert set(roles["IsPrimary"].astype(str)) == {"True", "False"}


def test_positions_of_sentences_hold_in_the_files(folder: Path) -> None:
    sentences = pd.read_csv(folder / "truth" / "sentences.csv")
    texts = {path.stem: path.read_text() for path in (folder / "data" / "documents").glob("*.md")}
    assert len(texts) == SMALL.documents
    for row in sentences.itertuples():
        assert texts[row.document_id][row.start:row.end] == row.text


def test_truth_is_apart_and_can_be_left_out(company: Company, folder: Path, tmp_path: Path) -> None:
    assert {path.stem for path in (folder / "truth").glob("*.csv")} == set(company.truth)
    write_company(company, tmp_path, with_truth=False)
    assert not (tmp_path / "truth").exists()
    assert not [path for path in tmp_path.rglob("*.csv") if "persona" in path.read_text().splitlines()[0].split(",")
                and path.stem != "campaigns"]


def test_a_folder_that_is_a_file_gives_a_clear_error(company: Company, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(StorageError) as caught:
        write_company(company, blocked)
    assert str(blocked) in str(caught.value)
