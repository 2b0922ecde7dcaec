"""How the customers are built: departments, ranks, and who uses the product for what."""

from typing import Final

from personae.simulate.content import load

DEPARTMENT_SHARES: Final = {
    "Engineering": 0.33, "Product": 0.10, "Project Management": 0.13, "IT": 0.08, "Marketing": 0.10,
    "Operations": 0.11, "General Management": 0.03, "Finance": 0.04, "Purchasing": 0.03, "Security": 0.025,
    "Legal and Compliance": 0.025,
}
"""How the known people of an account spread over departments."""

USER_SHARES: Final = {
    "Engineering": 0.97, "Product": 0.97, "Project Management": 0.97, "IT": 0.85, "Marketing": 0.85,
    "Operations": 0.85, "General Management": 0.55, "Finance": 0.15, "Purchasing": 0.05, "Security": 0.3,
    "Legal and Compliance": 0.05,
}
"""Share of a department's people who use the product."""

PERSONA_SHARES: Final[dict[str, dict[str, float]]] = {
    "Engineering": {"developer": 0.78, "team_lead": 0.19, "it_admin": 0.02, "dashboard_viewer": 0.01},
    "Product": {"product_manager": 0.85, "project_manager": 0.08, "dashboard_viewer": 0.07},
    "Project Management": {"project_manager": 0.86, "team_lead": 0.10, "dashboard_viewer": 0.04},
    "IT": {"it_admin": 0.75, "developer": 0.17, "project_manager": 0.08},
    "Marketing": {"dashboard_viewer": 0.68, "project_manager": 0.27, "product_manager": 0.05},
    "Operations": {"project_manager": 0.52, "dashboard_viewer": 0.44, "team_lead": 0.04},
    "General Management": {"dashboard_viewer": 1.0},
    "Finance": {"dashboard_viewer": 1.0},
    "Purchasing": {"dashboard_viewer": 1.0},
    "Security": {"it_admin": 1.0},
    "Legal and Compliance": {"dashboard_viewer": 1.0},
}
"""Which user persona those are who do not head a department. Behaviour decides, not the title."""

RANK_SHARES: Final = {"manager": 0.10, "senior": 0.24, "professional": 0.54, "junior": 0.12}
"""Ranks of those who do not head a department."""

HEAD_RANKS: Final[dict[str, tuple[str, ...]]] = {
    "Engineering": ("director", "vp", "c_level"), "Product": ("director", "vp"),
    "Project Management": ("director", "vp"), "IT": ("director", "c_level"), "Marketing": ("director", "vp"),
    "Operations": ("director", "vp"), "General Management": ("c_level",), "Finance": ("director", "c_level"),
    "Purchasing": ("manager", "director"), "Security": ("director", "c_level"), "Legal and Compliance": ("director",),
}
"""Rank of the head of a department: the first in smaller accounts, later ones in larger."""


def names(kind: str) -> list[str]:
    """Words of a kind: first, last, company, branch, industry, vague_title."""
    words: list[str] = load("organisation")["names"][kind]
    return words


def titles(department: str, rank: str) -> list[str]:
    """Titles of a department at a rank, as people write them; its director's where the rank has none."""
    ranks: dict[str, list[str]] = load("organisation")["titles"][department]
    return ranks.get(rank) or ranks["director"]
