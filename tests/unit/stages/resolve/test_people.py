"""Users and contacts joined into persons; what must not be joined."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.domain.observed import ALIASES, PERSONS
from personae.domain.tables import ACCOUNTS
from personae.stages.resolve import Resolution, resolve_people
from personae.stages.resolve.emails import email_key, plain_domain
from personae.stages.resolve.names import edits, given_names_agree, local_parts, name_key

NO_EVENTS = pd.DataFrame(columns=["person_id", "account_id", "n_events"])
NO_ACCOUNTS = pd.DataFrame(columns=list(ACCOUNTS.names))


def people(*rows: tuple[object, ...]) -> pd.DataFrame:
    """(person_id, account_id, email, name) rows."""
    return pd.DataFrame(list(rows), columns=["person_id", "account_id", "email", "name"], dtype=object)


def events(*rows: tuple[str, str | None, int]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["person_id", "account_id", "n_events"])


def ids(resolution: Resolution) -> dict[str, str]:
    return dict(zip(resolution.aliases["source_id"], resolution.aliases["person_id"], strict=True))


def test_same_mailbox_is_one_person_who_keeps_the_id_of_the_events() -> None:
    found = resolve_people(
        people(("c1", "A", "Ann.Lee@acme.com", "Ann Lee"), ("u9", None, "ann.lee+trial@ACME.com", None)),
        events(("u9", "A", 12)), NO_ACCOUNTS, contact_ids=["c1"],
    )
    assert ids(found) == {"c1": "u9", "u9": "u9"}
    person = found.persons.iloc[0]
    assert person[["name", "account_id", "is_user", "is_contact"]].tolist() == ["Ann Lee", "A", True, True]
    assert list(found.persons.columns) == list(PERSONS.names)
    assert list(found.aliases.columns) == list(ALIASES.names)


def test_a_shared_mailbox_joins_nobody_of_another_name() -> None:
    desk = [(str(i), "A", "info@acme.com", name) for i, name in enumerate(["Ann Lee", "Bob Ray", "Ann Lee"], 1)]
    found = resolve_people(people(*desk), NO_EVENTS, NO_ACCOUNTS)
    assert ids(found) == {"1": "1", "2": "2", "3": "1"}


def test_dots_mean_nothing_at_gmail_only() -> None:
    assert email_key("A.B+x@GoogleMail.com") == "ab@gmail.com"
    assert email_key("a.b@acme.com") != email_key("ab@acme.com")
    assert email_key("no address") is None


def test_names_join_inside_one_account_only() -> None:
    rows = people(("1", "A", "a@x.com", "Ann Lee"), ("2", "A", None, "Lee, Ann"))
    same = resolve_people(rows, NO_EVENTS, NO_ACCOUNTS)
    other = resolve_people(people(("1", "A", None, "Ann Lee"), ("2", "B", None, "Ann Lee")), NO_EVENTS, NO_ACCOUNTS)
    assert len(same.persons) == 1
    assert same.aliases["rule"].tolist() == ["same id", "account and name"]
    assert len(other.persons) == 2


@pytest.mark.parametrize("rows", [
    [("1", "A", "ann.lee@acme.com", "Ann Lee"), ("2", "A", "ann.lee2@acme.com", "Ann Lee")],
    [("1", "A", None, "A. Lee"), ("2", "A", None, "Ann Lee"), ("3", "A", None, "Amy Lee")],
    [("1", "A", None, "Daniel Lee"), ("2", "A", None, "Daniela Lee")],
    [("1", "A", None, "Lee"), ("2", "A", None, "Lee")],
    [(str(i), "A", None, "Ann Lee") for i in range(6)],
])
def test_two_who_could_be_two_stay_two(rows: list[tuple[object, ...]]) -> None:
    assert len(resolve_people(people(*rows), NO_EVENTS, NO_ACCOUNTS).persons) == len(rows)


def test_two_users_of_one_name_are_two_people() -> None:
    rows = people(("1", "A", None, "Ann Lee"), ("2", "A", None, "Ann Lee"))
    assert len(resolve_people(rows, events(("1", "A", 3), ("2", "A", 5)), NO_ACCOUNTS).persons) == 2


@pytest.mark.parametrize(("one", "other"), [
    ("Bob Ray", "Robert Ray"), ("R. Ray", "Robert Ray"), ("Christine Ray", "Christnie Ray"),
])
def test_nicknames_initials_and_typing_errors(one: str, other: str) -> None:
    found = resolve_people(people(("1", "A", None, one), ("2", "A", None, other)), NO_EVENTS, NO_ACCOUNTS)
    assert len(found.persons) == 1
    assert found.aliases["p"].min() < 0.9


def test_a_name_that_fits_a_mailbox() -> None:
    found = resolve_people(
        people(("u", "A", "ann.lee@acme.com", None), ("c", "A", None, "Ann Lee"), ("d", "A", None, "Bo Ray")),
        events(("u", "A", 1)), NO_ACCOUNTS,
    )
    assert ids(found) == {"u": "u", "c": "u", "d": "d"}
    assert "alee" not in local_parts(("ann", "lee"))
    assert {"annmeyer", "ameyer", "meyerann"} <= local_parts(("ann", "meyer"))


def test_domains_make_accounts_but_free_mail_does_not() -> None:
    given_accounts = pd.DataFrame({"account_id": ["A"], "domain": ["https://www.acme.com"]})
    rows = people(("1", None, "a@acme.com", None), ("2", None, "b@new.org", None), ("3", None, "c@gmail.com", None))
    found = resolve_people(rows, NO_EVENTS, given_accounts)
    assert found.persons["account_id"].tolist() == ["A", "new.org", None]
    assert found.accounts["account_id"].tolist() == ["A", "new.org"]
    b2c = resolve_people(rows, NO_EVENTS, NO_ACCOUNTS, mode="b2c")
    assert b2c.accounts.empty
    assert plain_domain("gmail.com") is None


def test_given_departments_and_ranks_win_over_the_title() -> None:
    rows = pd.DataFrame({
        "person_id": ["1", "2", "3", "4"], "title": ["Sales Manager", "Sales Manager", "Sales Manager", None],
        "department": ["Einkauf & Vertrieb", "customer_service", "Zzyzx", None],
        "seniority": ["entry", "C-Level", None, None],
    })
    found = resolve_people(rows, NO_EVENTS, NO_ACCOUNTS).persons
    assert found["department"].tolist() == ["Purchasing", "Customer Success and Support", "Sales", "unknown"]
    assert found["department_source"].tolist() == ["given", "given", "title", "unknown"]
    assert found["seniority"].tolist() == ["junior", "c_level", "manager", "unknown"]
    assert found["p_department"].iloc[3] == 0.0


def test_managers_point_at_persons() -> None:
    rows = people(
        ("u1", "A", "a@x.com", "Ann Lee"), ("c1", "A", "a@x.com", "Ann Lee"), ("u2", "A", "b@x.com", "Bo Ray"),
    )
    rows["manager_id"] = [None, None, "c1"]
    found = resolve_people(rows, events(("u1", "A", 2)), NO_ACCOUNTS).persons.set_index("person_id")
    assert found.loc["u2", "manager_id"] == "u1"


def test_events_and_deals_alone_make_persons() -> None:
    found = resolve_people(people(), events(("u", "A", 4), ("u", "B", 9)), NO_ACCOUNTS, contact_ids=["c"])
    assert found.persons[["person_id", "account_id"]].values.tolist() == [["u", "B"], ["c", None]]
    assert found.accounts["account_id"].tolist() == ["B"]
    assert resolve_people(people(), NO_EVENTS, NO_ACCOUNTS).persons.empty


NAMES = st.sampled_from(["Ann Lee", "A. Lee", "Bob Ray", "Robert Ray", "Lee, Ann", None])
MAILS = st.sampled_from(["a@x.com", "b@x.com", "a@gmail.com", "info@x.com", None])


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["A", "B", None]), MAILS, NAMES), max_size=8), st.randoms())
def test_every_id_has_one_person_whatever_the_order(rows: list[tuple[object, ...]], random: object) -> None:
    table = people(*[(str(i), *row) for i, row in enumerate(rows)])
    found = resolve_people(table, NO_EVENTS, NO_ACCOUNTS)
    assert found.aliases["source_id"].tolist() == table["person_id"].tolist()
    assert set(found.aliases["person_id"]) == set(found.persons["person_id"])
    assert found.persons["person_id"].is_unique


@given(st.text("abcd", max_size=6), st.text("abcd", max_size=6))
def test_edits_is_a_distance(one: str, other: str) -> None:
    assert edits(one, other) == edits(other, one)
    assert (edits(one, other) == 0) == (one == other)


def test_names_as_keys() -> None:
    assert name_key("Dr. Anna von Müller") == name_key("MULLER, Anna")
    assert name_key("Anna") is None
    assert given_names_agree("maria", "marta") is None
