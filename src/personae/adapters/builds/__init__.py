"""Builds as folders: written beside, renamed when whole, read-only ever after."""

from personae.adapters.builds.store import FolderBuilds

__all__ = ["FolderBuilds"]
