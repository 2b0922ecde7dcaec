"""B2B personas that are true and used. The names here are the public Python face; `personae.api` says more.

    import personae
    ws = personae.open("path/to/workspace")
    ws.build()
    ws.personas(layer="buyer")
"""

from typing import TYPE_CHECKING, Any

from personae.domain.version import __version__

if TYPE_CHECKING:
    from personae.api import PersonaModel, Workspace, classify_titles, label_sentences, open

__all__ = ["PersonaModel", "Workspace", "__version__", "classify_titles", "label_sentences", "open"]


def __getattr__(name: str) -> Any:
    """Public names on first use, so that a command that needs none of the machinery starts at once."""
    if name in __all__:
        from personae import api  # noqa: PLC0415  # on purpose: see above

        return getattr(api, name)
    raise AttributeError(f"module 'personae' has no attribute {name!r}")
