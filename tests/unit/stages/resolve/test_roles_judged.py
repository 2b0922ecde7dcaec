"""Roles that people confirmed, set or dismissed: they count like recorded ones, and are not inferred again."""

import numpy as np
import pandas as pd
import pytest

from personae.domain.decision import ROLE_VERDICTS
from personae.stages.resolve import infer_roles
from tests.unit.stages.resolve.test_roles import BO, NO_TOUCHES, company, deals, said


def judged(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(ROLE_VERDICTS.names), dtype=object)


def roles(given: pd.DataFrame, verdicts: pd.DataFrame) -> list[list[object]]:
    found = infer_roles(given, BO, NO_TOUCHES, deals("o"), judged=verdicts)
    return [list(row) for row in found[["role", "origin", "p"]].itertuples(index=False)]


BLANK = said(("o", "bo", None))


@pytest.mark.parametrize("verdict", ["confirmed", "set"])
def test_a_role_that_people_give_takes_the_place_of_a_guess(verdict: str) -> None:
    assert roles(BLANK, judged(("o", "bo", "champion", verdict))) == [["champion", "confirmed", 1.0]]


def test_a_dismissed_role_is_not_inferred_again() -> None:
    guessed = roles(BLANK, judged())
    assert guessed[0][:2] == ["procurement", "inferred"]
    assert roles(BLANK, judged(("o", "bo", "procurement", "dismissed"))) == [["unknown", "inferred", 0.0]]
    assert roles(BLANK, judged(("o", "bo", "champion", "dismissed"))) == guessed, "another role was dismissed"
    assert roles(BLANK, judged(("other", "bo", "procurement", "dismissed"))) == guessed, "on another deal"


def test_what_the_crm_records_stays_beside_what_people_say() -> None:
    recorded = said(("o", "bo", "Influencer"))
    assert roles(recorded, judged(("o", "bo", "champion", "set"))) == [
        ["influencer", "recorded", 1.0], ["champion", "confirmed", 1.0],
    ]  # fmt: skip
    assert roles(recorded, judged(("o", "bo", "influencer", "confirmed"))) == [["influencer", "recorded", 1.0]]
    assert roles(recorded, judged(("o", "bo", "influencer", "dismissed"))) == [["influencer", "recorded", 1.0]]


def test_people_and_deals_that_are_gone_give_no_row() -> None:
    gone = judged(("o", "nobody", "champion", "set"), ("sold", "bo", "champion", "set"))
    assert roles(BLANK, gone) == roles(BLANK, judged())


def test_confirmed_roles_teach_like_recorded_ones() -> None:
    """Where people, and not the CRM, say who plays which role, the model of this workspace learns it all the same."""
    given, everyone, touches, opportunities = company(0, 120)
    truth = given["role"].str.lower().str.replace(" ", "_")
    told = judged(*((deal, person, role, "set") for deal, person, role in
                    zip(given["opportunity_id"][:80], given["person_id"][:80], truth[:80], strict=True)))  # fmt: skip
    given["role"] = np.nan
    found = infer_roles(given, everyone, touches, opportunities, judged=told).set_index("person_id")
    inferred = found[found["origin"] == "inferred"]
    assert len(inferred) == 40 and (found["origin"] == "confirmed").sum() == 80
    assert (inferred["role"] == truth.set_axis(given["person_id"]).reindex(inferred.index)).all()
