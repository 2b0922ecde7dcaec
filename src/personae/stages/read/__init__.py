"""Raw columns -> canonical tables, and what is wrong with a row. Pure: makes SQL and decisions, reads no file."""

from personae.stages.read.judge import Selection
from personae.stages.read.mapping import ROW_NAME, Header, select_mapped
from personae.stages.read.presets import PRESETS, Export, Leftover, Preset
from personae.stages.read.values import Reading

__all__ = ["PRESETS", "ROW_NAME", "Export", "Header", "Leftover", "Preset", "Reading", "Selection", "select_mapped"]
