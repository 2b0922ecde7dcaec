"""From the units of a layer to its result: the same way for users and buyers."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from personae.domain.build import Discovery
from personae.domain.settings import BuildSettings
from personae.domain.words import Layer
from personae.stages.discover.blocks import Array, Ints
from personae.stages.discover.choose import Choice, sample_accounts
from personae.stages.discover.fitting import SAMPLE, Fit, fit_units, profile_matrix
from personae.stages.discover.identity import Matched, first_build, match
from personae.stages.discover.mixture import Mixture
from personae.stages.discover.model import account_numbers
from personae.stages.discover.outside import bounds
from personae.stages.discover.remember import Remembered, members, read, write
from personae.stages.discover.result import MEMBERSHIP_COLUMNS, Group, LayerResult, Previous
from personae.stages.discover.tidy import Limits, persona_distances
from personae.stages.discover.typical import typical_members
from personae.stages.discover.units import Encoder, Units
from personae.stages.discover.warm import gain_over_one, warm_start

METHOD = "Dirichlet-multinomial mixture, best of several finds on bags of accounts, judged on held-out accounts (v4)"


@dataclass(frozen=True, slots=True)
class People:
    """Units of a layer and who they are: `who` has unit_id, person_id, account_id, department, one row a unit."""

    units: Units
    who: pd.DataFrame


def previous_of(previous: Previous | tuple[dict[str, Any], pd.DataFrame] | None) -> Previous | None:
    """The last build's result, however it was given."""
    if previous is None or isinstance(previous, Previous):
        return previous
    return Previous(*previous)


def discover_layer(layer: Layer, people: People, settings: BuildSettings, previous: Previous | None) -> LayerResult:
    """Personas of the units, with ids kept from the last build."""
    asked = settings.n_personas.get(layer.value)
    groups = account_numbers(people.who["account_id"], len(people.who))
    last = read(previous.model) if previous else None
    warm = warm_start(people.units, groups, last, asked) if last and previous and not previous.only_ids else None
    if warm and last:
        fit = _warm_fit(warm, last)
        known = replace(last, encoder=fit.encoder, mixture=fit.mixture)
        method = METHOD + "; warm start"
    else:
        fit = _cold_fit(people, groups, settings, asked)
        if fit.choice.refusal == "too few":
            return _too_few(layer, people, fit)
        known = _to_remember(fit, people, groups, asked, settings.seed)
        method = METHOD
    matched = _identify(layer, people, fit, last, previous)
    known = replace(known, persona_ids=matched.ids)
    discovery = Discovery(layer.value, len(people.units), fit.mixture.k, fit.choice.refusal, fit.choice.reason,
                          fit.choice.curve, method)
    placed = members(known, people.units)
    personas = _groups(fit, matched, _typical(fit, people, placed, matched, settings))
    memberships = _memberships(layer, people, placed)
    return LayerResult(layer, discovery, memberships, personas, write(known), matched.about_old)


def _to_remember(fit: Fit, people: People, groups: Ints, asked: int | None, seed: int) -> Remembered:
    """What the next build needs of a full discovery; ids come later."""
    rows = sample_accounts(groups, SAMPLE, np.random.default_rng([seed, 8]))
    blocks = fit.blocks(people.units.take(rows))
    limits = bounds(blocks, fit.mixture, np.random.default_rng([seed, 7]))
    gain = gain_over_one(blocks, fit.mixture)
    return Remembered(fit.encoder, fit.mixture, (), limits, gain, len(people.units), asked, fit.choice.refusal,
                      tuple(float(s) for s in fit.stability))


def _cold_fit(people: People, groups: Ints, settings: BuildSettings, asked: int | None) -> Fit:
    limits = Limits(min_people=settings.min_people, min_accounts=settings.min_accounts, smallest=settings.show_from)
    return fit_units(people.units, groups, asked, settings.seed, limits)


