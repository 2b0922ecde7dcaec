"""Who belongs to which persona of a layer, as arrays: the ground that every describing module stands on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from personae.domain.observed import OBSERVED
from personae.domain.settings import Settings
from personae.domain.tables import BY_NAME
from personae.domain.words import Department, Layer, Seniority
from personae.stages.describe.clustered import Floats, Ints
from personae.stages.describe.results import Frames, LayerResultLike

Mask = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
Coded = dict[str, tuple[Ints, Texts]]
"""Columns of the frames as codes and words, shared by the layers."""
_SEEN = {
    Layer.USER: ("person_events",),
    Layer.BUYER: ("roles", "contacts"),
    Layer.DEPARTMENT: ("person_events", "roles", "contacts", "metrics"),
}
_SCHEMAS = {table.name: table for table in OBSERVED} | BY_NAME


@dataclass(frozen=True)
class Cohorts:
    """One layer. `people` has one row per person of the layer's population (also of those who fit no persona):

    person_id, account_id, title, department, seniority, department_source, is_user. `persona` is the index into
    `ids` (-1 = fits none) and `cluster` the account's index (each person without an account is their own), both
    aligned with `people`. `units` holds one row per unit of the layer: persona, cluster, account_id.
    """

    layer: Layer
    ids: tuple[str, ...]
    people: pd.DataFrame
    persona: Ints
    cluster: Ints
    n_clusters: int
    units: pd.DataFrame
    frames: Frames
    settings: Settings
    one_account: bool
    coded: Coded

    @property
    def minimum(self) -> int:
        """Numbers that fewer people stand behind are not stated."""
        return self.settings.build.show_from

    @property
    def fewest_told(self) -> int:
        """People of whom roles and words are told: however few where words are all there is, else `minimum`."""
        return 1 if self.heard_only else self.minimum

    @cached_property
    def heard_only(self) -> bool:
        """Whether words are all that tells of this layer: no product events (users), nobody on a deal (buyers)."""
        return all(self.frame(name).empty for name in _SEEN[self.layer])

    def frame(self, name: str) -> pd.DataFrame:
        """The table of that name, with all its columns; empty when there is no such input."""
        return table(self.frames, name)

    def members(self, index: int) -> Mask:
        """Which rows of `people` are of persona `index`."""
        return np.asarray(self.persona == index)

    def n_people(self, rows: Mask) -> int:
        """How many people the rows are."""
        return int(rows.sum())

    def n_accounts(self, rows: Mask) -> int:
        """How many accounts the rows come from."""
        known = self._accounts[rows]
        return int(np.count_nonzero(np.bincount(known[known >= 0])))

    @cached_property
    def _accounts(self) -> Ints:
        """Account codes, -1 = none."""
        return pd.factorize(self.people["account_id"])[0].astype(np.int64)

    def per_cluster(self, values: Floats, rows: Mask) -> Floats:
        """Sum of `values` (aligned with `people`) over `rows`, per cluster."""
        return np.bincount(self.cluster[rows], weights=values[rows], minlength=self.n_clusters).astype(np.float64)

    def rows_of(self, person_ids: pd.Series) -> Ints:
        """Index into `people` of each id; -1 for people outside this layer."""
        return np.asarray(self.index.get_indexer(pd.Index(person_ids.astype("object"))), dtype=np.int64)

    def codes(self, name: str, column: str) -> tuple[Ints, Texts]:
        """A text column of a table as codes into its sorted words (-1 = missing); found once for all layers."""
        key = f"{name}.{column}"
        if key not in self.coded:
            codes, words = pd.factorize(self.frame(name)[column], sort=True)
            self.coded[key] = codes.astype(np.int64), np.asarray(words, dtype=object)
        return self.coded[key]

    @cached_property
    def index(self) -> "pd.Index[str]":
        """The people's ids."""
        ids: pd.Index[str] = pd.Index(self.people.index.astype("object"))
        return ids

    @cached_property
    def _places(self) -> dict[str, Ints]:
        return {}

    def rows(self, name: str) -> Ints:
        """`rows_of` the people of the table `name`, found once: ids are costly to look up a million times."""
        if name not in self._places:
            codes, ids = self.codes(name, "person_id")
            self._places[name] = np.append(self.index.get_indexer(pd.Index(ids)), -1)[codes]
        return self._places[name]

    @cached_property
    def activity(self) -> pd.DataFrame:
        """person_activity aligned with `people`: numbers, NaN where someone has no events."""
        columns = ["n_events", "active_days", "n_sessions", "mean_session_minutes", "tenure_days", "breadth"]
        frame, rows = self.frame("person_activity"), self.rows("person_activity")
        values = np.full((len(self.people), len(columns)), np.nan)
        values[rows[rows >= 0]] = frame[columns].to_numpy(dtype=float)[rows >= 0]
        return pd.DataFrame(values, columns=columns)

    def each(self) -> Iterator[tuple[int, str, Mask]]:
        """Index, id and members of every persona that has enough people to state numbers of."""
        for index, persona_id in enumerate(self.ids):
            rows = self.members(index)
            if self.n_people(rows) >= self.minimum:
                yield index, persona_id, rows


