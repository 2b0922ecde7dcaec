"""Decisions in memory: what the port promises, and nothing else."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from personae.domain.decision import Current, Decision, current
from personae.domain.readership import Look, Opinion


class MemoryDecisions:
    """The ports `DecisionStore` and `ReaderMemory` in lists."""

    def __init__(self) -> None:
        self._rows: list[Decision] = []
        self._appended = 0
        self._looks: Counter[Look] = Counter()
        self._opinions: list[Opinion] = []

    def count(self, looks: Sequence[Look]) -> None:
        self._looks.update(looks)

    def looks(self) -> Mapping[Look, int]:
        return dict(self._looks)

    def tell(self, opinion: Opinion) -> None:
        self._opinions.append(opinion)

    def opinions(self) -> tuple[Opinion, ...]:
        return tuple(self._opinions)

    @property
    def place(self) -> str:
        return "memory"

    def append(self, decision: Decision) -> Decision:
        for row in self._rows:
            if row.decision_id == decision.decision_id:
                return row
        same = [row for row in self._rows if (row.kind, row.subject) == (decision.kind, decision.subject)]
        self._rows.append(replace(decision, supersedes=same[-1].decision_id if same else None))
        self._appended += 1
        return self._rows[-1]

    def all(self) -> tuple[Decision, ...]:
        return tuple(self._rows)

    def current(self) -> Current:
        return current(self._rows)

    def version(self) -> int:
        return self._appended

    def rewrite(self, edit: Callable[[Decision], Decision | None]) -> int:
        before, kept, changed = {}, [], 0
        for row in self._rows:
            new = edit(row)
            if new is None:
                before[row.decision_id] = before.get(row.supersedes, row.supersedes)
                changed += 1
                continue
            changed += new != row
            kept.append(replace(new, supersedes=before.get(new.supersedes, new.supersedes)))
        self._rows = kept
        return changed
