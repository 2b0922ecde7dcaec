"""Recorded roles in our words; inferred ones marked; nothing claimed from an empty field."""

import numpy as np
import pandas as pd
import pytest

from personae.domain.errors import SettingsError
from personae.domain.observed import ROLES
from personae.domain.words import Role
from personae.stages.resolve import infer_roles
from personae.stages.resolve.role_priors import GUESS_CEILING

NO_TOUCHES = pd.DataFrame(columns=["opportunity_id", "person_id", "kind", "at", "direction"])


def deals(*ids: str) -> pd.DataFrame:
    return pd.DataFrame({
        "opportunity_id": list(ids), "account_id": [f"acc-{i}" for i in ids],
        "created_at": pd.Timestamp("2026-01-01"), "closed_at": pd.Timestamp("2026-04-01"),
    })


def persons(**titles: tuple[str, str, str]) -> pd.DataFrame:
    rows = [(i, "A", t, d, s) for i, (t, d, s) in titles.items()]
    return pd.DataFrame(rows, columns=["person_id", "account_id", "title", "department", "seniority"])


def said(*rows: tuple[str, str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["opportunity_id", "person_id", "role"]).assign(is_primary=False)


BO = persons(bo=("Buyer", "Purchasing", "professional"))


@pytest.mark.parametrize(("crm", "roles"), [
    ("BUDGET_HOLDER;CHAMPION", ["budget_holder", "champion"]), ("Economic Decision Maker", ["budget_holder"]),
    ("legal_and_compliance", ["legal_and_compliance"]), ("Business User", ["end_user"]),
    ("Technical Buyer", ["technical_approver"]), ("end-user; END_USER ;", ["end_user"]), ("Rainmaker", ["other"]),
])
def test_words_of_the_crms(crm: str, roles: list[str]) -> None:
    found = infer_roles(said(("o", "bo", crm)), BO, NO_TOUCHES, deals("o"))
    assert found["role"].tolist() == roles
    assert (found["origin"] == "recorded").all()
    assert found["account_id"].tolist() == ["acc-o"] * len(roles)
    assert list(found.columns) == list(ROLES.names)


def test_an_unknown_word_is_other_and_says_which() -> None:
    found = infer_roles(said(("o", "bo", "Rainmaker")), BO, NO_TOUCHES, deals("o"))
    assert '"Rainmaker"' in found["reason"].iloc[0]
    mapped = infer_roles(said(("o", "bo", "Rainmaker")), BO, NO_TOUCHES, deals("o"), role_map={"rainmaker": "champion"})
    assert mapped["role"].tolist() == ["champion"]
    with pytest.raises(SettingsError, match="decision_maker"):
        infer_roles(said(("o", "bo", "x")), BO, NO_TOUCHES, deals("o"), role_map={"x": "boss"})


@pytest.mark.parametrize("blank", [None, "", " ; ", "Unknown", "n/a", np.nan])
def test_a_blank_role_is_inferred_and_marked(blank: object) -> None:
    found = infer_roles(said(("o", "bo", blank)), BO, NO_TOUCHES, deals("o"))
    assert found[["role", "origin"]].values.tolist() == [["procurement", "inferred"]]
    assert found["p"].iloc[0] <= GUESS_CEILING


def test_people_who_only_have_activities_are_candidates() -> None:
    touches = pd.DataFrame({
        "opportunity_id": ["o", "o", "o"], "person_id": ["law", "nobody", None], "kind": "email",
        "at": pd.Timestamp("2026-03-30"), "direction": "in",
    })
    found = infer_roles(said(), persons(law=("Counsel", "Legal and Compliance", "professional")), touches, deals("o"))
    assert found[["person_id", "role", "origin"]].values.tolist() == [["law", "legal_and_compliance", "inferred"]]


def test_nothing_known_is_unknown() -> None:
    found = infer_roles(said(("o", "x", None)), persons(x=("", "unknown", "unknown")), NO_TOUCHES, deals("o"))
    assert found[["role", "p"]].values.tolist() == [["unknown", 0.0]]


def test_aliases_lead_to_persons() -> None:
    aliases = pd.DataFrame({"source_id": ["crm-7"], "person_id": ["bo"]})
    found = infer_roles(said(("o", "crm-7", "Champion")), BO, NO_TOUCHES, deals("o"), aliases=aliases)
    assert found["person_id"].tolist() == ["bo"]


def test_empty_input_gives_the_empty_schema() -> None:
    found = infer_roles(said(), persons(), NO_TOUCHES, deals())
    assert found.empty
    assert list(found.columns) == list(ROLES.names)


def company(seed: int, n: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """A company whose conventions differ from the priors: its lawyers are the champions, its managers the users."""
    rng = np.random.default_rng(seed)
    kinds = [
        ("Counsel", "Legal and Compliance", "professional", "Champion"),
        ("Ops Manager", "Operations", "manager", "End User"),
    ]
    picked = [kinds[i] for i in rng.integers(0, 2, n)]
    everyone = pd.DataFrame({
        "person_id": [f"p{i}" for i in range(n)], "account_id": [f"a{i % 10}" for i in range(n)],
        "title": [k[0] for k in picked], "department": [k[1] for k in picked], "seniority": [k[2] for k in picked],
    })
    roles = pd.DataFrame({
        "opportunity_id": [f"o{i % 20}" for i in range(n)], "person_id": everyone["person_id"],
        "role": [k[3] for k in picked], "is_primary": False,
    })
    return roles, everyone, NO_TOUCHES, deals(*[f"o{i}" for i in range(20)])


def test_a_workspace_with_enough_recorded_roles_teaches_its_own() -> None:
    roles, everyone, touches, opportunities = company(0, 120)
    truth = roles["role"].str.lower().str.replace(" ", "_")
    roles.loc[80:, "role"] = None
    found = infer_roles(roles, everyone, touches, opportunities).set_index("person_id")
    inferred = found[found["origin"] == "inferred"]
    assert (inferred["role"] == truth.set_axis(roles["person_id"]).reindex(inferred.index)).all()
    assert inferred["reason"].str.contains("learned from 80 roles recorded here").all()


def test_too_few_recorded_roles_teach_nothing() -> None:
    roles, everyone, touches, opportunities = company(0, 60)
    roles.loc[40:, "role"] = None
    found = infer_roles(roles, everyone, touches, opportunities)
    assert found.loc[found["origin"] == "inferred", "reason"].str.contains("weak guess").all()


def test_nobody_is_called_a_blocker_by_inference() -> None:
    roles, everyone, touches, opportunities = company(1, 120)
    roles["role"] = np.where(roles["role"] == "Champion", "BLOCKER", roles["role"])
    roles.loc[100:, "role"] = None
    found = infer_roles(roles, everyone, touches, opportunities)
    assert Role.BLOCKER not in set(found.loc[found["origin"] == "inferred", "role"])
