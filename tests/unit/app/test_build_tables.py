"""What a build's tables say that no single source says."""

import pandas as pd

from personae.app.build_tables import _with_roles_of_people


def test_a_role_given_for_the_person_counts_where_the_deal_gives_none() -> None:
    roles = [None, "", "CHAMPION"]
    deals = pd.DataFrame({"opportunity_id": ["1", "1", "2"], "person_id": ["a", "b", "a"], "role": roles})
    people = pd.DataFrame({"person_id": ["a", "b"], "buying_role": ["DECISION_MAKER;BUDGET_HOLDER", None]})
    given = _with_roles_of_people(deals, people)["role"]
    assert given.iloc[0] == "DECISION_MAKER;BUDGET_HOLDER"
    assert pd.isna(given.iloc[1]), "an empty field is unknown"
    assert given.iloc[2] == "CHAMPION", "what the deal says wins"
