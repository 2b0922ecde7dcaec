"""What is known of the units of a layer: counts, categories and numbers, each optional."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from personae.stages.discover.blocks import Array, Block, Categories, Counts, Ints, Matrix, Numbers, dense
from personae.stages.discover.dirichlet import Pairs, fit_concentration

LEAST_CONCENTRATION = 30.0
CATEGORIES = "categories"
YES_NO = ("yes", "no")
DENSE_SHARE = 0.1


@dataclass(frozen=True)
class Units:
    """Mixed evidence on n units, to give to `PersonaModel.fit` in place of a matrix.

    `counts`: frame or matrix (n, d) of whole numbers, zero = did not happen. `categories`: frame (n, c),
    None or NaN = missing. `shares`: categories that may be divided, name -> frame (n, levels) whose rows sum
    to at most 1 (what is left is missing). `flags`: answers of the kind "choose all that apply", name -> frame
    (n, columns) of 1 and 0, NaN = not asked; each such frame is a block with a weight of its own.
    `numbers`: frame (n, m), NaN = missing. Missing values are left out of the likelihood, never filled in.
    `count_names` names the columns of a plain matrix.
    """

    counts: pd.DataFrame | Matrix | None = None
    categories: pd.DataFrame | None = None
    shares: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    numbers: pd.DataFrame | None = None
    count_names: tuple[str, ...] = ()
    flags: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def take(self, rows: Ints) -> "Units":
        """Some of the units."""
        counts = self.counts.iloc[rows] if isinstance(self.counts, pd.DataFrame) else self.counts
        if counts is self.counts and counts is not None:
            counts = counts[rows]
        return Units(
            counts, None if self.categories is None else self.categories.iloc[rows],
            {name: frame.iloc[rows] for name, frame in self.shares.items()},
            None if self.numbers is None else self.numbers.iloc[rows], self.count_names,
            {name: frame.iloc[rows] for name, frame in self.flags.items()},
        )

    def __len__(self) -> int:
        for part in (self.counts, self.categories, self.numbers, *self.shares.values(), *self.flags.values()):
            if part is not None:
                return int(part.shape[0])
        return 0


@dataclass(frozen=True, slots=True)
class Encoder:
    """Fixes the columns, levels and scales of blocks, so that newcomers are read the same way.

    `families`: the block that a column of `levels` belongs to, where that is not "categories".
    """

    count_names: tuple[str, ...] = ()
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    number_names: tuple[str, ...] = ()
    concentration: float = LEAST_CONCENTRATION
    bases: Mapping[str, Any] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)

    def category_blocks(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """The blocks of categories: name -> their columns and levels."""
        made: dict[str, dict[str, tuple[str, ...]]] = {}
        for column, known in self.levels.items():
            made.setdefault(self.families.get(column, CATEGORIES), {})[column] = known
        return made

    def block_names(self) -> list[str]:
        """The keys of `weights` and `bases`, in the order of `blocks`."""
        counts, numbers = ["counts"] * bool(self.count_names), ["numbers"] * bool(self.number_names)
        return [*counts, *self.category_blocks(), *numbers]

    def widths(self) -> list[int]:
        """How many features each block has."""
        levels = [sum(map(len, columns.values())) for columns in self.category_blocks().values()]
        return [w for w in (len(self.count_names), *levels, len(self.number_names)) if w]

    def names(self) -> list[str]:
        """Names of the features, in the order of `profile_matrix`."""
        levels = [f"{column}={level}" for columns in self.category_blocks().values()
                  for column, known in columns.items() for level in known]
        return [*self.count_names, *levels, *self.number_names]

    def blocks(self, units: Units) -> list[Block]:
        """The blocks of these units under this encoding."""
        made: list[Block] = []
        if self.count_names:
            made.append(Counts(self._count_matrix(units), self.concentration, self.bases.get("counts")))
        for name, columns in self.category_blocks().items():
            indicators, column_of = self._indicators(units, columns)
            made.append(Categories(indicators, column_of, self.weights.get(name, 1.0), self.bases.get(name)))
        if self.number_names:
            made.append(Numbers(self._values(units.numbers, len(units)), self.weights.get("numbers", 1.0),
                                self.bases.get("numbers")))
        return made

    def _count_matrix(self, units: Units) -> Matrix:
        counts = units.counts
        if counts is None:
            return np.zeros((len(units), len(self.count_names)))
        if isinstance(counts, pd.DataFrame):
            named = counts.set_axis([str(c) for c in counts.columns], axis=1)
            counts = named.reindex(columns=list(self.count_names), fill_value=0).to_numpy(dtype=float)
        elif units.count_names and units.count_names != self.count_names:
            counts = _by_name(counts, units.count_names, self.count_names)
        return lighter(counts)

    def _indicators(self, units: Units, columns: Mapping[str, tuple[str, ...]]) -> tuple[Array, Ints]:
        parts = [_flag(units, self.families[column], column) if column in self.families
                 else _indicator(units, column, known) for column, known in columns.items()]
        column_of = np.repeat(np.arange(len(parts)), [part.shape[1] for part in parts])
        return np.hstack(parts), column_of.astype(np.int64)

    def _values(self, frame: pd.DataFrame | None, n: int) -> Array:
        if frame is None:
            return np.full((n, len(self.number_names)), np.nan)
        named = frame.set_axis([str(c) for c in frame.columns], axis=1)
        return named.reindex(columns=list(self.number_names)).to_numpy(dtype=float)


def _by_name(counts: Matrix, names: tuple[str, ...], wanted: tuple[str, ...]) -> Matrix:
    """The columns named `wanted`, in that order; zeros for those that are not there."""
    place = {name: j for j, name in enumerate(wanted)}
    known = [(i, place[name]) for i, name in enumerate(names) if name in place]
    rows, columns = (np.array([pair[side] for pair in known], dtype=np.int64) for side in (0, 1))
    chosen = sparse.csr_matrix((np.ones(len(known)), (rows, columns)), shape=(len(names), len(wanted)))
    return sparse.csr_matrix(sparse.csr_matrix(counts) @ chosen)


def _indicator(units: Units, column: str, known: tuple[str, ...]) -> Array:
    """(n, levels) indicators of one category; a row of zeros where it is missing or not of a known level."""
    if column in units.shares:
        return units.shares[column].reindex(columns=list(known), fill_value=0.0).to_numpy(dtype=float)
    if units.categories is None or column not in units.categories:
        return np.zeros((len(units), len(known)))
    texts = units.categories[column].astype("object").map(lambda v: None if pd.isna(v) else str(v)).to_numpy()
    return np.stack([(texts == level).astype(float) for level in known], axis=1)


def _flag(units: Units, family: str, column: str) -> Array:
    """(n, 2) indicators of yes and no; both zero where it was not asked."""
    frame = units.flags.get(family)
    name = column[len(family) + 2 :]
    if frame is None or name not in frame:
        return np.zeros((len(units), 2))
    asked = frame[name].to_numpy(dtype=float)
    return np.stack([asked == 1, asked == 0], axis=1).astype(float)


def lighter(counts: Matrix) -> Matrix:
    """Sparse if that is less work, dense otherwise; float64."""
    if sparse.issparse(counts):
        table = sparse.csr_matrix(counts, dtype=float)
        filled = table.nnz / max(table.shape[0] * table.shape[1], 1)
        light = filled > DENSE_SHARE and table.shape[0] * table.shape[1] < 2e7
        return dense(table) if light else table
    table = np.asarray(counts, dtype=float)
    if table.size > 2e7 and np.count_nonzero(table) < DENSE_SHARE * table.size:
        return sparse.csr_matrix(table)
    return table


def encode(units: Units) -> Encoder:
    """Columns, levels, scales and the first concentration, from the units themselves."""
    count_names: tuple[str, ...] = ()
    if units.counts is not None:
        named = isinstance(units.counts, pd.DataFrame)
        count_names = tuple(str(c) for c in units.counts.columns) if named else units.count_names
        count_names = count_names or tuple(f"x{i}" for i in range(units.counts.shape[1]))
    levels = {str(c): tuple(sorted({str(v) for v in units.categories[c].dropna()})) for c in units.categories} \
        if units.categories is not None else {}
    levels |= {name: tuple(str(c) for c in frame.columns) for name, frame in units.shares.items()}
    levels = {column: known for column, known in levels.items() if len(known) > 1}
    families = {f"{name}: {column}": name for name, frame in units.flags.items() for column in frame}
    levels |= dict.fromkeys(families, YES_NO)
    number_names = tuple(str(c) for c in units.numbers.columns) if units.numbers is not None else ()
    plain = Encoder(count_names, levels, number_names, families=families)
    return _with_scales(plain, plain.blocks(units))


def _with_scales(plain: Encoder, blocks: list[Block]) -> Encoder:
    concentration = plain.concentration
    bases: dict[str, Any] = {}
    for name, block in zip(plain.block_names(), blocks, strict=True):
        if isinstance(block, Counts):
            fitted = fit_concentration(Pairs(block.raw), block.base[None, :], np.ones((len(block), 1)))
            concentration = max(LEAST_CONCENTRATION, fitted)
        if isinstance(block, (Counts, Categories, Numbers)):
            bases[name] = block.base
    return replace(plain, concentration=concentration, bases=bases)

