"""Progress of a build on a terminal; silent elsewhere."""

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

STAGES = ("read", "resolve", "observe", "words", "discover", "describe", "link", "check", "uses", "publish")


class BarProgress:
    """One bar over the stages of a build, one for the stage at work."""

    def __init__(self, console: Console) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(24), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, transient=True)
        self._whole = self._progress.add_task("build", total=len(STAGES))
        self._part = self._progress.add_task("", total=None, visible=False)

    def __enter__(self) -> "BarProgress":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def stage(self, name: str, detail: str = "") -> None:
        """A stage begins."""
        done = STAGES.index(name) if name in STAGES else None
        label = f"{name} {detail}".strip()
        if done is None:
            self._progress.update(self._part, description=label, visible=True, completed=0, total=None)
        else:
            self._progress.update(self._whole, description=label, completed=done)
            self._progress.update(self._part, visible=False)

    def advance(self, done: int, total: int) -> None:
        """So much of the current stage is done."""
        self._progress.update(self._part, completed=done, total=total, visible=True)
