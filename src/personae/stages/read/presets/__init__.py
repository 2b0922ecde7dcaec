"""Exports of well-known systems, read without a mapping written by hand. One module per system."""

from personae.stages.read.presets import hubspot, posthog, salesforce, segment
from personae.stages.read.presets.kind import Export, Leftover, Preset

PRESETS: dict[str, Preset] = {
    preset.name: preset for preset in (segment.PRESET, posthog.PRESET, salesforce.PRESET, hubspot.PRESET)
}

__all__ = ["PRESETS", "Export", "Leftover", "Preset"]
