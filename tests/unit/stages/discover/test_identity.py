"""Personas keep their ids, and what becomes of them is said."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from personae.stages.discover.identity import first_build, match

NAMES = ("a", "b", "c", "d")
OLD = ("user_one", "user_two")


def profiles(*rows):
    return np.array(rows, dtype=float)


def labels(*numbers):
    return pd.Series(numbers, index=[f"p{i}" for i in range(len(numbers))])


def old(*ids):
    return pd.Series(ids, index=[f"p{i}" for i in range(len(ids))], dtype="object")


def test_same_members_same_ids_in_whatever_order():
    found = match("user", profiles([0, 0, 1, 0], [1, 0, 0, 0]), NAMES, labels(1, 1, 0, 0),
                  old("user_one", "user_one", "user_two", "user_two"), OLD, np.eye(2)[::-1])
    assert found.ids == ("user_two", "user_one")
    assert found.appeared == (False, False)
    assert found.about_old == ()


def test_a_split_is_said_and_the_larger_part_keeps_the_id():
    found = match("user", profiles([1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]), NAMES, labels(0, 0, 0, 1, 1, 2, 2),
                  old(*["user_one"] * 5, *["user_two"] * 2), OLD, np.zeros((3, 2)))
    assert found.ids[0] == "user_one"
    assert found.ids[2] == "user_two"
    assert found.notes[1] == "split from user_one"
    assert any(note.startswith("user_one split into") for note in found.about_old)


def test_a_merger_is_said():
    found = match("user", profiles([1, 0, 0, 0]), NAMES, labels(0, 0, 0, 0, 0),
                  old(*["user_one"] * 3, *["user_two"] * 2), OLD, np.zeros((1, 2)))
    assert found.ids == ("user_one",)
    assert found.notes == ("merged from user_one, user_two",)
    assert found.about_old == ("user_two merged into user_one",)


def test_new_people_with_another_profile_make_a_persona_that_appeared_and_the_old_one_faded():
    new = pd.Series([0, 0], index=["q1", "q2"])
    found = match("user", profiles([1, 0, 0, 0]), NAMES, new, old("user_one"), ("user_one",), np.zeros((1, 1)))
    assert found.appeared == (True,)
    assert found.ids[0] != "user_one"
    assert found.about_old == ("user_one faded",)


def test_new_people_with_the_same_profile_continue_the_persona():
    new = pd.Series([0, 0], index=["q1", "q2"])
    found = match("user", profiles([1, 0, 0, 0]), NAMES, new, old("user_one"), ("user_one",), np.ones((1, 1)))
    assert found.ids == ("user_one",)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30), st.lists(st.integers(0, 2), min_size=1, max_size=30),
       st.integers(0, 9))
def test_ids_are_always_unique(new, before, seed):
    ids = ("user_x", "user_y", "user_z")
    closeness = np.random.default_rng(seed).random((4, 3))
    found = match("user", np.ones((4, 4)), NAMES, labels(*new), old(*[ids[i] for i in before]), ids, closeness)
    assert len(set(found.ids)) == 4


@given(st.integers(1, 12))
def test_first_ids_are_unique_even_for_equal_profiles(k):
    assert len(set(first_build("user", np.ones((k, 4)), NAMES).ids)) == k
