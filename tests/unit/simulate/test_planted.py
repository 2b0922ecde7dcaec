"""What is planted shows in the tables as it should, and decoys look like less."""

import numpy as np
import pandas as pd
import pytest

from personae.domain.words import Facet
from personae.simulate import Company, SimulationSettings, simulate_company
from personae.simulate.metrics import PLANS


def _accounts(company: Company, failure: str) -> set[str]:
    failures = company.truth["failures"]
    return set(failures.loc[failures["failure"] == failure, "account_id"])


def _active_share(company: Company) -> pd.Series:
    people = company.tables["people"]
    return people["person_id"].str.startswith("U").groupby(people["account_id"]).mean()


def test_built_only_for_users(company: Company) -> None:
    stopped = _accounts(company, "built_only_for_users")
    deals = company.tables["opportunities"]
    closed = deals[deals["account_id"].isin(stopped) & deals["is_closed"]]
    assert len(stopped) >= 3
    assert not closed["is_won"].any()
    assert closed["lost_reason"].str.contains("SCIM|keys|audit log|provisioning").all()
    assert not company.tables["outcomes"]["account_id"].isin(stopped).any()
    assert _active_share(company)[list(stopped)].median() > 0.6
    assert company.tables["accounts"].set_index("account_id").loc[list(stopped), "arr"].eq(0).all()


def test_sold_only_to_buyers(company: Company) -> None:
    sold = _accounts(company, "sold_only_to_buyers")
    outcomes = company.tables["outcomes"]
    deals = company.tables["opportunities"]
    assert set(outcomes.loc[outcomes["account_id"].isin(sold), "kind"]) == {"churned"}
    assert set(deals.loc[deals["is_won"].fillna(False), "account_id"]) >= sold
    usual = _active_share(company)
    assert usual[list(sold)].median() < 0.5 * usual.median()


def test_department_layer_missing(company: Company) -> None:
    bare = _accounts(company, "department_layer_missing")
    people = company.tables["people"]
    assert people.loc[people["account_id"].isin(bare), ["department", "manager_id"]].isna().all(axis=None)
    assert not company.tables["metrics"]["account_id"].isin(bare).any()


def test_programs_are_few_busy_and_without_persona(company: Company) -> None:
    bots = set(company.truth["bots"]["person_id"])
    n = company.tables["events"]["person_id"].astype(object).value_counts()
    assert 0 < len(bots) < 0.01 * len(n)
    assert not company.truth["person_personas"]["person_id"].isin(bots).any()
    assert n[list(bots)].median() > 3 * n.median()
    assert company.tables["events"].query("person_id in @bots")["event"].nunique() == 3


def test_an_account_has_one_story_and_tiny_ones_none(company: Company) -> None:
    stories = pd.concat([company.truth["failures"]["account_id"], company.truth["decoys"]["account_id"]])
    assert stories.is_unique
    assert not set(stories) & set(company.truth["owners"]["account_id"])


def test_owners_use_and_buy(company: Company) -> None:
    owners = company.truth["owners"]
    roles = company.truth["roles"]
    mine = roles[roles["person_id"].isin(owners["person_id"])]
    assert len(owners) >= 3
    assert set(mine["role"]) == {"decision_maker"}
    assert not roles[roles["opportunity_id"].isin(mine["opportunity_id"])].duplicated("opportunity_id").any()


def test_deals_with_a_decision_maker_win_more() -> None:
    company = simulate_company(
        SimulationSettings(accounts=60, people=2_400, events=90_000, opportunities=2_500, documents=0))
    deals = company.tables["opportunities"].set_index("opportunity_id")
    stories = pd.concat([company.truth["failures"]["account_id"], company.truth["decoys"]["account_id"]])
    known = deals[deals["is_closed"] & ~deals["account_id"].isin(stories) & ~deals["name"].str.endswith("New business")]
    decided = company.truth["roles"].query("role == 'decision_maker'")["opportunity_id"]
    won = known["is_won"].astype(bool)
    assert won[known.index.isin(decided)].mean() > won[~known.index.isin(decided)].mean() + 0.15
    assert 0.3 < won.mean() < 0.6


def test_champions_come_first_and_procurement_last(company: Company) -> None:
    touches = company.tables["activities"].merge(company.truth["roles"], on=["opportunity_id", "person_id"])
    span = touches.groupby("opportunity_id")["at"].agg(["min", "max"])
    joined = touches.join(span, on="opportunity_id")
    place = (joined["at"] - joined["min"]) / (joined["max"] - joined["min"])
    mean = place.groupby(joined["role"]).mean()
    assert mean["champion"] < mean["technical_approver"] < mean["procurement"]


def _slope(company: Company, metric: str, persona: str) -> float:
    """Within-account slope of the log metric on the log events of the persona's people."""
    planted = company.truth["person_personas"].query("layer == 'user' and persona == @persona")["person_id"]
    events = company.tables["events"]
    mine = events[events["person_id"].isin(set(planted))]
    month = mine["at"].dt.to_period("M").dt.to_timestamp()
    use = mine.groupby([mine["account_id"].astype(object), month]).size().rename("n")
    metrics = company.tables["metrics"].query("metric == @metric").set_index(["account_id", "period"])["value"]
    both = pd.DataFrame({"y": np.log(metrics)}).join(np.log1p(use.rename_axis(["account_id", "period"])), how="inner")
    within = both - both.groupby("account_id").transform("mean")
    within = within - within.groupby("period").transform("mean")
    return float(within["y"].corr(within["n"]))


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.metric)
def test_metrics_move_with_use_only_where_planted(company: Company, plan) -> None:
    found = _slope(company, plan.metric, plan.persona)
    if plan.effect:
        assert np.sign(found) == np.sign(plan.effect)
        assert abs(found) > 0.1
    else:
        assert abs(found) < 0.1


def test_sentences_are_slices_with_a_known_facet(company: Company) -> None:
    sentences = company.truth["sentences"].merge(company.tables["documents"][["document_id", "text"]], on="document_id")
    for row in sentences.itertuples():
        assert row.text_y[row.start:row.end] == row.text_x
    assert set(sentences["facet"]) <= set(Facet)
    assert sentences["facet"].nunique() >= 15
    assert sentences.loc[sentences["concern"].notna(), "facet"].eq("concern").all()
    assert not sentences["text_x"].str.contains(r"[\[\]{}|]").any()


def test_kinds_of_documents_differ(company: Company) -> None:
    documents = company.tables["documents"]
    talk = documents["kind"].isin(["interview", "call"])
    assert set(documents["kind"]) == {"interview", "call", "ticket", "observation"}
    assert documents.loc[talk, "text"].str.match(r"(Interviewer|Host): ").all()
    assert documents.loc[talk, "speakers"].notna().all()
    assert documents.loc[~talk, "speakers"].isna().all()
    assert documents["text"].nunique() > 0.97 * len(documents)
