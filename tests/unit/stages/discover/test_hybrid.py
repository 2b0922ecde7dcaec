"""One group or a blend of users and budget holders: told on people whose truth is known."""

import numpy as np
import pandas as pd
import pytest

from personae.domain.observed import PERSON_EVENTS, PERSONS, ROLES
from personae.stages.discover import hybrid_test


def frame(table, rows):
    return pd.DataFrame(rows, columns=[c.name for c in table.columns])


def people(n_users, n_deciders, n_both=0, *, seed=0, blank=0.0):
    """Users of one mix of eight events, deciders on deals, and people who do both; 20 accounts."""
    rng = np.random.default_rng(seed)
    events, roles, persons = [], [], []
    for i in range(n_users + n_deciders + n_both):
        person, account = f"p{i:03d}", f"a{rng.integers(0, 20)}"
        persons.append({"person_id": person, "account_id": account})
        if i < n_users or i >= n_users + n_deciders:
            counts = rng.multinomial(rng.integers(5, 60), rng.dirichlet(8 * np.arange(1, 9) / 36))
            events += [{"person_id": person, "account_id": account, "event": f"e{j}", "n": int(c)}
                       for j, c in enumerate(counts) if c]
        if i >= n_users:
            role = "unknown" if rng.random() < blank else str(rng.choice(["budget_holder", "decision_maker"]))
            roles.append({"opportunity_id": f"o{i}", "person_id": person, "account_id": account, "role": role,
                          "origin": "recorded", "p": 1.0})
    frames = {"persons": frame(PERSONS, persons), "person_events": frame(PERSON_EVENTS, events),
              "roles": frame(ROLES, roles)}
    return [p["person_id"] for p in persons], frames


def test_a_blend_is_split_into_users_and_budget_holders():
    ids, frames = people(60, 40)
    found = hybrid_test(ids, frames)
    assert found.verdict == "blend"
    users, deciders = found.split
    assert (users.name, set(users.person_ids)) == ("users", set(ids[:60]))
    assert set(deciders.person_ids) == set(ids[60:])
    assert (users.uses, deciders.uses, deciders.decides) == (1, 0, 1)
    assert found.gain > 2 * found.error
    assert "0 do both" in found.reason


@pytest.mark.parametrize("seed", range(3))
def test_users_alone_and_people_who_do_both_are_one_group(seed):
    for n_users, n_deciders, n_both in ((90, 0, 0), (0, 0, 90)):
        found = hybrid_test(*people(n_users, n_deciders, n_both, seed=seed))
        assert found.verdict == "one group"
        assert found.split == ()


def test_deciders_who_mostly_use_it_too_are_not_a_blend():
    found = hybrid_test(*people(30, 5, 60))
    assert found.verdict != "blend"


def test_an_empty_role_is_not_a_no():
    ids, frames = people(40, 40, blank=1.0)
    found = hybrid_test(ids, frames)
    assert found.n_people == 40
    assert found.verdict == "one group"


def test_too_few_and_nobody_are_said():
    ids, frames = people(8, 6)
    assert hybrid_test(ids, frames).verdict == "too few"
    nobody = hybrid_test([], frames)
    assert (nobody.verdict, nobody.n_people) == ("too few", 0)


def test_two_ways_of_using_are_two_groups_and_no_blend():
    ids, frames = people(120, 0)
    half = frames["person_events"]["person_id"] < "p060"
    other = frames["person_events"]["event"].map(lambda e: f"x{e}")
    frames["person_events"]["event"] = frames["person_events"]["event"].where(half, other)
    found = hybrid_test(ids, frames)
    assert found.verdict == "two groups"
    assert {frozenset(part.person_ids) for part in found.split} == {frozenset(ids[:60]), frozenset(ids[60:])}
    assert found == hybrid_test(list(reversed(ids)), frames)


def test_looking_only_for_blends_finds_the_same_blend_and_passes_by_other_groups():
    ids, frames = people(60, 40)
    assert hybrid_test(ids, frames, only_blends=True) == hybrid_test(ids, frames)
    ids, frames = people(120, 0)
    found = hybrid_test(ids, frames, only_blends=True)
    assert (found.verdict, found.gain) == ("one group", None)
    assert "not apart" in found.reason


def test_where_people_are_alone_in_their_accounts_user_and_buyer_are_not_split():
    ids, frames = people(60, 40)
    own = {person: f"home of {person}" for person in ids}
    for table in frames.values():
        table["account_id"] = table["person_id"].map(own)
    found = hybrid_test(ids, frames)
    assert (found.verdict, found.split) == ("one person", ())
    assert "100 of 100 people" in found.reason


def test_of_very_many_people_a_sample_is_compared_and_all_are_counted(monkeypatch):
    monkeypatch.setattr("personae.stages.discover.hybrid.MOST", 80)
    found = hybrid_test(*people(90, 60, seed=1))
    assert (found.verdict, found.n_people, found.n_use) == ("blend", 150, 90)
    assert sum(len(part.person_ids) for part in found.split) == 80


def test_using_and_deciding_that_have_nothing_to_do_with_each_other_are_no_blend():
    # Whoever neither uses nor is on a deal is not seen, which alone makes users and deciders look apart.
    ids, frames = people(0, 0, 300, seed=5)
    rng = np.random.default_rng(5)
    uses, on_deals, decides = (set(np.array(ids)[rng.random(300) < share]) for share in (0.6, 0.6, 0.35))
    events, roles = frames["person_events"], frames["roles"]
    frames["person_events"] = events[events["person_id"].isin(uses)]
    frames["roles"] = roles[roles["person_id"].isin(on_deals)].assign(
        role=lambda t: np.where(t["person_id"].isin(decides), "decision_maker", "influencer"))
    found = hybrid_test(ids, frames, only_blends=True)
    assert (found.verdict, found.gain) == ("one group", None)
    seen = uses | on_deals
    assert len(seen & decides & uses) / len(seen & uses) < 0.35, "and yet few users decide"
