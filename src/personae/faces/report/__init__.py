"""The report: one build as one self-contained HTML file, and as Markdown files fit for git."""

from personae.faces.report.html import render_html
from personae.faces.report.markdown import render_markdown

__all__ = ["render_html", "render_markdown"]
