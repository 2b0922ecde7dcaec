"""What is worked out for the pages when a build is published."""

import json

from personae.app.page_tables import page_tables
from tests.fakes.page_build import SECRET_MAIL, contents
from tests.fakes.sample_build import contents as bare


def test_accounts_know_their_people_personas_and_fate() -> None:
    row = page_tables(contents())["account_rows"].set_index("account_id").loc["a0"]
    assert row["name"] == "Beacon Foods" and row["n_people"] == 7 and row["n_findings"] == 1
    assert json.loads(row["mix"]) == [["u_e", 6]]
    assert row["outcome"] == "renewed"


def test_deals_are_open_won_or_lost_and_lack_what_won_deals_had() -> None:
    rows = page_tables(contents())["deal_rows"].set_index("opportunity_id")
    assert rows.loc[["o0", "o12", "o23"], "state"].tolist() == ["won", "lost", "open"]
    assert rows.loc[["o0", "o12"], "n_missing"].tolist() == [0, 1], "inferred decision makers count"


def test_quotes_say_which_persona_speaks() -> None:
    quotes = page_tables(contents())["quotes"].set_index("quote_id")
    assert quotes.loc["q40", "user_persona"] == "u_e"
    assert quotes.loc["q9", "buyer_persona"] == "b_d"


def test_reasons_of_rejected_rows_carry_no_address() -> None:
    reasons = page_tables(contents())["rejected_reasons"]
    assert reasons[["n", "rows"]].iloc[0].tolist() == [1, "3"]
    assert SECRET_MAIL not in reasons.to_csv()


def test_a_build_with_next_to_nothing_has_every_table() -> None:
    found = page_tables(bare("20260101T000000Z-aa"))
    assert set(found) >= {"account_rows", "deal_rows", "archetypes", "presence", "seat_worth", "things"}
    assert found["deal_rows"].empty
