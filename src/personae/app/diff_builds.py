"""Use case: what changed between two builds."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from personae.app.ports import PublishedBuild
from personae.app.views import findings_frame, links_frame, personas_frame


@dataclass(frozen=True, slots=True)
class BuildDiff:
    """Differences from `older` to `newer`. Frames are empty where nothing changed."""

    older: str
    newer: str
    personas: pd.DataFrame
    """persona_id, layer, name, change (appeared, faded, renamed, resized, same), people before and after."""
    moved: pd.DataFrame
    """layer, from, to, n: people (or departments) that went from one persona to another."""
    findings: pd.DataFrame
    """finding_id, check, severity, title, change (new, gone)."""
    links: pd.DataFrame
    """link_id, text, effect before and after."""


def diff_builds(older: PublishedBuild, newer: PublishedBuild) -> BuildDiff:
    """Compare two builds of one workspace."""
    return BuildDiff(
        older=older.manifest.build_id,
        newer=newer.manifest.build_id,
        personas=_personas(older, newer),
        moved=_moved(older, newer),
        findings=_findings(older, newer),
        links=_links(older, newer),
    )


def _personas(older: PublishedBuild, newer: PublishedBuild) -> pd.DataFrame:
    keep = ["persona_id", "layer", "name", "n_people", "n_accounts"]
    both = personas_frame(older.personas())[keep].merge(
        personas_frame(newer.personas())[keep], on=["persona_id", "layer"], how="outer", suffixes=("_before", "_after")
    )
    was, now = both["name_before"].notna(), both["name_after"].notna()
    renamed = both["name_before"] != both["name_after"]
    resized = both["n_people_before"] != both["n_people_after"]
    both["change"] = np.select([~was, ~now, renamed, resized], ["appeared", "faded", "renamed", "resized"], "same")
    both["name"] = both["name_after"].fillna(both["name_before"])
    order = ["persona_id", "layer", "name", "change", "n_people_before", "n_people_after", "name_before"]
    return both[order].sort_values(["layer", "name"], ignore_index=True)


def _moved(older: PublishedBuild, newer: PublishedBuild) -> pd.DataFrame:
    keep = ["layer", "unit_id", "persona_id"]
    both = older.memberships()[keep].merge(
        newer.memberships()[keep], on=["layer", "unit_id"], suffixes=("_before", "_after")
    )
    before, after = both["persona_id_before"].fillna("none"), both["persona_id_after"].fillna("none")
    ends = pd.DataFrame({"layer": both["layer"], "from": before, "to": after, "n": 1})
    counts = ends[before != after].groupby(["layer", "from", "to"], as_index=False)[["n"]].sum()
    return counts.sort_values("n", ascending=False, ignore_index=True)


def _findings(older: PublishedBuild, newer: PublishedBuild) -> pd.DataFrame:
    keep = ["finding_id", "check", "severity", "title"]
    before, after = findings_frame(older.findings())[keep], findings_frame(newer.findings())[keep]
    new = after[~after["finding_id"].isin(before["finding_id"])].assign(change="new")
    gone = before[~before["finding_id"].isin(after["finding_id"])].assign(change="gone")
    return pd.concat([new, gone], ignore_index=True)


def _links(older: PublishedBuild, newer: PublishedBuild) -> pd.DataFrame:
    keep = ["link_id", "text", "effect", "low", "high"]
    return links_frame(older.links())[keep].merge(
        links_frame(newer.links())[keep].drop(columns="text"), on="link_id", suffixes=("_before", "_after")
    )
