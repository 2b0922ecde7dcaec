"""Little worlds with known personas, or with none."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Planted:
    """Counts (n, d), the true persona and the account of each person, and the profiles (k, d)."""

    counts: npt.NDArray[np.float64]
    truth: npt.NDArray[np.int64]
    accounts: npt.NDArray[np.int64]
    profiles: npt.NDArray[np.float64]


def planted(*, seed: int, separation: float = 3, n: int = 600, k: int = 5, d: int = 40, burst: float = 8) -> Planted:
    """k personas around a common profile; `burst` is the Dirichlet concentration of people within a persona."""
    rng = np.random.default_rng(seed)
    common = rng.dirichlet(np.ones(d))
    profiles = np.array([rng.dirichlet(common * d / separation + 1e-3) for _ in range(k)])
    truth, accounts = rng.integers(0, k, n), rng.integers(0, n // 10, n)
    totals = np.maximum(3, rng.lognormal(3.5, 1, n)).astype(int)
    shares = np.array([rng.dirichlet(burst * profiles[j] + 1e-6) for j in truth])
    return Planted(rng.multinomial(totals, shares).astype(float), truth, accounts, profiles)


def nothing(kind: str, *, seed: int, n: int = 600,
            d: int = 40) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Counts and accounts without personas: "multinomial", "bursty", "accounts" (effects of accounts) or "size"."""
    rng = np.random.default_rng(seed)
    common = rng.dirichlet(np.ones(d))
    accounts = rng.integers(0, n // 10, n)
    spread = 2.0 if kind == "size" else 1.0
    totals = np.maximum(3, rng.lognormal(3.5, spread, n)).astype(int)
    shares = np.tile(common, (n, 1))
    if kind == "bursty":
        shares = rng.dirichlet(rng.choice([1.4, 4.0]) * common + 1e-6, size=n)
    elif kind == "accounts":
        own = rng.dirichlet(6 * common + 1e-6, size=n // 10)
        shares = np.array([rng.dirichlet(10 * own[a] + 1e-6) for a in accounts])
    return rng.multinomial(totals, shares).astype(float), accounts
