"""Who is who: titles that can be trusted, people joined across sources, roles inferred where the CRM is blank."""

from personae.stages.resolve.lexicon import occupation_departments
from personae.stages.resolve.metrics import name_departments
from personae.stages.resolve.people import Resolution, resolve_people
from personae.stages.resolve.roles import infer_roles
from personae.stages.resolve.titles import classify_titles, lexicon_department, model_department

__all__ = [
    "VERSION", "Resolution", "classify_titles", "infer_roles", "lexicon_department", "model_department",
    "name_departments", "occupation_departments", "resolve_people",
]
VERSION = "2"
