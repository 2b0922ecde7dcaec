"""Planted buyer personas: who someone is in a buying decision."""

from typing import Final

import numpy as np
import pandas as pd

from personae.simulate.committee import TOP

BUYER_PERSONAS: Final = (
    "department_head", "it_director", "finance_buyer", "procurement", "executive", "champion", "end_user", "owner",
)


def buyer_truth(people: pd.DataFrame, roles: pd.DataFrame) -> pd.DataFrame:
    """person_id, persona of everyone who takes part in a deal, from place in the organisation."""
    told = people[people["person_id"].isin(roles["person_id"])]
    department, top = told["department"], told["rank"].isin(TOP)
    lead = told["person_id"].isin(roles.loc[roles["role"] == "champion", "person_id"])
    persona = np.select(
        [told["is_owner"], department.isin(["IT", "Security"]), department == "Finance",
         department.isin(["Purchasing", "Legal and Compliance"]), department == "General Management", top, lead],
        ["owner", "it_director", "finance_buyer", "procurement", "executive", "department_head", "champion"],
        default="end_user",
    )
    return pd.DataFrame({"person_id": told["person_id"].to_numpy(), "persona": persona.astype(object)})
