"""Who is who: titles that can be trusted, people joined across sources, roles inferred where the CRM is blank."""

from personae.stages.resolve.titles import classify_titles

__all__ = ["classify_titles"]
