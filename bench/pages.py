"""How long pages take at 50 requests a second on a workspace of a million people, beside Datasette on the same file.

    python bench/pages.py --workspace /tmp/million --datasette datasette

The workspace is made if it is not there: a published build of made frames (no events are read). Requests start on a
clock, whether or not the last was answered, and time counts from when a request was due; every request of a page asks
for another account, deal, document or word, so that nothing is answered from what was rendered before.
"""

import argparse
import http.client
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import local

import numpy as np
import pandas as pd

from personae.adapters.builds import FolderBuilds
from personae.app.page_tables import document_key
from personae.app.ports import Contents
from personae.domain.build import Manifest
from personae.domain.evidence import Interval, Measure, Quote
from personae.domain.finding import Finding
from personae.domain.link import ChainPath, Link
from personae.domain.persona import Persona, Size
from personae.domain.statement import Statement
from personae.domain.words import Facet, Job, Layer, Origin, Severity

RATE, SECONDS, THREADS = 50, 8, 32
DEPARTMENTS = ["Engineering", "Finance", "IT", "Marketing", "Operations", "Product", "Sales", "Security"]
WORDS = ["export", "report", "ticket", "invoice", "login", "roadmap", "sprint", "audit", "budget", "meeting", "search"]
FACETS = ["none", "pain", "goal", "behaviour", "concern", "tool"]
SORTS = ["people", "revenue", "findings"]
INTERVAL = Interval(0.4, 0.3, 0.5)


def made(n_people: int, n_accounts: int, n_deals: int, n_quotes: int) -> Contents:
    """A build with that many of each; sizes of accounts are skewed, as they are."""
    random_state = np.random.default_rng(0)
    people = np.array([f"u{i:07}" for i in range(n_people)])
    weights = random_state.pareto(1.5, n_accounts) + 0.2
    accounts = np.array([f"a{i:05}" for i in range(n_accounts)])
    of = accounts[np.sort(random_state.choice(n_accounts, n_people, p=weights / weights.sum()))]
    department = random_state.choice(DEPARTMENTS, n_people)
    persons = pd.DataFrame({
        "person_id": people, "account_id": of, "title": department, "department": department,
        "seniority": random_state.choice(["manager", "professional", "senior"], n_people),
        "is_user": True, "is_contact": False,
    })  # fmt: skip
    personas = _personas()
    users = [p.persona_id for p in personas if p.layer is Layer.USER]
    buyers = [p.persona_id for p in personas if p.layer is Layer.BUYER]
    on_deals = people[random_state.choice(n_people, 4 * n_deals)]
    buying = random_state.choice(buyers, len(set(on_deals)))
    outcome = random_state.choice(["renewed", "churned"], n_accounts)
    return Contents(
        manifest=_manifest(n_people),
        personas=personas,
        memberships=pd.concat([
            _members("user", people, of, department, random_state.choice(users, n_people), random_state),
            _members("buyer", *_unique(on_deals, persons), buying, random_state),
        ], ignore_index=True),
        links=tuple(_links(personas)),
        paths=tuple(ChainPath((x.link_id,), INTERVAL, x.link_id, "It is alone.", "x") for x in _links(personas)[:20]),
        findings=tuple(_findings(accounts[:3000].tolist())),
        gaps=(),
        frames={
            "accounts": pd.DataFrame({"account_id": accounts, "name": [f"Customer {a}" for a in accounts],
                                      "arr": random_state.integers(0, 99_999, n_accounts).astype(float)}),
            "persons": persons, "opportunities": _deals(n_deals, accounts, random_state),
            "roles": _roles(n_deals, on_deals, random_state),
            "outcomes": pd.DataFrame({"account_id": accounts, "kind": outcome, "at": pd.Timestamp("2025-10-01")}),
            "metrics": _metrics(accounts, random_state), "quotes": _quotes(n_quotes, people, of, random_state),
        },
        models={},
    )  # fmt: skip


def _manifest(n_people: int) -> Manifest:
    settings = {"name": "A million people", "build": {"show_from": 5}}
    when = datetime(2026, 1, 1)
    return Manifest("20260101T000000Z-bench", when, when, "bench", 0, settings, {}, {}, counts={"persons": n_people})


