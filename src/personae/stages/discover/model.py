"""The discovery engine as a scikit-learn estimator."""

from typing import Any, Literal, Self

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from personae.stages.discover.blocks import Array, Ints
from personae.stages.discover.fitting import Fit, fit_units, profile_matrix
from personae.stages.discover.mixed import Columns, as_frame, columns_of, units_of, without_rare_levels
from personae.stages.discover.tidy import Limits
from personae.stages.discover.units import Units


class PersonaModel(ClusterMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Finds how many personas there are, which, and who belongs; answers one persona where there are none.

    Parameters
    ----------
    n_personas : "auto" or int
        "auto" finds the number by held-out gain and stability. A number is taken as it is, except that empty
        and duplicate personas never come out, so fewer may be found.
    random_state : int, RandomState or None
        Same seed and data: same result.
    min_people : int
        With fewer units than this there is one persona and `refusal_` is "too few".
    max_personas : int
        The largest number that "auto" tries.
    kind : "auto", "counts" or "numbers"
        What a plain matrix X holds (a sparse one: counts, always). "auto": counts if all values are whole and
        not negative, else numbers (a Gaussian block; NaN = missing). A frame with columns of text, yes or no, or
        categories is read as mixed evidence: these are categories, and its numeric columns are counts if there are
        at least three and all are whole, not negative and never missing. Anything finer is given as `Units`.

    Attributes
    ----------
    labels_ : (n,) likeliest persona of each unit, 0 is the largest persona
    n_personas_ : int
    refusal_ : None, "too few" or "no structure"
    reason_ : why this number, as a sentence
    curve_ : tuple of (k, held-out gain per unit, its standard error, stability)
    stability_ : (n_personas_,) how much of each persona comes back on halves of the accounts, 0..1
    agreement_ : float, agreement of the whole partition between halves of the accounts (adjusted Rand index)
    profiles_ : (n_personas_, features) mean shares (counts, categories) or means (numbers)
    profile_names_ : names of the columns of `profiles_`

    Notes
    -----
    Searched as a multinomial mixture on burst-discounted counts, on bags of half of the accounts; finished and
    judged (on held-out accounts) as a Dirichlet-multinomial mixture; see docs/discovery.md.
    """

    def __init__(self, n_personas: int | Literal["auto"] = "auto", random_state: Any = 0, *, min_people: int = 30,
                 max_personas: int = 12, kind: Literal["auto", "counts", "numbers"] = "auto") -> None:
        self.n_personas = n_personas
        self.random_state = random_state
        self.min_people = min_people
        self.max_personas = max_personas
        self.kind = kind

    def fit(self, X: Any, y: Any = None, groups: Any = None) -> Self:  # noqa: N803  scikit-learn's own name
        """Find personas in X: (n, d) matrix, sparse matrix, frame or `Units`.

        `groups` (n,): account of each unit; without it each unit is its own account. `y` is not used.
        Raises ValueError for a number of personas that is neither "auto" nor a whole number of at least 1.
        """
        k = self._number()
        units = self._units(X, reset=True)
        seed = int(check_random_state(self.random_state).randint(2**31 - 1))
        limits = Limits(min_people=self.min_people, smallest=5 if k is None else 1, most=self.max_personas)
        self.fit_: Fit = fit_units(units, account_numbers(groups, len(units)), k, seed, limits)
        self.n_personas_ = self.fit_.mixture.k
        self.refusal_ = self.fit_.choice.refusal
        self.reason_ = self.fit_.choice.reason
        self.curve_ = self.fit_.choice.curve
        self.stability_ = self.fit_.stability
        self.agreement_ = self.fit_.agreement
        self.profiles_ = profile_matrix(self.fit_.encoder, self.fit_.mixture)
        self.profile_names_ = self.fit_.encoder.names()
        self.labels_ = self.fit_.posterior(units).argmax(axis=1)
        return self

    def predict(self, X: Any) -> Ints:  # noqa: N803  scikit-learn's own name
        """(n,) likeliest persona of each unit."""
        return np.asarray(self.predict_proba(X).argmax(axis=1))

    def predict_proba(self, X: Any) -> Array:  # noqa: N803  scikit-learn's own name
        """(n, n_personas_) probability of each persona."""
        check_is_fitted(self)
        return self.fit_.posterior(self._units(X, reset=False))

    def _number(self) -> int | None:
        if isinstance(self.n_personas, str) and self.n_personas == "auto":
            return None
        if isinstance(self.n_personas, (int, np.integer)) and self.n_personas >= 1:
            return int(self.n_personas)
        raise ValueError(f"n_personas must be 'auto' or a whole number of at least 1. Got: {self.n_personas!r}.")

    def _units(self, X: Any, *, reset: bool) -> Units:  # noqa: N803  scikit-learn's own name
        if isinstance(X, Units):
            return X
        frame = as_frame(X)
        if frame is not None:
            return self._mixed(frame, reset=reset)
        checked = validate_data(self, X, reset=reset, accept_sparse="csr", dtype=np.float64,
                                ensure_all_finite="allow-nan")
        if reset:
            self.kind_ = self._kind_of(checked)
        names = tuple(getattr(self, "feature_names_in_", [f"x{i}" for i in range(checked.shape[1])]))
        if self.kind_ == "counts":
            values = checked.data if sparse.issparse(checked) else checked
            if not np.all(np.isfinite(values)) or np.any(values < 0):
                raise ValueError("Counts may not be negative, infinite or missing.")
            return Units(counts=checked, count_names=names)
        if sparse.issparse(checked):
            raise ValueError("Sparse input is read as counts, and these values are not whole and not negative. "
                             "Give numbers as a dense array or as Units.")
        return Units(numbers=pd.DataFrame(checked, columns=list(names)))

    def _mixed(self, frame: pd.DataFrame, *, reset: bool) -> Units:
        if not reset and not hasattr(self, "columns_"):
            raise ValueError("The model was fitted on numbers alone, and these columns are not all numbers.")
        if not reset:
            return units_of(frame, self.columns_)
        self.columns_: Columns = columns_of(frame, self.kind)
        self.n_features_in_, self.feature_names_in_ = frame.shape[1], np.array(frame.columns, dtype="object")
        return without_rare_levels(units_of(frame, self.columns_))

    def _kind_of(self, X: Any) -> str:  # noqa: N803  scikit-learn's own name
        if self.kind != "auto":
            return self.kind
        values = X.data if sparse.issparse(X) else X
        whole = bool(np.all(np.isfinite(values)) and np.all(values >= 0) and np.all(values == np.floor(values)))
        return "counts" if whole else "numbers"

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.sparse = False  # the tag means any sparse numbers; here sparse means counts
        return tags


def account_numbers(groups: Any, n: int) -> Ints:
    """(n,) account numbers 0.. ; missing accounts, or no accounts at all, are accounts of one unit."""
    if groups is None:
        return np.arange(n)
    series = pd.Series(np.asarray(groups, dtype="object"))
    if len(series) != n:
        raise ValueError(f"groups has {len(series)} entries for {n} units.")
    codes, known = pd.factorize(series, sort=False)
    lone = codes < 0
    codes = codes.astype(np.int64)
    codes[lone] = len(known) + np.arange(int(lone.sum()))
    return np.asarray(np.unique(codes, return_inverse=True)[1], dtype=np.int64)

