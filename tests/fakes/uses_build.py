"""A workspace whose build has every table of the uses: the small company's."""

from dataclasses import replace
from pathlib import Path

from personae.adapters.builds import FolderBuilds
from personae.app.use_tables import use_tables
from personae.domain.settings import BuildSettings, Settings
from tests.fakes.sample_build import contents
from tests.fakes.small_company import small_company

BAKED = (
    "accounts", "opportunities", "persons", "roles", "committees", "department_units", "quotes", "metrics",
    "person_activity", "outcomes", "features", "campaigns",
)  # fmt: skip


def publish(root: Path) -> FolderBuilds:
    """One build, published under `root`."""
    company = small_company()
    made = use_tables(
        company.frames, company.memberships, company.personas, (), Settings(build=BuildSettings(as_of="2026-01-01"))
    )
    given = replace(
        contents("20260101T000000Z-aa"),
        personas=company.personas,
        memberships=company.memberships,
        links=company.links,
        paths=company.paths,
        frames={name: company.frames[name] for name in BAKED} | made,
        findings=(),
    )
    store = FolderBuilds(root)
    with store.writing() as scratch:
        store.publish(given, scratch)
    return store
