"""Accounts by the personas that lead them, and what is said of their renewal."""

import pandas as pd

from personae.app.account_archetypes import MIXED, SMALL, account_archetypes
from personae.domain.persona import Persona, Size
from personae.domain.words import Layer

SIZE = Size(9, 9, 9, None, None)
PERSONAS = tuple(
    Persona(one, Layer.USER, "discovered", name, "", SIZE) for one, name in (("e", "Exporters"), ("p", "Planners"))
)


def members(of: dict[str, str]) -> pd.DataFrame:
    """account -> a letter for each user's persona."""
    rows = [("user", f"{a}{i}", a, persona) for a, who in of.items() for i, persona in enumerate(who)]
    return pd.DataFrame(rows, columns=["layer", "person_id", "account_id", "persona_id"])


def outcomes(of: dict[str, str]) -> pd.DataFrame:
    rows = [(a, kind, pd.Timestamp("2025-01-01")) for a, kind in of.items()]
    return pd.DataFrame(rows, columns=["account_id", "kind", "at"])


def accounts(*ids: str) -> pd.DataFrame:
    return pd.DataFrame({"account_id": list(ids)})


def test_an_account_is_of_the_personas_that_lead_it() -> None:
    both = {f"b{i}": "eepp" for i in range(5)}
    one = {f"o{i}": "eeeeep" for i in range(5)}
    found = account_archetypes(
        members(both | one | {"rare": "pppp", "tiny": "ee"}), PERSONAS, outcomes({}), accounts("none")
    )
    of = found.of_account
    assert of["b0"] == of["b4"] != of["o0"]
    assert (of["rare"], of["tiny"], of["none"]) == (MIXED, SMALL, SMALL)
    assert set(found.archetypes["name"]) == {
        "Exporters + Planners",
        "Exporters",
        "Other mixes",
        "Too few users to say",
    }
    assert found.archetypes["n_accounts"].sum() == len(of), "each account is of one archetype"


def test_renewal_is_of_the_last_time_it_was_due_and_has_an_interval() -> None:
    of = {f"a{i}": "eee" for i in range(10)}
    due = pd.concat(
        [outcomes(dict.fromkeys(of, "renewed")), outcomes({"a0": "churned"}).assign(at=pd.Timestamp("2026-01-01"))]
    )
    row = account_archetypes(members(of), PERSONAS, due, accounts(*of)).archetypes.iloc[0]
    assert (row["n_known"], row["n_renewed"]) == (10, 9)
    assert row["low"] < 0.9 < row["high"] <= 1


def test_a_persona_that_goes_with_renewal_stands_out_and_one_that_does_not_does_not() -> None:
    of = {f"a{i}": "eee" if i < 40 else "ppp" for i in range(80)}
    went = outcomes({a: "renewed" if i < 38 or i % 4 == 0 else "churned" for i, a in enumerate(of)})
    presence = account_archetypes(members(of), PERSONAS, went, accounts(*of)).presence.set_index("persona_id")
    assert presence.loc["e", "difference_low"] > 0
    even = outcomes({a: "renewed" if i % 2 else "churned" for i, a in enumerate(of)})
    presence = account_archetypes(members(of), PERSONAS, even, accounts(*of)).presence.set_index("persona_id")
    assert presence.loc["e", "difference_low"] < 0 < presence.loc["e", "difference_high"]


def test_nothing_known_gives_empty_tables() -> None:
    found = account_archetypes(members({}), (), outcomes({}), accounts())
    assert found.archetypes.empty and found.presence.empty and found.of_account.empty
