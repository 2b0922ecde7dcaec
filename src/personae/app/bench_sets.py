"""The sets that `personae bench discovery` runs on: planted ones, and the shared real ones."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from personae.app.bench_planted import planted
from personae.simulate import SimulationSettings, simulate_company

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
FEWEST_EVENTS = 4
FEWEST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class BenchSet:
    """Counts of the first half of each unit's events and of the second (n, d), accounts (n,), known labels."""

    name: str
    first: Array
    second: Array
    accounts: Labels
    labels: dict[str, Labels] = field(default_factory=dict)

    @property
    def whole(self) -> Array:
        """(n, d) all events."""
        return self.first + self.second


def planted_set(name: str, separation: float, *, seed: int = 0, n: int = 600, burst: float = 8.0) -> BenchSet:
    """Five planted personas; each unit's events fall in either half by chance."""
    data = planted(seed=seed, separation=separation, n=n, burst=burst)
    rng = np.random.default_rng([seed, 9])
    first = rng.binomial(data.counts.astype(np.int64), 0.5).astype(float)
    return BenchSet(name, first, data.counts - first, data.accounts, {"planted": data.truth})


def simulated(name: str, separation: str, *, seed: int = 0) -> BenchSet:
    """A simulated company of 60 accounts and 1,000 people whose user personas are known; halves by time."""
    settings = SimulationSettings(seed=seed, accounts=60, people=1_000, events=120_000, opportunities=50, documents=5,
                                  separation=separation)
    made = simulate_company(settings)
    known = made.truth["person_personas"].query("layer == 'user'").set_index("person_id")["persona"]
    events = made.tables["events"].rename(columns={"person_id": "person", "account_id": "account"})
    return from_events(name, events.assign(planted=events["person"].map(known)), ("planted",))


def volvo(folder: Path) -> BenchSet:
    """volvo_incidents: status and sub-status by impact; account = the support team a person mostly works in."""
    log = pd.read_csv(folder / "volvo_incidents" / "incidents.csv.gz", dtype=str)
    events = pd.DataFrame({
        "person": log["org:resource"], "account": log["org:group"], "at": log["time:timestamp"],
        "event": log["concept:name"] + ": " + log["lifecycle:transition"] + ", " + log["impact"].str.lower(),
        "line": log["organization involved"], "role": log["org:role"],
    })
    return from_events("Volvo incidents", events, ("line", "role"))


def kubernetes(folder: Path) -> BenchSet:
    """kubernetes_enhancements: kind of file by SIG; everyone is an account of their own (a SIG is an event here)."""
    log = pd.read_csv(folder / "kubernetes_enhancements" / "events.csv.gz", dtype=str)
    people = pd.read_csv(folder / "kubernetes_enhancements" / "people.csv.gz", dtype=str).set_index("actor")
    events = pd.DataFrame({
        "person": log["actor"], "account": log["actor"], "at": log["ts"],
        "event": log["sig"].fillna("no sig") + ": " + log["artefact"],
        "role": log["actor"].map(people["role_truth"]),
    })
    return from_events("Kubernetes enhancements", events, ("role",))


def from_events(name: str, events: pd.DataFrame, labels: tuple[str, ...] = ()) -> BenchSet:
    """A set from rows (person, account, event, at): people with at least 4 events, events of at least 5 people.

    Account and labels of a person are what most of their rows say.
    """
    people_of = events.groupby("event")["person"].nunique()
    events = events[events["event"].isin(people_of.index[people_of >= FEWEST_PEOPLE])]
    per_person = events.groupby("person")["event"].size()
    events = events[events["person"].isin(per_person.index[per_person >= FEWEST_EVENTS])]
    events = events.sort_values(["person", "at"], kind="stable")
    person, people = pd.factorize(events["person"], sort=True)
    event, names = pd.factorize(events["event"], sort=True)
    turn = events.groupby("person").cumcount().to_numpy()
    early = turn < (np.bincount(person)[person] // 2)
    halves = []
    for half in (early, ~early):
        counts = np.zeros((len(people), len(names)))
        np.add.at(counts, (person[half], event[half]), 1.0)
        halves.append(counts)
    modes = events.groupby("person")[["account", *labels]].agg(_most_frequent)
    coded = {c: np.asarray(pd.factorize(modes.loc[people, c])[0], dtype=np.int64) for c in ("account", *labels)}
    return BenchSet(name, halves[0], halves[1], coded.pop("account"), coded)


def _most_frequent(values: pd.Series) -> str:
    """What most rows say; "" where none says anything."""
    return str(values.mode().iloc[0]) if values.notna().any() else ""
