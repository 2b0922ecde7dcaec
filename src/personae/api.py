"""The Python face: `import personae`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import pandas as pd

from personae import bootstrap
from personae.app import use_marketing, use_persona, use_product, use_sales, use_success, use_training, views
from personae.app.build_workspace import BuildResult, build_workspace
from personae.app.decide import decision_request
from personae.app.decision_list import decisions_frame
from personae.app.ports import PublishedBuild
from personae.app.progress import NoProgress
from personae.app.readership import RatePersona
from personae.app.score_layers import score_layer, score_query
from personae.domain.errors import WorkspaceError
from personae.domain.words import Layer
from personae.stages.discover import PersonaModel
from personae.stages.observe import words
from personae.stages.resolve import classify_titles
from personae.uses.sheet import Use
from personae.uses.training import Exercise

__all__ = ["Build", "PersonaModel", "Workspace", "classify_titles", "label_sentences", "open"]


@dataclass(frozen=True, slots=True)
class Build:
    """A published build: its id, what it counted, and how many findings of each severity it has."""

    build_id: str
    as_of: datetime
    counts: dict[str, int]
    timings: dict[str, float]
    findings: dict[str, int]


class Workspace:
    """A folder with data, cards, settings and builds. Everything but `build` reads the current build."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        if not self.path.is_dir():
            raise WorkspaceError("There is no such folder.", value=str(path), todo="Give the folder of the workspace.")

    def __repr__(self) -> str:
        return f"Workspace({str(self.path)!r})"

    def build(self, as_of: str | date | datetime | None = None, *, fresh: bool = False) -> Build:
        """Run a build as of a date (default: `[build] as_of`, else now) and publish it.

        Raises a `PersonaeError` that says what to do; the last build then stays current.
        """
        said = as_of if as_of is None or isinstance(as_of, str) else as_of.isoformat()
        request = bootstrap.build_request(self.path, as_of=said, fresh=fresh)
        return _build(build_workspace(request, bootstrap.build_ports(request, NoProgress())))

    def _published(self) -> PublishedBuild:
        return bootstrap.published(self.path)

    def personas(self, layer: str | None = None) -> pd.DataFrame:
        """One row a persona: persona_id, layer, kind, name, n_people, n_accounts, share, type, stability, ..."""
        return views.personas_frame(self._published().personas(), layer)

    def statements(self, persona_id: str | None = None) -> pd.DataFrame:
        """One row a statement: facet, text, origin, standing, n_people, n_accounts, value, low, high, verdict, ...

        Without those that people judged wrong.
        """
        build = self._published()
        return views.statements_frame(build.personas(), persona_id, build.decided)

    def memberships(self, layer: str | None = None) -> pd.DataFrame:
        """One row a unit: layer, unit_id, person_id, account_id, department, persona_id (None: fits none), p."""
        frame = self._published().memberships()
        return frame if layer is None else frame[frame["layer"] == layer].reset_index(drop=True)

    def links(self) -> pd.DataFrame:
        """One row a link of the value chain: ends, metrics, effect, low, high, n_accounts, origin, why_not, ..."""
        return views.links_frame(self._published().links())

    def paths(self) -> pd.DataFrame:
        """One row a path user persona -> department -> goal, strongest first, with its weakest link."""
        return views.paths_frame(self._published().paths())

    def findings(self) -> pd.DataFrame:
        """One row a finding: check, severity, scope, subject, title, what, todo, job, confidence, ...

        Without those that people dismissed.
        """
        return views.findings_frame(self._published().findings())

    def gaps(self) -> pd.DataFrame:
        """One row a gap: what is missing, what it adds, how to supply it."""
        return views.gaps_frame(self._published())

    def assumptions(self) -> pd.DataFrame:
        """The assumption ledger: what is assumed, its standing, and the question that settles it."""
        return views.assumptions_frame(self._published().personas())

    def predictions(self) -> pd.DataFrame:
        """What builds foretold of their personas, the latest first: text, verdict, observed, ..."""
        return views.predictions_frame(self._published())

    def roles(self) -> pd.DataFrame:
        """One row a role on a deal: opportunity_id, person_id, role, origin (recorded, confirmed, inferred), p, ..."""
        return self._published().frame("roles")

    def decide(self, what: str, *, who: str, reason: str | None = None, **fields: str) -> str:
        """Decide something on the current build; returns the id of the decision. It shows at once.

        `what` and its `fields`: name (persona, name), statement (statement, verdict), quote (quote, verdict, facet,
        persona), finding (finding, verdict), role (opportunity, person, verdict, role), add (persona, facet, text,
        source, question), back (decision). Raises `SettingsError` for wrong fields, `NotFound`, `StorageError`.
        """
        return bootstrap.decide_now(self.path, decision_request(what, fields), who, reason).decision.decision_id

    def rate(self, persona: str, *, believed: int, useful: int, job: str | None = None) -> None:
        """Keep what somebody thinks of a persona, without a name: is it true, is it useful, 1 to 5."""
        bootstrap.rate(self.path, RatePersona(persona=persona, believed=believed, useful=useful, job=job))

    def readers(self) -> pd.DataFrame:
        """One row a persona: looks by place and job, citations, answers, believed, useful, verdict."""
        return bootstrap.readers(self.path)

    def decisions(self) -> pd.DataFrame:
        """One row a decision, newest first: at, who, kind, value, about, given, reason, holds, in_build, ..."""
        build = self._published() if bootstrap.builds(self.path).current() else None
        return decisions_frame(bootstrap.decisions(self.path).all(), build)

    def score(self, table: pd.DataFrame, layer: str = "user") -> pd.DataFrame:
        """Place newcomers: person_id, event (and n) of users, person_id and role, title ... of buyers, department or
        title of departments; gives persona_id (None: fits none), persona and p.
        """
        return score_layer(self._published(), table, Layer(layer))

    def score_sql(self, table: str = "person_events", engine: Literal["duckdb", "spark"] = "duckdb") -> str:
        """One query that places the people of a table (person_id, event, n) in the user personas."""
        return score_query(self._published(), Layer.USER, table, engine)

    def product(self) -> Use:
        """Features by persona, requirements backlog, what to build next, conflicts: `.sheet` and `.tables`."""
        return use_product.product(self._published())

    def marketing(self) -> Use:
        """Messages by persona and channel with proof, one story underneath, what not to claim."""
        return use_marketing.marketing(self._published())

    def deals(self) -> Use:
        """Open deals with who is missing on them, and what won deals had."""
        return use_sales.deals(self._published())

    def brief(self, opportunity_id: str) -> Use:
        """The brief of an opportunity, by id or name. Raises `NotFound`."""
        return use_sales.brief(self._published(), opportunity_id)

    def renewals(self) -> Use:
        """Customers before renewal, those with warning signs first."""
        return use_success.renewals(self._published())

    def renewal(self, account_id: str) -> Use:
        """One customer before its renewal, by id or name. Raises `NotFound`."""
        return use_success.renewal(self._published(), account_id)

    def persona_page(self, persona_id: str) -> Use:
        """One persona on a page, by id or name. Raises `NotFound`."""
        return use_persona.persona_page(self._published(), persona_id)

    def exercises(self, n: int = 10, seed: int = 0) -> tuple[Exercise, ...]:
        """A round of exercises; the same seed gives the same round."""
        return use_training.exercises(self._published(), n, seed)

    def rejected(self) -> pd.DataFrame:
        """Rows that were not used: source, row, column, value, reason."""
        return self._published().rejected()


def open(path: str | Path) -> Workspace:
    """The workspace at `path`. Raises `WorkspaceError` when there is no such folder."""
    return Workspace(path)


def label_sentences(sentences: Iterable[str], taught: pd.DataFrame | None = None) -> pd.DataFrame:
    """What each sentence is about: one row each, in order: sentence, facet, p, words (that decided), concern.

    Facets are those of `personae schema`; `none` is the most common. With the extra `language` a sentence model takes
    part and labels are better: `.attrs["method"]` says whether it did. `taught`: verdicts of people, columns text and
    facet (right facet, or none): a sentence with a verdict gets it, and near ones are shifted. The same sentence always
    gets the same label. Raises `DomainError` for a facet that does not exist.
    """
    return words.label_sentences(sentences, bootstrap.sentence_model(), taught)


def _build(result: BuildResult) -> Build:
    severities = [str(finding.severity) for finding in result.findings]
    return Build(
        result.manifest.build_id,
        result.manifest.as_of,
        result.manifest.counts,
        result.manifest.timings,
        {severity: severities.count(severity) for severity in dict.fromkeys(severities)},
    )
