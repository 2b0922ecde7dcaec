"""Wiring of a language model: asked on command only, never by a build."""

from pathlib import Path

from personae.adapters.language.answers import KeptAnswers
from personae.adapters.language.endpoint import ChatEndpoint
from personae.adapters.settings import load_settings
from personae.app.narrate import NarrateRequest, narrate
from personae.app.ports import PublishedBuild
from personae.app.propose_labels import Proposals, ProposeRequest, propose_facets
from personae.domain.narrative import Narrative


def told(root: Path, build: PublishedBuild, persona: str) -> Narrative:
    """A persona of the build in prose. Raises `SettingsError` when no language model is set up."""
    return narrate(NarrateRequest(persona), build, ChatEndpoint(load_settings(root).language), KeptAnswers(root))


def proposed(root: Path, build: PublishedBuild, most: int) -> Proposals:
    """Facets for sentences that the labeller left open. Raises `SettingsError` when no language model is set up."""
    return propose_facets(ProposeRequest(most), build, ChatEndpoint(load_settings(root).language), KeptAnswers(root))
