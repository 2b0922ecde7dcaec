"""What was said: documents and answers -> quotes and their themes, with a sentence model where there is one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from personae.app.decided_tables import decided_quotes, taught
from personae.app.embedding_memory import EmbeddingMemory
from personae.app.gather_themes import gather_themes
from personae.app.ports import PublishedBuild
from personae.domain.decision import Current
from personae.domain.language import Embedder
from personae.domain.observed import QUOTES, THEMES
from personae.stages.observe import words


@dataclass(frozen=True, slots=True)
class Words:
    """Tables `answers`, `quotes` and `themes`, the sentence model that was used, method versions."""

    frames: dict[str, pd.DataFrame]
    embed: Embedder | None
    versions: dict[str, str]


def load_words(
    frames: Mapping[str, pd.DataFrame],
    decided: Current,
    model: Callable[[], Embedder | None],
    seed: int,
    previous: PublishedBuild | None,
) -> Words:
    """Quotes labelled as people taught it, and what they are about; themes keep the ids of the last build.

    The sentence model is loaded only where something was said.
    """
    answers = words.with_choices(frames["answers"])
    said = pd.concat([frames["documents"], words.answers_as_documents(answers)], ignore_index=True)
    found = model() if len(said) else None
    embed = EmbeddingMemory(found) if found else None
    things = pd.concat([frames["accounts"]["name"], frames["features"]["name"]]).dropna().astype(str)
    heard = words.quotes(said, frames["persons"], embed, taught(decided), things)
    quotes = decided_quotes(heard, decided)
    earlier = previous.frame(THEMES.name).reindex(columns=list(THEMES.names)) if previous else None
    themes = gather_themes(quotes, seed, embed, earlier)
    versions = {"words": words.VERSION, "sentence_model": embed.name if embed else "none"}
    return Words({"answers": answers, QUOTES.name: quotes, THEMES.name: themes}, embed, versions)