def _unique(chosen: np.ndarray, persons: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    found = persons[persons["person_id"].isin(set(chosen))]
    return found["person_id"].to_numpy(), found["account_id"].to_numpy(), found["department"].to_numpy()


def _members(layer: str, people: np.ndarray, of: np.ndarray, department: np.ndarray, persona: np.ndarray,
             random_state: np.random.Generator) -> pd.DataFrame:  # fmt: skip
    return pd.DataFrame({
        "layer": layer, "unit_id": people, "person_id": people, "account_id": of, "department": department,
        "persona_id": persona, "p": random_state.uniform(0.5, 1, len(people)),
    })  # fmt: skip


def _personas() -> tuple[Persona, ...]:
    found = []
    for layer, n in ((Layer.USER, 10), (Layer.DEPARTMENT, len(DEPARTMENTS)), (Layer.BUYER, 12)):
        for i in range(n):
            one = f"{layer}_{i}"
            quote = Quote(f"d{i}", 0, 9, "It breaks", "It breaks", "u1", "a1")
            measure = Measure("share", INTERVAL, "share", 900, 90, "person_events")
            said = tuple(
                Statement(one, facet, f"Statement {j} on {facet}", Origin.MEASURED, (measure, quote), n_people=900)
                for j, facet in enumerate((Facet.GOAL, Facet.PAIN, Facet.BEHAVIOUR, Facet.CONCERN, Facet.TOOL) * 8)
            )
            size = Size(90_000, 90_000, 9_000, INTERVAL, INTERVAL)
            found.append(Persona(one, layer, "discovered", f"Persona {one}", "They work.", size, said, stability=0.8))
    return tuple(found)


def _links(personas: Sequence[Persona]) -> list[Link]:
    by = {layer: [p.persona_id for p in personas if p.layer is layer] for layer in Layer}
    up = [Link(u, "user", d, "department", "moves", "measured", "activity", "metric", INTERVAL, n_accounts=99)
          for u in by[Layer.USER] for d in by[Layer.DEPARTMENT]]  # fmt: skip
    return up + [Link(d, "department", "Renewals", "organisation", "moves", "measured", effect=INTERVAL, n_accounts=99)
                 for d in by[Layer.DEPARTMENT]]  # fmt: skip


def _findings(accounts: Sequence[str]) -> Iterator[Finding]:
    used = (Measure("share", INTERVAL, "share", 90, 1, "person_months"),)
    for i, account in enumerate(accounts):
        severity = Severity.HIGH if i % 2 else Severity.LOW
        title = f"Not used {i}"
        yield Finding("adoption", severity, "account", account, title, "Few.", "Call.", Job.SUCCESS, 0.9, used)


def _deals(n: int, accounts: np.ndarray, random_state: np.random.Generator) -> pd.DataFrame:
    closed = random_state.random(n) < 0.8
    return pd.DataFrame({
        "opportunity_id": [f"o{i:06}" for i in range(n)], "account_id": random_state.choice(accounts, n),
        "name": [f"Deal {i}" for i in range(n)], "amount": 100.0, "created_at": pd.Timestamp("2025-01-01"),
        "is_closed": closed, "is_won": np.where(closed, random_state.random(n) < 0.5, False),
    })  # fmt: skip


def _roles(n: int, people: np.ndarray, random_state: np.random.Generator) -> pd.DataFrame:
    return pd.DataFrame({
        "opportunity_id": np.repeat([f"o{i:06}" for i in range(n)], 4), "person_id": people,
        "role": random_state.choice(["champion", "decision_maker", "evaluator", "end_user"], 4 * n),
        "origin": "recorded", "p": 1.0,
    })  # fmt: skip


def _metrics(accounts: np.ndarray, random_state: np.random.Generator) -> pd.DataFrame:
    chosen = np.repeat(accounts[::4], 24)
    return pd.DataFrame({
        "account_id": chosen, "department": "Finance", "metric": "days_to_close", "better": "down",
        "period": np.tile(pd.date_range("2024-01-01", periods=24, freq="MS"), len(chosen) // 24),
        "value": random_state.normal(10, 2, len(chosen)),
    })  # fmt: skip


def _quotes(n: int, people: np.ndarray, of: np.ndarray, random_state: np.random.Generator) -> pd.DataFrame:
    words = random_state.choice([f"{a} {b}" for a in WORDS for b in WORDS], (n, 4))
    text = [f"the {' and the '.join(row)} number {i % 997}" for i, row in enumerate(words)]
    who = random_state.choice(len(people), n // 20).repeat(20)
    return pd.DataFrame({
        "quote_id": [f"q{i}" for i in range(n)], "document_id": [f"d{i // 20}" for i in range(n)],
        "person_id": people[who], "account_id": of[who], "start": np.arange(n) % 20 * 80,
        "end": np.arange(n) % 20 * 80 + 60, "text": text, "masked": text, "p": 0.8, "kind": "interview",
        "facet": random_state.choice(FACETS, n, p=[0.5, 0.1, 0.1, 0.1, 0.1, 0.1]),
    })  # fmt: skip


def asked(n_accounts: int, n_deals: int, n_quotes: int) -> dict[str, Callable[[random.Random], str]]:
    """Page -> an address, another one each time where the page has parameters."""
    return {
        "overview": lambda r: "/",
        "value chain": lambda r: "/chain",
        "persona": lambda r: f"/personas/user_{r.randrange(10)}",
        "findings": lambda r: f"/findings?page={r.randrange(1, 60)}",
        "accounts": lambda r: f"/accounts?sort={r.choice(SORTS)}&page={r.randrange(1, 400)}",
        "accounts by name": lambda r: f"/accounts?q=a{r.randrange(n_accounts):05}",
        "account": lambda r: f"/accounts/a{r.randrange(n_accounts):05}",
        "opportunities": lambda r: f"/opportunities?state=open&page={r.randrange(1, 160)}",
        "opportunity": lambda r: f"/opportunities/o{r.randrange(n_deals):06}",
        "archetypes": lambda r: "/archetypes",
        "search, two words": lambda r: f"/evidence?q={r.choice(WORDS)}+{r.randrange(997)}",
        "search, one common word": lambda r: f"/evidence?q={r.choice(WORDS)}&page={r.randrange(1, 20)}",
        "document": lambda r: f"/documents/{document_key(f'd{r.randrange(n_quotes // 20)}')}",
        "assumptions": lambda r: "/assumptions",
        "builds": lambda r: "/builds",
    }


def for_datasette(n_accounts: int) -> dict[str, Callable[[random.Random], str]]:
    """The nearest Datasette has to four of them: rows of a table, filtered, sorted, searched."""
    return {
        "accounts": lambda r: f"/personas/t_account_rows?_sort_desc=arr&_size=50&industry__isnull=1&x={r.random()}",
        "account (its members only)": lambda r: f"/personas/memberships?account_id=a{r.randrange(n_accounts):05}",
        "opportunity (its roles only)": lambda r: f"/personas/t_roles?opportunity_id=o{r.randrange(9999):06}",
        "search, two words": lambda r: f"/personas/t_quotes?_search={r.choice(WORDS)}+{r.randrange(997)}&_size=40",
        "search, one common word": lambda r: f"/personas/t_quotes?_search={r.choice(WORDS)}&_size=40",
    }


def measure(port: int, page: Callable[[random.Random], str], rate: int, seconds: int) -> tuple[list[float], int]:
    """Milliseconds from when each request was due to its whole answer, and how many answers were not 200."""
    rng, here, failed = random.Random(1), local(), [0]

    def one(address: str, due: float) -> float:
        if not hasattr(here, "line"):
            here.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        here.line.request("GET", address)
        answer = here.line.getresponse()
        answer.read()
        failed[0] += answer.status != 200
        return 1000 * (time.perf_counter() - due)

    with ThreadPoolExecutor(THREADS) as pool:
        begun, waiting = time.perf_counter() + 0.1, []
        for i in range(rate * seconds):
            due = begun + i / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            waiting.append(pool.submit(one, page(rng), due))
        return [future.result() for future in waiting], failed[0]


@contextmanager
def serving(command: Sequence[str], port: int) -> Iterator[None]:
    """A server while it is measured."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/")
                break
            except OSError:
                time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait()


def table(title: str, port: int, pages: dict[str, Callable[[random.Random], str]], rate: int, seconds: int) -> None:
    """Print one table of figures."""
    print(f"\n| {title} | median ms | p95 ms | p99 ms | not 200 |\n| --- | --- | --- | --- | --- |")
    for name, page in pages.items():
        took, failed = measure(port, page, rate, seconds)
        p50, p95, p99 = np.percentile(took, [50, 95, 99])
        print(f"| {name} | {p50:.1f} | {p95:.1f} | {p99:.1f} | {failed} |", flush=True)


def mixed(pages: dict[str, Callable[[random.Random], str]]) -> Callable[[random.Random], str]:
    """Any page, each as likely."""
    return lambda r: r.choice(list(pages.values()))(r)


def main() -> None:
    """Make the workspace if need be, then measure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--workspace", type=Path, required=True)
    arguments.add_argument("--people", type=int, default=1_000_000)
    arguments.add_argument("--datasette", help="its command; left out when not given")
    arguments.add_argument("--seconds", type=int, default=SECONDS)
    given = arguments.parse_args()
    n_accounts, n_deals, n_quotes = given.people // 50, given.people // 25, given.people // 10
    store = FolderBuilds(given.workspace)
    if store.current() is None:
        begun = time.perf_counter()
        contents = made(given.people, n_accounts, n_deals, n_quotes)
        print(f"made in {time.perf_counter() - begun:.0f} s")
        begun = time.perf_counter()
        with store.writing() as scratch:
            store.publish(contents, scratch)
        print(f"published in {time.perf_counter() - begun:.0f} s")
        del contents
    file = given.workspace / "builds" / str(store.current()) / "personas.sqlite"
    print(f"{given.people:,} people, {n_accounts:,} accounts, {n_deals:,} deals, {n_quotes:,} sentences; "
          f"{file.stat().st_size / 1e6:.0f} MB of SQLite; {RATE} requests a second")  # fmt: skip
    pages = asked(n_accounts, n_deals, n_quotes)
    serve = [str(Path(sys.executable).with_name("personae")), "serve", str(given.workspace), "--port", "8699"]
    with serving(serve, 8699):
        measure(8699, mixed(pages), 20, 3)
        table("personae", 8699, {**pages, "all of them, mixed": mixed(pages)}, RATE, given.seconds)
    if given.datasette:
        command = [given.datasette, "serve", "--immutable", str(file), "--port", "8698"]
        with serving(command, 8698):
            measure(8698, mixed(for_datasette(n_accounts)), 5, 3)
            table("Datasette, the same file", 8698, for_datasette(n_accounts), RATE, given.seconds)


if __name__ == "__main__":
    main()