def _warm_fit(warm: tuple[Encoder, Mixture, str], last: Remembered) -> Fit:
    encoder, mixture, reason = warm
    choice = Choice(mixture.k, last.refusal, reason, ())
    return Fit(encoder, mixture, choice, np.array(last.stability), float(np.mean(last.stability)))


def _too_few(layer: Layer, people: People, fit: Fit) -> LayerResult:
    discovery = Discovery(layer.value, len(people.units), 0, "too few", fit.choice.reason)
    nobody = pd.DataFrame({"persona_id": pd.Series([None] * len(people.who), dtype="object"), "p": 0.0})
    return LayerResult(layer, discovery, _memberships(layer, people, nobody), (), {})


def _memberships(layer: Layer, people: People, found: pd.DataFrame) -> pd.DataFrame:
    frame = people.who.reset_index(drop=True).assign(layer=layer.value, persona_id=found["persona_id"].to_numpy(),
                                                     p=found["p"].to_numpy())
    return frame[list(MEMBERSHIP_COLUMNS)].sort_values("unit_id", kind="stable").reset_index(drop=True)


def _identify(layer: Layer, people: People, fit: Fit, last: Remembered | None, previous: Previous | None) -> Matched:
    profiles, names = profile_matrix(fit.encoder, fit.mixture), fit.encoder.names()
    if last is None or previous is None:
        return first_build(layer.value, profiles, names)
    labels = pd.Series(fit.posterior(people.units).argmax(axis=1), index=people.who["unit_id"].to_numpy())
    old = previous.memberships.set_index("unit_id")["persona_id"]
    return match(layer.value, profiles, names, labels, old, last.persona_ids, _closeness(fit, last))


def _closeness(fit: Fit, last: Remembered) -> Array:
    """(new, old) in 0..1: Hellinger affinity of profiles over the columns of both; 0 where they share none."""
    new, old = profile_matrix(fit.encoder, fit.mixture), profile_matrix(last.encoder, last.mixture)
    names, old_names = fit.encoder.names(), last.encoder.names()
    shared = [n for n in names if n in set(old_names) and n not in set(fit.encoder.number_names)]
    if not shared:
        return np.zeros((fit.mixture.k, last.mixture.k))
    a = np.sqrt(new[:, [names.index(n) for n in shared]])
    b = np.sqrt(old[:, [old_names.index(n) for n in shared]])
    return np.asarray(a @ b.T / np.maximum(np.outer(np.linalg.norm(a, axis=1), np.linalg.norm(b, axis=1)), 1e-12))


def _typical(fit: Fit, people: People, placed: pd.DataFrame, matched: Matched, settings: BuildSettings) -> Array:
    """(k, features): the typical member of each persona, from at most SAMPLE units."""
    rows = np.sort(np.random.default_rng([settings.seed, 9]).permutation(len(placed))[:SAMPLE])
    names: pd.Series = placed["persona_id"].iloc[rows]
    labels = pd.Index(matched.ids).get_indexer(pd.Index(names))
    return typical_members(fit.encoder.blocks(people.units.take(rows)), labels.astype(np.int64), fit.mixture.k,
                           settings.show_from)


def _groups(fit: Fit, matched: Matched, typical: Array) -> tuple[Group, ...]:
    gaps = persona_distances(fit.blocks(Units()), fit.mixture)
    np.fill_diagonal(gaps, np.inf)
    names, k = fit.encoder.names(), fit.mixture.k
    nearest = [matched.ids[int(gaps[i].argmin())] if k > 1 else None for i in range(k)]
    return tuple(
        Group(matched.ids[i], float(fit.stability[i]), nearest[i],
              dict(zip(names, profile.tolist(), strict=True)), matched.appeared[i], matched.notes[i],
              {name: value for name, value in zip(names, typical[i].tolist(), strict=True) if np.isfinite(value)})
        for i, profile in enumerate(profile_matrix(fit.encoder, fit.mixture))
    )
