"""The summary after a build: what a person wants to know first, in one screen."""

from collections.abc import Sequence
from typing import Any

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from personae.app.build_workspace import BuildResult
from personae.domain.persona import Persona
from personae.domain.words import Layer, Severity
from personae.faces.pages.statements import who
from personae.stages.discover.heard import METHOD as HEARD

TONES = {Layer.USER: "cyan", Layer.DEPARTMENT: "dark_orange3", Layer.BUYER: "medium_purple2"}
TITLES = {
    Layer.USER: "Users: who does the work",
    Layer.DEPARTMENT: "Departments: where it pays off",
    Layer.BUYER: "Buyers: who decides and pays",
}
STYLES = {Severity.HIGH: "bold red", Severity.MEDIUM: "yellow", Severity.LOW: "dim"}
BAR, MOST_FINDINGS, MOST_GAPS = 22, 5, 5


def summary(result: BuildResult) -> Group:
    """Personas per layer with size and prevalence, the strongest chain, findings, gaps."""
    parts: list[Any] = [_read(result)]
    for layer in Layer:
        parts.append(Text(f"\n{TITLES[layer]}", style=f"bold {TONES[layer]}"))
        parts.append(Padding(_layer(layer, result), (0, 0, 0, 2)))
    parts += [Text("\nValue chain", style="bold"), Padding(_chain(result), (0, 0, 0, 2))]
    parts += [Text("\nFindings", style="bold"), Padding(_findings(result), (0, 0, 0, 2))]
    parts += [Text("\nGaps", style="bold"), Padding(_gaps(result), (0, 0, 0, 2))]
    return Group(*parts)


def _read(result: BuildResult) -> Text:
    counts = result.manifest.counts
    wanted = (
        ("accounts", "accounts"),
        ("persons", "people"),
        ("events", "events"),
        ("opportunities", "opportunities"),
        ("documents", "documents"),
        ("quotes", "quotes"),
    )
    parts = [f"{counts[key]:,} {word}" for key, word in wanted if counts.get(key)]
    rejected = sum(read.n_rejected for read in result.manifest.reads)
    if rejected:
        parts.append(f"{rejected:,} rows rejected (personae show rejected)")
    return Text("Read " + (", ".join(parts) if parts else "no data, only what the team wrote down") + ".")


def _layer(layer: Layer, result: BuildResult) -> Any:
    personas = [p for p in result.personas if p.layer is layer]
    found = sorted((p for p in personas if p.kind == "discovered"), key=lambda p: -p.size.n_people)
    written = [p for p in personas if p.kind == "authored"]
    rows: list[Any] = []
    if found:
        rows.append(_table(found, layer, result.show_from))
        rows += [
            Text(sought.reason, style="dim")
            for sought in result.manifest.discoveries
            if sought.layer == layer and sought.method == HEARD
        ]
    else:
        rows += [
            Text(f"none: {sought.refusal or 'no personas'}. {sought.reason}", style="dim")
            for sought in result.manifest.discoveries
            if sought.layer == layer
        ]
    if written:
        rows.append(Text("written by the team: " + "; ".join(_standing(p) for p in written)))
    return Group(*rows)


def _table(personas: Sequence[Persona], layer: Layer, show_from: int) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    for ratio in (None, None, None):
        table.add_column(ratio=ratio, overflow="fold")
    for persona in personas:
        share, size = persona.size.share, persona.size
        shown = share is not None and size.n_people >= show_from
        bar = "█" * max(1, round(BAR * share.value)) if shown and share else ""
        percent = f"{100 * share.value:.0f}%" if shown and share else ""
        people = who(size.n_people, size.n_accounts)
        table.add_row(
            Text(persona.name, style="bold"), Text(people, style="dim"), Text(f"{bar} {percent}", style=TONES[layer])
        )
    return table


def _standing(persona: Persona) -> str:
    counts: dict[str, int] = {}
    for statement in persona.statements:
        counts[str(statement.standing or "untested")] = counts.get(str(statement.standing or "untested"), 0) + 1
    return f"{persona.name} ({', '.join(f'{n} {word}' for word, n in counts.items())})"


def _chain(result: BuildResult) -> Text:
    if not result.paths:
        return Text("No path from users to the organisation's goals; the gaps say what is missing.", style="dim")
    best = result.paths[0]
    text = Text(best.text)
    text.append(f"\nWeakest link: {best.weakest_reason}", style="yellow")
    return text


def _findings(result: BuildResult) -> Group:
    lines = []
    for severity in Severity:
        mine = [f for f in result.findings if f.severity is severity]
        if mine:
            lines.append(Text(f"{len(mine):>4} {severity}", style=STYLES[severity]))
    shown = [f for f in result.findings if f.scope == "workspace"][:MOST_FINDINGS] or list(
        result.findings[:MOST_FINDINGS]
    )
    lines += [Text(f"  · {f.title}", style=STYLES[f.severity]) for f in shown]
    if result.dismissed:
        more = f"{len(result.dismissed)} more that people dismissed (personae show findings --all)"
        lines.append(Text(more, style="dim"))
    return Group(*(lines or [Text("none", style="dim")]))


def _gaps(result: BuildResult) -> Group:
    lines = [Text(f"{gap.what}: {gap.adds}", style="dim") for gap in result.gaps[:MOST_GAPS]]
    left = len(result.gaps) - MOST_GAPS
    if left > 0:
        lines.append(Text(f"and {left} more (personae show gaps)", style="dim"))
    return Group(*(lines or [Text("none", style="dim")]))
