"""The pages served on this machine."""

from personae.faces.web.server import make_app, serve

__all__ = ["make_app", "serve"]
