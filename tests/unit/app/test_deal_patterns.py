"""Who sat on won deals, and who is missing."""

import pandas as pd

from personae.app.deal_patterns import deal_patterns, n_missing, seats

NOBODY = pd.DataFrame(columns=["layer", "person_id", "persona_id"])


def roles(rows: list[tuple[str, str, str, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["opportunity_id", "role", "origin", "p"])
    return frame.assign(person_id=[f"p{i}" for i in range(len(frame))])


def deals(n_won: int, n_lost: int) -> pd.DataFrame:
    ids = [f"o{i}" for i in range(n_won + n_lost)]
    return pd.DataFrame({"opportunity_id": ids, "is_closed": True, "is_won": [i < n_won for i in range(len(ids))]})


def test_inferred_roles_count_when_likely_and_unknown_is_no_role() -> None:
    given = roles(
        [
            ("o1", "champion", "recorded", 1.0),
            ("o1", "evaluator", "inferred", 0.7),
            ("o1", "blocker", "inferred", 0.3),
            ("o1", "unknown", "recorded", 1.0),
        ]
    )
    assert set(seats(given, NOBODY)["value"]) == {"champion", "evaluator"}


def test_a_role_that_won_deals_had_is_usual_and_its_lack_is_counted() -> None:
    rows = [(f"o{i}", "champion", "recorded", 1.0) for i in range(40)]
    rows += [(f"o{i}", "decision_maker", "recorded", 1.0) for i in range(18)]
    taken = seats(roles(rows), NOBODY)
    found = deal_patterns(deals(20, 20), taken).set_index("value")
    assert found["usual"].to_dict() == {"champion": True, "decision_maker": True}
    assert found.loc["decision_maker", "difference_low"] > 0
    assert found.loc["champion", "difference"] == 0
    missing = n_missing(found.reset_index(), taken)
    assert (missing["o0"], missing["o30"]) == (0, 1)


def test_too_few_won_deals_say_nothing() -> None:
    taken = seats(roles([(f"o{i}", "champion", "recorded", 1.0) for i in range(9)]), NOBODY)
    assert deal_patterns(deals(9, 0), taken).empty
