"""What people say: documents and survey answers -> quotes with speaker, facet and mask; themes of quotes."""

from collections.abc import Iterable

import pandas as pd

from personae.domain.language import Embedder
from personae.stages.observe.words.choices import with_choices
from personae.stages.observe.words.heard import Heard, people_heard, with_one_id
from personae.stages.observe.words.labels import label_sentences
from personae.stages.observe.words.masking import Masker, mask
from personae.stages.observe.words.questions import with_questions
from personae.stages.observe.words.quoting import answers_as_documents, as_quotes, questions_of, sentences_of
from personae.stages.observe.words.said_roles import SaidRoles
from personae.stages.observe.words.themes import themes

__all__ = [
    "VERSION", "Heard", "Masker", "SaidRoles", "answers_as_documents", "label_sentences", "mask", "people_heard",
    "quotes", "themes", "with_choices", "with_one_id",
]
VERSION = "3"


def quotes(
    documents: pd.DataFrame,
    persons: pd.DataFrame,
    embed: Embedder | None = None,
    taught: pd.DataFrame | None = None,
    keep: Iterable[str] = (),
) -> pd.DataFrame:
    """Every sentence a customer said, as an exact slice, labelled and masked: the table `quotes`.

    `documents`: table DOCUMENTS (survey answers through `answers_as_documents`); `persons`: table PERSONS, for names to
    match and to mask. `text == document.text[start:end]` holds for each row, or `DomainError` is raised. The asking
    side is left out; a speaker whom nothing names has no person and no account. A survey question lends its facet to an
    answer that does not say its own (marked in `words`). `embed`, `taught`: as in `label_sentences`. `keep`: names of
    accounts and features, which are not masked though people may be called so.
    """
    said = sentences_of(documents, persons, keep)
    labels = with_questions(label_sentences(said["text"], embed, taught), questions_of(said, documents))
    return as_quotes(said, labels)
