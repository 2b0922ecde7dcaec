"""Messages, stories, what not to claim."""

import pandas as pd
import pytest

from personae.uses.marketing import marketing_use
from personae.uses.marketing.campaigns import conversion
from personae.uses.product import conflicts
from personae.uses.sheet import Use, markdown
from personae.uses.stories import stories
from personae.uses.talk import talk
from tests.fakes.small_company import small_company


@pytest.fixture(scope="module")
def given() -> Use:
    company = small_company()
    said, names = talk(company.personas), {p.persona_id: p.name for p in company.personas}
    told = stories(company.paths, company.links, names)
    return marketing_use(company.personas, said, told, company.links, (), conflicts(said), company.frames["campaigns"])


def test_user_words_for_users_with_the_proof_beside(given: Use) -> None:
    message = given.tables["messages"].set_index("persona_id").loc["user_builder"]
    assert message["channel"] == "I read forums."
    assert message["words"] == "Updating it by hand is a waste of time."
    assert "cycle time days is better (+0.40" in message["proof"]


def test_no_proof_is_said(given: Use) -> None:
    message = given.tables["messages"].set_index("persona_id").loc["user_manager"]
    assert (message["proof_tag"], message["channel"]) == ("no proof", "")


def test_the_same_figures_are_told_to_all_three(given: Use) -> None:
    story = given.tables["stories"].iloc[0]
    assert all("+0.40, +0.30 to +0.50" in story[f"to_{who}"] for who in ("user", "department", "buyer"))


def test_what_the_data_do_not_carry_is_not_claimed(given: Use) -> None:
    wrong = given.tables["do_not_claim"].set_index("kind")["claim"]
    assert "Expansion" in wrong["no clear effect"]
    assert "pain of another" in wrong.index
    assert "Do not claim yet" in markdown(given.sheet)


def test_campaigns_with_intervals_and_too_few() -> None:
    rates = conversion(small_company().frames["campaigns"]).set_index("message_id")
    assert rates.loc["m1", "verdict"] != "too few"
    assert rates.loc["m3", "verdict"] == "too few"
    assert (rates["low"] <= rates["rate"]).all() and (rates["rate"] <= rates["high"]).all()
    assert conversion(
        pd.DataFrame({"message_id": ["m"], "channel": [None], "persona": [None], "sent": [0], "responded": [0]})
    ).empty
