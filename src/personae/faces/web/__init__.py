"""The pages served on this machine."""

from personae.faces.web.server import Rules, make_app, serve

__all__ = ["Rules", "make_app", "serve"]
