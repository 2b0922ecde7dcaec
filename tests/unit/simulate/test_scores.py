"""Figures: perfect finds score 1, wrong ones less, and empty ones nothing."""

import pandas as pd
import pytest

from personae.simulate import Company
from personae.simulate.oracle import oracle_personas
from personae.simulate.scores import Found, failure_scores, link_scores, role_scores, score, user_scores

MEMBERS = ["layer", "unit_id", "person_id", "account_id", "department", "persona_id", "p"]
LINKS = ["source", "target", "kind", "origin", "source_metric", "target_metric", "p_value", "low", "why_not"]


def perfect_members(company: Company) -> pd.DataFrame:
    planted = company.truth["person_personas"]
    users = planted.assign(persona_id="p_" + planted["persona"], p=1.0)
    departments = company.truth["titles"][["true_department"]].drop_duplicates()["true_department"]
    units = pd.DataFrame({"layer": "department", "department": departments, "persona_id": "d_" + departments, "p": 1.0})
    return pd.concat([users, units]).reindex(columns=MEMBERS)


def perfect_links(company: Company, *, claim_all: bool = False) -> pd.DataFrame:
    rows = []
    for row in company.truth["links"].itertuples():
        if row.real or claim_all:
            moves = row.kind == "moves"
            rows.append({
                "source": ("p_" if moves else "d_") + row.source, "target": f"d_{row.target}" if moves else "Renewals"
                if row.target == "renewal" else "Expansion", "kind": "moves", "origin": "measured",
                "source_metric": "activity" if moves else row.metric, "target_metric": row.metric if moves else None,
                "p_value": 0.001, "low": 0.1, "why_not": None,
            })
    return pd.DataFrame(rows, columns=LINKS)


def perfect_findings(company: Company) -> pd.DataFrame:
    accounts = company.truth["failures"].rename(columns={"failure": "check", "account_id": "subject"}).assign(
        scope="account", title="", what="")
    product = pd.DataFrame({
        "check": ["requirement_without_cover", "feature_serves_nobody"], "scope": ["workspace", "feature"],
        "subject": ["", "whiteboard"], "title": ["Nothing answers: data residency", "Unused"], "what": ["", ""],
    })
    return pd.concat([accounts, product], ignore_index=True)


def test_perfect_finds_score_one(company: Company) -> None:
    roles = company.truth["roles"].assign(p=1.0)
    figures = score(company, Found(
        perfect_members(company), roles, perfect_findings(company), perfect_links(company)))
    for name in ("user_ari", "buyer_ari", "role_f1", "role_f1_blank", "failure_precision", "failure_recall",
                 "links_found", "goals_found", "product_failures_recall", "user_assigned"):
        assert figures[name] == 1.0, name
    assert figures["nulls_claimed"] == figures["goal_nulls_claimed"] == 0.0
    assert figures["user_personas"] == 6
    assert figures["buyer_personas"] == 8


def test_finding_nothing_scores_nothing(company: Company) -> None:
    empty = Found(
        pd.DataFrame(columns=MEMBERS), pd.DataFrame(columns=["opportunity_id", "person_id", "role", "p"]),
        pd.DataFrame(columns=["check", "scope", "subject", "title", "what"]), pd.DataFrame(columns=LINKS))
    figures = score(company, empty)
    assert figures["user_ari"] == figures["role_f1"] == figures["failure_recall"] == figures["links_found"] == 0.0
    assert figures["user_assigned"] == 0.0
    assert "failure_precision" not in figures


def test_the_oracle_is_good_and_separation_helps_it(company: Company) -> None:
    figures = user_scores(company, perfect_members(company))
    assert 0.85 < figures["oracle_ari"] < 1.0
    found = oracle_personas(company)
    assert set(found["person_id"]) == set(company.tables["events"]["person_id"].unique())


def test_claimed_nulls_are_counted(company: Company) -> None:
    figures = link_scores(company.truth, perfect_members(company), perfect_links(company, claim_all=True))
    assert figures["nulls_claimed"] == figures["goal_nulls_claimed"] == 1.0


def test_insignificant_or_harmful_links_do_not_count(company: Company) -> None:
    links = perfect_links(company)
    weak = link_scores(company.truth, perfect_members(company), links.assign(p_value=0.5))
    harm = link_scores(company.truth, perfect_members(company), links.assign(low=-0.2))
    doubt = link_scores(company.truth, perfect_members(company), links.assign(why_not="Direction doubtful"))
    assert weak["links_found"] == harm["links_found"] == doubt["links_found"] == 0.0


def test_a_false_alarm_costs_precision_and_a_miss_recall(company: Company) -> None:
    findings = perfect_findings(company)
    alarm = pd.DataFrame([{"check": "sold_only_to_buyers", "scope": "account", "subject": "nobody", "title": "",
                           "what": ""}])
    more = failure_scores(company.truth, pd.concat([findings, alarm], ignore_index=True))
    less = failure_scores(company.truth, findings.iloc[1:])
    n = len(company.truth["failures"])
    assert more["failure_precision"] == pytest.approx(n / (n + 1))
    assert more["failure_recall"] == 1.0
    assert less["failure_recall"] == pytest.approx((n - 1) / n)


def test_the_likeliest_role_counts_and_blanks_stand_apart() -> None:
    truth = pd.DataFrame({
        "opportunity_id": ["o1", "o1", "o2"], "person_id": ["a", "b", "c"],
        "role": ["champion", "procurement", "champion"],
        "listed": [True, True, False], "recorded": [True, False, False],
    })
    roles = pd.DataFrame({
        "opportunity_id": ["o1", "o1", "o1"], "person_id": ["a", "a", "b"], "p": [0.9, 0.4, 0.5],
        "role": ["champion", "influencer", "end_user"],
    })
    figures = role_scores(truth, roles)
    assert figures["role_f1"] == pytest.approx(0.5)
    assert figures["role_f1_blank"] == 0.0
