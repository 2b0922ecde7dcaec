"""Use case: the schemas of what goes in, for people who map their data and for programs."""

from typing import Any

from personae.domain.tables import CANONICAL
from personae.domain.words import Department, Facet, Layer, Origin, Role, Seniority, Standing


def describe_schema() -> dict[str, Any]:
    """Canonical tables with their columns, and the fixed vocabularies."""
    return {
        "tables": {
            table.name: {
                "about": table.about,
                "key": list(table.key),
                "columns": [
                    {"name": c.name, "kind": str(c.kind), "required": c.required, "allowed": list(c.allowed),
                     "about": c.about}
                    for c in table.columns
                ],
            }
            for table in CANONICAL
        },
        "words": {
            words.__name__.lower(): [str(word) for word in words]
            for words in (Layer, Facet, Origin, Standing, Role, Department, Seniority)
        },
    }
