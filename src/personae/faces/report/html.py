"""Renders the report as one HTML file: no script, no network, prints well, light and dark."""

from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from personae.faces.report.contexts import ReportView

_TEMPLATES = Environment(
    loader=PackageLoader("personae.faces.report"),
    autoescape=select_autoescape(["html", "j2", "svg"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render_html(report: ReportView) -> str:
    """The whole report as text of one HTML file."""
    css = resources.files(__package__).joinpath("templates/report.css").read_text(encoding="utf-8")
    return _TEMPLATES.get_template("report.html.j2").render(report=report, css=css)