def table(frames: Frames, name: str) -> pd.DataFrame:
    """`frames[name]` with every column of its schema; an empty frame when it is missing."""
    schema = _SCHEMAS[name]
    frame = frames.get(name)
    if frame is None:
        return pd.DataFrame({column: pd.Series(dtype="object") for column in schema.names})
    missing = [column for column in schema.names if column not in frame.columns]
    return frame.assign(**dict.fromkeys(missing)) if missing else frame


def cohorts(result: LayerResultLike, frames: Frames, settings: Settings, coded: Coded | None = None) -> Cohorts:
    """The cohorts of one layer's result. `coded` keeps what is the same for other layers."""
    ids = tuple(group.persona_id for group in result.personas)
    persons = table(frames, "persons")
    units = result.memberships.reset_index(drop=True)
    people = _of_departments(units, persons) if result.layer is Layer.DEPARTMENT else _of_people(units, persons)
    people = people.drop_duplicates("person_id").sort_values("person_id", kind="stable")
    cluster, one_account = _clusters(people)
    unit_frame = pd.DataFrame(
        {
            "persona": _codes(units["persona_id"], ids),
            "account_id": units["account_id"].to_numpy(),
            "department": units["department"].to_numpy(),
            "unit_id": units["unit_id"].to_numpy(),
        }
    )
    return Cohorts(
        layer=result.layer,
        ids=ids,
        people=people.set_index("person_id", drop=False).rename_axis("id"),
        persona=_codes(people["persona_id"], ids),
        cluster=cluster,
        n_clusters=int(cluster.max()) + 1 if len(cluster) else 0,
        units=unit_frame,
        frames=frames,
        settings=settings,
        one_account=one_account,
        coded={} if coded is None else coded,
    )


_KEPT = (
    "person_id",
    "title",
    "department",
    "seniority",
    "department_source",
    "seniority_source",
    "is_user",
    "is_contact",
)


def _of_people(units: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    known = persons[list(_KEPT)].drop_duplicates("person_id")
    people = units[["person_id", "account_id", "persona_id"]].merge(known, on="person_id", how="left")
    return _filled(people)


def _of_departments(units: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    """Everyone who works in one of the departments that the layer groups."""
    key = units[["account_id", "department", "persona_id"]].drop_duplicates(["account_id", "department"])
    return _filled(persons[[*_KEPT, "account_id"]].merge(key, on=["account_id", "department"], how="inner"))


def _filled(people: pd.DataFrame) -> pd.DataFrame:
    """Missing words as "unknown", and text as objects: compared many times, so converted once."""
    text = people.columns.difference(["is_user", "is_contact"])
    people[text] = people[text].astype("object")
    people["department"] = people["department"].fillna(Department.UNKNOWN.value)
    people["seniority"] = people["seniority"].fillna(Seniority.UNKNOWN.value)
    return people


def _clusters(people: pd.DataFrame) -> tuple[Ints, bool]:
    """Account codes; people without one are their own. If all are of one account, everyone is their own."""
    if people["account_id"].nunique() < 2:
        return np.arange(len(people), dtype=np.int64), bool(people["account_id"].notna().any())
    codes, names = pd.factorize(people["account_id"], sort=True)
    alone = codes < 0
    codes = codes.astype(np.int64)
    codes[alone] = len(names) + np.arange(int(alone.sum()))
    return codes, False


def _codes(persona_ids: pd.Series, ids: Sequence[str]) -> Ints:
    known = pd.Index(list(ids), dtype="object")
    return np.asarray(known.get_indexer(pd.Index(persona_ids.astype("object"))), dtype=np.int64)
